"""The batch side of `taiyaku translate`: the sentences of all inputs pass through one `translate.batch.BatchJob`.

So many small articles fill batches as well as a large one does, and one journal serves the whole call. Each output is
written as soon as its input is through, whole or not at all.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import chain, groupby
from pathlib import Path
from typing import IO, Final

from app.failures import DONE, FLAGGED
from app.layouts import one_line
from app.options import OutputFormat
from app.outputs import made_folder, output_file
from app.renderings import render, render_bilingual, render_line, render_units
from app.translation_inputs import Broken, Inputs, Line, Placed, Segment, Slotted
from app.translation_plan import Job, Request, journal_path, output_place, plan
from app.translation_progress import ProgressReport, progress_report
from corpora.document import Document
from corpora.errors import InputError
from translate.batch import FIRST_WINDOW, LARGEST_WINDOW, BatchJob, Cache, Journal, Outcome
from translate.engine import Engine
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

__all__ = ["Request", "run_requests"]

FAILURES_SHOWN: Final = 20
"""Sentences without translation that are listed one by one."""
UNITS = frozenset({OutputFormat.TMX, OutputFormat.XLIFF})
"""Formats that are written in one go, when all is translated."""

EngineLoader = Callable[[], Engine]


class Tally:
    """Counts what was flagged, and lists what could not be translated."""

    def __init__(self) -> None:
        self.total = 0
        self.flagged = 0
        self.failed = 0
        self.flags: Counter[Flag] = Counter()
        self.failures: list[str] = []

    def add(self, segment: Segment, hypothesis: Hypothesis, failure: str | None) -> None:
        """Count one translation; a blank line is none."""
        if not segment.text.strip():
            return
        self.total += 1
        self.flagged += bool(hypothesis.flags)
        self.flags.update(hypothesis.flags)
        if failure is not None:
            self.failed += 1
            if len(self.failures) < FAILURES_SHOWN:
                self.failures.append(f"{segment.job.name}:{segment.number}: not translated: {failure}")

    def tell(self, report: ProgressReport) -> None:
        """List the failures, then sum up the flags."""
        for failure in self.failures:
            report.complain(failure)
        if self.failed > len(self.failures):
            report.complain(f"and {self.failed - len(self.failures)} more sentences are not translated")
        if self.flagged:
            flags = ", ".join(f"{flag.value} {count}" for flag, count in self.flags.most_common())
            report.remark(f"{self.flagged} of {self.total} translations are flagged: {flags}")


def run_requests(request: Request, load_engine: EngineLoader) -> int:
    """Translate everything that was asked for.

    Args:
        request: What was asked for.
        load_engine: Called when the first input has been read and its output opened, so that mistakes show first.

    Returns:
        The exit code: 1 if some of several inputs could not be used, or a sentence came out empty.

    Raises:
        TaiyakuError: If the only input cannot be used, or an output cannot be written.
    """
    jobs = plan(request)
    tally = Tally()
    with progress_report(
        quiet=request.quiet, json=request.json, unit="lines" if request.lines else "sentences"
    ) as report:
        inputs = Inputs(request, jobs, report)
        _translate_all(request, inputs, load_engine, tally)
        if inputs.failed == len(jobs):
            raise InputError("no input could be used", remedy="see the lines above")
        tally.tell(report)
        report.finish()
    return FLAGGED if inputs.failed or tally.failed or tally.flags[Flag.EMPTY] else DONE


def _translate_all(request: Request, inputs: Inputs, load_engine: EngineLoader, tally: Tally) -> None:
    """Pass the segments of all inputs through one job and write each output as soon as its input is through."""
    segments = inputs.segments()
    first = next(segments, None)
    if first is None:
        return
    with ExitStack() as stack, ExitStack() as opening:
        if (folder := output_place(request, inputs.jobs)) is not None:
            stack.enter_context(made_folder(folder))
        stream = opening.enter_context(_sink(first.job.target))  # mistakes show before the long work
        engine = load_engine()
        journal = _opened_journal(request, inputs, engine.line, stack)
        _note(journal, first.job, stream)
        cache = stack.enter_context(closing(Cache())) if request.cache else None
        batch = BatchJob(
            engine,
            journal=journal,
            cache=cache,
            report=inputs.report.update,
            first_window=FIRST_WINDOW if request.output is None else LARGEST_WINDOW,
        )
        outcomes = batch.translated((segment, segment.text) for segment in chain([first], segments))
        for job, group in groupby(outcomes, key=lambda outcome: outcome.item.job):
            if job is not first.job:
                stream = opening.enter_context(_sink(job.target))
                _note(journal, job, stream)
            with suppress(_Unreadable), opening.pop_all():
                for chunk in _chunks(job, _tallied(group, tally, inputs.report), engine.line):
                    stream.write(chunk)
                    if job.target is None:
                        stream.flush()
        if cache is not None and cache.trouble is not None:
            inputs.report.remark(cache.trouble)
        if journal is not None:
            journal.remove()


def _note(journal: Journal | None, job: Job, stream: IO[str]) -> None:
    """Tell the journal what a kill would leave half-written."""
    if journal is not None and job.target is not None:
        journal.note_scratch(Path(stream.name))


class _Unreadable(Exception):  # noqa: N818  never leaves this module
    """The rest of an input could not be read, so its output must not appear."""


def _tallied(
    outcomes: Iterable[Outcome[Segment | Broken]], tally: Tally, report: ProgressReport
) -> Iterator[tuple[Segment, Hypothesis]]:
    for outcome in outcomes:
        if isinstance(outcome.item, Broken):
            raise _Unreadable
        tally.add(outcome.item, outcome.hypothesis, outcome.failure)
        report.flagged = tally.flagged
        yield outcome.item, outcome.hypothesis


def _chunks(job: Job, results: Iterator[tuple[Segment, Hypothesis]], engine_line: str) -> Iterator[str]:
    """The output of a job in pieces: lines and slots as they come, an article when it is complete."""
    if job.output_format in UNITS:
        yield _units(job, results)
        return
    sentences: list[TranslatedSentence] = []
    document: Document | None = None
    for segment, hypothesis in results:
        if isinstance(segment, Placed):
            document = segment.document
            sentences.append(TranslatedSentence(segment.block, segment.sentence, hypothesis))
        else:
            yield _rendered(segment, hypothesis)
    if document is not None:
        yield from _article(job, Translation(document, tuple(sentences), engine_line))


def _units(job: Job, results: Iterator[tuple[Segment, Hypothesis]]) -> str:
    pairs = [(segment.text, hypothesis.text) for segment, hypothesis in results if segment.text.strip()]
    sources, hypotheses = [source for source, _ in pairs], [hypothesis for _, hypothesis in pairs]
    return render_units(job.name, sources, hypotheses, job.output_format or OutputFormat.TMX)


def _rendered(segment: Line | Slotted, hypothesis: Hypothesis) -> str:
    """What a line or a slot becomes."""
    job = segment.job
    if isinstance(segment, Slotted) and job.output_format is None:
        return segment.slot.fill(hypothesis.text)
    if isinstance(segment, Slotted) and not segment.text.strip():
        return ""
    output_format = job.output_format or OutputFormat.TEXT
    if job.bilingual and output_format is OutputFormat.TEXT:
        return f"{one_line(segment.text)}\n{one_line(hypothesis.text)}\n\n"
    return render_line(segment.number, segment.text, hypothesis, output_format)


def _article(job: Job, translation: Translation) -> Iterator[str]:
    output_format = job.output_format or OutputFormat.TEXT
    if job.bilingual and output_format is OutputFormat.TEXT:
        return render_bilingual(translation)
    return render(translation, output_format)


def _opened_journal(request: Request, inputs: Inputs, engine_line: str, stack: ExitStack) -> Journal | None:
    path = journal_path(request, inputs.jobs)
    if path is None:
        return None
    journal = stack.enter_context(Journal(path, engine_line))
    if journal.started_afresh:
        inputs.report.remark(f"{path}: made with another model or other settings; starting afresh")
    stack.push(_keeps(journal, inputs.report))
    return journal


def _keeps(journal: Journal, report: ProgressReport) -> Callable[..., None]:
    """Says, when somebody interrupts the job, that nothing is lost."""

    def on_exit(kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, KeyboardInterrupt) and journal.sentences:
            report.remark(f"{journal.path}: {journal.sentences} finished sentences are kept; the same command goes on")

    return on_exit


@contextmanager
def _sink(target: Path | None) -> Iterator[IO[str]]:
    if target is None:
        yield sys.stdout
    else:
        with output_file(target) as stream:
            yield stream
