"""Things that stand in a text from a start to before an end, and which of them share characters.

Numbers, names and values are found by several eyes; where two see the same characters, one has to give way.
"""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

__all__ = ["Span", "apart", "beside"]


class Span(Protocol):
    """What stands in a text."""

    @property
    def start(self) -> int:
        """Index of its first character."""
        ...

    @property
    def end(self) -> int:
        """Index after its last."""
        ...


Found = TypeVar("Found", bound=Span)


def beside(found: Iterable[Found], others: Collection[Span]) -> list[Found]:
    """Those that share no character with one of the others."""
    return [one for one in found if not any(one.start < other.end and other.start < one.end for other in others)]


def apart(found: Iterable[Found]) -> list[Found]:
    """The first of those that share a character, in the order given."""
    kept: list[Found] = []
    for one in found:
        kept += beside([one], kept)
    return kept
