"""How good an alignment is: precision, recall and F1 against gold beads, and whether its probabilities keep their word.

**Strict**: a bead is right when gold has the very same bead. **Lax**: it is right too when it has a sentence pair in
common with gold. What exactly is counted is the business of `eval.alignment_scorers`; vecalign's way is the default.
Counts are pooled over documents.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.alignment import Alignment, Bead
from corpora.errors import InputError, ScoreError
from eval.alignment_scorers import SCORERS, Agreement, BeadKey, Scorer, paired
from eval.calibration import Calibration, Judgement, calibration_of

__all__ = ["Agreement", "AlignmentScores", "TypeAgreement", "score_alignment", "score_alignment_files"]

Beads = Alignment | Sequence[Bead]
"""Beads from anywhere: an alignment, or just a list."""

_SUFFIXES = (".gold", ".vecalign", ".align", ".path", ".jsonl", ".tsv", ".xces", ".xml", ".ladder", ".tmx")
"""In a folder, what counts as an alignment; where a stem has several, the first of these is taken."""


@dataclass(frozen=True, slots=True)
class TypeAgreement:
    """Strict agreement on the beads of one type, such as `2-1`."""

    type: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class AlignmentScores:
    """What became of the gold beads of one or more documents.

    Attributes:
        strict: Beads that are the same.
        lax: Beads that have a sentence pair in common.
        by_type: Strict agreement by type of bead, the commonest gold type first.
        null_sentences: Agreement on which sentences, of either side, have no counterpart.
        crossings: Strict agreement on the beads that stand out of order.
        documents: Number of documents pooled.
        scorer: How it was counted.
        calibration: Of the probabilities of the predicted beads with both sides; `None` where they carry none.
    """

    strict: Agreement
    lax: Agreement
    by_type: tuple[TypeAgreement, ...]
    null_sentences: Agreement
    crossings: Agreement
    documents: int
    scorer: str
    calibration: Calibration | None = None


_NOTHING = Agreement(0, 0, 0, 0)


def score_alignment(pairs: Iterable[tuple[Beads, Beads]], *, scorer: str = "vecalign") -> AlignmentScores:
    """Score predicted beads against gold ones, pooled over documents.

    Args:
        pairs: Gold and predicted beads of each document, in this order.
        scorer: A name in `eval.alignment_scorers.SCORERS`.

    Raises:
        ScoreError: There is no document, or no such scorer.
    """
    counting = _scorer(scorer)
    strict = lax = nulls = crossings = _NOTHING
    by_type: defaultdict[str, Agreement] = defaultdict(lambda: _NOTHING)
    judgements: list[Judgement] = []
    documents = 0
    for gold_beads, predicted_beads in pairs:
        gold, predicted = set(_keys(gold_beads)), set(_keys(predicted_beads))
        counted = (counting.counted(_keys(gold_beads)), counting.counted(_keys(predicted_beads)))
        documents += 1
        strict += counting.strict(*counted)
        lax += counting.lax(*counted)
        nulls += _agreement(_null_sentences(gold), _null_sentences(predicted))
        crossings += _crossing_agreement(gold, predicted)
        for type_, agreement in _by_type(set(counted[0]), set(counted[1])).items():
            by_type[type_] += agreement
        judgements += _judgements(gold, predicted_beads)
    if not documents:
        raise ScoreError("no documents to score", remedy="give gold and predicted alignments")
    ranked = sorted(by_type.items(), key=lambda item: (-item[1].gold, -item[1].predicted, item[0]))
    types = tuple(TypeAgreement(type_, agreement) for type_, agreement in ranked)
    calibration = calibration_of(judgements)
    return AlignmentScores(strict, lax, types, nulls, crossings, documents, counting.line, calibration)


def _scorer(name: str) -> Scorer:
    if name not in SCORERS:
        raise ScoreError(f"no scorer {name!r}", remedy=f"name one of {', '.join(SCORERS)}")
    return SCORERS[name]


def score_alignment_files(
    gold: str | Path,
    predicted: str | Path,
    *,
    gold_format: str | None = None,
    predicted_format: str | None = None,
    scorer: str = "vecalign",
) -> AlignmentScores:
    """Score alignment files, or folders of them paired by stem.

    Args:
        gold: A file, or a folder in which every alignment file is gold of one document.
        predicted: A file, or a folder that holds a file of the same stem for each of them; more files are passed over.
        gold_format: A name in `align.formats.FORMATS`; `None` goes by the suffix.
        predicted_format: The same for the predicted files.
        scorer: A name in `eval.alignment_scorers.SCORERS`.

    Raises:
        InputError: A file cannot be read, or a folder holds no alignments.
        ScoreError: A file is set against a folder, a gold file has no counterpart, or there is no such scorer.
    """
    from align.formats import read_alignment

    gold_path, predicted_path = Path(gold), Path(predicted)
    pairs = (
        (read_alignment(gold_file, gold_format).alignment, read_alignment(predicted_file, predicted_format).alignment)
        for gold_file, predicted_file in _paired_files(gold_path, predicted_path)
    )
    return score_alignment(pairs, scorer=scorer)


def _paired_files(gold: Path, predicted: Path) -> list[tuple[Path, Path]]:
    if gold.is_dir() != predicted.is_dir():
        folder, file = (gold, predicted) if gold.is_dir() else (predicted, gold)
        raise ScoreError(f"a folder cannot be set against a file, {file}", path=folder, remedy="give two of a kind")
    if not gold.is_dir():
        return [(gold, predicted)]
    gold_files, predicted_files = _alignments_in(gold), _alignments_in(predicted)
    missing = [stem for stem in gold_files if stem not in predicted_files]
    if missing:
        raise ScoreError(
            f"no alignment for {', '.join(missing[:3])}{' …' if len(missing) > 3 else ''}"
            f" ({len(missing)} of {len(gold_files)} gold files have none)",
            path=predicted,
            remedy="a document's files need the same stem in both folders",
        )
    return [(file, predicted_files[stem]) for stem, file in gold_files.items()]


def _alignments_in(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    files = [file for file in sorted(folder.iterdir()) if file.suffix.lower() in _SUFFIXES and file.is_file()]
    for file in sorted(files, key=lambda file: _SUFFIXES.index(file.suffix.lower())):
        found.setdefault(file.stem, file)
    if not found:
        raise InputError("holds no alignment files", path=folder, remedy=f"their suffixes are {', '.join(_SUFFIXES)}")
    return dict(sorted(found.items()))


def _keys(beads: Beads) -> list[BeadKey]:
    """The beads without their probabilities; one without any sentence does not count."""
    listed = beads if isinstance(beads, Sequence) else beads.beads
    return [(bead.source, bead.target) for bead in listed if bead.source or bead.target]


def _judgements(gold: set[BeadKey], predicted: Beads) -> list[Judgement]:
    """What the beads with both sides say of themselves, and whether gold has them."""
    listed = predicted.beads if isinstance(predicted, Alignment) else predicted
    return [
        (bead.probability, (bead.source, bead.target) in gold)
        for bead in listed
        if bead.probability is not None and not bead.is_null
    ]


def _agreement(gold: set[tuple[str, int]], predicted: set[tuple[str, int]]) -> Agreement:
    common = len(gold & predicted)
    return Agreement(common, len(predicted), common, len(gold))


def _null_sentences(beads: set[BeadKey]) -> set[tuple[str, int]]:
    alone = {("source", index) for source, target in beads if not target for index in source}
    return alone | {("target", index) for source, target in beads if not source for index in target}


def _by_type(gold: set[BeadKey], predicted: set[BeadKey]) -> Mapping[str, Agreement]:
    golds, predictions, common = (Counter(map(_type, beads)) for beads in (gold, predicted, gold & predicted))
    return {
        type_: Agreement(common[type_], predictions[type_], common[type_], golds[type_])
        for type_ in golds.keys() | predictions.keys()
    }


def _type(bead: BeadKey) -> str:
    return f"{len(bead[0])}-{len(bead[1])}"


def _crossing_agreement(gold: set[BeadKey], predicted: set[BeadKey]) -> Agreement:
    """Crossing predictions that are gold beads, and crossing gold beads that were predicted."""
    gold_crossing, predicted_crossing = _crossings(gold), _crossings(predicted)
    return Agreement(
        len(predicted_crossing & gold), len(predicted_crossing), len(gold_crossing & predicted), len(gold_crossing)
    )


def _crossings(beads: set[BeadKey]) -> set[BeadKey]:
    ordered = sorted(paired(beads))
    alignment = Alignment(tuple(Bead(source, target) for source, target in ordered), source_count=0, target_count=0)
    return {ordered[index] for index in alignment.crossings()}
