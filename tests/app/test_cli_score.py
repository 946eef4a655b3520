import json
from pathlib import Path

import pytest

from tests.app.calling import Taiyaku

HYPOTHESIS = ["The cat sat on the mat .", "It rained all day.", "Nobody came to the party."]
BETTER = ["The cat sat on the mat.", "It rained all day long.", "Nobody came to the party."]
REFERENCE = ["The cat sat on the mat.", "It rained the whole day.", "Nobody came to the party."]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, lines in (("hyp", HYPOTHESIS), ("better", BETTER), ("ref", REFERENCE), ("ref2", BETTER)):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    return tmp_path


pytestmark = pytest.mark.usefixtures("files")


def test_scores_come_with_signatures_and_intervals(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("score", "hyp", "ref")
    assert outcome.code == 0
    assert all(metric in outcome.out for metric in ("BLEU", "chrF2", "TER"))
    assert outcome.out.count("|version:") == 3
    assert "±" in outcome.out
    assert "±" not in taiyaku("score", "hyp", "ref", "--bootstrap", "0").out


def test_json_holds_the_same_figures(taiyaku: Taiyaku) -> None:
    result = json.loads(taiyaku("score", "hyp", "ref", "ref2", "--json", "--metric", "chrF2++").out)
    assert result["references"] == ["ref", "ref2"]
    assert [score["metric"] for score in result["scores"]] == ["chrF2++"]
    assert "nrefs:2" in result["scores"][0]["signature"]
    assert result["segments"] == 3


def test_several_systems_are_compared_with_the_first(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("score", "hyp", "ref", "--system", "better=better", "--bootstrap", "50")
    assert outcome.code == 0
    assert "hyp (baseline)" in outcome.out
    assert "p = " in outcome.out
    both = taiyaku("score", "ref", "--system", "hyp=hyp", "--system", "better=better", "--bootstrap", "50")
    assert both.out == outcome.out
    result = json.loads(taiyaku("score", "hyp", "ref", "--system", "b=better", "--bootstrap", "50", "--json").out)
    assert [system["name"] for system in result["systems"]] == ["hyp", "b"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["hyp"], "a reference is missing"),
        (["hyp", "short"], "short"),
        (["hyp", "nowhere"], "nowhere"),
        (["hyp", "ref", "--system", "better"], "NAME=FILE"),
        (["hyp", "ref", "--metric", "COMETA"], "COMETA"),
        (["hyp", "ref", "--source", "short"], "short"),
        (["hyp", "ref", "--system", "b=better", "--bootstrap", "0"], "--bootstrap"),
        (["hyp", "short"], "line 2 is the first missing"),
        (["hyp", "empty"], "empty: is empty"),
        (["blank", "ref"], "blank: only empty lines"),
        (["ref", "ref"], "give the system's output first"),
        (["hyp", "ref", "--system", "r=ref"], "ref: is the same text as ref"),
        (["mixed", "ref"], "mixed:2: not UTF-8 text (save the file as UTF-8)"),
    ],
)
def test_what_does_not_belong_together_is_refused(taiyaku: Taiyaku, files: Path, words: list[str], part: str) -> None:
    (files / "short").write_text("Only one line.\n")
    (files / "empty").write_text("")
    (files / "blank").write_text("\n \n\n")
    (files / "mixed").write_bytes("café\n".encode() + "café\n".encode("latin-1") + b"tea\n")
    outcome = taiyaku("score", *words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert part in outcome.err
    assert outcome.err.count("\n") == 1


def test_identical_files_can_be_meant_and_are_remarked_upon(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("score", "ref", "ref", "--allow-identical")
    assert outcome.code == 0
    assert "note: " in outcome.err
    assert taiyaku("score", "ref", "ref", "--allow-identical", "-q").err == ""


def test_alignments_are_scored_as_vecalign_does(taiyaku: Taiyaku, files: Path) -> None:
    (files / "gold").write_text("[0]:[0]\n[1]:[1,2]\n[2]:[]\n")
    (files / "pred").write_text("[0]:[0]\n[1]:[1]\n[]:[2]\n[2]:[]\n")
    result = json.loads(taiyaku("score-alignment", "gold", "pred", "--json").out)
    assert result["strict"]["precision"] == 2 / 4  # null beads count for precision
    assert result["strict"]["recall"] == 1 / 2  # and not for recall
    assert result["lax"]["recall"] == 1.0
    shown = taiyaku("score-alignment", "gold", "pred").out
    assert "strict" in shown
    assert "0.500" in shown


def test_folders_of_alignments_are_pooled(taiyaku: Taiyaku, files: Path) -> None:
    for folder, name, beads in (
        ("gold", "a.gold", "[0]:[0]\n"),
        ("gold", "b.gold", "[0]:[0]\n[1]:[1]\n[2]:[2]\n"),
        ("pred", "a.vecalign", "[0]:[1]\n"),
        ("pred", "b.vecalign", "[0]:[0]\n[1]:[1]\n[2]:[2]\n"),
    ):
        (files / folder).mkdir(exist_ok=True)
        (files / folder / name).write_text(beads)
    result = json.loads(taiyaku("score-alignment", "gold", "pred", "--json").out)
    assert result["documents"] == 2
    assert result["strict"]["precision"] == 3 / 4
    (files / "pred" / "b.vecalign").unlink()
    outcome = taiyaku("score-alignment", "gold", "pred")
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
