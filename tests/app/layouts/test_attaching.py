"""Marks inside a sentence: where they go in the translation."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.layouts.attaching import attached


def words_of(source: str, spans: list[tuple[int, int]], target: str) -> list[str]:
    return [target[start:end] for start, end in attached(source, spans, target)]


def test_the_words_that_say_the_same() -> None:
    source = "市長は三月に新しい図書館を開いた。"
    target = "In March, the mayor opened a new library."
    library, march = source.index("図書館"), source.index("三月")
    found = words_of(source, [(march, march + 2), (library, library + 3)], target)
    assert "March" in found[0]
    assert "library" in found[1]
    assert "." not in found[1]


def test_what_is_the_same_in_both_languages_is_found_exactly() -> None:
    source = "昨日NHKが2022年の祭りを伝えた。"
    assert words_of(source, [(2, 5)], "Yesterday, NHK reported on the festival.") == ["NHK"]


def test_nearly_the_whole_sentence_is_the_whole() -> None:
    assert words_of("雨が降った。", [(0, 5)], "It rained.") == ["It rained"]


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6)


@settings(deadline=None)  # the first one loads the embedding
@given(st.text("市長が図書館を開いた", min_size=12, max_size=12), SPANS, st.text("ab .,\"'", max_size=30))
def test_places_lie_inside_one_another_or_apart_as_in_the_source(
    source: str, drawn: list[tuple[int, int]], target: str
) -> None:
    spans: list[tuple[int, int]] = []
    for start, end in sorted(
        {(min(pair), max(pair)) for pair in drawn if pair[0] != pair[1]}, key=lambda s: (s[0], -s[1])
    ):
        if all(end <= high or high <= start for _, high in spans):
            spans.append((start, end))
    places = attached(source, spans, target)
    assert len(places) == len(spans)
    for row, (start, end) in enumerate(places):
        assert 0 <= start <= end <= len(target)
        for other in range(row):
            (low, high), inside = places[other], spans[row][1] <= spans[other][1]
            if inside:
                assert low <= start <= end <= high
            else:
                assert end <= low or high <= start
