"""From similarity to probability: logistic regression over the beads that the aligner chooses on documents with gold.

News alone would teach that the aligner is nearly always right, so documents of other kinds are learned from too: the
sample articles, a lecture, and perturbed news. What is reported comes from cross-validation: every document is judged
by a regression that has seen neither it nor any other version of it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.gate import ReorderGate
from align.probability import TRAITS, bead_of, traits
from align.scoring import SignalScorer
from corpora.errors import ScoreError
from corpora.lines import read_lines
from corpora.samples import SAMPLES
from eval.calibration import calibration_of
from training.perturbation import GoldDocument
from training.tuning import gold_documents

__all__ = ["calibrate"]

NEWS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
LECTURE: Final = "coursera-ja-en"
FOLDS: Final = 5
KIND_SHARE: Final = 0.15
"""Each kind of text that is not news weighs at least so much of what all news weighs, however few beads it has."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Judged:
    """The beads chosen on one document: traits, whether each is right, and where the document comes from."""

    kind: str
    name: str
    traits: Floats
    right: Floats


def calibrate(folder: Path, target: Path) -> dict[str, object]:
    """Fit on all documents, measure by cross-validation, write `target`, and return what was written."""
    documents = [_judged(kind, name, document) for kind, name, document in _documents(folder)]
    held_out = _held_out(documents)
    kinds = sorted({document.kind for document in documents})
    result: dict[str, object] = {
        "command": "python -m training calibrate",
        "weights": dict(zip(TRAITS, np.round(_fitted(documents), 4).tolist(), strict=True)),
        "held_out": {kind: _measured(documents, held_out, {kind}) for kind in kinds},
    }
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def _documents(folder: Path) -> Iterator[tuple[str, str, GoldDocument]]:
    """Kind, name and document; versions of one document share its name."""
    for kind in (*NEWS, LECTURE):
        for first in (0, 1):
            for place, document in enumerate(gold_documents(folder / kind, first=first)):
                yield kind, f"{first}/{place}" if kind in NEWS else f"{kind}/{first}", document
    for sample in SAMPLES:
        source, target = read_lines(sample.japanese_sentences), read_lines(sample.english_sentences)
        yield "samples", sample.name, GoldDocument(source, target, read_alignment(sample.gold, "vecalign").alignment)


def _judged(kind: str, name: str, document: GoldDocument) -> _Judged:
    scorer = SignalScorer(document.source, document.target, embedded_embedding())
    beads = ReorderGate().decide(scorer).beads
    gold = {(bead.source, bead.target) for bead in document.gold.beads}
    right = np.array([float((bead.source, bead.target) in gold) for bead in map(bead_of, beads)])
    return _Judged(kind, name, traits(beads, scorer), right)


def _held_out(documents: list[_Judged]) -> list[Floats]:
    """For each document the probabilities of its beads by a regression fitted without it."""
    names = sorted({document.name for document in documents})
    folds = {name: place % FOLDS for place, name in enumerate(names)}
    weights = [_fitted([document for document in documents if folds[document.name] != fold]) for fold in range(FOLDS)]
    return [_sigmoid(document.traits @ weights[folds[document.name]]) for document in documents]


def _measured(documents: list[_Judged], probabilities: list[Floats], kinds: set[str]) -> dict[str, float | None]:
    pairs = [pair for pair in zip(documents, probabilities, strict=True) if pair[0].kind in kinds]
    right = np.concatenate([document.right for document, _ in pairs])
    probability = np.concatenate([found for _, found in pairs])
    found = calibration_of(zip(probability.tolist(), (right > 0).tolist(), strict=True))
    if found is None:
        raise ScoreError(f"no bead to judge of {', '.join(sorted(kinds))}", remedy="see that the gold is there")
    return {
        "beads": found.beads,
        "right": round(found.right, 4),
        "expected_calibration_error": round(found.expected_error, 4),
        "share_above_0.9": round(found.sure / found.beads, 4),
        "right_above_0.9": None if found.sure_right is None else round(found.sure_right, 4),
    }


def _fitted(documents: list[_Judged]) -> Floats:
    beads = {kind: sum(len(d.right) for d in documents if d.kind == kind) for kind in {d.kind for d in documents}}
    news = sum(count for kind, count in beads.items() if kind in NEWS)
    weights = {
        kind: 1.0 if kind in NEWS else max(1.0, KIND_SHARE * news / max(count, 1)) for kind, count in beads.items()
    }
    return fit_logistic(
        np.concatenate([document.traits for document in documents]),
        np.concatenate([document.right for document in documents]),
        np.concatenate([np.full(len(document.right), weights[document.kind]) for document in documents]),
    )


def fit_logistic(features: Floats, right: Floats, counts: Floats | float = 1.0) -> Floats:
    """Weights of the greatest likelihood, each example counted so many times, with a trace of ridge."""
    counts = np.broadcast_to(counts, right.shape)

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = features @ weights
        value = counts @ (np.logaddexp(0, logits) - right * logits) + 1e-3 * weights @ weights
        slope = features.T @ (counts * (_sigmoid(logits) - right)) + 2e-3 * weights
        return float(value), slope

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)))
