"""Parquet with the `translation` feature of Hugging Face `datasets`: rows `{"translation": {"ja": …, "en": …}}`.

`datasets.load_dataset` and every training recipe written for such sets read it as it is. Sentence numbers and
probability stand in columns beside it; null beads are left out, for a pair without a side would break those recipes.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment, rounded, stored_alignment
from corpora.errors import InputError, OutputError
from corpora.lines import open_input

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Parquet"]

_ROWS_A_GROUP = 10_000
"""Rows held in memory at once."""


class Parquet(Format):
    """A table for `datasets`: translation, source_ids, target_ids, probability."""

    name = "parquet"
    suffixes = (".parquet",)
    summary = "a Hugging Face data set with the translation feature"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write the beads that have both sides.

        Raises:
            OutputError: Both sides have the same language, which the feature cannot hold.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        if bitext.source_language == bitext.target_language:
            raise OutputError("the translation feature needs two languages", remedy="choose jsonl or tmx")
        schema = _schema(bitext.source_language, bitext.target_language)
        rows = _rows(bitext)
        with pq.ParquetWriter(stream, schema) as writer:
            while group := list(islice(rows, _ROWS_A_GROUP)):
                writer.write_table(pa.Table.from_pylist(group, schema=schema))

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:
        """Read a table with a `translation` column; the other columns may be missing."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        texts: list[tuple[str, str]] = []
        beads: list[Bead] = []
        with open_input(path) as stream:
            try:
                file = pq.ParquetFile(stream)
                _check_columns(file.schema_arrow, path, source_language, target_language)
                for batch in file.iter_batches():
                    for row in batch.to_pylist():
                        pair = row["translation"] or {}
                        texts.append((pair.get(source_language) or "", pair.get(target_language) or ""))
                        beads.append(_bead(row, len(beads)))
            except pa.ArrowException as error:
                raise InputError("not a Parquet file, or damaged", path=path, remedy=FORMAT_REMEDY) from error
        return stored_alignment(beads, texts, "read from Parquet")


def _schema(source_language: str, target_language: str) -> "pa.Schema":
    """The columns, with the description that `datasets` reads its features from."""
    import pyarrow as pa

    languages = sorted((source_language, target_language))
    ids = {"feature": {"dtype": "int32", "_type": "Value"}, "_type": "List"}
    features = {
        "translation": {"languages": languages, "_type": "Translation"},
        "source_ids": ids,
        "target_ids": ids,
        "probability": {"dtype": "float64", "_type": "Value"},
    }
    return pa.schema(
        [
            ("translation", pa.struct({language: pa.string() for language in languages})),
            ("source_ids", pa.list_(pa.int32())),
            ("target_ids", pa.list_(pa.int32())),
            ("probability", pa.float64()),
        ],
        metadata={"huggingface": json.dumps({"info": {"features": features}})},
    )


def _rows(bitext: Bitext) -> Iterator[dict[str, object]]:
    for bead, source, target in bitext.pairs():
        yield {
            "translation": {bitext.source_language: source, bitext.target_language: target},
            "source_ids": list(bead.source),
            "target_ids": list(bead.target),
            "probability": rounded(bead.probability),
        }


def _check_columns(schema: "pa.Schema", path: Path, source_language: str, target_language: str) -> None:
    import pyarrow as pa

    if "translation" not in schema.names or not pa.types.is_struct(schema.field("translation").type):
        raise InputError("has no column 'translation'", path=path, remedy=FORMAT_REMEDY)
    languages = {field.name for field in schema.field("translation").type}
    missing = [language for language in (source_language, target_language) if language not in languages]
    if missing:
        raise InputError(
            f"its translations lack {' and '.join(missing)}; they have {', '.join(sorted(languages))}",
            path=path,
            remedy="name the languages of the file",
        )


def _bead(row: dict[str, Any], number: int) -> Bead:
    """A row's bead; a row without sentence numbers counts as one sentence on each side."""
    source, target = row.get("source_ids"), row.get("target_ids")
    if source is None or target is None:
        return Bead((number,), (number,), row.get("probability"))
    return Bead(tuple(source), tuple(target), row.get("probability"))
