"""What a value is, and the function that finds them in either language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpora.quantities import Quantity, QuantityKind
from corpora.spans import beside

__all__ = ["MEASURES", "Reading", "Value", "find_values", "in_order", "measured", "plainly", "sums"]

MEASURES: Final = {
    "km": ("length", 1000.0), "m": ("length", 1.0), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "mile": ("length", 1609.344), "foot": ("length", 0.3048), "inch": ("length", 0.0254), "yard": ("length", 0.9144),
    "kg": ("mass", 1.0), "g": ("mass", 0.001), "mg": ("mass", 1e-6), "t": ("mass", 1000.0),
    "ha": ("area", 1e4), "acre": ("area", 4046.86), "km2": ("area", 1e6), "m2": ("area", 1.0),
    "mile2": ("area", 2.59e6), "foot2": ("area", 0.0929),
    "l": ("volume", 1.0), "ml": ("volume", 0.001), "gallon": ("volume", 3.785), "barrel": ("barrel", 1.0),
    "W": ("power", 1.0), "kW": ("power", 1e3), "MW": ("power", 1e6), "GW": ("power", 1e9), "degree": ("degree", 1.0),
    "MB": ("data", 1.0), "GB": ("data", 1e3), "TB": ("data", 1e6),
}  # fmt: skip
"""Unit to dimension and size in its base unit."""

_DATES: Final = {QuantityKind.YEAR: "year", QuantityKind.MONTH: "month", QuantityKind.DAY: "day"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an expression: something between `low` and `high` in the base unit of a dimension.

    `count` is the dimension of bare numbers and counted things; `written` the unit that was written, if any.
    """

    dimension: str
    low: float
    high: float
    written: str = ""

    @classmethod
    def exactly(cls, dimension: str, amount: float, written: str = "") -> "Reading":
        """One amount."""
        return cls(dimension, amount, amount, written)

    @property
    def is_vague(self) -> bool:
        """Whether it names no one amount."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it is written.

    Attributes:
        start: Index of its first character.
        end: Index after its last.
        readings: All that it may mean.
        number: The number as written, whatever it counts; `None` where there is none (half, noon).
        weak: Whether the other language may well leave it out (one, a year, an amount in brackets after another).
        parts: The values that an expression of several numbers is made of: one and eight, of one in eight.
        alternative_to: Index, in the list of values, of an amount that this one only converts (12キロ（7.5マイル）).
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    number: float | None = None
    weak: bool = False
    parts: tuple["Value", ...] = ()
    alternative_to: int | None = None

    @property
    def is_vague(self) -> bool:
        """Whether no reading names one amount."""
        return all(reading.is_vague for reading in self.readings)


def find_values(text: str, language: str) -> list[Value]:
    """The values of a sentence, by place.

    Args:
        text: A sentence.
        language: `ja` or `en`.
    """
    from eval.faithfulness.values.english import english_values
    from eval.faithfulness.values.japanese import japanese_values

    values = japanese_values(text) if language == "ja" else english_values(text)
    return _with_alternatives(text, values)


def measured(quantity: Quantity) -> tuple[Reading, ...]:
    """The readings of a quantity with a unit of measure; キロ may be kilometres or kilograms."""
    if quantity.unit == "kilo":
        return (
            Reading.exactly("length", quantity.value * 1000, "km"),
            Reading.exactly("mass", quantity.value, "kg"),
        )
    dimension, size = MEASURES.get(quantity.unit, (quantity.unit, 1.0))
    return (Reading.exactly(dimension, quantity.value * size, quantity.unit),)


def plainly(quantity: Quantity) -> tuple[Reading, ...]:
    """The readings of money, percentages and parts of a date, which both languages mean alike; none of others."""
    if quantity.kind is QuantityKind.MONEY:
        return (Reading.exactly(f"money {quantity.unit}", quantity.value),)
    if quantity.kind is QuantityKind.PERCENT:
        return (Reading.exactly("share", quantity.value),)
    if quantity.kind in _DATES:
        return (Reading.exactly(_DATES[quantity.kind], quantity.value),)
    return ()


def sums(
    quantities: Sequence[Quantity],
    goes_on: Callable[[Quantity, Quantity], bool],
    reading: Callable[[Quantity], Reading],
    value: Callable[[Quantity], Value],
) -> Iterator[Value]:
    """Parts of one amount: 2 hours 8 minutes 15 seconds, 2年6か月, 5 feet 3 inches.

    Args:
        quantities: Of a sentence, by place.
        goes_on: Whether an amount that ends with the first quantity goes on with the second.
        reading: What a part means.
        value: The value of a part by itself.
    """
    place = 0
    while place < len(quantities):
        run = [quantities[place]]
        while (following := place + len(run)) < len(quantities) and goes_on(run[-1], quantities[following]):
            run.append(quantities[following])
        parts = [reading(part) for part in run] if len(run) > 1 else []
        if parts and all(part.dimension == parts[0].dimension for part in parts):
            total = Reading.exactly(parts[0].dimension, sum(part.low for part in parts))
            yield Value(run[0].start, run[-1].end, (total,), parts=tuple(value(part) for part in run))
        place += len(run)


def in_order(special: Sequence[Value], plain: Iterable[Value]) -> list[Value]:
    """Special expressions, and the plain values that are no part of them, by place."""
    return sorted([*special, *beside(plain, special)], key=lambda value: (value.start, value.end))


def _with_alternatives(text: str, values: Sequence[Value]) -> list[Value]:
    """Amounts in brackets right after another of the same kind convert it: neither has to stand on the other side."""
    linked = list(values)
    for place, value in enumerate(values[1:], start=1):
        before = values[place - 1]
        between = text[before.end : value.start]
        if len(between) <= 16 and any(sign in between for sign in "(（=＝") and not any(s in between for s in ")）"):
            kinds = [{reading.dimension for reading in item.readings} for item in (before, value)]
            both_money = all(any(kind.startswith("money") for kind in found) for found in kinds)
            if both_money or kinds[0] & kinds[1] & {"length", "mass", "area", "degree", "time", "volume"}:
                linked[place] = replace(value, alternative_to=place - 1)
    return linked
