"""The monotone solver against a hand-made scorer."""

import itertools
import random as random_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.monotone import MonotoneSolver
from tests.align.hand_made import TableScorer, all_beads, bonus, shapes_of


def test_picks_beads_and_leaves_strangers_alone() -> None:
    beads = {(0, 1, 0, 1): 4.0, (1, 2, 2, 1): 3.0, (4, 1, 3, 2): 2.0}
    assert shapes_of(MonotoneSolver().solve(TableScorer(5, 5, beads))) == list(beads)


def test_two_beads_beat_one_that_earns_less_than_both() -> None:
    beads = {(0, 1, 0, 1): 4.0, (1, 1, 1, 1): 4.0, (0, 2, 0, 2): 7.0}
    assert shapes_of(MonotoneSolver().solve(TableScorer(2, 2, beads))) == [(0, 1, 0, 1), (1, 1, 1, 1)]


def test_keeps_the_order() -> None:
    beads = {(0, 1, 1, 1): 4.0, (1, 1, 0, 1): 3.0}
    assert shapes_of(MonotoneSolver().solve(TableScorer(2, 2, beads))) == [(0, 1, 1, 1)]


@pytest.mark.parametrize(("successor", "found"), [(0.0, [(0, 1, 0, 1)]), (1.5, [(0, 1, 0, 1), (1, 1, 1, 1)])])
def test_a_bead_that_follows_another_may_be_weaker(successor: float, found: list[tuple[int, int, int, int]]) -> None:
    beads = {(0, 1, 0, 1): 4.0, (1, 1, 1, 1): -1.0}
    assert shapes_of(MonotoneSolver(successor).solve(TableScorer(2, 2, beads))) == found


def test_empty_sides() -> None:
    assert MonotoneSolver().solve(TableScorer(0, 3, {})) == []
    assert MonotoneSolver().solve(TableScorer(3, 0, {})) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False))
def test_finds_the_best_of_all_monotone_alignments(rows: int, columns: int, random: random_module.Random) -> None:
    beads = {bead: random.uniform(-2, 3) for bead in all_beads(rows, columns)}
    solver = MonotoneSolver()
    best = 0.0
    for count in range(1, min(rows, columns) + 1):
        for chosen in itertools.combinations(sorted(beads), count):
            in_order = all(
                one[0] + one[1] <= two[0] and one[2] + one[3] <= two[2] for one, two in itertools.pairwise(chosen)
            )
            if in_order:
                best = max(best, sum(beads[bead] for bead in chosen) + solver.successor * bonus(list(chosen)))
    found = shapes_of(solver.solve(TableScorer(rows, columns, beads)))
    assert abs(sum(beads[bead] for bead in found) + solver.successor * bonus(found) - best) < 1e-5
