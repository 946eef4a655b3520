"""The translations of suites, stored: what a model has translated once is read back the next time.

A translation lies in two files, the lines and a record of how they came about. The record is written last and names
the hash of the lines, so that a run that was cut short leaves nothing that would pass for a translation. What such a
run had finished is in the journal of the batch job, and the next run goes on from there.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from app.leaderboard.memory import peak_bytes, restart_peak
from app.outputs import made_folder, output_file
from app.renderings import one_line
from corpora.errors import InputError
from corpora.lines import read_lines
from eval.leaderboard import Contestant, Run
from eval.suites import Suite
from translate.batch import BatchJob, Counts, Journal
from translate.engine import Engine

__all__ = ["TRANSLATIONS", "file_name", "translated"]

TRANSLATIONS: Final = "translations"
"""The folder for them, below that of the results."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the translation of a suite by an engine is stored; the names hold a hash of both."""

    lines: Path
    record: Path
    journal: Path
    key: str


def translated(suite: Suite, engine: Engine, name: str, folder: Path, *, progress: Progress | None) -> Contestant:
    """The translation of a suite, from the folder if it is there, else by the engine and into the folder.

    A translation that was interrupted, or in which the engine failed on some segments, is gone on with the next time;
    its speed is then not measured.

    Args:
        suite: What to translate.
        engine: What translates it.
        name: The model's name in tables.
        folder: Of the results.
        progress: Called with (segments done, segments in all).

    Raises:
        ModelError: The engine fails altogether; what is finished is kept.
        OutputError: The translation cannot be stored.
    """
    place = _place(suite, engine, name, folder)
    stored = _stored(place, len(suite.source))
    if stored is None:
        with made_folder(place.lines.parent), Journal(place.journal, engine.line) as journal:
            job = BatchJob(engine, journal=journal, report=_reporter(len(suite.source), progress))
            stored = _translate(suite.source, job)
            if not job.counts.failed:
                _store(place, engine.line, *stored)
                journal.remove()
    lines, run = stored
    return Contestant(name, lines, engine.line, run)


def _place(suite: Suite, engine: Engine, name: str, folder: Path) -> _Place:
    digest = hashlib.sha256(engine.line.encode())
    for line in suite.source:
        digest.update(b"\n" + line.encode("utf-8", "surrogatepass"))
    key = digest.hexdigest()
    home = folder / TRANSLATIONS / file_name(suite.name)
    stem = f"{file_name(name)}-{key[:12]}"
    return _Place(home / f"{stem}.en", home / f"{stem}.json", home / f"{stem}.journal", key)


def file_name(name: str) -> str:
    """A name of a model or suite as one that every file system takes."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "model"


def _reporter(total: int, progress: Progress | None) -> Callable[[Counts], None]:
    def report(counts: Counts) -> None:
        if progress is not None:
            progress(counts.done, total)

    return report


def _translate(source: Sequence[str], job: BatchJob) -> tuple[list[str], Run | None]:
    restart_peak()
    start = time.perf_counter()
    outcomes = job.translated((None, line) for line in source)
    lines = [one_line(outcome.hypothesis.text) for outcome in outcomes]
    seconds = time.perf_counter() - start
    if job.counts.resumed:
        return lines, None
    # The engine gets every text once, so repeated segments must not make it look faster.
    words = sum(len(line.split()) for line in dict(zip(source, lines, strict=True)).values())
    return lines, Run(round(seconds, 6), job.counts.translated, words, peak_bytes(), os.cpu_count() or 1)


def _store(place: _Place, engine_line: str, lines: Sequence[str], run: Run | None) -> None:
    text = "".join(f"{line}\n" for line in lines)
    with output_file(place.lines) as stream:
        stream.write(text)
    record = {"key": place.key, "engine": engine_line, "lines": _hash(lines), "run": asdict(run) if run else None}
    with output_file(place.record) as stream:
        stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _stored(place: _Place, count: int) -> tuple[list[str], Run | None] | None:
    """A translation that is whole and ours; anything else is made anew."""
    try:
        record: dict[str, Any] = json.loads(place.record.read_text(encoding="utf-8"))
        lines = read_lines(place.lines)
        run = None if record["run"] is None else Run(**record["run"])
    except (OSError, InputError, ValueError, KeyError, TypeError):
        return None
    whole = len(lines) == count and record.get("key") == place.key and record.get("lines") == _hash(lines)
    return (lines, run) if whole else None


def _hash(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
