"""Cheap checks on a translation that catch what small models get wrong.

A flag is a reason to look, not a verdict. Each check is a pure function of the source, the translation and, for the
length limit, what the decoder said.
"""

import re
from math import isclose
from typing import Final

from corpora.quantities import Quantity, QuantityKind, find_quantities
from translate.translation import Flag

__all__ = ["flags_of"]

KANA_OR_KANJI = re.compile(r"[぀-ヿ㐀-鿿]")
REPEATED_WORD = re.compile(r"\b(\w+)(?:\W+\1\b){3,}", re.IGNORECASE)
REPEATED_PHRASE = re.compile(r"\b(\w+(?:\W+\w+){1,5}?)(?:\W+\1\b){2,}", re.IGNORECASE)
WORD = re.compile(r"\w+")
NOTHING: Final = re.compile(r"(?!)")
WORDS_FOR: Final[dict[float, re.Pattern[str]]] = {
    2: re.compile(
        r"\b(?:both|pairs?|couple|twice|double[ds]?|dual|twins?|second|half|either|neither|bi\w+)\b", re.IGNORECASE
    ),
    3: re.compile(r"\b(?:thirds?|triple[ds]?|trio|thrice)\b", re.IGNORECASE),
    4: re.compile(r"\b(?:quarters?|quadruple[ds]?|fourths?)\b", re.IGNORECASE),
    10: re.compile(r"\b(?:decades?|tenths?)\b", re.IGNORECASE),
    100: re.compile(r"\b(?:century|centuries|hundreds?)\b", re.IGNORECASE),
}
"""Words that say a value without a numeral."""
RATIO = (0.6, 6.5)
"""English characters per Japanese character, for sentences of 12 or more. Human translations lie within: all but one in
ten thousand lines of WMT20, WMT21, NTREX, FLORES, PUD and Tatoeba, and 99.2% of KFTT's: `python -m training ratios`."""


def flags_of(source: str, text: str, *, hit_limit: bool = False, lacks_name: bool = False) -> tuple[Flag, ...]:
    """Every suspicion about `text` as a translation of the model's copy `source`, in the order of `Flag`."""
    if not text.strip():
        return (Flag.EMPTY,) if source.strip() else ()
    checks = (
        (Flag.REPETITION, repeats(text)),
        (Flag.KANA_LEFT, KANA_OR_KANJI.search(text) is not None),
        (Flag.LENGTH_LIMIT, hit_limit),
        (Flag.LENGTH_RATIO, len(source) >= 12 and not RATIO[0] <= len(text) / len(source) <= RATIO[1]),
        (Flag.NUMBERS_DIFFER, numbers_missing(source, text)),
        (Flag.NAME_MISSED, lacks_name),
    )
    return tuple(flag for flag, raised in checks if raised)


def repeats(text: str) -> bool:
    """Whether one word stands four times in a row, or two to six words three times."""
    if text.isascii() and not _may_repeat(WORD.findall(text.lower())):
        return False
    return REPEATED_WORD.search(text) is not None or REPEATED_PHRASE.search(text) is not None


def _may_repeat(words: list[str]) -> bool:
    """Whether the same words follow each other often enough; spares most texts the slow search."""
    if len(words) - len(set(words)) < 3:
        return False
    for size in range(1, 7):
        alike, enough = 0, max(2 * size, 3)
        for word, later in zip(words, words[size:], strict=False):
            alike = alike + 1 if word == later else 0
            if alike == enough:
                return True
    return False


def numbers_missing(source: str, text: str) -> bool:
    """Whether a number, date or measure of the Japanese sentence has no equal in the English one.

    One of something is often no number in English, and times may be told on a clock of twelve hours.
    """
    wanted = [
        quantity
        for quantity in find_quantities(source, "ja")
        if quantity.value != 1 and not WORDS_FOR.get(quantity.value, NOTHING).search(text)
    ]
    if not wanted:
        return False
    told = [quantity.value for quantity in find_quantities(text, "en")]
    return any(not any(isclose(value, other) for value in _tellings(quantity) for other in told) for quantity in wanted)


def _tellings(quantity: Quantity) -> tuple[float, ...]:
    return (quantity.value, quantity.value - 12) if quantity.kind is QuantityKind.TIME else (quantity.value,)
