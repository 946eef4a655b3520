"""`taiyaku score --metric COMET`: beside sacrebleu's metrics, by another interpreter."""

import json
from pathlib import Path

import pytest

from tests.app.calling import Taiyaku
from tests.eval.stand_in_comet import make_environment

SOURCE = ["猫が庭にいる。", "雨がやんだ。"]
REFERENCE = ["The cat is in the garden.", "The rain has stopped."]
HYPOTHESES = ["The cat is in a garden.", "It is dry."]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_environment(tmp_path_factory.mktemp("comet-environment"))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, lines in (("src", SOURCE), ("ref", REFERENCE), ("hyp", HYPOTHESES), ("other", REFERENCE[::-1])):
        Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_the_command_scores_with_both(taiyaku: Taiyaku, environment: Path) -> None:
    words = ["score", "hyp", "ref", "-s", "src", "--metric", "BLEU", "--metric", "comet", "--bootstrap", "50"]
    outcome = taiyaku(*words, "--metric-python", str(environment))
    assert outcome.code == 0
    assert "0.2500" in outcome.out
    assert "unbabel-comet:unknown" in outcome.out
    result = json.loads(taiyaku(*words, "--metric-python", str(environment), "--system", "o=other", "--json").out)
    assert [len(system["scores"]) for system in result["systems"]] == [2, 2]
    assert result["systems"][1]["scores"][1]["score"]["metric"] == "COMET"
    assert result["systems"][1]["scores"][1]["p_value"] is not None


@pytest.mark.usefixtures("files")
def test_without_the_environment_one_line_says_so(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("score", "hyp", "ref", "-s", "src", "--metric", "BLEU", "--metric", "comet")
    assert outcome.code == 0
    assert "COMET is left out: COMET needs an environment of its own" in outcome.err
    assert "BLEU" in outcome.out
    assert "COMET" not in outcome.out
    alone = taiyaku("score", "hyp", "ref", "-s", "src", "--metric", "comet")
    assert alone.code == 2
    assert "--metric-python" in alone.err
