"""The reorder gate: whether a document pair tells its story in the same order, and so which solver it needs.

Order is strong evidence on texts that keep it and misleads on those that do not. Worth is in log-odds, so what the best
alignment in any order is worth beyond the best one in order is the evidence against order; it has to outweigh how rare
reordering is. Anchors, pairs of sentences that are each other's clear favourite, say the same more cheaply, and in
words a reader can check: how many of them lie off the longest chain in order.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from align.alignment import Alignment, Bead
from align.monotone import MonotoneSolver, PlacedBead, Solver
from align.packing import PackingSolver
from align.scoring import ARTICLE_CELLS, BeadScorer

__all__ = ["Decision", "Order", "ReorderGate", "measure_order"]

CLEAR_LEAD: Final = 2.0
"""By so much worth an anchor leads the next best partner of either of its sentences."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the anchors of a document pair say.

    Attributes:
        anchors: Number of pairs of sentences that are each other's clear favourite.
        crossing: How many of them lie off the longest chain in order.
    """

    anchors: int
    crossing: int

    @property
    def share(self) -> float:
        """Share of the anchors that lie off the chain; 0 without anchors."""
        return self.crossing / self.anchors if self.anchors else 0.0

    def __str__(self) -> str:
        return f"{self.crossing} of {self.anchors} anchors cross"


@dataclass(frozen=True, slots=True)
class Decision:
    """The beads of a document pair, the solver that chose them, and why it was taken."""

    beads: list[PlacedBead]
    solver: Solver
    reason: str


@dataclass(frozen=True, slots=True)
class ReorderGate:
    """Monotone by default; packing where it explains a document pair so much better that order cannot hold.

    Attributes:
        evidence: Worth that packing must bring beyond the monotone alignment. Of 2, 3, 4, 5, 6 and 8, tried on the
            development sets, 3 costs base-news no strict F1 and news-moved-00 .002, and keeps all but .004 of the .160
            that packing gains on news-moved-20.
        evidence_per_sentence: And so much more for each sentence of the shorter side, as chances to err add up.
        small: Source times target sentences up to which packing is always tried; above, only where anchors cross.
        large: Above this, never: longer texts stay monotone.
        crossing_share: Share of the anchors that must cross for packing to be tried on a text that is not small.
    """

    monotone: MonotoneSolver = field(default_factory=MonotoneSolver)
    packing: PackingSolver = field(default_factory=PackingSolver)
    evidence: float = 3.0
    evidence_per_sentence: float = 0.03
    small: int = 10_000
    large: int = ARTICLE_CELLS
    crossing_share: float = 0.02

    def decide(self, scorer: BeadScorer) -> Decision:
        """Align, with the solver that this document pair needs."""
        in_order = self.monotone.solve(scorer)
        cells = scorer.source_count * scorer.target_count
        order = measure_order(scorer)
        if not order.anchors or (cells > self.small and order.share < self.crossing_share):
            return Decision(in_order, self.monotone, f"in order: {order}")
        if cells > self.large:
            return Decision(in_order, self.monotone, f"too long for packing, though {order}")
        packed = self.packing.solve(scorer)
        found = self.packing.value(packed) - self.packing.value(in_order)
        needed = self.evidence + self.evidence_per_sentence * min(scorer.source_count, scorer.target_count)
        because = f"{order}, evidence against order {found:.1f} of {needed:.1f}"
        if found > needed:
            return Decision(packed, self.packing, f"reordered: {because}")
        return Decision(in_order, self.monotone, f"in order: {because}")


def measure_order(scorer: BeadScorer) -> Order:
    """Count anchors and those that cross; time O(source × target), memory O(source + target)."""
    if not scorer.source_count or not scorer.target_count:
        return Order(0, 0)
    favourites, leads = [], []
    columns = _Favourites.none(scorer.target_count)
    for row in range(scorer.source_count):
        worths = scorer.worths(row, 1, 1)
        column = int(worths.argmax())
        favourites.append(column)
        rival = np.delete(worths, column).max(initial=0.0)  # no partner at all is worth 0
        leads.append(float(worths[column] - rival))
        columns.see(row, worths)
    pairs = [
        Bead((row,), (column,))
        for row, column in enumerate(favourites)
        if columns.rows[column] == row and min(leads[row], columns.lead(column)) > CLEAR_LEAD
    ]
    crossing = Alignment(tuple(pairs), scorer.source_count, scorer.target_count).crossings()
    return Order(len(pairs), len(crossing))


@dataclass(frozen=True, slots=True)
class _Favourites:
    """For each target sentence, the best source sentence so far, its worth, and the worth of the next best or none."""

    rows: npt.NDArray[np.intp]
    best: npt.NDArray[np.float32]
    rival: npt.NDArray[np.float32]

    @classmethod
    def none(cls, count: int) -> "_Favourites":
        low = np.full(count, -np.inf, dtype=np.float32)
        return cls(np.full(count, -1, dtype=np.intp), low, np.zeros(count, dtype=np.float32))

    def see(self, row: int, worths: npt.NDArray[np.float32]) -> None:
        """Take in one more source sentence."""
        better = worths > self.best
        np.maximum(self.rival, np.where(better, self.best, worths), out=self.rival)
        self.rows[better] = row
        self.best[better] = worths[better]

    def lead(self, column: int) -> float:
        """How far the best is ahead."""
        return float(self.best[column] - self.rival[column])
