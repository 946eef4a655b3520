"""What a call of `taiyaku translate` asks for, and what is to be done: one job for each input.

A job says what its input is, where the translation goes and as what. All mistakes that show without reading an input
show here, before the long work.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.inputs import Listed, list_files
from app.layouts import SUBTITLES, Layout, layout_of
from app.options import OutputFormat
from corpora import article_files
from corpora.errors import InputError

__all__ = ["STDIN_NAME", "Job", "Request", "journal_path", "output_place", "plan"]

STDIN_NAME: Final = "<stdin>"
JOURNAL_SUFFIX: Final = ".taiyaku-journal"
"""Of the journal beside an output file; in a folder of outputs it is the whole name."""

SUFFIXES = {
    OutputFormat.TEXT: ".txt",
    OutputFormat.JSONL: ".jsonl",
    OutputFormat.TSV: ".tsv",
    OutputFormat.HTML: ".html",
    OutputFormat.TMX: ".tmx",
    OutputFormat.XLIFF: ".xliff",
}
FORMATS = {suffix: output_format for output_format, suffix in SUFFIXES.items()} | {
    ".htm": OutputFormat.HTML,
    ".xlf": OutputFormat.XLIFF,
}


@dataclass(frozen=True, slots=True)
class Request:
    """A call of `taiyaku translate`.

    Attributes:
        names: Files, folders, globs; empty means stdin.
        output: A file or a folder (with a final `/`); `None` means stdout.
        lines: Every input line is a segment.
        output_format: `None` goes by the suffix of the output.
        input_format: `None` goes by the suffix of the input.
        encoding: Of the input; `None` detects it.
        column: The column of a table, or the field of JSON lines, that is translated.
        into: The column or field that the translation goes into.
        bilingual: Text and subtitles show both languages.
        quiet: No progress and no remarks.
        json: Progress and remarks as JSON lines.
        journal: Where the journal lies; `None` is beside the output, and none for stdout.
        cache: Use the cache of the machine.
    """

    names: tuple[str, ...]
    output: str | None = None
    lines: bool = False
    output_format: OutputFormat | None = None
    input_format: str | None = None
    encoding: str | None = None
    column: str | None = None
    into: str = "translation"
    bilingual: bool = False
    quiet: bool = False
    json: bool = False
    journal: Path | None = None
    cache: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One input and what becomes of it.

    Attributes:
        source: The input.
        layout: What kind of file it is, if its layout can be kept; `None` for articles and lines.
        target: The file for its translation, `None` for stdout.
        output_format: `None` keeps the layout of the input.
        bilingual: Text and subtitles show both languages.
    """

    source: Listed
    layout: Layout | None
    target: Path | None
    output_format: OutputFormat | None
    bilingual: bool = False

    @property
    def name(self) -> str:
        """What messages call the input."""
        return STDIN_NAME if self.source.is_stdin else str(self.source.path)


def journal_path(request: Request, jobs: list[Job]) -> Path | None:
    """Where the journal lies: beside the output file, or in the folder of the outputs.

    Output that is no regular file has none, unless the request names one.
    """
    if request.journal is not None or request.output is None:
        return request.journal
    target = jobs[0].target
    if not _one_file(request, jobs) or target is None:
        return Path(request.output) / JOURNAL_SUFFIX
    if target.exists() and not target.is_file():
        return None
    return target.with_name(target.name + JOURNAL_SUFFIX)


def output_place(request: Request, jobs: list[Job]) -> Path | None:
    """The folder that the outputs go into, `None` for stdout."""
    if request.output is None:
        return None
    output = Path(request.output)
    return output.parent if _one_file(request, jobs) else output


def _one_file(request: Request, jobs: list[Job]) -> bool:
    """Whether the output that was named is a file and no folder."""
    return len(jobs) == 1 and request.output is not None and jobs[0].target == Path(request.output)


def plan(request: Request) -> list[Job]:
    """The jobs of a request, in the order of its names.

    Raises:
        InputError: A name means nothing, or two outputs would be one file, or a format does not go with an input.
    """
    sources = list_files(request.names, _files_of_folder)
    if request.output is None:
        return [_job(request, source, None, request.output_format) for source in sources]
    output = Path(request.output)
    if len(sources) == 1 and not _means_folder(request.output, request.names):
        by_suffix = FORMATS.get(output.suffix.lower())
        if _layout(request, sources[0]) is not None and output.suffix.lower() == sources[0].path.suffix.lower():
            by_suffix = None
        return [_job(request, sources[0], output, request.output_format or by_suffix)]
    if output.exists() and not output.is_dir():
        raise InputError("several inputs cannot go into one file", path=output, remedy="name a folder with -o")
    jobs = []
    for source in sources:
        job = _job(request, source, None, request.output_format)
        suffix = source.path.suffix if job.output_format is None else SUFFIXES[job.output_format]
        jobs.append(replace(job, target=output / source.relative.with_suffix(f".en{suffix}")))
    _refuse_clashes(jobs)
    return jobs


def _job(request: Request, source: Listed, target: Path | None, output_format: OutputFormat | None) -> Job:
    layout = _layout(request, source)
    single = request.lines or layout is not None
    if single and output_format is OutputFormat.HTML:
        raise InputError("--lines, subtitles and columns have no html output", remedy="use --to text, tsv or jsonl")
    kept = output_format if layout is not None else output_format or OutputFormat.TEXT
    return Job(source, layout, target, kept, request.bilingual)


def _layout(request: Request, source: Listed) -> Layout | None:
    if request.lines and request.column is not None:
        raise InputError("--lines and --column exclude each other", remedy="leave one of them out")
    if request.lines:
        return None
    try:
        return layout_of(source.path.suffix, request.input_format, request.column)
    except InputError as error:
        place = STDIN_NAME if source.is_stdin else source.path
        raise InputError(error.message, path=place, remedy=error.remedy) from error


def _files_of_folder(folder: Path) -> list[Path]:
    """The articles and the subtitles in a folder."""
    subtitles: list[Path] = []
    if folder.is_dir():
        suffixes = {f".{layout.value}" for layout in SUBTITLES}
        subtitles = [file for file in folder.iterdir() if file.suffix.lower() in suffixes and file.is_file()]
    try:
        return sorted([*article_files(folder), *subtitles])
    except InputError:
        if not subtitles:
            raise
        return sorted(subtitles)


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
