r"""Tab-separated beads with a header: ids, probability and both texts, for spreadsheets and `pandas`.

A tab, line break or backslash inside a text is written `\t`, `\n`, `\r`, `\\`, so that every bead is one line.
"""

import re
from pathlib import Path
from typing import BinaryIO

from align.alignment import Bead
from align.formats.base import (
    FORMAT_REMEDY,
    Bitext,
    Format,
    StoredAlignment,
    parse_ids,
    parse_probability,
    rounded,
    stored_alignment,
)
from corpora.errors import InputError
from corpora.lines import numbered_lines

__all__ = ["Tsv"]

_HEADER = ("source", "target", "probability", "source_text", "target_text")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {escape: character for character, escape in _ESCAPES.items()}


class Tsv(Format):
    """One bead a line: source ids, target ids, probability, source text, target text."""

    name = "tsv"
    suffixes = (".tsv",)
    summary = "a table with a header: ids, probability, both texts"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write every bead, null beads with empty cells."""
        stream.write(("\t".join(_HEADER) + "\n").encode())
        for bead in bitext.alignment.beads:
            probability = rounded(bead.probability)
            cells = (
                " ".join(map(str, bead.source)),
                " ".join(map(str, bead.target)),
                "" if probability is None else str(probability),
                _escaped(bitext.source_text(bead)),
                _escaped(bitext.target_text(bead)),
            )
            stream.write(("\t".join(cells) + "\n").encode())

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:  # noqa: ARG002
        """Read the table; columns are found by their names, others are passed over."""
        lines = numbered_lines(path)
        _, header = next(lines, (1, ""))
        columns = header.split("\t")
        if not set(_HEADER) <= set(columns):
            raise InputError(
                "the header lacks the columns " + ", ".join(_HEADER), path=path, line=1, remedy=FORMAT_REMEDY
            )
        places = [columns.index(name) for name in _HEADER]
        beads: list[Bead] = []
        texts: list[tuple[str, str]] = []
        for number, line in lines:
            cells = line.split("\t")
            if len(cells) != len(columns):
                raise InputError(
                    f"{len(cells)} cells where the header has {len(columns)}",
                    path=path,
                    line=number,
                    remedy="write tabs inside a text as \\t",
                )
            source, target, probability, source_text, target_text = (cells[place] for place in places)
            beads.append(
                Bead(
                    parse_ids(source, path, number),
                    parse_ids(target, path, number),
                    parse_probability(probability, path, number),
                )
            )
            texts.append((_unescaped(source_text), _unescaped(target_text)))
        return stored_alignment(beads, texts, "read from a table")


def _escaped(text: str) -> str:
    return re.sub(r"[\\\t\n\r]", lambda match: _ESCAPES[match[0]], text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\[\\tnr]", lambda match: _UNESCAPES[match[0]], text)
