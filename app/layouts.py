"""Files of segments that keep their layout: subtitles, and one column of a table or of JSON lines.

A file becomes a stream of slots. A slot is a text to translate and the way to write what stands around it again, so
that the output is the input with its texts replaced (subtitles) or with a translation added to every row (tables).
"""

import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from corpora.errors import InputError

__all__ = ["SUBTITLES", "Layout", "Slot", "layout_of", "one_line", "slots"]

SUBTITLE_WIDTH: Final = 42
"""Characters in a line of English subtitles, as broadcasters set it."""

_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_OUTER_TAGS = re.compile(rf"((?:{_TAG.pattern})*)(.*?)((?:{_TAG.pattern})*)", re.DOTALL)


class Layout(StrEnum):
    """The files whose layout is kept."""

    SRT = "srt"
    VTT = "vtt"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"


SUBTITLES = frozenset({Layout.SRT, Layout.VTT})
COLUMNED = frozenset({Layout.CSV, Layout.TSV, Layout.JSONL})


@dataclass(frozen=True, slots=True)
class Slot:
    """A text and its place.

    Attributes:
        number: The line of the file that it stands on, from 1.
        text: What is translated; blank for what only has to be written again.
        fill: Makes of a translation the piece of the output that belongs to this slot.
    """

    number: int
    text: str
    fill: Callable[[str], str]


def layout_of(suffix: str, named: str | None, column: str | None) -> Layout | None:
    """The layout of a file by its suffix or the format that was named; `None` for articles.

    JSON lines are articles too, unless a column is asked for.

    Raises:
        InputError: It is a table and no column is named, or the other way round.
    """
    name = named or suffix.lower().removeprefix(".")
    layout = Layout(name) if name in set(Layout) else None
    if column is not None and layout not in COLUMNED:
        raise InputError(f"--column {column}: only of csv, tsv and jsonl", remedy="say which one it is with --from")
    if column is None and layout in {Layout.CSV, Layout.TSV}:
        raise InputError(f"a {layout} table has several columns", remedy="name one with --column, or use --lines")
    return None if layout is Layout.JSONL and column is None else layout


def slots(
    lines: Iterable[str], layout: Layout, name: str, *, column: str | None, into: str, bilingual: bool
) -> Iterator[Slot]:
    """The slots of a file.

    Args:
        lines: Its lines without line ends.
        layout: What it is.
        name: What messages call it.
        column: Of a table: the column, of JSON lines: the field that is translated.
        into: The column or field that the translation goes into.
        bilingual: Subtitles show both languages.

    Raises:
        InputError: It is no such file, or has no such column.
    """
    match layout:
        case Layout.SRT | Layout.VTT:
            return _subtitles(lines, layout, name, bilingual=bilingual)
        case Layout.JSONL:
            return _json_rows(lines, name, column or "", into)
        case Layout.CSV | Layout.TSV:
            return _table_rows(lines, layout, name, column or "", into)


def one_line(text: str) -> str:
    """The text with its line breaks and tabs made into blanks, so that it stays one line and one column."""
    return _LINE_BREAKS.sub(" ", text).strip()


def _subtitles(lines: Iterable[str], layout: Layout, name: str, *, bilingual: bool) -> Iterator[Slot]:
    fill = partial(_filled_cue, layout=layout, bilingual=bilingual)
    before: list[str] = []
    cue: list[str] | None = None
    number = found = 0
    for number, line in enumerate(lines, start=1):
        if cue is None:
            before.append(f"{line}\n")
            if "-->" in line:
                cue = []
                found += 1
        elif line.strip():
            cue.append(line)
        else:
            yield _cue_slot(number - len(cue), before, cue, layout, fill)
            before, cue = [f"{line}\n"], None
    if cue is not None:
        yield _cue_slot(number + 1 - len(cue), before, cue, layout, fill)
    elif before:
        yield Slot(number, "", partial(_verbatim, "".join(before)))
    if not found:
        raise InputError("holds no subtitle", path=name, remedy="subtitles have lines such as 00:00:01,000 --> …")


def _cue_slot(number: int, before: list[str], cue: list[str], layout: Layout, fill: Callable[..., str]) -> Slot:
    """A cue; tags around its text stay around it, those inside have no place in a translation and go."""
    written = "\n".join(cue)
    match = _OUTER_TAGS.fullmatch(written)
    opening, inner, closing = match.groups() if match else ("", written, "")
    text = _TAG.sub("", inner)
    if layout is Layout.VTT:
        text = html.unescape(text)
    return Slot(number, text, partial(fill, "".join(before), written, opening, closing))


def _filled_cue(
    before: str, written: str, opening: str, closing: str, translation: str, *, layout: Layout, bilingual: bool
) -> str:
    text = one_line(translation).replace("-->", "->")
    if not text:  # an empty cue would end the ones before it in some players
        return f"{before}{written}\n" if written else before
    if layout is Layout.VTT:
        text = html.escape(text, quote=False)
    wrapped = textwrap.fill(text, SUBTITLE_WIDTH, break_long_words=False, break_on_hyphens=False)
    shown = f"{opening}{wrapped}{closing}"
    return f"{before}{written}\n{shown}\n" if bilingual else f"{before}{shown}\n"


def _verbatim(text: str, _translation: str) -> str:
    return text


def _table_rows(lines: Iterable[str], layout: Layout, name: str, column: str, into: str) -> Iterator[Slot]:
    write = _csv_row if layout is Layout.CSV else _tsv_row
    place: int | None = None
    for number, row in _csv_rows(lines, name) if layout is Layout.CSV else _tsv_rows(lines):
        if place is None:
            place = _column_place(row, column, into, name)
            yield Slot(number, "", partial(_verbatim, write([*row, into])))
        elif row:
            yield Slot(number, row[place] if place < len(row) else "", partial(_filled_row, row, write))
    if place is None:
        raise InputError("is empty", path=name, remedy="give a table whose first line names its columns")


def _column_place(header: list[str], column: str, into: str, name: str) -> int:
    if column not in header:
        raise InputError(f"has no column {column!r}", path=name, line=1, remedy=f"it has {', '.join(header)}")
    if into in header:
        raise InputError(f"has a column {into!r} already", path=name, line=1, remedy="name another with --into")
    return header.index(column)


def _csv_rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    import csv

    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(
            f"malformed: {error}", path=name, line=reader.line_num, remedy="quote cells as RFC 4180 does"
        ) from error


def _tsv_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, start=1):
        yield number, line.split("\t")


def _csv_row(row: list[str]) -> str:
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(row)
    return stream.getvalue()


def _tsv_row(row: list[str]) -> str:
    return "\t".join(row) + "\n"


def _filled_row(row: list[str], write: Callable[[list[str]], str], translation: str) -> str:
    return write([*row, one_line(translation)])


def _json_rows(lines: Iterable[str], name: str, column: str, into: str) -> Iterator[Slot]:
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            yield Slot(number, "", partial(_verbatim, f"{line}\n"))
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError("not JSON", path=name, line=number, remedy="give one JSON object a line") from error
        if not isinstance(row, dict) or not isinstance(row.get(column, ""), str | None):
            raise InputError(
                f"no object with a text {column!r}", path=name, line=number, remedy="name the field with --column"
            )
        if into in row:
            raise InputError(f"has a field {into!r} already", path=name, line=number, remedy="name another with --into")
        yield Slot(number, row.get(column) or "", partial(_filled_object, row, into))
    if number == 0:
        raise InputError("is empty", path=name, remedy="give one JSON object a line")


def _filled_object(row: dict[str, object], into: str, translation: str) -> str:
    return json.dumps({**row, into: translation}, ensure_ascii=False) + "\n"
