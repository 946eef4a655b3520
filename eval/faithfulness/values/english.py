"""The values of English sentences: two and a half hours, one in eight, a third, dozens, doubled, Tuesday, noon."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from corpora.quantities import Quantity, QuantityKind, find_quantities
from corpora.quantities.numerals import halfwidth
from corpora.spans import apart
from eval.faithfulness.values.value import Reading, Value, in_order, measured, plainly, sums

__all__ = ["english_values"]

_DAY: Final = 86400.0
_DURATIONS: Final = {
    "second": 1.0, "sec": 1.0, "minute": 60.0, "min": 60.0, "hour": 3600.0, "hr": 3600.0, "day": _DAY, "night": _DAY,
    "week": 7 * _DAY, "fortnight": 14 * _DAY, "month": 30.4375 * _DAY, "year": 365.25 * _DAY,
    "decade": 3652.5 * _DAY, "century": 36525 * _DAY, "centurie": 36525 * _DAY,
}  # fmt: skip
_UNIT: Final = (
    r"(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
    r"|century|centuries)\b"
)
_ADJECTIVES: Final = (
    "(?:(?:full|whole|consecutive|straight|more|further|additional|long|short|other|business|working|calendar|light) )?"
)
_DURATION = re.compile(rf"[ -]{_ADJECTIVES}{_UNIT}", re.IGNORECASE)
_HALVES_AFTER = re.compile(r"[ -]and[ -]a[ -]half\b|½")
_SHARE_BETWEEN = re.compile(r"(?:-| (?:\w+ )?)(?:in|out of)(?: every| the)?(?:-| )", re.IGNORECASE)
_OF_THE = re.compile(r" of the ", re.IGNORECASE)
_FRACTION = re.compile(
    r"\b(?P<top>a|an|one|two|three|four|five|seven)[ -](?P<bottom>half|third|quarter|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth)s?\b"
    r"(?P<point> of an? (?:percentage )?point)?",
    re.IGNORECASE,
)
_TOPS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7}
_BOTTOMS: Final = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_HALF = re.compile(
    r"\bhalf(?P<point> an? (?:percentage )?point)|\bhalf(?:[ -]an?[ -]|[ -])(?P<unit>second|minute|hour|day"
    r"|week|month|year|decade|century)\b"
    r"|\bhalf past (?P<hour>\w+)|\bhalf an? (?P<scale>million|billion|trillion|dozen)\b"
    r"|(?<!first )(?<!second )(?<!latter )(?<!other )(?<!better )\bhalf(?!-?(?:time|brother|sister|way"
    r"|hearted|marathon|back))\b|\bhalved\b",
    re.IGNORECASE,
)
_A_SPAN = re.compile(
    rf"\b(?:a|an|every|each|per|another|whole)[ -](?!second){_UNIT}(?P<half> and a half)?|\b(?:last|past"
    rf"|the|next)[ -](?P<long>decade|century)\b",
    re.IGNORECASE,
)
_MULTIPLES = re.compile(
    r"\b(?:(?P<two>doubl(?:ed|es?|ing)|twice|twofold|two-fold)|(?P<three>trebl(?:ed|es?|ing)|tripl(?:ed|es?"
    r"|ing)|threefold|three-fold|thrice)"
    r"|(?P<four>quadrupl(?:ed|es?|ing)|fourfold))\b",
    re.IGNORECASE,
)
_ONE_OF_A_SCALE = re.compile(r"\b(?:a|per|every) (hundred|thousand|million|billion|dozen)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:(?P<tens>tens|hundreds) of )?(?P<scale>tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b"
    r"|\b(?P<few>several|a few|few|a couple(?: of)?|couple|a handful)(?: (?P<more>dozen|hundred|thousand"
    r"|million|billion))?(?:[ -](?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?))?\b"
    r"|\b(?:more than|over) (?P<dozen>a dozen)\b|\b(?P<or_so>a dozen)(?: or so)?\b",
    re.IGNORECASE,
)
_SCALES: Final = {
    "ten": 10.0, "dozen": 12.0, "score": 20.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9,
    "trillion": 1e12,
}  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b", re.IGNORECASE)
_NOON = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b", re.IGNORECASE)
_DECADES: Final = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_BELOW_ZERO = re.compile(r"(?:\bminus |(?:^|\s)[-−–])$", re.IGNORECASE)
_SMALL = re.compile(
    r"\b(?:(?P<two>both|pair|couple|second|secondly)|(?P<one>first|firstly|once)|(?P<ten>teens|teenagers?|teenage))\b",
    re.IGNORECASE,
)
_MORNING = re.compile(r"\s?a\.?m\b", re.IGNORECASE)
_EVENING = re.compile(r"\s?p\.?m\b", re.IGNORECASE)
_MAY_BE_WEAK: Final = (QuantityKind.NUMBER, QuantityKind.ORDINAL, QuantityKind.MONEY, QuantityKind.MEASURE)


def english_values(text: str) -> list[Value]:
    """The values of an English sentence, by place."""
    plain = halfwidth(text)
    quantities = find_quantities(text, "en")
    special = apart([*_shares(plain, quantities), *_sums(plain, quantities), *_words(plain, quantities)])
    return in_order(special, (_value(plain, quantity) for quantity in quantities))


def _value(text: str, quantity: Quantity) -> Value:
    before, after = text[max(0, quantity.start - 16) : quantity.start], text[quantity.end : quantity.end + 32]
    weak = quantity.value in (0, 1) and quantity.kind in _MAY_BE_WEAK
    weak = weak or (quantity.value == 2 and quantity.kind in (QuantityKind.NUMBER, QuantityKind.ORDINAL))
    return Value(quantity.start, quantity.end, _readings(quantity, before, after), quantity.value, weak)


def _readings(quantity: Quantity, before: str, after: str) -> tuple[Reading, ...]:
    value = quantity.value
    if readings := plainly(quantity):
        return readings
    if quantity.kind is QuantityKind.MEASURE:
        below = _BELOW_ZERO.search(before) or re.match(r"[ -]\w+ below (?:zero|freezing)", after)
        sign = -1 if below else 1
        return tuple(Reading.exactly(item.dimension, sign * item.low, item.written) for item in measured(quantity))
    if quantity.kind is QuantityKind.TIME:
        return tuple(Reading.exactly("time", hour) for hour in _hours(value, after))
    if quantity.kind is QuantityKind.ORDINAL:
        return (Reading.exactly("ordinal", value), Reading.exactly("day", value))
    return _counted(value, after)


def _counted(value: float, after: str) -> tuple[Reading, ...]:
    """The readings of a number, by what follows it."""
    half = _HALVES_AFTER.match(after)
    if half:
        value, after = value + 0.5, after[half.end() :]
    if re.match(r"[ -](?:times|fold)\b", after):
        return (Reading.exactly("multiple", value), Reading.exactly("count", value))
    if unit := _DURATION.match(after):
        name = unit[1].lower().removesuffix("s")
        readings = (Reading.exactly("duration", value * _DURATIONS[name], name),)
        is_age = re.match(r"-?s?[ -]old\b", after[unit.end() :]) is not None
        return (*readings, Reading.exactly("count", value)) if is_age else readings
    if re.match(" (?:others|more|other people|further)\\b", after):  # 4 with the one who is named
        return (Reading.exactly("count", value), Reading.exactly("count", value + 1))
    if 0 < value < 1:  # a batting average of .182 is 1割8分2厘
        return (Reading.exactly("count", value), Reading.exactly("share", round(100 * value, 6)))
    return (Reading.exactly("count", value),)


def _hours(value: float, after: str) -> tuple[float, ...]:
    if _EVENING.match(after):
        return (value % 12 + 12,)
    if _MORNING.match(after):
        return (value % 12,)
    return (value,) if value > 12 else (value, value + 12)


def _shares(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """One in eight, two out of three: two numbers that are one share."""
    for first, second in pairwise(quantities):
        between = text[first.end : second.start]
        counted = first.kind is QuantityKind.NUMBER and second.kind is QuantityKind.NUMBER
        if counted and 0 < first.value < second.value and _SHARE_BETWEEN.fullmatch(between) and second.value < 1000:
            share = Reading.exactly("share", 100 * first.value / second.value)
            yield Value(first.start, second.end, (share,), parts=(_value(text, first), _value(text, second)))
        elif counted and 0 < first.value <= second.value and _OF_THE.fullmatch(between):
            yield Value(first.start, first.end, (Reading.exactly("count", first.value),), first.value, weak=True)


def _sums(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """2 hours 8 minutes 15 seconds, two years and six months, 5 feet 3 inches: parts of one amount."""
    return sums(
        quantities,
        lambda part, following: _goes_on(text, part, following),
        lambda part: _readings(part, "", text[part.end : part.end + 32])[0],
        lambda part: _value(text, part),
    )


def _goes_on(text: str, part: Quantity, following: Quantity) -> bool:
    between = text[part.end : following.start]
    if part.kind is QuantityKind.MEASURE and following.kind is QuantityKind.MEASURE:
        return (
            re.fullmatch(r"[ -]?(?:m|metres?|meters?|feet|foot|ft|pounds?|kilometres?|km),?(?: and)? ", between)
            is not None
        )
    after = text[following.end : following.end + 32]
    return (
        re.fullmatch(rf" {_UNIT},?(?: and)? ", between, re.IGNORECASE) is not None
        and bool(_DURATION.match(after))
        and _smaller(between, after)
    )


def _smaller(first: str, second: str) -> bool:
    """Whether the second unit is smaller than the first: then the two make one amount."""
    sizes = []
    for found in (re.search(_UNIT, first, re.IGNORECASE), _DURATION.match(second)):
        sizes.append(_DURATIONS[found[1].lower().removesuffix("s")] if found else 0.0)
    return sizes[0] > sizes[1]


def _words(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """What is said without a figure."""
    yield from _with_halves(text, quantities)
    for match in _HALF.finditer(text):
        yield _half(match)
    for match in _FRACTION.finditer(text):
        yield _fraction(match)
    for match in _VAGUE.finditer(text):
        yield Value(*match.span(), (_vague(match),), weak=True)
    yield from _counts_in_words(text)
    yield from _times_in_words(text)


def _fraction(match: re.Match[str]) -> Value:
    """A third may be the third of something, too."""
    top, bottom = _TOPS[match["top"].lower()], _BOTTOMS[match["bottom"].lower()]
    readings = [Reading.exactly("share", top / bottom * (1 if match["point"] else 100))]
    if top == 1 and bottom > 2:
        readings.append(Reading.exactly("ordinal", bottom))
    number = float(bottom) if top == 1 else None
    return Value(*match.span(), tuple(readings), number, weak=match["top"].lower() == "a" and bottom > 4)


def _counts_in_words(text: str) -> Iterator[Value]:
    for match in _MULTIPLES.finditer(text):
        amount = 2.0 if match["two"] else 3.0 if match["three"] else 4.0
        yield _of_dimensions(match, amount, "multiple", "count", weak=amount == 2)
    for match in _ONE_OF_A_SCALE.finditer(text):
        amount = _SCALES[match[1].lower()]
        yield _of_dimensions(match, amount, "count", weak=amount == 12)
    for match in _SMALL.finditer(text):
        amount = 2.0 if match["two"] else 1.0 if match["one"] else 10.0
        yield _of_dimensions(match, amount, "count", "ordinal", weak=True)


def _of_dimensions(match: re.Match[str], amount: float, *dimensions: str, weak: bool) -> Value:
    readings = tuple(Reading.exactly(dimension, amount) for dimension in dimensions)
    return Value(*match.span(), readings, amount, weak=weak)


def _times_in_words(text: str) -> Iterator[Value]:
    for match in _A_SPAN.finditer(text):
        name = (match[1] or match["long"]).lower().removesuffix("s")
        amount = _DURATIONS[name] * (1.5 if match["half"] else 1)
        yield Value(*match.span(), (Reading.exactly("duration", amount, name),), weak=not match["half"])
    for match in _WEEKDAY.finditer(text):
        named = re.match(r" (?!(?:and|or|at|in)\b)[A-Z]", text[match.end() :]) is not None  # Saturday Night Live
        yield Value(*match.span(), (Reading.exactly("weekday", _WEEKDAYS.index(match[1].lower())),), weak=named)
    for match in _NOON.finditer(text):
        hours = (0.0, 24.0) if match[1].lower() == "midnight" else (12.0,)
        yield Value(*match.span(), tuple(Reading.exactly("time", hour) for hour in hours))
    for match in _DECADE.finditer(text):
        decade = 20.0 + 10 * _DECADES.index(match[1].lower())
        yield Value(*match.span(), (Reading.exactly("count", decade), Reading.exactly("count", 1900 + decade)), decade)


def _with_halves(text: str, quantities: Sequence[Quantity]) -> Iterator[Value]:
    """Two and a half hours: the half belongs to the number."""
    for quantity in quantities:
        if half := _HALVES_AFTER.match(text, quantity.end):
            readings = _readings(quantity, "", text[quantity.end : quantity.end + 32])
            yield Value(quantity.start, half.end(), readings, quantity.value + 0.5)


def _half(match: re.Match[str]) -> Value:
    if match["point"]:
        return Value(*match.span(), (Reading.exactly("share", 0.5),))
    if match["unit"]:
        return Value(
            *match.span(), (Reading.exactly("duration", _DURATIONS[match["unit"].lower()] / 2, "half"),), weak=True
        )
    if match["scale"]:
        return Value(*match.span(), (Reading.exactly("count", _SCALES[match["scale"].lower()] / 2),))
    if match["hour"]:
        return _half_past(match)
    weak = (
        re.match(" (?:of|the|an?|its|their|his|her|as|price)\\b|d\\b", match.string[match.end() :]) is None
    )  # not of a match
    return Value(*match.span(), (Reading.exactly("share", 50), Reading.exactly("multiple", 0.5)), weak=weak)


def _half_past(match: re.Match[str]) -> Value:
    found = find_quantities(match["hour"], "en")
    hour = (found[0].value if found else 0.0) + 0.5
    return Value(*match.span(), (Reading.exactly("time", hour), Reading.exactly("time", hour + 12)))


def _vague(match: re.Match[str]) -> Reading:
    if match["dozen"]:
        return Reading("count", 12, 30)
    if match["or_so"]:
        return Reading("count", 10, 15)
    if match["scale"]:
        size = _SCALES[match["scale"].lower().removesuffix("s")] * (
            1 if match["tens"] is None else _SCALES[match["tens"].lower().removesuffix("s")]
        )
        return Reading("count", size if size != 12 else 20, size * (150 if size > 20 else 10))
    size = _SCALES.get((match["more"] or "").lower(), 1.0)
    if match["unit"]:
        seconds = _DURATIONS[match["unit"].lower().removesuffix("s")]
        return Reading("duration", size * seconds, 12 * size * seconds)
    return Reading("count", size, 12 * size)
