"""The second look: what the signals leave in doubt, a translation model reads.

Vectors and lengths see a sentence as a bag of pieces; two reports of one subject look alike to them. A translation
model reads both sides, word for word in their order, and says how likely the English is with the Japanese before it
(`translate.likelihood`). That is thousands of times slower than a cosine, so only the beads that compete for sentences
in doubt are read. What is sure after the first look stays as it is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import numpy.typing as npt

from align.alignment import Bead
from align.candidates import candidate_beads, sentences_of
from align.gate import Decision
from align.monotone import PlacedBead
from align.probability import Calibration, Judged
from align.scoring import BEAD_SHAPES, BeadScorer, Contribution
from align.weights import Kind

if TYPE_CHECKING:
    from translate.likelihood import Likelihood, PairReader

__all__ = [
    "READ_KINDS",
    "READ_SIGNALS",
    "READ_WEIGHTS",
    "Doubt",
    "ReadScorer",
    "ReadWeights",
    "doubt_in",
    "embedded_reader",
    "look_again",
    "place_of",
    "read_signals",
]

READ_KINDS: Final = (Kind.PIECES, Kind.PIECES_AND_TRANSLATION)
"""The kinds of evidence that there are weights for: those of Japanese and English."""
READ_WEIGHTS: Final = Path(__file__).with_name("second_look.json")
READ_SIGNALS: Final = (
    "likelihood",  # log-probability of the English given the Japanese, over the root of its pieces
    "commonness",  # the same by how common the pieces are
    "fluency",  # log-probability of the English given the Japanese, for each piece
    "commonness_rate",  # the same by how common the pieces are
    "pieces",  # logarithm of the English pieces over usual ones
)
USUAL_PIECES: Final = 25
SURE: Final = (0.99, 0.98, 0.95, 0.9, 0.8)
"""A bead as probable as this is not read, and nothing else competes for its sentences. The first is meant; the others
are for long articles that would have more than `MOST_READ` beads to read."""
MOST_READ: Final = 800
LEAST: Final = -1.0
"""Worth that a bead must have to be read."""
CANDIDATES: Final = 6
"""Beads read for each sentence, the best of those that contain it."""
NEVER: Final = -50.0
"""Worth of a bead that was neither sure nor read."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadWeights:
    """What a bead is worth after the second look.

    Attributes:
        first: Weight of what it was worth after the first.
        signals: A weight for each of `READ_SIGNALS`.
        shapes: What a bead of each of `BEAD_SHAPES` gains or loses by being read.
    """

    first: float
    signals: Mapping[str, float]
    shapes: Mapping[tuple[int, int], float]

    @classmethod
    @cache
    def load(cls, kind: Kind) -> "ReadWeights":
        """The weights that ship with the project, for a kind of evidence that the first look had."""
        known = json.loads(READ_WEIGHTS.read_text(encoding="utf-8"))["kinds"][kind]
        shapes = {shape: float(known["shapes"][f"{shape[0]}-{shape[1]}"]) for shape in BEAD_SHAPES}
        return cls(float(known["first"]), {name: float(known["signals"][name]) for name in READ_SIGNALS}, shapes)

    def explained(self, bead: Bead, first: Sequence[Contribution], found: "Likelihood") -> tuple[Contribution, ...]:
        """What was seen first, weighed anew, and what reading adds to it; `shape` is the sum of both."""
        parts = [replace(part, weight=part.weight * self.first, worth=part.worth * self.first) for part in first]
        gain = self.shapes[len(bead.source), len(bead.target)]
        shape = replace(parts[-1], weight=parts[-1].weight + gain, worth=parts[-1].worth + gain)
        read = [
            Contribution(name, value, self.signals[name], value * self.signals[name])
            for name, value in read_signals(found).items()
        ]
        return (*parts[:-1], *read, shape)

    def worth(self, bead: PlacedBead, found: "Likelihood") -> float:
        """What a bead is worth that was read."""
        read = sum(self.signals[name] * value for name, value in read_signals(found).items())
        return self.first * bead.worth + read + self.shapes[bead.source_size, bead.target_size]


@cache
def embedded_reader() -> "PairReader":
    """The translation model that ships with the project, loaded once; it reads nothing twice.

    Raises:
        ModelError: The installation lacks it.
    """
    from translate.likelihood import RememberingReader
    from translate.loading import load_engine

    return RememberingReader(cast("PairReader", load_engine()))


def read_signals(found: "Likelihood") -> dict[str, float]:
    """What each of `READ_SIGNALS` says of a pair of texts."""
    return {
        "likelihood": found.given / found.pieces**0.5,
        "commonness": found.usual / found.pieces**0.5,
        "fluency": found.given / found.pieces,
        "commonness_rate": found.usual / found.pieces,
        "pieces": log(found.pieces / USUAL_PIECES),
    }


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the first look left: beads that are sure, and those that compete for the other sentences."""

    sure: list[Judged]
    candidates: list[PlacedBead]


def doubt_in(judged: Sequence[Judged], scorer: BeadScorer) -> Doubt:
    """What is in doubt after the first look; nothing where that would be too much to read."""
    for least in SURE:
        sure = [each for each in judged if each.probability >= least]
        settled = frozenset(sentence for each in sure for sentence in sentences_of(each.bead))
        candidates = candidate_beads(scorer, least=LEAST, most=CANDIDATES, without=settled)
        if len(candidates) <= MOST_READ:
            return Doubt(sure, candidates)
    return Doubt(list(judged), [])


def look_again(
    doubt: Doubt,
    scorer: "ReadScorer",
    choose: Callable[[BeadScorer], Decision],
    calibration: Calibration,
) -> tuple[list[Judged], Decision]:
    """The beads chosen after reading, and how; those that were sure keep their probability.

    Args:
        doubt: What the first look left.
        scorer: What beads are worth now.
        choose: Chooses beads by their worth.
        calibration: How beads that were read become probabilities.
    """
    known = {place_of(each.bead): each.probability for each in doubt.sure}
    decision = choose(scorer)
    judged = calibration.judged(decision.beads, scorer)
    return [Judged(each.bead, known.get(place_of(each.bead), each.probability)) for each in judged], decision


def place_of(bead: PlacedBead) -> tuple[int, int, int, int]:
    """Source start and size, target start and size."""
    return bead.source, bead.source_size, bead.target, bead.target_size


class ReadScorer:
    """Worths after the second look, of beads that were sure or read; see `align.scoring.BeadScorer`."""

    def __init__(self, source_count: int, target_count: int, beads: Sequence[PlacedBead]) -> None:
        self.source_count, self.target_count = source_count, target_count
        self._tables: dict[tuple[int, int], Floats] = {}
        for bead in beads:
            self._table(bead.source_size, bead.target_size)[bead.source, bead.target] = bead.worth

    @classmethod
    def of(
        cls, doubt: Doubt, found: "Sequence[Likelihood]", counts: tuple[int, int], weights: ReadWeights
    ) -> "ReadScorer":
        """What beads are worth after their candidates were read.

        Args:
            doubt: What the first look left.
            found: What the translation model makes of each candidate.
            counts: Numbers of source and target sentences.
            weights: What beads are worth after the second look.
        """
        beads = [replace(each.bead, worth=weights.first * each.bead.worth) for each in doubt.sure]
        for bead, likelihood in zip(doubt.candidates, found, strict=True):
            beads.append(replace(bead, worth=weights.worth(bead, likelihood)))
        return cls(*counts, beads)

    def worths(self, start: int, source_size: int, target_size: int) -> Floats:
        """See `BeadScorer.worths`."""
        return np.asarray(self._table(source_size, target_size)[start])

    def _table(self, source_size: int, target_size: int) -> Floats:
        shape = (source_size, target_size)
        if shape not in self._tables:
            size = (self.source_count - source_size + 1, self.target_count - target_size + 1)
            self._tables[shape] = np.full(size, NEVER, dtype=np.float32)
        return self._tables[shape]
