"""The packing solver against a hand-made scorer, and against every possible choice on tiny documents."""

import itertools
import random as random_module

from hypothesis import given, settings
from hypothesis import strategies as st

from align.packing import PackingSolver
from tests.align.hand_made import Place, TableScorer, all_beads, bonus, shapes_of


def test_finds_crossings_and_leaves_strangers_alone() -> None:
    beads = {(0, 1, 4, 1): 4.0, (1, 2, 0, 1): 3.0, (3, 1, 1, 2): 2.0}
    assert shapes_of(PackingSolver().solve(TableScorer(5, 5, beads))) == list(beads)


def test_no_sentence_is_in_two_beads() -> None:
    beads = {(0, 1, 0, 1): 4.0, (1, 1, 0, 1): 3.0, (0, 2, 0, 1): 5.0, (1, 1, 1, 1): 2.5}
    assert shapes_of(PackingSolver(successor=0).solve(TableScorer(2, 2, beads))) == [(0, 1, 0, 1), (1, 1, 1, 1)]


def test_of_equals_the_one_that_follows_on() -> None:
    beads = {(0, 1, 3, 1): 4.0, (1, 1, 0, 1): 2.0, (1, 1, 4, 1): 2.0, (1, 1, 2, 1): 2.0}
    assert shapes_of(PackingSolver().solve(TableScorer(3, 5, beads))) == [(0, 1, 3, 1), (1, 1, 4, 1)]


def test_a_weak_bead_is_taken_for_the_bonus_only() -> None:
    beads = {(0, 1, 1, 1): 4.0, (1, 1, 2, 1): -0.5}
    assert shapes_of(PackingSolver(successor=1, price=0).solve(TableScorer(3, 3, beads))) == list(beads)
    assert shapes_of(PackingSolver(successor=0).solve(TableScorer(3, 3, beads))) == [(0, 1, 1, 1)]


def test_without_time_the_best_monotone_alignment_is_given() -> None:
    random = random_module.Random(5)
    beads = {bead: random.uniform(0, 1) for bead in all_beads(12, 12)}
    scorer = TableScorer(12, 12, beads)
    found = shapes_of(PackingSolver(seconds=0.0).solve(scorer))
    assert found
    assert all(one[2] + one[3] <= two[2] for one, two in itertools.pairwise(found))


def test_empty_sides_and_strangers_only() -> None:
    assert PackingSolver().solve(TableScorer(0, 3, {})) == []
    assert PackingSolver().solve(TableScorer(3, 0, {})) == []
    assert PackingSolver().solve(TableScorer(3, 3, {})) == []


def overlap(one: Place, two: Place) -> bool:
    return (one[0] < two[0] + two[1] and two[0] < one[0] + one[1]) or (
        one[2] < two[2] + two[3] and two[2] < one[2] + one[3]
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.randoms(use_true_random=False))
def test_finds_the_best_of_all_packings(rows: int, columns: int, random: random_module.Random) -> None:
    beads = {bead: random.uniform(-2, 3) for bead in all_beads(rows, columns)}
    solver = PackingSolver(candidates=100)
    best = 0.0
    for count in range(1, min(rows, columns) + 1):
        for chosen in itertools.combinations(sorted(beads), count):
            if not any(overlap(one, two) for one, two in itertools.combinations(chosen, 2)):
                best = max(
                    best, sum(beads[bead] - solver.price for bead in chosen) + solver.successor * bonus(list(chosen))
                )
    found = solver.solve(TableScorer(rows, columns, beads))
    assert not any(overlap(one, two) for one, two in itertools.combinations(shapes_of(found), 2))
    assert abs(solver.value(found) - best) < 1e-5


def test_the_same_every_time() -> None:
    random = random_module.Random(7)
    scorer = TableScorer(8, 8, {bead: float(random.randint(-1, 2)) for bead in all_beads(8, 8)})
    assert PackingSolver().solve(scorer) == PackingSolver().solve(scorer)
