"""Sums and maxima over stretches of adjacent sentences: what makes a bead of n-m sentences as cheap as one of 1-1."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["greatest", "running_sums", "stretch_sums", "sums"]

Floats = npt.NDArray[np.float32]
_Number = TypeVar("_Number", np.float32, np.float64)


def sums(rows: npt.NDArray[_Number], size: int) -> npt.NDArray[_Number]:
    """Sum of rows j … j + size for every j, shape (len(rows) - size + 1, …)."""
    count = len(rows) - size + 1
    if size == 1:
        return rows
    found = rows[:count] + rows[1 : count + 1]
    for offset in range(2, size):
        found += rows[offset : offset + count]
    return found


def greatest(rows: Floats, size: int) -> Floats:
    """Greatest of rows j … j + size for every j, shape (len(rows) - size + 1, …)."""
    count = len(rows) - size + 1
    found = rows[:count]
    for offset in range(1, size):
        found = np.maximum(found, rows[offset : offset + count])
    return found


def stretch_sums(running: npt.NDArray[np.float64], size: int) -> Floats:
    """The sum of values j … j + size for every j, from their running sums."""
    return np.asarray(running[size:] - running[:-size], dtype=np.float32)


def running_sums(values: Floats) -> npt.NDArray[np.float64]:
    """Sums of the first 0, 1, 2 … values, so that any stretch is a difference of two."""
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
