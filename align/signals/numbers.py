"""Numbers as values: 50万人 and 500,000 are the same, and so are 9月 and September.

A sentence's numbers are a bag of values. Two sentences that share a rare value very likely say the same.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

from corpora.quantities.japanese import kanji_value

__all__ = ["number_values"]

KANJI_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}
JAPANESE_NUMBER = re.compile(
    r"(?:\d[\d,]*(?:\.\d+)?(?:[十百千]?[万億兆]|[百千])?)+|[一二三四五六七八九十百千][〇一二三四五六七八九十百千万億兆]*"
)
JAPANESE_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)([十百千]?[万億兆]|[百千])?")
WARI = re.compile(r"(\d+(?:\.\d+)?|[一二三四五六七八九])割(?:(\d|[一二三四五六七八九])分)?")
FRACTION = re.compile(r"(\d+|[一二三四五六七八九十]+)分の(\d+|[一二三四五六七八九十]+)")
# Kanji numerals that stand in ordinary words (一方, 三菱, 十分, 第一歩) are values only before a counter.
COUNTER = re.compile(
    r"(?!分[なにのだで])[人年月日時分秒つ個件回歳才社校台機隻両本枚名点度倍円割階位票区州市町村か箇カヵケヶキメトリ万億兆週世代者番国羽頭匹戸軒棟室席線路区段]"
)

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_MONTHS: Final = "january february march april may june july august september october november december"
ENGLISH_UNITS: Final = {word: value for value, word in enumerate(_UNITS.split())}
ENGLISH_TENS: Final = {word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)}
ENGLISH_SCALES: Final = {
    "hundred": 100.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
MONTHS: Final = {month: number for number, month in enumerate(_MONTHS.split(), 1)}
SHORT_MONTHS: Final = {month[:3]: number for month, number in MONTHS.items()} | {"sept": 9}
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
FRACTIONS: Final = {"half": 0.5, "quarter": 0.25}
HALF_A_SCALE = re.compile(r"\bhalf an? (?=million|billion|trillion|dozen)", re.IGNORECASE)
HUNDRED_AND = re.compile(r"\b(hundred|thousand) and ", re.IGNORECASE)
ENGLISH_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+", re.IGNORECASE)


def number_values(text: str, language: str) -> list[float]:
    """The values of the numbers in a sentence, in order; Japanese `ja` or English `en`.

    Shares come as percentages (2割 is 20), fractions as quotients, months as 1 to 12.
    """
    text = unicodedata.normalize("NFKC", text)
    return _japanese(text) if language == "ja" else _english(text)


def _japanese(text: str) -> list[float]:
    values: list[float] = []
    for match in WARI.finditer(text):
        tenths = _japanese_value(match[1]) * 10
        values.append(tenths + (_japanese_value(match[2]) if match[2] else 0))
    text = WARI.sub(" ", text)
    for match in FRACTION.finditer(text):
        denominator = _japanese_value(match[1])
        values.append(_japanese_value(match[2]) / denominator if denominator else 0.0)
    text = FRACTION.sub(" ", text)
    for match in JAPANESE_NUMBER.finditer(text):
        if not match[0][0].isdigit() and not COUNTER.match(text, match.end()):
            continue
        values.append(_japanese_value(match[0]))
    return values


def _japanese_value(written: str) -> float:
    """The value of `1億2000万`, `1.06億`, `5,000`, `三十五` or `二〇二二`."""
    if written[0].isdigit():
        total = 0.0
        for number, scale in JAPANESE_PART.findall(written):
            total += float(number.replace(",", "")) * _scale(scale)
        return total
    return kanji_value(written)


def _scale(written: str) -> int:
    scale = 1
    for character in written:
        scale *= KANJI_UNITS[character]
    return scale


def _english(text: str) -> list[float]:
    text = HUNDRED_AND.sub(r"\1 ", HALF_A_SCALE.sub("0.5 ", text))
    tokens = [token.lower() for token in ENGLISH_TOKEN.findall(text)]
    values: list[float] = []
    open_number = False  # whether the last value may still grow: by a scale, or by a unit after a ten
    for token, following in pairwise([*tokens, ""]):
        if open_number and (grown := _grown(values[-1], token)) is not None:
            values[-1] = grown
        elif (value := _english_value(token)) is not None:
            values.append(value)
            open_number = True
        else:
            open_number = False
            if (value := _english_word(token, following)) is not None:
                values.append(value)
    return values


def _english_value(token: str) -> float | None:
    """Digits, or a number word below a hundred."""
    if token[0].isdigit():
        return float(token.replace(",", ""))
    value = ENGLISH_UNITS.get(token, ENGLISH_TENS.get(token))
    return None if value is None else float(value)


def _grown(value: float, token: str) -> float | None:
    """`value` with a further word of the same number: a scale (two million) or a smaller part (twenty five)."""
    if token in ENGLISH_SCALES:
        return value * ENGLISH_SCALES[token]
    part = ENGLISH_UNITS.get(token, ENGLISH_TENS.get(token))
    room = 100 if value % 100 == 0 else 10
    fits = part is not None and value >= 20 and value % room == 0 and 0 < part < room
    return value + part if fits and part is not None else None


def _english_word(token: str, following: str) -> float | None:
    """Months, ordinals and fractions written as words; `may` and the like only before a number."""
    if token in MONTHS or token in SHORT_MONTHS:
        is_month = token not in {"may", "mar", "march", "dec"} or following[:1].isdigit()
        return float(MONTHS.get(token) or SHORT_MONTHS[token]) if is_month else None
    if token in ORDINALS:
        return float(ORDINALS[token])
    return FRACTIONS.get(token)
