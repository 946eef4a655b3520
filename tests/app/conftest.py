"""Fixtures for the command: it runs in this process, with an engine that needs no model."""

from pathlib import Path

import pytest

import translate
from app import cli
from tests.app.calling import ENGLISH, JAPANESE, Outcome, PhraseBook, Taiyaku, in_step


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> PhraseBook:
    """The phrase book, and every verb uses it."""
    book = PhraseBook()

    def load_engine(*_names: object, **_options: object) -> PhraseBook:
        return book

    monkeypatch.setattr(translate, "load_engine", load_engine)
    return book


@pytest.fixture
def aligner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are aligned by their numbers."""
    monkeypatch.setattr("app.compare.align", in_step)
    monkeypatch.setattr("app.aligning.align", in_step)


@pytest.fixture
def taiyaku(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Taiyaku:
    """Call the command with these words, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A Japanese article of four sentences."""
    path = tmp_path / "library.txt"
    path.write_text(JAPANESE, encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Its English source, which has one sentence more and one less."""
    path = tmp_path / "source.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    return path
