"""Very long sentences are cut at clause marks, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from translate.clauses import clauses


def test_a_short_sentence_stays_whole() -> None:
    assert clauses("雨が降り、風が吹いた。", len, 20) == ["雨が降り、風が吹いた。"]


def test_a_full_stop_inside_goes_before_a_comma() -> None:
    text = "「雨だ。とても、とても強い」と彼は言った。"
    assert clauses(text, len, 15)[0] == "「雨だ。とても、とても強い」"


def test_numbers_are_not_cut() -> None:
    assert clauses("価格は合計で1,250円だったという", len, 8) == ["価格は合計で1,250円だったという"]


@given(st.text(alphabet="あ漢、。1,」 ", max_size=300), st.integers(1, 60))
def test_parts_join_to_the_sentence(text: str, limit: int) -> None:
    parts = clauses(text, len, limit)
    assert "".join(parts) == text


@given(st.lists(st.integers(1, 20), min_size=1, max_size=60))
def test_parts_fit_where_marks_allow_it(lengths: list[int]) -> None:
    text = "".join("あ" * length + "、" for length in lengths)
    assert max(map(len, clauses(text, len, 50))) <= 50
