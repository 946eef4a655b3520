"""Flags on translations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import Flag
from translate.flags import REPEATED_PHRASE, REPEATED_WORD, flags_of, repeats

SOURCE = "港では三十人あまりの作業員が朝から荷を下ろしていた。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About thirty workers had been unloading cargo at the port since morning.", ()),
        ("", (Flag.EMPTY,)),
        ("the port of the port of the port of the port of the workers", (Flag.REPETITION, Flag.NUMBERS_DIFFER)),
        ("the the the the workers were unloading the cargo", (Flag.REPETITION, Flag.NUMBERS_DIFFER)),
        ("At the 港 some thirty workers were unloading cargo.", (Flag.KANA_LEFT,)),
        ("Workers.", (Flag.LENGTH_RATIO, Flag.NUMBERS_DIFFER)),
    ],
)
def test_flags(text: str, expected: tuple[Flag, ...]) -> None:
    assert flags_of(SOURCE, text) == expected


def test_length_limit() -> None:
    assert flags_of(SOURCE, "Some thirty workers were unloading cargo there.", hit_limit=True) == (Flag.LENGTH_LIMIT,)


def test_missing_number() -> None:
    assert Flag.NUMBERS_DIFFER in flags_of("気温は38度まで上がった。", "The temperature rose to 83 degrees.")
    assert flags_of("気温は38度まで上がった。", "The temperature rose to 38 degrees.") == ()
    assert flags_of("1,250人が参加した。", "Some 1250 people took part in it.") == ()


def test_scaled_numbers_and_months_may_look_different() -> None:
    assert flags_of("12月に50万人が訪れた。", "Half a million people came in December.") == ()


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("2022年9月13日、午後3時に始まった。", "It began at 3 p.m. on September 13, 2022."),
        ("会議は15時に始まる。", "The meeting begins at 3 p.m."),
        ("二つの橋が流された。", "Both bridges were washed away."),
        ("令和4年に3割5分増えた。", "In 2022 it grew by 35 percent."),
        ("新型のF-35が1機飛んだ。", "A new F-35 flew by."),
        ("1.06億ドルを投じた。", "They spent $106 million on it."),
    ],
)
def test_the_same_numbers_in_other_clothes(japanese: str, english: str) -> None:
    assert Flag.NUMBERS_DIFFER not in flags_of(japanese, english)


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("50万人が集まった。", "Some 50,000 people gathered."),
        ("9月13日に始まった。", "It began on October 13."),
        ("費用は1.06億ドルだった。", "The cost was $1.06 million."),
    ],
)
def test_other_numbers(japanese: str, english: str) -> None:
    assert Flag.NUMBERS_DIFFER in flags_of(japanese, english)


def test_a_blank_source_is_not_flagged() -> None:
    assert flags_of(" ", "") == ()


@given(
    st.lists(st.sampled_from(["no", "No", "no,", "the", "old", "man", "é", "ſ"]), max_size=4),
    st.lists(st.sampled_from(["no", "the", "old", "man", "said", "go"]), max_size=7),
    st.integers(1, 5),
    st.sampled_from([" ", ", ", "-"]),
)
def test_what_spares_the_search_never_changes_the_answer(
    begin: list[str], again: list[str], times: int, between: str
) -> None:
    text = " ".join([*begin, between.join([" ".join(again)] * times)])
    found = REPEATED_WORD.search(text) is not None or REPEATED_PHRASE.search(text) is not None
    assert repeats(text) is found
