"""Null beads: every sentence that is left over once, together or one by one, in its place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align import align
from align.alignment import Bead
from align.monotone import PlacedBead
from align.nulls import NullRuns, with_nulls
from align.scoring import BeadScorer

PAIRED = [Bead((1,), (4,)), Bead((4, 5), (1,))]
JAPANESE = ["雨がやんだ。", "船は六時に出る。", "店はみな閉まっている。", "犬が吠えた。"]
ENGLISH = ["The rain stopped.", "The ferry leaves at six.", "All the shops are shut.", "A dog barked."]


class FirstAndLast:
    """Pairs the first sentences and the last ones, and leaves the others alone."""

    name = "first and last"

    def solve(self, scorer: BeadScorer) -> list[PlacedBead]:
        """See `Solver.solve`."""
        return [PlacedBead(0, 1, 0, 1), PlacedBead(scorer.source_count - 1, 1, scorer.target_count - 1, 1)]


def test_one_null_bead_a_sentence_by_default() -> None:
    assert with_nulls(PAIRED, 7, 5) == (
        Bead((), (0,)),
        Bead((0,), ()),
        PAIRED[0],
        Bead((2,), ()),
        Bead((3,), ()),
        PAIRED[1],
        Bead((), (2,)),
        Bead((), (3,)),
        Bead((6,), ()),
    )


def test_runs_on_one_side_or_both() -> None:
    by_source = with_nulls(PAIRED, 7, 5, NullRuns(source=True))
    assert Bead((2, 3), ()) in by_source
    assert Bead((), (2,)) in by_source
    both = with_nulls(PAIRED, 7, 5, NullRuns(source=True, target=True))
    assert [bead for bead in both if not bead.source] == [Bead((), (0,)), Bead((), (2, 3))]


def test_nothing_but_nulls() -> None:
    assert with_nulls([], 3, 0, NullRuns(source=True)) == (Bead((0, 1, 2), ()),)
    assert with_nulls([], 0, 2) == (Bead((), (0,)), Bead((), (1,)))
    assert with_nulls([], 0, 0) == ()


@given(
    st.permutations(range(8)),
    st.integers(0, 8),
    st.integers(8, 10),
    st.builds(NullRuns, source=st.booleans(), target=st.booleans()),
)
def test_every_sentence_once_and_no_run_cut(order: list[int], pairs: int, count: int, runs: NullRuns) -> None:
    beads = [Bead((row,), (column,)) for row, column in list(enumerate(order))[:pairs]]
    found = with_nulls(beads, count, count, runs)
    for side, whole in (("source", runs.source), ("target", runs.target)):
        assert sorted(index for bead in found for index in getattr(bead, side)) == list(range(count))
        nulls = sorted(getattr(bead, side) for bead in found if bead.is_null and getattr(bead, side))
        if whole:
            assert all(one[-1] + 1 < two[0] for one, two in pairwise(nulls))
        else:
            assert all(len(null) == 1 for null in nulls)


@pytest.mark.parametrize("is_turned", [False, True])
def test_language_decides_and_not_the_side(is_turned: bool) -> None:
    found = align(*((ENGLISH, JAPANESE) if is_turned else (JAPANESE, ENGLISH)), solver=FirstAndLast())
    sides = [(bead.target, bead.source) if is_turned else (bead.source, bead.target) for bead in found.beads]
    assert [one for one, other in sides if not other] == [(1, 2)]
    assert [other for one, other in sides if not one] == [(1,), (2,)]


def test_the_caller_decides() -> None:
    found = align(JAPANESE[:2], [], nulls=NullRuns())
    assert [bead.source for bead in found.beads] == [(0,), (1,)]
