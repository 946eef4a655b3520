"""The probability of an alignment among all alignments in order: a conditional random field (Lafferty et al., 2001).

It is that of its summed worth, and the sum over all others comes from the dynamic programme that the monotone solver
maximises. Whatever beads are worth by (`training.tuning`, `training.second_look`), here is the loss and its slope.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from align.weights import BEAD_SHAPES

__all__ = ["Places", "RandomField", "Shape", "expected_beads"]

MINUS_INFINITY: Final = -1e9
Floats = npt.NDArray[np.float64]
Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """All beads of one shape that may be chosen.

    Attributes:
        cells: Where they begin, counted through documents, rows and columns.
        gold: 1 for gold beads.
    """

    cells: npt.NDArray[np.intp]
    gold: Floats


@dataclass(frozen=True, slots=True)
class RandomField:
    """Documents side by side in tables of shape (documents, rows, columns), padded to the longest.

    Attributes:
        places: For each bead shape, the beads that there are.
        size: The shape of the tables.
        ends: Shape (documents, 2): numbers of source and target sentences.
    """

    places: dict[Shape, Places]
    size: tuple[int, int, int]
    ends: npt.NDArray[np.intp]

    def loss(self, worths: dict[Shape, Floats]) -> tuple[float, dict[Shape, Floats]]:
        """Negative log-likelihood of the gold alignments, and its slope by the worth of every bead.

        Args:
            worths: For each shape, the worth of each of its beads.
        """
        tables = {shape: np.full(self.size, MINUS_INFINITY) for shape in BEAD_SHAPES}
        for shape, places in self.places.items():
            tables[shape].reshape(-1)[places.cells] = worths[shape]
        totals, expected = expected_beads(tables, self.ends)
        value = float(totals.sum())
        slopes = {}
        for shape, places in self.places.items():
            value -= float(places.gold @ worths[shape])
            slopes[shape] = expected[shape].reshape(-1)[places.cells] - places.gold
        return value, slopes


def expected_beads(worths: dict[Shape, Floats], ends: npt.NDArray[np.intp]) -> tuple[Floats, dict[Shape, Floats]]:
    """Sum over all monotone alignments, and how likely each bead is, by the forward-backward algorithm.

    Lonely sentences between two beads count in one order only, source before target, so that none counts twice. The
    solvers' bonus for successors is left out: learned with it, beads alone among strangers would have to pay for it.

    Args:
        worths: For each shape, the worth of the bead that begins at a cell, shape (documents, rows + 1, columns + 1).
        ends: Shape (documents, 2): the cell where each document ends.

    Returns:
        Logarithm of the sum, for each document; and for each shape, the probability of each bead.
    """
    documents, rows, columns = worths[1, 1].shape
    size = (documents, rows, columns)
    source_last, total = (np.full(size, MINUS_INFINITY) for _ in range(2))
    for row in range(rows):
        closed = np.full((documents, columns), MINUS_INFINITY)
        for (a, b), worth in worths.items():
            if a <= row and b < columns:
                ways = total[:, row - a, : columns - b] + worth[:, row - a, : columns - b]
                closed[:, b:] = np.logaddexp(closed[:, b:], ways)
        if row:
            source_last[:, row] = np.logaddexp(source_last[:, row - 1], closed)
        else:
            source_last[:, 0, 0] = 0
        total[:, row] = np.logaddexp.accumulate(source_last[:, row], axis=1)
    every = np.arange(documents)
    sums = total[every, ends[:, 0], ends[:, 1]]

    expected = {shape: np.zeros(size) for shape in worths}
    after_source = np.full((documents, rows + 1, columns + 1), MINUS_INFINITY)
    for row in reversed(range(rows)):
        end = np.where(
            (ends[:, :1] == row) & (np.arange(columns) == ends[:, 1:]),
            0.0,
            np.full((documents, columns), MINUS_INFINITY),
        )
        opened = np.full((documents, columns), MINUS_INFINITY)
        for (a, b), worth in worths.items():
            if row + a < rows and b < columns:
                ways = worth[:, row, : columns - b] + after_source[:, row + a, b:columns]
                likelihood = np.exp(np.minimum(total[:, row, : columns - b] + ways - sums[:, None], 0))
                expected[a, b][:, row, : columns - b] = likelihood
                opened[:, : columns - b] = np.logaddexp(opened[:, : columns - b], ways)
        after_target = np.logaddexp.accumulate(np.logaddexp(opened, end)[:, ::-1], axis=1)[:, ::-1]
        lonely = np.logaddexp(after_source[:, row + 1, :columns], end)
        lonely[:, :-1] = np.logaddexp(lonely[:, :-1], after_target[:, 1:])
        after_source[:, row, :columns] = np.logaddexp(lonely, opened)
    return sums, expected
