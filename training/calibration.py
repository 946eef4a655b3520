"""From similarity to probability: logistic regression over the beads that the aligner chooses on documents with gold.

There is one for the beads of the first look, and one for those that a translation model read.

News alone would teach that the aligner is nearly always right, so documents of other kinds are learned from too: the
sample articles, a lecture, and perturbed news. What is reported comes from cross-validation: every document is judged
by a regression that has seen neither it nor any other version of it.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.alignment import Alignment
from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.gate import ReorderGate
from align.monotone import PlacedBead
from align.probability import TRAITS, Calibration, Look, bead_of, traits
from align.scoring import BeadScorer, SignalScorer
from align.second_look import ReadScorer, ReadWeights, doubt_in, embedded_reader, place_of
from align.weights import Kind
from corpora.errors import ScoreError
from corpora.lines import read_lines
from corpora.samples import SAMPLES
from eval.calibration import calibration_of
from training.perturbation import GoldDocument
from training.tuning import gold_documents
from translate.likelihood import PairReader

__all__ = ["calibrate"]

NEWS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
LECTURE: Final = "coursera-ja-en"
FOLDS: Final = 5
LOOKS: Final[tuple[Look, ...]] = ("first", "second")
KIND_SHARE: Final = 0.15
"""Each kind of text that is not news weighs at least so much of what all news weighs, however few beads it has."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Beads:
    """Beads chosen on one document: their traits, and whether each is right."""

    traits: Floats
    right: Floats

    @classmethod
    def of(cls, beads: Sequence[PlacedBead], scorer: BeadScorer, gold: Alignment) -> "_Beads":
        known = {(bead.source, bead.target) for bead in gold.beads}
        right = np.array([float((bead.source, bead.target) in known) for bead in map(bead_of, beads)])
        return cls(traits(beads, scorer), right)

    def some(self, chosen: npt.NDArray[np.bool_]) -> "_Beads":
        return _Beads(self.traits[chosen], self.right[chosen])


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was chosen on one document, and where the document comes from; versions of a document share its name.

    Attributes:
        first: All beads of the first look.
        sure: Those of them that were sure.
        read: What was chosen beside those after the second look.
    """

    kind: str
    name: str
    first: _Beads
    sure: _Beads
    read: _Beads


def calibrate(folder: Path, target: Path) -> dict[str, object]:
    """Fit on all documents, measure by cross-validation, write `target`, and return what was written."""
    reader = embedded_reader()
    documents = [_judged(kind, name, document, reader) for kind, name, document in _documents(folder)]
    held_out = _held_out(documents)
    kinds = sorted({document.kind for document in documents})
    result: dict[str, object] = {
        "command": "python -m training calibrate",
        "weights": {
            look: dict(zip(TRAITS, np.round(_fitted(documents, look), 4).tolist(), strict=True)) for look in LOOKS
        },
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


def _judged(kind: str, name: str, document: GoldDocument, reader: PairReader) -> _Judged:
    scorer = SignalScorer(document.source, document.target, embedded_embedding())
    beads = ReorderGate().decide(scorer).beads
    first = _Beads.of(beads, scorer, document.gold)
    doubt = doubt_in(Calibration.load().judged(beads, scorer), scorer)
    places = {place_of(each.bead) for each in doubt.sure}
    sure = first.some(np.array([place_of(bead) in places for bead in beads], dtype=np.bool_))
    found = reader.likelihoods([document.texts(bead) for bead in doubt.candidates])
    counts = (len(document.source), len(document.target))
    second = ReadScorer.of(doubt, found, counts, ReadWeights.load(Kind.PIECES))
    chosen = ReorderGate().decide(second).beads
    was_read = np.array([place_of(bead) not in places for bead in chosen], dtype=np.bool_)
    return _Judged(kind, name, first, sure, _Beads.of(chosen, second, document.gold).some(was_read))


def _held_out(documents: list[_Judged]) -> list[Floats]:
    """For each document the probabilities of its sure and its read beads by regressions fitted without it."""
    names = sorted({document.name for document in documents})
    folds = {name: place % FOLDS for place, name in enumerate(names)}
    weights = []
    for fold in range(FOLDS):
        others = [document for document in documents if folds[document.name] != fold]
        weights.append({look: _fitted(others, look) for look in LOOKS})
    return [
        np.concatenate([
            _sigmoid(document.sure.traits @ weights[folds[document.name]]["first"]),
            _sigmoid(document.read.traits @ weights[folds[document.name]]["second"]),
        ])
        for document in documents
    ]  # fmt: skip


def _measured(documents: list[_Judged], probabilities: list[Floats], kinds: set[str]) -> dict[str, float | None]:
    pairs = [pair for pair in zip(documents, probabilities, strict=True) if pair[0].kind in kinds]
    right = np.concatenate([beads.right for document, _ in pairs for beads in (document.sure, document.read)])
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


def _fitted(documents: list[_Judged], look: Look) -> Floats:
    """The weights for the beads of a look."""
    beads = [(document.kind, document.first if look == "first" else document.read) for document in documents]
    counts: Counter[str] = Counter()
    for kind, found in beads:
        counts[kind] += len(found.right)
    news = sum(counts[kind] for kind in NEWS)
    weights = {
        kind: 1.0 if kind in NEWS else max(1.0, KIND_SHARE * news / max(count, 1)) for kind, count in counts.items()
    }
    return fit_logistic(
        np.concatenate([found.traits for _, found in beads]),
        np.concatenate([found.right for _, found in beads]),
        np.concatenate([np.full(len(found.right), weights[kind]) for kind, found in beads]),
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
