"""Rivals: what the sentences of a bead reach with their nearest outside of it.

A sentence without a counterpart is near to nothing, but so is a freely translated one; what gives the first away is
that other sentences lie no farther than its partner. This is the margin of Artetxe and Schwenk (2019) with what is
compared left out of the comparison, so it holds in short documents too.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from align.signals.stretches import sums

__all__ = ["Rivals"]

Floats = npt.NDArray[np.float32]
NOBODY: Final = np.float32(-0.2)
"""The cosine with sentences that do not exist: about that of the farthest strangers."""


class Rivals:
    """The greatest cosines of sentences with those of the other side, any stretch of the other side left out.

    Args:
        cosines: Of the sentences of both sides, shape (source sentences, target sentences).
    """

    def __init__(self, cosines: Floats) -> None:
        self._edges = (_edges(cosines), _edges(cosines.T))

    def tables(self, source_size: int, target_size: int) -> tuple[Floats, Floats]:
        """The mean over the source sentences of a bead, and over its target sentences.

        Returns:
            Two tables of shape (source stretches, target stretches).
        """
        source, target = self._edges
        return _means(source, source_size, target_size), _means(target, target_size, source_size).T


def _edges(cosines: Floats) -> tuple[Floats, Floats]:
    """For each row the greatest before, and the greatest from, each of its places on; shape (rows, columns + 1)."""
    before = np.full((len(cosines), cosines.shape[1] + 1), NOBODY, dtype=np.float32)
    after = before.copy()
    np.maximum.accumulate(cosines, axis=1, out=before[:, 1:])
    np.maximum.accumulate(cosines[:, ::-1], axis=1, out=after[:, -2::-1])
    return before, after


def _means(edges: tuple[Floats, Floats], size: int, left_out: int) -> Floats:
    """Means over so many rows of what each reaches outside of so many columns."""
    before, after = edges
    outside = np.maximum(before[:, : before.shape[1] - left_out], after[:, left_out:])
    return np.asarray(sums(outside, size) / np.float32(size), dtype=np.float32)
