"""What the model copies as one: a number, or a whole date, found in either language and written in English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpora.quantities import Quantity, QuantityKind, find_quantities
from corpora.quantities.english import MONTHS

__all__ = ["Expression", "english_expressions", "japanese_expressions", "ordinal"]

_DATES: Final = {
    "ja": {
        (QuantityKind.YEAR, QuantityKind.MONTH): re.compile("年 ?"),
        (QuantityKind.MONTH, QuantityKind.DAY): re.compile("月 ?"),
    },
    "en": {
        (QuantityKind.MONTH, QuantityKind.DAY): re.compile(r"\.? (?:the )?"),
        (QuantityKind.DAY, QuantityKind.MONTH): re.compile("(?:st|nd|rd|th)?(?: of)? "),
        (QuantityKind.DAY, QuantityKind.YEAR): re.compile("(?:st|nd|rd|th)?,? "),
        (QuantityKind.MONTH, QuantityKind.YEAR): re.compile(r"\.?,? "),
    },
}
"""What may stand between the parts of a date."""
_AFTER_DAY: Final = {"ja": re.compile(" ?日"), "en": re.compile(r"(?:st|nd|rd|th)\b|")}
# Counted things below ten are written as words; what stands before a unit, a sign or a decimal point is not.
_COUNTED: Final = re.compile("[人名つ個件回社校台機隻本枚頭匹年倍日]|[かカヶ](?:国|月|所)|週間|日間|時間|年間|種類")


@dataclass(frozen=True, slots=True)
class Expression:
    """A number or a date in a sentence.

    Attributes:
        start: Index of its first character.
        end: Index after its last.
        key: What it says; equal on both sides of a pair.
        written: How English writes it.
        value: The number itself; of a date, its day.
        counts: Whether it counts things, so that a small one may be written as a word.
        mark: What is left in the Japanese text behind it.
        parts: Of a date: its year, month and day by themselves.
    """

    start: int
    end: int
    key: str
    written: str
    value: float
    counts: bool = False
    mark: str = ""
    parts: tuple["Expression", ...] = ()


def japanese_expressions(text: str) -> list[Expression]:
    """The copied expressions of a Japanese sentence, in order."""
    return list(_expressions(text, "ja"))


def english_expressions(text: str) -> list[Expression]:
    """The copied expressions of an English sentence, in order; words for ordinals (third) are none."""
    return list(_expressions(text, "en"))


def ordinal(value: int) -> str:
    """`21st`, `2nd`, `13th`."""
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def _expressions(text: str, language: str) -> Iterator[Expression]:
    quantities = [quantity for quantity in find_quantities(text, language) if not _is_ordinal_word(text, quantity)]
    place = 0
    while place < len(quantities):
        size = _date_length(text, language, quantities[place:])
        parts = tuple(_single(text, quantity) for quantity in quantities[place : place + size])
        if size > 1:
            yield _date(text, language, quantities[place : place + size], parts)
        elif not _is_one(quantities[place]):
            yield parts[0]
        place += size


def _is_ordinal_word(text: str, quantity: Quantity) -> bool:
    return quantity.kind is QuantityKind.ORDINAL and not text[quantity.start].isdigit()


def _is_one(quantity: Quantity) -> bool:
    """One of something is better left to the model: a, one, alone, per day."""
    return quantity.value == 1 and quantity.kind in (QuantityKind.NUMBER, QuantityKind.ORDINAL, QuantityKind.DAY)


def _date_length(text: str, language: str, quantities: Sequence[Quantity]) -> int:
    """How many of the first quantities make a date with a month and a day; 1 if they make none."""
    size = 1
    while size < min(3, len(quantities)):
        first, second = quantities[size - 1 : size + 1]
        gap = _DATES[language].get((first.kind, second.kind))
        if gap is None or not gap.fullmatch(text, first.end, second.start):
            break
        size += 1
    kinds = {quantity.kind for quantity in quantities[:size]}
    return size if {QuantityKind.MONTH, QuantityKind.DAY} <= kinds and len(kinds) == size else 1


def _date(text: str, language: str, quantities: Sequence[Quantity], parts: tuple[Expression, ...]) -> Expression:
    values = {quantity.kind: int(quantity.value) for quantity in quantities}
    month, day = values[QuantityKind.MONTH], values[QuantityKind.DAY]
    year = values.get(QuantityKind.YEAR)
    end = quantities[-1].end
    if quantities[-1].kind is QuantityKind.DAY and (after := _AFTER_DAY[language].match(text, end)):
        end = after.end()
    written = f"{MONTHS[month - 1]} {day}" + (f", {year}" if year else "")
    return Expression(quantities[0].start, end, f"date {year} {month} {day}", written, day, parts=parts)


def _single(text: str, quantity: Quantity) -> Expression:
    month = quantity.kind is QuantityKind.MONTH
    return Expression(
        quantity.start,
        quantity.end,
        f"{'month ' if month else ''}{quantity.value:.10g}",
        _written(text, quantity),
        quantity.value,
        counts=quantity.kind is QuantityKind.NUMBER and _COUNTED.fullmatch(quantity.unit) is not None,
        mark="%" if quantity.unit == "割" else "",  # 3割 is thirty per cent: the unit went with the numeral
    )


def _written(text: str, quantity: Quantity) -> str:
    """How English writes a quantity of a Japanese text: `500,000`, `106 million`, `September`, `10:30`."""
    if quantity.kind is QuantityKind.MONTH:
        return MONTHS[int(quantity.value) - 1]
    written = text[quantity.start : quantity.end]
    if quantity.kind is QuantityKind.TIME and not written.isdigit():
        hours = int(quantity.value)
        return f"{hours}:{round((quantity.value - hours) * 60):02d}"
    if quantity.kind is QuantityKind.YEAR:
        return f"{quantity.value:.0f}"
    return written if re.fullmatch(r"[\d,.]+", written) else _large(quantity.value)


def _large(value: float) -> str:
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        scaled = value / scale
        if scaled >= 1 and scaled == round(scaled, 3):
            return f"{scaled:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
