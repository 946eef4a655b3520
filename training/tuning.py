"""Learning what beads are worth: weights of the signals under which gold alignments are the most likely.

They are learned by the conditional random field of `training.random_field`: for news on every second document of a
development set and on perturbed copies of them, with and without a translation by the embedded model; for other
languages on a development document with machine translations. The other documents say how good that is. The result is
`align/weights.json`.
"""

import json
from collections.abc import Callable, Collection, Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align.aligner import align
from align.alignment import Alignment, Bead
from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.scoring import SignalScorer
from align.weights import BEAD_SHAPES, SIGNALS, Kind, ScoreWeights
from corpora.lines import read_lines
from eval import score_alignment
from training.perturbation import GoldDocument, perturbed
from training.random_field import Places, RandomField, Shape

__all__ = [
    "FITTED_SET",
    "LONGEST",
    "USABLE",
    "can_be_fitted",
    "fit_weights",
    "gold_documents",
    "stretches",
    "translated",
    "tune_alignment",
    "with_variants",
]

FITTED_SET: Final = "base-news"
VARIANTS: Final = 5
"""Perturbed copies of each document that are learned from beside it."""
UNCHANGED: Final = 2
"""How often the document itself counts: with more copies than this outweighs, texts that leave nothing out suffer."""
MEASURED_SETS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20")
THINNED: Final = 3
"""Weights for other encoders are learned from every third document, those for other languages from one copy of each,
since fitting takes minutes."""
LONGEST: Final = 20
"""Sentences on a side of the stretches into which documents are cut for fitting, which pads all to the longest."""
STEPS: Final = 70
RIDGE: Final = 0.02
TRANSLATED_SET: Final = "textberg-de-fr"
"""The one set that comes with translations; its dev part is learned from, its tests are measured."""
TRANSLATION_SIGNALS: Final = frozenset({"words", "characters", "characters_gain", "characters_margin"})
COVERAGE_SIGNALS: Final = frozenset(name for name in SIGNALS if name.endswith("coverage"))
USABLE: Final = {
    Kind.PIECES: frozenset(SIGNALS) - TRANSLATION_SIGNALS,
    Kind.PIECES_AND_TRANSLATION: frozenset(SIGNALS),
    Kind.TRANSLATION: frozenset(SIGNALS),
    Kind.VECTORS: frozenset(SIGNALS) - TRANSLATION_SIGNALS - COVERAGE_SIGNALS,
}
UNKNOWN: Final = ScoreWeights(dict.fromkeys(SIGNALS, 0.0), dict.fromkeys(BEAD_SHAPES, 0.0))

Floats = npt.NDArray[np.float64]
Tables = dict[Shape, npt.NDArray[np.float32]]


def gold_documents(folder: Path, *, first: int) -> Iterator[GoldDocument]:
    """Every second document of a set, from number `first` (0 or 1) on."""
    for path in sorted(folder.glob("*.gold"))[first::2]:
        source, target = (read_lines(path.with_suffix(suffix)) for suffix in (".ja", ".en"))
        yield GoldDocument(source, target, read_alignment(path, "vecalign").alignment)


@dataclass(frozen=True, slots=True)
class _Example:
    """What the signals say of a stretch of a document that begins and ends between gold beads.

    Attributes:
        tables: For each bead shape, shape (source stretches, target stretches, len(SIGNALS)).
        gold: Beads as source start and size, target start and size.
        ends: Numbers of source and target sentences.
    """

    tables: Tables
    gold: tuple[tuple[int, int, int, int], ...]
    ends: tuple[int, int]


def examples_of(document: GoldDocument, kind: Kind, usable: Set[str]) -> Iterator[_Example]:
    """The document in stretches of at most `LONGEST` sentences; where beads have no shape of ours, none."""
    scorer = SignalScorer(
        _compared_text(document, kind),
        document.target,
        embedded_embedding(),
        weights=UNKNOWN,
        common=(document.translation, document.target)
        if document.translation and usable & TRANSLATION_SIGNALS
        else None,
    )
    tables = {}
    for shape in BEAD_SHAPES:
        if shape[0] <= scorer.source_count and shape[1] <= scorer.target_count:
            signals = scorer.signals(*shape)
            layers = [signals[name] if name in usable else np.zeros_like(signals[name]) for name in SIGNALS]
            tables[shape] = np.stack(layers, axis=2)
    for rows, columns, beads in stretches(document):
        ends = (len(rows), len(columns))
        part = {
            (a, b): table[rows.start : max(rows.stop - a + 1, rows.start), columns.start : columns.stop - b + 1]
            for (a, b), table in tables.items()
            if a <= ends[0] and b <= ends[1]
        }
        gold = tuple(
            (bead.source[0] - rows.start, len(bead.source), bead.target[0] - columns.start, len(bead.target))
            for bead in beads
        )
        if min(ends) > 0 and max(ends) <= LONGEST and can_be_fitted(beads):
            yield _Example(part, gold, ends)


def can_be_fitted(beads: list[Bead]) -> bool:
    """Whether the beads have shapes of ours, of adjacent sentences, and follow each other in order."""
    sides = [[side for bead in beads for side in bead.source], [side for bead in beads for side in bead.target]]
    in_order = all(indices == sorted(set(indices)) for indices in sides)
    adjacent = all(side[-1] - side[0] == len(side) - 1 for bead in beads for side in (bead.source, bead.target))
    return in_order and adjacent and all((len(bead.source), len(bead.target)) in BEAD_SHAPES for bead in beads)


def _compared_text(document: GoldDocument, kind: Kind) -> list[str]:
    """What stands in for the source in signals of text."""
    return document.translation if kind is Kind.TRANSLATION and document.translation else document.source


def stretches(document: GoldDocument) -> Iterator[tuple[range, range, list[Bead]]]:
    """Source and target sentences of stretches of whole gold beads, and those of them that are not null."""
    beads: list[Bead] = []
    row = column = next_row = next_column = 0
    for bead in document.gold.beads:
        # Gold may skip sentences; they have no counterpart then.
        rows = max([next_row, *(index + 1 for index in bead.source)])
        columns = max([next_column, *(index + 1 for index in bead.target)])
        if max(rows - row, columns - column) > LONGEST:
            yield range(row, next_row), range(column, next_column), beads
            beads, row, column = [], next_row, next_column
        if not bead.is_null:
            beads.append(bead)
        next_row, next_column = rows, columns
    yield range(row, next_row), range(column, next_column), beads


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the signals say of all beads of documents side by side.

    Attributes:
        signals: For each bead shape, shape (beads, len(SIGNALS)).
        field: Where the beads stand, and which are gold.
    """

    signals: dict[Shape, npt.NDArray[np.float32]]
    field: RandomField

    @classmethod
    def of(cls, examples: list[_Example]) -> "_Batch":
        ends = np.array([example.ends for example in examples])
        rows, columns = (ends.max(axis=0) + 1).tolist()
        numbers = np.arange(rows * columns).reshape(rows, columns)
        found, known = {}, {}
        for shape in BEAD_SHAPES:
            signals, places, gold = [], [], []
            for number, example in enumerate(examples):
                if (table := example.tables.get(shape)) is None:
                    continue
                right = np.zeros(table.shape[:2])
                for row, a, column, b in example.gold:
                    if (a, b) == shape:
                        right[row, column] = 1
                signals.append(table.reshape(-1, len(SIGNALS)))
                places.append(number * numbers.size + numbers[: table.shape[0], : table.shape[1]].ravel())
                gold.append(right.ravel())
            if signals:
                found[shape] = np.concatenate(signals)
                known[shape] = Places(np.concatenate(places), np.concatenate(gold))
        return cls(found, RandomField(known, (len(examples), rows, columns), ends))

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """Negative log-likelihood of the gold alignments, with a trace of ridge, and its slope."""
        of_signals, of_shapes = weights[: len(SIGNALS)].astype(np.float32), weights[len(SIGNALS) :]
        worths = {
            shape: signals @ of_signals + of_shapes[BEAD_SHAPES.index(shape)] for shape, signals in self.signals.items()
        }
        value, slopes = self.field.loss(worths)
        slope = 2 * RIDGE * weights
        for shape, signals in self.signals.items():
            slope[: len(SIGNALS)] += slopes[shape].astype(np.float32) @ signals
            slope[len(SIGNALS) + BEAD_SHAPES.index(shape)] += slopes[shape].sum()
        return value + RIDGE * float(weights @ weights), np.asarray(slope, dtype=np.float64)


def tune_alignment(
    bench: Path, path: Path, *, cache: Path, kinds: Collection[Kind] = tuple(Kind), say: Callable[[str], None]
) -> dict[str, object]:
    """Fit on the even documents, write the weights to `path`, measure on the odd ones, and return what was found.

    Args:
        bench: Folder of test sets.
        path: Where the weights go.
        cache: Where translations of the Japanese sentences are kept from one call to the next.
        kinds: What to fit; `path` keeps what it has of the others.
        say: Told how far it is.
    """
    folder = bench / "align"
    fitted: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))["kinds"] if path.exists() else {}
    for kind in kinds:
        documents = _learned_from(kind, folder, cache)
        say(f"{kind}: {len(documents)} documents")
        fitted[kind] = {"documents": len(documents)} | _written(fit_weights(documents, kind, USABLE[kind]))
    result: dict[str, object] = {"command": "python -m training tune-alignment", "kinds": fitted}
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    ScoreWeights.load.cache_clear()
    return {"held_out": {name: held_out_f1(folder / name) for name in MEASURED_SETS}}


def _learned_from(kind: Kind, folder: Path, cache: Path) -> list[GoldDocument]:
    """The documents that the weights of a kind are learned from, with their copies."""
    if kind is Kind.TRANSLATION:
        return with_variants([document for _, document in machine_translated(folder, "dev")], copies=1)
    news = list(gold_documents(folder / FITTED_SET, first=0))
    if kind is Kind.PIECES_AND_TRANSLATION:
        news = [translated(document, cache) for document in news]
    return with_variants(news[::THINNED] if kind is Kind.VECTORS else news)


def with_variants(documents: list[GoldDocument], copies: int = VARIANTS) -> list[GoldDocument]:
    """The documents and perturbed copies of each."""
    return documents * UNCHANGED + [
        perturbed(document, f"{copy}/{place}") for copy in range(copies) for place, document in enumerate(documents)
    ]


def fit_weights(documents: list[GoldDocument], kind: Kind, usable: Set[str]) -> ScoreWeights:
    """The weights of the usable signals under which gold is the most likely."""
    batch = _Batch.of([example for document in documents for example in examples_of(document, kind, usable)])
    start = np.zeros(len(SIGNALS) + len(BEAD_SHAPES))
    found = minimize(batch.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.tolist()
    return ScoreWeights(
        signals=dict(zip(SIGNALS, found, strict=False)),
        shapes=dict(zip(BEAD_SHAPES, found[len(SIGNALS) :], strict=True)),
    )


def _written(weights: ScoreWeights) -> dict[str, object]:
    return {
        "signals": {name: round(weight, 3) for name, weight in weights.signals.items() if weight},
        "shapes": {f"{a}-{b}": round(weight, 3) for (a, b), weight in weights.shapes.items()},
    }


def machine_translated(folder: Path, part: str) -> Iterator[tuple[str, GoldDocument]]:
    """MT system and document, for the documents of `TRANSLATED_SET` whose names begin with `part`, both directions."""
    for path in sorted((folder / TRANSLATED_SET).glob(f"{part}*.gold")):
        german, french = (read_lines(path.with_suffix(suffix)) for suffix in (".de", ".fr"))
        gold = read_alignment(path, "vecalign").alignment
        turned = Alignment(
            tuple(Bead(bead.target, bead.source) for bead in gold.beads), gold.target_count, gold.source_count
        )
        for translation in sorted((path.parent / "mt").glob(f"{path.stem}.*.*")):
            lines, system = read_lines(translation), translation.name.partition(".")[2]
            if translation.suffix == ".de2fr":
                yield system, GoldDocument(german, french, gold, lines)
            else:
                yield system, GoldDocument(french, german, turned, lines)


def translated(document: GoldDocument, cache: Path) -> GoldDocument:
    """The document with a translation of its Japanese sentences by the embedded model."""
    from translate.loading import load_engine

    known = json.loads(cache.read_text(encoding="utf-8")) if cache.exists() else {}
    if missing := [sentence for sentence in document.source if sentence not in known]:
        engine = load_engine()
        known |= {
            sentence: hypothesis.text for sentence, hypothesis in zip(missing, engine.translate(missing), strict=True)
        }
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(known, ensure_ascii=False, indent=0), encoding="utf-8")
    return replace(document, translation=[known[sentence] for sentence in document.source])


def held_out_f1(folder: Path) -> float:
    """Strict F1 of `align` on the odd documents of a set."""
    documents = gold_documents(folder, first=1)
    pairs = ((document.gold, align(document.source, document.target)) for document in documents)
    return round(score_alignment(pairs).strict.f1, 4)
