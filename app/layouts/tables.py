"""Tables in text: one column of CSV or TSV, or one field of JSON lines; every row keeps its cells and gains one."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from app.layouts.slot import Slot, one_line, verbatim
from corpora.errors import InputError

__all__ = ["csv_slots", "json_slots", "tsv_slots"]

_Rows = Iterator[tuple[int, list[str]]]


def csv_slots(lines: Iterable[str], name: str, column: str, into: str) -> Iterator[Slot]:
    """The rows of a CSV table whose first line names its columns.

    Raises:
        InputError: It is malformed, has no such column, or has one called `into` already.
    """
    return _table_slots(_csv_rows(lines, name), _csv_row, name, column, into)


def tsv_slots(lines: Iterable[str], name: str, column: str, into: str) -> Iterator[Slot]:
    """The rows of a table with tabs between its cells, which are taken as they are.

    Raises:
        InputError: It has no such column, or has one called `into` already.
    """
    rows = ((number, line.split("\t")) for number, line in enumerate(lines, start=1))
    return _table_slots(rows, _tsv_row, name, column, into)


def json_slots(lines: Iterable[str], name: str, column: str, into: str) -> Iterator[Slot]:
    """The objects of JSON lines.

    Raises:
        InputError: A line is no JSON object, its field is no text, or it has a field called `into` already.
    """
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            yield Slot(number, "", verbatim(f"{line}\n"))
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


def _table_slots(rows: _Rows, write: Callable[[list[str]], str], name: str, column: str, into: str) -> Iterator[Slot]:
    place: int | None = None
    for number, row in rows:
        if place is None:
            place = _column_place(row, column, into, name)
            yield Slot(number, "", verbatim(write([*row, into])))
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


def _csv_rows(lines: Iterable[str], name: str) -> _Rows:
    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(
            f"malformed: {error}", path=name, line=reader.line_num, remedy="quote cells as RFC 4180 does"
        ) from error


def _csv_row(row: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(row)  # which are also the characters that it quotes
    return f"{stream.getvalue()[:-2]}\n"


def _tsv_row(row: list[str]) -> str:
    return "\t".join(row) + "\n"


def _filled_row(row: list[str], write: Callable[[list[str]], str], translation: str) -> str:
    return write([*row, one_line(translation)])
