"""`taiyaku compare --match`: articles paired by what they say."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from corpora.samples import SAMPLES
from tests.app.calling import ENGLISH, JAPANESE, Taiyaku

pytestmark = pytest.mark.usefixtures("engine", "aligner")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two samples, and a Japanese article whose source is missing; English files whose names say nothing."""
    japanese, english = tmp_path / "ja", tmp_path / "en"
    japanese.mkdir()
    english.mkdir()
    for number, sample in enumerate(SAMPLES[:2]):
        shutil.copy(sample.japanese, japanese / f"{sample.name}{sample.japanese.suffix}")
        shutil.copy(sample.english, english / f"{number}{sample.english.suffix}")
    (japanese / "library.txt").write_text(JAPANESE, encoding="utf-8")
    return japanese, english


def rows(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["japanese"]: row["english"] for row in csv.DictReader(stream, delimiter="\t")}


@pytest.mark.usefixtures("folders")
def test_each_article_is_compared_with_its_source_or_alone(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("compare", "ja", "en", "--match", "-o", "out")
    assert outcome.code == 0
    assert outcome.err == ""
    assert "source found for 2 of 3" in outcome.out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        ["library", "matches.json", "matches.tsv", *(sample.name for sample in SAMPLES[:2])]
    )
    assert (tmp_path / "out" / SAMPLES[0].name / "beads.jsonl").exists()
    assert not (tmp_path / "out" / "library" / "beads.jsonl").exists()
    found = rows(tmp_path / "out" / "matches.tsv")
    assert found["library.txt"] == ""
    for number, sample in enumerate(SAMPLES[:2]):
        assert found[f"{sample.name}{sample.japanese.suffix}"] == f"{number}{sample.english.suffix}"


@pytest.mark.usefixtures("folders")
def test_matches_tell_what_speaks_for_them(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("compare", "ja", "en", "--match", "--pairs-only", "--json", "-o", "out")
    assert outcome.code == 0
    printed = json.loads(outcome.out)
    assert printed == json.loads((tmp_path / "out" / "matches.json").read_text(encoding="utf-8"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["matches.json", "matches.tsv"]
    by_name = {match["japanese"]: match for match in printed}
    news = by_name[f"{SAMPLES[0].name}{SAMPLES[0].japanese.suffix}"]
    japanese, english = news["likely"][0]["sentence_pairs"][0]
    assert japanese in SAMPLES[0].japanese_sentences.read_text(encoding="utf-8")
    assert english in SAMPLES[0].english_sentences.read_text(encoding="utf-8")
    assert news["likely"][0]["probability"] > 0.9
    assert by_name["library.txt"]["english"] is None


def test_one_article_against_a_folder(taiyaku: Taiyaku, folders: tuple[Path, Path], tmp_path: Path) -> None:
    (folders[1] / "library-source.txt").write_text(ENGLISH, encoding="utf-8")
    outcome = taiyaku("compare", "ja/library.txt", "en", "--match", "-o", "out")
    assert outcome.code == 0
    assert rows(tmp_path / "out" / "matches.tsv") == {"library.txt": "library-source.txt"}
    assert (tmp_path / "out" / "report.html").exists()
    assert (tmp_path / "out" / "beads.jsonl").exists()


def test_unreadable_files_are_listed_and_the_others_matched(taiyaku: Taiyaku, folders: tuple[Path, Path]) -> None:
    (folders[0] / "empty.txt").write_text("")
    (folders[1] / "nothing.txt").write_text("")
    for more in ((), ("--pairs-only",)):
        outcome = taiyaku("compare", "ja", "en", "--match", *more)
        assert outcome.code == 1
        assert "source found for 2 of 3" in outcome.out
        assert outcome.err.count("empty.txt") == 1
        assert outcome.err.count("nothing.txt") == 1


@pytest.mark.usefixtures("folders")
def test_calls_that_make_no_sense(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "empty.txt").write_text("")
    for words, expected in (
        (("ja", "--match"), "folder of English articles"),
        (("ja", "en", "--pairs-only"), "add --match"),
        (("ja", "bare", "--match"), "no article in this folder"),
        (("ja", "hollow", "--match"), "hollow: no article could be read"),
        (("ja", "en/0.txt"), "--match"),
    ):
        outcome = taiyaku("compare", *words)
        assert outcome.code == 2
        assert expected in outcome.err
        assert outcome.err.count("\n") == 1
    assert not (tmp_path / "taiyaku-out").exists()
