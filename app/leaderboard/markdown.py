"""A leaderboard as Markdown: for `leaderboard.md`, and for the place in a document between two markers."""

import re
from collections.abc import Sequence
from pathlib import Path

from app.leaderboard.cells import (
    COLUMNS_AFTER_SCORES,
    bare,
    breakdown_rows,
    headings,
    method_line,
    overview,
    row_of,
    scope_line,
)
from corpora.errors import InputError
from corpora.lines import read_lines
from eval.leaderboard import Leaderboard

__all__ = ["check_markers", "markdown", "markdown_overview", "replace_block"]

_BREAKDOWN_TITLES = {"domain": "by domain", "length": "by length of the source in characters"}


def markdown(leaderboard: Leaderboard, *, heading: str = "##", charts: Sequence[tuple[str, str]] = ()) -> str:
    """The tables of a suite.

    Args:
        leaderboard: What to show.
        heading: Begins the heading; empty for none.
        charts: Alternative text and address of images to show below the tables.
    """
    parts = [f"{heading} {_cell(leaderboard.suite)}\n"] if heading else []
    parts += [_ranking(leaderboard), f"{scope_line(leaderboard)} {method_line(leaderboard)}\n", _made_with(leaderboard)]
    parts += [_breakdown(leaderboard, by) for by in _BREAKDOWN_TITLES]
    parts += [_people(leaderboard)]
    parts += [f"![{text}]({address})\n" for text, address in charts]
    return "\n".join(part for part in parts if part)


def markdown_overview(leaderboards: Sequence[Leaderboard]) -> str:
    """What each model reaches on every suite, where there are several; else nothing."""
    rows = overview(leaderboards)
    if not rows:
        return ""
    head = [f"{leaderboards[0].metrics[0]} of", *(_cell(leaderboard.suite) for leaderboard in leaderboards)]
    return _table(head, [[f"**{_cell(name)}**", *cells] for name, cells in rows], left=1) + "\n"


def check_markers(path: Path, suites: Sequence[str]) -> None:
    """Make sure, before any work, that a document has a place for every suite.

    Raises:
        InputError: It cannot be read, or the markers of a suite are missing.
    """
    text = "\n".join(read_lines(path))
    for suite in suites:
        if not _block(suite).search(text):
            raise InputError(
                f"no place for the leaderboard of {suite}",
                path=path,
                remedy=f"put the lines {_start(suite)} and {_end(suite)} where it should stand",
            )


def replace_block(text: str, suite: str, block: str) -> str:
    """The document with this block between the markers of the suite."""
    return _block(suite).sub(lambda found: f"{found[1]}\n{block}{found[2]}", text, count=1)


def _start(suite: str) -> str:
    return f"<!-- benchmark {suite} -->"


def _end(suite: str) -> str:
    return f"<!-- end of benchmark {suite} -->"


def _block(suite: str) -> re.Pattern[str]:
    return re.compile(rf"^({re.escape(_start(suite))})$.*?^({re.escape(_end(suite))})$", re.DOTALL | re.MULTILINE)


def _cell(text: str) -> str:
    """Names come from files: nothing in them may act as markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", " ".join(text.split()))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> str:
    """A table whose first `left` columns are set to the left."""
    rule = [":--" if column < left else "--:" for column in range(len(head))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))


def _ranking(leaderboard: Leaderboard) -> str:
    costly = any(placing.run for placing in leaderboard.placings)
    head = ["Cluster", "System"]
    for name in headings(leaderboard):
        head += [name, "p"]
    head += COLUMNS_AFTER_SCORES if costly else ()
    rows = []
    for row in map(row_of, leaderboard.placings):
        name = f"**{_cell(row.name)}**" if row.is_model else _cell(row.name)
        cells = [row.cluster, name]
        for score, interval, chance in row.scores:
            cells += [f"{score} {interval}".strip(), bare(chance)]
        rows.append([*cells, *(row.cost if costly else ())])
    return _table(head, rows, left=2)


def _made_with(leaderboard: Leaderboard) -> str:
    lines = [f"- {paired.score.metric}: `{paired.score.signature}`" for paired in leaderboard.placings[0].scores]
    for placing in leaderboard.placings:
        if placing.engine_line is not None:
            cores = f", measured on {placing.run.cores} CPU cores" if placing.run else ""
            lines.append(f"- {_cell(placing.name)}: `{placing.engine_line.replace('`', '')}`{cores}")
    lines += [f"- Note: {_cell(note)}" for note in leaderboard.notes]
    return "".join(f"{line}\n" for line in lines)


def _breakdown(leaderboard: Leaderboard, by: str) -> str:
    found = next((breakdown for breakdown in leaderboard.breakdowns if breakdown.by == by), None)
    if found is None:
        return ""
    names = [placing.name for placing in leaderboard.placings]
    rows = [
        [f"**{_cell(name)}**" if placing.is_model else _cell(name), *cells]
        for placing, (name, cells) in zip(leaderboard.placings, breakdown_rows(found, names, 0), strict=True)
    ]
    head = ["System", *(_cell(group.label) for group in found.groups)]
    counts = ["segments", *(f"{group.segments:,}" for group in found.groups)]
    return f"{leaderboard.metrics[0]} {_BREAKDOWN_TITLES[by]}:\n\n{_table(head, [counts, *rows], left=1)}"


def _people(leaderboard: Leaderboard) -> str:
    human = leaderboard.human
    if human is None:
        return ""
    rows = [[item.metric, f"{item.pearson:.3f}", f"{item.kendall:.3f}"] for item in human.metrics]
    table = _table(["Metric", "Pearson", "Kendall"], rows, left=1)
    return f"Agreement with people over {len(human.systems)} systems. Human scores: {_cell(human.origin)}.\n\n{table}"
