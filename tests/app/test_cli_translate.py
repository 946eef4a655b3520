import io
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import translate
from app.commands.translate import EXAMPLE_CALLS
from app.options import OutputFormat
from app.renderings import one_line, render_line, render_text
from corpora import read_document
from tests.app.calling import TRANSLATIONS, PhraseBook, Taiyaku
from tests.app.test_bad_input import disk_with_room_for
from translate import translate_document
from translate.batch import BatchShape
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


def test_who_types_is_told_how_to_end(taiyaku: Taiyaku, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing shows that it waits for them."""
    monkeypatch.setattr(Stdin, "isatty", lambda _: True)
    for words, told in (([], "up to the end of input (Ctrl-D"), (["--quiet"], "")):
        monkeypatch.setattr(sys, "stdin", Stdin(article.read_bytes()))
        outcome = taiyaku("translate", *words)
        assert outcome.code == 0
        assert told in outcome.err
        assert outcome.err.count("\n") == bool(told)


def test_the_suffix_of_the_output_chooses_the_format(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    for name in ("out.txt", "out.tsv", "out.jsonl", "out.html", "out.en"):
        assert taiyaku("translate", article, "-o", name).code == 0
    assert (tmp_path / "out.txt").read_text() == (tmp_path / "out.en").read_text()
    assert (tmp_path / "out.tsv").read_text().splitlines() == [f"{ja}\t{en}" for ja, en in TRANSLATIONS.items()]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["translation"] for row in rows] == list(TRANSLATIONS.values())
    text = article.read_text()
    assert [text[row["start"] : row["end"]] for row in rows] == list(TRANSLATIONS)
    assert "The building has" in (tmp_path / "out.html").read_text()


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
    article.with_suffix(".text").write_text("建物には五万冊の本がある。")
    outcome = taiyaku("translate", article, article.with_suffix(".text"), "-o", "out/", "--to", "text")
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


def test_a_stream_of_lines_is_read_in_windows_and_repeats_are_translated_once(
    taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    translate_them = engine.translate

    def recorded(sentences: Sequence[str]) -> list[Hypothesis]:
        given.extend(sentences)
        return translate_them(sentences)

    monkeypatch.setattr(engine, "translate", recorded)
    (tmp_path / "in.ja").write_text("".join(f"{'行' * (number % 1500 + 1)}\n" for number in range(3000)))
    outcome = taiyaku("translate", "-l", "in.ja")
    assert outcome.out == "".join(f"{number % 1500 + 1} characters\n" for number in range(3000))
    assert engine.calls > 1
    assert len(given) == len(set(given)) == 1500


LINES = [f"{number}番目の{'とても' * (number % 7)}短い文。" for number in range(60)]


class Fallible(PhraseBook):
    """A phrase book that can be told what to choke on, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.poison = "no such text"
        self.interrupted_after = 10_000

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if any(self.poison in sentence for sentence in sentences):
            raise RuntimeError("bad\nsentence")
        self.asked += sentences
        if len(self.asked) > self.interrupted_after:
            raise KeyboardInterrupt
        return super().translate(sentences)


@pytest.fixture
def fallible(monkeypatch: pytest.MonkeyPatch) -> Fallible:
    engine = Fallible()
    monkeypatch.setattr(translate, "load_engine", lambda *_, **__: engine)
    monkeypatch.setattr("translate.batch.job.shape_of", lambda _: BatchShape(sentences=4))
    return engine


@pytest.fixture
def numbered(tmp_path: Path) -> Path:
    path = tmp_path / "in.ja"
    path.write_text("\n".join(LINES) + "\n")
    return path


def test_an_interrupted_job_goes_on(taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path) -> None:
    fallible.interrupted_after = 30
    words = ("translate", "-l", numbered, "-o", "out.en", "--no-cache")
    outcome = taiyaku(*words)
    assert outcome.code == 130
    assert "28 finished sentences are kept" in outcome.err
    assert not (tmp_path / "out.en").exists()
    finished, fallible.asked, fallible.interrupted_after = fallible.asked[:28], [], 10_000
    outcome = taiyaku(*words)
    assert (outcome.code, outcome.err) == (0, "going on: 28 sentences were finished before\n")
    assert sorted(finished + fallible.asked) == sorted(LINES), "nothing is lost and nothing done twice"
    assert (tmp_path / "out.en").read_text().splitlines() == [f"{len(line)} characters" for line in LINES]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.ja", "out.en"]


def test_another_model_starts_afresh_and_says_so(taiyaku: Taiyaku, fallible: Fallible, numbered: Path) -> None:
    fallible.interrupted_after = 30
    words = ("translate", "-l", numbered, "-o", "out.en", "--no-cache")
    assert taiyaku(*words).code == 130
    fallible.asked, fallible.interrupted_after, fallible.line = [], 10_000, "another phrase book"
    outcome = taiyaku(*words)
    assert outcome.code == 0
    assert outcome.err == ("out.en.taiyaku-journal: made with another model or other settings; starting afresh\n")
    assert sorted(fallible.asked) == sorted(LINES)


def test_a_folder_of_articles_goes_on(taiyaku: Taiyaku, fallible: Fallible, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for number in range(6):
        (tmp_path / "news" / f"{number}.txt").write_text("".join(LINES[number * 10 : number * 10 + 10]) + "\n")
    fallible.interrupted_after = 30
    assert taiyaku("translate", "news", "-o", "out", "--no-cache").code == 130
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".taiyaku-journal"]
    finished, fallible.asked, fallible.interrupted_after = fallible.asked[:28], [], 10_000
    assert taiyaku("translate", "news", "-o", "out", "--no-cache").code == 0
    assert sorted(finished + fallible.asked) == sorted(LINES)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{number}.en.txt" for number in range(6)]


def test_a_disk_that_fills_up_in_mid_job_keeps_what_is_there(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path
) -> None:
    words = ("translate", "-l", numbered, "-o", "out.en", "--no-cache")
    with disk_with_room_for(2000):
        outcome = taiyaku(*words)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("taiyaku: out.en.taiyaku-journal: cannot be written: file too large; ")
    assert "finished sentences are kept (free some space, then the same command goes on)" in outcome.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.ja", "out.en.taiyaku-journal"]
    before, fallible.asked = fallible.asked, []
    assert taiyaku(*words).code == 0
    assert len(before) + len(fallible.asked) == len(LINES) + 4, "only the batch that did not fit is done again"
    assert (tmp_path / "out.en").read_text().splitlines() == [f"{len(line)} characters" for line in LINES]


def test_stdout_has_a_journal_only_if_one_is_named(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path
) -> None:
    fallible.interrupted_after = 30
    assert taiyaku("translate", "-l", numbered, "--no-cache").code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["in.ja"]
    fallible.asked = []
    assert taiyaku("translate", "-l", numbered, "--no-cache", "--journal", "kept").code == 130
    assert "28 finished" in taiyaku("translate", "-l", numbered, "--no-cache", "--journal", "kept").err
    fallible.asked, fallible.interrupted_after = [], 10_000
    outcome = taiyaku("translate", "-l", numbered, "--no-cache", "--journal", "kept")
    assert outcome.out.splitlines() == [f"{len(line)} characters" for line in LINES]
    assert len(fallible.asked) == len(LINES) - 28
    assert [path.name for path in tmp_path.iterdir()] == ["in.ja"]


def test_a_file_that_is_no_journal_is_left_alone(taiyaku: Taiyaku, numbered: Path) -> None:
    outcome = taiyaku("translate", "-l", numbered, "--journal", numbered)
    assert outcome.code == 2
    assert "is no journal" in outcome.err
    assert numbered.read_text().splitlines() == LINES


def test_a_poisonous_sentence_keeps_its_place_and_is_listed(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path
) -> None:
    fallible.poison = "17番目"
    outcome = taiyaku("translate", "-l", numbered, "-o", "out.en")
    assert outcome.code == 1
    assert outcome.err.startswith(f"taiyaku: {numbered}:18: not translated: RuntimeError: bad sentence\n")
    written = (tmp_path / "out.en").read_text().splitlines()
    assert written == ["" if number == 17 else f"{len(line)} characters" for number, line in enumerate(LINES)]
    fallible.poison, fallible.asked = "no such text", []
    assert taiyaku("translate", "-l", numbered, "-o", "out.en").code == 0
    assert fallible.asked == [LINES[17]], "a failure is not remembered, what was translated is"


def test_in_an_article_what_has_no_translation_is_left_as_it_was(
    taiyaku: Taiyaku, fallible: Fallible, article: Path
) -> None:
    fallible.poison = "市長"
    outcome = taiyaku("translate", article)
    assert outcome.code == 1
    assert outcome.out.startswith(f"{FIRST} 市長は三百人の前で鍵を渡した。\n")
    assert "library.txt:1: not translated" in outcome.err


def test_a_dead_engine_is_no_list_of_poisonous_sentences(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path
) -> None:
    fallible.poison = ""
    outcome = taiyaku("translate", "-l", numbered, "-o", "out.en")
    assert outcome.code == 2
    assert outcome.err.startswith("taiyaku: the engine fails on every sentence: RuntimeError: bad sentence")
    assert [path.name for path in tmp_path.iterdir()] == ["in.ja"]


def test_the_cache_serves_other_jobs_unless_it_is_refused(taiyaku: Taiyaku, fallible: Fallible, numbered: Path) -> None:
    expected = taiyaku("translate", "-l", numbered).out
    fallible.asked = []
    assert taiyaku("translate", "-l", numbered).out == expected
    assert fallible.asked == []
    assert taiyaku("translate", "-l", numbered, "--no-cache").out == expected
    assert sorted(fallible.asked) == sorted(LINES)
    fallible.asked, fallible.line = [], "another phrase book"
    assert taiyaku("translate", "-l", numbered).out == expected
    assert sorted(fallible.asked) == sorted(LINES)


def test_a_broken_cache_is_left_out_and_told(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache" / "taiyaku").mkdir(parents=True)
    (tmp_path / "cache" / "taiyaku" / "translations.sqlite").write_text("no database" * 1000)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    outcome = taiyaku("translate", "-l", numbered)
    assert outcome.code == 0
    assert "the cache is left out" in outcome.err
    assert "delete the file" in outcome.err
    assert sorted(fallible.asked) == sorted(LINES)


def test_a_cache_folder_that_cannot_be_made_is_told(
    taiyaku: Taiyaku, fallible: Fallible, numbered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    outcome = taiyaku("translate", "-l", numbered)
    assert outcome.code == 0
    assert "the cache is left out: Not a directory (set XDG_CACHE_HOME" in " ".join(outcome.err.split())
    assert sorted(fallible.asked) == sorted(LINES)


def test_json_lines_tell_programs_how_far_it_is(taiyaku: Taiyaku, fallible: Fallible, numbered: Path) -> None:
    fallible.poison = "17番目"
    outcome = taiyaku("translate", "-l", numbered, "--json")
    events = [json.loads(line) for line in outcome.err.splitlines()]
    assert [event["event"] for event in events] == ["problem", "remark", "done"]
    assert (events[-1]["done"], events[-1]["total"], events[-1]["translated"]) == (60, 60, 59)
    assert (events[-1]["failed"], events[-1]["flagged"], events[-1]["cached"]) == (1, 1, 0)
    assert events[-1]["flags"] == {"failed": 1}
    rows = [json.loads(line) for line in taiyaku("translate", "-l", numbered, "--to", "jsonl").out.splitlines()]
    assert [row["flags"] for row in rows if row["flags"]] == [["failed"]]
    assert rows[17]["flags"] == ["failed"], "it keeps its place"


def test_nothing_lies_about_while_the_model_loads(
    taiyaku: Taiyaku, numbered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def load_engine(*_names: object, **_options: object) -> PhraseBook:
        seen.extend(path.name for path in tmp_path.iterdir())
        return PhraseBook()

    monkeypatch.setattr(translate, "load_engine", load_engine)
    assert taiyaku("translate", "-l", numbered, "-o", "out.en").code == 0
    assert seen == ["in.ja"], "a kill now would leave nothing behind"


def test_every_format_goes_on_after_an_interruption(taiyaku: Taiyaku, fallible: Fallible, tmp_path: Path) -> None:
    (tmp_path / "in.html").write_text("<p>" + "</p>\n<p>".join(LINES) + "</p>\n")
    (tmp_path / "in.csv").write_text("t\n" + "\n".join(LINES) + "\n")
    (tmp_path / "in.ja").write_text("\n".join(LINES) + "\n")
    for words in (
        ("in.html", "-o", "out.html"),
        ("in.csv", "-c", "t", "-o", "out.csv"),
        ("-l", "in.ja", "-o", "out.tmx"),
        ("-l", "in.ja", "-o", "out.xlf"),
    ):
        fallible.asked, fallible.interrupted_after = [], 30
        assert taiyaku("translate", *words, "--no-cache").code == 130
        finished, fallible.asked, fallible.interrupted_after = fallible.asked[:28], [], 10_000
        assert taiyaku("translate", *words, "--no-cache").code == 0
        assert sorted(finished + fallible.asked) == sorted(LINES)
        written = (tmp_path / words[-1]).read_text()
        assert [f"{len(line)} characters" in written for line in LINES] == [True] * len(LINES)
        assert not list(tmp_path.glob(".taiyaku-*"))


def test_the_rest_of_a_broken_input_makes_no_output(taiyaku: Taiyaku, numbered: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ja").write_bytes("\n".join(LINES).encode() + "\n終".encode()[:-1])
    outcome = taiyaku("translate", "-l", "bad.ja", numbered, "-o", "out/")
    assert outcome.code == 1
    assert "bad.ja:61: not utf-8 text" in outcome.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["in.en.txt"]


def test_the_examples_of_the_help_page_work(
    taiyaku: Taiyaku, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("news", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}1.txt").write_text(article.read_text())
    for name in ("a.txt", "src.ja"):
        (tmp_path / name).write_text(article.read_text())
    for name in ("article.html", "page.html"):
        (tmp_path / name).write_text(f"<p>{article.read_text()}</p>")
    (tmp_path / "t.csv").write_text("id,text\n1,犬が走る。\n")
    (tmp_path / "terms.tsv").write_text("犬\tdog\n")
    (tmp_path / "talk.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n犬が走る。\n")
    monkeypatch.setattr(sys, "stdin", Stdin(article.read_bytes()))
    elsewhere = ("hf:", ".epub", "--cluster", "the same again")  # a hub, a book, Ray
    local = [call for call, _ in EXAMPLE_CALLS if not any(word in call for word in elsewhere)]
    assert len(local) > 12
    for call in local:
        outcome = taiyaku(*shlex.split(call.rpartition("| ")[2])[1:])
        assert outcome.code == 0, f"{call}: {outcome.err}"


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


def test_several_inputs_need_a_folder(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("建物には五万冊の本がある。\n")
    for output in ("both.txt", "both.tmx", "both.docx"):
        outcome = taiyaku("translate", article, "b.txt", "-o", output)
        assert outcome.code == 2
        assert outcome.err == f"taiyaku: {output}: several inputs cannot go into one file (name a folder with -o)\n"
    assert taiyaku("translate", article, "b.txt", "-o", "both.txt/").code == 0
    assert (tmp_path / "both.txt" / "b.en.txt").exists()
