"""Scores of candidate beads: every signal put together for a stretch of source and a stretch of target sentences.

A solver asks for the scores of all beads of one shape that begin at one source sentence; everything that depends on
the target alone is computed once. Signals are additive over joined sentences (sums of vectors, sums of lengths, unions
of names and values), so a bead of n-m sentences costs no more than one of 1-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding, normalise_rows
from align.signals.evidence import find_evidence
from align.signals.items import CommonItems, TargetWindows
from align.signals.words import find_common_words

__all__ = ["BeadFeatures", "BeadScorer", "ScoreWeights", "SignalScorer"]

Floats = npt.NDArray[np.float32]
NEIGHBOURS: Final = 4


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

    def similarities(self, start: int, source_size: int, target_size: int) -> Floats:
        """How alike the sides of a bead are, for every place of its target side.

        Returns:
            Shape (target_count - target_size + 1,): the similarity of source sentences `start … start + source_size`
            with target sentences `j … j + target_size`, for every j. About 0 for strangers, 1 for translations.
        """
        ...


@dataclass(frozen=True, slots=True)
class BeadFeatures:
    """What the signals say of the beads of one shape that begin at one source sentence, for every target place j.

    Attributes:
        cosine: Of the two sides' vectors, shape (places,).
        hubness: Mean similarity of each side's sentences with their nearest on the other side, averaged.
        agreement: Dice coefficient of names and numbers.
        evidence: 1 where both sides have names or numbers, else 0.
        words: Dice coefficient of the words of a given translation, zeros without one.
        length: Logarithm of target length over the length expected from the source.
    """

    cosine: Floats
    hubness: Floats
    agreement: Floats
    evidence: Floats
    words: Floats
    length: Floats


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """How the signals are put together. Chosen on the development sets by `python -m training tune-alignment`."""

    margin: float = 0.12  # how much of the neighbourhood's mean similarity is taken off the cosine
    evidence: float = 0.11  # share of names and numbers in the similarity, where both sides have any
    words: float = 0.2  # what full agreement of the words of a given translation adds
    length_deviation: float = 0.58  # standard deviation of the logarithm of the length ratio
    length_floor: float = 0.43  # share of the similarity that no length ratio takes away

    def similarity(self, features: BeadFeatures) -> Floats:
        """One number for each place: about 0 for strangers, towards 1 for translations."""
        semantic = features.cosine - self.margin * features.hubness
        share = self.evidence * features.evidence
        similarity = (1 - share) * semantic + share * features.agreement + self.words * features.words
        fit = np.exp(-((features.length / self.length_deviation) ** 2) / 2)
        return np.asarray(similarity * (self.length_floor + (1 - self.length_floor) * fit), dtype=np.float32)


class SignalScorer:
    """Bead similarities of a Japanese-English pair: embedding with neighbour margin, names and numbers, length.

    Args:
        source: Sentences of the source document.
        target: Sentences of the target document.
        embedding: The bilingual sentence embedding.
        weights: How the signals are put together.
        translation: A translation of the source sentences into the target's language, one for one, if there is one.
        max_target: Longest target side, in sentences, that will be asked for.
    """

    def __init__(
        self,
        source: Sequence[str],
        target: Sequence[str],
        embedding: StaticEmbedding,
        *,
        weights: ScoreWeights | None = None,
        translation: Sequence[str] | None = None,
        max_target: int = 3,
    ) -> None:
        self.weights = weights or ScoreWeights()
        self._source_sums = _prefix_sums(embedding.sums(source))
        target_sums = _prefix_sums(embedding.sums(target))
        sizes = _sizes(len(target), max_target)
        self._windows = {size: normalise_rows(target_sums[size:] - target_sums[:-size]) for size in sizes}
        self._source_lengths = _prefix_sums(_lengths(source))
        self._target_lengths = _prefix_sums(_lengths(target))
        self._evidence = _Overlap.over(find_evidence(source, target), sizes)
        self._words = None if translation is None else _Overlap.over(find_common_words(translation, target), sizes)
        self._length_ratio = length_ratio(float(self._source_lengths[-1, 0]), float(self._target_lengths[-1, 0]))
        self._source_hubness, self._target_hubness = self._hubness()

    @property
    def source_count(self) -> int:
        """Number of source sentences."""
        return len(self._source_sums) - 1

    @property
    def target_count(self) -> int:
        """Number of target sentences."""
        return len(self._target_lengths) - 1

    def similarities(self, start: int, source_size: int, target_size: int) -> Floats:
        """See `BeadScorer.similarities`."""
        return self.weights.similarity(self.features(start, source_size, target_size))

    def features(self, start: int, source_size: int, target_size: int) -> BeadFeatures:
        """What each signal says of source sentences `start … start + source_size` at every place of the target."""
        end = start + source_size
        vector = normalise_rows(self._source_sums[end : end + 1] - self._source_sums[start : start + 1])[0]
        hubness = self._source_hubness[start:end].mean() + _window_means(self._target_hubness, target_size)
        agreement, evidence = self._evidence.agreement(start, source_size, target_size)
        words = np.zeros_like(agreement)
        if self._words is not None:
            words, _ = self._words.agreement(start, source_size, target_size)
        source_length = self._source_lengths[end, 0] - self._source_lengths[start, 0]
        target_length = self._target_lengths[target_size:, 0] - self._target_lengths[:-target_size, 0]
        expected = source_length * self._length_ratio
        return BeadFeatures(
            cosine=self._windows[target_size] @ vector,
            hubness=hubness / 2,
            agreement=agreement,
            evidence=evidence,
            words=words,
            # A few characters more on both sides keep short sentences from counting as far off.
            length=np.log((target_length + 5) / (expected + 5)),
        )

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
