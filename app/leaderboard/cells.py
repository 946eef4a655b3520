"""A leaderboard as cells of text: what the table in the terminal, in Markdown and on the page have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.leaderboard import SIGNIFICANT, Breakdown, Leaderboard, Placing
from eval.result import PairedScore

__all__ = [
    "COLUMNS_AFTER_SCORES",
    "Row",
    "bare",
    "breakdown_rows",
    "headings",
    "method_line",
    "overview",
    "row_of",
    "scope_line",
]

COLUMNS_AFTER_SCORES = ("Sentences/s", "Words/s", "Memory")


@dataclass(frozen=True, slots=True)
class Row:
    """A place in cells: `cluster`, `name`, for each metric the score, its interval and p-value, then what it cost."""

    cluster: str
    name: str
    scores: tuple[tuple[str, str, str], ...]
    cost: tuple[str, str, str]
    is_model: bool


def headings(leaderboard: Leaderboard) -> list[str]:
    """Names of the metrics, with an arrow where lower is better."""
    return [f"{metric} ↓" if metric == "TER" else metric for metric in leaderboard.metrics]


def row_of(placing: Placing) -> Row:
    """The cells of a place; empty where nothing was measured."""
    return Row(
        str(placing.cluster),
        placing.name,
        tuple(_score_cells(paired) for paired in placing.scores),
        (_sentences(placing), _words(placing), _memory(placing)),
        placing.is_model,
    )


def _score_cells(paired: PairedScore) -> tuple[str, str, str]:
    score = paired.score
    interval = "" if score.interval is None else f"± {score.interval:.2f}"
    return f"{score.value:.2f}", interval, "" if paired.p_value is None else _chance(paired.p_value)


def _chance(value: float) -> str:
    """A p-value as text: `p = .08`, `p < .01`."""
    if value >= 0.995:
        return "p = 1"
    return "p < .01" if value < 0.01 else f"p = {value:.2f}".replace("0.", ".")


def bare(cell: str) -> str:
    """A cell without the sign that the heading of its column has."""
    return cell.removeprefix("± ").removeprefix("p ").removeprefix("= ")


def _sentences(placing: Placing) -> str:
    """Sentences a second, with the digits that mean something."""
    return _figure(placing.run.segments_per_second) if placing.run else ""


def _words(placing: Placing) -> str:
    return _figure(placing.run.words_per_second) if placing.run else ""


def _figure(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def _memory(placing: Placing) -> str:
    """The peak memory in megabytes."""
    return f"{placing.run.peak_bytes / 1e6:,.0f} MB" if placing.run and placing.run.peak_bytes else ""


def scope_line(leaderboard: Leaderboard) -> str:
    """What was scored, in one sentence."""
    references = "1 reference" if leaderboard.references == 1 else f"{leaderboard.references} references"
    if leaderboard.segments < leaderboard.total_segments:
        return (
            f"Only the first {leaderboard.segments:,} of {leaderboard.total_segments:,} segments, {references}: "
            "no figures to cite."
        )
    return f"{leaderboard.segments:,} segments, {references}."


def method_line(leaderboard: Leaderboard) -> str:
    """How systems were told apart, in one sentence."""
    return (
        f"Ranked by {leaderboard.metrics[0]}. p is that of the difference to the system one place above "
        f"(paired bootstrap, {leaderboard.samples:,} samples). A cluster holds the systems that are not significantly "
        f"worse (p < {SIGNIFICANT:g}) than its first."
    )


def overview(leaderboards: Sequence[Leaderboard]) -> list[tuple[str, list[str]]]:
    """For each model its score in the first metric on every suite; nothing for a single suite."""
    if len(leaderboards) < 2:
        return []
    models: dict[str, list[str]] = {}
    for column, leaderboard in enumerate(leaderboards):
        for placing in leaderboard.placings:
            if placing.is_model:
                cells = models.setdefault(placing.name, [""] * len(leaderboards))
                cells[column] = f"{placing.scores[0].score.value:.2f}"
    return sorted(models.items())


def breakdown_rows(breakdown: Breakdown, names: Sequence[str], column: int) -> list[tuple[str, list[str]]]:
    """For each system its scores in every group, for one metric."""
    return [
        (name, [f"{group.scores[place][column]:.1f}" for group in breakdown.groups]) for place, name in enumerate(names)
    ]
