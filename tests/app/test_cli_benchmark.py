"""`taiyaku benchmark` from the command line: what it writes, keeps, says and refuses."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import translate
from app.leaderboard.markdown import replace_block
from app.leaderboard.scale import Scale, scale_over
from tests.app.calling import TRANSLATIONS, PhraseBook, Taiyaku
from tests.app.test_report import Page
from translate.batch import BatchShape
from translate.translation import Hypothesis

REFERENCE = [
    "The town's new library opened on Monday.",
    "The mayor handed over the key in front of 300 people.",
    "There are 50,000 books in the building.",
    "The old library is to be demolished next year.",
]
RIVAL = [
    "A library opened on Monday.",
    "The mayor gave the key <b>to</b> 300 people & left.",
    "Books are in the building.",
    "Next year the old one goes.",
]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Four segments, two documents and domains, three systems, one of whose names is markup."""
    folder = tmp_path / "harbour"
    (folder / "systems").mkdir(parents=True)
    for name, lines in (
        ("src.ja", list(TRANSLATIONS)),
        ("ref.en", REFERENCE),
        ("docids.tsv", ["d1\tnews\t1", "d1\tnews\t2", "d2\ttalk\t1", "d2\ttalk\t2"]),
        ("systems/rival.en", RIVAL),
        ("systems/<i>a|b*.en", [HOSTILE] * 4),
        ("systems/dull.en", ["It is so."] * 3 + ["The old library."]),
    ):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


pytestmark = pytest.mark.usefixtures("engine", "suite")

QUICK = ("--bootstrap", "40")


def test_a_leaderboard_of_model_and_published_systems(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("benchmark", "harbour", *QUICK)
    assert outcome.code == 0, outcome.err
    first = re.search(r"│ 1 │ (.*?) +│", outcome.out)
    assert first is not None
    assert first[1] == "phrase book"
    for part in ("rival", "Sentences/s", "4 segments, 1 reference.", "engine phrase book | 4 sentences", "bs:40|seed:"):
        assert part in outcome.out
    folder = tmp_path / "taiyaku-benchmark"
    assert sorted(path.name for path in folder.iterdir()) == [
        "leaderboard.html",
        "leaderboard.json",
        "leaderboard.md",
        "translations",
    ]
    stored = next((folder / "translations" / "harbour").glob("*.en"))
    assert stored.read_text().splitlines() == list(TRANSLATIONS.values())


def test_json_says_everything(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("benchmark", "harbour", "--json", "--metric", "chrf++", "--metric", "TER", "-o", "out", *QUICK)
    (board,) = json.loads(outcome.out)
    assert board == json.loads((tmp_path / "out" / "leaderboard.json").read_text())[0]
    assert board["metrics"] == ["chrF2++", "TER"]
    assert board["suite"] == "harbour"
    best = board["placings"][0]
    assert (best["name"], best["cluster"], best["scores"][0]["p_value"]) == ("phrase book", 1, None)
    assert best["run"]["segments"] == 4
    assert best["run"]["segments_per_second"] > 0
    assert best["run"]["words"] == sum(len(line.split()) for line in TRANSLATIONS.values())
    domains = next(breakdown for breakdown in board["breakdowns"] if breakdown["by"] == "domain")
    assert [group["label"] for group in domains["groups"]] == ["news", "talk"]
    assert set(domains["groups"][0]["scores"]["rival"]) == {"chrF2++", "TER"}
    assert board["contrast"]["first"] == "phrase book"


def test_a_second_run_translates_nothing_and_writes_the_same(
    taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path
) -> None:
    def written() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}

    first = taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    before, calls = written(), engine.calls
    assert taiyaku("benchmark", "harbour", "-o", "out", *QUICK) == first
    assert engine.calls == calls
    assert written() == before


class Fragile(PhraseBook):
    """A phrase book that is closed after two calls, one sentence each."""

    batch_shape = BatchShape(sentences=1)
    asked: tuple[str, ...] = ()

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return [len(sentence) for sentence in sentences]

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if self.calls == 2:
            raise KeyboardInterrupt
        self.asked += tuple(sentences)
        return super().translate(sentences)


def test_an_interrupted_translation_is_gone_on_with(
    taiyaku: Taiyaku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragile = Fragile()
    monkeypatch.setattr(translate, "load_engine", lambda *_names, **_options: fragile)
    assert taiyaku("benchmark", "harbour", "-o", "out", *QUICK).code == 130
    assert list((tmp_path / "out").rglob("*.en")) == []
    fragile.calls = -5
    outcome = taiyaku("benchmark", "harbour", "-o", "out", "--json", *QUICK)
    assert outcome.code == 0
    assert sorted(fragile.asked) == sorted(TRANSLATIONS)  # none twice
    (folder,) = (tmp_path / "out" / "translations").iterdir()
    assert sorted(path.suffix for path in folder.iterdir()) == [".en", ".json"]
    assert next(folder.glob("*.en")).read_text().splitlines() == list(TRANSLATIONS.values())
    placings = json.loads(outcome.out)[0]["placings"]
    assert next(placing["run"] for placing in placings if placing["engine_line"]) is None  # no speed from a part


@pytest.mark.parametrize("damage", ["cut", "edited", "no record", "broken record"])
def test_a_damaged_translation_is_made_anew(taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path, damage: str) -> None:
    taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    calls = engine.calls
    lines = next((tmp_path / "out").rglob("*.en"))
    record = lines.with_suffix(".json")
    if damage == "cut":
        lines.write_text("".join(lines.read_text().splitlines(keepends=True)[:2]))
    elif damage == "edited":
        lines.write_text(lines.read_text().replace("Monday", "Sunday"))
    elif damage == "no record":
        record.unlink()
    else:
        record.write_text(record.read_text()[:40])
    assert taiyaku("benchmark", "harbour", "-o", "out", *QUICK).code == 0
    assert engine.calls == calls + 1
    assert lines.read_text().splitlines() == list(TRANSLATIONS.values())


def test_another_engine_or_source_is_another_translation(
    taiyaku: Taiyaku, engine: PhraseBook, suite: Path, tmp_path: Path
) -> None:
    taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    engine.line = "phrase book | 5 sentences"
    taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    (suite / "src.ja").write_text("".join(f"{line}!\n" for line in TRANSLATIONS))
    taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    assert engine.calls == 3
    assert len(list((tmp_path / "out").rglob("*.en"))) == 3


def test_a_part_of_a_suite_says_so_everywhere(taiyaku: Taiyaku, tmp_path: Path) -> None:
    outcome = taiyaku("benchmark", "harbour", "--limit", 2, "-o", "out", *QUICK)
    said = "Only the first 2 of 4 segments"
    assert said in outcome.out
    assert said in (tmp_path / "out" / "leaderboard.md").read_text()
    assert said in (tmp_path / "out" / "leaderboard.html").read_text()
    (board,) = json.loads((tmp_path / "out" / "leaderboard.json").read_text())
    assert (board["segments"], board["total_segments"]) == (2, 4)


def test_several_suites(taiyaku: Taiyaku, suite: Path, tmp_path: Path) -> None:
    other = tmp_path / "market"
    other.mkdir()
    (other / "test.ja").write_text((suite / "src.ja").read_text())
    (other / "test.en").write_text((suite / "ref.en").read_text())
    outcome = taiyaku("benchmark", "harbour", "market", "--json", "-q", *QUICK)
    assert [board["suite"] for board in json.loads(outcome.out)] == ["harbour", "market"]
    rows = [
        line for line in taiyaku("benchmark", "harbour", "market", *QUICK).out.splitlines() if "phrase book" in line
    ]
    assert len(rows[-1].strip("│").split("│")) == 3  # the model on both suites
    page = Page((tmp_path / "taiyaku-benchmark" / "leaderboard.html").read_text())
    assert {"#suite-1", "#suite-2"} <= set(page.attributes("href"))
    assert {"suite-1", "suite-2"} <= set(page.attributes("id"))
    assert (tmp_path / "taiyaku-benchmark" / "leaderboard.md").read_text().startswith("# Leaderboard\n\n| BLEU of |")
    again = taiyaku("benchmark", "harbour", "harbour", *QUICK)
    assert again.code == 2
    assert "two suites have this name" in again.err


def test_systems_side_by_side_are_chosen(taiyaku: Taiyaku, tmp_path: Path) -> None:
    words = ("benchmark", "harbour", "-o", "out", *QUICK)
    assert taiyaku(*words, "--between", "rival", "--between", "phrase book").code == 0
    page = Page((tmp_path / "out" / "leaderboard.html").read_text())
    assert "rival and phrase book" in page.text
    assert "There are 50,000 books in the building." in page.text
    missing = taiyaku(*words, "--between", "rival", "--between", "nobody")
    assert missing.code == 2
    assert "no system 'nobody'" in missing.err
    assert taiyaku(*words, "--between", "rival").code == 2


def test_the_page_needs_nothing_and_nothing_in_it_acts(taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path) -> None:
    engine.line = "<i>book | <i>1"
    words = ("--between", "rival", "--between", "<i>a|b*")
    assert taiyaku("benchmark", "harbour", "-o", "out", *words, *QUICK).code == 0
    page = Page((tmp_path / "out" / "leaderboard.html").read_text())
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(hashlib.sha256(page.inside[tag].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    for tag, attributes in page.elements:
        assert attributes.get("href", "#").startswith(("#", "data:,"))
        assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes)
        assert tag not in {"b", "i", "link"} or attributes.get("rel") == "icon"
    assert [tag for tag, _ in page.elements].count("script") == 1
    for text in (HOSTILE, "<i>a|b*", "<i>book | <i>1"):
        assert text in page.text
    assert "<b>to</b> 300 people & left." in "".join(page.text.split("\n"))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("svg") == 3  # ranking, speed, domains
    assert tags.count("details") == 2  # domains, documents


def test_markdown_goes_between_its_markers(taiyaku: Taiyaku, tmp_path: Path) -> None:
    document = tmp_path / "evaluation.md"
    frame = "# Ours\n\n<!-- benchmark harbour -->\n{}<!-- end of benchmark harbour -->\n\nThe end.\n"
    document.write_text(frame.format("as it was\n"))
    (tmp_path / "harbour" / "human.tsv").write_text(
        "# invented\nrival\t0.5\n<i>a|b*\t-0.5\ndull\t0.1\nphrase book\t1\n"
    )
    words = ("benchmark", "harbour", "--markdown-into", "evaluation.md", *QUICK)
    assert taiyaku(*words).code == 0
    text = document.read_text()
    assert "as it was" not in text
    assert text.startswith("# Ours\n\n<!-- benchmark harbour -->\n")
    assert text.endswith("<!-- end of benchmark harbour -->\n\nThe end.\n")
    assert "| **phrase book** |" in text
    assert r"\<i\>a\|b\*" in text
    images = re.findall(r"!\[.*?\]\((.*?)\)", text)
    kinds = ["ranking", "speed", "domain", "people-BLEU", "people-chrF2"]
    assert images == [f"evaluation/harbour-{kind}.svg" for kind in kinds]
    for image in images:
        root = etree.parse(tmp_path / image).getroot()
        assert etree.QName(root).text == "{http://www.w3.org/2000/svg}svg"
    assert taiyaku(*words).code == 0
    assert document.read_text() == text


def test_missing_markers_are_noticed_before_any_work(taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path) -> None:
    (tmp_path / "evaluation.md").write_text("# Ours\n")
    outcome = taiyaku("benchmark", "harbour", "--markdown-into", "evaluation.md", *QUICK)
    assert outcome.code == 2
    assert "no place for the leaderboard of harbour" in outcome.err
    assert engine.calls == 0


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["nowhere"], "give a folder with src.ja and ref.en, or a sacrebleu name"),
        (["harbour", "--metric", "COMETA"], "COMETA"),
        (["harbour", "--bootstrap", "3"], "--bootstrap"),
        (["harbour", "-m", "embedded", "-m", "embedded"], "a model is named twice"),
        (["harbour", "--limit", "0"], "--limit"),
        (["harbour", "-o", "harbour/src.ja"], "harbour/src.ja"),
    ],
)
def test_what_cannot_be_done_is_refused(
    taiyaku: Taiyaku, engine: PhraseBook, tmp_path: Path, words: list[str], part: str
) -> None:
    outcome = taiyaku("benchmark", *words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert part in outcome.err
    assert not (tmp_path / "taiyaku-benchmark").exists()
    assert "-o" in words or engine.calls == 0


def test_segments_left_untranslated_are_listed_and_code_1(taiyaku: Taiyaku, suite: Path) -> None:
    (suite / "src.ja").write_text("無言。\n" + "".join(f"{line}\n" for line in list(TRANSLATIONS)[1:]))
    outcome = taiyaku("benchmark", "harbour", *QUICK)
    assert outcome.code == 1
    assert "phrase book gave nothing for 1 segments of harbour: 1\n" in outcome.err
    assert taiyaku("benchmark", "harbour", "--quiet", *QUICK).err == ""


def test_segments_on_which_the_engine_failed_are_tried_again(
    taiyaku: Taiyaku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Moody(PhraseBook):
        """Fails on one sentence as long as it is angry."""

        angry = True

        def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
            if self.angry and any("市長" in sentence for sentence in sentences):
                raise RuntimeError("not now")
            return super().translate(sentences)

    moody = Moody()
    monkeypatch.setattr(translate, "load_engine", lambda *_names, **_options: moody)
    outcome = taiyaku("benchmark", "harbour", "-o", "out", *QUICK)
    assert outcome.code == 1
    assert "gave nothing for 1 segments of harbour: 2\n" in outcome.err
    moody.angry = False
    assert taiyaku("benchmark", "harbour", "-o", "out", *QUICK).code == 0
    stored = next((tmp_path / "out" / "translations").rglob("*.en"))
    assert stored.read_text().splitlines() == list(TRANSLATIONS.values())


def test_two_models_of_one_name_are_told_apart(taiyaku: Taiyaku) -> None:
    outcome = taiyaku("benchmark", "harbour", "-m", "embedded", "-m", "other/", "--json", "-q", *QUICK)
    names = {placing["name"] for placing in json.loads(outcome.out)[0]["placings"]}
    assert {"phrase book", "phrase book (other/)"} <= names


@given(st.text(), st.text())
def test_a_block_is_replaced_as_it_is(before: str, block: str) -> None:
    start, end = "<!-- benchmark a.b -->", "<!-- end of benchmark a.b -->"
    text = f"{before}\n{start}\nold\n{end}\n"
    if text.count(start) == text.count(end) == 1:
        assert replace_block(text, "a.b", block) == f"{before}\n{start}\n{block}{end}\n"


@given(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=9), st.booleans())
def test_values_lie_on_their_axis_and_so_do_its_numbers(values: list[float], logarithmic: bool) -> None:
    scale = scale_over(values, 10, 110, logarithmic=logarithmic)
    for value in [*values, *scale.ticks()]:
        assert 10 <= scale.place(value) <= 110
    assert scale.ticks()
    assert scale.ticks() == sorted(scale.ticks())


def test_an_axis_has_an_extent() -> None:
    with pytest.raises(ValueError, match="an axis from 1 to 1"):
        Scale(1, 1, 0, 10)
