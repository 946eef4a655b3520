"""Cosine of the sums of two stretches' sentence vectors: what a bead is about, in one number.

Dot products of sums are sums of dot products, so one table of sentences against sentences serves beads of every shape.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from align.signals.stretches import sums

__all__ = ["Cosines", "nearest_means"]

Floats = npt.NDArray[np.float32]
NEIGHBOURS: Final = 4


class Cosines:
    """Cosines of any stretch of source sentences with any stretch of target sentences.

    Args:
        products: Dot products of the sentences of both sides, shape (source sentences, target sentences).
        source_norms: For stretches of 1, 2 … source sentences, the lengths of their summed vectors.
        target_norms: The same of the target.
        scale: Factor and offset by which cosines come out.
    """

    def __init__(
        self,
        products: Floats,
        source_norms: dict[int, Floats],
        target_norms: dict[int, Floats],
        *,
        scale: tuple[float, float] = (1.0, 0.0),
    ) -> None:
        self._products = products
        self._norms = (source_norms, target_norms)
        self._factor, self._offset = map(np.float32, scale)
        self._known: dict[tuple[int, int], Floats] = {}

    @classmethod
    def of(
        cls,
        source: Floats,
        target: Floats,
        source_sizes: range,
        target_sizes: range,
        *,
        scale: tuple[float, float] = (1.0, 0.0),
    ) -> "Cosines":
        """From additive sentence vectors, shape (sentences, dimensions)."""
        return cls(source @ target.T, _norms(source, source_sizes), _norms(target, target_sizes), scale=scale)

    def table(self, source_size: int, target_size: int) -> Floats:
        """Shape (source stretches, target stretches)."""
        shape = (source_size, target_size)
        if shape not in self._known:
            products = sums(sums(self._products, source_size).T, target_size).T
            source, target = self._norms[0][source_size], self._norms[1][target_size]
            self._known[shape] = products / (source[:, None] * target) * self._factor + self._offset
        return self._known[shape]

    def sentences(self) -> Floats:
        """Cosines of single sentences; of shape (source sentences, 0) and the like where a side is empty."""
        return self.table(1, 1) if self._products.size else self._products

    def gains(self, source_size: int, target_size: int) -> Floats:
        """Cosines over those of the best bead with one sentence fewer: little, where one does not belong; 0 for 1-1."""
        cosines = self.table(source_size, target_size)
        lesser = []
        if source_size > 1:
            fewer = self.table(source_size - 1, target_size)
            lesser += [fewer[:-1], fewer[1:]]
        if target_size > 1:
            fewer = self.table(source_size, target_size - 1)
            lesser += [fewer[:, :-1], fewer[:, 1:]]
        if not lesser:
            return np.zeros_like(cosines)
        best = lesser[0]
        for other in lesser[1:]:
            best = np.maximum(best, other)
        return cosines - best


def nearest_means(table: Floats) -> Floats:
    """For each row, the mean of its `NEIGHBOURS` largest values (the hubness of Artetxe and Schwenk, 2019)."""
    count = min(NEIGHBOURS, table.shape[1])
    if not count:
        return np.zeros(len(table), dtype=np.float32)
    return np.asarray(np.partition(table, -count, axis=1)[:, -count:].mean(axis=1), dtype=np.float32)


def _norms(rows: Floats, sizes: range) -> dict[int, Floats]:
    return {size: np.maximum(np.linalg.norm(sums(rows, size), axis=1), np.float32(1e-12)) for size in sizes}
