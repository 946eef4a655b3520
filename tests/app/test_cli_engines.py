"""The options that choose and steer engines: chat servers, glossaries, converted models."""

import json
import os
from pathlib import Path

import pytest

import translate
from app.options import compute_types, model_names
from corpora.errors import ModelError
from tests.app.calling import Taiyaku
from tests.translate.chat_stub import chat_stub, completion
from translate.engine import Engine
from translate.glossary import read_glossary

LINES = [f"{number}番目の犬が走る。" for number in range(100)]


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    path = tmp_path / "in.ja"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def converted() -> Path:
    """A model in the cache, as a conversion leaves it."""
    folder = Path(os.environ["XDG_CACHE_HOME"]) / "taiyaku" / "models" / "some_opus-0123456789-int8"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"weights")
    card = {"name": "some/opus | 0123", "model": "some/opus", "revision": "0123456789", "stored": "int8"}
    (folder / "taiyaku.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def test_a_chat_model_fails_on_one_sentence(taiyaku: Taiyaku, numbered: Path, tmp_path: Path) -> None:
    with chat_stub() as server:
        server.always(lambda _: completion("I am sorry.\nI cannot."), "17番目")
        outcome = taiyaku("translate", "-l", numbered, "-o", "out.en", "-m", f"openai:stub@{server.url}")
        assert outcome.code == 1
        assert f"{numbered}:18: not translated: no single line came back" in outcome.err
        written = (tmp_path / "out.en").read_text(encoding="utf-8").splitlines()
        assert written == ["" if "17番目" in line else f"EN<{line}>" for line in LINES]
        server.faults.clear()
        server.requests.clear()
        assert taiyaku("translate", "-l", numbered, "-o", "out.en", "-m", f"openai:stub@{server.url}").code == 0
        assert len(server.requests) == 1, "only what failed is asked for again"


def test_a_server_that_vanishes_and_comes_back(taiyaku: Taiyaku, numbered: Path, tmp_path: Path) -> None:
    with chat_stub() as server:
        words = ("translate", "-l", numbered, "-o", "out.en", "--no-cache", "-m", f"openai:stub@{server.url}")
        server.always(lambda _: (401, {}, "no more"), "70番目")
        outcome = taiyaku(*words)
        assert outcome.code == 2
        assert "HTTP 401: no more (check OPENAI_API_KEY)" in outcome.err
        assert not (tmp_path / "out.en").exists()
        server.faults.clear()
        outcome = taiyaku(*words)
        assert outcome.code == 0
        assert "going on: " in outcome.err
        assert (tmp_path / "out.en").read_text(encoding="utf-8").splitlines() == [f"EN<{line}>" for line in LINES]


def test_a_glossary_is_held_to_and_is_part_of_the_job(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_text("犬が走る。\n", encoding="utf-8")
    (tmp_path / "terms.tsv").write_text("犬\tZyzzyx terrier of doubtful use\n", encoding="utf-8")
    words = ("translate", "-l", "in.ja", "-o", "out.jsonl", "--to", "jsonl", "--beam", "1")
    assert taiyaku(*words, "-g", "terms.tsv").code == 0
    row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert ("glossary-missed" in row["flags"]) == ("Zyzzyx terrier of doubtful use" not in row["translation"])
    assert taiyaku(*words).code == 0
    plain = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert "glossary-missed" not in plain["flags"], "the cache keeps the two apart"
    outcome = taiyaku(*words, "-g", "none.tsv")
    assert outcome.code == 2
    assert "none.tsv: no such file" in outcome.err


def test_options_that_would_have_no_effect_are_mistakes(taiyaku: Taiyaku, numbered: Path) -> None:
    outcome = taiyaku("translate", "-l", numbered, "--revision", "main")
    assert outcome.code == 2
    assert "--revision does not go with a model in a folder" in outcome.err
    assert "unknown compute type" in taiyaku("translate", "-l", numbered, "--compute-type", "int3").err


@pytest.mark.parametrize("verb", ["compare", "benchmark", "demo", "view"])
def test_every_verb_steers_its_engine(
    verb: str, taiyaku: Taiyaku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def load_engine(model: str | None, **options: object) -> Engine:
        asked.update(options, model=model)
        raise ModelError("seen", remedy="none")

    monkeypatch.setattr(translate, "load_engine", load_engine)
    monkeypatch.setattr("app.viewer.launch", lambda *_, load_engine, **__: load_engine("some/opus"))
    (tmp_path / "terms.tsv").write_text("犬\tterrier\n", encoding="utf-8")
    (tmp_path / "in.txt").write_text("犬が走る。\n", encoding="utf-8")
    operands = {"compare": ["in.txt"], "benchmark": ["samples"]}.get(verb, [])
    words = (verb, *operands, "-m", "some/opus", "--compute-type", "float32", "--revision", "v1")
    outcome = taiyaku(*words, "-g", "terms.tsv")
    assert (outcome.code, "seen" in outcome.err) == (2, True)
    assert (asked["model"], asked["compute_type"], asked["revision"]) == ("some/opus", "float32", "v1")
    assert asked["glossary"] == read_glossary(tmp_path / "terms.tsv")
    assert callable(asked["tell"])
    assert "none.tsv: no such file" in taiyaku(*words, "-g", "none.tsv").err


def test_converted_models_are_listed(taiyaku: Taiyaku, converted: Path) -> None:
    listed = json.loads(taiyaku("models", "--json").out)
    [model] = [model for model in listed if model["room"] == "cache"]
    assert (model["name"], model["folder"]) == ("some/opus", str(converted))
    assert model["bytes"] == sum(path.stat().st_size for path in converted.iterdir())
    shown = taiyaku("models").out
    assert "cache some/opus" in shown
    assert "int8, from 0123456789" in shown


def test_a_shell_is_offered_names(converted: Path) -> None:
    assert converted.is_dir()
    assert model_names("") == ["some/opus", "openai:"]
    assert model_names("so") == ["some/opus"]
    assert compute_types("bf") == ["bfloat16"]
