"""Names across scripts."""

import pytest

from align.signals.names import match_names, romanise, skeleton


@pytest.mark.parametrize(
    ("katakana", "latin"),
    [("ゼレンスキー", "Zelensky"), ("ダマスカス", "Damascus"), ("ベアトリス", "Beatriz")],
)
def test_skeletons_are_alike(katakana: str, latin: str) -> None:
    [found], _ = match_names([katakana], [f"said {latin} today"])
    assert found == {latin.lower()}


def test_unrelated_names_do_not_match() -> None:
    japanese, english = match_names(["トリエステの駅で"], ["In Brussels and Munich"])
    assert japanese == [set()]
    assert english == [set()]


def test_latin_words_inside_japanese() -> None:
    japanese, english = match_names(["OECDの報告によると"], ["The OECD said so.", "Nobody else did."])
    assert japanese == [{"oecd"}]
    assert english == [{"oecd"}, set()]


def test_romanise_and_skeleton() -> None:
    assert romanise("ホムス") == "homusu"
    assert skeleton("Lviv") == skeleton("Rbib") != skeleton("Kyiv")


def test_without_names() -> None:
    assert match_names([], []) == ([], [])
    assert match_names(["雨だった。"], ["It rained."]) == ([set()], [set()])
