"""Items in common: names, values or words found on both sides, weighted by rarity, over any stretch of sentences.

The presence of items is additive up to clipping: a stretch of sentences holds what any of its sentences holds.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

__all__ = ["CommonItems", "TargetWindows"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TargetWindows:
    """Items of every stretch of so many target sentences: weighted presence, sparse (stretches, items), and sums."""

    weighted: Any  # scipy.sparse.csr_matrix
    totals: Floats


@dataclass(frozen=True, slots=True)
class CommonItems:
    """Which items stand in which sentences.

    Attributes:
        source: For each source sentence, the numbers of its items.
        target: Presence in the target sentences, sparse (sentences, items), 0 or 1.
        weights: Shape (items,): inverse document frequency.
    """

    source: tuple[tuple[int, ...], ...]
    target: Any  # scipy.sparse.csr_matrix
    weights: Floats

    @classmethod
    def find(
        cls,
        source: Sequence[AbstractSet[str]],
        target: Sequence[AbstractSet[str]],
        damping: dict[str, float] | None = None,
    ) -> "CommonItems":
        """Number the items of both sides; `damping` lowers the weight of single items."""
        frequency = Counter(item for side in (source, target) for items in side for item in items)
        numbers = {item: number for number, item in enumerate(sorted(frequency))}
        sentences = len(source) + len(target)
        damping = damping or {}
        weights = [np.log(1 + sentences / frequency[item]) * damping.get(item, 1.0) for item in numbers]
        entries = [(row, numbers[item]) for row, items in enumerate(target) for item in items]
        rows, columns = zip(*entries, strict=True) if entries else ((), ())
        shape = (len(target), len(numbers))
        presence = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
        return cls(
            source=tuple(tuple(sorted(numbers[item] for item in items)) for items in source),
            target=presence,
            weights=np.array(weights, dtype=np.float32),
        )

    def target_windows(self, size: int) -> TargetWindows:
        """The items of target sentences j … j + size for every j."""
        count = self.target.shape[0] - size + 1
        presence = self.target[:count]
        for offset in range(1, size):
            presence = presence.maximum(self.target[offset : offset + count])
        weighted = presence.multiply(self.weights).tocsr()
        return TargetWindows(weighted, np.asarray(weighted.sum(axis=1), dtype=np.float32).ravel())

    def agreement(self, start: int, size: int, windows: TargetWindows) -> tuple[Floats, Floats]:
        """Agreement of source sentences start … start + size with every target window.

        Returns:
            Dice coefficient of the weighted items, 0 to 1; and 1 where both sides have any items at all, else 0.
        """
        items = sorted({item for items in self.source[start : start + size] for item in items})
        if not items:
            nothing = np.zeros(len(windows.totals), dtype=np.float32)
            return nothing, nothing
        present = np.zeros(len(self.weights), dtype=np.float32)
        present[items] = 1
        common = windows.weighted @ present
        agreement = 2 * common / (self.weights[items].sum() + windows.totals)
        return agreement.astype(np.float32), (windows.totals > 0).astype(np.float32)
