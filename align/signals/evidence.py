"""Names and numbers of both sides as common items: a sentence that shares a rare one very likely says the same."""

from collections.abc import Sequence
from typing import Final

from align.signals.items import CommonItems
from align.signals.names import match_names
from align.signals.numbers import number_values

__all__ = ["find_evidence"]

SMALL_NUMBER: Final = 0.4
"""Weight of whole numbers below ten against others: they are everywhere."""


def find_evidence(source: Sequence[str], target: Sequence[str]) -> CommonItems:
    """The names and numbers of Japanese and English sentences under common labels."""
    names = match_names(source, target)
    sides = []
    for lines, language, found in ((source, "ja", names[0]), (target, "en", names[1])):
        values = [{f"={value:g}" for value in number_values(line, language)} for line in lines]
        sides.append([numbers | words for numbers, words in zip(values, found, strict=True)])
    return CommonItems(sides[0], sides[1], {f"={digit}": SMALL_NUMBER for digit in range(10)})
