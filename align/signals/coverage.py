"""Coverage: how much of one side's pieces finds a counterpart among the pieces of the other side.

The sum of all pieces says what a bead is about; coverage says whether anything is missing, which is what tells 1-1
from 2-1. Every piece looks for its nearest piece on the other side by cosine, as BERTScore does with contextual
vectors (Zhang et al., 2020), and counts by the length of its vector, which training keeps short for empty words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding, normalise_rows

__all__ = ["PieceCoverage"]

Floats = npt.NDArray[np.float32]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
KEPT_ROWS: Final = 16
"""Source sentences, and stretches of them, that are remembered: a solver asks for beads of all shapes in one place."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces of one side: directions and weights of each distinct piece, and the pieces of each sentence in turn."""

    directions: Floats
    weights: Floats
    flat: npt.NDArray[np.intp]  # all sentences' pieces, one after another
    starts: npt.NDArray[np.intp]  # where each sentence begins in `flat`

    @classmethod
    def of(cls, sentences: Sequence[str], embedding: StaticEmbedding) -> "_Pieces":
        ids = embedding.piece_ids(sentences)
        blank = len(embedding.table)  # stands in blank sentences, weighs nothing
        distinct = sorted({piece for pieces in ids for piece in pieces})
        places = {piece: place for place, piece in enumerate([*distinct, blank])}
        vectors = np.zeros((len(places), embedding.dimensions), dtype=np.float32)
        vectors[:-1] = embedding.table[distinct] * embedding.scales[distinct, None]
        lines = [[places[piece] for piece in pieces] or [places[blank]] for pieces in ids]
        starts = np.cumsum([0] + [len(line) for line in lines[:-1]]) if lines else np.zeros(0)
        return cls(
            directions=normalise_rows(vectors),
            weights=np.linalg.norm(vectors, axis=1).astype(np.float32),
            flat=np.array([place for line in lines for place in line], dtype=np.intp),
            starts=starts.astype(np.intp),
        )

    def sentence(self, index: int) -> npt.NDArray[np.intp]:
        """The pieces of one sentence."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.flat)
        return self.flat[self.starts[index] : end]

    def sentence_weights(self) -> Floats:
        """What the pieces of each sentence weigh together."""
        return np.add.reduceat(self.weights[self.flat], self.starts)


@dataclass(frozen=True, slots=True)
class _Row:
    """One source sentence against the whole target."""

    covered: dict[int, Floats]  # target size -> covered weight of the source sentence at every place
    nearest: Floats  # for each piece of the target in turn, the cosine of its nearest piece in the source sentence


class PieceCoverage:
    """Coverage of any stretch of source sentences by any stretch of target sentences, and the other way round."""

    def __init__(self, source: Sequence[str], target: Sequence[str], embedding: StaticEmbedding, sizes: range) -> None:
        self._source = _Pieces.of(source, embedding)
        self._target = _Pieces.of(target, embedding)
        self._sizes = sizes
        self._rows: dict[int, _Row] = {}
        self._reached: dict[tuple[int, int], Floats] = {}
        both = bool(len(source) and len(target))
        self._source_weights = _running(self._source.sentence_weights()) if both else np.zeros(1, np.float32)
        self._target_weights = _running(self._target.sentence_weights()) if both else np.zeros(1, np.float32)

    def of(self, start: int, source_size: int, target_size: int) -> tuple[Floats, Floats]:
        """Share of the source pieces' weight, and of the target pieces', that the other side covers, at every place."""
        rows = [self._row(index) for index in range(start, start + source_size)]
        covered = np.sum([row.covered[target_size] for row in rows], axis=0)
        reached = self._reached_weights(start, source_size, rows)
        source_weight = self._source_weights[start + source_size] - self._source_weights[start]
        target_weight = self._target_weights[target_size:] - self._target_weights[:-target_size]
        return (
            np.asarray(covered / max(source_weight, 1e-6), dtype=np.float32),
            np.asarray((reached[target_size:] - reached[:-target_size]) / np.maximum(target_weight, 1e-6), np.float32),
        )

    def _row(self, index: int) -> _Row:
        row = self._rows.get(index)
        if row is None:
            row = self._rows[index] = self._compare(self._source.sentence(index))
            _forget_oldest(self._rows)
        return row

    def _reached_weights(self, start: int, size: int, rows: list[_Row]) -> Floats:
        """Running sum, over the target sentences, of the weight of their pieces that the source stretch covers."""
        reached = self._reached.get((start, size))
        if reached is None:
            nearest = np.max([row.nearest for row in rows], axis=0)
            covered = nearest * self._target.weights[self._target.flat]
            reached = self._reached[start, size] = _running(np.add.reduceat(covered, self._target.starts))
            _forget_oldest(self._reached)
        return reached

    def _compare(self, pieces: npt.NDArray[np.intp]) -> _Row:
        target = self._target
        cosines = np.maximum(self._source.directions[pieces] @ target.directions.T, 0)[:, target.flat]
        by_sentence = np.maximum.reduceat(cosines, target.starts, axis=1)
        weights = self._source.weights[pieces]
        covered = {}
        for size in self._sizes:
            places = by_sentence.shape[1] - size + 1
            window = by_sentence[:, :places]
            for offset in range(1, size):
                window = np.maximum(window, by_sentence[:, offset : offset + places])
            covered[size] = np.asarray(weights @ window, dtype=np.float32)
        return _Row(covered, cosines.max(axis=0))


def _forget_oldest(known: dict[_Key, _Value]) -> None:
    if len(known) > KEPT_ROWS:
        known.pop(next(iter(known)))


def _running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)]).astype(np.float64)
