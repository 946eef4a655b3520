"""Numbers, dates and money as values with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.quantities import QuantityKind, find_quantities

NUMBER, PERCENT, MONEY, YEAR, MONTH, DAY, TIME, MEASURE, ORDINAL = (
    QuantityKind.NUMBER, QuantityKind.PERCENT, QuantityKind.MONEY, QuantityKind.YEAR, QuantityKind.MONTH,
    QuantityKind.DAY, QuantityKind.TIME, QuantityKind.MEASURE, QuantityKind.ORDINAL,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50万人以上", [("50万", 500_000, NUMBER)]),
        ("1.06億ドル", [("1.06億", 106_000_000, MONEY)]),
        ("1億2000万円", [("1億2000万", 120_000_000, MONEY)]),
        ("３割５分", [("３割５分", 35, PERCENT)]),
        ("2022年 9月 13日", [("2022", 2022, YEAR), ("9", 9, MONTH), ("13", 13, DAY)]),
        ("令和四年", [("令和四", 2022, YEAR)]),
        ("平成元年", [("平成元", 1989, YEAR)]),
        ("二〇二二年", [("二〇二二", 2022, YEAR)]),
        ("三百五十人", [("三百五十", 350, NUMBER)]),
        ("110キロ(70マイル)", [("110", 110, MEASURE), ("70", 70, MEASURE)]),
        ("10時30分", [("10時30分", 10.5, TIME)]),
        ("第3回", [("3", 3, ORDINAL)]),
        ("数十人と十数人と何百人", []),
        ("F-35とG7とiOS16.2", []),
        ("一方、三菱は十分に一般的だ", []),
    ],
)
def test_japanese(text: str, expected: list[tuple[str, float, QuantityKind]]) -> None:
    assert [(text[q.start : q.end], q.value, q.kind) for q in find_quantities(text, "ja")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 500,000 people", [("500,000", 500_000, NUMBER)]),
        ("it cost $1.06 billion", [("1.06 billion", 1_060_000_000, MONEY)]),
        ("two hundred and fifty thousand yen", [("two hundred and fifty thousand", 250_000, MONEY)]),
        ("half a million men", [("half a million", 500_000, NUMBER)]),
        ("September 13th, 2022", [("September", 9, MONTH), ("13", 13, DAY), ("2022", 2022, YEAR)]),
        ("the 3rd of May", [("3", 3, DAY), ("May", 5, MONTH)]),
        ("it may march on", []),
        ("3.5 per cent", [("3.5", 3.5, PERCENT)]),
        ("at 10:30 p.m.", [("10:30", 10.5, TIME)]),
        ("F-35 jets of the G7", []),
        ("35 square kilometres", [("35", 35, MEASURE)]),
    ],
)
def test_english(text: str, expected: list[tuple[str, float, QuantityKind]]) -> None:
    assert [(text[q.start : q.end], q.value, q.kind) for q in find_quantities(text, "en")] == expected


@pytest.mark.parametrize("language", ["ja", "en"])
@given(text=st.text(alphabet="0123456789.,:万億千十〇一三割分年月日時数第人$%ab toMay１２-", max_size=60))
def test_places_are_in_order_and_within_the_text(language: str, text: str) -> None:
    end = 0
    for quantity in find_quantities(text, language):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


def test_a_megabyte_of_digits_takes_no_time() -> None:
    assert find_quantities("12,345円と" * 20_000, "ja")[-1].value == 12_345
