"""Files that keep their layout: pages, books, Office documents, subtitles, tables, translators' files.

A file becomes a stream of slots. A slot is a text to translate and the way to write what stands around it again, so
that the output is the input with its texts replaced (documents) or with a translation added to every row (tables).
`layout_of` says what a file is, `Opened` how it is taken apart; each layout has a module of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from app.layouts.bilingual import Bilingual
from app.layouts.slot import Slot, one_line
from corpora.errors import InputError
from corpora.hub import is_saved_dataset

__all__ = [
    "ARTICLES",
    "BY_SUFFIX",
    "COLUMNED",
    "DOCUMENTS",
    "EXCHANGE",
    "READ_WHOLE",
    "SUBTITLES",
    "TABLES",
    "Bilingual",
    "Layout",
    "Slot",
    "Wishes",
    "document_slots",
    "layout_of",
    "line_slots",
    "one_line",
    "table_slots",
]


class Layout(StrEnum):
    """The files whose layout is kept."""

    SRT = "srt"
    VTT = "vtt"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    DATASET = "dataset"
    HTML = "html"
    MARKDOWN = "markdown"
    DOCX = "docx"
    EPUB = "epub"
    XLIFF = "xliff"
    TMX = "tmx"


SUBTITLES = frozenset({Layout.SRT, Layout.VTT})
ARTICLES = frozenset({Layout.HTML, Layout.MARKDOWN})
"""What is also read as an article, where the output is of another format."""
EXCHANGE = frozenset({Layout.XLIFF, Layout.TMX})
"""What may have all its translations already."""
DOCUMENTS = frozenset({*ARTICLES, *EXCHANGE, Layout.DOCX, Layout.EPUB})
"""What has paragraphs."""
READ_WHOLE = DOCUMENTS | SUBTITLES
"""What is read from its beginning to its end before the first of it is translated."""
TABLES = frozenset({Layout.PARQUET, Layout.DATASET})
"""What is read in groups of rows."""
COLUMNED = frozenset({Layout.CSV, Layout.TSV, Layout.JSONL, *TABLES})

BY_SUFFIX = {f".{layout.value}": layout for layout in Layout if layout is not Layout.DATASET} | {
    ".htm": Layout.HTML,
    ".xhtml": Layout.HTML,
    ".md": Layout.MARKDOWN,
    ".xlf": Layout.XLIFF,
    ".ndjson": Layout.JSONL,
}
HUB: str = "hf:"
"""What stands before the name of a data set on the hub."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a call asks of the layouts.

    Attributes:
        column: Of a table: the column, of JSON lines: the field that is translated.
        into: The column or field that the translation goes into.
        split: The split of a data set.
        encoding: Of the input; `None` detects it.
        bilingual: How documents and subtitles show both languages, if they do.
    """

    column: str | None = None
    into: str = "translation"
    split: str = "train"
    encoding: str | None = None
    bilingual: Bilingual | None = None


def layout_of(path: Path, named: str | None, column: str | None) -> Layout | None:
    """The layout of a file by its suffix or the format that was named; `None` for plain articles.

    JSON lines are articles too, unless a column is asked for.

    Raises:
        InputError: It is a table and no column is named, or the other way round.
    """
    layout: Layout | None = BY_SUFFIX.get(path.suffix.lower())
    if str(path).startswith(HUB) or is_saved_dataset(path):
        layout = Layout.DATASET
    if named is not None:
        layout = Layout(named) if named in set(Layout) else None
    if column is not None and layout not in COLUMNED:
        raise InputError(
            f"--column {column}: only of csv, tsv, jsonl, parquet and data sets",
            remedy="say which one it is with --from",
        )
    if column is None and layout in COLUMNED - {Layout.JSONL}:
        remedy = "name one with --column, or use --lines" if layout not in TABLES else "name one with --column"
        raise InputError(f"a {layout} table has several columns", remedy=remedy)
    return None if layout is Layout.JSONL and column is None else layout


def line_slots(lines: Iterable[str], layout: Layout, name: str, wishes: Wishes) -> Iterator[Slot]:
    """The slots of a file that is read line by line.

    Args:
        lines: Its lines without line ends.
        layout: What it is.
        name: What messages call it.
        wishes: What is asked for.

    Raises:
        InputError: It is no such file, or has no such column.
    """
    from app.layouts.tables import csv_slots, json_slots, tsv_slots

    column = wishes.column or ""
    match layout:
        case Layout.CSV:
            return csv_slots(lines, name, column, wishes.into)
        case Layout.TSV:
            return tsv_slots(lines, name, column, wishes.into)
        case _:
            return json_slots(lines, name, column, wishes.into)


def document_slots(data: bytes, layout: Layout, name: str, wishes: Wishes) -> Iterator[Slot]:
    """The slots of a file that is read whole.

    Args:
        data: The file.
        layout: What it is.
        name: What messages call it.
        wishes: What is asked for.

    Raises:
        InputError: It is no such file, or damaged.
    """
    encoding, bilingual = wishes.encoding, wishes.bilingual
    match layout:
        case Layout.SRT | Layout.VTT:
            from app.layouts.subtitles import subtitle_slots

            webvtt, both = layout is Layout.VTT, bilingual is not None
            return subtitle_slots(data, name, webvtt=webvtt, encoding=encoding, bilingual=both)
        case Layout.DOCX:
            from app.layouts.docx import docx_slots

            return docx_slots(data, name, bilingual=bilingual)
        case Layout.EPUB:
            from app.layouts.epub import epub_slots

            return epub_slots(data, name, bilingual=bilingual)
        case Layout.XLIFF | Layout.TMX:
            from app.layouts.exchange import tmx_slots, xliff_slots

            exchange_slots = tmx_slots if layout is Layout.TMX else xliff_slots
            return exchange_slots(data, name, encoding=encoding)
        case Layout.MARKDOWN:
            from app.layouts.markdown import markdown_slots

            return markdown_slots(data, name, encoding=encoding, bilingual=bilingual)
        case _:
            from app.layouts.html import html_slots

            return html_slots(data, name, encoding=encoding, bilingual=bilingual)


def table_slots(source: Path | BinaryIO, name: str, wishes: Wishes) -> Iterator[Slot]:
    """The rows of a Parquet file or a data set.

    Args:
        source: A file, a folder, a name on the hub after `hf:`, or an open Parquet file.
        name: What messages call it.
        wishes: What is asked for.

    Raises:
        InputError: There is no such table, or no such column.
    """
    from app.layouts.rows import ROWS_AT_A_TIME, row_slots
    from corpora.hub import read_tables

    place = Path(str(source).removeprefix(HUB)) if isinstance(source, Path) else source
    tables = read_tables(place, split=wishes.split, rows=ROWS_AT_A_TIME)
    return row_slots(tables, name, wishes.column or "", wishes.into)
