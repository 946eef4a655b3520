"""`align`: two lists of sentences in, an alignment out, every bead with the probability that it is right."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from align.alignment import Alignment, Bead
from align.embedding import embedded_embedding
from align.monotone import MonotoneSolver, PlacedBead, Solver
from align.scoring import SignalScorer
from corpora.errors import InputError

__all__ = ["Calibration", "align"]

CALIBRATION: Final = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression from a bead's similarity and size to the probability that it is right.

    Fitted by `python -m training calibrate`, which writes `calibration.json`.
    """

    intercept: float
    similarity: float
    extra_sentences: float

    @classmethod
    @cache
    def load(cls) -> "Calibration":
        """The calibration that ships with the project."""
        weights = json.loads(CALIBRATION.read_text(encoding="utf-8"))["weights"]
        return cls(**weights)

    def probability(self, bead: PlacedBead) -> float:
        """Between 0 and 1, to four digits."""
        extra = bead.source_size + bead.target_size - 2
        logit = self.intercept + self.similarity * bead.similarity + self.extra_sentences * extra
        return round(1 / (1 + math.exp(-logit)), 4)


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    solver: Solver | None = None,
    calibration: Calibration | None = None,
) -> Alignment:
    """Align Japanese sentences with English ones.

    Args:
        source: Japanese sentences, as the reader sees them.
        target: English sentences.
        translation: A translation of the source sentences, one for one; its words become a signal, which also serves
            other language pairs.
        solver: How beads are chosen; by default the best monotone alignment.
        calibration: How similarity becomes probability; by default the one that ships with the project.

    Returns:
        Every sentence in exactly one bead. Null beads carry no probability.

    Raises:
        InputError: There are not as many translations as source sentences.
        ModelError: The embedded sentence embedding is missing.
    """
    if translation is not None and len(translation) != len(source):
        raise InputError(
            f"{len(translation)} translations for {len(source)} source sentences",
            remedy="give one line for each sentence",
        )
    solver = solver or MonotoneSolver()
    calibration = calibration or Calibration.load()
    embedding = embedded_embedding()
    beads = solver.solve(SignalScorer(source, target, embedding, translation=translation)) if source and target else []
    placed = {bead.source: _bead(bead, calibration) for bead in beads}
    return Alignment(
        beads=tuple(_with_nulls(placed, len(source), len(target))),
        source_count=len(source),
        target_count=len(target),
        method=f"{solver.name} | {embedding.name} + names + numbers + length"
        + (" + translation" if translation is not None else ""),
    )


def _bead(bead: PlacedBead, calibration: Calibration) -> Bead:
    return Bead(
        source=tuple(range(bead.source, bead.source + bead.source_size)),
        target=tuple(range(bead.target, bead.target + bead.target_size)),
        probability=calibration.probability(bead),
    )


def _with_nulls(placed: dict[int, Bead], source_count: int, target_count: int) -> list[Bead]:
    """Beads in source order, with null beads for what they leave out.

    A target sentence without a counterpart stands right after the bead of the target sentence before it.
    """
    used = {index for bead in placed.values() for index in bead.target}
    after: dict[int, list[int]] = {}  # target index of the bead before (-1: none) -> lonely target sentences
    last = -1
    for index in range(target_count):
        if index in used:
            last = index
        else:
            after.setdefault(last, []).append(index)
    beads = [Bead((), (index,)) for index in after.get(-1, [])]
    row = 0
    while row < source_count:
        bead = placed.get(row, Bead((row,), ()))
        beads.append(bead)
        row += len(bead.source)
        for index in bead.target:
            beads += [Bead((), (lonely,)) for lonely in after.get(index, [])]
    return beads
