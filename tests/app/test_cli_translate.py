import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.options import OutputFormat
from app.renderings import one_line, render_line, render_text
from corpora import read_document
from tests.app.calling import TRANSLATIONS, PhraseBook, Taiyaku
from translate import translate_document
from translate.translation import Hypothesis

pytestmark = pytest.mark.usefixtures("engine")

FIRST, SECOND, THIRD, FOURTH = TRANSLATIONS.values()


class Stdin:
    """A standard input with these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)

    def isatty(self) -> bool:
        return False


def test_text_keeps_the_blocks_on_lines_of_their_own(taiyaku: Taiyaku, article: Path) -> None:
    outcome = taiyaku("translate", article)
    assert outcome.code == 0
    assert outcome.out == f"{FIRST} {SECOND}\n\n{THIRD}\n\n{FOURTH}\n"
    assert outcome.err == ""


def test_stdin_to_stdout(taiyaku: Taiyaku, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = taiyaku("translate", article).out
    for words in ((), ("-",)):
        monkeypatch.setattr(sys, "stdin", Stdin(article.read_bytes()))
        assert taiyaku("translate", *words).out == expected


def test_the_suffix_of_the_output_chooses_the_format(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    for name in ("out.txt", "out.tsv", "out.jsonl", "out.html", "out.en"):
        assert taiyaku("translate", article, "-o", name).code == 0
    assert (tmp_path / "out.txt").read_text() == (tmp_path / "out.en").read_text()
    assert (tmp_path / "out.tsv").read_text().splitlines() == [f"{ja}\t{en}" for ja, en in TRANSLATIONS.items()]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["translation"] for row in rows] == list(TRANSLATIONS.values())
    text = article.read_text()
    assert [text[row["start"] : row["end"]] for row in rows] == list(TRANSLATIONS)
    assert THIRD in (tmp_path / "out.html").read_text()


def test_folders_and_globs_go_into_a_folder(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(article.read_text())
    (tmp_path / "news" / "b.txt").write_text("建物には五万冊の本がある。\n")
    outcome = taiyaku("translate", "news", "libr*.txt", "-o", "out")
    assert outcome.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.en.txt", "b.en.txt", "library.en.txt"]
    assert (tmp_path / "out" / "b.en.txt").read_text() == THIRD + "\n"


def test_a_final_slash_makes_a_folder(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", article, "-o", "made/", "--to", "tsv").code == 0
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["library.en.tsv"]


def test_two_inputs_for_one_output_are_refused(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    article.with_suffix(".html").write_text("<p>建物には五万冊の本がある。</p>")
    outcome = taiyaku("translate", article, article.with_suffix(".html"), "-o", "out/")
    assert outcome.code == 2
    assert "same file" in outcome.err
    assert not (tmp_path / "out").exists()


def test_one_bad_input_of_several_is_listed_and_code_1(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    outcome = taiyaku("translate", article, "missing.txt", "-o", "out/")
    assert outcome.code == 1
    assert "missing.txt" in outcome.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["library.en.txt"]


def test_sentences_that_came_out_empty_are_told_and_code_1(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("無言。\n\n建物には五万冊の本がある。\n")
    outcome = taiyaku("translate", "--lines", "a.txt")
    assert outcome.code == 1
    assert outcome.out == f"\n\n{THIRD}\n"
    assert outcome.err == "1 of 2 translations are flagged: empty 1\n"
    assert taiyaku("translate", "--lines", "a.txt", "--quiet").err == ""


def test_lines_keep_count_and_order(taiyaku: Taiyaku, tmp_path: Path) -> None:
    lines = ["一行目\u2028まだ一行目", "", "   ", "二\x0b三\x85四", "建物には五万冊の本がある。"]
    (tmp_path / "in.ja").write_bytes("\r\n".join(lines).encode())
    assert taiyaku("translate", "--lines", "in.ja", "-o", "out.en").code == 0
    written = (tmp_path / "out.en").read_bytes().decode()
    assert written.count("\n") == len(lines)
    assert written.split("\n")[:-1] == [f"{len(lines[0])} characters", "", "", f"{len(lines[3])} characters", THIRD]


def test_lines_in_columns_and_json(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_text("建物には五万冊の本がある。\n\n建物には\t五万冊\n")
    columns = taiyaku("translate", "-l", "in.ja", "--to", "tsv").out.splitlines()
    assert columns == [f"建物には五万冊の本がある。\t{THIRD}", "\t", "建物には 五万冊\t8 characters"]
    rows = [json.loads(line) for line in taiyaku("translate", "-l", "in.ja", "--to", "jsonl").out.splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 3]
    assert rows[2]["source"] == "建物には\t五万冊"


def test_lines_in_another_encoding(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_bytes("建物には五万冊の本がある。\n".encode("cp932"))
    assert taiyaku("translate", "-l", "in.ja", "--encoding", "cp932").out == THIRD + "\n"
    outcome = taiyaku("translate", "-l", "in.ja")
    assert outcome.code == 2
    assert outcome.err.startswith("taiyaku: in.ja:1: not utf-8 text")


def test_a_stream_of_lines_is_read_in_windows(taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_text("行\n" * 3000)
    outcome = taiyaku("translate", "-l", "in.ja")
    assert outcome.out == "1 characters\n" * 3000
    assert engine.calls > 1


@given(st.text())
def test_a_translated_line_is_always_one_line(text: str) -> None:
    assert render_line(1, text, Hypothesis(text), OutputFormat.TEXT).splitlines() in ([one_line(text)], [""])
    assert render_line(1, text, Hypothesis(text), OutputFormat.TSV).count("\t") == 1
    assert len(render_line(1, text, Hypothesis(text), OutputFormat.JSONL).split("\n")) == 2


def test_what_lies_between_sentences_is_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# 建物には五万冊の本がある。\n\n- 港町の図書館が月曜日に開いた。\n- 市長は三百人の前で鍵を渡した。\n"
    )
    translation = translate_document(read_document(page), PhraseBook())
    assert render_text(translation) == f"# {THIRD}\n\n- {FIRST}\n- {SECOND}\n"
