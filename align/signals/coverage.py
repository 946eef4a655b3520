"""Coverage: how much of one side's pieces finds a counterpart among the pieces of the other side.

The sum of all pieces says what a bead is about; coverage says whether anything is missing, which is what tells 1-1
from 2-1. Every piece looks for its nearest piece on the other side by cosine, as BERTScore does with contextual
vectors (Zhang et al., 2020), and counts by the length of its vector, which training keeps short for empty words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding
from align.signals.stretches import greatest, running_sums, stretch_sums, sums

__all__ = ["PieceCoverage"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces of one side: directions and weights of each distinct piece, and the pieces of each sentence in turn."""

    directions: Floats
    weights: Floats
    flat: npt.NDArray[np.intp]  # all sentences' pieces, one after another
    starts: npt.NDArray[np.intp]  # where each sentence begins in `flat`, and where the last ends

    @classmethod
    def of(cls, sentences: Sequence[str], embedding: StaticEmbedding) -> "_Pieces":
        ids = embedding.piece_ids(sentences)
        blank = len(embedding.table)  # stands in blank sentences, weighs nothing
        lines = [*(pieces or [blank] for pieces in ids), [blank]]
        distinct, flat = np.unique(np.fromiter(chain.from_iterable(lines), dtype=np.intp), return_inverse=True)
        known = distinct[:-1]
        vectors = np.zeros((len(distinct), embedding.dimensions), dtype=np.float32)
        vectors[:-1] = embedding.table[known] * embedding.scales[known, None]
        weights = np.linalg.norm(vectors, axis=1)
        return cls(
            directions=vectors / np.maximum(weights, np.float32(1e-12))[:, None],
            weights=weights,
            flat=flat[:-1].astype(np.intp),
            starts=np.cumsum([0, *map(len, lines[:-1])]).astype(np.intp),
        )

    def weighted_counts(self) -> Floats:
        """What each distinct piece weighs in each sentence, shape (sentences, distinct pieces)."""
        shape = (len(self.starts) - 1, len(self.weights))
        places = np.repeat(np.arange(shape[0]), np.diff(self.starts)) * shape[1] + self.flat
        counts = np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)
        return np.asarray(counts * self.weights, dtype=np.float32)

    def nearest_in_sentences(self, cosines: Floats) -> Floats:
        """The cosine of each distinct other piece with its nearest in each sentence, shape (sentences, others).

        One below 0 counts as 0.

        Args:
            cosines: Of shape (distinct pieces, distinct pieces of the other side), in rows one after another.
        """
        found = np.empty((len(self.starts) - 1, cosines.shape[1]), dtype=np.float32)
        bounds = self.starts.tolist()
        # A sentence at a time stays in the cache of the processor: 2.5 times as fast as many at a time.
        for row, (begin, end) in enumerate(pairwise(bounds)):
            np.maximum.reduce(cosines.take(self.flat[begin:end], axis=0), axis=0, out=found[row])
        return np.maximum(found, 0, out=found)


class PieceCoverage:
    """Coverage of any stretch of source sentences by any stretch of target sentences, and the other way round."""

    def __init__(self, source: Sequence[str], target: Sequence[str], embedding: StaticEmbedding) -> None:
        left, right = _Pieces.of(source, embedding), _Pieces.of(target, embedding)
        source_weights, target_weights = left.weighted_counts(), right.weighted_counts()
        self._source_weights = running_sums(source_weights.sum(axis=1))
        self._target_weights = running_sums(target_weights.sum(axis=1))
        self._source_counts, self._target_counts = source_weights, target_weights
        cosines = left.directions @ right.directions.T
        self._in_source = left.nearest_in_sentences(cosines)
        self._in_target = right.nearest_in_sentences(np.ascontiguousarray(cosines.T))
        self._covered: dict[int, Floats] = {}
        self._reached: dict[int, Floats] = {}

    def tables(self, source_size: int, target_size: int) -> tuple[Floats, Floats]:
        """Share of the source pieces' weight, and of the target pieces', that the other side covers.

        Returns:
            Two tables of shape (source stretches, target stretches).
        """
        if target_size not in self._covered:
            self._covered[target_size] = self._source_counts @ greatest(self._in_target, target_size).T
        if source_size not in self._reached:
            self._reached[source_size] = greatest(self._in_source, source_size) @ self._target_counts.T
        source_weight = stretch_sums(self._source_weights, source_size)
        target_weight = stretch_sums(self._target_weights, target_size)
        covered = sums(self._covered[target_size], source_size)
        reached = sums(self._reached[source_size].T, target_size).T
        return (
            np.asarray(covered / np.maximum(source_weight, 1e-6)[:, None], dtype=np.float32),
            np.asarray(reached / np.maximum(target_weight, 1e-6), dtype=np.float32),
        )
