"""From values to places on a chart, and the round numbers to write beside its axes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["Scale", "scale_over"]

_ROUND: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear or logarithmic axis from `low` to `high`, drawn from `start` to `end`.

    Raises:
        ValueError: `high` is not above `low`.
    """

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __post_init__(self) -> None:
        if not self.high > self.low:
            raise ValueError(f"an axis from {self.low} to {self.high}")

    def place(self, value: float) -> float:
        """Where a value is drawn, to a tenth of a unit."""
        low, high = self.low, self.high
        if self.logarithmic:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return round(self.start + (value - low) / (high - low) * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """About five round values on the axis."""
        if self.logarithmic:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            values = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
            return [value for value in values if self.low <= value <= self.high]
        step = _round_step((self.high - self.low) / 5)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(number * step, 10) for number in range(first, last + 1)]


def scale_over(
    values: Iterable[float], start: float, end: float, *, logarithmic: bool = False, room: float = 0.06
) -> Scale:
    """An axis with some room on both sides of the values.

    Args:
        values: At least one; above 0 for a logarithmic axis.
        start: Where the axis begins.
        end: Where it ends.
        logarithmic: Whether equal steps are equal ratios.
        room: Share of the values' range to leave on either side of a linear axis.
    """
    values = list(values)
    low, high = min(values), max(values)
    if logarithmic:
        return Scale(low / 4, high * 4, start, end, logarithmic=True)
    margin = (high - low) * room or max(abs(high) * 0.1, 1.0)
    return Scale(low - margin, high + margin, start, end)


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next((factor * power for factor in _ROUND if factor * power >= step), 10 * power)
