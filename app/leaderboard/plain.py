"""A leaderboard as a table in the terminal and as data for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from app.leaderboard.cells import COLUMNS_AFTER_SCORES, bare, headings, method_line, overview, row_of, scope_line
from app.terminal import print_table
from eval.leaderboard import Contrast, Leaderboard

__all__ = ["as_json", "print_leaderboard", "print_overview"]


def as_json(leaderboard: Leaderboard, contrast: Contrast | None) -> dict[str, Any]:
    """Everything that was found out, ready for JSON; of the wins and losses only numbers, no texts."""
    result = asdict(leaderboard)
    for placing, written in zip(leaderboard.placings, result["placings"], strict=True):
        if placing.run is not None:
            written["run"] |= {
                "segments_per_second": round(placing.run.segments_per_second, 3),
                "words_per_second": round(placing.run.words_per_second, 3),
            }
    for breakdown in result["breakdowns"]:
        for group in breakdown["groups"]:
            group["scores"] = {
                placing.name: dict(zip(leaderboard.metrics, values, strict=True))
                for placing, values in zip(leaderboard.placings, group["scores"], strict=True)
            }
    if contrast is not None:
        result["contrast"] = {
            "first": contrast.first,
            "second": contrast.second,
            "better": contrast.better,
            "worse": contrast.worse,
            "wins": [{"segment": item.number, "chrF2": item.scores} for item in contrast.wins],
            "losses": [{"segment": item.number, "chrF2": item.scores} for item in contrast.losses],
        }
    return result


def print_overview(console: Console, leaderboards: Sequence[Leaderboard]) -> None:
    """Print what each model reaches on every suite, where there are several."""
    rows = overview(leaderboards)
    if not rows:
        return
    table = Table(title=leaderboards[0].metrics[0], title_justify="left", title_style="bold")
    table.add_column("Model")
    for leaderboard in leaderboards:
        table.add_column(leaderboard.suite, justify="right")
    for name, cells in rows:
        table.add_row(name, *cells)
    print_table(console, table)


def print_leaderboard(console: Console, leaderboard: Leaderboard) -> None:
    """Print the table of a suite, and under it what the figures were made with."""
    costly = any(placing.run for placing in leaderboard.placings)
    table = Table(title=leaderboard.suite, title_justify="left", title_style="bold")
    table.add_column("#", justify="right")
    table.add_column("System")
    for heading in headings(leaderboard):
        table.add_column(heading, justify="right")
        table.add_column("± 95%", justify="right")
        table.add_column("p", justify="right")
    for heading in COLUMNS_AFTER_SCORES if costly else ():
        table.add_column(heading, justify="right")
    for position, placing in enumerate(leaderboard.placings):
        row = row_of(placing)
        following = leaderboard.placings[position + 1 : position + 2]
        cells = [bare(part) for score in row.scores for part in score]
        table.add_row(
            row.cluster,
            row.name,
            *cells,
            *(row.cost if costly else ()),
            style="bold" if row.is_model else None,
            end_section=bool(following) and following[0].cluster != placing.cluster,
        )
    print_table(console, table)
    lines = [scope_line(leaderboard), method_line(leaderboard)]
    lines += [f"{paired.score.metric:6} {paired.score.signature}" for paired in leaderboard.placings[0].scores]
    lines += [f"engine {placing.engine_line}" for placing in leaderboard.placings if placing.engine_line]
    if leaderboard.human is not None:
        lines += [
            f"people {item.metric}: Pearson {item.pearson:.3f}, Kendall {item.kendall:.3f} "
            f"over {len(leaderboard.human.systems)} systems"
            for item in leaderboard.human.metrics
        ]
    for line in lines:
        console.print(line, soft_wrap=True)
