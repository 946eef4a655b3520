"""Scores of candidate beads: every signal put together for a stretch of source and a stretch of target sentences.

A solver asks for the worth of all beads of one shape that begin at one source sentence; everything that depends on
the target alone is computed once. Signals are additive over joined sentences (sums of vectors, sums of lengths, unions
of names and values), so a bead of n-m sentences costs no more than one of 1-1. Worth is a sum of signals, each times a
weight learned from aligned documents, and stands on the scale of log-odds: 0 is a bead no better than leaving its
sentences without a counterpart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from align.alignment import Bead
from align.embedding import StaticEmbedding, embedded_embedding
from align.encoder import Encoder
from align.scale import scale_of
from align.signals.coverage import PieceCoverage
from align.signals.evidence import find_evidence
from align.signals.length import Lengths
from align.signals.stretches import sums
from align.signals.vectors import Cosines, nearest_means
from align.signals.words import compare_characters, find_common_words
from align.weights import BEAD_SHAPES, SIGNALS, Kind, ScoreWeights

__all__ = ["ARTICLE_CELLS", "BEAD_SHAPES", "SIGNALS", "BeadScorer", "Contribution", "SignalScorer"]

Floats = npt.NDArray[np.float32]
ARTICLE_CELLS: Final = 1_000_000
"""Source times target sentences of the largest text that is compared as a whole; a page of news has about 2,000."""


class BeadScorer(Protocol):
    """What a solver needs to know of a document pair."""

    @property
    def source_count(self) -> int:
        """Number of source sentences."""
        ...

    @property
    def target_count(self) -> int:
        """Number of target sentences."""
        ...

    def worths(self, start: int, source_size: int, target_size: int) -> Floats:
        """What beads of one shape are worth, for every place of their target side.

        Returns:
            Shape (target_count - target_size + 1,): the worth of source sentences `start … start + source_size`
            with target sentences `j … j + target_size`, for every j. Below 0, no bead at all is better.
        """
        ...


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal says of a bead: its value, its learned weight, and the product, its part of the bead's worth."""

    name: str
    value: float
    weight: float
    worth: float


class SignalScorer:
    """Worths of the beads of a Japanese-English pair: embedding, coverage, names and numbers, length.

    A table of each signal over the whole document pair is made when a bead shape is first asked for, so memory is
    O(source × target); longer texts come in windows.

    Args:
        source: Sentences of the source document.
        target: Sentences of the target document.
        embedding: Makes the sentence vectors; one without pieces leaves coverage to those of the embedded embedding.
        weights: How the signals are put together; by default the weights that ship with the project.
        common: Both sides in one language, sentence for sentence, where there is a translation of one of them.
    """

    def __init__(
        self,
        source: Sequence[str],
        target: Sequence[str],
        embedding: Encoder,
        *,
        weights: ScoreWeights | None = None,
        common: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> None:
        default = Kind.PIECES if common is None else Kind.PIECES_AND_TRANSLATION
        self._weights = weights or ScoreWeights.load(default)
        self._counts = (len(source), len(target))
        shapes = [shape for shape in BEAD_SHAPES if shape[0] <= len(source) and shape[1] <= len(target)]
        sizes = [_sizes(shape[side] for shape in shapes) for side in (0, 1)]
        scale = scale_of(embedding)
        self._cosines = Cosines.of(embedding.sums(source), embedding.sums(target), *sizes, scale=scale)
        self._lengths = Lengths(source, target)
        pieces = embedding if isinstance(embedding, StaticEmbedding) else embedded_embedding()
        self._coverage = PieceCoverage(source, target, pieces)
        self._evidence = find_evidence(source, target)
        self._words = None if common is None else find_common_words(*common)
        self._characters = None if common is None else compare_characters(*common, *sizes)
        self._hubness = _hubness(self._cosines)
        self._characters_hubness = None if self._characters is None else _hubness(self._characters)
        self._known: dict[tuple[int, int], Floats] = {}

    @property
    def source_count(self) -> int:
        """Number of source sentences."""
        return self._counts[0]

    @property
    def target_count(self) -> int:
        """Number of target sentences."""
        return self._counts[1]

    def worths(self, start: int, source_size: int, target_size: int) -> Floats:
        """See `BeadScorer.worths`."""
        table = self._known.get((source_size, target_size))
        if table is None:
            table = self._known[source_size, target_size] = self._worth_table(source_size, target_size)
        return np.asarray(table[start])

    def signals(self, source_size: int, target_size: int) -> dict[str, Floats]:
        """What each of `SIGNALS` says of every bead of one shape.

        Returns:
            For each signal a table of shape (source stretches, target stretches).
        """
        shape = (source_size, target_size)
        cosine = self._cosines.table(*shape)
        source_coverage, target_coverage = self._coverage.tables(*shape)
        agreement, evidence = self._evidence.tables(*shape)
        nothing = np.zeros_like(cosine)
        misfit = self._lengths.misfits(*shape)
        source_hubness, target_hubness = (
            _means(hubness, size) for hubness, size in zip(self._hubness, shape, strict=True)
        )
        return {
            "cosine": cosine,
            "gain": self._cosines.gains(*shape),
            "source_hubness": np.broadcast_to(source_hubness[:, None], cosine.shape),
            "target_hubness": np.broadcast_to(target_hubness, cosine.shape),
            "agreement": agreement,
            "evidence": evidence,
            "words": nothing if self._words is None else self._words.tables(*shape)[0],
            "characters": nothing if self._characters is None else self._characters.table(*shape),
            "characters_gain": nothing if self._characters is None else self._characters.gains(*shape),
            "characters_margin": nothing if self._characters is None else self._margins(self._characters, *shape),
            "misfit": misfit,
            "misfit_squared": np.minimum(misfit**2, 2),
            "source_coverage": source_coverage,
            "target_coverage": target_coverage,
            "lesser_coverage": np.minimum(source_coverage, target_coverage),
        }

    def explain(self, beads: Sequence[Bead]) -> list[tuple[Contribution, ...]]:
        """Why beads are worth what they are: what each signal says of them and adds, in the order of `SIGNALS`.

        The last is `shape`, what a bead of so many sentences earns before any signal. The worths add up to the bead's.
        A null bead has none.
        """
        found: list[tuple[Contribution, ...]] = [()] * len(beads)
        shapes = [(len(bead.source), len(bead.target)) for bead in beads]
        for shape in sorted({shape for shape in shapes if all(shape)}):
            signals = self.signals(*shape)
            for number, bead in enumerate(beads):
                if shapes[number] == shape:
                    found[number] = self._contributions(signals, bead)
        return found

    def _contributions(self, signals: dict[str, Floats], bead: Bead) -> tuple[Contribution, ...]:
        shape, place = (len(bead.source), len(bead.target)), (bead.source[0], bead.target[0])
        values = {name: (float(signals[name][place]), self._weights.signals[name]) for name in SIGNALS}
        found = [Contribution(name, value, weight, value * weight) for name, (value, weight) in values.items()]
        return (*found, Contribution("shape", 1.0, self._weights.shapes[shape], self._weights.shapes[shape]))

    def _margins(self, cosines: Cosines, source_size: int, target_size: int) -> Floats:
        """Cosines less the mean of what either side's sentences reach with their nearest."""
        source, target = self._characters_hubness or self._hubness
        reached = (_means(source, source_size)[:, None] + _means(target, target_size)) / 2
        return cosines.table(source_size, target_size) - reached.astype(np.float32)

    def _worth_table(self, source_size: int, target_size: int) -> Floats:
        signals = self.signals(source_size, target_size)
        worth = np.full_like(signals["cosine"], self._weights.shapes[source_size, target_size])
        for name, table in signals.items():
            if weight := self._weights.signals[name]:
                worth += np.float32(weight) * table
        return worth


def _hubness(cosines: Cosines) -> tuple[Floats, Floats]:
    """Mean similarity of each sentence with its nearest on the other side."""
    table = cosines.sentences()
    return nearest_means(table), nearest_means(table.T)


def _sizes(sizes: Iterable[int]) -> range:
    return range(1, max(sizes, default=0) + 1)


def _means(values: Floats, size: int) -> Floats:
    return sums(values, size) / np.float32(size)
