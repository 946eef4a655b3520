"""Rivals: what lies outside of a bead, against looking at every cell."""

import numpy as np
import pytest

from align.signals.rivals import Rivals

COSINES = np.random.default_rng(3).normal(0.2, 0.2, size=(5, 7)).astype(np.float32)


@pytest.mark.parametrize(("source_size", "target_size"), [(1, 1), (2, 1), (1, 3), (3, 2), (5, 7)])
def test_the_greatest_cosine_outside_of_the_bead(source_size: int, target_size: int) -> None:
    of_source, of_target = Rivals(COSINES).tables(source_size, target_size)
    assert of_source.shape == of_target.shape == (5 - source_size + 1, 7 - target_size + 1)
    for row, column in np.ndindex(of_source.shape):
        sources, targets = slice(row, row + source_size), slice(column, column + target_size)
        left, right = np.delete(COSINES[sources], targets, axis=1), np.delete(COSINES[:, targets], sources, axis=0)
        assert of_source[row, column] == pytest.approx(left.max(axis=1, initial=-0.2).mean(), abs=1e-6)
        assert of_target[row, column] == pytest.approx(right.max(axis=0, initial=-0.2).mean(), abs=1e-6)
