"""The second look: what is sure stays, what is in doubt is read, and nothing is read where there is no doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from align import align
from align.aligner import explain
from align.gate import Decision
from align.monotone import MonotoneSolver, PlacedBead
from align.probability import Calibration, Judged
from align.scoring import BeadScorer
from align.second_look import ReadScorer, ReadWeights, doubt_in, look_again
from align.weights import Kind
from tests.align.hand_made import TableScorer
from tests.align.test_aligner import ENGLISH, JAPANESE, pairs
from translate.likelihood import Likelihood

GOOD, BAD = Likelihood(-50.0, -200.0, 25), Likelihood(-220.0, -200.0, 25)
SURE, LIKELY = 0.999, 0.8


@dataclass
class Reading:
    """Finds no pair a translation but some, and remembers what it was asked."""

    good: frozenset[tuple[str, str]] = frozenset()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        self.asked += pairs
        return [GOOD if pair in self.good else BAD for pair in pairs]


def two_by_two() -> TableScorer:
    """The first pair is clear; the second source sentence might go with either of the last two target sentences."""
    return TableScorer(2, 3, {(0, 1, 0, 1): 9.0, (1, 1, 1, 1): 1.0, (1, 1, 2, 1): 0.5})


def test_what_is_sure_is_not_read_and_keeps_its_probability() -> None:
    scorer = two_by_two()
    first, second = MonotoneSolver().solve(scorer)
    doubt = doubt_in([Judged(first, SURE), Judged(second, LIKELY)], scorer)
    assert [each.bead for each in doubt.sure] == [first]
    assert [(bead.source, bead.target) for bead in doubt.candidates] == [(1, 1), (1, 2)]
    read = ReadScorer.of(doubt, [BAD, GOOD], (2, 3), ReadWeights.load(Kind.PIECES))
    judged, decision = look_again(doubt, read, choose, Calibration.load("second"))
    assert [(each.bead.source, each.bead.target) for each in judged] == [(0, 0), (1, 2)]
    assert judged[0].probability == SURE
    assert decision.reason == "as asked"


def test_a_bead_that_reads_badly_is_left() -> None:
    scorer = two_by_two()
    first, second = MonotoneSolver().solve(scorer)
    doubt = doubt_in([Judged(first, SURE), Judged(second, LIKELY)], scorer)
    read = ReadScorer.of(doubt, [BAD, BAD], (2, 3), ReadWeights.load(Kind.PIECES))
    judged, _ = look_again(doubt, read, choose, Calibration.load("second"))
    assert [(each.bead.source, each.bead.target) for each in judged] == [(0, 0)]


def test_where_there_is_too_much_doubt_only_the_worst_is_read_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("align.second_look.MOST_READ", 20)
    size = 40
    scorer = TableScorer(size, size, {(place, 1, place, 1): 5.0 for place in range(size)})
    beads = [PlacedBead(place, 1, place, 1, 5.0) for place in range(size)]
    mixed = [Judged(bead, 0.5 if bead.source < 10 else 0.97) for bead in beads]
    assert len(doubt_in(mixed, scorer).candidates) == 10
    hopeless = [Judged(bead, 0.5) for bead in beads]
    assert doubt_in(hopeless, scorer).candidates == []
    assert doubt_in(hopeless, scorer).sure == hopeless


def test_only_what_is_in_doubt_is_read() -> None:
    reader = Reading()
    clear = align(JAPANESE[:1], ENGLISH[:1], reader=reader)
    assert not reader.asked
    assert "read" not in clear.method
    doubtful = align(JAPANESE[:3], ENGLISH[:2], reader=reader)
    assert (JAPANESE[0], ENGLISH[0]) in reader.asked
    assert f"{len(reader.asked)} beads read" in doubtful.method
    assert pairs(doubtful) == {(0,): (0,), (1,): (1,)}, "what was seen first counts too"
    known = len(reader.asked)
    assert "read" not in align(JAPANESE[:3], ENGLISH[:2], reader=reader, second_look=False).method
    assert len(reader.asked) == known


def test_the_explanation_adds_up_to_what_reading_left() -> None:
    reader = Reading(frozenset({(JAPANESE[0], ENGLISH[0])}))
    alignment = align(JAPANESE[:3], ENGLISH[:3], reader=reader)
    [first, *_] = explain(JAPANESE[:3], ENGLISH[:3], alignment.beads, reader=reader)
    [plain, *_] = explain(JAPANESE[:3], ENGLISH[:3], alignment.beads, second_look=False)
    weights = ReadWeights.load(Kind.PIECES)
    before = sum(part.worth for part in plain)
    bead = PlacedBead(0, 1, 0, 1, before)
    assert sum(part.worth for part in first) == pytest.approx(weights.worth(bead, GOOD))
    assert all(part.worth == pytest.approx(part.value * part.weight) for part in first)


def choose(scorer: BeadScorer) -> Decision:
    solver = MonotoneSolver()
    return Decision(solver.solve(scorer), solver, "as asked")
