"""Sentences too long for the model, in parts that it can read: cut at clause marks, translated, joined again.

A model that never saw more than some hundred pieces at a time drops the end of longer ones. Parts end at the mark
nearest to even shares, the strongest first: a full stop inside of a quotation, then 、 and the like.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

__all__ = ["clauses"]

MARKS: Final = (re.compile("[。！？!?;；」』）)]+"), re.compile("[、,，:：・/／ 　]+"))
"""What may end a part, the best first."""


def clauses(text: str, length: Callable[[str], int], limit: int) -> list[str]:
    """The parts of a sentence, each of at most `limit` by `length` wherever a mark allows it, in order.

    Args:
        text: A sentence; its parts joined give it back.
        length: Pieces of a text.
        limit: Pieces that a part should not exceed.
    """
    parts: list[str] = []
    waiting = [text]
    while waiting:
        part = waiting.pop()
        place = _middle(part) if length(part) > limit else None
        if place is None:
            parts.append(part)
        else:
            waiting += [part[place:], part[:place]]
    return parts


def _middle(text: str) -> int | None:
    """Where to cut: after the mark nearest to the middle, not within a quarter of either end."""
    for marks in MARKS:
        places = list(_ends(text, marks))
        if places:
            return min(places, key=lambda place: abs(2 * place - len(text)))
    return None


def _ends(text: str, marks: re.Pattern[str]) -> Iterator[int]:
    for match in marks.finditer(text):
        digits_around = (
            text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
        )
        if len(text) <= 4 * match.end() <= 3 * len(text) and not digits_around:
            yield match.end()
