"""Content: sentences of one side that nothing on the other side says, dropped by the target or added to it.

A sentence is held against the other side of its bead as the aligner does it, by the vectors of the embedding: the
cosine of the two, and how much of the sentence's pieces finds a piece that is close.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from align.embedding import normalise_rows
from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.discrepancy import Check, Discrepancy
from eval.faithfulness.lexicon import Lexicon, embedded_lexicon

__all__ = ["content_discrepancies", "null_discrepancies"]

LEAST_OF_SEVERAL: Final = 0.42
"""Cosine and coverage together, below which one sentence of several has no counterpart in the bead. On the first half
of our set the faithful sentences begin at .44; those with the counterpart taken away end at .38, all but one."""

LEAST_OF_ONE: Final = 0.3
"""The same for the only sentence of its side, which somebody or something took for a counterpart."""

HIGHEST_COSINE: Final = 0.24
FEWEST_PIECES: Final = 4
"""Shorter sentences (he added) say too little to miss."""


def content_discrepancies(bead: BeadText) -> Iterator[Discrepancy]:
    """The sentences of a bead with both sides that the other side does not say."""
    lexicon = embedded_lexicon()
    for own, other, check in (
        (bead.source, bead.target, Check.DROPPED),
        (bead.target, bead.source, Check.ADDED),
    ):
        text = " ".join(line.text for line in other)
        least = LEAST_OF_SEVERAL if len(own) > 1 else LEAST_OF_ONE
        for line in own:
            if _is_missing(line.text, text, least, lexicon):
                yield _discrepancy(line, check)


def null_discrepancies(bead: BeadText) -> Iterator[Discrepancy]:
    """The sentences of a bead with one side."""
    for line in bead.source:
        yield _discrepancy(line, Check.DROPPED)
    for line in bead.target:
        yield _discrepancy(line, Check.ADDED)


def _discrepancy(line: Line, check: Check) -> Discrepancy:
    if check is Check.DROPPED:
        return Discrepancy(check, line.whole(), None, "", "nothing in the English says this")
    return Discrepancy(check, None, line.whole(), "", "nothing in the Japanese says this")


def _is_missing(sentence: str, other: str, least: float, lexicon: Lexicon) -> bool:
    rows, others = lexicon.rows(sentence), lexicon.rows(other)
    if len(rows) < FEWEST_PIECES or not len(others):
        return False
    cosine = float((normalise_rows(_total(rows)) @ normalise_rows(_total(others)).T).item())
    if cosine >= HIGHEST_COSINE:
        return False
    weights = np.linalg.norm(rows, axis=1)
    nearest = np.maximum((normalise_rows(rows) @ normalise_rows(others).T).max(axis=1), 0)
    return cosine + float(weights @ nearest / max(float(weights.sum()), 1e-6)) < least


def _total(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(rows.sum(axis=0, keepdims=True), dtype=np.float32)
