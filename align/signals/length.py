"""Length: how far the characters of both sides are from the proportion that translations keep, and how many there are.

The first is the idea of Gale and Church (1993), in its plainest form. The second tells the other signals how much to
ask for: a few words may miss their translation by accident, a long passage does not.
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

USUAL: Final = 40
"""Characters of a Japanese sentence of news."""
LONG: Final = 200
"""Characters of the source beyond which length adds nothing: weights are learned from beads that have no more."""


class Lengths:
    """Numbers of characters of any stretch of sentences of both sides, and the ratio expected of them."""

    def __init__(self, source: Sequence[str], target: Sequence[str], prior_ratio: float = PRIOR_RATIO) -> None:
        self._source = running_sums(np.array([len(sentence) for sentence in source], dtype=np.float32))
        self._target = running_sums(np.array([len(sentence) for sentence in target], dtype=np.float32))
        total = (float(self._source[-1]), float(self._target[-1]))
        self._ratio = (total[1] + prior_ratio * PRIOR_CHARACTERS) / (total[0] + PRIOR_CHARACTERS)

    def excesses(self, source_size: int, target_size: int) -> Floats:
        """Logarithm of the length ratio over the expected one, between -2 and 2: above 0, the target is long.

        Returns:
            Shape (source stretches, target stretches).
        """
        expected = np.log(stretch_sums(self._source, source_size) * np.float32(self._ratio) + SPARE)
        found = np.log(stretch_sums(self._target, target_size) + SPARE)
        return np.asarray(np.clip(found - expected[:, None], -2, 2), dtype=np.float32)

    def extents(self, source_size: int) -> Floats:
        """Logarithm of the source characters over `USUAL`, up to what weights know; shape (source stretches,)."""
        characters = np.minimum(stretch_sums(self._source, source_size), np.float32(LONG))
        return np.asarray(np.log((characters + SPARE) / (USUAL + SPARE)), dtype=np.float32)
