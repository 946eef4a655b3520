"""Vecalign lines: `[0]:[1,2]:0.45`, one bead a line, null beads with an empty list.

The form of vecalign (Thompson and Koehn 2019) and of most alignment gold. In the files we write the third field is the
**probability** that the bead is right, higher is better; vecalign itself writes a cost there, lower is better.
"""

import re
from pathlib import Path
from typing import BinaryIO

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment, rounded, stored_alignment
from corpora.errors import InputError
from corpora.lines import numbered_lines

__all__ = ["Vecalign"]

_IDS = r"\[\s*((?:\d+(?:\s*,\s*\d+)*)?)\s*,?\s*\]"
_LINE = re.compile(rf"\s*{_IDS}\s*:\s*{_IDS}\s*(?::\s*([-+.\deE]+)\s*)?:?\s*", re.ASCII)


class Vecalign(Format):
    """One bead a line, by sentence numbers."""

    name = "vecalign"
    suffixes = (".vecalign", ".align", ".gold", ".path")
    summary = "[source ids]:[target ids]:probability, one bead a line"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write every bead; the third field is left out where there is no probability."""
        for bead in bitext.alignment.beads:
            fields = [_list(bead.source), _list(bead.target)]
            if bead.probability is not None:
                fields.append(str(rounded(bead.probability)))
            stream.write((":".join(fields) + "\n").encode())

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:  # noqa: ARG002
        """Read beads; third fields count as probabilities only if all of them lie between 0 and 1.

        A line with two empty lists is passed over, as vecalign's scorer does.
        """
        found: list[tuple[tuple[int, ...], tuple[int, ...], float | None]] = []
        for number, line in numbered_lines(path):
            if line.strip():
                source, target, value = _bead(line, path, number)
                if source or target:
                    found.append((source, target, value))
        if not found:
            raise InputError("holds no beads", path=path, remedy=FORMAT_REMEDY)
        are_costs = any(value is not None and not 0.0 <= value <= 1.0 for _, _, value in found)
        beads = [Bead(source, target, None if are_costs else value) for source, target, value in found]
        return stored_alignment(beads, None, "read from vecalign lines")


def _list(ids: tuple[int, ...]) -> str:
    return f"[{','.join(map(str, ids))}]"


def _bead(line: str, path: Path, number: int) -> tuple[tuple[int, ...], tuple[int, ...], float | None]:
    match = _LINE.fullmatch(line)
    try:
        if match is None:
            raise ValueError(line)
        return _ids(match[1]), _ids(match[2]), None if match[3] is None else float(match[3])
    except ValueError as error:
        raise InputError(
            f"{line.strip()[:60]!r} is no bead",
            path=path,
            line=number,
            remedy="a vecalign line reads [0]:[1,2]:0.45; " + FORMAT_REMEDY,
        ) from error


def _ids(text: str) -> tuple[int, ...]:
    return tuple(int(field) for field in text.split(",")) if text else ()
