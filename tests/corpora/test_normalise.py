"""The model's copy of a sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.normalise import english_copy, model_copy

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("漢字山々()（）《》かなよみをーカ・ \n　\u200b\u202e\ufe0f\u3099゙がＡ－１。"), st.characters()
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海千山千(うみせんやません)の商人", "海千山千の商人"),
        ("港町（みなとまち）で", "港町で"),
        ("佐々木(ささき)さんと竜ヶ崎（りゅうがさき）", "佐々木さんと竜ヶ崎"),
        ("山本 花子（やまもと・はなこ）氏", "山本 花子氏"),
        ("山本 花子（やまもと はなこ）氏", "山本 花子氏"),
        ("灯台《とうだい》の光", "灯台の光"),
        ("母(はは)と元(もと)の家", "母と元の家"),
        ("葛\U000e0100城(かつらぎ)へ", "葛城へ"),
        ("灯(ひ)台(だい)", "灯台"),
    ],
)
def test_readings_after_kanji_are_removed(text: str, expected: str) -> None:
    assert model_copy(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "フランス(パリ)",
        "会合(パリ)",
        "面白い(笑)",
        "漁師(など)が集まる",
        "夕方(まで)",
        "十人(くらい)",
        "船長(ら)",
        "船(ふねをだす)",
        "村(とてもながいせつめいがつづくところ)",
        "さくら(はな)",
        "(みなと)",
    ],
)
def test_what_is_no_reading_stays(text: str) -> None:
    assert model_copy(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｆ－３５Ａは２．１８億ドル", "F-35Aは2.18億ドル"),
        ("ﾗｰﾒﾝ㈱　と  ①", "ラーメン(株) と 1"),
        ("見え\u200bない\u202e字\ufeff\x00", "見えない字"),
        ("嵐は夜の\n　うちに\r\n港を越えた。\nＯＫ\nです", "嵐は夜のうちに港を越えた。 OK です"),
        ("  「はい」\t ", "「はい」"),
        ("", ""),
    ],
)
def test_width_invisible_characters_and_space_are_made_plain(text: str, expected: str) -> None:
    assert model_copy(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It’s late,” she said — ‘too late’ – and\u00a0left.", "\"It's late,\" she said — 'too late' – and left."),
        ("a well‑known ﬁsh\u200b \n  market", "a well-known fish market"),
        ("Ｆ－３５Ａ", "F-35A"),
    ],
)
def test_english_copy_is_plain(text: str, expected: str) -> None:
    assert english_copy(text) == expected


@given(TEXTS)
def test_copies_are_normal_single_spaced_and_stable(text: str) -> None:
    for copy in (model_copy, english_copy):
        once = copy(text)
        assert copy(once) == once
        assert unicodedata.is_normalized("NFKC", once)
        assert once == " ".join(once.split())
        assert "\u200b" not in once
        assert "\u202e" not in once


@pytest.mark.parametrize("unit", ["漢", "漢(か", "漢(かん)", "(か)", "漢《", "漢(か)(か)", " ", "\n", "\u3000\n"])
def test_large_monotonous_text_is_copied(unit: str) -> None:
    """With a quadratic step this test would not end."""
    text = "漢" + unit * (300_000 // len(unit))
    assert model_copy(text).startswith("漢")
