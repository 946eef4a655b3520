"""A suite in parts: by domain, by length of the source, by document."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from eval.leaderboard.result import Breakdown, Group
from eval.leaderboard.statistics import MetricStatistics
from eval.suites import Suite

__all__ = ["LENGTH_EDGES", "breakdowns", "length_label"]

LENGTH_EDGES: Final = (20, 40, 60, 80, 120)
"""Source characters without white space; a range ends before the next edge. The same for all suites."""


def breakdowns(suite: Suite, order: Sequence[int], statistics: Sequence[MetricStatistics]) -> tuple[Breakdown, ...]:
    """The scores of all systems in every part that is known and has more than one group.

    Args:
        suite: What was translated.
        order: The systems from best to worst, as numbers into the statistics.
        statistics: One for each metric.
    """
    labelled: list[tuple[str, Sequence[str]]] = [("length", [length_label(text) for text in suite.source])]
    if suite.domains is not None:
        labelled.insert(0, ("domain", suite.domains))
    if suite.documents is not None:
        labelled.append(("document", suite.documents))
    return tuple(
        Breakdown(by, tuple(_group(label, members, order, statistics) for label, members in parts))
        for by, labels in labelled
        if len(parts := _parts(labels, _length_labels() if by == "length" else ())) > 1
    )


def length_label(text: str) -> str:
    """The range that the length of a segment falls in, such as `20–39`."""
    length = len("".join(text.split()))
    return _length_labels()[sum(length >= edge for edge in LENGTH_EDGES)]


def _length_labels() -> tuple[str, ...]:
    between = (f"{low}–{high - 1}" for low, high in pairwise((0, *LENGTH_EDGES)))
    return (*between, f"{LENGTH_EDGES[-1]}+")


def _parts(labels: Iterable[str], order: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Segment numbers by label, labels in this order or as they come."""
    members: dict[str, list[int]] = {label: [] for label in order}
    for index, label in enumerate(labels):
        members.setdefault(label, []).append(index)
    return [(label, indices) for label, indices in members.items() if indices]


def _group(label: str, members: Sequence[int], order: Sequence[int], statistics: Sequence[MetricStatistics]) -> Group:
    scores = tuple(tuple(metric.systems[place].part(members) for metric in statistics) for place in order)
    return Group(label, len(members), scores)
