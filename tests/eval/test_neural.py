"""COMET runs in an environment of its own: here a real virtual environment with a stand-in for the package."""

import sys
from pathlib import Path

import pytest

from corpora.errors import ModelError, ScoreError
from eval.neural import NeuralMetric, split_metrics
from eval.segments import Segments
from tests.eval.stand_in_comet import make_environment

SOURCE = ["猫が庭にいる。", "雨がやんだ。"]
REFERENCE = ["The cat is in the garden.", "The rain has stopped."]
HYPOTHESES = ["The cat is in a garden.", "It is dry."]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_environment(tmp_path_factory.mktemp("comet-environment"))


def test_scores_come_from_the_other_environment(environment: Path) -> None:
    scores = NeuralMetric(environment).score(Segments(HYPOTHESES, [REFERENCE], SOURCE))
    assert scores.segments == (0.5, 0.0)
    assert scores.score().value == 0.25
    assert scores.signature == "model:Unbabel/wmt22-comet-da|unbabel-comet:unknown"
    sampled = scores.score(samples=200)
    assert sampled.interval is not None
    assert 0 < sampled.interval <= 0.25
    twin = scores.against(scores, samples=100)
    assert twin.score.value == 0.25


def test_what_is_missing_is_said(environment: Path, tmp_path: Path) -> None:
    segments = Segments(HYPOTHESES, [REFERENCE], SOURCE)
    with pytest.raises(ModelError, match=r"environment of its own .*--metric-python"):
        NeuralMetric(None).score(segments)
    with pytest.raises(ModelError, match="cannot be run: no such file"):
        NeuralMetric(tmp_path / "python").score(segments)
    with pytest.raises(ModelError, match="lacks unbabel-comet"):
        NeuralMetric(Path(sys.executable)).score(segments)
    with pytest.raises(ModelError, match="COMET failed: ValueError: no such checkpoint"):
        NeuralMetric(environment, "broken").score(segments)
    with pytest.raises(ScoreError, match="--source"):
        NeuralMetric(environment).score(Segments(HYPOTHESES, [REFERENCE]))


def test_names_are_told_apart() -> None:
    assert split_metrics(["BLEU", "Comet"]) == (("BLEU",), True)
    assert split_metrics(["chrf"]) == (("chrf",), False)
