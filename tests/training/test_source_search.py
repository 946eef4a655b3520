"""Learning when an article retells a source, on the sample articles."""

import json
import shutil
from pathlib import Path

import pytest

from align.alignment import Alignment, Bead
from align.source_search import TRAITS, SourceWeights, find_sources
from corpora.lines import read_lines
from corpora.samples import SAMPLES
from training.perturbation import GoldDocument
from training.source_search import thinned, tune_source_search

DOCUMENT = GoldDocument(
    [f"文{number}" for number in range(60)],
    [f"line {number}" for number in range(60)],
    Alignment(tuple(Bead((number,), (number,)) for number in range(60)), 60, 60),
)


def numbers(sentences: list[str]) -> set[str]:
    return {sentence.lstrip("文line ") for sentence in sentences}


def test_thinning_leaves_what_it_is_told_to() -> None:
    assert thinned(DOCUMENT, 1.0, "a") == (DOCUMENT.source, DOCUMENT.target)
    source, target = thinned(DOCUMENT, 0.0, "a")
    assert numbers(source).isdisjoint(numbers(target))
    assert len(source) + len(target) == 60
    source, target = thinned(DOCUMENT, 0.5, "a")
    assert 10 < len(numbers(source) & numbers(target)) < 50
    assert thinned(DOCUMENT, 0.5, "a") == (source, target) != thinned(DOCUMENT, 0.5, "b")


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    folder = tmp_path / "align"
    for name in ("base-news", "news-moved-00", "news-moved-05", "news-moved-20"):
        (folder / name).mkdir(parents=True)
        for sample in SAMPLES:
            shutil.copy(sample.japanese_sentences, folder / name / f"{sample.name}.ja")
            shutil.copy(sample.english_sentences, folder / name / f"{sample.name}.en")
            shutil.copy(sample.gold, folder / name / f"{sample.name}.gold")
    return folder


def test_what_is_learned_finds_the_sources(bench: Path, tmp_path: Path) -> None:
    result = tune_source_search(bench, tmp_path / "weights.json")
    assert result == json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    weights = SourceWeights({name: result["weights"][name] for name in TRAITS}, result["usual"], result["candidates"])
    assert (weights.candidates, 0 < weights.usual < 0.6) == (3, True)
    articles = [read_lines(sample.japanese_sentences) for sample in SAMPLES]
    sources = [read_lines(sample.english_sentences) for sample in SAMPLES]
    assert [finding.source for finding in find_sources(articles, sources, weights=weights)] == [0, 1, 2]
    whole = result["held_out"]["100% kept"]
    assert whole["articles"] == 3
    assert whole["likeliest is right"] == 3
