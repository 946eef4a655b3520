"""Reasons of beads, put together by what they speak of."""

from align.alignment import Bead
from app.explanations import strongest, worth_of

BEAD = Bead((0,), (0,), 0.9, (("cosine", 6.0), ("gain", -1.0), ("misfit", -0.5), ("shape", -2.0), ("new_signal", 0.25)))


def test_signals_are_put_together_strongest_first() -> None:
    assert strongest(BEAD) == [("meaning", 5.0), ("number of sentences", -2.0), ("length", -0.5), ("new signal", 0.25)]
    assert strongest(BEAD, 1) == [("meaning", 5.0)]


def test_together_they_are_the_worth_of_the_bead() -> None:
    assert worth_of(BEAD) == sum(worth for _, worth in strongest(BEAD)) == 2.75
    assert worth_of(Bead((0,), ())) == 0
    assert strongest(Bead((0,), ())) == []
