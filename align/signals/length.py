"""Length: how far the characters of both sides are from the proportion that translations keep.

The idea is that of Gale and Church (1993), in its plainest form.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from align.signals.stretches import running_sums, stretch_sums

__all__ = ["Lengths"]

Floats = npt.NDArray[np.float32]
PRIOR_RATIO: Final = 2.1
"""English characters for a Japanese one, in news."""
PRIOR_CHARACTERS: Final = 400.0
"""So many characters of the source the prior ratio weighs, since either side of a document pair may lack parts."""
SPARE: Final = 5
"""A few characters more on both sides keep short sentences from counting as far off."""


class Lengths:
    """Numbers of characters of any stretch of sentences of both sides, and the ratio expected of them."""

    def __init__(self, source: Sequence[str], target: Sequence[str], prior_ratio: float = PRIOR_RATIO) -> None:
        self._source = running_sums(np.array([len(sentence) for sentence in source], dtype=np.float32))
        self._target = running_sums(np.array([len(sentence) for sentence in target], dtype=np.float32))
        total = (float(self._source[-1]), float(self._target[-1]))
        self._ratio = (total[1] + prior_ratio * PRIOR_CHARACTERS) / (total[0] + PRIOR_CHARACTERS)

    def misfits(self, source_size: int, target_size: int) -> Floats:
        """Distance of the logarithm of the length ratio from the expected one, at most 2.

        Returns:
            Shape (source stretches, target stretches).
        """
        expected = np.log(stretch_sums(self._source, source_size) * np.float32(self._ratio) + SPARE)
        found = np.log(stretch_sums(self._target, target_size) + SPARE)
        distance = np.abs(found - expected[:, None])
        return np.asarray(np.minimum(distance, np.float32(2)), dtype=np.float32)
