"""Scores of candidate beads: every signal put together for a stretch of source and a stretch of target sentences.

A solver asks for the worth of all beads of one shape that begin at one source sentence; everything that depends on
the target alone is computed once. Signals are additive over joined sentences (sums of vectors, sums of lengths, unions
of words), so a bead of n-m sentences costs no more than one of 1-1. Worth is a sum of signals, each times a
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
from align.signals.items import CommonItems
from align.signals.length import Lengths
from align.signals.members import weakest_members
from align.signals.rivals import Rivals
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


_SHARED: Final = ("words", "characters", "characters_gain", "characters_margin")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What both sides share where they are in one language: words, and runs of characters.

    `reached` is, for each sentence of either side, the mean likeness of characters with its nearest.
    """

    words: CommonItems
    characters: Cosines
    reached: tuple[Floats, Floats]

    @classmethod
    def of(cls, common: tuple[Sequence[str], Sequence[str]], source_sizes: range, target_sizes: range) -> "_Shared":
        characters = compare_characters(*common, source_sizes, target_sizes)
        table = characters.sentences()
        return cls(find_common_words(*common), characters, (nearest_means(table), nearest_means(table.T)))

    def signals(self, source_size: int, target_size: int) -> dict[str, Floats]:
        """What `_SHARED` say of every bead of one shape."""
        shape = (source_size, target_size)
        source, target = self.reached
        reached = (_means(source, source_size)[:, None] + _means(target, target_size)) / 2
        characters = self.characters.table(*shape)
        margins = np.asarray(characters - reached, dtype=np.float32)
        tables = (self.words.table(*shape), characters, self.characters.gains(*shape), margins)
        return dict(zip(_SHARED, tables, strict=True))


class SignalScorer:
    """Worths of the beads of a document pair: embedding, coverage, length, and a translation where there is one.

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
        self._coverages: dict[tuple[int, int], tuple[Floats, Floats]] = {}
        self._rivals = Rivals(self._cosines.sentences())
        self._shared = None if common is None else _Shared.of(common, *sizes)
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
        source_rival, target_rival = self._rivals.tables(*shape)
        source_coverage, target_coverage = self._covered(*shape)
        source_member, target_member = weakest_members(self._covered, *shape)
        excess = self._lengths.excesses(*shape)
        misfit = np.abs(excess)
        return {
            "cosine": cosine,
            "gain": self._cosines.gains(*shape),
            "source_rival": source_rival,
            "target_rival": target_rival,
            **(self._shared.signals(*shape) if self._shared else dict.fromkeys(_SHARED, np.zeros_like(cosine))),
            "extent": np.broadcast_to(self._lengths.extents(source_size)[:, None], cosine.shape),
            "excess": excess,
            "misfit": misfit,
            "misfit_squared": np.minimum(misfit**2, 2),
            "source_coverage": source_coverage,
            "target_coverage": target_coverage,
            "lesser_coverage": np.minimum(source_coverage, target_coverage),
            "source_member_coverage": source_member,
            "target_member_coverage": target_member,
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

    def _covered(self, source_size: int, target_size: int) -> tuple[Floats, Floats]:
        """Coverage of both sides, made once for a shape, since larger shapes ask for the smaller ones too."""
        shape = (source_size, target_size)
        if shape not in self._coverages:
            self._coverages[shape] = self._coverage.tables(*shape)
        return self._coverages[shape]

    def _worth_table(self, source_size: int, target_size: int) -> Floats:
        signals = self.signals(source_size, target_size)
        worth = np.full_like(signals["cosine"], self._weights.shapes[source_size, target_size])
        for name, table in signals.items():
            if weight := self._weights.signals[name]:
                worth += np.float32(weight) * table
        return worth


def _sizes(sizes: Iterable[int]) -> range:
    return range(1, max(sizes, default=0) + 1)


def _means(values: Floats, size: int) -> Floats:
    return sums(values, size) / np.float32(size)
