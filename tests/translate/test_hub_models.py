"""Hugging Face models: fetched, converted once, told their languages, and the same as under PyTorch."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="converting needs torch (extra [dev])")

import translate
from corpora.errors import ModelError
from tests.translate.fake_hub import FakeHub, fake_hub
from tests.translate.tiny_models import tiny_m2m100, tiny_marian, tiny_mbart50, tiny_nllb, tiny_t5
from translate import load_engine
from translate.conversion import converted_model, converted_models
from translate.converted_engine import ConvertedEngine
from translate.hub import model_files

pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of libraries; ours are errors in all other tests
]

ROOT = Path(translate.__file__).resolve().parent.parent
SENTENCES = ["犬が川のそばを走る。", "", "図書館は月曜日に開いた。"]

FAMILIES: dict[str, Callable[[Path], Path]] = {
    "opus-mt": tiny_marian,
    "opus-mt of two vocabularies": lambda path: tiny_marian(path, separate=True),
    "opus-mt of many targets": lambda path: tiny_marian(path, marks=(">>eng<<", ">>fra<<")),
    "m2m100": tiny_m2m100,
    "nllb": tiny_nllb,
    "mbart-50": tiny_mbart50,
    "t5": lambda path: tiny_t5(path, prefix="ja to en: "),
    "madlad-400": lambda path: tiny_t5(path, mark="<2en>"),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_converted_models_translate_as_pytorch_does(family: str, tmp_path: Path) -> None:
    folder = FAMILIES[family](tmp_path / "model")
    slow = load_engine(str(folder), engine="transformers", beam=1).translate(SENTENCES)
    fast = load_engine(str(folder), compute_type="float32", device="cpu", beam=1).translate(SENTENCES)
    assert [hypothesis.text == "" for hypothesis in fast][1]
    for ours, theirs in zip(fast, slow, strict=True):
        # At the length limit the two count differently by one; an unknown mark is never written by us.
        assert ours.text[:40] == theirs.text[:40]
        if theirs.score is not None and ours.score is not None:
            assert ours.score == pytest.approx(theirs.score, abs=0.05)


@pytest.mark.parametrize(("family", "token"), [("nllb", "jpn_Jpan"), ("m2m100", "__ja__"), ("madlad-400", "<2en>")])
def test_the_language_stands_before_the_text(family: str, token: str, tmp_path: Path) -> None:
    engine = ConvertedEngine(converted_model(str(FAMILIES[family](tmp_path / "model"))), device="cpu")
    assert engine.source_tokens(["犬"])[0][0] == token
    assert engine.source_tokens(["犬"])[0][-1] == "</s>"


def test_overlong_sentences_are_cut_off_and_flagged(tmp_path: Path) -> None:
    engine = load_engine(str(tiny_nllb(tmp_path / "model")), device="cpu", beam=1)
    assert isinstance(engine, ConvertedEngine)
    assert engine.lengths(["犬" * 500])[0] < 250
    assert "length-limit" in engine.translate(["犬" * 500])[0].flags


def test_a_model_that_knows_no_english_is_refused(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model", marks=(">>fra<<",))
    for engine in (None, "transformers"):
        with pytest.raises(ModelError, match="does not know Japanese and English"):
            load_engine(str(folder), engine=engine)
    assert converted_models() == []


def test_a_model_is_converted_once(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    told: list[str] = []
    made = converted_model(str(folder), tell=told.append)
    before = (made / "model.bin").stat()
    assert converted_model(str(folder), tell=told.append) == made
    assert told == [f"converting {folder}, once; a large model takes minutes"]
    assert (made / "model.bin").stat() == before
    assert converted_model(str(folder), compute_type="float32") != made
    assert [(model.name, model.stored) for model in converted_models()] == [("model", "float32"), ("model", "int8")]
    assert all(model.size > 1000 for model in converted_models())
    (folder / "config.json").write_text((folder / "config.json").read_text() + "\n")
    assert converted_model(str(folder)) != made, "the folder has changed"


CONVERT = "import sys; from translate.conversion import converted_model; print(converted_model(sys.argv[1]))"


def test_processes_share_one_conversion(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", CONVERT, str(folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=300) for process in started]
    assert [process.returncode for process in started] == [0, 0], outputs
    assert len({out for out, _ in outputs}) == 1
    [model] = converted_models()
    assert load_engine(str(folder), device="cpu").line.startswith("model | local-")
    assert not [path for path in model.folder.parent.iterdir() if path.name.endswith(".part")]


def test_what_a_killed_conversion_left_is_no_model(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    made = converted_model(str(folder))
    (made / "taiyaku.json").unlink()
    (made.with_name(f".{made.name}.part")).mkdir()
    assert converted_models() == []
    assert converted_model(str(folder)) == made
    assert (made / "taiyaku.json").is_file()
    assert not made.with_name(f".{made.name}.part").exists()


def test_pickles_are_not_read(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    for engine in (None, "transformers"):
        with pytest.raises(ModelError, match="no weights in safetensors"):
            load_engine(str(folder), engine=engine)


@pytest.mark.parametrize("engine", [None, "transformers"])
def test_broken_weights_are_told(engine: str | None, tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    (folder / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ModelError, match=r"the weights of model cannot be read: .*fetch the model again"):
        load_engine(str(folder), engine=engine)
    assert converted_models() == []


def test_without_torch_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny_marian(tmp_path / "model")
    monkeypatch.setitem(sys.modules, "torch", None)
    for engine in (None, "transformers"):
        with pytest.raises(ModelError, match=r"needs PyTorch.*taiyaku\[torch\]"):
            load_engine(str(folder), engine=engine)


def test_what_ctranslate2_cannot_take_is_said(tmp_path: Path) -> None:
    folder = tiny_marian(tmp_path / "model")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "activation_function": "no such"}))
    with pytest.raises(ModelError, match=r"CTranslate2 cannot take model.*--engine transformers"):
        converted_model(str(folder))
    assert converted_models() == []


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    """A hub, which is the only one that this process knows."""
    from huggingface_hub import constants

    with fake_hub() as running:
        monkeypatch.setattr(constants, "ENDPOINT", running.url)
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", f"{running.url}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        )
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "home"))
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        yield running


def test_hub_models_by_name_and_revision(hub: FakeHub, tmp_path: Path) -> None:
    old, new = tiny_marian(tmp_path / "old"), tiny_marian(tmp_path / "new", separate=True)
    hub.repositories["someone/opus-tiny"] = {"main": new, "v1": old}
    line = load_engine("someone/opus-tiny", revision="v1", device="cpu").line
    assert line.startswith("someone/opus-tiny | ")
    assert "int8" in line
    asked = hub.requests
    assert load_engine("someone/opus-tiny", revision="v1", device="cpu").line == line
    assert hub.requests == asked, "what is converted is not asked for again"
    assert load_engine("someone/opus-tiny", device="cpu").line != line
    with pytest.raises(ModelError, match="has no revision 'v9'"):
        load_engine("someone/opus-tiny", revision="v9")
    with pytest.raises(ModelError, match="no model 'no/such'"):
        load_engine("no/such")
    found = converted_models()
    assert [model.name for model in found] == ["someone/opus-tiny"] * 2
    # The hub is gone: what was fetched serves, what was not is said.
    hub.repositories.clear()
    hub.gone = True
    slow = load_engine("someone/opus-tiny", engine="transformers", beam=1)
    assert {model.revision[:12] for model in found} & {slow.line.split(" | ")[1]}
    with pytest.raises(ModelError, match="hub cannot be reached"):
        load_engine("someone/else")


def test_the_bots_safetensors_serve_a_model_of_pickles(hub: FakeHub, tmp_path: Path) -> None:
    safe = tiny_marian(tmp_path / "safe")
    pickled = tmp_path / "pickled"
    pickled.mkdir()
    for path in safe.iterdir():
        if path.suffix != ".safetensors":
            (pickled / path.name).write_bytes(path.read_bytes())
    (pickled / "pytorch_model.bin").write_bytes(b"a pickle")
    hub.repositories["someone/pickled"] = {"main": pickled, "refs/pr/7": safe}
    with pytest.raises(ModelError, match="no weights in safetensors"):
        load_engine("someone/pickled")
    hub.offers.append({
        "title": "Adding `safetensors` variant of this model", "num": 7, "author": {"name": "SFconvertbot"},
        "isPullRequest": True, "status": "open", "createdAt": "2026-01-01T00:00:00.000Z",
        "repo": {"name": "someone/pickled", "type": "model"},
    })  # fmt: skip
    assert load_engine("someone/pickled", device="cpu").line.startswith("someone/pickled | ")


def test_local_folders_have_no_revision(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="no revisions"):
        model_files(str(tmp_path), "main")
