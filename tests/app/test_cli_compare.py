import io
import json
import os
import sys
from pathlib import Path

import pytest

from app.storage import load_comparison
from corpora.samples import SAMPLES
from tests.app.calling import JAPANESE, PhraseBook, Taiyaku

pytestmark = pytest.mark.usefixtures("engine", "aligner")

ALL_FILES = ["beads.jsonl", "document.json", "pairs.tmx", "report.html", "scores.json"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_writes_everything_and_prints_the_figures(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path
) -> None:
    outcome = taiyaku("compare", article, source)
    folder = tmp_path / "taiyaku-out" / "library"
    assert outcome.code == 0
    assert outcome.err == ""
    assert sorted(path.name for path in folder.iterdir()) == ALL_FILES
    assert "library.txt" in outcome.out
    assert "chrF2" in outcome.out
    assert "|version:" in outcome.out
    assert str(Path("taiyaku-out/library/report.html")) in outcome.out


def test_a_folder_holds_nothing_of_an_earlier_source(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path
) -> None:
    assert taiyaku("compare", article, source, "-o", "here").code == 0
    (tmp_path / "here" / "notes.txt").write_text("mine")
    assert taiyaku("compare", article, "-o", "here").code == 0
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == ["document.json", "notes.txt", "report.html"]


def test_scores_carry_how_they_were_made(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    taiyaku("compare", article, source, "-o", "here")
    scores = json.loads((tmp_path / "here" / "scores.json").read_text())
    assert scores["engine"] == PhraseBook().line
    assert scores["alignment"]["method"] == "in step"
    assert all(
        score["signature"].endswith("version:" + score["signature"].rpartition("version:")[2])
        for score in scores["scores"]
    )
    assert [score["metric"] for score in scores["scores"]] == ["BLEU", "chrF2", "TER"]
    assert scores["coverage"]["source_share"] == 1.0
    assert scores["segments"] == 4
    stored = load_comparison(tmp_path / "here" / "document.json")
    assert stored.scores is not None
    assert [score.value for score in stored.scores.scores] == [score["value"] for score in scores["scores"]]


def test_the_same_articles_give_the_same_bytes_wherever_they_lie(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path
) -> None:
    taiyaku("compare", article, source, "-o", "one")
    (tmp_path / "elsewhere").mkdir()
    for path in (article, source):
        path.rename(tmp_path / "elsewhere" / path.name)
    taiyaku("compare", Path("elsewhere", article.name), Path("elsewhere", source.name), "-o", "deep/er/two")
    assert contents(tmp_path / "one") == contents(tmp_path / "deep/er/two")


def test_json_is_the_content_of_scores_json(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    printed = json.loads(taiyaku("compare", article, source, "-o", "here", "--json").out)
    assert printed.pop("folder") == "here"
    assert printed == json.loads((tmp_path / "here" / "scores.json").read_text())


def test_reasons_are_kept_and_shown_on_request(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    plain = taiyaku("compare", article, source, "-o", "here").out
    shown = taiyaku("compare", article, source, "-o", "there", "--explain").out
    assert "why its beads were chosen" not in plain
    assert "why its beads were chosen" in shown
    assert "meaning" in shown
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    stored = load_comparison(tmp_path / "here" / "document.json").alignment
    assert stored is not None
    beads = [json.loads(line) for line in (tmp_path / "here" / "beads.jsonl").read_text(encoding="utf-8").splitlines()]
    for bead, record in zip(stored.beads, beads, strict=True):
        assert dict(bead.signals) == record.get("explanation", {})
        assert ("cosine" in dict(bead.signals)) != bead.is_null


def test_without_a_source_only_report_and_document(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    outcome = taiyaku("compare", article, "-o", "here")
    assert outcome.code == 0
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == ["document.json", "report.html"]


def test_a_second_run_leaves_other_files_alone(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "notes.txt").write_text("mine")
    (tmp_path / "here" / "report.html").write_text("old")
    taiyaku("compare", article, source, "-o", "here")
    assert (tmp_path / "here" / "notes.txt").read_text() == "mine"
    assert (tmp_path / "here" / "report.html").read_text() != "old"
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == sorted([*ALL_FILES, "notes.txt"])


def test_folders_are_paired_by_stem(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    for name in ("ja/one.ja.txt", "ja/two.txt", "ja/alone.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(article.read_text())
    for name in ("en/one.en.txt", "en/two.md", "en/stray.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source.read_text())
    outcome = taiyaku("compare", "ja", "en", "-o", "out")
    assert outcome.code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one", "two"]
    assert sorted(path.name for path in (tmp_path / "out" / "two").iterdir()) == ALL_FILES
    assert "alone.txt" in outcome.err
    assert "stray.txt" in outcome.err


def test_one_unreadable_article_of_a_folder_is_listed(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "ja").mkdir()
    (tmp_path / "ja" / "good.txt").write_text(article.read_text())
    (tmp_path / "ja" / "empty.txt").write_text("")
    outcome = taiyaku("compare", "ja", "-o", "out")
    assert outcome.code == 1
    assert "empty.txt" in outcome.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good"]


def test_folders_without_a_common_stem_are_refused(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    for folder, name in (("ja", "a.txt"), ("en", "b.txt")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(article.read_text())
    outcome = taiyaku("compare", "ja", "en")
    assert outcome.code == 2
    assert "stem" in outcome.err
    assert not (tmp_path / "taiyaku-out").exists()


def test_a_file_and_a_folder_are_refused(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    outcome = taiyaku("compare", article, tmp_path)
    assert outcome.code == 2
    assert "folder" in outcome.err


def test_demo_shows_every_sample(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("demo")
    assert outcome.code == 0
    for sample in SAMPLES:
        assert sorted(path.name for path in (tmp_path / "taiyaku-demo" / sample.name).iterdir()) == ALL_FILES
        assert sample.name in outcome.out
    results = json.loads(taiyaku("demo", "--json", "-o", "elsewhere").out)
    assert [Path(result["folder"]).name for result in results] == [sample.name for sample in SAMPLES]


def test_folders_give_a_list_even_of_one(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    for folder, file in (("ja", article), ("en", source)):
        (tmp_path / folder).mkdir()
        file.rename(tmp_path / folder / "a.txt")
    printed = json.loads(taiyaku("compare", "ja", "en", "--json").out)
    assert [item["document"] for item in printed] == ["a.txt"]


def test_swapped_articles_are_noticed(taiyaku: Taiyaku, article: Path, source: Path) -> None:
    outcome = taiyaku("compare", source, article)
    assert outcome.err == "note: source.txt does not look Japanese\nnote: library.txt does not look English\n"
    assert taiyaku("compare", source, article, "--quiet").err == ""


def test_an_article_from_standard_input(
    taiyaku: Taiyaku, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(JAPANESE.encode())))
    assert taiyaku("compare", "-", source).code == 0
    stored = load_comparison(tmp_path / "taiyaku-out" / "stdin" / "document.json")
    assert stored.translation.document.name == "<stdin>"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("more", [[], ["--match"]])
def test_a_file_name_in_shift_jis(
    taiyaku: Taiyaku, source: Path, tmp_path: Path, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an archive from an old machine leaves them: the bytes are no UTF-8."""
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), "utf-8", errors="replace"))  # as app.entry does
    for folder, text in (("ja", JAPANESE), ("en", source.read_text())):
        (tmp_path / folder).mkdir()
        Path(os.fsdecode(bytes(tmp_path / folder) + b"/" + "図書館.txt".encode("cp932"))).write_text(text)
    assert taiyaku("compare", "ja", "en", "-o", "out", *more).code == 0
    (written,) = (tmp_path / "out").glob("*/document.json")
    assert load_comparison(written).translation.document.name.endswith(".txt")
