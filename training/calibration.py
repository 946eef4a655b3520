"""From similarity to probability: logistic regression over the beads that the aligner chooses on documents with gold.

Fitted on every second document of the development sets, measured on the others.
"""

import json
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.embedding import embedded_embedding
from align.gate import ReorderGate
from align.probability import TRAITS, bead_of, traits
from align.scoring import SignalScorer
from training.tuning import gold_documents

__all__ = ["calibrate", "expected_calibration_error"]

SETS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
Floats = npt.NDArray[np.float64]


def examples(folder: Path, *, first: int) -> tuple[Floats, Floats]:
    """Traits of every bead chosen on every second document, from `first` on, and whether it is right."""
    found, right = [], []
    for name in SETS:
        for document in gold_documents(folder / name, first=first):
            scorer = SignalScorer(document.source, document.target, embedded_embedding())
            beads = ReorderGate().decide(scorer).beads
            gold = {(bead.source, bead.target) for bead in document.gold.beads}
            found.append(traits(beads, scorer))
            right += [float((bead.source, bead.target) in gold) for bead in map(bead_of, beads)]
    return np.concatenate(found), np.array(right)


def calibrate(folder: Path, target: Path) -> dict[str, object]:
    """Fit on the even documents, measure on the odd ones, write `target`, and return what was written."""
    weights = fit_logistic(*examples(folder, first=0))
    features, right = examples(folder, first=1)
    probability = 1 / (1 + np.exp(-features @ weights))
    sure = probability > 0.9
    result: dict[str, object] = {
        "command": "python -m training calibrate",
        "weights": dict(zip(TRAITS, np.round(weights, 4).tolist(), strict=True)),
        "held_out": {
            "beads": len(right),
            "right": round(float(right.mean()), 4),
            "expected_calibration_error": round(expected_calibration_error(probability, right), 4),
            "share_above_0.9": round(float(sure.mean()), 4),
            "right_above_0.9": round(float(right[sure].mean()), 4),
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
