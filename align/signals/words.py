"""What a translation of the source shares with the target: the signal of Bleualign (Sennrich and Volk, 2010).

It needs a translation at hand, of whatever quality, and then serves any pair of languages. Words that both have count
by their rarity; runs of four characters, as chrF has them (Popović, 2015), catch what inflection and compounds hide.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from align.signals.items import CommonItems
from align.signals.vectors import Cosines

__all__ = ["compare_characters", "find_common_words"]

UNSPACED: Final = "぀-ヿ㐀-鿿々"
WORD = re.compile(rf"[{UNSPACED}]{{2}}|[^\W{UNSPACED}]{{2,}}")
RUN: Final = 4
"""Characters in a run."""

Floats = npt.NDArray[np.float32]


def find_common_words(translation: Sequence[str], target: Sequence[str]) -> CommonItems:
    """The words of both, lower case, by their first six letters, which stands in for a stemmer."""
    sides = [[{word[:6] for word in WORD.findall(_plain(line))} for line in lines] for lines in (translation, target)]
    return CommonItems(sides[0], sides[1])


def compare_characters(
    translation: Sequence[str], target: Sequence[str], source_sizes: range, target_sizes: range
) -> Cosines:
    """Cosines of the counts of character runs, each weighted by inverse document frequency."""
    runs = [[_runs(line) for line in lines] for lines in (translation, target)]
    frequency = Counter(run for side in runs for line in side for run in line)
    numbers = {run: number for number, run in enumerate(frequency)}
    sentences = len(translation) + len(target)
    weights = np.log(1 + sentences / np.array([frequency[run] for run in numbers], dtype=np.float32))
    left, right = (_weighted(side, numbers, weights.astype(np.float32)) for side in runs)
    products = np.asarray((left @ right.T).toarray(), dtype=np.float32)
    return Cosines(products, _norms(left, source_sizes), _norms(right, target_sizes))


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line).lower()


def _runs(line: str) -> Counter[str]:
    plain = f" {' '.join(_plain(line).split())} "
    return Counter(plain[start : start + RUN] for start in range(max(len(plain) - RUN + 1, 0)))


def _weighted(side: list[Counter[str]], numbers: dict[str, int], weights: Floats) -> Any:  # noqa: ANN401 - scipy
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0] + [len(line) for line in side])
    columns = np.array([numbers[run] for line in side for run in line], dtype=np.intp)
    counts = np.array([count for line in side for count in line.values()], dtype=np.float32)
    return csr_matrix((counts * weights[columns], columns, starts), shape=(len(side), len(numbers)))


def _norms(rows: Any, sizes: range) -> dict[int, Floats]:  # noqa: ANN401 - scipy
    """For stretches of every size, the lengths of their summed rows: sums of the products of their sentences."""
    count = rows.shape[0]
    products = [
        np.asarray(rows[: count - apart].multiply(rows[apart:]).sum(axis=1), dtype=np.float64).ravel()
        for apart in range(max(sizes, default=0))
    ]
    found = {}
    for size in sizes:
        squares = np.zeros(count - size + 1)
        for first in range(size):
            for second in range(first, size):
                part = products[second - first][first : first + len(squares)]
                squares += part if first == second else 2 * part
        found[size] = np.sqrt(np.maximum(squares, 1e-12)).astype(np.float32)
    return found
