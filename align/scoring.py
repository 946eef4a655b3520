"""Scores of candidate beads: every signal put together for a stretch of source and a stretch of target sentences.

A solver asks for the worth of all beads of one shape that begin at one source sentence; everything that depends on
the target alone is computed once. Signals are additive over joined sentences (sums of vectors, sums of lengths, unions
of names and values), so a bead of n-m sentences costs no more than one of 1-1. Worth is a sum of signals, each times a
weight learned from aligned documents, and stands on the scale of log-odds: 0 is a bead no better than leaving its
sentences without a counterpart.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding, normalise_rows
from align.signals.coverage import PieceCoverage
from align.signals.evidence import find_evidence
from align.signals.items import CommonItems, TargetWindows
from align.signals.words import find_common_words

__all__ = ["BEAD_SHAPES", "SIGNALS", "BeadScorer", "ScoreWeights", "SignalScorer"]

WEIGHTS: Final = Path(__file__).with_name("weights.json")
BEAD_SHAPES: Final = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1))
Floats = npt.NDArray[np.float32]
NEIGHBOURS: Final = 4
ARTICLE_CELLS: Final = 250_000
"""Source times target sentences of the largest text that counts as an article; a page of news has about 2,000."""
REMEMBERED_CELLS: Final = 2_000_000
"""Source times target sentences up to which worths are remembered, in 32 bytes for each."""

SIGNALS: Final = (
    "cosine",  # of the sums of both sides' piece vectors
    "gain",  # of the cosine over that of the best bead with one sentence fewer; 0 for 1-1
    "source_hubness",  # mean cosine of the source sentences with their nearest target sentences
    "target_hubness",  # mean cosine of the target sentences with their nearest source sentences
    "agreement",  # Dice coefficient of names and numbers
    "evidence",  # 1 where both sides have names or numbers
    "words",  # Dice coefficient of the words of a given translation
    "misfit",  # distance of the logarithm of the length ratio from the expected one, at most 2
    "misfit_squared",  # the same squared, at most 2
    "source_coverage",  # weight of the source pieces that have a counterpart
    "target_coverage",  # weight of the target pieces that have one
    "lesser_coverage",  # the lesser of the two
)


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
class ScoreWeights:
    """How the signals are put together. Learned on the development sets by `python -m training tune-alignment`.

    Attributes:
        signals: A weight for each of `SIGNALS`.
        shapes: What a bead of each shape earns before any signal.
    """

    signals: Mapping[str, float]
    shapes: Mapping[tuple[int, int], float]

    @classmethod
    @cache
    def load(cls) -> "ScoreWeights":
        """The weights that ship with the project."""
        known = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        shapes = {shape: float(known["shapes"][f"{shape[0]}-{shape[1]}"]) for shape in BEAD_SHAPES}
        return cls({name: float(known["signals"][name]) for name in SIGNALS}, shapes)

    def vector(self) -> Floats:
        """The weights of the signals in their order."""
        return np.array([self.signals[name] for name in SIGNALS], dtype=np.float32)


class SignalScorer:
    """Worths of the beads of a Japanese-English pair: embedding, coverage, names and numbers, length.

    Args:
        source: Sentences of the source document.
        target: Sentences of the target document.
        embedding: The bilingual sentence embedding.
        weights: How the signals are put together; by default the weights that ship with the project.
        translation: A translation of the source sentences into the target's language, one for one, if there is one.
    """

    def __init__(
        self,
        source: Sequence[str],
        target: Sequence[str],
        embedding: StaticEmbedding,
        *,
        weights: ScoreWeights | None = None,
        translation: Sequence[str] | None = None,
    ) -> None:
        weights = weights or ScoreWeights.load()
        self._weights, self._shapes = weights.vector(), weights.shapes
        self._source_sums = _prefix_sums(embedding.sums(source))
        target_sums = _prefix_sums(embedding.sums(target))
        sizes = _sizes(len(target), max(size for _, size in BEAD_SHAPES))
        self._windows = {size: normalise_rows(target_sums[size:] - target_sums[:-size]) for size in sizes}
        self._source_lengths = _prefix_sums(_lengths(source))
        self._target_lengths = _prefix_sums(_lengths(target))
        self._coverage = PieceCoverage(source, target, embedding, sizes)
        self._evidence = _Overlap.over(find_evidence(source, target), sizes)
        self._words = None if translation is None else _Overlap.over(find_common_words(translation, target), sizes)
        self._length_ratio = length_ratio(float(self._source_lengths[-1, 0]), float(self._target_lengths[-1, 0]))
        self._source_hubness, self._target_hubness = self._hubness()
        self._known: dict[tuple[int, int, int], Floats] = {}
        self._remembers = len(source) * len(target) <= REMEMBERED_CELLS

    @property
    def source_count(self) -> int:
        """Number of source sentences."""
        return len(self._source_sums) - 1

    @property
    def target_count(self) -> int:
        """Number of target sentences."""
        return len(self._target_lengths) - 1

    def worths(self, start: int, source_size: int, target_size: int) -> Floats:
        """See `BeadScorer.worths`."""
        place = (start, source_size, target_size)
        found = self._known.get(place)
        if found is None:
            found = self.signals(*place) @ self._weights + np.float32(self._shapes[source_size, target_size])
            if self._remembers:
                self._known[place] = found
        return found

    def signals(self, start: int, source_size: int, target_size: int) -> Floats:
        """What each signal says of source sentences `start … start + source_size` at every place of the target.

        Returns:
            Shape (places, len(SIGNALS)).
        """
        end = start + source_size
        cosine = self._cosines(start, source_size, target_size)
        source_coverage, target_coverage = self._coverage.of(start, source_size, target_size)
        agreement, evidence = self._evidence.agreement(start, source_size, target_size)
        words = np.zeros_like(cosine)
        if self._words is not None:
            words, _ = self._words.agreement(start, source_size, target_size)
        misfit = np.minimum(np.abs(self._misfit(start, source_size, target_size)), 2)
        columns = (
            cosine,
            self._gain(cosine, start, source_size, target_size),
            np.full_like(cosine, self._source_hubness[start:end].mean()),
            _window_means(self._target_hubness, target_size),
            agreement,
            evidence,
            words,
            misfit,
            np.minimum(misfit**2, 2),
            source_coverage,
            target_coverage,
            np.minimum(source_coverage, target_coverage),
        )
        return np.stack(columns, axis=1).astype(np.float32)

    def _cosines(self, start: int, source_size: int, target_size: int) -> Floats:
        end = start + source_size
        vector = normalise_rows(self._source_sums[end : end + 1] - self._source_sums[start : start + 1])[0]
        return np.asarray(self._windows[target_size] @ vector)

    def _gain(self, cosine: Floats, start: int, source_size: int, target_size: int) -> Floats:
        """What the last sentence taken into a bead adds to its cosine: little, where it does not belong."""
        if source_size == target_size == 1:
            return np.zeros_like(cosine)
        lesser = []
        if source_size > 1:
            lesser += [self._cosines(first, source_size - 1, target_size) for first in (start, start + 1)]
        if target_size > 1:
            shorter = self._cosines(start, source_size, target_size - 1)
            lesser += [shorter[:-1], shorter[1:]]
        return np.asarray(cosine - np.max(lesser, axis=0))

    def _misfit(self, start: int, source_size: int, target_size: int) -> Floats:
        """Logarithm of target length over the length expected from the source."""
        source_length = self._source_lengths[start + source_size, 0] - self._source_lengths[start, 0]
        target_length = self._target_lengths[target_size:, 0] - self._target_lengths[:-target_size, 0]
        # A few characters more on both sides keep short sentences from counting as far off.
        return np.asarray(np.log((target_length + 5) / (source_length * self._length_ratio + 5)))

    def _hubness(self) -> tuple[Floats, Floats]:
        """Mean similarity of each sentence with its nearest on the other side (Artetxe and Schwenk, 2019)."""
        if not self.source_count or not self.target_count:
            return np.zeros(self.source_count, np.float32), np.zeros(self.target_count, np.float32)
        source = normalise_rows(self._source_sums[1:] - self._source_sums[:-1])
        target = self._windows[1]
        return _nearest_means(source, target), _nearest_means(target, source)


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Common items with the windows of every size computed once."""

    items: CommonItems
    windows: dict[int, TargetWindows]

    @classmethod
    def over(cls, items: CommonItems, sizes: range) -> "_Overlap":
        return cls(items, {size: items.target_windows(size) for size in sizes})

    def agreement(self, start: int, source_size: int, target_size: int) -> tuple[Floats, Floats]:
        return self.items.agreement(start, source_size, self.windows[target_size])


def length_ratio(source_length: float, target_length: float) -> float:
    """Target characters per source character, drawn towards that of ja-en news, since either side may lack parts."""
    prior, strength = 2.1, 400.0
    return (target_length + prior * strength) / (source_length + strength)


def _sizes(count: int, largest: int) -> range:
    return range(1, min(count, largest) + 1)


def _prefix_sums(rows: Floats) -> Floats:
    """Sums of the first 0, 1, 2 … rows, so that any stretch is a difference of two."""
    return np.concatenate([np.zeros((1, rows.shape[1]), dtype=np.float32), np.cumsum(rows, axis=0, dtype=np.float32)])


def _lengths(sentences: Sequence[str]) -> Floats:
    return np.array([[len(sentence)] for sentence in sentences], dtype=np.float32).reshape(-1, 1)


def _window_means(values: Floats, size: int) -> Floats:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((sums[size:] - sums[:-size]) / size, dtype=np.float32)


def _nearest_means(rows: Floats, columns: Floats) -> Floats:
    """For each row vector, the mean cosine with its `NEIGHBOURS` nearest column vectors, a block of rows at a time."""
    count = min(NEIGHBOURS, len(columns))
    blocks = [
        np.partition(rows[start : start + 1024] @ columns.T, -count, axis=1)[:, -count:].mean(axis=1)
        for start in range(0, len(rows), 1024)
    ]
    return np.concatenate(blocks).astype(np.float32)
