"""Cognates: what both languages write with the same sound or value gets the same key."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.cognates import cognate_buckets, cognate_keys


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("ジャウラニ", "jawlani"),
        ("カヴァノー", "kavanaugh"),
        ("キャンベル", "campbell"),
        ("トヨタ", "toyota"),
        ("コミュニケーション", "communication"),
        ("ウェード", "wade"),
        ("ドラゴンズ", "dragons"),
        ("50万人", "500,000 people"),
        ("1億2000万円", "120 million yen"),
        ("1.06億ドル", "$106 million"),
    ],
)
def test_the_same_sound_or_value_is_the_same_key(japanese: str, english: str) -> None:
    keys = set(cognate_keys(japanese))
    assert keys
    assert keys & set(cognate_keys(english))


@pytest.mark.parametrize(("one", "other"), [("マケドニア", "インドネシア"), ("50万人", "50人"), ("peter", "martin")])
def test_others_differ(one: str, other: str) -> None:
    assert not set(cognate_keys(one)) & set(cognate_keys(other))


def test_small_numbers_and_short_words_have_none() -> None:
    assert list(cognate_keys("7人がtoへ メ")) == []


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 50))
def test_keys_of_joined_text_are_those_of_its_parts(one: str, other: str, buckets: int) -> None:
    one, other = (unicodedata.normalize("NFKC", text).lower() for text in (one, other))
    joined = cognate_buckets(f"{one}\n。\n{other}", buckets)
    assert joined == cognate_buckets(one, buckets) + cognate_buckets(other, buckets)
    assert all(0 <= bucket < buckets for bucket in joined)
