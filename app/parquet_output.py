"""Translations as a Parquet table, a group of rows at a time: what `--to parquet` writes of lines and of articles."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from app.layouts.rows import ROWS_AT_A_TIME
from app.layouts.slot import for_utf8
from corpora.writing import Drained

__all__ = ["parquet_chunks"]

_TEXTS = frozenset({"document", "kind", "source", "translation"})


def parquet_chunks(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """The bytes of a table of these rows, which all have the same columns; nothing for no rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = Drained()
    writer: pq.ParquetWriter | None = None
    waiting = ({name: for_utf8(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows)
    while group := list(islice(waiting, ROWS_AT_A_TIME)):
        if writer is None:
            kinds = {"score": pa.float64(), "flags": pa.list_(pa.string())}
            schema = pa.schema(
                [(name, kinds.get(name) or (pa.string() if name in _TEXTS else pa.int64())) for name in group[0]]
            )
            writer = pq.ParquetWriter(stream, schema)
        writer.write_table(pa.Table.from_pylist(group, schema=writer.schema))
        yield stream.drain()
    if writer is not None:
        writer.close()
        yield stream.drain()
