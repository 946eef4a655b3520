"""Suites in folders: one small table says under which names their files lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpora.errors import InputError
from corpora.lines import read_lines
from eval.segments import Segments
from eval.suites.human_scores import HUMAN_FILE, read_human_scores
from eval.suites.suite import Suite

__all__ = ["LAYOUTS", "Layout", "read_folder"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of a suite's files.

    Attributes:
        source: The source segments.
        references: Pattern of the reference translations.
    """

    source: str
    references: str


LAYOUTS: Final = (
    Layout("src.ja", "ref*.en"),  # ours, and WMT's
    Layout("ja.txt", "en.txt"),  # NTREX, PUD
    Layout("devtest.ja", "devtest.en"),  # FLORES
    Layout("test.ja", "test.en"),  # KFTT, BSD, Tatoeba
)
"""The first whose files are there is taken."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A file that says of each segment where it comes from; columns are separated by tabs, counted from 0."""

    file: str
    document: int | None
    domain: int | None


_TABLES: Final = (
    _Table("domains.tsv", None, -1),
    _Table("docids.tsv", 0, 1),
    _Table("docids.txt", 0, None),
    _Table("ids.tsv", 1, 2),  # PUD: sentence, document, genre, original language
)
_SYSTEMS: Final = "systems/*.en"


def read_folder(folder: Path) -> Suite:
    """Read the suite in a folder.

    Raises:
        InputError: It holds none of the layouts, or a file cannot be read.
        ScoreError: Its files do not have the same number of lines.
    """
    layout = _layout(folder)
    references = sorted(folder.glob(layout.references))
    tables = [(table, read_lines(folder / table.file)) for table in _TABLES if (folder / table.file).is_file()]
    systems = [(path.stem, path, tuple(read_lines(path))) for path in sorted(folder.glob(_SYSTEMS))]
    source = tuple(read_lines(folder / layout.source))
    read = tuple(tuple(read_lines(path)) for path in references)
    beside = [
        *zip(map(str, references), read, strict=True),
        *((str(folder / table.file), lines) for table, lines in tables),
        *((str(path), lines) for _, path, lines in systems),
    ]
    Segments(
        source,
        [lines for _, lines in beside],
        hypothesis_name=str(folder / layout.source),
        reference_names=[name for name, _ in beside],
    ).check()
    human = folder / HUMAN_FILE
    return Suite(
        name=folder.resolve().name,
        source=source,
        references=read,
        documents=_first_column([_column(lines, table.document) for table, lines in tables]),
        domains=_first_column([_column(lines, table.domain) for table, lines in tables]),
        systems=tuple((name, lines) for name, _, lines in systems),
        human=read_human_scores(human) if human.is_file() else None,
    )


def _layout(folder: Path) -> Layout:
    for layout in LAYOUTS:
        if (folder / layout.source).is_file() and any(folder.glob(layout.references)):
            return layout
    known = ", ".join(f"{layout.source} with {layout.references}" for layout in LAYOUTS)
    raise InputError("is not a test suite", path=folder, remedy=f"it should hold one of: {known}")


def _column(lines: Sequence[str], number: int | None) -> tuple[str, ...] | None:
    """A column of a table; `None` if there is none, or it only counts."""
    if number is None:
        return None
    rows = [line.split("\t") for line in lines]
    if any(len(row) <= number for row in rows):
        return None
    values = tuple(row[number].strip() for row in rows)
    return None if number and all(value.isdigit() for value in values) else values


def _first_column(columns: Sequence[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    return next((column for column in columns if column is not None), None)
