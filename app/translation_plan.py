"""What a call of `taiyaku translate` asks for, and what is to be done: one job for each input.

A job says what its input is, where the translation goes and as what. All mistakes that show without reading an input
show here, before the long work.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from app.inputs import Listed, list_files
from app.layouts import ARTICLES, BY_SUFFIX, COLUMNED, SUBTITLES, TABLES, Bilingual, Layout, Wishes, layout_of
from app.options import OutputFormat
from app.outputs import check_not_read
from corpora import article_files, shown_name
from corpora.errors import InputError
from corpora.hub import is_saved_dataset

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
    OutputFormat.PARQUET: ".parquet",
}
FORMATS = {suffix: output_format for output_format, suffix in SUFFIXES.items()} | {
    ".htm": OutputFormat.HTML,
    ".xlf": OutputFormat.XLIFF,
}
AS_TEXT = frozenset({Layout.HTML, Layout.DOCX, Layout.EPUB})
"""What is shown as text on stdout and in files of unknown suffixes."""
OWN_KIND_ONLY = frozenset({Layout.DOCX, Layout.EPUB, *SUBTITLES})
"""What only an input of its own kind can become."""
_ARTICLE_SUFFIXES = frozenset(suffix for suffix, layout in BY_SUFFIX.items() if layout in ARTICLES)
"""Of files that `article_files` lists."""


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
        split: The split of a data set.
        bilingual: How texts, documents and subtitles show both languages, if they do.
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
    split: str = "train"
    bilingual: Bilingual | None = None
    quiet: bool = False
    json: bool = False
    journal: Path | None = None
    cache: bool = True

    @property
    def wishes(self) -> Wishes:
        """What it asks of the layouts."""
        return Wishes(self.column, self.into, self.split, self.encoding, self.bilingual)


@dataclass(frozen=True, slots=True)
class Job:
    """One input and what becomes of it.

    Attributes:
        source: The input.
        layout: What kind of file it is, if its layout can be kept; `None` for articles and lines.
        target: The file for its translation, `None` for stdout.
        output_format: `None` keeps the layout of the input.
        bilingual: How texts, documents and subtitles show both languages, if they do.
    """

    source: Listed
    layout: Layout | None
    target: Path | None
    output_format: OutputFormat | None
    bilingual: Bilingual | None = None

    @property
    def name(self) -> str:
        """What messages call the input."""
        return STDIN_NAME if self.source.is_stdin else shown_name(self.source.path)


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
        OutputError: An output would be written over an input.
    """
    jobs = _jobs(request)
    targets = (job.target for job in jobs if job.target is not None)
    check_not_read(targets, (job.source.path for job in jobs if not job.source.is_stdin))
    return jobs


def _jobs(request: Request) -> list[Job]:
    sources = list_files(request.names, partial(_files_of_folder, columned=request.column is not None))
    if request.output is None:
        return [_job(request, source, None) for source in sources]
    output = Path(request.output)
    if len(sources) == 1 and not _means_folder(request.output, request.names):
        return [_job(request, sources[0], output)]
    if not output.is_dir() and (output.exists() or _looks_like_file(request.output)):
        raise InputError("several inputs cannot go into one file", path=output, remedy="name a folder with -o")
    jobs = []
    for source in sources:
        job = _job(request, source, output, is_folder=True)
        suffix = _own_suffix(job) if job.output_format is None else SUFFIXES[job.output_format]
        jobs.append(replace(job, target=output / source.relative.with_suffix(f".en{suffix}")))
    _refuse_clashes(jobs)
    return jobs


def _job(request: Request, source: Listed, target: Path | None, *, is_folder: bool = False) -> Job:
    layout = _layout(request, source)
    output_format = _output_format(request, layout, target, is_folder=is_folder)
    if layout in ARTICLES and output_format is not None:
        layout = None
    if output_format is OutputFormat.HTML and (request.lines or layout is not None):
        raise InputError(
            "--lines, tables, subtitles and packed documents have no html output",
            remedy="use --to same, text, tsv or jsonl",
        )
    return Job(source, layout, target, output_format, request.bilingual)


def _output_format(
    request: Request, layout: Layout | None, target: Path | None, *, is_folder: bool
) -> OutputFormat | None:
    """What a translation is written as; `None` keeps the layout of the input."""
    if request.output_format not in (None, OutputFormat.SAME):
        return request.output_format
    fallback = OutputFormat.TEXT if layout is None else None
    if request.output_format is OutputFormat.SAME or is_folder:
        return fallback
    if target is None:
        return OutputFormat.TEXT if layout in AS_TEXT else OutputFormat.JSONL if layout in TABLES else fallback
    kept = BY_SUFFIX.get(target.suffix.lower())
    if kept is not None and kept in (layout, Layout.PARQUET if layout is Layout.DATASET else None):
        return None
    if kept in OWN_KIND_ONLY:
        raise InputError(f"only a {kept} file can become one", path=target, remedy="write text, tsv or jsonl")
    return FORMATS.get(target.suffix.lower(), OutputFormat.TEXT if layout in AS_TEXT else fallback)


def _own_suffix(job: Job) -> str:
    return ".parquet" if job.layout is Layout.DATASET else job.source.path.suffix


def _layout(request: Request, source: Listed) -> Layout | None:
    if request.lines and request.column is not None:
        raise InputError("--lines and --column exclude each other", remedy="leave one of them out")
    if request.lines:
        return None
    try:
        return layout_of(source.path, request.input_format, request.column)
    except InputError as error:
        place = STDIN_NAME if source.is_stdin else source.path
        raise InputError(error.message, path=place, remedy=error.remedy) from error


def _files_of_folder(folder: Path, *, columned: bool) -> list[Path]:
    """What can be translated in a folder: tables if a column is named, else articles, documents and subtitles."""
    if is_saved_dataset(folder):
        return [folder]
    suffixes = {suffix for suffix, layout in BY_SUFFIX.items() if (layout in COLUMNED) is columned}
    kept: list[Path] = []
    if folder.is_dir():
        listed = (file for file in folder.iterdir() if file.suffix.lower() in suffixes - _ARTICLE_SUFFIXES)
        kept = [file for file in listed if file.is_file() and not file.name.startswith(".")]
    try:
        return sorted({*([] if columned and kept else article_files(folder)), *kept})
    except InputError:
        if not kept:
            raise
        return sorted(kept)


def _means_folder(output: str, names: Iterable[str]) -> bool:
    folders = (Path(name) for name in names)
    several = any(folder.is_dir() and not is_saved_dataset(folder) for folder in folders)
    return output.endswith(("/", os.sep)) or Path(output).is_dir() or several


def _looks_like_file(output: str) -> bool:
    """Whether a name that nothing has yet is one that people give to files."""
    return Path(output).suffix.lower() in {*FORMATS, *BY_SUFFIX} and not output.endswith(("/", os.sep))


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
