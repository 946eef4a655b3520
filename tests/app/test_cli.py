import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from app import entry, failures
from app.entry import foreign_room, main
from app.failures import guarded
from app.model_list import embedded_models, print_models
from app.terminal import progress_bar
from corpora.errors import InputError, ModelError
from tests.app.calling import Taiyaku

VERBS = ("demo", "compare", "translate", "align", "score", "score-alignment", "view", "models")
ROOT = Path(entry.__file__).resolve().parent.parent


def shell(*words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.entry", *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def test_help_lists_every_verb(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("--help")
    assert outcome.code == 0
    assert all(f" {verb} " in outcome.out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_examples(taiyaku: Taiyaku, verb: str) -> None:
    outcome = taiyaku(verb, "-h")
    assert outcome.code == 0
    assert f"Usage: taiyaku {verb}" in outcome.out
    assert "Examples" in outcome.out
    assert f"taiyaku {verb}" in outcome.out.partition("Examples")[2]


def test_shared_options_have_the_same_names_everywhere(taiyaku: Taiyaku) -> None:
    for verb in ("demo", "compare", "translate"):
        shown = taiyaku(verb, "--help").out
        assert all(name in shown for name in ("--model", "-m", "--engine", "--device", "--beam", "-b", "--quiet", "-q"))


def test_help_loads_no_heavy_library() -> None:
    listed = shell("--help", PYTHONPROFILEIMPORTTIME="1").stderr
    imported = {line.rpartition("|")[2].strip() for line in listed.splitlines() if "|" in line}
    assert "app.cli" in imported
    heavy = {"numpy", "scipy", "ctranslate2", "sacrebleu", "gradio", "datasets", "transformers", "torch", "lxml"}
    assert not heavy & imported


def test_version(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("--version")
    assert outcome.code == 0
    assert outcome.out.startswith("taiyaku ")


def test_no_verb_shows_help(taiyaku: Taiyaku) -> None:
    outcome = taiyaku()
    assert outcome.code == 2
    assert "Usage: taiyaku" in outcome.out + outcome.err


def test_a_mistyped_verb_gets_a_suggestion(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("tranlate", "x.txt")
    assert outcome.code == 2
    assert "translate" in outcome.err
    assert outcome.out == ""


def test_a_mistyped_option_gets_a_suggestion(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("translate", "--line", "x.txt")
    assert outcome.code == 2
    assert "--lines" in outcome.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["translate", "--beam", "0", "x.txt"], "--beam"),
        (["translate", "--device", "gpu", "x.txt"], "'gpu' is not one of 'auto', 'cpu', 'cuda' (see taiyaku translate"),
        (["translate", "--beam"], "requires an argument (see taiyaku translate --help)"),
        (["score"], "missing argument 'HYP REF' (see taiyaku score --help)"),
        (["compare", "a", "b", "c"], "(c) (see taiyaku compare --help)"),
        (["benchmark", "x", "--between", "a"], "give it twice, once for each system (see taiyaku benchmark --help)"),
        (["--bogus"], "no such option: --bogus (see taiyaku --help)"),
    ],
)
def test_unusable_words_are_one_line_and_code_2(taiyaku: Taiyaku, words: list[str], message: str) -> None:
    outcome = taiyaku(*words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("taiyaku: ")
    assert outcome.err.count("\n") == 1
    assert message in outcome.err


@pytest.mark.parametrize("words", [["translate", ""], ["compare", "a.txt", "-o", ""], ["translate", "-m", "", "a.txt"]])
def test_an_empty_argument_is_not_this_folder(taiyaku: Taiyaku, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.txt").write_text("停戦が始まった。")
    outcome = taiyaku(*words)
    assert outcome.code == 2
    assert outcome.err == "taiyaku: an argument is empty (leave it out; a variable of the shell may not be set)\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_no_colour_where_there_is_no_terminal(taiyaku: Taiyaku) -> None:
    assert "\x1b" not in taiyaku("--help").out


def guard(command: Callable[[], int]) -> object:
    """The exit code of a command that does this."""
    app = typer.Typer()
    app.command()(guarded(command))
    with pytest.raises(SystemExit) as end:
        app([])
    return end.value.code


def test_our_errors_are_one_line_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise InputError("is\nodd", path="a.txt", line=3, remedy="mend it")

    assert guard(command) == 2
    assert capsys.readouterr().err == "taiyaku: a.txt:3: is odd (mend it)\n"


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise InputError("is odd", path="\x1b[2J\u202e\udc83 停戦.txt")

    assert guard(command) == 2
    assert capsys.readouterr().err == "taiyaku: \\x1b[2J\\u202e\\udc83 停戦.txt: is odd\n"


def test_errors_of_the_system_are_one_line_and_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def command() -> int:
        (tmp_path / "gone").read_text()
        return 0

    assert guard(command) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"taiyaku: {tmp_path / 'gone'}: ")
    assert error.count("\n") == 1


def test_a_defect_says_that_it_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise ZeroDivisionError("division by zero")

    assert guard(command) == failures.DEFECT
    error = capsys.readouterr().err
    assert "a defect of Taiyaku: ZeroDivisionError" in error
    assert "--debug" in error
    assert error.count("\n") == 1


def test_debug_shows_where(taiyaku: Taiyaku, tmp_path: Path) -> None:
    plain = taiyaku("translate", tmp_path / "missing.txt")
    debugged = taiyaku("--debug", "translate", tmp_path / "missing.txt")
    assert "Traceback" not in plain.err
    assert "Traceback" in debugged.err
    assert debugged.err.endswith(plain.err)
    assert "Traceback" not in taiyaku("translate", tmp_path / "missing.txt").err


def test_an_interrupt_is_one_line_and_code_130(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise KeyboardInterrupt

    assert guard(command) == 130
    assert capsys.readouterr().err == "taiyaku: interrupted\n"


def test_flagged_failures_are_code_1() -> None:
    def command() -> int:
        return failures.FLAGGED

    assert guard(command) == 1


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    beads = tmp_path / "beads"
    beads.write_text("[0]:[0]\n", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "app.entry", "score-alignment", str(beads), str(beads)],
        check=False,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(writing)
    assert ended.stderr == b""
    assert ended.returncode == 141


def test_what_goes_into_a_pipe_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    for name in ("a.ja", "a.en"):
        (tmp_path / name).write_text("停戦が始まった。\n", encoding="utf-8")
    words = ["align", "--lines", tmp_path / "a.ja", tmp_path / "a.en", "--explain"]
    ended = shell(*map(str, words), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert "停戦が始まった。" in ended.stdout


def test_our_own_rooms_are_no_strangers() -> None:
    assert foreign_room() is None


@pytest.mark.parametrize("room", ["translate", "eval"])
def test_a_foreign_package_of_our_name_is_noticed(tmp_path: Path, room: str) -> None:
    (tmp_path / room).mkdir()
    (tmp_path / room / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    ended = shell("--help", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]), cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert str(tmp_path / room) in ended.stderr
    assert "environment of its own" in ended.stderr


def test_a_package_written_over_ours_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.packages_distributions", lambda: {"translate": ["translate-toolkit"]})

    def command() -> int:
        raise ImportError("cannot import name 'load_engine' from 'translate'", name="translate")

    assert guard(command) == 2
    error = capsys.readouterr().err
    assert "translate-toolkit" in error
    assert error.count("\n") == 1


def test_main_returns_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main(["nonsense"]) == 2
    capsys.readouterr()


def test_models_describes_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ModelError, match="no models"):
        embedded_models(tmp_path)
    folder = tmp_path / "align" / "models" / "ja-en"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "weights").write_bytes(b"0" * 2_500_000)
    (folder / "MODEL.md").write_text("# A card\n\nIt aligns.\n")
    (tmp_path / "translate" / "models" / "__pycache__").mkdir(parents=True)
    (model,) = embedded_models(tmp_path)
    assert (model.room, model.name, model.size) == ("align", "ja-en", 2_500_000 + len("# A card\n\nIt aligns.\n"))
    print_models([model])
    shown = capsys.readouterr().out
    assert "2.5 MB" in shown
    assert "# A card\n  It aligns.\n" in shown


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, quiet, expected in (
        (io.StringIO(), False, False),
        (Terminal(), True, False),
        (Terminal(), False, True),
    ):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_bar("x", quiet=quiet) as progress:
            assert (progress is not None) is expected
            if progress is not None:
                progress(1, 2)
        assert bool(stream.getvalue()) is expected
