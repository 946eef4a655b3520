"""How likely a chosen bead is right: logistic regression over what is known once the solver has chosen.

A bead's worth alone says too little: a good bead with an equally good rival is a coin toss, and one that stands between
its neighbours is safer than one far out of order. The regression is fitted by `python -m training calibrate`, which
writes `calibration.json`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from align.alignment import Alignment, Bead
from align.monotone import PlacedBead
from align.scoring import BEAD_SHAPES, BeadScorer

__all__ = ["CALIBRATION", "TRAITS", "Calibration", "Judged", "Look", "bead_of", "traits"]

CALIBRATION: Final = Path(__file__).with_name("calibration.json")
TRAITS: Final = (
    "intercept",
    "worth",  # what the solver saw in it
    "lead",  # over the worthiest bead that was not chosen and shares a sentence with it
    "extra_sentences",  # beyond 1-1
    "neighbours",  # chosen beads that it follows or that follow it without a gap, 0 to 2
    "crossing",  # 1 off the longest chain in order
)
LARGEST: Final = 12.0
"""Worth and lead count up to here: beyond, certainty does not grow."""
Look = Literal["first", "second"]
"""Whether a bead was chosen by the signals alone, or after a translation model read it; see `align.second_look`."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A weight for each of `TRAITS`."""

    weights: Mapping[str, float]

    @classmethod
    @cache
    def load(cls, look: "Look" = "first") -> "Calibration":
        """The calibration that ships with the project, for beads of either look."""
        return cls(json.loads(CALIBRATION.read_text(encoding="utf-8"))["weights"][look])

    def judged(self, beads: Sequence[PlacedBead], scorer: BeadScorer) -> list["Judged"]:
        """The chosen beads with their probabilities."""
        return [Judged(*each) for each in zip(beads, self.probabilities(beads, scorer), strict=True)]

    def probabilities(self, beads: Sequence[PlacedBead], scorer: BeadScorer) -> list[float]:
        """For each chosen bead, between 0 and 1, to four digits."""
        return self._probable(traits(beads, scorer))

    def of_scattered(self, size: int, worth: float, lead: float) -> float:
        """For a bead of so many sentences that do not all stand side by side: it has no neighbours, and it crosses."""
        found = (1.0, min(worth, LARGEST), min(lead, LARGEST), float(size - 2), 0.0, 1.0)
        return self._probable(np.array([found]))[0]

    def _probable(self, found: Floats) -> list[float]:
        logits = found @ np.array([self.weights[name] for name in TRAITS])
        return [round(float(probability), 4) for probability in 1 / (1 + np.exp(-logits))]


class Judged(NamedTuple):
    """A chosen bead and how likely it is right."""

    bead: PlacedBead
    probability: float


def bead_of(bead: PlacedBead, probability: float | None = None) -> Bead:
    """The bead with its sentences named one by one."""
    return Bead(
        source=tuple(range(bead.source, bead.source + bead.source_size)),
        target=tuple(range(bead.target, bead.target + bead.target_size)),
        probability=probability,
    )


def traits(beads: Sequence[PlacedBead], scorer: BeadScorer) -> Floats:
    """What is known of the chosen beads of a document pair, shape (len(beads), len(TRAITS))."""
    source_rivals, target_rivals = _rivals(beads, scorer)
    alignment = Alignment(tuple(bead_of(bead) for bead in beads), scorer.source_count, scorer.target_count)
    crossings = alignment.crossings()
    begins = {(bead.source, bead.target) for bead in beads}
    ends = {(bead.source + bead.source_size, bead.target + bead.target_size) for bead in beads}
    rows = []
    for number, bead in enumerate(beads):
        source_end, target_end = bead.source + bead.source_size, bead.target + bead.target_size
        rival = max(source_rivals[bead.source : source_end].max(), target_rivals[bead.target : target_end].max())
        neighbours = ((source_end, target_end) in begins) + ((bead.source, bead.target) in ends)
        rows.append([
            1.0,
            min(bead.worth, LARGEST),
            min(bead.worth - float(rival), LARGEST),
            bead.source_size + bead.target_size - 2,
            neighbours,
            float(number in crossings),
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(-1, len(TRAITS))


def _rivals(beads: Sequence[PlacedBead], scorer: BeadScorer) -> tuple[Floats, Floats]:
    """For each sentence of both sides, the worth of the best bead with it that was not chosen, at least 0."""
    source, target = np.zeros(scorer.source_count), np.zeros(scorer.target_count)
    chosen = {(bead.source, bead.source_size, bead.target_size): bead.target for bead in beads}
    for start in range(scorer.source_count):
        for source_size, target_size in BEAD_SHAPES:
            if start + source_size > scorer.source_count or target_size > scorer.target_count:
                continue
            worths = scorer.worths(start, source_size, target_size)
            if (place := chosen.get((start, source_size, target_size))) is not None:
                worths = worths.copy()
                worths[place] = 0
            stretch = slice(start, start + source_size)
            source[stretch] = np.maximum(source[stretch], worths.max())
            for offset in range(target_size):
                reached = target[offset : offset + len(worths)]
                np.maximum(reached, worths, out=reached)
    return source, target
