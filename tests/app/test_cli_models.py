"""The command with the models that come with Taiyaku."""

import json
import os
import subprocess
import sys
from pathlib import Path

import app
from corpora.samples import SAMPLES
from tests.app.calling import Taiyaku

ROOT = Path(app.__file__).resolve().parent.parent


def test_an_article_goes_all_the_way(taiyaku: Taiyaku) -> None:
    sample = SAMPLES[0]
    outcome = taiyaku("compare", sample.japanese, sample.english, "--json", "--beam", "1", "-o", "out")
    assert outcome.code == 0, outcome.err
    result = json.loads(outcome.out)
    assert result["coverage"]["source_share"] > 0.5
    assert all(score["value"] > 0 for score in result["scores"])
    assert "beam:1" in result["engine"]
    assert taiyaku("align", sample.japanese, sample.english, "-o", "pred").code == 0
    agreement = json.loads(taiyaku("score-alignment", sample.gold, "pred", "--json").out)
    assert agreement["lax"]["f1"] > 0.5


def test_translating_needs_no_torch() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "app.entry", "translate", "--lines"],
        check=False,
        capture_output=True,
        input="東京で会議が開かれた。\n",
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPROFILEIMPORTTIME": "1"},
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    assert len(ended.stdout.splitlines()) == 1
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines() if "|" in line}
    assert "ctranslate2" in imported
    assert not {"torch", "transformers", "datasets", "gradio", "sacrebleu", "trafilatura"} & imported


def test_models_have_size_and_card(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("models", "--json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    assert [(model["room"], model["name"]) for model in found] == [("translate", "ja-en"), ("align", "ja-en")]
    for model in found:
        assert model["bytes"] == sum(path.stat().st_size for path in Path(model["folder"]).rglob("*") if path.is_file())
        assert model["card"]
    shown = taiyaku("models").out
    assert all(f"{model['room']} {model['name']}" in shown for model in found)
    assert found[0]["card"][0] in shown
