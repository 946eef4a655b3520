"""Numbers as values, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.signals.numbers import number_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("50万人以上", [500_000]),
        ("1.06億ドル", [106_000_000]),
        ("１億2000万円", [120_000_000]),
        ("110キロ(70マイル)", [110, 70]),
        ("4/28更新", [4, 28]),
        ("2022年 9月 13日", [2022, 9, 13]),
        ("二〇二二年", [2022]),
        ("三十五人と百二十台", [35, 120]),
        ("2割5分", [25]),
        ("約3割", [30]),
        ("3分の1", [1 / 3]),
        ("1万5,000", [15_000]),
        ("一方、十分な説明はなかった", []),
        ("第三者", [3]),
    ],
)
def test_japanese(text: str, values: list[float]) -> None:
    assert number_values(text, "ja") == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("more than half a million people", [500_000]),
        ("$1.06bn", [1_060_000_000]),
        ("110km (70 miles)", [110, 70]),
        ("on 13 September 2022", [13, 9, 2022]),
        ("May 3, and it may rain", [5, 3]),
        ("twenty-five per cent", [25]),
        ("two hundred and fifty", [250]),
        ("1.5 million", [1_500_000]),
        ("280,000 people", [280_000]),
        ("the third city", [3]),
        ("They march on the city", []),
    ],
)
def test_english(text: str, values: list[float]) -> None:
    assert number_values(text, "en") == pytest.approx(values)


@given(st.text(), st.sampled_from(["ja", "en"]))
def test_any_text_has_finite_values(text: str, language: str) -> None:
    assert all(value >= 0 for value in number_values(text, language))


@given(st.integers(min_value=1, max_value=9999))
def test_ten_thousands_agree_across_languages(count: int) -> None:
    assert number_values(f"{count}万人", "ja") == number_values(f"{count}0,000 people", "en")
