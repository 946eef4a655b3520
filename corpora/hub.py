"""Documents as data sets, and data sets as documents, through the Hugging Face `datasets` library.

Going out, every sentence is a row that says where it stands. Coming in, rows are read as a stream, be they our own
sentences or somebody's articles in a Parquet file or on the hub. `datasets` is imported only when it is needed.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpora.document import Block, BlockKind, Document, Sentence
from corpora.errors import InputError
from corpora.readers import document_from_text

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Dataset

__all__ = [
    "COLUMNS",
    "dataset_to_documents",
    "documents_to_dataset",
    "is_saved_dataset",
    "read_dataset",
    "read_tables",
]

COLUMNS = ("document", "language", "block", "kind", "start", "end", "text")
"""A row: the document's name and language, the number and kind of the block, the sentence's offsets and its text."""

_INTEGERS = frozenset({"block", "start", "end"})
_HUB_NAME = re.compile(r"([\w.-]+(?:/[\w.-]+)?)(?:/([\w.-]+))?")
_DATA_SUFFIXES = frozenset({".parquet", ".arrow", ".jsonl", ".json", ".csv"})
_Row = Mapping[str, Any]


def documents_to_dataset(documents: Iterable[Document]) -> "Dataset":
    """One row for each sentence of each document, in order, whatever its block's kind (see `COLUMNS`)."""
    from datasets import Dataset, Features, Value

    columns: dict[str, list[str | int]] = {name: [] for name in COLUMNS}
    for row in _rows(documents):
        for name, value in zip(COLUMNS, row, strict=True):
            columns[name].append(value)
    types = {name: Value("int64" if name in _INTEGERS else "string") for name in COLUMNS}
    return Dataset.from_dict(columns, features=Features(types))


def _rows(documents: Iterable[Document]) -> Iterator[tuple[str | int, ...]]:
    for document in documents:
        for number, block in enumerate(document.blocks):
            for sentence in block.sentences:
                place = (number, block.kind.value, sentence.start, sentence.end)
                yield (document.name, document.language, *place, sentence.text)


def dataset_to_documents(rows: Iterable[_Row], *, name: str = "data set") -> Iterator[Document]:
    """The documents of a data set that `documents_to_dataset` made, streamed one after the other.

    Sentences come back with the same text, kind and offsets. What stood between them is not in the data set; white
    space takes its place.

    Args:
        rows: A `Dataset`, a streamed `IterableDataset`, or any rows with our columns; a document's stand together.
        name: What to call the data set in messages.

    Raises:
        InputError: A row does not fit its columns or the rows before it.
    """
    for key, group in groupby(rows, key=lambda row: (_value(row, "document", name), _value(row, "language", name))):
        yield _document(str(key[0]), str(key[1]), list(group), name)


def _value(row: _Row, column: str, name: str) -> str | int:
    value = row.get(column)
    if not isinstance(value, int if column in _INTEGERS else str):
        remedy = f"the columns are {', '.join(COLUMNS)}"
        raise InputError(f"a row without a proper {column!r}: {value!r}", path=name, remedy=remedy)
    return value


def _document(title: str, language: str, rows: list[_Row], name: str) -> Document:
    text: list[str] = []
    blocks: list[Block] = []
    position = 0
    for _, group in groupby(rows, key=lambda row: _value(row, "block", name)):
        block_start = position
        sentences: list[Sentence] = []
        kind = BlockKind.PARAGRAPH
        for row in group:
            sentence = _sentence(row, name)
            if sentence.start < position or sentence.end - sentence.start != len(sentence.text):
                raise InputError(
                    f"offsets {sentence.start} to {sentence.end} in {title!r} do not fit",
                    path=name,
                    remedy="keep the rows in order and their texts as they are",
                )
            text += ("\n" * (sentence.start - position), sentence.text)
            position = sentence.end
            sentences.append(sentence)
            kind = _kind(str(_value(row, "kind", name)), name)
        blocks.append(Block(kind, block_start, position, tuple(sentences)))
    return Document(title, language, "".join(text), tuple(blocks))


def _sentence(row: _Row, name: str) -> Sentence:
    start, end = int(_value(row, "start", name)), int(_value(row, "end", name))
    return Sentence(start, end, str(_value(row, "text", name)))


def _kind(value: str, name: str) -> BlockKind:
    try:
        return BlockKind(value)
    except ValueError:
        known = ", ".join(kind.value for kind in BlockKind)
        raise InputError(f"unknown kind of block {value!r}", path=name, remedy=f"the kinds are {known}") from None


def read_dataset(
    source: str | Path, *, field: str = "text", split: str = "train", language: str | None = None
) -> Iterator[Document]:
    """Read documents from a Parquet file, a folder of such files, or a data set on the hub, as a stream.

    Rows with our columns become the documents they came from; of other data sets every row is an article.

    Args:
        source: A path, or a hub name such as `owner/name`. Only a name makes the library look beyond this machine.
        field: The column that holds an article's text.
        split: The split of a data set on the hub.
        language: `ja` or `en`; `None` looks at the letters of each article.

    Raises:
        InputError: There is no such file or data set, or no such column.
    """
    rows = iter(_stream(source, split))
    try:
        first = next(rows, None)
    except Exception as error:
        raise InputError(f"cannot be read: {_first_line(error)}", path=source, remedy="check the file") from error
    if first is None:
        raise InputError("is empty", path=source, remedy="give a data set with rows in it")
    if set(COLUMNS) <= set(first):
        yield from dataset_to_documents(_chain(first, rows), name=str(source))
        return
    for number, row in enumerate(_chain(first, rows)):
        text = row.get(field)
        if not isinstance(text, str):
            have = ", ".join(row)
            raise InputError(f"no text in the column {field!r}", path=source, line=number + 1, remedy=f"it has {have}")
        yield document_from_text(text, name=f"{source}:{number + 1}", language=language)


def is_saved_dataset(path: Path) -> bool:
    """Whether a folder is what `Dataset.save_to_disk` or `DatasetDict.save_to_disk` makes."""
    # Unlike Path's, this `isfile` says no of a folder that may not be looked into; reading it says what is wrong.
    return any(os.path.isfile(path / name) for name in ("dataset_info.json", "dataset_dict.json"))  # noqa: PTH113


def read_tables(source: str | Path | BinaryIO, *, split: str = "train", rows: int = 1_000) -> Iterator["pa.Table"]:
    """Read a data set as Arrow tables of so many rows, as a stream, whatever its columns.

    Args:
        source: A Parquet file (also an open one), a folder of such files or one that `save_to_disk` made, or a name on
            the hub, `owner/name` or `owner/name/configuration`. Only a name makes the library look beyond this machine.
        split: The split of a data set with several.
        rows: In a table, at most.

    Raises:
        InputError: There is no such file or data set, no such split, or it is damaged.
    """
    name = "<stream>" if not isinstance(source, str | Path) else str(source)
    try:
        if not isinstance(source, str | Path) or Path(source).is_file():
            yield from _parquet_tables(source, rows)
        elif is_saved_dataset(Path(source)):
            yield from _saved(Path(source), split).with_format("arrow").iter(batch_size=rows)
        else:
            yield from _stream(source, split).with_format("arrow").iter(batch_size=rows)  # type: ignore[attr-defined]
    except InputError:
        raise
    except Exception as error:  # the library raises what its many back ends raise
        raise InputError(f"cannot be read: {_first_line(error)}", path=name, remedy="check the data set") from error


def _parquet_tables(source: str | Path | BinaryIO, rows: int) -> Iterator["pa.Table"]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(batch_size=rows):
            yield pa.Table.from_batches([batch], schema=file.schema_arrow)


def _saved(folder: Path, split: str) -> "Dataset":
    from datasets import DatasetDict, load_from_disk

    found = load_from_disk(str(folder))
    if not isinstance(found, DatasetDict):
        return found
    if split not in found:
        raise InputError(f"has no split {split!r}", path=folder, remedy=f"it has {', '.join(found)}")
    return found[split]


def _chain(first: _Row, rest: Iterator[_Row]) -> Iterator[_Row]:
    yield first
    yield from rest


def _stream(source: str | Path, split: str) -> Iterable[_Row]:
    from datasets import load_dataset

    path = Path(source)
    try:
        if path.is_dir():
            files = sorted(str(file) for file in path.glob("*.parquet"))
            if files:
                rows = load_dataset("parquet", data_files=files, split="train", streaming=True)
            elif any(file.suffix in _DATA_SUFFIXES for file in path.rglob("*")):  # laid out as on the hub
                rows = load_dataset(str(path), split=split, streaming=True)
            else:
                raise InputError("no Parquet file in this folder", path=source, remedy="the files end in .parquet")
        elif path.exists():
            rows = load_dataset("parquet", data_files=str(path), split="train", streaming=True)
        elif (named := _HUB_NAME.fullmatch(str(source))) and path.suffix != ".parquet":
            rows = load_dataset(named[1], named[2], split=split, streaming=True)
        else:
            raise InputError("no such file or folder", path=source, remedy="check the path")
    except InputError:
        raise
    except Exception as error:  # the library raises what its many back ends raise
        reason = _first_line(error)
        raise InputError(
            f"no data set here: {reason}", path=source, remedy="check the path, or the hub's name and your connection"
        ) from error
    return rows  # type: ignore[no-any-return]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
