"""The monotone solver against a hand-made scorer."""

import itertools
import random as random_module

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from align.monotone import BEAD_SHAPES, MonotoneSolver, PlacedBead


class TableScorer:
    """Similarities from a dictionary of beads; everything else is a stranger."""

    def __init__(self, rows: int, columns: int, beads: dict[tuple[int, int, int, int], float]) -> None:
        self.source_count = rows
        self.target_count = columns
        self.beads = beads

    def similarities(self, start: int, source_size: int, target_size: int) -> npt.NDArray[np.float32]:
        places = range(self.target_count - target_size + 1)
        return np.array(
            [self.beads.get((start, source_size, column, target_size), 0.0) for column in places], dtype=np.float32
        )


def shapes_of(beads: list[PlacedBead]) -> list[tuple[int, int, int, int]]:
    return [(bead.source, bead.source_size, bead.target, bead.target_size) for bead in beads]


def test_picks_beads_and_leaves_strangers_alone() -> None:
    beads = {(0, 1, 0, 1): 0.9, (1, 2, 2, 1): 0.9, (4, 1, 3, 2): 0.8}
    assert shapes_of(MonotoneSolver().solve(TableScorer(5, 5, beads))) == list(beads)


def test_two_beads_beat_one_of_two_to_two() -> None:
    beads = {(0, 1, 0, 1): 0.9, (1, 1, 1, 1): 0.9, (0, 2, 0, 2): 0.9}
    assert shapes_of(MonotoneSolver().solve(TableScorer(2, 2, beads))) == [(0, 1, 0, 1), (1, 1, 1, 1)]


def test_keeps_the_order() -> None:
    beads = {(0, 1, 1, 1): 0.9, (1, 1, 0, 1): 0.8}
    assert shapes_of(MonotoneSolver().solve(TableScorer(2, 2, beads))) == [(0, 1, 1, 1)]


def test_empty_sides() -> None:
    assert MonotoneSolver().solve(TableScorer(0, 3, {})) == []
    assert MonotoneSolver().solve(TableScorer(3, 0, {})) == []


def worth(solver: MonotoneSolver, bead: tuple[int, int, int, int], similarity: float) -> float:
    _, source_size, _, target_size = bead
    return (source_size + target_size) / 2 * (similarity - solver.threshold) - solver.price(source_size, target_size)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False))
def test_finds_the_best_of_all_monotone_alignments(rows: int, columns: int, random: random_module.Random) -> None:
    beads = {
        (row, a, column, b): random.random()
        for a, b in BEAD_SHAPES
        for row in range(rows - a + 1)
        for column in range(columns - b + 1)
    }
    solver = MonotoneSolver()
    best = 0.0
    for count in range(1, min(rows, columns) + 1):
        for chosen in itertools.combinations(sorted(beads), count):
            in_order = all(
                one[0] + one[1] <= two[0] and one[2] + one[3] <= two[2] for one, two in itertools.pairwise(chosen)
            )
            if in_order:
                best = max(best, sum(worth(solver, bead, beads[bead]) for bead in chosen))
    found = shapes_of(solver.solve(TableScorer(rows, columns, beads)))
    assert abs(sum(worth(solver, bead, beads[bead]) for bead in found) - best) < 1e-5
