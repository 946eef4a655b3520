"""Hunalign's ladder: a line for every rung, `source position TAB target position TAB score`.

A bead is what lies between a rung and the next; the last rung holds the two sentence counts. A ladder climbs on both
sides at once, so only alignments in order fit. In our files the score is the probability of the bead above the rung.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from align.alignment import Alignment, Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment, rounded, stored_alignment
from corpora.errors import InputError, OutputError
from corpora.lines import numbered_lines

__all__ = ["Ladder"]

_Rung = tuple[int, int, float | None]


class Ladder(Format):
    """Rungs of sentence positions; alignments in order only."""

    name = "ladder"
    suffixes = (".ladder",)
    summary = "hunalign's rungs, for alignments without crossings"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write a rung for every bead and the closing one.

        Raises:
            OutputError: The alignment crosses, leaves sentences out, or has a bead with a gap.
        """
        alignment = bitext.alignment
        scored = any(bead.probability is not None for bead in alignment.beads)
        source = target = 0
        for bead in _climbing(alignment):
            stream.write(_line(source, target, bead.probability))
            source += len(bead.source)
            target += len(bead.target)
        # hunalign's tools expect as many columns in the closing rung as in the others.
        stream.write(_line(source, target, 0.0 if scored else None))

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:  # noqa: ARG002
        """Read rungs; scores count as probabilities only if all of them lie between 0 and 1."""
        rungs = [_rung(line, path, number) for number, line in numbered_lines(path) if line.strip()]
        if not rungs:
            raise InputError("is empty", path=path, remedy=FORMAT_REMEDY)
        are_scores = any(score is not None and not 0.0 <= score <= 1.0 for _, _, score in rungs)
        beads = []
        for number, (rung, following) in enumerate(pairwise(rungs), start=2):
            if following[0] < rung[0] or following[1] < rung[1]:
                raise InputError("the ladder steps back", path=path, line=number, remedy=FORMAT_REMEDY)
            bead = Bead(
                tuple(range(rung[0], following[0])),
                tuple(range(rung[1], following[1])),
                None if are_scores else rung[2],
            )
            if bead.source or bead.target:
                beads.append(bead)
        return stored_alignment(beads, None, "read from a ladder", (rungs[-1][0], rungs[-1][1]))


def _line(source: int, target: int, probability: float | None) -> bytes:
    score = "" if probability is None else f"\t{rounded(probability)}"
    return f"{source}\t{target}{score}\n".encode()


def _climbing(alignment: Alignment) -> Iterator[Bead]:
    """The beads in the order of both sides, null beads of the source first where there is a choice."""
    null_source = sorted((bead for bead in alignment.beads if bead.source and not bead.target), key=lambda b: b.source)
    null_target = sorted((bead for bead in alignment.beads if bead.target and not bead.source), key=lambda b: b.target)
    paired = sorted((bead for bead in alignment.beads if not bead.is_null), key=lambda bead: bead.source)
    source = target = 0
    for bead in [*paired, None]:
        while null_source and null_source[0].source[0] == source:
            source += len(null_source[0].source)
            yield _contiguous(null_source.pop(0))
        while null_target and null_target[0].target[0] == target:
            target += len(null_target[0].target)
            yield _contiguous(null_target.pop(0))
        if bead is None:
            break
        if (bead.source[0], bead.target[0]) != (source, target):
            raise _unfit(f"sentences {bead.source[0]} and {bead.target[0]} stand out of order")
        source += len(bead.source)
        target += len(bead.target)
        yield _contiguous(bead)
    if (source, target) != (alignment.source_count, alignment.target_count):
        raise _unfit("it leaves sentences out or uses some twice")


def _contiguous(bead: Bead) -> Bead:
    for side in (bead.source, bead.target):
        if side and side != tuple(range(side[0], side[0] + len(side))):
            raise _unfit(f"a bead holds sentences {', '.join(map(str, side))}, which are not neighbours")
    return bead


def _unfit(reason: str) -> OutputError:
    return OutputError(
        f"a ladder cannot hold this alignment: {reason}", remedy="choose vecalign, jsonl or xces, or align in order"
    )


def _rung(line: str, path: Path, number: int) -> _Rung:
    fields = line.split()
    try:
        if len(fields) not in (2, 3):
            raise ValueError(line)
        source, target = int(fields[0]), int(fields[1])
        score = float(fields[2]) if len(fields) == 3 else None
        if source < 0 or target < 0:
            raise ValueError(line)
    except ValueError as error:
        raise InputError(
            f"{line.strip()[:60]!r} is no rung",
            path=path,
            line=number,
            remedy="a rung reads: source position, target position, score; " + FORMAT_REMEDY,
        ) from error
    return source, target, score
