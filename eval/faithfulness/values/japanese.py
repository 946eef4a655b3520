"""The values of Japanese sentences: 2時間半, 8世帯に1世帯, 三分の一, 半数, 数十人, 倍増, 火曜日, 正午."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from corpora.quantities import Quantity, QuantityKind, find_quantities
from corpora.quantities.japanese import kanji_value
from corpora.quantities.numerals import halfwidth
from eval.faithfulness.values.value import Reading, Value, in_order, measured, plainly, sums

__all__ = ["japanese_values"]

_DAY: Final = 86400.0
_DURATIONS: Final = {
    "時間": 3600.0, "分間": 60.0, "分": 60.0, "秒間": 1.0, "秒": 1.0, "日間": _DAY, "日": _DAY, "泊": _DAY,
    "週間": 7 * _DAY, "週": 7 * _DAY, "か月": 30.4375 * _DAY, "年間": 365.25 * _DAY, "年": 365.25 * _DAY,
    "世紀": 36525 * _DAY, "晩": _DAY,
}  # fmt: skip
_MONTHS_LONG = re.compile("[かカヶケヵ箇]月")
_DURATION = re.compile(r"(時間|分間?|秒間?|日間?|泊|晩|週間?|[かカヶケヵ箇]月間?|年間?|世紀)(?![代度目生])(半)?")
_SHARE_BETWEEN = re.compile(
    r"(?:人|世帯|社|戸|組|件|台|校|軒|[かカヶケヵ箇]国|回|店|本|つ|個|分)?(?:に(?:つき)?|のうち)"
)
_HALF_SPANS: Final = {"半年": 0.5 * 365.25 * _DAY, "半月": 15 * _DAY, "半日": 0.5 * _DAY, "半世紀": 50 * 365.25 * _DAY}
_KANJI_FRACTION = re.compile("([二三四五六七八九十百]+)分の([一二三四五六七八九十]+)")
_HALF = re.compile("半年|半月|半日(?!本)|半世紀|半数|半分|半額|折半|半減|過半数")
_TWOFOLD = re.compile("倍(?:増|に|以上|近|の|も|返)")
_VAGUE = re.compile("(?:数(十|百|千|万|億)?(百|千|万|億)?(万|億)?|(十)数(百|千|万|億)?)(?=[^a-z字学値式列珠字回式]|回)")
_SCALES: Final = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "億": 1e8}
_VAGUE_COUNTER = re.compile(
    "[人名個件日時分秒年か週回社台本枚軒棟戸匹頭羽校隻機店点度倍%パつキメト世円ドユポカヶケヵ箇]"
)
_WEEKDAY = re.compile(r"([月火水木金土日])曜|[(（]([月火水木金土日])[)）]")
_NOON = re.compile("正午")
_LATE_AT_NIGHT = re.compile(r"(?:真夜中|深夜|夜中)(?!の?\s?[\d〇一二三])")
_AFTERNOON = re.compile(r"(?:午後|夜|夕方|深夜|晩|夕)の?$")
_MORNING = re.compile(r"(?:午前|朝|未明|早朝|明け方)の?$")
_BELOW_ZERO = re.compile(r"(?:氷点下|零下|マイナス|(?<!\d)−)$")
_PAIR = re.compile(r"[一二三四五六七八九\d][、,・]$")
_BOTH = re.compile("両(?=[国者社軍党首親名側方陣校市県島])")
_MAY_BE_WEAK: Final = (QuantityKind.NUMBER, QuantityKind.ORDINAL, QuantityKind.MONEY, QuantityKind.MEASURE)


def japanese_values(text: str) -> list[Value]:
    """The values of a Japanese sentence, by place."""
    plain = halfwidth(text)
    quantities = find_quantities(text, "ja")
    special = [*_shares(plain, quantities), *_sums(plain, quantities), *_words(plain)]
    return in_order(special, (_value(plain, quantity) for quantity in quantities))


def _value(text: str, quantity: Quantity) -> Value:
    before, after = text[max(0, quantity.start - 8) : quantity.start], text[quantity.end : quantity.end + 8]
    readings = _readings(quantity, before, after)
    exact = quantity.kind not in (QuantityKind.NUMBER, QuantityKind.ORDINAL)
    weak = (quantity.value == 1 or (quantity.value == 2 and not exact)) and quantity.kind in _MAY_BE_WEAK
    weak = weak or after.startswith("年生") or (quantity.unit == "degree" and quantity.value <= 2)
    if _PAIR.search(before) or (re.match("[、,][一二三四五六七八九1-9][^\\d0]", after) and quantity.value < 10):
        weak = True
        readings = (*readings, *(Reading(reading.dimension, 0, reading.high * 1.5) for reading in readings[:1]))
    return Value(quantity.start, quantity.end, readings, quantity.value, weak)


def _readings(quantity: Quantity, before: str, after: str) -> tuple[Reading, ...]:
    value = quantity.value
    if quantity.kind is QuantityKind.DAY:
        return (*plainly(quantity), Reading.exactly("duration", value * _DAY, "日"))
    if readings := plainly(quantity):
        return readings
    if quantity.kind is QuantityKind.MEASURE:
        return _measures(quantity, before)
    if quantity.kind is QuantityKind.TIME:
        return tuple(Reading.exactly("time", hour) for hour in _hours(value, before, after))
    if quantity.kind is QuantityKind.ORDINAL:
        return (Reading.exactly("ordinal", value),)
    return _counted(quantity, after)


def _measures(quantity: Quantity, before: str) -> tuple[Reading, ...]:
    sign = -1 if _BELOW_ZERO.search(before) else 1
    readings = [Reading.exactly(item.dimension, sign * item.low, item.written) for item in measured(quantity)]
    if quantity.unit == "degree" and sign > 0:  # 2度 is twice, too
        readings += [Reading.exactly("count", quantity.value), Reading.exactly("ordinal", quantity.value)]
    return tuple(readings)


def _counted(quantity: Quantity, after: str) -> tuple[Reading, ...]:
    """The readings of a number, by what follows it."""
    value = quantity.value
    if after.startswith("倍"):
        return (Reading.exactly("multiple", value), Reading.exactly("count", value))
    if (unit := _DURATION.match(after)) is not None and not after.startswith("分の"):
        return _durations(value, unit)
    if re.match("(?:番目|位|回目|日目|年目|人目|代目|周年|度目|つ目|本目)", after):
        return (Reading.exactly("ordinal", value), Reading.exactly("count", value))
    return (Reading.exactly("count", value, quantity.unit),)


def _durations(value: float, unit: re.Match[str]) -> tuple[Reading, ...]:
    name = _MONTHS_LONG.sub("か月", unit[1]).removesuffix("間") if unit[1] not in _DURATIONS else unit[1]
    amount = (value + (0.5 if unit[2] else 0)) * _DURATIONS[name]
    readings = [Reading.exactly("duration", amount, name)]
    if name == "年" and value < 100:
        readings += [Reading.exactly("year", century + value) for century in (1900, 2000)]
    return tuple(readings)


def _hours(value: float, before: str, after: str) -> tuple[float, ...]:
    if after.startswith("時半"):
        value += 0.5
    if _AFTERNOON.search(before) and value < 12:
        return (value + 12, value) if before.endswith("深夜") else (value + 12,)
    if _MORNING.search(before) or value > 12:
        return (value,)
    return (value, value + 12)


def _shares(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """8世帯に1世帯, 3分の1: two numbers that are one share."""
    for first, second in pairwise(quantities):
        between = text[first.end : second.start]
        is_fraction = between == "分の"
        if (is_fraction or _SHARE_BETWEEN.fullmatch(between)) and 0 < second.value <= first.value:
            share = Reading.exactly("share", 100 * second.value / first.value)
            parts = () if is_fraction else (_value(text, first), _value(text, second))
            yield Value(first.start, second.end, (share,), parts=parts)
    for match in _KANJI_FRACTION.finditer(text):
        yield Value(*match.span(), (Reading.exactly("share", 100 * kanji_value(match[2]) / kanji_value(match[1])),))


def _sums(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """2時間8分15秒, 2年6か月, 1メートル80センチ: parts of one amount."""
    return sums(
        quantities,
        lambda part, following: _goes_on(text, part, following),
        lambda part: _readings(part, "", text[part.end : part.end + 8])[0],
        lambda part: _value(text, part),
    )


def _goes_on(text: str, part: Quantity, following: Quantity) -> bool:
    between = text[part.end : following.start]
    if part.kind is QuantityKind.MEASURE and following.kind is QuantityKind.MEASURE:
        return re.fullmatch("メートル|m|キロ|フィート|ポンド", between) is not None
    after = text[following.end : following.end + 4]
    return re.fullmatch("時間|分|年|[かカヶケヵ箇]月|週間", between) is not None and bool(
        re.match("分|秒|[かカヶケヵ箇]月|日|週間", after)
    )


def _words(text: str) -> Iterator[Value]:
    """What is said without a figure."""
    for match in _HALF.finditer(text):
        if seconds := _HALF_SPANS.get(match[0]):
            yield Value(*match.span(), (Reading.exactly("duration", seconds, match[0]),), weak=True)
        else:
            yield Value(*match.span(), (Reading.exactly("share", 50),), weak=match[0] == "過半数")
    for match in _TWOFOLD.finditer(text):
        if not re.search(r"[\d一二三四五六七八九十数何幾百千万.]$", text[: match.start()]):
            yield Value(match.start(), match.start() + 1, (Reading.exactly("multiple", 2), Reading.exactly("count", 2)))
    for match in _VAGUE.finditer(text):
        if (match[0] != "数" or _VAGUE_COUNTER.match(text, match.end())) and not re.search(
            "[回人多少半件指点手算]$", text[: match.start()]
        ):
            yield Value(*match.span(), (_vague(match, text[match.end() :]),), weak=True)
    for match in _WEEKDAY.finditer(text):
        name = match[1] or match[2]
        yield Value(*match.span(), (Reading.exactly("weekday", "月火水木金土日".index(name)),), weak=bool(match[2]))
    yield from _named_hours(text)
    for match in _BOTH.finditer(text):
        yield Value(*match.span(), (Reading.exactly("count", 2),), 2, weak=True)


def _named_hours(text: str) -> Iterator[Value]:
    """Noon and midnight."""
    for match in _NOON.finditer(text):
        yield Value(*match.span(), (Reading.exactly("time", 12),))
    for match in _LATE_AT_NIGHT.finditer(text):  # midnight, or just late
        yield Value(*match.span(), (Reading.exactly("time", 0), Reading.exactly("time", 24)), weak=True)


def _vague(match: re.Match[str], after: str) -> Reading:
    scale = 1.0
    for part in match.groups():
        scale *= _SCALES.get(part or "", 1.0)
    low, high = (1.0, 9.9) if match[4] is None else (1.01, 1.99)
    unit = _DURATION.match(after)
    if unit is None:
        return Reading("count", low * scale, high * scale)
    size = _durations(1, unit)[0].low
    return Reading("duration", low * scale * size, high * scale * size)
