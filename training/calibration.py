"""From similarity to probability: logistic regression over the beads that the aligner chooses on documents with gold.

Fitted on every second document of the development sets, measured on the others.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.alignment import Bead
from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.monotone import MonotoneSolver
from align.scoring import SignalScorer
from corpora.lines import read_lines

__all__ = ["calibrate", "expected_calibration_error"]

SETS = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
FEATURES = ("intercept", "similarity", "extra_sentences")
Floats = npt.NDArray[np.float64]


Sides = tuple[tuple[int, ...], tuple[int, ...]]


def documents(folder: Path) -> Iterator[tuple[list[str], list[str], set[Sides]]]:
    """Source sentences, target sentences and gold beads of each document of a set."""
    for path in sorted(folder.glob("*.gold")):
        beads: tuple[Bead, ...] = read_alignment(path, "vecalign").alignment.beads
        sides = [list(read_lines(path.with_suffix(suffix))) for suffix in (".ja", ".en")]
        yield sides[0], sides[1], {(bead.source, bead.target) for bead in beads}


def examples(folder: Path) -> tuple[Floats, Floats, Floats]:
    """Features (1, similarity, sentences beyond 1-1), whether right, and document number, of every chosen bead."""
    features, right, numbers = [], [], []
    solver = MonotoneSolver()
    for name in SETS:
        for number, (source, target, gold) in enumerate(documents(folder / name)):
            for bead in solver.solve(SignalScorer(source, target, embedded_embedding())):
                sides = (
                    tuple(range(bead.source, bead.source + bead.source_size)),
                    tuple(range(bead.target, bead.target + bead.target_size)),
                )
                features.append([1.0, bead.similarity, bead.source_size + bead.target_size - 2])
                right.append(float(sides in gold))
                numbers.append(number)
    return np.array(features), np.array(right), np.array(numbers, dtype=np.float64)


def calibrate(folder: Path, target: Path) -> dict[str, object]:
    """Fit on the even documents, measure on the odd ones, write `target`, and return what was written."""
    features, right, numbers = examples(folder)
    fitted = numbers % 2 == 0
    weights = fit_logistic(features[fitted], right[fitted])
    probability = 1 / (1 + np.exp(-features[~fitted] @ weights))
    sure = probability > 0.9
    result: dict[str, object] = {
        "command": "python -m training calibrate",
        "weights": dict(
            zip(("intercept", "similarity", "extra_sentences"), np.round(weights, 4).tolist(), strict=True)
        ),
        "held_out": {
            "beads": int((~fitted).sum()),
            "right": round(float(right[~fitted].mean()), 4),
            "expected_calibration_error": round(expected_calibration_error(probability, right[~fitted]), 4),
            "share_above_0.9": round(float(sure.mean()), 4),
            "right_above_0.9": round(float(right[~fitted][sure].mean()), 4),
        },
    }
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def fit_logistic(features: Floats, right: Floats) -> Floats:
    """Weights of the greatest likelihood, with a trace of ridge."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = features @ weights
        value = np.logaddexp(0, logits).sum() - right @ logits + 1e-3 * weights @ weights
        slope = features.T @ (1 / (1 + np.exp(-logits)) - right) + 2e-3 * weights
        return float(value), slope

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def expected_calibration_error(probability: Floats, right: Floats, bins: int = 10) -> float:
    """Mean gap between stated and actual frequency over equal-width bins, weighted by their size (Guo et al., 2017)."""
    places = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [
        abs(probability[places == place].mean() - right[places == place].mean()) * (places == place).mean()
        for place in range(bins)
        if (places == place).any()
    ]
    return float(sum(gaps))
