"""A scorer made by hand, for the tests of the solvers."""

import numpy as np
import numpy.typing as npt

from align.monotone import PlacedBead
from align.scoring import BEAD_SHAPES

Place = tuple[int, int, int, int]
"""Source start and size, target start and size."""


class TableScorer:
    """Worths from a dictionary of beads; every other bead is one of strangers."""

    def __init__(self, rows: int, columns: int, beads: dict[Place, float]) -> None:
        self.source_count = rows
        self.target_count = columns
        self.beads = beads

    def worths(self, start: int, source_size: int, target_size: int) -> npt.NDArray[np.float32]:
        """See `BeadScorer.worths`."""
        places = range(self.target_count - target_size + 1)
        found = [self.beads.get((start, source_size, column, target_size), -9.0) for column in places]
        return np.array(found, dtype=np.float32)


def shapes_of(beads: list[PlacedBead]) -> list[Place]:
    """The beads without their worths."""
    return [(bead.source, bead.source_size, bead.target, bead.target_size) for bead in beads]


def all_beads(rows: int, columns: int) -> list[Place]:
    """Every bead that a document pair of this size can have."""
    return [
        (row, a, column, b) for a, b in BEAD_SHAPES for row in range(rows - a + 1) for column in range(columns - b + 1)
    ]


def bonus(beads: list[Place]) -> int:
    """How many beads begin on both sides where another ends."""
    ends = {(row + a, column + b) for row, a, column, b in beads}
    return sum((row, column) in ends for row, _, column, _ in beads)
