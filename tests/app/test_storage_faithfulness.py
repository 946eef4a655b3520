"""What is unfaithful goes into document.json and back, checked like everything else there; scores.json counts it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.compare import compare_documents
from app.comparison import Comparison
from app.figures import summarise
from app.storage import load_comparison, save_comparison
from corpora import document_from_text
from corpora.errors import InputError
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark
from tests.app.calling import ENGLISH, JAPANESE, PhraseBook
from tests.app.invented import compared


def _of(comparison: Comparison) -> Faithfulness:
    """Made-up findings at real places of a comparison."""
    first = comparison.aligned_japanese()[0].sentence.text
    whole = Mark(0, 0, len(first), first)
    return Faithfulness(
        article=(
            Discrepancy(Check.NUMBER, Mark(0, 0, 1, first[:1]), None, "7", "7 does not stand in the English"),
            Discrepancy(Check.DROPPED, whole, None, "", "nothing in the English says this"),
        ),
        translation=(Discrepancy(Check.NAME, whole, None, first, "does not stand in the English"),),
    )


def test_what_was_found_comes_back(tmp_path: Path) -> None:
    comparison = replace(compared(), faithfulness=_of(compared()))
    save_comparison(comparison, tmp_path / "document.json")
    assert load_comparison(tmp_path / "document.json").faithfulness == comparison.faithfulness


def test_a_file_of_before_has_none(tmp_path: Path) -> None:
    save_comparison(compared(), tmp_path / "document.json")
    data = json.loads((tmp_path / "document.json").read_text(encoding="utf-8"))
    del data["faithfulness"]
    (tmp_path / "document.json").write_text(json.dumps(data), encoding="utf-8")
    assert load_comparison(tmp_path / "document.json").faithfulness is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("source", [99, 0, 1], r"faithfulness\.article\[0\]\.source\[0\]: 99 is out of range"),
        ("source", [0, 0, 999], r"source\[2\]: 999 is out of range"),
        ("source", [0, 1], "does not have 3 parts"),
        ("source", None, r"faithfulness\.article\[0\]: marks no place"),
        ("check", "spelling", "'spelling' is not one of number"),
    ],
)
def test_a_mark_outside_of_its_sentence_is_refused(field: str, value: object, message: str, tmp_path: Path) -> None:
    save_comparison(replace(compared(), faithfulness=_of(compared())), tmp_path / "document.json")
    data = json.loads((tmp_path / "document.json").read_text(encoding="utf-8"))
    data["faithfulness"]["article"][0][field] = value
    (tmp_path / "document.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_comparison(tmp_path / "document.json")


def test_the_summary_counts_and_lists() -> None:
    summary = summarise(replace(compared(), faithfulness=_of(compared())))["faithfulness"]
    assert summary["article"]["counts"] == {"number": 1, "name": 0, "negation": 0, "dropped": 1, "added": 0}
    assert [item["check"] for item in summary["article"]["discrepancies"]] == ["number"]
    assert json.dumps(summary)


@pytest.mark.usefixtures("aligner")
def test_comparing_fills_it_in(engine: PhraseBook) -> None:
    japanese = document_from_text(JAPANESE, name="a.txt", language="ja")
    english = document_from_text(ENGLISH.replace("300", "3,000"), name="b.txt", language="en")
    found = compare_documents(japanese, english, engine).faithfulness
    assert found is not None
    assert [item.value for item in found.article if item.check is Check.NUMBER] == ["三百 ≠ 3,000", "Sundays"]
    assert not [item for item in found.translation if item.check is Check.NUMBER]
