"""The monotone solver: the best alignment in order, by dynamic programming over both documents.

Gale and Church (1993) with bead scores of our own: every bead earns its similarity above the null threshold, every
sentence without a counterpart earns nothing, beads of several sentences pay for each one beyond 1-1.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from align.scoring import BeadScorer

__all__ = ["BEAD_SHAPES", "MonotoneSolver", "PlacedBead", "Solver"]

BEAD_SHAPES: Final = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))


@dataclass(frozen=True, slots=True)
class PlacedBead:
    """A bead of adjacent sentences: source start and size, target start and size, and its similarity (0 for null)."""

    source: int
    source_size: int
    target: int
    target_size: int
    similarity: float = 0.0


class Solver(Protocol):
    """A way to choose beads. Monotone ones keep the order; others may cross."""

    @property
    def name(self) -> str:
        """What outputs call it, with its settings."""
        ...

    def solve(self, scorer: BeadScorer) -> list[PlacedBead]:
        """Non-null beads, no sentence in two of them, in source order; sentences in none of them are null."""
        ...


@dataclass(frozen=True, slots=True)
class MonotoneSolver:
    """Dynamic programming over all monotone alignments.

    Attributes:
        threshold: Similarity at which a bead is worth no more than two nulls.
        extra: Price of each sentence of a bead beyond 1-1.
        many_to_many: Further price of 2-2 beads, which otherwise swallow pairs of 1-1.
    """

    threshold: float = 0.08
    extra: float = 0.18
    many_to_many: float = 0.17

    @property
    def name(self) -> str:
        """What outputs call it."""
        return f"monotone(threshold:{self.threshold:g} extra:{self.extra:g} 2-2:{self.many_to_many:g})"

    def price(self, source_size: int, target_size: int) -> float:
        """What a bead of this shape pays."""
        both = self.many_to_many if source_size > 1 and target_size > 1 else 0.0
        return self.extra * (source_size + target_size - 2) + both

    def solve(self, scorer: BeadScorer) -> list[PlacedBead]:
        """The best monotone alignment; time O(source × target), one byte of memory for each cell."""
        rows, columns = scorer.source_count, scorer.target_count
        if not rows or not columns:
            return []
        shapes = [shape for shape in BEAD_SHAPES if shape[0] <= rows and shape[1] <= columns]
        history = {0: np.zeros(columns + 1, dtype=np.float32)}
        choices = np.zeros((rows + 1, columns + 1), dtype=np.int8)
        for row in range(1, rows + 1):
            scores = history[row - 1].copy()  # the source sentence stays alone: choice 0
            for choice, (source_size, target_size) in enumerate(shapes, 1):
                if source_size > row:
                    continue
                similarity = scorer.similarities(row - source_size, source_size, target_size)
                worth = (source_size + target_size) / 2 * (similarity - self.threshold)
                worth -= self.price(source_size, target_size)
                candidate = history[row - source_size][: columns + 1 - target_size] + worth
                better = candidate > scores[target_size:]
                scores[target_size:][better] = candidate[better]
                choices[row, target_size:][better] = choice
            # A target sentence alone earns nothing: carry the best so far to the right.
            carried = np.maximum.accumulate(scores)
            choices[row][carried > scores] = -1
            history[row] = carried
            history.pop(row - 3, None)
        choices[0, 1:] = -1
        return _trace(scorer, choices, shapes)


def _trace(scorer: BeadScorer, choices: npt.NDArray[np.int8], shapes: list[tuple[int, int]]) -> list[PlacedBead]:
    """Walk back from the end along the choices; asking the scorer again is cheaper than keeping every similarity."""
    row, column = choices.shape[0] - 1, choices.shape[1] - 1
    beads: list[PlacedBead] = []
    while row or column:
        choice = int(choices[row, column])
        if choice == -1:
            column -= 1
        elif choice == 0:
            row -= 1
        else:
            source_size, target_size = shapes[choice - 1]
            row, column = row - source_size, column - target_size
            similarity = float(scorer.similarities(row, source_size, target_size)[column])
            beads.append(PlacedBead(row, source_size, column, target_size, similarity))
    return beads[::-1]
