"""Items in common: words found on both sides, weighted by rarity, over any stretch of sentences.

The presence of items is additive up to clipping: a stretch of sentences holds what any of its sentences holds.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["CommonItems"]

Floats = npt.NDArray[np.float32]


class CommonItems:
    """Which items stand in which sentences of both sides, and how much each counts: inverse document frequency.

    Args:
        source: The items of each source sentence.
        target: The items of each target sentence.
    """

    def __init__(self, source: Sequence[AbstractSet[str]], target: Sequence[AbstractSet[str]]) -> None:
        frequency = Counter(item for side in (source, target) for items in side for item in items)
        shared = {item for items in source for item in items} & {item for items in target for item in items}
        # Items of one side only count in the totals; there is no need to tell them apart.
        numbers = {item: number for number, item in enumerate(sorted(frequency))}
        sentences = len(source) + len(target)
        self._weights = np.array([np.log(1 + sentences / frequency[item]) for item in numbers], dtype=np.float32)
        self._shared = np.array(sorted(numbers[item] for item in shared), dtype=np.intp)
        self._sides = (_presence(source, numbers), _presence(target, numbers))
        self._known: dict[tuple[int, int], tuple[Any, Floats]] = {}

    def table(self, source_size: int, target_size: int) -> Floats:
        """Agreement of every stretch of source sentences with every stretch of target sentences.

        Returns:
            Dice coefficient of the weighted items, 0 to 1, of shape (source stretches, target stretches).
        """
        source, source_totals = self._stretches(0, source_size)
        target, target_totals = self._stretches(1, target_size)
        totals = source_totals[:, None] + target_totals
        common = (source.multiply(self._weights[self._shared]).tocsr() @ target.T).toarray()
        return np.asarray(2 * common / np.maximum(totals, 1e-6), dtype=np.float32)

    def _stretches(self, side: int, size: int) -> tuple[Any, Floats]:
        """Presence of the shared items in every stretch of so many sentences, and the weight of all its items."""
        if (side, size) not in self._known:
            single = self._sides[side]
            count = single.shape[0] - size + 1
            presence = single[:count]
            for offset in range(1, size):
                presence = presence.maximum(single[offset : offset + count])
            totals = np.asarray(presence @ self._weights, dtype=np.float32)
            self._known[side, size] = (presence.tocsr()[:, self._shared], totals)
        return self._known[side, size]


def _presence(sentences: Sequence[AbstractSet[str]], numbers: dict[str, int]) -> Any:  # noqa: ANN401 - scipy
    from scipy.sparse import csr_matrix

    entries = [(row, numbers[item]) for row, items in enumerate(sentences) for item in sorted(items)]
    rows, columns = zip(*entries, strict=True) if entries else ((), ())
    return csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(sentences), len(numbers)))
