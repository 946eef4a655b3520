"""The same text in every encoding that Japanese pages use, and clear words about what is no text."""

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import InputError, detect_language, read_document
from corpora.decoding import declared_charset, decode

LONG = (
    "白浜灯台が百年ぶりに灯された。\n\n式典には町民ら約500人が集まり、カメラを手にした人たちで港はいっぱいになった。\n"
    "町長は「灯台は町の誇りだ」と述べ、ＦＡＸで届いた祝電も紹介した。修復には１億２０００万円がかかったという。\n"
) * 4
SHORT = "きょうの灯台の明かりは、沖の船からもよく見えたと漁師の佐藤さんが話していた。"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "shift_jis", "euc_jp", "iso2022_jp"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [LONG, SHORT, SHORT[:40], SHORT[:12]], ids=["long", "short", "forty", "twelve"])
def test_same_text_in_every_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode(encoding))
    document = read_document(file)
    assert document.text == text
    assert document.language == "ja"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
@pytest.mark.parametrize(
    "text",
    [
        "ナゴルノ・カラバフ地域",
        "読売新聞社",
        "東京都と大阪府の人口",
        "「はい」と答えた。",
        "ＮＨＫニュース９",
        "テスト",
        "記者団に対し、「遺憾だ」",
    ],
)
def test_a_few_characters_are_enough(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@given(
    st.text(alphabet=st.sampled_from("あいうえおかのはがをにでとカタナログ日本語町人海光灯台、。「」ー\n"), min_size=20)
)
def test_kana_and_everyday_kanji_survive_both_old_encodings(text: str) -> None:
    if sum("ぁ" <= character <= "ん" for character in text) < 5:
        return
    for encoding in ("cp932", "euc_jp"):
        assert decode(text.encode(encoding))[0] == text


def test_line_ends_are_kept_as_read(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes("一行目だ。\r\n\r\n二行目だ。\r\n".encode())
    assert read_document(file).text == "一行目だ。\r\n\r\n二行目だ。\r\n"


def test_characters_beyond_the_standards() -> None:
    assert decode("①から⑨まで、髙橋さんと﨑さん。ここはひらがなが続く".encode("cp932"))[0].startswith("①から⑨")
    assert decode("①から⑨まで、丸つき数字がある文です。".encode("euc_jis_2004"))[0].startswith("①から⑨")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_text_is_not_taken_for_japanese(encoding: str) -> None:
    text = "The café in Málaga isn't far; Señor Núñez said he'd meet us there at nine."
    assert decode(text.encode(encoding))[0] == text


def test_curly_quotes_of_windows() -> None:
    text = "“It’s the town’s pride,” he said — and smiled."
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_page_may_declare_its_encoding(tmp_path: Path) -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'
    page = f"<html><head>{meta}</head><body><p>光①</p></body>"
    file = tmp_path / "page.html"
    file.write_bytes(page.encode("cp932"))
    assert read_document(file).text == "光①"
    assert declared_charset(b'<?xml version="1.0" encoding="EUC-JP"?><html>') == "euc-jp"
    assert declared_charset(b"<p>charset=utf-8</p>") is None


def test_a_wrong_declaration_is_not_believed(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(f'<html><head><meta charset="euc-jp"></head><body><p>{LONG}</p></body>'.encode("cp932"))
    assert "白浜灯台が百年ぶりに灯された。" in read_document(file).text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "zip"),
        (b"\x1f\x8b\x08\x00\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "Office"),
        (b"abc\x00def\x01", "NUL"),
        ("灯台 lighthouse text".encode("utf-16-le"), "UTF-16"),
        ("灯台が点灯\n\n式典には町民ら約五百人が集まった。\n".encode("utf-16-le"), "utf-16-le"),
        ("灯台が点灯\n\n式典には町民ら約五百人が集まった。\n".encode("utf-16-be"), "utf-16-be"),
        (bytes(range(256)) * 10, "NUL"),
        ("plain text in utf-16".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, what: str) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_document(file)
    assert what in str(caught.value)
    assert str(file) in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_text_may_begin_like_a_picture() -> None:
    assert decode(b"RIFFs and riddles, an ID3 of a kind.") == ("RIFFs and riddles, an ID3 of a kind.", "utf-8")
    assert decode(b"GIF8 is no word.")[0] == "GIF8 is no word."


def test_wrong_forced_encoding_says_where(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes("first line\n二行目\n".encode("cp932"))
    with pytest.raises(InputError) as caught:
        read_document(file, encoding="utf-8")
    assert caught.value.line == 2
    assert "offset 11" in str(caught.value)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13"])
def test_unknown_encoding_names_are_refused(encoding: str) -> None:
    with pytest.raises(InputError, match="unknown encoding"):
        decode(b"text", encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_a_damaged_text_is_not_guessed_at(encoding: str) -> None:
    whole = LONG.encode(encoding)
    middle = len(LONG[: LONG.index("カメラ")].encode(encoding))
    cut = len((LONG[:9]).encode(encoding)) - (4 if encoding == "iso2022_jp" else 1)
    damaged = whole[:cut] if encoding == "iso2022_jp" else whole[:middle] + b"\x85 \xff" + whole[middle:]
    with pytest.raises(InputError, match=f"not {encoding}: byte"):
        decode(damaged)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    with suppress(InputError):
        text, encoding = decode(data)
        assert codecs.lookup(encoding)
        assert "\0" not in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LONG, "ja"),
        ("Only English here.", "en"),
        ("The word 灯台 means lighthouse in Japanese, as every child knows.", "en"),
        ("PythonのPEP 8はAPI名にsnake_caseを勧める。", "ja"),
        ("12345", "en"),
        ("", "en"),
    ],
)
def test_language_by_letters(text: str, language: str) -> None:
    assert detect_language(text) == language
