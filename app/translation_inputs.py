"""The inputs of a batch translation as one stream of segments, each with the place where its translation belongs.

Articles give their sentences, files whose layout is known their slots, and with `lines` every line is a segment. One
of several inputs that cannot be read is complained of and passed over.
"""

import codecs
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from app.inputs import Listed
from app.layouts import DOCUMENTS, EXCHANGE, READ_WHOLE, TABLES, Layout, Slot, document_slots, line_slots, table_slots
from app.translation_plan import STDIN_NAME, Job, Request
from app.translation_progress import ProgressReport
from corpora import detect_language, read_document, read_stream
from corpora.document import Block, Document, Sentence
from corpora.errors import InputError
from corpora.lines import open_input
from translate import TRANSLATED_KINDS

__all__ = ["Broken", "Inputs", "Line", "Placed", "Segment", "Slotted"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an input, `number` from 1."""

    job: Job
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence of an article."""

    job: Job
    document: Document
    block: Block
    sentence: Sentence

    @property
    def text(self) -> str:
        """What is translated."""
        return self.sentence.text

    @property
    def number(self) -> int:
        """The line of the article that it begins on, from 1."""
        return self.document.text.count("\n", 0, self.sentence.start) + 1


@dataclass(frozen=True, slots=True)
class Slotted:
    """A slot of a file whose layout is known."""

    job: Job
    slot: Slot

    @property
    def text(self) -> str:
        """What is translated."""
        return self.slot.text

    @property
    def number(self) -> int:
        """The line of the file that it stands on, from 1."""
        return self.slot.number


@dataclass(frozen=True, slots=True)
class Broken:
    """The place in a stream of segments where the rest of an input could not be read."""

    job: Job
    text: str = ""


Segment = Line | Placed | Slotted


class Inputs:
    """What is read, one input after the other.

    Attributes:
        jobs: The inputs.
        report: Learns what there is to do.
        failed: Inputs that could not be used.
    """

    def __init__(self, request: Request, jobs: list[Job], report: ProgressReport) -> None:
        self.jobs = jobs
        self.report = report
        self.failed = 0
        self._request = request

    def segments(self) -> Iterator[Segment | Broken]:
        """The segments of all inputs. One of several that cannot be used is complained of and passed over.

        Raises:
            InputError: The only input cannot be used.
        """
        for position, job in enumerate(self.jobs, start=1):
            self.report.label(job.name if len(self.jobs) == 1 else f"{position}/{len(self.jobs)} {job.name}")
            if job.source.is_stdin and sys.stdin.isatty():
                self.report.remark("reading what is typed here, up to the end of input (Ctrl-D, on Windows Ctrl-Z)")
            begun = False
            try:
                for segment in self._segments_of(job):
                    yield segment
                    begun = True
            except InputError as error:
                if len(self.jobs) == 1:
                    raise
                self.failed += 1
                self.report.complain(str(error))
                if begun:
                    yield Broken(job)

    def _segments_of(self, job: Job) -> Iterator[Segment]:
        if self._request.lines:
            return self._lines(job)
        return self._sentences(job) if job.layout is None else self._slots(job, job.layout)

    def _slots(self, job: Job, layout: Layout) -> Iterator[Slotted]:
        if layout in READ_WHOLE:
            yield from self._document_slots(job, layout)
        elif layout in TABLES:
            for slot in self._rows(job):
                yield Slotted(job, slot)
        else:
            with _opened(job.source) as stream:
                if self.report.shows_progress:
                    self.report.expect(_count_lines(job.source))
                cut = _cut if layout is Layout.CSV else _decoded  # a cell of CSV may hold line ends of both kinds
                lines = cut(stream, job.name, self._request.encoding)
                for slot in line_slots(lines, layout, job.name, self._request.wishes):
                    yield Slotted(job, slot)

    def _document_slots(self, job: Job, layout: Layout) -> Iterator[Slotted]:
        with _opened(job.source) as stream:
            data = stream.read()
        found = list(document_slots(data, layout, job.name, self._request.wishes))
        if layout in DOCUMENTS - EXCHANGE and not any(slot.text.strip() for slot in found):
            raise InputError("holds no sentence to translate", path=job.name, remedy="give a document with text in it")
        self.report.expect(len(found))
        for slot in found:
            yield Slotted(job, slot)

    def _rows(self, job: Job) -> Iterator[Slot]:
        wishes = self._request.wishes
        if not job.source.is_stdin:
            return table_slots(job.source.path, job.name, wishes)
        return table_slots(io.BytesIO(sys.stdin.buffer.read()), job.name, wishes)

    def _sentences(self, job: Job) -> Iterator[Placed]:
        document = self._document(job.source)
        if detect_language(document.text) != "ja":
            self.report.remark(f"note: {document.name} does not look Japanese")
        located = list(document.located_sentences(TRANSLATED_KINDS))
        if not located:
            raise InputError("holds no sentence to translate", path=document.name, remedy="give an article")
        self.report.expect(len(located))
        for block, sentence in located:
            yield Placed(job, document, block, sentence)

    def _document(self, source: Listed) -> Document:
        wanted, encoding = self._request.input_format, self._request.encoding
        if source.is_stdin:
            return read_stream(sys.stdin.buffer, name=STDIN_NAME, language="ja", format=wanted, encoding=encoding)
        return read_document(source.path, language="ja", format=wanted, encoding=encoding)

    def _lines(self, job: Job) -> Iterator[Line]:
        with _opened(job.source) as stream:
            if self.report.shows_progress:
                self.report.expect(_count_lines(job.source))
            number = 0
            for number, text in enumerate(_decoded(stream, job.name, self._request.encoding), start=1):
                yield Line(job, number, text)
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
    """The lines of a stream without their ends."""
    return (line.removesuffix("\r") for line in _cut(stream, name, encoding))


def _cut(stream: BinaryIO, name: str, encoding: str | None) -> Iterator[str]:
    r"""A stream cut at each `\n`, and nowhere else, so that outputs keep step with inputs."""
    try:
        codec = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        raise InputError(
            f"unknown encoding {encoding!r}", path=name, remedy="use utf-8, cp932, euc_jp or iso2022_jp"
        ) from None
    for number, raw in enumerate(stream, start=1):
        content = raw.removeprefix(codecs.BOM_UTF8) if number == 1 and codec == "utf-8" else raw
        try:
            yield content.removesuffix(b"\n").decode(codec)
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
