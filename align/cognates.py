"""Cognates: words and numbers that Japanese and English write with the same sound or the same value.

ジャウラニ and Jawlani share no piece, nor do 50万 and 500,000. Both get a key here, the consonants that katakana keeps
or the value in digits, so that the sentence embedding has a vector in common for them even where training never saw
them (cognates for alignment: Simard, Foster and Isabelle, 1992). The shipped table is indexed by these keys: a change
here asks for a new training.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

__all__ = ["cognate_buckets", "cognate_keys"]

_DIGITS: Final = r"\d+(?:,\d{3})*(?:\.\d+)?"
_JAPANESE_UNIT: Final = "[十百千]?[万億兆]|[百千]"
_ENGLISH_UNIT: Final = "hundred|thousand|million|billion|trillion"
TOKEN = re.compile(rf"[ァ-ヺー]{{2,}}|[a-zß-ɏ]{{4,}}|(?:{_DIGITS}(?:\s?(?:{_JAPANESE_UNIT}|(?:{_ENGLISH_UNIT})\b))?)+")
NUMBER = re.compile(rf"({_DIGITS})\s?({_JAPANESE_UNIT}|{_ENGLISH_UNIT})?")
UNITS: Final = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
SMALLEST_VALUE: Final = 10
"""Smaller numbers are everywhere, and their digits are pieces already."""

_ROWS: Final = {
    "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソザズゼゾヅ", "j": "ジヂ", "t": "タチツテト", "d": "ダデド",
    "n": "ナニヌネノン", "h": "ハヒフヘホ", "b": "バビブベボヴ", "p": "パピプペポ", "m": "マミムメモ", "y": "ヤユヨ",
    "r": "ラリルレロ", "w": "ワヲ", "a": "アイウエオ",
}  # fmt: skip
_KANA: Final = str.maketrans(
    {kana: sound for sound, row in _ROWS.items() for kana in row} | dict.fromkeys("ァィゥェォャュョッーヵヶヮ", "")
)
# Each rule rewrites English spelling to what katakana would keep of it, where its first letter occurs (none: anywhere);
# vowels stay until the end.
_SPELLING: Final = [
    (letter, re.compile(pattern), written)
    for letter, pattern, written in (
        ("", r"[^a-z]", "a"), ("", r"(.)\1", r"\1"), ("n", r"^kn|^gn", "n"), ("w", r"^wr", "r"), ("x", r"^x", "s"),
        ("w", r"^wh", "w"), ("", r"tch|tz|ts|ch", "t"), ("z", r"z", "s"), ("h", r"sch|sh|th", "s"),
        ("d", r"dg(?=e)", "j"), ("", r"ph|f", "h"), ("g", r"(?<!^)gh", ""), ("i", r"[tsc]i(?=[ao])", "s"),
        ("c", r"c(?=[eiy])", "s"), ("g", r"g(?=[eiy])", "j"), ("", r"ck|c|qu?", "k"), ("x", r"x", "ks"),
        ("m", r"mpb", "nb"), ("m", r"m(?=[bp])", "n"), ("", r"[rw](?![aeiouy])", ""), ("h", r"(?<!^)h(?![aeiouy])", ""),
        ("l", r"l", "r"), ("v", r"v", "b"), ("y", r"(?<=[^aeiou])y|y(?![aeiou])", "a"),
    )
]  # fmt: skip
_VOWELS: Final = re.compile(r"(?<!^)[aeiou]")


def cognate_keys(prepared: str) -> Iterator[str]:
    """The keys of a sentence's words and numbers, in order.

    Args:
        prepared: NFKC, lower case, as `StaticEmbedding.prepare` makes it.
    """
    return (key for token in TOKEN.findall(prepared) if (key := _key(token)))


def cognate_buckets(prepared: str, buckets: int) -> list[int]:
    """The same, each key hashed to one of `buckets` numbers."""
    return [bucket for token in TOKEN.findall(prepared) if (bucket := _bucket(token, buckets)) >= 0]


@lru_cache(maxsize=1 << 16)
def _bucket(token: str, buckets: int) -> int:
    key = _key(token)
    return crc32(key.encode()) % buckets if key else -1


def _key(token: str) -> str:
    """Value of a number, consonants of a word; nothing where too little is left to tell words apart."""
    if token[0].isdigit():
        value = sum(float(digits.replace(",", "")) * _unit(unit) for digits, unit in NUMBER.findall(token))
        return f"{value:.12g}" if value >= SMALLEST_VALUE else ""
    sounds = _katakana_sounds(token) if "ァ" <= token[0] <= "ー" else _english_sounds(token)
    return sounds if len(sounds) > 1 else ""


def _unit(written: str) -> int:
    if written in UNITS or not written:
        return UNITS.get(written, 1)
    return UNITS[written[0]] * UNITS[written[1]]


def _katakana_sounds(word: str) -> str:
    glides = re.sub("ウ(?=[ァィェォ])", "ワ", word)
    return _consonants(glides.translate(_KANA))


def _english_sounds(word: str) -> str:
    for letter, pattern, written in _SPELLING:
        if letter in word:
            word = pattern.sub(written, word)
    return _consonants(re.sub("^[eiou]", "a", word))


def _consonants(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", sounds))
