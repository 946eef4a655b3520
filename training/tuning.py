"""Learning what beads are worth: a conditional random field over monotone alignments (Lafferty et al., 2001).

The probability of an alignment is that of its summed worth among all monotone alignments of the document pair, summed
by the same dynamic programme that the monotone solver maximises. The weights of the signals are those under which gold
is the most likely, on every second document of a development set and on perturbed copies of them; the other documents
say how good that is. The result is `align/weights.json`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.aligner import align
from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.scoring import BEAD_SHAPES, SIGNALS, ScoreWeights, SignalScorer
from corpora.lines import read_lines
from eval import score_alignment
from training.perturbation import GoldDocument, perturbed

__all__ = ["gold_documents", "tune_alignment"]

FITTED_SET: Final = "base-news"
VARIANTS: Final = 3
"""Perturbed copies of each document that are learned from beside it."""
MEASURED_SETS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
LONGEST: Final = 20
"""Documents with more sentences on a side than this are left out of fitting, which pads all to the longest."""
STEPS: Final = 80
RIDGE: Final = 0.02
WORDS: Final = 6.0
"""Weight of the words of a given translation: the development sets come without one, so it is set to that of names."""
UNKNOWN: Final = ScoreWeights(dict.fromkeys(SIGNALS, 0.0), dict.fromkeys(BEAD_SHAPES, 0.0))
MINUS_INFINITY: Final = -1e9

Floats = npt.NDArray[np.float64]
Shape = tuple[int, int]
Tables = dict[Shape, npt.NDArray[np.float32]]


def gold_documents(folder: Path, *, first: int) -> Iterator[GoldDocument]:
    """Every second document of a set, from number `first` (0 or 1) on."""
    for path in sorted(folder.glob("*.gold"))[first::2]:
        source, target = (read_lines(path.with_suffix(suffix)) for suffix in (".ja", ".en"))
        yield GoldDocument(source, target, read_alignment(path, "vecalign").alignment)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Documents side by side, padded to the longest: tables of shape (documents, rows, columns, …) for each bead shape.

    Attributes:
        signals: What the signals say of the bead that begins at a cell, then a 1 at its shape's own place.
        exists: 1 where the document has such a bead.
        gold: 1 where it is a gold bead.
        ends: Shape (documents, 2): numbers of source and target sentences.
    """

    signals: Tables
    exists: Tables
    gold: Tables
    ends: npt.NDArray[np.intp]

    @classmethod
    def of(cls, documents: list[GoldDocument]) -> "_Batch":
        ends = np.array([[len(document.source), len(document.target)] for document in documents])
        rows, columns = (ends.max(axis=0) + 1).tolist()
        sizes = (len(documents), rows, columns)
        signals = {shape: np.zeros((*sizes, len(SIGNALS) + len(BEAD_SHAPES)), np.float32) for shape in BEAD_SHAPES}
        exists = {shape: np.zeros(sizes, np.float32) for shape in BEAD_SHAPES}
        gold = {shape: np.zeros(sizes, np.float32) for shape in BEAD_SHAPES}
        for number, document in enumerate(documents):
            scorer = SignalScorer(document.source, document.target, embedded_embedding(), weights=UNKNOWN)
            for place, shape in enumerate(BEAD_SHAPES):
                for row in range(scorer.source_count - shape[0] + 1):
                    if shape[1] <= scorer.target_count:
                        found = scorer.signals(row, *shape)
                        signals[shape][number, row, : len(found), : len(SIGNALS)] = found
                        signals[shape][number, row, : len(found), len(SIGNALS) + place] = 1
                        exists[shape][number, row, : len(found)] = 1
            for bead in document.gold.beads:
                if not bead.is_null:
                    gold[len(bead.source), len(bead.target)][number, bead.source[0], bead.target[0]] = 1
        return cls(signals, exists, gold, ends)

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """Negative log-likelihood of the gold alignments, with a trace of ridge, and its slope."""
        worths = {
            shape: np.where(self.exists[shape] > 0, self.signals[shape] @ weights, MINUS_INFINITY)
            for shape in BEAD_SHAPES
        }
        totals, expected = expected_beads(worths, self.ends)
        value, slope = float(totals.sum()) + RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for shape, signals in self.signals.items():
            surplus = (expected[shape] - self.gold[shape]).ravel()
            slope = slope + surplus @ signals.reshape(-1, signals.shape[-1])
            value -= float((self.gold[shape] * np.where(self.exists[shape] > 0, worths[shape], 0)).sum())
        return value, np.asarray(slope, dtype=np.float64)


def expected_beads(worths: dict[Shape, Floats], ends: npt.NDArray[np.intp]) -> tuple[Floats, dict[Shape, Floats]]:
    """Sum over all monotone alignments, and how likely each bead is, by the forward-backward algorithm.

    Lonely sentences between two beads count in one order only, source before target, so that none counts twice. The
    solvers' bonus for successors is left out: learned with it, beads alone among strangers would have to pay for it.

    Args:
        worths: For each shape, the worth of the bead that begins at a cell, shape (documents, rows + 1, columns + 1).
        ends: Shape (documents, 2): the cell where each document ends.

    Returns:
        Logarithm of the sum, for each document; and for each shape, the probability of each bead.
    """
    documents, rows, columns = worths[1, 1].shape
    size = (documents, rows, columns)
    source_last, total = (np.full(size, MINUS_INFINITY) for _ in range(2))
    for row in range(rows):
        closed = np.full((documents, columns), MINUS_INFINITY)
        for (a, b), worth in worths.items():
            if a <= row and b < columns:
                ways = total[:, row - a, : columns - b] + worth[:, row - a, : columns - b]
                closed[:, b:] = np.logaddexp(closed[:, b:], ways)
        if row:
            source_last[:, row] = np.logaddexp(source_last[:, row - 1], closed)
        else:
            source_last[:, 0, 0] = 0
        total[:, row] = np.logaddexp.accumulate(source_last[:, row], axis=1)
    every = np.arange(documents)
    sums = total[every, ends[:, 0], ends[:, 1]]

    expected = {shape: np.zeros(size) for shape in worths}
    after_source = np.full((documents, rows + 1, columns + 1), MINUS_INFINITY)
    for row in reversed(range(rows)):
        end = np.where(
            (ends[:, :1] == row) & (np.arange(columns) == ends[:, 1:]),
            0.0,
            np.full((documents, columns), MINUS_INFINITY),
        )
        opened = np.full((documents, columns), MINUS_INFINITY)
        for (a, b), worth in worths.items():
            if row + a < rows and b < columns:
                ways = worth[:, row, : columns - b] + after_source[:, row + a, b:columns]
                likelihood = np.exp(np.minimum(total[:, row, : columns - b] + ways - sums[:, None], 0))
                expected[a, b][:, row, : columns - b] = likelihood
                opened[:, : columns - b] = np.logaddexp(opened[:, : columns - b], ways)
        after_target = np.logaddexp.accumulate(np.logaddexp(opened, end)[:, ::-1], axis=1)[:, ::-1]
        lonely = np.logaddexp(after_source[:, row + 1, :columns], end)
        lonely[:, :-1] = np.logaddexp(lonely[:, :-1], after_target[:, 1:])
        after_source[:, row, :columns] = np.logaddexp(lonely, opened)
    return sums, expected


def tune_alignment(bench: Path, path: Path, *, say: Callable[[str], None]) -> dict[str, object]:
    """Fit on the even documents, write the weights to `path`, measure on the odd ones, and return what was found."""
    plain = list(gold_documents(bench / "align" / FITTED_SET, first=0))
    variants = [
        perturbed(document, f"{copy}/{place}") for copy in range(VARIANTS) for place, document in enumerate(plain)
    ]
    documents = [document for document in plain + variants if _can_be_fitted(document)]
    batch = _Batch.of(documents)
    say(f"{len(documents)} documents")
    start = np.zeros(len(SIGNALS) + len(BEAD_SHAPES))
    found = minimize(batch.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.tolist()
    signals = dict(zip(SIGNALS, found[: len(SIGNALS)], strict=True)) | {"words": WORDS}
    shapes = {f"{a}-{b}": weight for (a, b), weight in zip(BEAD_SHAPES, found[len(SIGNALS) :], strict=True)}
    result: dict[str, object] = {
        "command": "python -m training tune-alignment",
        "documents": len(documents),
        "signals": {name: round(weight, 3) for name, weight in signals.items()},
        "shapes": {name: round(weight, 3) for name, weight in shapes.items()},
    }
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    ScoreWeights.load.cache_clear()
    return result | {"held_out": {name: held_out_f1(bench / "align" / name) for name in MEASURED_SETS}}


def _can_be_fitted(document: GoldDocument) -> bool:
    shapes = {(len(bead.source), len(bead.target)) for bead in document.gold.beads if not bead.is_null}
    sizes = (len(document.source), len(document.target))
    return min(sizes) > 0 and max(sizes) <= LONGEST and shapes <= set(BEAD_SHAPES)


def held_out_f1(folder: Path) -> float:
    """Strict F1 of `align` on the odd documents of a set."""
    documents = gold_documents(folder, first=1)
    pairs = ((document.gold, align(document.source, document.target)) for document in documents)
    return round(score_alignment(pairs).strict.f1, 4)
