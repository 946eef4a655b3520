"""What the signals and the learned weights make of invented sentences."""

import numpy as np
import pytest

from align.embedding import embedded_embedding
from align.scoring import BEAD_SHAPES, SIGNALS, ScoreWeights, SignalScorer

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
def test_signals_have_a_row_for_every_place(shape: tuple[int, int]) -> None:
    found = scorer().signals(0, *shape)
    assert found.shape == (4 - shape[1] + 1, len(SIGNALS))
    assert np.isfinite(found).all()


def test_coverage_sees_what_is_missing() -> None:
    known = scorer([JAPANESE[1], JAPANESE[1] + JAPANESE[2]], ENGLISH)
    place = SIGNALS.index("source_coverage")
    assert known.signals(0, 1, 1)[1, place] > known.signals(1, 1, 1)[1, place] + 0.1


def test_numbers_count_as_values() -> None:
    place = SIGNALS.index("agreement")
    assert scorer().signals(1, 1, 1)[1, place] > 0.3


@pytest.mark.parametrize(
    ("source", "target"),
    [(["", "雨。"], ["", "Rain."]), (["　"], [" "]), (["。" * 5000], ["!" * 5000]), (["同じ"] * 40, ["same"] * 40)],
)
def test_odd_text_gives_finite_worths(source: list[str], target: list[str]) -> None:
    known = scorer(source, target)
    for shape in BEAD_SHAPES:
        if shape[0] <= len(source) and shape[1] <= len(target):
            assert np.isfinite(known.worths(0, *shape)).all()


def test_weights_are_asked_for_by_name() -> None:
    weights = ScoreWeights.load()
    assert set(weights.signals) == set(SIGNALS)
    assert set(weights.shapes) == set(BEAD_SHAPES)
    assert weights.vector()[SIGNALS.index("cosine")] == np.float32(weights.signals["cosine"])
