"""Subtitles, tables and translators' formats: what stands around the texts is kept."""

import csv
import json
import sys
import tracemalloc
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.layouts import Layout, Wishes, document_slots
from app.options import OutputFormat
from app.renderings import unit_chunks
from tests.app.calling import TRANSLATIONS, Taiyaku
from tests.app.test_cli_translate import Stdin

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()

SRT = f"""1
00:00:01,000 --> 00:00:03,500
{FIRST_JA}

2
00:00:04,000 --> 00:00:06,000
<i>{SECOND_JA}</i>

3
00:00:07,000 --> 00:00:08,000
{{\\an8}}{THIRD_JA}
"""

VTT = f"""WEBVTT - a test

NOTE
{THIRD_JA}

intro
00:01.000 --> 00:03.500 align:start
<v 市長>{FIRST_JA}

00:04.000 --> 00:06.000
Q &amp; A
"""


def test_srt_keeps_numbers_times_and_tags(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    assert taiyaku("translate", "talk.srt", "-o", "talk.en.srt").code == 0
    wrapped = "The mayor handed over the key before 300\npeople."
    expected = SRT.replace(FIRST_JA, "The harbour town's library opened on\nMonday.")
    expected = expected.replace(SECOND_JA, wrapped).replace(THIRD_JA, THIRD)
    assert (tmp_path / "talk.en.srt").read_text() == expected


def test_vtt_keeps_header_notes_settings_and_voices(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(VTT)
    written = taiyaku("translate", "talk.vtt").out
    expected = VTT.replace(FIRST_JA, "The harbour town's library opened on\nMonday.")
    assert written == expected.replace("Q &amp; A", "5 characters")


def test_bilingual_subtitles(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    assert f"{THIRD_JA}\n{{\\an8}}{THIRD}\n" in taiyaku("translate", "talk.srt", "--bilingual").out


def test_subtitles_as_columns(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT)
    assert taiyaku("translate", "talk.srt", "-o", "talk.tsv").code == 0
    assert (tmp_path / "talk.tsv").read_text() == f"{FIRST_JA}\t{FIRST}\n{SECOND_JA}\t{SECOND}\n{THIRD_JA}\t{THIRD}\n"


def test_a_folder_of_subtitles_and_articles(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "talk.srt").write_text(SRT)
    article.rename(tmp_path / "in" / "article.txt")
    assert taiyaku("translate", "in", "-o", "out").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["article.en.txt", "talk.en.srt"]


def test_a_folder_of_documents(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(f"<p>{FIRST_JA}")
    (tmp_path / "in" / "b.md").write_text(f"# {FIRST_JA}\n")
    (tmp_path / "in" / "c.xlf").write_text(
        f'<xliff version="2.0"><segment><source>{FIRST_JA}</source></segment></xliff>'
    )
    (tmp_path / "in" / "d.csv").write_text(f"ja\n{FIRST_JA}\n")
    docx.Document().save(str(tmp_path / "in" / ".hidden.docx"))
    assert taiyaku("translate", "in", "-o", "out").code == 0
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["a.en.html", "b.en.md", "c.en.xlf"]
    assert all(FIRST in content for content in written.values())
    assert taiyaku("translate", "in", "-o", "tables", "-c", "ja").code == 0
    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["d.en.csv"]


def test_documents_through_pipes(taiyaku: Taiyaku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST_JA)
    document.save(str(tmp_path / "in.docx"))
    for name, content, words in (
        ("docx", (tmp_path / "in.docx").read_bytes(), ()),
        ("html", f"<p>{FIRST_JA}".encode(), ("--to", "same")),
        ("markdown", f"# {FIRST_JA}\n".encode(), ()),
    ):
        monkeypatch.setattr(sys, "stdin", Stdin(content))
        assert FIRST in taiyaku("translate", "--from", name, *words).out


def test_a_subtitle_without_translation_stays(taiyaku: Taiyaku, tmp_path: Path) -> None:
    silent = SRT.replace(SECOND_JA, "無言。")
    (tmp_path / "talk.srt").write_text(silent)
    outcome = taiyaku("translate", "talk.srt")
    assert outcome.code == 1
    assert "<i>無言。</i>" in outcome.out


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="-"), max_size=8)))
def test_nothing_around_the_texts_of_subtitles_is_lost(lines: list[str]) -> None:
    times = "00:01.000 --> 00:02.000"
    whole = "".join(f"{line}\n" for text in lines for line in (text, times, "字幕")) or f"{times}\n"
    for layout in (Layout.SRT, Layout.VTT):
        pieces = [slot.fill("") for slot in document_slots(whole.encode(), layout, "talk", Wishes(encoding="utf-8"))]
        assert b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode() == whole


def test_a_column_of_csv(taiyaku: Taiyaku, tmp_path: Path) -> None:
    rows = [["id", "text"], ["1", THIRD_JA], ["2", '二行\nの, "文"'], ["3", ""]]
    with (tmp_path / "in.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    assert taiyaku("translate", "in.csv", "-c", "text", "--into", "english", "-o", "out.csv").code == 0
    with (tmp_path / "out.csv").open(newline="") as file:
        written = list(csv.reader(file))
    assert [row[:2] for row in written] == rows
    assert [row[2] for row in written] == ["english", THIRD, "9 characters", ""]


def test_a_column_of_tsv_and_a_field_of_jsonl(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text(f'id\ttext\n"1\t{THIRD_JA}\n2\n')
    assert taiyaku("translate", "in.tsv", "-c", "text").out == f'id\ttext\ttranslation\n"1\t{THIRD_JA}\t{THIRD}\n2\t\n'
    objects = [{"id": 1, "ja": THIRD_JA}, {"id": 2, "ja": None}, {"id": 3}]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(item) for item in objects))
    written = [json.loads(line) for line in taiyaku("translate", "in.jsonl", "-c", "ja").out.splitlines()]
    assert [item.pop("translation") for item in written] == [THIRD, "", ""]
    assert written == objects


@pytest.mark.parametrize(
    ("name", "content", "words", "part"),
    [
        ("in.csv", "id,text\n1,x\n", ["-c", "body"], "in.csv:1: has no column 'body' (it has id, text)"),
        ("in.csv", "text,translation\n1,x\n", ["-c", "text"], "has a column 'translation' already"),
        ("in.csv", 'text\n"open', ["-c", "text"], "in.csv:2: malformed"),
        ("in.csv", "", ["-c", "text"], "is empty"),
        ("in.jsonl", '{"a": 1}\nnonsense', ["-c", "b"], "in.jsonl:2: not JSON"),
        ("in.jsonl", '{"a": 1}', ["-c", "a"], "in.jsonl:1: no object with a text 'a'"),
        ("in.txt", "x", ["-c", "a"], "--column a: only of csv"),
        ("in.csv", "text\nx\n", [], "in.csv: a csv table has several columns (name one with --column"),
        ("in.srt", "x", ["-c", "a"], "in.srt: --column a: only of csv"),
        ("in.srt", "港\n", [], "in.srt: holds no subtitle"),
        ("in.srt", SRT, ["--to", "html"], "no html output"),
    ],
)
def test_what_is_no_such_file(
    taiyaku: Taiyaku, tmp_path: Path, *, name: str, content: str, words: list[str], part: str
) -> None:
    (tmp_path / name).write_text(content)
    outcome = taiyaku("translate", name, *words, "-o", "made")
    assert outcome.code == 2
    assert part in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_translators_formats(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_text(f"{FIRST_JA}\n\n無言。\n{THIRD_JA}\n")
    assert taiyaku("translate", article, "-o", "out.tmx").code == 0
    units = etree.parse(tmp_path / "out.tmx").findall(".//tu")
    assert [[seg.text for seg in unit.iter("seg")] for unit in units] == [list(pair) for pair in TRANSLATIONS.items()]
    assert taiyaku("translate", "-l", "in.ja", "-o", "out.xlf").code == 1
    segments = etree.parse(tmp_path / "out.xlf").findall(".//{*}segment")
    texts = [(unit.findtext("{*}source"), unit.findtext("{*}target")) for unit in segments]
    assert texts == [(FIRST_JA, FIRST), ("無言。", None), (THIRD_JA, THIRD)]


def test_translators_formats_hold_few_pairs_in_memory() -> None:
    peaks = []
    for name in (OutputFormat.TMX, OutputFormat.XLIFF):
        for count in (2_000, 20_000):
            pairs = ((f"{number}番目の\x0b文。", f"Sentence number {number}.") for number in range(count))
            tracemalloc.start()
            written = sum(chunk.count(b"number") for chunk in unit_chunks("in.ja", pairs, name))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert written == count
    assert max(peaks) < 1_000_000, "20,000 pairs alone take more"


def test_bilingual_text(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    expected = "".join(f"{ja}\n{en}\n\n" for ja, en in TRANSLATIONS.items())
    assert taiyaku("translate", article, "--bilingual").out == expected
    (tmp_path / "in.ja").write_text("".join(f"{ja}\n" for ja in TRANSLATIONS))
    assert taiyaku("translate", "-l", "in.ja", "--bilingual").out == expected
