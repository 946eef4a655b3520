import ast
from collections import Counter
from pathlib import Path

import pytest

from align.alignment import Alignment, Bead
from corpora import read_document
from corpora.document import BlockKind, Document
from corpora.samples import SAMPLES, Sample

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)

_SIDES = [
    pytest.param(sample, language, id=f"{sample.name}-{language}") for sample in SAMPLES for language in ("ja", "en")
]
each_side = pytest.mark.parametrize(("sample", "language"), _SIDES)


def _named(name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.name == name)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _gold(sample: Sample) -> Alignment:
    """The gold alignment by the plainest reading of vecalign's lines."""
    beads = []
    for line in _lines(sample.gold):
        source, target = line.split(":")
        beads.append(Bead(tuple(ast.literal_eval(source)), tuple(ast.literal_eval(target))))
    return Alignment(
        tuple(beads), len(_lines(sample.japanese_sentences)), len(_lines(sample.english_sentences)), "by hand"
    )


def _read(sample: Sample, language: str) -> Document:
    return read_document(sample.japanese if language == "ja" else sample.english)


def _expected(sample: Sample, language: str) -> list[str]:
    return _lines(sample.japanese_sentences if language == "ja" else sample.english_sentences)


def test_the_samples_have_names_of_their_own() -> None:
    assert [sample.name for sample in SAMPLES] == ["news", "blog", "live"]
    assert len({sample.title for sample in SAMPLES}) == len(SAMPLES)


@each_sample
def test_gold_holds_every_sentence_exactly_once(sample: Sample) -> None:
    gold = _gold(sample)
    assert sorted(index for bead in gold.beads for index in bead.source) == list(range(gold.source_count))
    assert sorted(index for bead in gold.beads for index in bead.target) == list(range(gold.target_count))


@each_sample
def test_gold_is_in_source_order_and_its_beads_are_runs(sample: Sample) -> None:
    beads = _gold(sample).beads
    assert [index for bead in beads for index in bead.source] == list(range(_gold(sample).source_count))
    for bead in beads:
        for side in (bead.source, bead.target):
            assert list(side) == list(range(side[0], side[0] + len(side))) if side else True


@each_sample
def test_gold_shows_what_a_retelling_does(sample: Sample) -> None:
    gold = _gold(sample)
    shapes = Counter((len(bead.source), len(bead.target)) for bead in gold.beads)
    assert shapes[1, 0], "something added"
    assert shapes[0, 1], "something dropped"
    assert shapes[2, 1], "something split"
    assert shapes[1, 2], "something merged"
    assert gold.crossings(), "something moved"
    assert shapes[1, 1] > len(gold.beads) / 2


@each_side
def test_the_reader_finds_the_sentences_that_gold_counts(sample: Sample, language: str) -> None:
    document = _read(sample, language)
    assert document.language == language
    assert [sentence.text for sentence in document.sentences()] == _expected(sample, language)


@each_side
def test_the_reader_loses_nothing(sample: Sample, language: str) -> None:
    document = _read(sample, language)
    assert "".join(document.text[block.start : block.end] for block in document.blocks) == document.text


@each_side
def test_every_article_has_its_title(sample: Sample, language: str) -> None:
    assert _read(sample, language).title == _expected(sample, language)[0]


def test_the_blog_page_has_its_comments() -> None:
    comments = [block.comment for block in _read(_named("blog"), "ja").blocks if block.kind is BlockKind.COMMENT]
    found = [(info.author, info.date, info.votes, info.depth) for info in comments if info is not None]
    assert found == [
        ("終着駅", "2026年 4月 28日", 38, 0),
        ("Nachtzug88", "2026年 4月 28日", 52, 0),
        ("三段ハネ", "2026年 4月 28日", 27, 1),
        ("元車掌", "2026年 4月 29日", 64, 1),
        (None, "2026年 4月 29日", 45, 0),
        ("北回り", "2026年 4月 29日", None, 0),
        ("うどん県民", "2026年 4月 29日", 33, 0),
        ("寝台は上段派", "2026年 4月 30日", 12, 1),
    ]


def test_the_blog_page_has_its_surroundings() -> None:
    document = _read(_named("blog"), "ja")

    def text_of(kind: BlockKind) -> str:
        return "".join(document.text[block.start : block.end] for block in document.blocks if block.kind is kind)

    links = text_of(BlockKind.LINKS)
    assert links.count("参考:") == 2
    assert links.count("関連記事:") == 4
    assert "※アイキャッチ画像の出典" in text_of(BlockKind.CREDIT)
    assert "前のページ" in text_of(BlockKind.NAVIGATION)
    assert "口をそろえて" in text_of(BlockKind.TEASER)
    assert "トラックバック" in text_of(BlockKind.FOOTER)


def test_the_live_page_has_its_headings_caption_and_time_note() -> None:
    document = _read(_named("live"), "ja")
    kinds: dict[BlockKind, list[str]] = {}
    for block in document.blocks:
        kinds.setdefault(block.kind, []).append(document.text[block.start : block.end].strip())
    assert kinds[BlockKind.HEADING] == [
        "野党 鉄塔の倒壊めぐり検証求める",
        "412人乗せたフェリー 沖合で一夜",
        "マルネスの堤防 高潮に耐える",
        "エネルギー相「復旧まで数日 数週間はかからない」",
        "鉄道と学校への影響",
    ]
    assert kinds[BlockKind.CAPTION] == ["記者会見するハルバル エネルギー相"]
    assert kinds[BlockKind.DATELINE] == ["(日本とエスケランドの時差は８時間です)"]


def test_the_planted_differences_are_there_and_owned_up_to() -> None:
    readme = (_named("news").gold.parent / "README.md").read_text(encoding="utf-8")
    for name, japanese, english in (("news", "68便", "86 flights"), ("live", "28万戸", "230,000 homes")):
        assert japanese in readme
        assert english in readme
        gold = _gold(_named(name))
        sources = [n for n, line in enumerate(_expected(_named(name), "ja")) if japanese in line]
        targets = [n for n, line in enumerate(_expected(_named(name), "en")) if english.split()[0] in line]
        assert any(set(bead.source) & set(sources) and set(bead.target) & set(targets) for bead in gold.beads)
