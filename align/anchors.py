"""Anchors of long texts: pairs of sentences that are each other's clear favourite, found without comparing all of them.

Blocks of sentences are compared first, wherever they stand, so a chapter that one side lacks does no harm; sentences
are compared within the blocks that look alike. The longest chain of anchors that stand in order on both sides is then
the backbone along which a long text is cut into pieces that the aligner's solvers can take whole. The scores are
cosines less what either sentence reaches with its nearest on average (Artetxe and Schwenk, 2019).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from align.alignment import longest_chain
from align.embedding import normalise_rows

__all__ = ["Anchors", "find_anchors"]

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

BLOCK: Final = 16
"""Sentences from the beginning of one block to that of the next; a block holds twice as many."""
ALIKE: Final = 6
"""Blocks of the other side in which the sentences of a block look for partners."""
NEIGHBOURS: Final = 4
MARGIN: Final = 0.03
"""An anchor's cosine is so much above the mean of its sentences' nearest."""
WITNESSES: Final = 4
"""Anchors before and after one that are asked whether it lies on their diagonal; one alone would open a wide gap."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Pairs of sentences in order on both sides.

    Attributes:
        source: Source sentences, rising.
        target: Their target sentences, rising.
        margins: By how much each pair's cosine exceeds what the two sentences reach with their nearest on average.
        crossing: How many more pairs there are that do not fit into the order.
    """

    source: Places
    target: Places
    margins: Floats
    crossing: int

    def __len__(self) -> int:
        return len(self.source)


def find_anchors(source: Floats, target: Floats) -> Anchors:
    """The longest chain of anchors between two lists of unit vectors, shape (sentences, dimensions).

    Time O(sentences × dimensions), but for the blocks, which are compared all with all: a 512th of the sentence pairs
    of either side; memory O(sentences).
    """
    empty = np.zeros(0, dtype=np.intp)
    if not len(source) or not len(target):
        return Anchors(empty, empty, np.zeros(0, np.float32), 0)
    forward, backward = _Nearest.of(source, target), _Nearest.of(target, source)
    favourites = forward.favourites(backward.means)
    mutual = backward.favourites(forward.means)[favourites] == np.arange(len(source))
    rows = np.flatnonzero(mutual)
    columns = favourites[rows]
    margins = np.einsum("ij,ij->i", source[rows], target[columns]) - (forward.means[rows] + backward.means[columns]) / 2
    clear = margins > MARGIN
    rows, columns, margins = rows[clear], columns[clear], margins[clear]
    chain = np.array(longest_chain(columns.tolist()), dtype=np.intp)
    crossing = len(rows) - len(chain)
    chain = chain[_is_supported(rows[chain], columns[chain])]
    return Anchors(rows[chain], columns[chain], margins[chain].astype(np.float32), crossing)


@dataclass(frozen=True, slots=True)
class _Nearest:
    """For each sentence of one side, its nearest of the other side, best first, as far as blocks that look alike go."""

    places: Places  # shape (sentences, NEIGHBOURS)
    cosines: Floats
    means: Floats

    @classmethod
    def of(cls, rows: Floats, columns: Floats) -> "_Nearest":
        count = min(NEIGHBOURS, len(columns))
        places, cosines = np.zeros((len(rows), count), dtype=np.intp), np.zeros((len(rows), count), dtype=np.float32)
        reach = np.arange(2 * BLOCK)
        for start, blocks in zip(range(0, len(rows), BLOCK), _blocks_alike(rows, columns), strict=True):
            within = np.unique((blocks[:, None] * BLOCK + reach).ravel())
            within = within[within < len(columns)]
            if len(within) < count:
                within = np.arange(len(columns))
            found = rows[start : start + BLOCK] @ columns[within].T
            each = np.arange(len(found))
            for rank in range(count):  # a few times the greatest is quicker than sorting
                best = found.argmax(axis=1)
                places[start + each, rank] = within[best]
                cosines[start + each, rank] = found[each, best]
                found[each, best] = -np.inf
        return cls(places, cosines, cosines.mean(axis=1))

    def favourites(self, means: Floats) -> Places:
        """For each sentence the partner with the best cosine, less half of what the partner reaches on average."""
        best = (self.cosines - means[self.places] / 2).argmax(axis=1)
        return np.asarray(self.places[np.arange(len(self.places)), best])


def _blocks_alike(rows: Floats, columns: Floats) -> Places:
    """For each block of one side, the numbers of the blocks of the other side that are the most like it."""
    left, right = _block_vectors(rows), _block_vectors(columns)
    count = min(ALIKE, len(right))
    found = [
        np.argpartition(-(left[start : start + 256] @ right.T), count - 1, axis=1)[:, :count]
        for start in range(0, len(left), 256)
    ]
    return np.concatenate(found)


def _block_vectors(vectors: Floats) -> Floats:
    """What is special of each block: its sum, less the mean of all blocks."""
    parts = np.add.reduceat(vectors, np.arange(0, len(vectors), BLOCK), axis=0)
    blocks = parts.copy()
    blocks[:-1] += parts[1:]
    blocks = normalise_rows(blocks)
    return normalise_rows(blocks - blocks.mean(axis=0)) if len(blocks) > 1 else blocks


def _is_supported(rows: Places, columns: Places) -> npt.NDArray[np.bool_]:
    """Whether at least two of the anchors next to one lie on its diagonal, give or take."""
    votes = np.zeros(len(rows), dtype=np.intp)
    for distance in range(1, WITNESSES + 1):
        across, down = columns[distance:] - columns[:-distance], rows[distance:] - rows[:-distance]
        agree = np.abs(across - down) <= 3 + np.maximum(across, down) // 3
        votes[distance:] += agree
        votes[:-distance] += agree
    return votes >= min(2, len(rows) - 1)
