"""Quantities in English text: 500,000 people, $1.06 billion, twenty-five, September 13th, 10:30 p.m."""

import re
from typing import Final

from corpora.quantities.numerals import DIGITS, halfwidth, plain_value, surroundings
from corpora.quantities.quantity import Quantity, QuantityKind

__all__ = ["MONTHS", "english_quantities"]

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_WORDS: Final = {word: float(value) for value, word in enumerate(_UNITS.split())} | {
    word: 10.0 * tens for tens, word in enumerate(_TENS.split(), 2)
}
_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_SHORT_SCALES: Final = "k|m|mn|bn|b|tn"
_LONG_SCALES: Final = "hundred|thousand|million|billion|trillion"
_ONE: Final = "|".join(sorted(_UNITS.split(), key=len, reverse=True))
_WORD: Final = rf"(?:(?:{_TENS.replace(' ', '|')})\b(?:[ -](?:{_ONE})\b)?|(?:{_ONE})\b)"
# m may be metres where a word follows, as in a 5m wide hole; behind a sign of money it is a million.
_SHORT_SCALE: Final = rf"[ -]?(?:{_SHORT_SCALES})\b(?![ -]?[\w²])"
_MONTH: Final = "|".join([*MONTHS, *(f"{month[:3]}\\.?" for month in MONTHS if month != "May"), r"Sept\.?"])
# The look ahead says nothing new, but spares most characters the trial of every form.
_NUMERAL = re.compile(
    rf"(?=[\d.]|\b[adefhjmnostz])(?:(?P<clock>\b\d{{1,2}}:[0-5]\d(?![\d:])(?=\W|[ap]\.?m|$))"
    rf"|(?<=[$€£¥₩₹])(?P<price>{DIGITS})[ -]?(?P<short>{_SHORT_SCALES})\b"
    rf"|(?P<digits>{DIGITS}|(?<![\w.])\.\d+)(?P<scales>(?:[ -]?(?:{_LONG_SCALES})\b)+|{_SHORT_SCALE}|)"
    rf"|\b(?P<scaled>half an?|an?) (?P<scale>{_LONG_SCALES}|dozen)\b"
    rf"|\b(?P<words>{_WORD}(?:(?:[ -](?:{_LONG_SCALES}|dozen)\b)+(?:(?: and |-| ){_WORD})?)*)"
    rf"|\b(?P<month>{_MONTH})(?![\w])"
    rf"|\b(?P<ordinal>{_ORDINALS.replace(' ', '|')})\b)",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = re.compile(
    r"(?P<sign>US\$|A\$|C\$|HK\$|\$|€|£|¥|₩|₹)\s?$|(?P<code>USD|EUR|GBP|JPY|CNY|RMB)\s$", re.IGNORECASE
)
_SIGNS: Final = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "₩": "KRW", "₹": "INR", "RMB": "CNY",
}  # fmt: skip
_CURRENCY_AFTER: Final = {
    "yen": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP", "yuan": "CNY", "renminbi": "CNY",
    "won": "KRW", "rupee": "INR", "rouble": "RUB", "ruble": "RUB", "franc": "CHF", "baht": "THB", "peso": "PHP",
    "lira": "TRY",
}  # fmt: skip
_MEASURES: Final = {
    "kilometer": "km", "kilometre": "km", "km": "km", "mile": "mile", "meter": "m", "metre": "m", "m": "m",
    "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "inches": "inch", "centimeter": "cm",
    "centimetre": "cm", "cm": "cm", "millimeter": "mm", "millimetre": "mm", "mm": "mm", "kilogram": "kg",
    "kg": "kg", "kilo": "kilo", "gram": "g", "g": "g", "milligram": "mg", "mg": "mg", "ton": "t", "tonne": "t",
    "hectare": "ha", "acre": "acre", "liter": "l", "litre": "l", "ml": "ml", "milliliter": "ml", "millilitre": "ml",
    "barrel": "barrel", "gallon": "gallon",
    "degree": "degree", "watt": "W", "kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "knot": "knot",
    "yard": "yard", "gigabyte": "GB", "gb": "GB", "mb": "MB", "tb": "TB", "megabyte": "MB", "terabyte": "TB",
}  # fmt: skip
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|percentage points?\b|points?\b)", re.IGNORECASE)
_AFTER = re.compile(r"[ -]?(square )?(?:US |U\.S\. |American |Japanese )?([A-Za-z]+)")
_TIME_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o'clock)", re.IGNORECASE)


_NAME_BEFORE = re.compile(r"[A-Za-z]-?$|\d[.:]$")
_LETTERS = re.compile(r"[A-Za-z]+")
_MORE_DIGITS = re.compile(r"\.\d")
_ORDINARY_AFTER: Final = frozenset({"st", "nd", "rd", "th", "s", "am", "pm", "p", "a", *_MEASURES})
_POINTS = re.compile(r"\s?points?\b")
_ORDINAL_ENDING = re.compile(r"(?:st|nd|rd|th)\b")


def english_quantities(text: str) -> list[Quantity]:
    """The quantities of an English sentence, by place; see `find_quantities`."""
    plain = halfwidth(text)
    found = [quantity for match in _NUMERAL.finditer(plain) if (quantity := _quantity(plain, match)) is not None]
    return _with_days_and_years(plain, found)


def words_value(words: str) -> float:
    """The value of `twenty-five`, `two hundred and fifty thousand`."""
    total = section = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _WORDS:
            section += _WORDS[word]
        elif word in ("hundred", "dozen"):
            section *= _SCALES[word]
        elif word in _SCALES:
            total += section * _SCALES[word]
            section = 0.0
    return total + section


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    before, after = surroundings(text, start, end)
    if match["month"]:
        return _month(match, before, after)
    if match["clock"]:
        hours, minutes = map(int, match["clock"].split(":"))
        return Quantity(start, end, hours + minutes / 60, QuantityKind.TIME) if hours < 25 else None
    if match["ordinal"]:
        value = float(_ORDINALS.split().index(match["ordinal"].lower()) + 1)
        return Quantity(start, end, value, QuantityKind.ORDINAL) if value > 2 else None
    if match["digits"] and _is_part_of_a_name(before, after):
        return None
    kind, unit = _kind(before, after)
    value = _value(match)
    if kind is QuantityKind.TIME and value % 1:  # 7.55am
        value = round(value // 1 + value % 1 * 100 / 60, 6)
    return Quantity(start, end, value, kind, unit)


def _value(match: re.Match[str]) -> float:
    if match["scaled"]:
        return _SCALES[match["scale"].lower()] * (0.5 if match["scaled"].lower().startswith("half") else 1)
    if match["words"]:
        return words_value(match["words"])
    if match["price"]:
        return round(plain_value(match["price"]) * _SCALES[match["short"].lower()], 6)
    value = plain_value(match["digits"])
    for scale in re.findall("[a-z]+", match["scales"].lower()):
        value *= _SCALES[scale]
    return round(value, 6)


def _is_part_of_a_name(before: str, after: str) -> bool:
    """Whether letters stand around the digits, as in F-35, G7, iOS 16.2.1 or 3D."""
    if _NAME_BEFORE.search(before) and not _CURRENCY_BEFORE.search(before):
        return True
    letters = _LETTERS.match(after)
    return bool(letters and letters[0].lower() not in _ORDINARY_AFTER) or bool(_MORE_DIGITS.match(after))


def _month(match: re.Match[str], before: str, after: str) -> Quantity | None:
    written = match["month"]
    if not written[0].isupper():
        return None
    beside_a_day = re.match(r"\.?,? \d", after) or re.search(r"\d(?:st|nd|rd|th)?(?: of)? $", before)
    after_a_word = re.search(
        r"\b(?:in|since|of|by|early|late|mid|last|next|this|until|till|from|between|and|to|on|through|during)[ -]$",
        before,
        re.IGNORECASE,
    )
    if written.rstrip(".") in {"May", "March", "Mar", "Dec", "Jan", "Jun"} and not (beside_a_day or after_a_word):
        return None
    value = next(number for number, month in enumerate(MONTHS, 1) if month[:3].lower() == written[:3].lower())
    return Quantity(match.start(), match.end(), float(value), QuantityKind.MONTH)


def _kind(before: str, after: str) -> tuple[QuantityKind, str]:
    """What the numeral counts, by what stands around it."""
    if _PERCENT.match(after) and not _POINTS.match(after):
        return QuantityKind.PERCENT, "%"
    if sign := _CURRENCY_BEFORE.search(before):
        name = (sign["sign"] or sign["code"]).upper()
        return QuantityKind.MONEY, _SIGNS.get(name, name)
    if _ORDINAL_ENDING.match(after):
        return QuantityKind.ORDINAL, ""
    if _TIME_AFTER.match(after):
        return QuantityKind.TIME, ""
    word = _AFTER.match(after)
    return _unit(word[2].lower(), square=bool(word[1])) if word else (QuantityKind.NUMBER, "")


def _unit(name: str, *, square: bool) -> tuple[QuantityKind, str]:
    singular = name if name in _MEASURES else name.removesuffix("s")
    if code := _CURRENCY_AFTER.get(singular):
        return QuantityKind.MONEY, code
    if code := _MEASURES.get(singular):
        return QuantityKind.MEASURE, f"{code}2" if square else code
    return QuantityKind.NUMBER, ""


def _with_days_and_years(text: str, found: list[Quantity]) -> list[Quantity]:
    """Plain numbers beside a month are days, four digits that fit are years."""
    dated = []
    for place, quantity in enumerate(found):
        kind = quantity.kind
        if kind in (QuantityKind.NUMBER, QuantityKind.ORDINAL) and quantity.value == int(quantity.value):
            if 1 <= quantity.value <= 31 and _beside_month(text, found, place):
                kind = QuantityKind.DAY
            elif _is_year(text, quantity):
                kind = QuantityKind.YEAR
        dated.append(Quantity(quantity.start, quantity.end, quantity.value, kind, quantity.unit))
    return dated


def _beside_month(text: str, found: list[Quantity], place: int) -> bool:
    quantity = found[place]
    if place and found[place - 1].kind is QuantityKind.MONTH:
        return re.fullmatch(r"\.? (?:the )?", text[found[place - 1].end : quantity.start]) is not None
    if place + 1 < len(found) and found[place + 1].kind is QuantityKind.MONTH:
        return re.fullmatch(r"(?:st|nd|rd|th)?(?: of)? ", text[quantity.end : found[place + 1].start]) is not None
    return False


def _is_year(text: str, quantity: Quantity) -> bool:
    written = text[quantity.start : quantity.end]
    return len(written) == 4 and written.isdigit() and 1100 <= quantity.value < 2100
