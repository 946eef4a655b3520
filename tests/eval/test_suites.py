"""Suites are read from every layout that people keep them in, and refused in one line otherwise."""

import os
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError, ScoreError
from eval.suites import Suite, load_suite

SOURCE = ["港に船が着いた。", "雨が降っている。", "市場は静かだった。", "灯台に灯がともる。"]
REFERENCE = ["A ship reached the port.", "It is raining.", "The market was quiet.", "The lighthouse lights up."]
OTHER = ["A ship came in.", "Rain is falling.", "The market lay still.", "Light comes to the lighthouse."]
SYSTEM = ["The ship arrived.", "It rains.", "The market was silent.", "The lamp is lit."]


def write(folder: Path, **files: list[str]) -> Path:
    """A folder with these files; two underscores stand for a slash, one for a dot."""
    for name, lines in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("source", "reference"),
    [
        ("src_ja", "ref_en"),
        ("src_ja", "refA_en"),
        ("ja_txt", "en_txt"),
        ("devtest_ja", "devtest_en"),
        ("test_ja", "test_en"),
    ],
)
def test_every_layout_is_recognised(tmp_path: Path, source: str, reference: str) -> None:
    suite = load_suite(write(tmp_path / "harbour", **{source: SOURCE, reference: REFERENCE}))
    assert suite == Suite("harbour", tuple(SOURCE), (tuple(REFERENCE),))
    assert suite.total == 4


def test_several_references_and_systems(tmp_path: Path) -> None:
    write(tmp_path, src_ja=SOURCE, refB_en=OTHER, refA_en=REFERENCE, systems__small_en=SYSTEM, systems__big_en=OTHER)
    suite = load_suite(tmp_path)
    assert suite.references == (tuple(REFERENCE), tuple(OTHER))
    assert suite.systems == (("big", tuple(OTHER)), ("small", tuple(SYSTEM)))


@pytest.mark.parametrize(
    ("files", "documents", "domains"),
    [
        (
            {"docids_tsv": ["d1\tnews\t1", "d1\tnews\t2", "d2\ttalk\t1", "d2\ttalk\t2"]},
            "d1 d1 d2 d2",
            "news news talk talk",
        ),
        ({"docids_tsv": ["d1\t1", "d1\t2", "d2\t1", "d2\t2"]}, "d1 d1 d2 d2", None),
        ({"docids_txt": ["a", "a", "b", "b"]}, "a a b b", None),
        ({"ids_tsv": [f"s{n}\td{n % 2}\twiki\ten" for n in range(4)]}, "d0 d1 d0 d1", "wiki wiki wiki wiki"),
        ({"domains_tsv": ["sea", "sky", "town", "sea"]}, None, "sea sky town sea"),
        (
            {"domains_tsv": ["d1\tsea", "d1\tsea", "d2\tsky", "d2\tsky"], "docids_tsv": ["x\tnews\t1"] * 4},
            "x x x x",
            "sea sea sky sky",
        ),
    ],
)
def test_documents_and_domains(
    tmp_path: Path, files: dict[str, list[str]], documents: str | None, domains: str | None
) -> None:
    suite = load_suite(write(tmp_path, src_ja=SOURCE, ref_en=REFERENCE, **files))
    assert suite.documents == (tuple(documents.split()) if documents else None)
    assert suite.domains == (tuple(domains.split()) if domains else None)


def test_human_scores_beside_the_suite(tmp_path: Path) -> None:
    write(tmp_path, src_ja=SOURCE, ref_en=REFERENCE, human_tsv=["# asked in", "# the harbour", "big\t0.5", "small\t-1"])
    human = load_suite(tmp_path).human
    assert human is not None
    assert human.by_system == {"big": 0.5, "small": -1.0}
    assert human.origin == "asked in the harbour"
    write(tmp_path, human_tsv=["big\t0.5", "small: -1"])
    with pytest.raises(InputError, match=r"human\.tsv:2: not of the form SYSTEM, tab, SCORE"):
        load_suite(tmp_path)


@pytest.mark.parametrize("name", ["ref_en", "systems__small_en", "docids_tsv"])
def test_a_file_that_is_too_short_is_named(tmp_path: Path, name: str) -> None:
    files = {"src_ja": SOURCE, "ref_en": REFERENCE} | {name: REFERENCE[:3]}
    with pytest.raises(ScoreError, match=r": 3 lines, but .*src\.ja: 4; line 4 is the first missing") as caught:
        load_suite(write(tmp_path, **files))
    assert name.replace("__", "/").replace("_", ".") in str(caught.value)


def test_what_is_no_suite(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not a test suite \(it should hold one of: src\.ja with ref\*\.en"):
        load_suite(write(tmp_path, src_ja=SOURCE))
    with pytest.raises(InputError, match="is a file, not a suite"):
        load_suite(tmp_path / "src.ja")
    for name in ("nowhere", "wmt21", "wmt21/ja-xx", "/"):
        with pytest.raises(InputError, match=r"no such suite|is not a test suite"):
            load_suite(name)


@given(st.integers(1, 9), st.integers(1, 12))
def test_the_beginning_of_a_suite(size: int, count: int) -> None:
    numbers = tuple(map(str, range(size)))
    suite = Suite("s", numbers, (numbers, numbers), numbers, numbers, (("x", numbers),))
    part = suite.first(count)
    lists = [part.source, *part.references, part.documents, part.domains, *(lines for _, lines in part.systems)]
    assert all(entries == numbers[:count] for entries in lists)
    assert part.total == size
    assert suite.first(None) is suite


class Harbour:
    """A test set as sacrebleu's classes look from outside."""

    def __init__(self, folder: Path, error: BaseException | None = None) -> None:
        self.langpairs = {"ja-en": ["harbour.xml"]}
        self._folder = folder
        self._error = error
        self._fields = {
            "src": SOURCE,
            "docid": ["d1", "d1", "d2", "d2"],
            "origlang": ["ja"] * 4,
            "ref:A": REFERENCE,
            "ref:B": OTHER,
            "small": SYSTEM,
        }

    def fieldnames(self, _pair: str) -> list[str]:
        if self._error is not None:
            raise self._error
        return list(self._fields)

    def get_files(self, _pair: str) -> list[str]:
        paths = [self._folder / f"set.{field.replace(':', '-')}" for field in self._fields]
        for path, lines in zip(paths, self._fields.values(), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return [str(path) for path in paths]

    def get_reference_files(self, pair: str) -> list[str]:
        return [path for path in self.get_files(pair) if path.endswith("ref-A")]


def offer(monkeypatch: pytest.MonkeyPatch, dataset: Any) -> None:
    """Let sacrebleu have a test set `harbour/25`."""
    from sacrebleu.dataset import DATASETS

    monkeypatch.setitem(DATASETS, "harbour/25", dataset)
    monkeypatch.setitem(DATASETS, "harbour/25/systems", dataset)


def test_a_test_set_of_sacrebleu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, Harbour(tmp_path))
    assert load_suite("harbour/25/ja-en") == Suite(
        "harbour-25-ja-en",
        tuple(SOURCE),
        (tuple(REFERENCE),),
        ("d1", "d1", "d2", "d2"),
        None,
        (("small", tuple(SYSTEM)),),
    )
    assert load_suite("harbour/25/systems/ja-en").name == "harbour-25-ja-en"


@pytest.mark.parametrize("error", [URLError("Name or service not known"), SystemExit(1), TimeoutError("timed out")])
def test_no_network_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    offer(monkeypatch, Harbour(tmp_path, error))
    with pytest.raises(InputError, match=r"^harbour/25/ja-en: cannot be downloaded: .*connect to a network") as caught:
        load_suite("harbour/25/ja-en")
    assert "\n" not in str(caught.value)


def test_sacrebleu_still_has_the_sets_that_the_help_names() -> None:
    from eval.suites.sacrebleu_sets import is_sacrebleu_name

    assert is_sacrebleu_name("wmt21/systems/ja-en")
    assert is_sacrebleu_name("wmt23/ja-en")
    assert not is_sacrebleu_name("wmt21/en")


@pytest.mark.parametrize(
    ("name", "segments", "documents", "domains", "systems"),
    [
        ("wmt21-ja-en", 1005, 81, {"news"}, 16),
        ("wmt20-ja-en", 993, 80, {"news"}, 0),
        ("ntrex-ja-en", 1752, 105, None, 0),
        ("flores200-devtest", 1012, None, None, 0),
        ("kftt", 1160, None, None, 0),
        ("bsd-ja-en", 2120, None, None, 0),
        ("pud-ja-en", 1000, 397, {"news", "wiki"}, 0),
        ("tatoeba-test-v2021-08-07", 13862, None, None, 0),
    ],
)
def test_public_suites_work_as_they_are(
    name: str, segments: int, documents: int | None, domains: set[str] | None, systems: int
) -> None:
    bench = os.environ.get("TAIYAKU_BENCH")
    if not bench:
        pytest.skip("TAIYAKU_BENCH does not name the folder of the benchmarks")
    suite = load_suite(Path(bench) / name)
    assert suite.total == segments
    assert (None if suite.documents is None else len(set(suite.documents))) == documents
    assert (None if suite.domains is None else set(suite.domains)) == domains
    assert len(suite.systems) == systems


@pytest.mark.parametrize(("name", "segments"), [("numbers", 600), ("samples", 60)])
def test_suites_of_ours_by_name(name: str, segments: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    suite = load_suite(name)
    assert (suite.name, len(suite.source), len(suite.references)) == (name, segments, 1)
    assert all(line.strip() for lines in (suite.source, *suite.references) for line in lines)
    assert (suite.domains is None) == (name == "numbers")
    (tmp_path / name).mkdir()
    with pytest.raises(InputError, match="is not a test suite"):  # a folder of that name goes first
        load_suite(name)


def test_published_human_scores_of_a_public_suite_come_with_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "wmt21-ja-en"
    (folder / "systems").mkdir(parents=True)
    for name in ("src.ja", "ref.en", "systems/Illini.en"):
        (folder / name).write_text("x\n", encoding="utf-8")
    human = load_suite(folder).human
    assert human is not None
    assert len(human.by_system) == 16
    assert human.by_system["HuaweiTSC"] == 0.141
    assert "Akhbardeh" in human.origin
    (folder / "human.tsv").write_text("Illini\t3\n", encoding="utf-8")
    own = load_suite(folder).human
    assert own is not None
    assert own.by_system == {"Illini": 3.0}
