"""Coverage counts what stands in beads with both sides."""

import pytest

from align.alignment import Alignment, Bead
from corpora.errors import ScoreError
from eval import Coverage, coverage


def test_sentences_and_characters_of_both_sides() -> None:
    alignment = Alignment((Bead((0, 1), (1,)), Bead((2,), ()), Bead((), (0,)), Bead((), (2,))), 3, 3)
    assert coverage(alignment, ["一二", "三", "四五六七"], ["abc", "de", "f"]) == Coverage(
        source_covered=2,
        source_total=3,
        target_covered=1,
        target_total=3,
        source_characters_covered=3,
        source_characters_total=7,
        target_characters_covered=2,
        target_characters_total=6,
    )


def test_shares_of_nothing_are_nothing() -> None:
    result = coverage(Alignment((), 0, 0), [], [])
    assert (result.source_share, result.target_share) == (0.0, 0.0)


def test_sentences_must_be_those_aligned() -> None:
    with pytest.raises(ScoreError, match="numbers 1 source sentences, but there are 2"):
        coverage(Alignment((Bead((0,), (0,)),), 1, 1), ["a", "b"], ["c"])
