"""What the signals and the learned weights make of invented sentences."""

import numpy as np
import pytest

from align.alignment import Bead
from align.embedding import embedded_embedding
from align.scoring import SignalScorer
from align.weights import BEAD_SHAPES, SIGNALS, Kind, ScoreWeights

JAPANESE = [
    "港では朝から漁船の修理が続いた。",
    "市長は橋の工事に300万円を出すと約束した。",
    "子どもたちは図書館で古い地図を見た。",
    "夜になって雪が降り始め、バスは止まった。",
]
ENGLISH = [
    "Repairs to the fishing boats went on in the harbour from the morning.",
    "The mayor promised three million yen for work on the bridge.",
    "The children looked at old maps in the library.",
    "Snow began to fall at night. The buses stopped running.",
]


def scorer(source: list[str] = JAPANESE, target: list[str] = ENGLISH) -> SignalScorer:
    return SignalScorer(source, target, embedded_embedding())


def test_translations_are_worth_more_than_nothing_and_strangers_less() -> None:
    known = scorer()
    worths = np.stack([known.worths(row, 1, 1) for row in range(4)])
    assert worths.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert (np.diag(worths) > 0).all()
    assert (worths[~np.eye(4, dtype=bool)] < 0).all()


def test_a_sentence_cut_in_two_is_worth_more_whole() -> None:
    known = scorer(JAPANESE, [*ENGLISH[:3], "Snow began to fall at night.", "The buses stopped running."])
    whole, halves = known.worths(3, 1, 2)[3], known.worths(3, 1, 1)[3:]
    assert whole > halves.max()


@pytest.mark.parametrize("shape", BEAD_SHAPES)
def test_signals_have_a_cell_for_every_place(shape: tuple[int, int]) -> None:
    found = scorer(JAPANESE, [*ENGLISH, "One more."]).signals(*shape)
    assert list(found) == list(SIGNALS)
    for table in found.values():
        assert table.shape == (4 - shape[0] + 1, 5 - shape[1] + 1)
        assert np.isfinite(table).all()


def test_coverage_sees_what_is_missing() -> None:
    known = scorer([JAPANESE[1], JAPANESE[1] + JAPANESE[2]], ENGLISH)
    found = known.signals(1, 1)["source_coverage"]
    assert found[0, 1] > found[1, 1] + 0.1


def test_a_stranger_in_a_bead_shows_as_its_weakest_member() -> None:
    found = scorer().signals(2, 1)  # the third sentence with the fourth target; the fourth alone would do
    assert found["source_member_coverage"][2, 3] < found["source_coverage"][2, 3] - 0.05


def test_beads_of_more_sentences_are_as_the_sentences_joined() -> None:
    apart = scorer().signals(2, 2)
    joined = scorer([JAPANESE[0] + JAPANESE[1], *JAPANESE[2:]], [f"{ENGLISH[0]} {ENGLISH[1]}", *ENGLISH[2:]]).signals(
        1, 1
    )
    for name in ("cosine", "source_coverage", "target_coverage"):
        assert apart[name][0, 0] == pytest.approx(joined[name][0, 0], abs=0.02)


def test_contributions_add_up_to_the_worth() -> None:
    known = scorer()
    found, nothing = known.explain([Bead((1, 2), (1,)), Bead((1,), ())])
    assert [each.name for each in found] == [*SIGNALS, "shape"]
    assert sum(each.worth for each in found) == pytest.approx(known.worths(1, 2, 1)[1], abs=1e-3)
    assert all(each.worth == pytest.approx(each.value * each.weight) for each in found)
    assert nothing == ()


def test_a_translation_tells_of_what_the_languages_share() -> None:
    common = (
        ["The rent for the stall goes up.", "Ferries leave at dawn."],
        ["At dawn the ferry leaves.", "Rents go up."],
    )
    found = SignalScorer(["一", "二"], ["1", "2"], embedded_embedding(), common=common).signals(1, 1)
    assert found["words"][1, 0] > found["words"][0, 0]
    assert found["characters"][1, 0] > found["characters"][0, 0]


@pytest.mark.parametrize(
    ("source", "target"),
    [(["", "雨。"], ["", "Rain."]), (["　"], [" "]), (["。" * 5000], ["!" * 5000]), (["同じ"] * 40, ["same"] * 40)],
)
def test_odd_text_gives_finite_worths(source: list[str], target: list[str]) -> None:
    known = scorer(source, target)
    for shape in BEAD_SHAPES:
        if shape[0] <= len(source) and shape[1] <= len(target):
            assert np.isfinite(known.worths(0, *shape)).all()


@pytest.mark.parametrize("kind", Kind)
def test_there_are_weights_for_every_kind_of_pair(kind: Kind) -> None:
    weights = ScoreWeights.load(kind)
    assert set(weights.signals) == set(SIGNALS)
    assert set(weights.shapes) == set(BEAD_SHAPES)
    assert weights.signals["lesser_coverage"] == 0 or kind is not Kind.VECTORS
