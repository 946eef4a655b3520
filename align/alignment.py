"""The alignment: beads over two lists of sentences.

A bead is n source sentences with m target sentences (1-1, 2-1, 1-0 …), named by 0-based indices. An alignment says
how it was made and, for each bead, how likely it is to be right.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Alignment", "Bead", "longest_chain"]


@dataclass(frozen=True, slots=True)
class Bead:
    """Source sentences `source` translate target sentences `target`; one side empty makes it a null bead.

    `probability` is the estimate that the bead is right, between 0 and 1; `None` where nothing estimated it (gold).
    `signals` says why, where someone asked: the name of each signal and what it adds to the bead's worth, in log-odds.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float | None = None
    signals: tuple[tuple[str, float], ...] = ()

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of a document pair, in source order; null target beads stand where the target order puts them.

    Attributes:
        beads: Every source and every target sentence is in exactly one of them.
        source_count: Number of source sentences.
        target_count: Number of target sentences.
        method: What made it, in one line (solver, signals, version).
    """

    beads: tuple[Bead, ...]
    source_count: int
    target_count: int
    method: str = ""

    def crossings(self) -> frozenset[int]:
        """Indices of the non-null beads that lie off the longest chain of beads in order on both sides."""
        placed = [(index, min(bead.target)) for index, bead in enumerate(self.beads) if not bead.is_null]
        chain = {placed[position][0] for position in longest_chain([target for _, target in placed])}
        return frozenset(index for index, _ in placed if index not in chain)


def longest_chain(values: Sequence[int]) -> list[int]:
    """Places of a longest rising subsequence, by patience (Fredman, 1975); time O(n log n)."""
    ends: list[int] = []  # ends[k] closes the chain of length k + 1 with the least last value
    tops: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tops, value)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [value]
        ends[length : length + 1] = [place]
    chain = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]
