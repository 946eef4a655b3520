"""Scores over gold beads and over ours, for articles that are not line-parallel."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from align.alignment import Alignment, Bead
from corpora.errors import InputError, ScoreError
from eval.articles import read_articles, score_articles

BOOK = {"犬が来た。": "The dog came.", "雨だ。": "It rains.", "船が出た。": "The ship has left."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.ja").write_text("犬が来た。\n雨だ。\n船が出た。\n", encoding="utf-8")
    (tmp_path / "a.en").write_text("It rains.\nThe dog came.\nThe ship has left.\nGood night.\n", encoding="utf-8")
    (tmp_path / "a.gold").write_text("[0]:[1]\n[1]:[0]\n[2]:[2]\n[]:[3]\n", encoding="utf-8")
    return tmp_path


def translate(lines: Sequence[str]) -> list[str]:
    return [BOOK[line] for line in lines]


def monotone(source: Sequence[str], target: Sequence[str], _lines: Sequence[str]) -> Alignment:
    beads = [Bead((index,), (index,)) for index in range(len(source))] + [Bead((), (3,))]
    return Alignment(tuple(beads), len(source), len(target))


def test_alignment_errors_cost_what_they_cost(folder: Path) -> None:
    result = score_articles(read_articles(folder), translate, monotone, metrics=["chrF2"])
    assert result.gold.scores[0].value == 100
    assert result.ours.scores[0].value < 80
    assert (result.gold.segments, result.ours.segments) == (3, 3)
    assert result.gold.coverage.target_share == 0.75
    assert result.gold.by_article == (100.0,)
    assert result.mean_distance == pytest.approx(100 - result.ours.scores[0].value, abs=1)
    assert result.alignment.strict.recall == pytest.approx(1 / 3)


def test_gold_itself_costs_nothing(folder: Path) -> None:
    articles = read_articles(folder)
    result = score_articles(articles, translate, lambda *_: articles[0].gold)
    assert [score.value for score in result.ours.scores] == [score.value for score in result.gold.scores]
    assert result.mean_distance == 0
    assert result.alignment.strict.f1 == 1


def test_what_cannot_be_scored(folder: Path, tmp_path: Path) -> None:
    (folder / "a.gold").write_text("[0]:[9]\n", encoding="utf-8")
    with pytest.raises(ScoreError, match="counts sentences that are not there"):
        read_articles(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no document with gold beads"):
        read_articles(tmp_path / "empty")
