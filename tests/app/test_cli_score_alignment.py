"""`taiyaku score-alignment`: figures as a table, as JSON and as a page."""

import json
from pathlib import Path

import pytest

from tests.app.calling import Taiyaku


@pytest.fixture
def folders(tmp_path: Path) -> None:
    """Two documents with gold, and predictions that say how sure they are."""
    for folder in ("gold", "predicted"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gold" / "storm-1.gold").write_text("[0]:[0]\n[1,2]:[1]\n[3]:[]\n[]:[2]\n")
    (tmp_path / "gold" / "storm-2.gold").write_text("[0]:[1]\n[1]:[0]\n")
    (tmp_path / "predicted" / "storm-1.vecalign").write_text("[0]:[0]:0.95\n[1,2]:[1]:0.8\n[3]:[2]:0.3\n")
    (tmp_path / "predicted" / "storm-2.vecalign").write_text("[0]:[1]:0.9\n[1]:[]:\n[]:[0]:\n")


@pytest.mark.usefixtures("folders")
def test_table_with_types_nulls_crossings_and_calibration(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("score-alignment", "gold", "predicted")
    assert outcome.code == 0
    assert outcome.err == ""
    for words in ("strict", "lax", "2-1", "null sentences", "crossings", "2 documents, counts pooled", "vecalign"):
        assert words in outcome.out
    assert "4 beads with a probability, 75.0% right" in outcome.out
    assert "0.9–1.0" in outcome.out
    assert "wrong are 0.0% of the surest 50% (from 0.90 up), 25.0% of the surest 100% (from 0.30 up)" in outcome.out


@pytest.mark.usefixtures("folders")
def test_json_holds_the_same_and_the_risk_coverage_curve(taiyaku: Taiyaku) -> None:
    scores = json.loads(taiyaku("score-alignment", "gold", "predicted", "--json").out)
    assert (scores["strict"]["predicted_right"], scores["strict"]["predicted"]) == (3, 6)
    assert scores["null_sentences"]["gold"] == 2
    assert scores["documents"] == 2
    calibration = scores["calibration"]
    assert calibration["expected_error"] == pytest.approx((2 * 0.075 + 0.2 + 0.3) / 4)
    assert [kept["coverage"] for kept in calibration["curve"]] == [0.25, 0.5, 0.75, 1.0]
    assert [kept["risk"] for kept in calibration["curve"]] == [0, 0, 0, 0.25]


@pytest.mark.usefixtures("folders")
def test_the_count_can_be_chosen(taiyaku: Taiyaku) -> None:
    scores = json.loads(taiyaku("score-alignment", "gold", "predicted", "--scorer", "sentalign", "--json").out)
    assert (scores["strict"]["predicted"], scores["strict"]["gold"]) == (4, 4)
    assert "SentAlign" in scores["scorer"]
    assert taiyaku("score-alignment", "gold", "predicted", "--scorer", "bleu").code == 2


@pytest.mark.usefixtures("folders")
def test_a_page_with_pictures(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("score-alignment", "gold", "predicted", "--html", "out/scores.html")
    assert outcome.code == 0
    page = (tmp_path / "out" / "scores.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "2 documents" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    taiyaku("score-alignment", "gold", "predicted", "--html", "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


def test_a_page_of_beads_without_probabilities_and_with_a_hostile_name(taiyaku: Taiyaku, tmp_path: Path) -> None:
    gold = tmp_path / "<script>alert(1)<"
    gold.write_text("[0]:[0]\n")
    outcome = taiyaku("score-alignment", gold, gold, "--html", "page.html")
    assert outcome.code == 0
    assert "probability" not in outcome.out
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<svg" not in page
