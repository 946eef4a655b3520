"""Tables in Arrow's formats: a Parquet file, or a data set of Hugging Face on disk or on the hub, read as a stream.

Every row keeps its columns with their types and gains one for the translation; what goes out is Parquet, a group of
rows at a time.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from app.layouts.slot import Slot, for_utf8
from corpora.errors import InputError
from corpora.writing import Drained

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["ROWS_AT_A_TIME", "row_slots"]

ROWS_AT_A_TIME: Final = 1_000


def row_slots(tables: Iterator["pa.Table"], name: str, column: str, into: str) -> Iterator[Slot]:
    """The rows of tables of one schema.

    Args:
        tables: A group of rows each.
        name: What messages call them.
        column: The column that is translated; `translation.ja` is the field of a column of records.
        into: The new column.

    Raises:
        InputError: There is no such column, it holds no text, or there is one called `into` already.
    """
    writer: _Writer | None = None
    number = 0
    for table in tables:
        if writer is None:
            writer = _Writer(table.schema, into)
            _check(table.schema, name, column, into)
        texts = [text or "" for text in _texts(table, column)]
        done: list[str] = []
        for place, text in enumerate(texts):
            number += 1
            last = place == len(texts) - 1
            yield Slot(number, text, partial(_group if last else _put_by, writer, table, done))
    if writer is None:
        raise InputError("is empty", path=name, remedy="give a table with rows in it")
    yield Slot(number, "", partial(_end, writer))


def _put_by(_writer: "_Writer", _table: "pa.Table", done: list[str], translation: str) -> bytes:
    done.append(translation)
    return b""


def _group(writer: "_Writer", table: "pa.Table", done: list[str], translation: str) -> bytes:
    return writer.group(table, [*done, translation])


def _end(writer: "_Writer", _translation: str) -> bytes:
    return writer.end()


class _Writer:
    """Parquet, a group of rows at a time."""

    def __init__(self, schema: "pa.Schema", into: str) -> None:
        self._given, self._into = schema, into
        self._stream = Drained()
        self._writer: pq.ParquetWriter | None = None

    def group(self, table: "pa.Table", translations: list[str]) -> bytes:
        """The bytes of these rows with their translations."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._writer is None:
            schema = self._given.append(pa.field(self._into, pa.string()))
            self._writer = pq.ParquetWriter(self._stream, schema.with_metadata(_described(self._given, self._into)))
        rows = table.append_column(self._into, pa.array(map(for_utf8, translations), pa.string()))
        self._writer.write_table(rows.cast(self._writer.schema))
        return self._stream.drain()

    def end(self) -> bytes:
        """The bytes that close the file."""
        if self._writer is not None:
            self._writer.close()
        return self._stream.drain()


def _described(schema: "pa.Schema", into: str) -> dict[bytes, bytes]:
    """What the schema says of itself; `datasets` keeps its own list of the columns there."""
    described = dict(schema.metadata or {})
    try:
        features = json.loads(described[b"huggingface"])
        features["info"]["features"][into] = {"dtype": "string", "_type": "Value"}
        described[b"huggingface"] = json.dumps(features).encode()
    except (KeyError, ValueError, TypeError):
        described.pop(b"huggingface", None)
    described.pop(b"pandas", None)
    return described


def _check(schema: "pa.Schema", name: str, column: str, into: str) -> None:
    import pyarrow as pa

    first, *fields = column.split(".") if column not in schema.names else [column]
    if first not in schema.names:
        raise InputError(f"has no column {column!r}", path=name, remedy=f"it has {', '.join(schema.names)}")
    kind = schema.field(first).type
    for field in fields:
        names = [kind.field(row).name for row in range(kind.num_fields)] if pa.types.is_struct(kind) else []
        if field not in names:
            raise InputError(f"has no column {column!r}", path=name, remedy=f"{first} has {', '.join(names)}")
        kind = kind.field(field).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise InputError(f"its column {column!r} holds no text", path=name, remedy="name another with --column")
    if into in schema.names:
        raise InputError(f"has a column {into!r} already", path=name, remedy="name another with --into")


def _texts(table: "pa.Table", column: str) -> list[str | None]:
    import pyarrow.compute as pc

    first, *fields = column.split(".") if column not in table.column_names else [column]
    values = table.column(first)
    if fields:
        values = pc.struct_field(values, fields)
    texts: list[str | None] = values.to_pylist()
    return texts
