"""How far a batch translation has come: a bar for a person at a terminal, JSON lines for a program, else nothing.

All of it goes to stderr; stdout belongs to the translation. Rates count what the engine translated in this run, so that
what came from the journal or the cache does not flatter them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console

from app.failures import say
from app.terminal import Remarks
from translate.batch import Counts
from translate.translation import Flag

__all__ = ["ProgressReport", "progress_report"]

JSON_INTERVAL: Final = 1.0
"""Seconds between two lines for a program."""

Clock = Callable[[], float]


class ProgressReport:
    """Remarks and complaints in words; progress is not shown.

    Attributes:
        shows_progress: Whether counting the input beforehand is worth while.
        flagged: Translations so far that deserve a second look; kept up to date by whoever looks at them.
        flags: How often each flag was raised so far; kept up to date likewise.
    """

    shows_progress = False

    def __init__(self, *, quiet: bool, clock: Clock) -> None:
        self._remarks = Remarks(quiet=quiet)
        self._clock = clock
        self._began = clock()
        self.counts = Counts()
        self.total = 0
        self.flagged = 0
        self.flags: Mapping[Flag, int] = {}
        self._name = ""
        self._ready: tuple[float, int] | None = None
        self._at_work: tuple[float, int] | None = None
        """When the engine began, and how many items had a result by then without it."""

    def expect(self, items: int) -> None:
        """So many more items are known to come."""
        self.total += items

    def label(self, name: str) -> None:
        """What is being read now."""
        self._name = name

    def update(self, counts: Counts) -> None:
        """A batch is done."""
        if counts.resumed and not self.counts.resumed:
            self.remark(f"going on: {counts.resumed} sentences were finished before")
        if self._at_work is None:
            if counts.tokens or counts.translated:
                self._at_work = self._ready or (self._began, 0)
            elif self._ready is None or counts.done != self.counts.done:
                self._ready = self._clock(), counts.done
        self.counts = counts

    def finish(self) -> None:
        """All is done."""

    def remark(self, line: str) -> None:
        """Something worth knowing."""
        self._remarks.say(line)

    def complain(self, line: str) -> None:
        """Something went wrong with a part of the work."""
        say(line)

    def rates(self) -> tuple[float, float]:
        """Sentences and source tokens a second that the engine translates."""
        seconds = max(self._clock() - self._began, 1e-3)
        return self.counts.translated / seconds, self.counts.tokens / seconds

    def seconds_left(self) -> float | None:
        """An estimate by the pace since the engine began, `None` as long as there is nothing to base it on."""
        began, before = self._at_work or (self._began, 0)
        remaining, done = self.total - self.counts.done, self.counts.done - before
        if remaining < 0 or not done:
            return None
        return remaining * (self._clock() - began) / done


class _Bar(ProgressReport):
    """A bar in the terminal."""

    shows_progress = True

    def __init__(self, update: Callable[..., None], *, quiet: bool, clock: Clock) -> None:
        super().__init__(quiet=quiet, clock=clock)
        self._update = update

    def label(self, name: str) -> None:
        super().label(name)
        self._update(description=name)

    def update(self, counts: Counts) -> None:
        super().update(counts)
        sentences, tokens = self.rates()
        parts = [f"{sentences:,.1f}/s"]
        parts += [f"{tokens:,.0f} tokens/s"] if tokens else []
        parts += [f"{counts.cached:,} cached"] if counts.cached else []
        parts += [f"{self.flagged:,} flagged"] if self.flagged else []
        parts += [f"{counts.failed:,} failed"] if counts.failed else []
        self._update(completed=counts.done, total=self.total or None, figures=", ".join(parts))


class _JsonLines(ProgressReport):
    """A JSON object a line."""

    shows_progress = True

    def __init__(self, *, quiet: bool, clock: Clock) -> None:
        super().__init__(quiet=quiet, clock=clock)
        self._last = self._began

    def update(self, counts: Counts) -> None:
        super().update(counts)
        if self._clock() - self._last >= JSON_INTERVAL:
            self._last = self._clock()
            self._say("progress", **self._figures())

    def finish(self) -> None:
        self._say("done", **self._figures())

    def remark(self, line: str) -> None:
        self._say("remark", text=line)

    def complain(self, line: str) -> None:
        self._say("problem", text=line)

    def _figures(self) -> dict[str, Any]:
        sentences, tokens = self.rates()
        left = self.seconds_left()
        return {
            "input": self._name,
            "total": self.total or None,
            **asdict(self.counts),
            "flagged": self.flagged,
            "flags": dict(self.flags),
            "seconds": round(self._clock() - self._began, 2),
            "sentences_per_second": round(sentences, 2),
            "tokens_per_second": round(tokens, 1),
            "seconds_left": None if left is None else round(left, 1),
        }

    @staticmethod
    def _say(event: str, **content: object) -> None:
        sys.stderr.write(json.dumps({"event": event, **content}, ensure_ascii=False) + "\n")
        sys.stderr.flush()


@contextmanager
def progress_report(*, quiet: bool, json: bool, unit: str, clock: Clock = time.monotonic) -> Iterator[ProgressReport]:
    """The report that suits whoever is watching.

    Args:
        quiet: No bar and no remarks in words.
        json: A program is watching.
        unit: What the items are called.
        clock: Tells the seconds.
    """
    if json:
        yield _JsonLines(quiet=quiet, clock=clock)
    elif quiet or not sys.stderr.isatty():
        yield ProgressReport(quiet=quiet, clock=clock)
    else:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit),
            TextColumn("{task.fields[figures]}", markup=False),
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None, figures="")
            yield _Bar(lambda **fields: bar.update(task, **fields), quiet=quiet, clock=clock)
