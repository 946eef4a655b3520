"""Finding the source: the sample articles among each other, and what must hold for any documents."""

import os
from itertools import permutations
from pathlib import Path

import pytest

from align.source_search import SourceFinding, find_sources
from corpora.lines import read_lines
from corpora.samples import SAMPLES

BENCH = os.environ.get("TAIYAKU_BENCH")
ARTICLES = [read_lines(sample.japanese_sentences) for sample in SAMPLES]
SOURCES = [read_lines(sample.english_sentences) for sample in SAMPLES]
WEATHER = [
    "Clouds will gather over the islands from the west tomorrow.",
    "Light rain is likely by the evening.",
    "Temperatures stay near those of last week.",
]


def sources(findings: tuple[SourceFinding, ...]) -> list[int | None]:
    return [finding.source for finding in findings]


@pytest.mark.parametrize("order", list(permutations(range(len(SOURCES)))))
def test_each_sample_is_found_wherever_its_source_stands(order: tuple[int, ...]) -> None:
    findings = find_sources(ARTICLES, [SOURCES[place] for place in order])
    assert sources(findings) == [order.index(number) for number in range(len(ARTICLES))]
    assert all(finding.probability > 0.95 and finding.mutual for finding in findings)


@pytest.mark.parametrize("number", range(len(SOURCES)))
def test_none_is_an_answer(number: int) -> None:
    others = [*SOURCES[:number], *SOURCES[number + 1 :], WEATHER]
    finding = find_sources([ARTICLES[number]], others)[0]
    assert finding.source is None
    assert 0 <= finding.probability < 0.5
    assert [judged.candidate for judged in finding.ranked] != []


@pytest.mark.parametrize("number", range(len(SOURCES)))
def test_one_article_and_one_candidate_can_be_judged(number: int) -> None:
    assert sources(find_sources([ARTICLES[number]], [SOURCES[number]])) == [0]
    assert sources(find_sources([ARTICLES[number]], [SOURCES[number - 1]])) == [None]


def test_a_part_of_the_source_is_enough() -> None:
    halves = [source[: len(source) // 2] for source in SOURCES]
    assert sources(find_sources(ARTICLES, [WEATHER, *halves])) == [1, 2, 3]


def test_two_articles_may_retell_the_same_source() -> None:
    half = ARTICLES[0][: len(ARTICLES[0]) // 2]
    findings = find_sources([half, ARTICLES[0]], SOURCES)
    assert sources(findings) == [0, 0]
    assert max(findings, key=lambda finding: finding.probability).mutual


def test_evidence_names_sentences_of_both_sides() -> None:
    finding = find_sources(ARTICLES[:1], SOURCES)[0]
    best = finding.ranked[0]
    assert len(best.counterparts) >= 5
    assert [pair.closeness for pair in best.counterparts] == sorted(
        (pair.closeness for pair in best.counterparts), reverse=True
    )
    assert all(
        pair.article < len(ARTICLES[0]) and pair.candidate < len(SOURCES[0]) and pair.closeness > 0
        for pair in best.counterparts
    )
    assert len({pair.candidate for pair in best.counterparts}) == len(best.counterparts)
    english = " ".join(SOURCES[0]).lower()
    assert finding.names
    assert all(name in english for name in finding.names)
    assert finding.numbers == tuple(sorted(finding.numbers))


def test_the_same_every_time() -> None:
    assert find_sources(ARTICLES, SOURCES) == find_sources(ARTICLES, SOURCES)


def test_progress_counts_articles() -> None:
    seen: list[tuple[int, int]] = []
    find_sources(ARTICLES, SOURCES, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_hostile_documents() -> None:
    assert find_sources([], SOURCES) == ()
    assert sources(find_sources(ARTICLES, [])) == [None, None, None]
    assert sources(find_sources([[], [""], ["　", ""]], [[], [""], ["a " * 2500], WEATHER])) == [None] * 3
    assert len(find_sources([["雨" * 5000]], [["a " * 2500], SOURCES[0]])) == 1
    assert sources(find_sources([ARTICLES[0], []], [[], SOURCES[0]])) == [1, None]
    assert sources(find_sources([["雨。"] * 2000], [["Rain."] * 2000, WEATHER]))[0] in (0, None)


@pytest.mark.skipif(not BENCH, reason="TAIYAKU_BENCH names no folder of test sets")
@pytest.mark.parametrize("name", ["base-news", "news-moved-20"])
def test_news_documents_against_each_other(name: str) -> None:
    files = sorted((Path(BENCH or "") / "align" / name).glob("*.gold"))
    articles, candidates = ([read_lines(file.with_suffix(end)) for file in files] for end in (".ja", ".en"))
    found = sources(find_sources(articles, candidates))
    right = sum(place == number for number, place in enumerate(found))
    assert right >= 0.99 * len(files)
    assert sum(place is not None and place != number for number, place in enumerate(found)) == 0
    absent = sources(find_sources(articles[::2], candidates[1::2]))
    # Some of these are about the same event as an article of the other half.
    assert sum(place is not None for place in absent) <= 0.08 * len(absent)
