"""What the command shows in a terminal: results on stdout, progress and remarks on stderr.

Both go through rich, which leaves colours out where the stream is no terminal or `NO_COLOR` is set.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from rich.cells import cell_len
from rich.console import Console

from app.failures import printable

if TYPE_CHECKING:
    from rich.table import Column, Table

__all__ = ["Remarks", "print_json", "print_table", "progress_bar", "results_console"]

PIPED_WIDTH = 132  # columns of a table that no terminal limits
FOLDED_WIDTH = 12  # columns that words of a table keep; longer ones are folded

Progress = Callable[[int, int], None]


class _Results(Console):
    """A console that lets a broken pipe through to whoever ends the command."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def results_console() -> Console:
    """A console on stdout, made anew so that it follows a redirected `sys.stdout`."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return _Results(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def print_table(console: Console, table: "Table") -> None:
    """A table of strings of which no cell is cut, however narrow the terminal.

    It goes without its lines where they do not fit in, and then is a list of each row's cells.
    """
    for column in table.columns:
        column.min_width, column.overflow = _least_width(column), "fold"
    words = sum(column.min_width or 0 for column in table.columns)
    if words + len(table.columns) > console.width:
        _print_rows(console, table)
        return
    if words + 3 * len(table.columns) + 1 > console.width:
        table.box, table.padding = None, (0, 1, 0, 0)
    console.print(table)


def _print_rows(console: Console, table: "Table") -> None:
    if table.title:
        console.print(table.title, style="bold", soft_wrap=True)
    headings = [" ".join(str(column.header).split()) for column in table.columns]
    for row in zip(*(column.cells for column in table.columns), strict=True):
        for heading, cell in zip(headings, row, strict=True):
            console.print(f"{heading}: {cell}".replace("\n", "\n  ").rstrip(), soft_wrap=True)
        console.print()


def _least_width(column: "Column") -> int:
    """Columns that the longest word needs, of figures all of it."""
    widest = max((cell_len(word) for cell in (column.header, *column.cells) for word in str(cell).split()), default=1)
    return widest if column.justify == "right" else min(widest, FOLDED_WIDTH)


class Remarks:
    """Lines on stderr for the person at the terminal; none when they asked for quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def say(self, line: str) -> None:
        """One remark."""
        if not self._quiet:
            sys.stderr.write(f"{printable(line)}\n")


def print_json(value: object) -> None:
    """A JSON value on stdout, as `jq` would print it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress_bar(label: str, *, quiet: bool, unit: str = "sentences") -> Iterator[Progress | None]:
    """A bar on stderr with the time left, as a callback `(done, total)`; `None` where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield update
