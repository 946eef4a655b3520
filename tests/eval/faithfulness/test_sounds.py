"""Katakana and Latin words by their sound: many at once are judged as each pair alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.faithfulness import sounds
from eval.faithfulness.sounds import ALIKE, SURELY_ALIKE, Sounds, alike

KATAKANA = st.lists(
    st.sampled_from(["テニス", "ウッズ", "ガイガー", "アルジャウラニ", "ロンドン", "ロンドンタワー", "ー", "ンッ"])
    | st.text("アカサタナハマヤラワンガザダバパッーィェ", min_size=2, max_size=7),
    max_size=7,
    unique=True,
)
WORDS = st.dictionaries(
    st.sampled_from(["tennis", "woods", "geiger", "jawlani", "london", "tower", "a", "xii", "ß"])
    | st.text("abcdefghijklmnoprstuvwyz'é", min_size=1, max_size=8),
    st.booleans(),
    max_size=7,
)


@given(katakana=KATAKANA, words=WORDS)
def test_many_at_once_are_judged_as_each_pair_alone(katakana: list[str], words: dict[str, bool]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sounds, "_TOGETHER", 2)
        many = Sounds(katakana, words)
    best = {name: max((alike(name, word) for word in words), default=0) for name in katakana}
    for word in words:
        assert many.hear(word) == any(alike(name, word) >= max(ALIKE, best[name] - 12) for name in katakana)
    for name in katakana:
        assert many.write(name) == any(
            len(word) > 2 and alike(name, word) >= (ALIKE if capital else SURELY_ALIKE)
            for word, capital in words.items()
        )


def test_what_was_not_among_them_is_judged_the_same_way() -> None:
    many = Sounds(["テニス"], {"river": False})
    assert many.hear("tennis")
    assert not many.hear("geiger")
    assert not many.write("ガイガー")
    assert Sounds([], {"geiger": False}).write("ガイガー")


@pytest.mark.parametrize(("katakana", "word"), [("テニス", "tennis"), ("ガイガー", "geiger")])
def test_a_name_sounds_like_its_katakana(katakana: str, word: str) -> None:
    assert alike(katakana, word) >= SURELY_ALIKE
