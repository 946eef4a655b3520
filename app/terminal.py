"""What the command shows in a terminal: results on stdout, progress and remarks on stderr.

Both go through rich, which leaves colours out where the stream is no terminal or `NO_COLOR` is set.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console

from app.failures import printable

__all__ = ["Remarks", "print_json", "progress_bar", "results_console"]

PIPED_WIDTH = 132  # columns of a table that no terminal limits

Progress = Callable[[int, int], None]


class _Results(Console):
    """A console that lets a broken pipe through to whoever ends the command."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def results_console() -> Console:
    """A console on stdout, made anew so that it follows a redirected `sys.stdout`."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return _Results(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


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
