"""The alignment: beads over two lists of sentences.

A bead is n source sentences with m target sentences (1-1, 2-1, 1-0 …), named by 0-based indices. An alignment says
how it was made and, for each bead, how likely it is to be right.
"""

from bisect import bisect_left
from dataclasses import dataclass

__all__ = ["Alignment", "Bead"]


@dataclass(frozen=True, slots=True)
class Bead:
    """Source sentences `source` translate target sentences `target`; one side empty makes it a null bead.

    `probability` is the estimate that the bead is right, between 0 and 1; `None` where nothing estimated it (gold).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float | None = None

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
        # Longest increasing subsequence by patience (Fredman, 1975): ends[k] closes the best chain of length k + 1.
        ends: list[int] = []
        tops: list[int] = []
        before: list[int] = []
        for position, (_, target) in enumerate(placed):
            length = bisect_left(tops, target)
            before.append(ends[length - 1] if length else -1)
            tops[length : length + 1] = [target]
            ends[length : length + 1] = [position]
        chain: set[int] = set()
        position = ends[-1] if ends else -1
        while position >= 0:
            chain.add(placed[position][0])
            position = before[position]
        return frozenset(index for index, _ in placed if index not in chain)
