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
from typing import BinaryIO, Final

from app.failures import DONE, FLAGGED
from app.layouts import DOCUMENTS, one_line
from app.options import OutputFormat
from app.outputs import made_folder
from app.parquet_output import parquet_chunks
from app.renderings import line_row, render, render_both, render_line, sentence_rows, unit_chunks
from app.translation_cluster import Cluster, Work, on_cluster, shards_folder
from app.translation_inputs import Broken, Inputs, Line, Placed, Segment, Slotted
from app.translation_plan import Job, Request, journal_path, output_place, plan
from app.translation_progress import ProgressReport, progress_report
from corpora.errors import InputError
from corpora.writing import atomic_writer, check_place
from translate.batch import FIRST_WINDOW, LARGEST_WINDOW, BatchJob, Cache, Journal, Outcome
from translate.engine import Engine
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

__all__ = ["Cluster", "Request", "run_requests"]

FAILURES_SHOWN: Final = 20
"""Sentences without translation that are listed one by one."""
UNITS = frozenset({OutputFormat.TMX, OutputFormat.XLIFF})
"""Formats of translators' tools: a unit for each sentence."""

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


def run_requests(request: Request, load_engine: EngineLoader, *, cluster: Cluster | None = None) -> int:
    """Translate everything that was asked for.

    Args:
        request: What was asked for.
        load_engine: Called when the first input has been read and its output opened, so that mistakes show first.
        cluster: Does the work instead of an engine on this machine.

    Returns:
        The exit code: 1 if some of several inputs could not be used, or a sentence came out empty.

    Raises:
        TaiyakuError: If the only input cannot be used, or an output cannot be written.
    """
    jobs = plan(request)
    if cluster is not None:
        shards_folder(request, jobs)  # streams are refused before one is read
    tally = Tally()
    with progress_report(
        quiet=request.quiet, json=request.json, unit="lines" if request.lines else "sentences"
    ) as report:
        inputs = Inputs(request, jobs, report)
        _translate_all(request, inputs, load_engine, tally, cluster)
        if inputs.failed == len(jobs):
            raise InputError("no input could be used", remedy="see the lines above")
        tally.tell(report)
        report.finish()
    return FLAGGED if inputs.failed or tally.failed or tally.flags[Flag.EMPTY] else DONE


def _translate_all(
    request: Request, inputs: Inputs, load_engine: EngineLoader, tally: Tally, cluster: Cluster | None
) -> None:
    """Pass the segments of all inputs through one job and write each output as soon as its input is through."""
    segments = inputs.segments()
    first = next(segments, None)
    if first is None:
        return
    with ExitStack() as stack:
        if (folder := output_place(request, inputs.jobs)) is not None:
            stack.enter_context(made_folder(folder))
        if first.job.target is not None:
            check_place(first.job.target)  # mistakes show before the long work
        work = stack.enter_context(
            _here(request, inputs, load_engine()) if cluster is None else on_cluster(cluster, request, inputs)
        )
        outcomes = work.translated((segment, segment.text) for segment in chain([first], segments))
        for job, group in groupby(outcomes, key=lambda outcome: outcome.item.job):
            with suppress(_Unreadable), _sink(job.target, work.journal) as write:
                for chunk in _chunks(job, _tallied(group, tally, inputs.report), work.line):
                    write(chunk)


@contextmanager
def _here(request: Request, inputs: Inputs, engine: Engine) -> Iterator[Work]:
    """An engine on this machine at work, with its journal and the cache."""
    with ExitStack() as stack:
        journal = _opened_journal(request, inputs, engine.line, stack)
        cache = stack.enter_context(closing(Cache())) if request.cache else None
        batch = BatchJob(
            engine,
            journal=journal,
            cache=cache,
            report=inputs.report.update,
            document_of=lambda segment: segment.job,
            first_window=FIRST_WINDOW if request.output is None else LARGEST_WINDOW,
        )
        yield Work(engine.line, batch.translated, journal)
        if cache is not None and cache.trouble is not None:
            inputs.report.remark(cache.trouble)
        if journal is not None:
            journal.remove()


class _Unreadable(Exception):  # noqa: N818  never leaves this module
    """The rest of an input could not be read, so its output must not appear."""


def _tallied(
    outcomes: Iterable[Outcome[Segment | Broken]], tally: Tally, report: ProgressReport
) -> Iterator[tuple[Segment, Hypothesis]]:
    for outcome in outcomes:
        if isinstance(outcome.item, Broken):
            raise _Unreadable
        tally.add(outcome.item, outcome.hypothesis, outcome.failure)
        report.flagged, report.flags = tally.flagged, tally.flags
        yield outcome.item, outcome.hypothesis


def _chunks(job: Job, results: Iterator[tuple[Segment, Hypothesis]], engine_line: str) -> Iterator[str | bytes]:
    """The output of a job in pieces: lines and slots as they come, an article when it is complete."""
    first = next(results, None)
    if first is None:
        return
    results = chain([first], results)
    if isinstance(first[0], Placed):
        yield from _article(job, _translation(results, engine_line))
    elif job.output_format is None:
        for segment, hypothesis in results:
            if isinstance(segment, Slotted):
                yield segment.slot.fill(hypothesis.text)
    else:
        texts = (pair for pair in results if isinstance(pair[0], Line) or pair[0].text.strip())
        yield from _rendered(job, job.output_format, texts)


def _translation(results: Iterator[tuple[Segment, Hypothesis]], engine_line: str) -> Translation:
    """The translation of the article that these sentences make up."""
    placed = [(segment, hypothesis) for segment, hypothesis in results if isinstance(segment, Placed)]
    sentences = tuple(TranslatedSentence(segment.block, segment.sentence, hypothesis) for segment, hypothesis in placed)
    return Translation(placed[0][0].document, sentences, engine_line)


def _article(job: Job, translation: Translation) -> Iterator[str | bytes]:
    output_format = job.output_format or OutputFormat.TEXT
    if output_format is OutputFormat.PARQUET:
        yield from parquet_chunks(sentence_rows(translation))
    elif job.bilingual and output_format is OutputFormat.TEXT:
        for item in translation.sentences:
            yield render_both(item.sentence.text, item.hypothesis.text, job.bilingual)
    else:
        yield from render(translation, output_format)


def _rendered(
    job: Job, output_format: OutputFormat, results: Iterator[tuple[Segment, Hypothesis]]
) -> Iterator[str | bytes]:
    """What lines or slots become in a format that is not that of their file."""
    if output_format in UNITS:
        pairs = ((segment.text, hypothesis.text) for segment, hypothesis in results if segment.text.strip())
        yield from unit_chunks(job.name, pairs, output_format)
    elif output_format is OutputFormat.PARQUET:
        yield from parquet_chunks(line_row(segment.number, segment.text, found) for segment, found in results)
    elif job.bilingual and output_format is OutputFormat.TEXT:
        for segment, hypothesis in results:
            yield render_both(segment.text, hypothesis.text, job.bilingual)
    elif job.layout in DOCUMENTS and output_format is OutputFormat.TEXT:
        yield from _paragraphs(results)
    else:
        for segment, hypothesis in results:
            yield render_line(segment.number, segment.text, hypothesis, output_format)


def _paragraphs(results: Iterator[tuple[Segment, Hypothesis]]) -> Iterator[str]:
    """The sentences of a document, those of a paragraph on one line; one without translation stays as it was."""
    before: int | None = None
    for segment, hypothesis in results:
        block = segment.slot.block if isinstance(segment, Slotted) else None
        if before is not None:
            yield " " if block == before else "\n\n"
        yield one_line(hypothesis.text or segment.text)
        before = block
    yield "\n"


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
def _sink(target: Path | None, journal: Journal | None) -> Iterator[Callable[[str | bytes], None]]:
    """What writes the output of a job; the journal learns of what a kill would leave half-written."""
    if target is None:
        yield _to_stdout
        return
    announce = None if journal is None else journal.note_scratch
    with made_folder(target.parent), atomic_writer(target, "wb", announce=announce) as stream:
        yield lambda chunk: _to_file(stream, chunk)


def _to_stdout(chunk: str | bytes) -> None:
    if isinstance(chunk, str):
        sys.stdout.write(chunk)
    else:
        sys.stdout.buffer.write(chunk)
    sys.stdout.flush()


def _to_file(stream: BinaryIO, chunk: str | bytes) -> None:
    stream.write(chunk.encode("utf-8", "replace") if isinstance(chunk, str) else chunk)  # JSON can hold half characters
