"""Coverage: how much of one side's pieces finds a counterpart among the pieces of the other side.

The sum of all pieces says what a bead is about; coverage says whether anything is missing, which is what tells 1-1
from 2-1. Every piece looks for its nearest piece on the other side by cosine, as BERTScore does with contextual
vectors (Zhang et al., 2020), and counts by the length of its vector, which training keeps short for empty words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding, normalise_rows
from align.signals.stretches import greatest, running_sums, stretch_sums, sums

__all__ = ["PieceCoverage"]

Floats = npt.NDArray[np.float32]
AT_ONCE: Final = 4_000_000
"""Cosines gathered at one time, in 4 bytes each."""


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
        lines = [pieces or [blank] for pieces in ids]
        distinct, flat = np.unique([piece for line in [*lines, [blank]] for piece in line], return_inverse=True)
        known = distinct[:-1]
        vectors = np.zeros((len(distinct), embedding.dimensions), dtype=np.float32)
        vectors[:-1] = embedding.table[known] * embedding.scales[known, None]
        return cls(
            directions=normalise_rows(vectors),
            weights=np.linalg.norm(vectors, axis=1).astype(np.float32),
            flat=flat[:-1].astype(np.intp),
            starts=np.cumsum([0] + [len(line) for line in lines]).astype(np.intp),
        )

    def weighted_counts(self) -> Floats:
        """What each distinct piece weighs in each sentence, shape (sentences, distinct pieces)."""
        shape = (len(self.starts) - 1, len(self.weights))
        places = np.repeat(np.arange(shape[0]), np.diff(self.starts)) * shape[1] + self.flat
        counts = np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)
        return np.asarray(counts * self.weights, dtype=np.float32)

    def nearest_in_sentences(self, others: "_Pieces") -> Floats:
        """The cosine of each distinct other piece with its nearest in each sentence, shape (sentences, others)."""
        cosines = np.maximum(self.directions @ others.directions.T, 0)
        found = np.empty((len(self.starts) - 1, cosines.shape[1]), dtype=np.float32)
        first = 0
        while first < len(found):
            # As many sentences as fit, at least one.
            room = self.starts[first] + max(AT_ONCE // cosines.shape[1], 1)
            last = max(int(np.searchsorted(self.starts, room, side="right")) - 1, first + 1)
            begin, end = self.starts[first], self.starts[last]
            found[first:last] = np.maximum.reduceat(
                cosines[self.flat[begin:end]], self.starts[first:last] - begin, axis=0
            )
            first = last
        return found


class PieceCoverage:
    """Coverage of any stretch of source sentences by any stretch of target sentences, and the other way round."""

    def __init__(self, source: Sequence[str], target: Sequence[str], embedding: StaticEmbedding) -> None:
        left, right = _Pieces.of(source, embedding), _Pieces.of(target, embedding)
        source_weights, target_weights = left.weighted_counts(), right.weighted_counts()
        self._source_weights = running_sums(source_weights.sum(axis=1))
        self._target_weights = running_sums(target_weights.sum(axis=1))
        self._source_counts, self._target_counts = source_weights, target_weights
        self._in_target = right.nearest_in_sentences(left)
        self._in_source = left.nearest_in_sentences(right)
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
