"""The weakest member: of the sentences of one side of a bead, the one that the other side says the least of.

A bead's sums hide a stranger beside good company: two sentences that translate the target cover what the third adds
nothing to. Each sentence alone against the whole other side shows it.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from align.signals.stretches import greatest

__all__ = ["weakest_members"]

Floats = npt.NDArray[np.float32]
Tables = Callable[[int, int], tuple[Floats, Floats]]
"""From a bead shape to what a signal says of its source side, and of its target side."""


def weakest_members(tables: Tables, source_size: int, target_size: int) -> tuple[Floats, Floats]:
    """The least that a signal says of a single source sentence of a bead, and of a single target sentence.

    Returns:
        Two tables of shape (source stretches, target stretches).
    """
    of_source, _ = tables(1, target_size)
    _, of_target = tables(source_size, 1)
    return _least(of_source, source_size), _least(of_target.T, target_size).T


def _least(rows: Floats, size: int) -> Floats:
    """Least of rows j … j + size for every j."""
    return -greatest(-rows, size)
