"""Whether probabilities keep their word: reliability, expected calibration error, and the risk-coverage curve.

A bead that is said to be right with probability .8 should be right in four of five cases, and whoever keeps only beads
above a threshold should know what that costs and buys. Beads that carry no probability are left out of all of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

__all__ = ["Bin", "Calibration", "Kept", "calibration_of"]

BINS: Final = 10
SURE: Final = 0.9
POINTS: Final = 100
"""Points of the risk-coverage curve at most."""

Judgement = tuple[float, bool]
"""The probability that was stated, and whether the thing is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Beads whose probability lies in one of ten intervals of equal width.

    Attributes:
        low: Where the interval begins.
        high: Where it ends; a probability on a border belongs to the interval above it.
        beads: How many there are.
        stated: Their mean probability.
        right: The share of them that are right.
    """

    low: float
    high: float
    beads: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left when only beads of a probability or above are kept.

    Attributes:
        probability: The threshold.
        coverage: Share of all beads that are kept.
        risk: Share of the kept beads that are wrong.
    """

    probability: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How stated probabilities compare with what is right.

    Attributes:
        beads: Number of beads with a probability.
        right: Share of them that are right.
        expected_error: Mean distance of stated and true share over the bins, by their size (Naeini et al., 2015).
        brier: Mean squared distance of probability and truth.
        sure: Number of beads with a probability above .9.
        sure_right: Share of those that are right; `None` if there are none.
        risk_area: Mean risk over all coverages, the area under the curve (Geifman and El-Yaniv, 2017); less is better.
        bins: The bins that hold beads, from low to high.
        curve: From the surest beads alone to all of them.
    """

    beads: int
    right: float
    expected_error: float
    brier: float
    sure: int
    sure_right: float | None
    risk_area: float
    bins: tuple[Bin, ...]
    curve: tuple[Kept, ...]


def calibration_of(judgements: Iterable[Judgement]) -> Calibration | None:
    """Judge probabilities; `None` if there are none."""
    ranked = sorted(judgements, key=lambda item: -item[0])
    if not ranked:
        return None
    count = len(ranked)
    bins = _bins(ranked)
    curve = _curve(ranked)
    sure = [right for probability, right in ranked if probability > SURE]
    return Calibration(
        beads=count,
        right=_share([right for _, right in ranked]),
        expected_error=sum(abs(item.stated - item.right) * item.beads for item in bins) / count,
        brier=sum((probability - right) ** 2 for probability, right in ranked) / count,
        sure=len(sure),
        sure_right=_share(sure) if sure else None,
        risk_area=_area(curve),
        bins=bins,
        curve=_thinned(curve),
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def _bins(judgements: Sequence[Judgement]) -> tuple[Bin, ...]:
    held: dict[int, list[Judgement]] = {}
    for judgement in judgements:
        held.setdefault(min(int(judgement[0] * BINS), BINS - 1), []).append(judgement)
    return tuple(
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            beads=len(items),
            stated=sum(probability for probability, _ in items) / len(items),
            right=_share([right for _, right in items]),
        )
        for place, items in sorted(held.items())
    )


def _curve(ranked: Sequence[Judgement]) -> list[Kept]:
    """A point for each probability that occurs: beads of the same probability are kept or left together."""
    curve = []
    kept = wrong = 0
    for probability, items in groupby(ranked, key=lambda item: item[0]):
        outcomes = [right for _, right in items]
        kept += len(outcomes)
        wrong += outcomes.count(False)
        curve.append(Kept(probability, kept / len(ranked), wrong / kept))
    return curve


def _area(curve: Sequence[Kept]) -> float:
    """Risk of the point that each bead is kept at, in the mean over beads."""
    before, area = 0.0, 0.0
    for point in curve:
        area += (point.coverage - before) * point.risk
        before = point.coverage
    return area


def _thinned(curve: Sequence[Kept]) -> tuple[Kept, ...]:
    """At most `POINTS` points, the first and the last among them."""
    if len(curve) <= POINTS:
        return tuple(curve)
    return tuple(curve[round(number * (len(curve) - 1) / (POINTS - 1))] for number in range(POINTS))
