"""Learning what reading adds to the worth of a bead: `align/second_look.json`.

The documents are those of `training.tuning`, looked at once by the weights and the calibration that ship with the
project; what is in doubt is read by the embedded translation model, and the weights are those under which gold is the
most likely among the alignments that remain.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.embedding import embedded_embedding
from align.gate import ReorderGate
from align.monotone import PlacedBead
from align.probability import Calibration
from align.scoring import SignalScorer
from align.second_look import READ_KINDS, READ_SIGNALS, doubt_in, embedded_reader, read_signals
from align.weights import BEAD_SHAPES, Kind, ScoreWeights
from training.perturbation import GoldDocument
from training.random_field import Places, RandomField, Shape
from training.tuning import FITTED_SET, LONGEST, can_be_fitted, gold_documents, stretches, translated, with_variants
from translate.likelihood import Likelihood, PairReader

__all__ = ["tune_second_look"]

COPIES: Final = 4
"""Perturbed copies of each document."""
RIDGE: Final = 0.1
FIRST: Final = 0
"""Column of the worth after the first look; then come `READ_SIGNALS`, and a column for each shape."""
COLUMNS: Final = 1 + len(READ_SIGNALS) + len(BEAD_SHAPES)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Example:
    """A stretch of a document after the first look: beads by place, what is known of each, and whether it is gold."""

    ends: tuple[int, int]
    beads: list[tuple[PlacedBead, Floats, bool]]


def tune_second_look(bench: Path, path: Path, *, cache: Path, say: Callable[[str], None]) -> dict[str, object]:
    """Fit on the even documents of the fitted set and on perturbed copies; write the weights, and return them.

    Args:
        bench: Folder of test sets.
        path: Where the weights go.
        cache: Where translations of the Japanese sentences are kept from one call to the next.
        say: Told how far it is.
    """
    reader = embedded_reader()
    news = list(gold_documents(bench / "align" / FITTED_SET, first=0))
    kinds = {}
    for kind in READ_KINDS:
        documents = [translated(each, cache) for each in news] if kind is Kind.PIECES_AND_TRANSLATION else news
        documents = with_variants(documents, COPIES)
        examples = [example for document in documents for example in examples_of(document, kind, reader)]
        say(f"{kind}: {len(documents)} documents")
        kinds[kind] = _written(fit(examples))
    result: dict[str, object] = {"command": "python -m training tune-second-look", "kinds": kinds}
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def examples_of(document: GoldDocument, kind: Kind, reader: PairReader) -> Iterator[_Example]:
    """The document in stretches, with what the second look has to choose from."""
    common = (document.translation, document.target) if document.translation else None
    scorer = SignalScorer(
        document.source, document.target, embedded_embedding(), weights=ScoreWeights.load(kind), common=common
    )
    doubt = doubt_in(Calibration.load().judged(ReorderGate().decide(scorer).beads, scorer), scorer)
    found = reader.likelihoods([document.texts(bead) for bead in doubt.candidates])
    known = [(each.bead, _features(each.bead, None)) for each in doubt.sure]
    known += [(bead, _features(bead, read)) for bead, read in zip(doubt.candidates, found, strict=True)]
    for rows, columns, gold in stretches(document):
        ends = (len(rows), len(columns))
        if min(ends) == 0 or max(ends) > LONGEST or not can_be_fitted(gold):
            continue
        right = {(bead.source[0], len(bead.source), bead.target[0], len(bead.target)) for bead in gold}
        beads = []
        for bead, features in known:
            source, target = bead.source - rows.start, bead.target - columns.start
            inside = 0 <= source <= ends[0] - bead.source_size and 0 <= target <= ends[1] - bead.target_size
            if inside:
                place = PlacedBead(source, bead.source_size, target, bead.target_size)
                is_gold = (bead.source, bead.source_size, bead.target, bead.target_size) in right
                beads.append((place, features, is_gold))
        yield _Example(ends, beads)


def fit(examples: list[_Example]) -> Floats:
    """The weights of the columns under which gold is the most likely."""
    field, features = _field(examples)
    before = np.zeros(COLUMNS)
    before[FIRST] = 1  # without evidence, what was seen first

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slopes = field.loss({shape: table @ weights for shape, table in features.items()})
        pull = weights - before
        slope = 2 * RIDGE * pull + sum(slopes[shape] @ table for shape, table in features.items())
        return value + RIDGE * float(pull @ pull), np.asarray(slope)

    return np.asarray(minimize(loss, before, jac=True, method="L-BFGS-B").x)


def _field(examples: list[_Example]) -> tuple[RandomField, dict[Shape, Floats]]:
    ends = np.array([example.ends for example in examples])
    rows, columns = (ends.max(axis=0) + 1).tolist()
    places, features = {}, {}
    for shape in BEAD_SHAPES:
        found = [
            ((number * rows + bead.source) * columns + bead.target, known, is_gold)
            for number, example in enumerate(examples)
            for bead, known, is_gold in example.beads
            if (bead.source_size, bead.target_size) == shape
        ]
        if found:
            cells, known, gold = zip(*found, strict=True)
            places[shape] = Places(np.array(cells), np.array(gold, dtype=np.float64))
            features[shape] = np.stack(known)
    return RandomField(places, (len(examples), rows, columns), ends), features


def _features(bead: PlacedBead, found: Likelihood | None) -> Floats:
    """What is known of a bead; of one that was not read, its worth alone."""
    features = np.zeros(COLUMNS)
    features[FIRST] = bead.worth
    if found is not None:
        signals = read_signals(found)
        features[1 : 1 + len(READ_SIGNALS)] = [signals[name] for name in READ_SIGNALS]
        features[1 + len(READ_SIGNALS) + BEAD_SHAPES.index((bead.source_size, bead.target_size))] = 1
    return features


def _written(weights: Floats) -> dict[str, object]:
    values = [round(weight, 3) for weight in weights.tolist()]
    shapes = zip(BEAD_SHAPES, values[1 + len(READ_SIGNALS) :], strict=True)
    return {
        "first": values[FIRST],
        "signals": dict(zip(READ_SIGNALS, values[1:], strict=False)),
        "shapes": {f"{a}-{b}": value for (a, b), value in shapes},
    }
