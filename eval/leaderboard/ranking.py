"""From the outputs of systems to their places: one ranking, with clusters that chance cannot explain."""

from collections.abc import Callable, Sequence
from typing import Final

from corpora.errors import ScoreError
from eval.leaderboard.agreement import human_agreement
from eval.leaderboard.groups import breakdowns
from eval.leaderboard.result import Contestant, Leaderboard, Placing
from eval.leaderboard.statistics import MetricStatistics
from eval.metrics import metric_names
from eval.scores import DEFAULT_SEED
from eval.segments import Segments
from eval.suites import Suite

__all__ = ["SIGNIFICANT", "rank_systems"]

SIGNIFICANT: Final = 0.05
"""Below this p-value a difference to the first of a cluster begins a new one."""

DEFAULT_SAMPLES: Final = 300


def rank_systems(
    suite: Suite,
    contestants: Sequence[Contestant],
    *,
    metrics: Sequence[str] = ("BLEU", "chrF2"),
    samples: int = DEFAULT_SAMPLES,
    seed: int = DEFAULT_SEED,
    progress: Callable[[int, int], None] | None = None,
) -> Leaderboard:
    """Rank systems by the first metric; each is tested against the one above it with the paired bootstrap.

    Args:
        suite: What they translated.
        contestants: Models and published systems, each of another name.
        metrics: Names from `eval.METRICS`; the first one ranks.
        samples: Number of resamples, at least 40 (a 95% interval leaves out one of 40 on either side).
        seed: Seed of the resampling.
        progress: Called with (metrics done, metrics in all).

    Raises:
        ScoreError: There is no system, two have one name, or an output does not go with the suite.
    """
    notes = _check(suite, contestants, samples)
    names = metric_names(metrics)
    statistics = []
    for name in names:
        outputs = [contestant.hypotheses for contestant in contestants]
        statistics.append(MetricStatistics(name, outputs, suite.references, samples=samples, seed=seed))
        if progress is not None:
            progress(len(statistics), len(names))
    order = _order(statistics[0], contestants)
    placings = _placings(order, statistics, contestants)
    return Leaderboard(
        suite=suite.name,
        segments=len(suite.source),
        total_segments=suite.total,
        references=len(suite.references),
        metrics=names,
        samples=samples,
        placings=placings,
        breakdowns=breakdowns(suite, order, statistics),
        human=human_agreement(suite.human, placings),
        notes=notes,
    )


def _check(suite: Suite, contestants: Sequence[Contestant], samples: int) -> tuple[str, ...]:
    if not contestants:
        raise ScoreError("no system to rank", remedy="name a model, or a suite that comes with systems")
    if samples < 40:
        raise ScoreError(f"{samples} samples are too few for an interval", remedy="give 300, or at least 40")
    names = [contestant.name for contestant in contestants]
    notes: list[str] = []
    for contestant in contestants:
        if names.count(contestant.name) > 1:
            raise ScoreError(f"two systems are called {contestant.name!r}", remedy="give each a name of its own")
        segments = Segments(contestant.hypotheses, suite.references, suite.source, hypothesis_name=contestant.name)
        segments.check()
        notes.extend(note for note in segments.notes() if note not in notes)
    for place, contestant in enumerate(contestants):
        twin = next((o for o in contestants[:place] if list(o.hypotheses) == list(contestant.hypotheses)), None)
        if twin is not None:
            notes.append(f"{contestant.name} and {twin.name} are the same output")
    return tuple(notes)


def _order(statistics: MetricStatistics, contestants: Sequence[Contestant]) -> list[int]:
    """The contestants from best to worst; those of one score by name."""
    sign = 1 if statistics.name == "TER" else -1
    return sorted(
        range(len(contestants)), key=lambda place: (sign * statistics.systems[place].value, contestants[place].name)
    )


def _placings(
    order: Sequence[int], statistics: Sequence[MetricStatistics], contestants: Sequence[Contestant]
) -> tuple[Placing, ...]:
    placings: list[Placing] = []
    cluster, head = 1, order[0]
    for position, place in enumerate(order):
        above = order[position - 1] if position else None
        scores = tuple(metric.paired_score(place, above) for metric in statistics)
        if place != head and statistics[0].p_value(place, head) < SIGNIFICANT:
            cluster, head = cluster + 1, place
        contestant = contestants[place]
        placings.append(Placing(cluster, contestant.name, scores, contestant.engine_line, contestant.run))
    return tuple(placings)
