"""Coverage against its definition, piece by piece."""

from itertools import product

import numpy as np
import pytest

from align.embedding import StaticEmbedding, embedded_embedding, normalise_rows
from align.signals.coverage import PieceCoverage

SOURCE = ["港の灯台が昨夜消えた。", "", "原因はまだわからない、と港の職員が話した。", "船は3隻とも無事だった。"]
TARGET = [
    "The harbour light went out last night.",
    "All 3 ships are safe.",
    "The cause is not known, a port worker said.",
    "",
]


def covered(these: list[str], those: list[str], embedding: StaticEmbedding) -> float:
    """The share of the weight of these sentences' pieces that finds a counterpart among the pieces of those."""
    sides = [
        np.array([piece for ids in embedding.piece_ids(lines) for piece in ids], dtype=np.intp)
        for lines in (these, those)
    ]
    left, right = (embedding.table[ids] * embedding.scales[ids][:, None] for ids in sides)
    weights = np.linalg.norm(left, axis=1)
    if not len(left):
        return 0.0
    nearest = (normalise_rows(left) @ normalise_rows(right).T).max(axis=1, initial=0.0)
    return float((weights * nearest).sum() / weights.sum())


@pytest.mark.parametrize("sizes", list(product((1, 2, 3), (1, 2, 4))))
def test_every_stretch_is_covered_as_defined(sizes: tuple[int, int]) -> None:
    embedding = embedded_embedding()
    tables = PieceCoverage(SOURCE, TARGET, embedding).tables(*sizes)
    for row, column in product(range(len(SOURCE) - sizes[0] + 1), range(len(TARGET) - sizes[1] + 1)):
        source, target = SOURCE[row : row + sizes[0]], TARGET[column : column + sizes[1]]
        assert tables[0][row, column] == pytest.approx(covered(source, target, embedding), abs=1e-4)
        assert tables[1][row, column] == pytest.approx(covered(target, source, embedding), abs=1e-4)
