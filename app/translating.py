"""The batch side of `taiyaku translate`: inputs become jobs, each job one output that is written whole or not at all.

Articles are read and translated as documents. With `lines`, every input line is a segment of its own, and a million of
them pass through in windows.
"""

import codecs
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from app.failures import DONE, FLAGGED, say
from app.inputs import Listed, list_files
from app.options import OutputFormat
from app.outputs import output_file
from app.renderings import render, render_line
from app.terminal import Remarks, progress_bar
from corpora import article_files, detect_language, read_document, read_stream
from corpora.document import Document
from corpora.errors import InputError
from corpora.lines import open_input
from translate import translate_document, translate_lines
from translate.engine import Engine
from translate.translation import Flag, Hypothesis

__all__ = ["Request", "run_requests"]

STDIN_NAME = "<stdin>"

SUFFIXES = {
    OutputFormat.TEXT: ".txt",
    OutputFormat.JSONL: ".jsonl",
    OutputFormat.TSV: ".tsv",
    OutputFormat.HTML: ".html",
}
FORMATS = {suffix: output_format for output_format, suffix in SUFFIXES.items()} | {".htm": OutputFormat.HTML}

EngineLoader = Callable[[], Engine]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """A call of `taiyaku translate`; `names` empty means stdin, `output` `None` means stdout, a final `/` a folder."""

    names: tuple[str, ...]
    output: str | None = None
    lines: bool = False
    output_format: OutputFormat | None = None
    input_format: str | None = None
    encoding: str | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One input and the file for its translation, `None` for stdout."""

    source: Listed
    target: Path | None
    output_format: OutputFormat

    @property
    def name(self) -> str:
        """What messages call the input."""
        return STDIN_NAME if self.source.is_stdin else str(self.source.path)


class Tally:
    """Counts what was translated and what was flagged."""

    def __init__(self) -> None:
        self.total = 0
        self.flagged = 0
        self.flags: Counter[Flag] = Counter()

    def add(self, hypothesis: Hypothesis) -> None:
        """Count one translation."""
        self.total += 1
        self.flagged += bool(hypothesis.flags)
        self.flags.update(hypothesis.flags)

    def __str__(self) -> str:
        flags = ", ".join(f"{flag.value} {count}" for flag, count in self.flags.most_common())
        return f"{self.flagged} of {self.total} translations are flagged: {flags}"


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
    jobs = _plan(request)
    tally, failed = Tally(), 0
    for position, job in enumerate(jobs, start=1):
        label = job.name if len(jobs) == 1 else f"{position}/{len(jobs)} {job.name}"
        try:
            with progress_bar(label, quiet=request.quiet, unit="lines" if request.lines else "sentences") as progress:
                chunks = _line_chunks if request.lines else _document_chunks
                with _sink(job.target) as stream:
                    for chunk in chunks(request, job, load_engine, tally, progress):
                        stream.write(chunk)
                        if job.target is None:
                            stream.flush()
        except InputError as error:
            if len(jobs) == 1:
                raise
            failed += 1
            say(str(error))
    if failed == len(jobs):
        raise InputError("no input could be used", remedy="see the lines above")
    if tally.flagged:
        Remarks(quiet=request.quiet).say(str(tally))
    return FLAGGED if failed or tally.flags[Flag.EMPTY] else DONE


def _plan(request: Request) -> list[Job]:
    sources = list_files(request.names, article_files)
    output_format = request.output_format or OutputFormat.TEXT
    if request.output is None:
        return [Job(source, None, output_format) for source in sources]
    output = Path(request.output)
    if len(sources) == 1 and not _means_folder(request.output, request.names):
        chosen = request.output_format or FORMATS.get(output.suffix.lower(), OutputFormat.TEXT)
        return [Job(sources[0], output, chosen)]
    if output.exists() and not output.is_dir():
        raise InputError("several inputs cannot go into one file", path=output, remedy="name a folder with -o")
    suffix = f".en{SUFFIXES[output_format]}"
    jobs = [Job(source, output / source.relative.with_suffix(suffix), output_format) for source in sources]
    _refuse_clashes(jobs)
    return jobs


def _means_folder(output: str, names: Iterable[str]) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir() or any(Path(name).is_dir() for name in names)


def _refuse_clashes(jobs: Iterable[Job]) -> None:
    seen: dict[Path | None, Listed] = {}
    for job in jobs:
        if job.target in seen:
            raise InputError(
                f"its translation would go into the same file as that of {seen[job.target].path}",
                path=job.source.path,
                remedy="rename one, or translate them into different folders",
            )
        seen[job.target] = job.source


@contextmanager
def _sink(target: Path | None) -> Iterator[IO[str]]:
    if target is None:
        yield sys.stdout
    else:
        with output_file(target) as stream:
            yield stream


def _document_chunks(
    request: Request, job: Job, load_engine: EngineLoader, tally: Tally, progress: Progress | None
) -> Iterator[str]:
    document = _read(request, job.source)
    if detect_language(document.text) != "ja":
        Remarks(quiet=request.quiet).say(f"note: {document.name} does not look Japanese")
    translation = translate_document(document, load_engine(), progress=progress)
    if not translation.sentences:
        raise InputError("holds no sentence to translate", path=document.name, remedy="give an article")
    for item in translation.sentences:
        tally.add(item.hypothesis)
    yield from render(translation, job.output_format)


def _read(request: Request, source: Listed) -> Document:
    if source.is_stdin:
        return read_stream(
            sys.stdin.buffer,
            name=STDIN_NAME,
            language="ja",
            format=request.input_format,
            encoding=request.encoding,
        )
    return read_document(source.path, language="ja", format=request.input_format, encoding=request.encoding)


def _line_chunks(
    request: Request, job: Job, load_engine: EngineLoader, tally: Tally, progress: Progress | None
) -> Iterator[str]:
    waiting: deque[str] = deque()  # read by the engine's window, not yet translated

    def remembered(lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            waiting.append(line)
            yield line

    with _opened(job.source) as stream:
        total = _count_lines(job.source) if progress else 0
        lines = _decoded(stream, job.name, request.encoding)
        report = None if progress is None else lambda done: progress(done, total)
        hypotheses = translate_lines(remembered(lines), load_engine(), progress=report)
        number = 0
        for number, hypothesis in enumerate(hypotheses, start=1):
            source = waiting.popleft()
            if source.strip():
                tally.add(hypothesis)
            yield render_line(number, source, hypothesis, job.output_format)
        if number == 0:
            raise InputError("is empty", path=job.name, remedy="give a file with one segment a line")


@contextmanager
def _opened(source: Listed) -> Iterator[BinaryIO]:
    if source.is_stdin:
        yield sys.stdin.buffer
    else:
        with open_input(source.path) as stream:
            yield stream


def _decoded(stream: BinaryIO, name: str, encoding: str | None) -> Iterator[str]:
    r"""The lines of a stream; only `\n` ends one, so that outputs keep step with inputs."""
    try:
        codec = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        raise InputError(
            f"unknown encoding {encoding!r}", path=name, remedy="use utf-8, cp932, euc_jp or iso2022_jp"
        ) from None
    for number, raw in enumerate(stream, start=1):
        content = raw.removeprefix(codecs.BOM_UTF8) if number == 1 and codec == "utf-8" else raw
        try:
            yield content.removesuffix(b"\n").removesuffix(b"\r").decode(codec)
        except UnicodeError as error:
            raise InputError(
                f"not {codec} text", path=name, line=number, remedy="name its encoding with --encoding"
            ) from error


def _count_lines(source: Listed) -> int:
    """The lines of a file, for the estimate of the progress bar; 0 (unknown) for what can be read only once."""
    if not source.path.is_file():
        return 0
    with source.path.open("rb") as stream:
        return sum(1 for _ in stream)
