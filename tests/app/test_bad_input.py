"""What people get wrong: each time one line on stderr, code 2, and nothing half-written."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import app
import translate
from corpora.errors import ModelError
from tests.app.calling import JAPANESE, Outcome, Taiyaku

ROOT = Path(app.__file__).resolve().parent.parent
BINARY = bytes(range(256)) * 8


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def assert_refused(outcome: Outcome, *parts: str) -> None:
    """One clear line, code 2, nothing on stdout."""
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("taiyaku: ")
    assert outcome.err.count("\n") == 1, outcome.err
    assert all(part in outcome.err for part in parts), outcome.err


Damage = Callable[[Path], object]

BAD_FILES: dict[str, tuple[Damage, str]] = {
    "missing": (lambda _: None, "bad.txt: "),
    "empty": (lambda path: path.write_bytes(b""), "bad.txt: "),
    "blank": (lambda path: path.write_text(" \n\n\t\n"), "bad.txt: "),
    "binary": (lambda path: path.write_bytes(BINARY), "bad.txt:"),
    "picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + BINARY), "PNG"),
    "cut in a character": (lambda path: path.write_bytes(JAPANESE.encode()[:-3]), "bad.txt"),
    "folder without articles": (lambda path: path.mkdir(), "bad.txt: "),
}

CALLS: dict[str, list[str]] = {
    "translate": ["translate", "bad.txt", "-o", "out/made.txt"],
    "translate to stdout": ["translate", "bad.txt"],
    "compare": ["compare", "bad.txt", "-o", "out"],
    "compare with source": ["compare", "bad.txt", "source.txt", "-o", "out"],
    "compare with bad source": ["compare", "library.txt", "bad.txt", "-o", "out"],
    "align": ["align", "bad.txt", "source.txt", "-o", "out/beads"],
    "align with bad target": ["align", "library.txt", "bad.txt", "-o", "out/beads"],
    "align lines": ["align", "--lines", "source.txt", "bad.txt", "-o", "out/beads"],
    "score": ["score", "bad.txt", "source.txt"],
    "score with bad reference": ["score", "source.txt", "bad.txt"],
    "score-alignment": ["score-alignment", "bad.txt", "bad.txt"],
    "view": ["view", "bad.txt", "--no-browser"],
}


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", BAD_FILES)
def test_bad_files(taiyaku: Taiyaku, tmp_path: Path, kind: str, call: str) -> None:
    damage, part = BAD_FILES[kind]
    damage(tmp_path / "bad.txt")
    before = files_below(tmp_path)
    assert_refused(taiyaku(*CALLS[call]), "bad.txt" if call.startswith(("align", "score", "view")) else part)
    assert files_below(tmp_path) == before


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "cut in a character", "folder without articles"])
def test_bad_files_of_lines(taiyaku: Taiyaku, tmp_path: Path, kind: str) -> None:
    damage, part = BAD_FILES[kind]
    damage(tmp_path / "bad.txt")
    before = files_below(tmp_path)
    assert_refused(taiyaku("translate", "--lines", "bad.txt", "-o", "out/made.txt"), part)
    assert files_below(tmp_path) == before


@pytest.mark.parametrize("kind", ["missing", "empty", "binary"])
def test_bad_files_from_the_shell(tmp_path: Path, kind: str) -> None:
    damage, part = BAD_FILES[kind]
    damage(tmp_path / "bad.txt")
    before = files_below(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-m", "app.entry", "translate", "bad.txt", "-o", "made.txt"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert_refused(Outcome(ended.returncode, ended.stdout, ended.stderr), part)
    assert files_below(tmp_path) == before


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("verb", ["translate", "compare"])
def test_the_wrong_encoding(taiyaku: Taiyaku, article: Path, verb: str) -> None:
    article.write_bytes(JAPANESE.encode("cp932"))
    outcome = taiyaku(verb, article, "--encoding", "utf-8", "-o", "out")
    assert_refused(outcome, "library.txt:1: ", "utf-8", "encoding")
    assert_refused(taiyaku(verb, article, "--encoding", "klingon", "-o", "out"), "klingon", "cp932")
    assert not Path("out").exists()


def test_an_unknown_model(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    before = files_below(tmp_path)
    for words in (["translate", article, "-o", "out.txt"], ["compare", article, "-o", "out"], ["demo", "-o", "out"]):
        assert_refused(taiyaku(*words, "--model", "folder"), "folder", "model")
        assert_refused(taiyaku(*words, "--engine", "steam"), "steam", "ctranslate2")
        assert files_below(tmp_path) == before


@pytest.mark.torch
@pytest.mark.parametrize(("name", "reason"), [("nobody/nothing", "cannot be reached"), ("no body//x", "no model")])
def test_a_hub_name_that_nobody_has(article: Path, tmp_path: Path, name: str, reason: str) -> None:
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hub"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "app", "translate", str(article), "--model", name]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert_refused(Outcome(done.returncode, done.stdout, done.stderr), name, reason)


def test_a_model_that_fails_midway(taiyaku: Taiyaku, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        line = "failing"

        def translate(self, _sentences: object) -> list[object]:
            raise ModelError("out of memory", remedy="use --device cpu")

    monkeypatch.setattr(translate, "load_engine", lambda *_, **__: Failing())
    for words in (["translate", article, "-o", "out.txt"], ["compare", article, "-o", "out"]):
        assert_refused(taiyaku(*words), "out of memory")
        assert not Path(str(words[-1])).exists()


OUTPUTS: dict[str, list[str]] = {
    "translate": ["translate", "library.txt", "-o"],
    "translate lines": ["translate", "--lines", "library.txt", "-o"],
    "compare": ["compare", "library.txt", "source.txt", "-o"],
    "demo": ["demo", "-o"],
    "align": ["align", "library.txt", "source.txt", "--format", "tsv", "-o"],
}


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
@pytest.mark.parametrize("call", OUTPUTS)
@pytest.mark.parametrize("place", ["library.txt/below/out", "/proc/taiyaku/out"])
def test_an_output_that_cannot_be_made(taiyaku: Taiyaku, tmp_path: Path, call: str, place: str) -> None:
    before = files_below(tmp_path)
    assert_refused(taiyaku(*OUTPUTS[call], place), "library.txt" if "library" in place else "/proc/taiyaku")
    assert files_below(tmp_path) == before


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
@pytest.mark.parametrize("call", ["translate", "translate lines", "align"])
def test_a_full_device(taiyaku: Taiyaku, call: str) -> None:
    assert_refused(taiyaku(*OUTPUTS[call], "/dev/full"), "/dev/full", "space")
    assert Path("/dev/full").is_char_device()


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """No file may grow beyond this: the system then fails a write as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
@pytest.mark.parametrize("call", OUTPUTS)
@pytest.mark.parametrize("size", [0, 20])
def test_a_disk_that_fills_up(taiyaku: Taiyaku, tmp_path: Path, call: str, size: int) -> None:
    before = files_below(tmp_path)
    with disk_with_room_for(size):
        outcome = taiyaku(*OUTPUTS[call], "out")
    assert_refused(outcome, "out", "large")
    assert files_below(tmp_path) == before


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
def test_a_disk_that_fills_up_late_keeps_the_results_of_before(taiyaku: Taiyaku, tmp_path: Path) -> None:
    assert taiyaku("compare", "library.txt", "source.txt", "-o", "out").code == 0
    before = {name: (tmp_path / "out" / name).read_bytes() for name in files_below(tmp_path / "out")}
    with disk_with_room_for(6000):  # enough for all but the report
        outcome = taiyaku("compare", "library.txt", "source.txt", "-o", "out")
    assert_refused(outcome, "out")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files_below(tmp_path / "out")} == before


def test_a_full_stdout(tmp_path: Path) -> None:
    beads = tmp_path / "beads"
    beads.write_text("[0]:[0]\n")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "app.entry", "score-alignment", str(beads), str(beads)],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert_refused(Outcome(ended.returncode, "", ended.stderr), "space")


def test_the_output_is_tried_before_the_long_work(
    taiyaku: Taiyaku, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Untouched:
        line = "untouched"

        def translate(self, _sentences: object) -> list[object]:
            raise AssertionError("translated for an output that cannot be written")

    monkeypatch.setattr(translate, "load_engine", lambda *_, **__: Untouched())
    assert_refused(taiyaku("compare", article, "-o", "library.txt/out"))
    assert_refused(taiyaku("translate", article, "-o", "library.txt/out"))
    with disk_with_room_for(0):
        assert_refused(taiyaku("compare", article, "-o", "out"))


WRITTEN_OVER: dict[str, tuple[list[str], str]] = {
    "translate": (["translate", "library.txt", "-o", "library.txt"], "library.txt"),
    "translate, through a link": (["translate", "library.txt", "-o", "link.txt"], "library.txt"),
    "translate, another input": (["translate", "below/a.txt", "below/a.en.txt", "-o", "below"], "below/a.en.txt"),
    "align": (["align", "library.txt", "source.txt", "-o", "source.txt"], "source.txt"),
    "align, two files": (["align", "--lines", "news.ja", "news.en", "-f", "moses", "-o", "news"], "news.ja"),
    "align, a translation": (["align", "--lines", "news.ja", "news.en", "--translation", "mt", "-o", "mt"], "mt"),
    "compare": (["compare", "below/report.html", "-o", "below"], "below/report.html"),
    "score-alignment": (["score-alignment", "gold.txt", "gold.txt", "--html", "gold.txt"], "gold.txt"),
}


@pytest.mark.usefixtures("engine", "aligner", "article", "source")
@pytest.mark.parametrize("call", WRITTEN_OVER)
def test_no_input_is_written_over(taiyaku: Taiyaku, tmp_path: Path, call: str) -> None:
    (tmp_path / "link.txt").symlink_to("library.txt")
    (tmp_path / "gold.txt").write_text("[0]:[0]\n")
    (tmp_path / "below").mkdir()
    for name in ("below/a.txt", "below/a.en.txt", "below/report.html", "news.ja", "news.en", "mt"):
        (tmp_path / name).write_text("建物には五万冊の本がある。\n")
    words, read = WRITTEN_OVER[call]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert_refused(taiyaku(*words), f"written over the input {read}")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
