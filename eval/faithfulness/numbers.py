"""Numbers: what one side counts, measures, dates or prices, and the other does not, or differently."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from corpora.quantities.numerals import halfwidth
from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.discrepancy import Check, Discrepancy
from eval.faithfulness.values import Reading, Value, find_values

__all__ = ["ValueScope", "number_discrepancies"]

CONVERTED: Final = 0.06
"""How far apart an amount and its conversion may be: 50 miles and 80 km, as people round them."""

CALENDAR: Final = 0.02
"""How far apart a span and the same in other units may be: a year and 12 months."""

ROUNDED: Final = 0.035
"""How far apart amounts may be where one side says about, nearly, 約 …"""

_ABOUT = re.compile(
    r"(?:\babout|\baround|\broughly|\bapproximately|\bsome|\bnearly|\balmost|\bover|\bmore than"
    r"|\bjust (?:under|over)|\bestimated|\bclose to)\W+\S*$|(?:約|およそ|おおよそ|ほぼ|推定|最大|計)$",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(r"^\S{0,3}(?:近く|程度|前後|ほど|余り|余|強|弱|以上|超|あまり|ぐらい|くらい)")
_RELATIVE: Final = {
    "year": re.compile(
        r"昨年|去年|今年|来年|前年|同年|翌年|一昨年|本年|再来年|昨|\b(?:last|this|next|previous|same|following"
        r"|a) year|\byear (?:earlier|later|before)|\byear-on-year"
    , re.IGNORECASE),
    "month": re.compile(r"先月|今月|来月|同月|翌月|前月|月末|\b(?:last|this|next|same|following) month", re.IGNORECASE),
    "day": re.compile(
        r"昨日|今日|明日|同日|翌日|前日|[月火水木金土日]曜|[(（][月火水木金土日][)）]|先週|今週|来週"
        r"|\b(?:today|yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:last|this"
        r"|next) (?:week|night)|same day|day before|next day)",
        re.IGNORECASE,
    ),
    "weekday": re.compile(
        r"\d\s*日|昨日|今日|明日|同日|翌日|前日|週|\b(?:today|yesterday|tomorrow|tonight|week|\d+(?:st|nd|rd"
        r"|th)|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w*\.? \d)"
    , re.IGNORECASE),
}  # fmt: skip
"""What may stand for a date on the other side: nobody can tell from the sentence whether it is the same."""
_ZONES: Final = {
    "Japan": re.compile(r"日本時間|\bJST\b|\bJapan(?:ese)? time\b", re.IGNORECASE),
    "other": re.compile(r"現地時間|標準時|グリニッジ|\b(?:GMT|UTC|BST|CES?T|[ECMP][DS]?T)\b|\b(?i:local time)\b"),
}


_FREE: Final = frozenset({"count", "ordinal"})
"""Dimensions of a number that does not say what it counts."""

_AMOUNTS: Final = frozenset({"money", "duration", "length", "mass", "area", "volume", "power", "data", "barrel"})
"""Dimensions whose unit may follow a word for many: thousands of yen, 数百キロ."""

MANY: Final = 10
"""Words for fewer are no such words: a few yen."""

_KNOWN_SENTENCES: Final = 20_000
"""Kept with their values: fewer than an article has make every bead read the whole article anew."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A value of one side with its sentence, and whether that says that it is about so much."""

    line: Line
    value: Value
    is_rounded: bool

    @property
    def text(self) -> str:
        return self.line.text[self.value.start : self.value.end]


class _Side:
    """The values of one side, and what may stand there in their place."""

    def __init__(self, lines: Sequence[Line], text: str, language: str) -> None:
        self.text = text
        self.values = [found for line in lines for found in _values_of(line, language)]

    @cached_property
    def uncounted(self) -> Counter[str]:
        """How often each run of digits stands in the text where it counts nothing."""
        digits = _digits(self.text)
        digits.subtract(run for found in self.values for run in _digits(found.text).elements())
        return digits

    @cached_property
    def relative(self) -> frozenset[str]:
        """The dimensions of dates for which the text has words such as last year."""
        return frozenset(dimension for dimension, pattern in _RELATIVE.items() if pattern.search(self.text))


def _digits(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", halfwidth(text)))


class ValueScope:
    """The values of both sides of a bead, or of a whole article.

    Args:
        text: The sentences.
    """

    def __init__(self, text: BeadText) -> None:
        self._text = text

    @cached_property
    def source(self) -> _Side:
        """Those of the Japanese."""
        return _Side(self._text.source, self._text.source_text, "ja")

    @cached_property
    def target(self) -> _Side:
        """Those of the English."""
        return _Side(self._text.target, self._text.target_text, "en")


def number_discrepancies(bead: BeadText, article: ValueScope | None = None) -> Iterator[Discrepancy]:
    """The values of either side that the other one does not have; two of a kind are one discrepancy.

    Args:
        bead: What is compared.
        article: All sentences of both sides, where they are more than the bead: a value that only this bead lacks and
            that stands elsewhere was moved, not lost.
    """
    scope = ValueScope(bead)
    source, target = scope.source, scope.target
    zoned = _zones(source.text) != _zones(target.text)
    source_left = _unsupported(source.values, target, zoned=zoned)
    target_left = _unsupported(target.values, source, zoned=zoned)
    for one, other in _pairs(source_left, target_left):
        yield Discrepancy(
            Check.NUMBER,
            one.line.mark(one.value.start, one.value.end),
            other.line.mark(other.value.start, other.value.end),
            f"{one.text.strip()} ≠ {other.text.strip()}",
            f"{one.text.strip()} in the Japanese, {other.text.strip()} in the English",
        )
        source_left.remove(one)
        target_left.remove(other)
    source_left, target_left = (
        [found for found in left if not found.value.weak] for left in (source_left, target_left)
    )
    if article is not None:
        source_left = _unsupported(source_left, article.target, zoned=True)
        target_left = _unsupported(target_left, article.source, zoned=True)
    for found in source_left:
        mark = found.line.mark(found.value.start, found.value.end)
        yield Discrepancy(Check.NUMBER, mark, None, mark.text, f"{mark.text} does not stand in the English")
    for found in target_left:
        mark = found.line.mark(found.value.start, found.value.end)
        yield Discrepancy(Check.NUMBER, None, mark, mark.text, f"{mark.text} does not stand in the Japanese")


def _telling(left: Sequence[_Found]) -> list[_Found]:
    """Those that the other side cannot well leave out."""
    return [found for found in left if not found.value.weak]


def _zones(text: str) -> set[str]:
    """The time zones that a text names: times of two zones differ by whole hours without being wrong."""
    return {zone for zone, pattern in _ZONES.items() if pattern.search(text)}


@lru_cache(maxsize=_KNOWN_SENTENCES)
def _values_of(line: Line, language: str) -> tuple[_Found, ...]:
    return tuple(_Found(line, value, _is_rounded(line.text, value)) for value in find_values(line.text, language))


def _is_rounded(text: str, value: Value) -> bool:
    before, after = text[max(0, value.start - 24) : value.start], text[value.end : value.end + 12]
    return bool(_ABOUT.search(before) or _ABOUT_AFTER.match(after))


def _unsupported(own: Sequence[_Found], other: _Side, *, zoned: bool) -> list[_Found]:
    """Values that agree with nothing on the other side; of converted amounts, one has to agree."""
    agreed = [_is_supported(found, other, zoned=zoned) for found in own]
    bases: dict[int, int] = {}  # place -> place of the amount that it converts
    offset = 0
    for place, found in enumerate(own):
        if place and found.line is not own[place - 1].line:
            offset = place
        if found.value.alternative_to is not None:
            bases[place] = offset + found.value.alternative_to
    for place, base in bases.items():
        agreed[place] = agreed[base] = agreed[place] or agreed[base]
    return [
        found
        for place, found in enumerate(own)
        if not agreed[place] and place not in bases and not _stands_otherwise(found.value, other)
    ]


def _stands_otherwise(value: Value, other: _Side) -> bool:
    """Whether the other side has a word such as last year where this one has a date."""
    dates = [reading.dimension for reading in value.readings if reading.dimension in _RELATIVE]
    return bool(dates) and not other.relative.isdisjoint(dates)


def _agree(one: Value, other: Value, *, rounded: bool, zoned: bool) -> bool:
    for first in one.readings:
        for second in other.readings:
            if _readings_agree(first, second, rounded=rounded, zoned=zoned):
                return True
    return (
        _same_number(one, other)
        or _of_the_size(one, other)
        or any(_agree(one, part, rounded=rounded, zoned=zoned) for part in other.parts)
    )


def _is_supported(found: _Found, other: _Side, *, zoned: bool) -> bool:
    """Whether a value, or every part of it, agrees with something on the other side."""

    def supported(value: Value) -> bool:
        return any(
            _agree(value, one.value, rounded=found.is_rounded or one.is_rounded, zoned=zoned) for one in other.values
        )

    value = found.value
    return (
        supported(value)
        or bool(value.parts and all(supported(part) for part in value.parts))
        or _stands_in_a_name(found, other)
    )


def _stands_in_a_name(found: _Found, other: _Side) -> bool:
    """Whether the other side has the same digits where it counts nothing: Nogizaka46, G7."""
    digits = halfwidth(found.text)
    return digits.isdigit() and other.uncounted[digits] > 0


def _readings_agree(first: Reading, second: Reading, *, rounded: bool, zoned: bool) -> bool:
    if first.dimension != second.dimension:
        return False
    if first.is_vague or second.is_vague:
        return first.low <= second.high * 1.001 and second.low <= first.high * 1.001
    if first.dimension == "time":
        return abs(first.low - second.low) % (1 if zoned else 24) < 1e-6
    return _amounts_agree(first, second, rounded=rounded)


def _amounts_agree(first: Reading, second: Reading, *, rounded: bool) -> bool:
    """Whether two exact amounts of one dimension are the same, converted or rounded."""
    apart = abs(first.low - second.low) / max(abs(first.low), abs(second.low), 1e-9)
    if first.dimension == "degree" and apart > 0:
        return any(abs(a * 1.8 + 32 - b) <= 1.5 for a, b in ((first.low, second.low), (second.low, first.low)))
    if first.written != second.written and first.dimension != "count":
        return apart <= (CALENDAR if first.dimension == "duration" else CONVERTED)
    roundable = (abs(first.low) >= 100 or first.dimension == "share") and first.dimension not in (
        "year",
        "month",
        "day",
    )
    return apart <= (ROUNDED if rounded and roundable else 1e-6)


def _same_number(one: Value, other: Value) -> bool:
    """Whether both write the same number and one of them does not say what it counts."""
    if one.number is None or other.number is None or one.number != other.number:
        return False
    return any(reading.dimension in _FREE for value in (one, other) for reading in value.readings)


def _of_the_size(one: Value, other: Value) -> bool:
    """Whether one is a word for many, and the other an amount of as many units: thousands of yen, 2万3000円."""
    return any(
        reading.is_vague and reading.dimension == "count" and reading.low >= MANY and _counts_units(amount, reading)
        for word, amount in ((one, other), (other, one))
        for reading in word.readings
    )


def _counts_units(amount: Value, many: Reading) -> bool:
    number = amount.number
    is_amount = any(reading.dimension.partition(" ")[0] in _AMOUNTS for reading in amount.readings)
    return is_amount and number is not None and many.low <= number <= many.high


def _pairs(source: Sequence[_Found], target: Sequence[_Found]) -> list[tuple[_Found, _Found]]:
    """Values left on both sides that are of one kind, in the order of the text."""
    pairs: list[tuple[_Found, _Found]] = []
    free = list(target)
    for found in source:
        partner = next((other for other in free if _of_a_kind(found.value, other.value)), None)
        if partner is not None and not (found.value.weak and partner.value.weak):
            free.remove(partner)
            pairs.append((found, partner))
    return pairs


def _of_a_kind(one: Value, other: Value) -> bool:
    kinds = [{reading.dimension.partition(" ")[0] for reading in value.readings} for value in (one, other)]
    return bool(kinds[0] & kinds[1]) or bool(kinds[0] & _FREE and kinds[1] & (_FREE | {"multiple", "duration"}))
