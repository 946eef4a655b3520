"""From bytes to characters: which encoding a file is in, or why it is not text at all.

Every reader starts here. Each likely encoding is tried strictly, and what comes out is judged by how much it looks like
Japanese, because a text in the wrong one of cp932 and EUC-JP decodes without any error into half-width katakana.
`charset-normalizer` is asked last: it is right from about 200 characters on, and takes short Shift_JIS for Korean.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from corpora.errors import InputError

__all__ = ["declared_charset", "decode", "detect_language"]

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_NOT_TEXT = (
    (b"%PDF", "a PDF file", "copy its text into a .txt file, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an Office document", "unpack it, or save the document as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save the document as plain text"),
    (b"{\\rtf", "an RTF document", "save the document as plain text"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it with gunzip"),
    (b"BZh", "bzip2-compressed", "unpack it with bunzip2"),
    (b"\xfd7zXZ\x00", "xz-compressed", "unpack it with unxz"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it with unzstd"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"\x89PNG", "a PNG picture", "give the text of the article"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the text of the article"),
    (b"GIF8", "a GIF picture", "give the text of the article"),
    (b"RIFF", "a picture, sound or film", "give the text of the article"),
    (b"ID3", "a sound file", "give the text of the article"),
    (b"OggS", "a sound file", "give the text of the article"),
    (b"\x7fELF", "a program", "give the text of the article"),
    (b"SQLite format 3", "a database", "export the articles as text"),
    (b"PAR1", "a Parquet file", "read it with corpora.hub.read_dataset"),
)

_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([A-Z]|\([JI])")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_ALIASES = {  # what pages call cp932 and EUC-JP, and Python does not or takes more strictly
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
}

_JAPANESE_LETTER = re.compile(r"[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")

_JIS = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004")
_JAPANESE = ("cp932", "euc_jp", "euc_jis_2004")  # of equals the first: the last holds what the others lack, such as ①

_EVERYDAY_MARKS = frozenset("―‐…‥“”‘’×÷→←↑↓○●◎◇◆□■△▲▽▼☆★※①②③④⑤⑥⑦⑧⑨")
_PLAUSIBLE = 0.7  # right decodings of the test texts score .95 and more, wrong ones .45 and less
_SAMPLE = 20_000  # characters that are judged: more do not change the verdict
_JAPANESE_SHARE = 0.15  # English pages that quote Japanese stay below .05, Japanese ones full of names above .4


def detect_language(text: str) -> str:
    """The language of a text, `ja` or `en`, by the share of kana and kanji among its letters."""
    sample = text[: _SAMPLE * 5]
    letters = sum(character.isalpha() for character in sample)
    japanese = len(_JAPANESE_LETTER.findall(sample))
    return "ja" if japanese > _JAPANESE_SHARE * letters else "en"


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page declares at its beginning, under the name Python knows."""
    match = _CHARSET.search(data, 0, 8192) or _XML_ENCODING.search(data, 0, 300)
    if match is None:
        return None
    name = match.group(1).decode("ascii").lower()
    return _ALIASES.get(name, name)


def decode(
    data: bytes, *, path: str | Path | None = None, encoding: str | None = None, declared: str | None = None
) -> tuple[str, str]:
    """Turn the bytes of a file into text.

    Args:
        data: The whole file.
        path: Its name, for messages.
        encoding: The encoding the user insists on; nothing else is tried.
        declared: The encoding the file itself declares (the `charset` of an HTML page). It is tried before guessing,
            and not believed when it does not fit.

    Returns:
        The text, newlines untouched and without a byte order mark, and the name of the encoding.

    Raises:
        InputError: The bytes are no text, or not in the encoding asked for.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if encoding is not None or marked is not None:
        name = encoding or marked or ""
        return _decode_forced(data, name, path), name
    _refuse_binary(data, path)
    for text, name in _candidates(data, declared):
        if text is not None:
            return text, name
    _refuse_damaged(data, path)
    return _decode_foreign(data, path)


def _candidates(data: bytes, declared: str | None) -> Iterator[tuple[str | None, str]]:
    """What the likely encodings make of the bytes, the surest first; `None` where one does not fit."""
    for name in _JIS if _is_jis(data) else ("utf-8",):  # so strict that decoding at all is proof enough
        yield _try(data, name), name
    if declared is not None and (text := _try(data, declared)) is not None and _fits(text):
        yield text, declared
    readings = [(_plausibility(text), name, text) for name in _JAPANESE if (text := _try(data, name))]
    score, name, text = max(readings, key=lambda reading: reading[0], default=(0.0, "", ""))
    yield (text if score >= _PLAUSIBLE else None), name


def _is_jis(data: bytes) -> bool:
    """ISO-2022-JP is all ASCII bytes with escape sequences between, so utf-8 would accept it."""
    return data.isascii() and _JIS_ESCAPE.search(data) is not None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _decode_forced(data: bytes, encoding: str, path: str | Path | None) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(
            f"unknown encoding {encoding!r}", path=path, remedy="use utf-8, cp932, euc_jp or iso2022_jp"
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"not {encoding}: byte 0x{data[error.start]:02x} at offset {error.start} does not fit",
            path=path,
            line=line,
            remedy="leave the encoding out to have it detected, or name the right one",
        ) from None
    except UnicodeError as error:
        raise InputError(f"not {encoding}: {error}", path=path, remedy="name the right encoding") from None
    if "\0" in text:
        raise InputError(f"not text when read as {encoding}", path=path, remedy="name the right encoding")
    return text.removeprefix("\ufeff")


def _refuse_binary(data: bytes, path: str | Path | None) -> None:
    for magic, what, remedy in _NOT_TEXT:
        # Real text may begin with the letters of a short mark; bytes below the space settle it.
        if data.startswith(magic) and (len(magic) > 4 or magic == b"%PDF" or _has_control_bytes(data[:4096])):
            raise InputError(f"not text but {what}", path=path, remedy=remedy)
    if b"\0" in data:
        if (name := _unmarked_utf16(data)) is not None:
            raise InputError("looks like UTF-16 without its mark", path=path, remedy=f"name the encoding {name}")
        raise InputError("not text: it contains NUL bytes", path=path, remedy="give a text, HTML or Markdown file")


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of a text in UTF-16 that lacks its mark: every other byte is zero, or it reads as Japanese."""
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = _try(data, name)
    if text is None:
        return None
    return name if max(even, odd) > 8 * (min(even, odd) + 1) or _plausibility(text) >= _PLAUSIBLE else None


def _has_control_bytes(data: bytes) -> bool:
    return any(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in data) or not _is_ascii_like(data)


def _is_ascii_like(data: bytes) -> bool:
    return _try(data[: data.rfind(b"\n") + 1] or data, "utf-8") is not None


def _plausibility(text: str) -> float:
    """How much the characters beyond ASCII look like Japanese prose, 0 to 1.

    Kana, everyday kanji and full-width marks speak for it; half-width katakana, rare kanji, private and control
    characters against it. Real Japanese has kana and comes in runs; a curly apostrophe of cp1252 read as cp932 makes
    lone kanji.
    """
    sample = text[:_SAMPLE]
    foreign = [character for character in sample if character > "\x7f"]
    if not foreign:
        return 0.0
    runs = sum(1 for beyond_ascii, _ in groupby(sample, key=lambda character: character > "\x7f") if beyond_ascii)
    kana = len(_KANA.findall(sample))
    if kana == 0 and (len(foreign) >= 20 or len(foreign) < 2 * runs):
        return 0.0
    controls = sum(character < " " and character not in "\t\n\f\r" for character in sample)
    return sum(map(_commonness, foreign)) / (len(foreign) + 5 * controls)


def _commonness(character: str) -> float:
    if "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff5e" or character in _EVERYDAY_MARKS:
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        return 1.0 if _is_everyday_kanji(character) else 0.3
    return 0.0


def _is_everyday_kanji(character: str) -> bool:
    """Kanji of JIS level 1 stand in rows 16 to 47, which EUC-JP writes with the first bytes B0 to CF."""
    try:
        encoded = character.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(encoded) == 2 and 0xB0 <= encoded[0] <= 0xCF


def _fits(text: str) -> bool:
    """Whether a declared encoding can be believed: what came out is printable and no katakana soup."""
    sample = text[:_SAMPLE]
    odd = sum(character in "\ufffd" or "\x80" <= character < "\xa0" for character in sample)
    soup = sum("\uff61" <= character <= "\uff9f" for character in sample)
    foreign = sum(character > "\x7f" for character in sample)
    return odd == 0 and soup <= 0.3 * foreign


def _refuse_damaged(data: bytes, path: str | Path | None) -> None:
    """A text cut in the middle of a character, or with a broken byte, is reported, not guessed at."""
    for name in ("iso2022_jp",) if _is_jis(data) else ("utf-8", *_JAPANESE):
        text = data.decode(name, errors="replace")
        broken = text.count("\ufffd")
        if broken <= 1 + len(text) // 200 and _plausibility(text) >= _PLAUSIBLE:
            _decode_forced(data, name, path)


def _decode_foreign(data: bytes, path: str | Path | None) -> tuple[str, str]:
    """Neither Unicode nor Japanese: mostly Western European pages."""
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])
    if high < 0.2 * min(len(data), _SAMPLE) and not _has_low_controls(data) and (text := _try(data, "cp1252")):
        return text, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or _has_low_controls(data):
        raise InputError(
            "not text in any encoding known here", path=path, remedy="save it as UTF-8, or name its encoding"
        )
    return str(best).removeprefix("\ufeff"), best.encoding


def _has_low_controls(data: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 27 for byte in data[:_SAMPLE])
