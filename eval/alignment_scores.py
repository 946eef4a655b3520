"""How good an alignment is: precision, recall and F1 against gold beads, counted exactly as vecalign's `score.py` does.

**Strict**: a bead is right when gold has the very same bead. **Lax**: it is right too when it has a sentence pair in
common with gold. Precision runs over all predicted beads, null beads among them; recall over the gold beads with both
sides only, against the predicted beads with both sides. Counts are pooled over documents. Other scorers differ (some
drop null beads everywhere), so figures compare only with figures counted this way.

Source of the method: Thompson and Koehn 2019, after the definitions of Sennrich and Volk 2011 (aclweb.org, W11-4624).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.alignment import Alignment, Bead
from corpora.errors import InputError, ScoreError

__all__ = ["Agreement", "AlignmentScores", "TypeAgreement", "score_alignment", "score_alignment_files"]

Beads = Alignment | Sequence[Bead]
"""Beads from anywhere: an alignment, or just a list."""

_Key = tuple[tuple[int, ...], tuple[int, ...]]

_SUFFIXES = (".gold", ".vecalign", ".align", ".path", ".jsonl", ".tsv", ".xces", ".xml", ".ladder", ".tmx")
"""In a folder, what counts as an alignment; where a stem has several, the first of these is taken."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts behind a precision and a recall, and what they give. All shares are 0 where there is nothing to count.

    Attributes:
        predicted_right: Predicted items that are right, of `predicted`.
        predicted: Predicted items.
        gold_found: Gold items that were found, of `gold`.
        gold: Gold items.
    """

    predicted_right: int
    predicted: int
    gold_found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right."""
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found."""
        return self.gold_found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.predicted_right + other.predicted_right,
            self.predicted + other.predicted,
            self.gold_found + other.gold_found,
            self.gold + other.gold,
        )


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
    """

    strict: Agreement
    lax: Agreement
    by_type: tuple[TypeAgreement, ...]
    null_sentences: Agreement
    crossings: Agreement
    documents: int
    scorer: str = "as vecalign's score.py counts: precision with null beads, recall without"


_NOTHING = Agreement(0, 0, 0, 0)


def score_alignment(pairs: Iterable[tuple[Beads, Beads]]) -> AlignmentScores:
    """Score predicted beads against gold ones, pooled over documents.

    Args:
        pairs: Gold and predicted beads of each document, in this order.

    Raises:
        ScoreError: There is no document.
    """
    strict = lax = nulls = crossings = _NOTHING
    by_type: defaultdict[str, Agreement] = defaultdict(lambda: _NOTHING)
    documents = 0
    for gold_beads, predicted_beads in pairs:
        gold, predicted = _keys(gold_beads), _keys(predicted_beads)
        documents += 1
        strict += _strict(gold, predicted)
        lax += _lax(gold, predicted)
        nulls += _agreement(_null_sentences(gold), _null_sentences(predicted))
        crossings += _crossing_agreement(gold, predicted)
        for type_, agreement in _by_type(gold, predicted).items():
            by_type[type_] += agreement
    if not documents:
        raise ScoreError("no documents to score", remedy="give gold and predicted alignments")
    ranked = sorted(by_type.items(), key=lambda item: (-item[1].gold, -item[1].predicted, item[0]))
    types = tuple(TypeAgreement(type_, agreement) for type_, agreement in ranked)
    return AlignmentScores(strict, lax, types, nulls, crossings, documents)


def score_alignment_files(
    gold: str | Path, predicted: str | Path, *, gold_format: str | None = None, predicted_format: str | None = None
) -> AlignmentScores:
    """Score alignment files, or folders of them paired by stem.

    Args:
        gold: A file, or a folder in which every alignment file is gold of one document.
        predicted: A file, or a folder that holds a file of the same stem for each of them; more files are passed over.
        gold_format: A name in `align.formats.FORMATS`; `None` goes by the suffix.
        predicted_format: The same for the predicted files.

    Raises:
        InputError: A file cannot be read, or a folder holds no alignments.
        ScoreError: A file is set against a folder, or a gold file has no predicted counterpart.
    """
    from align.formats import read_alignment

    gold_path, predicted_path = Path(gold), Path(predicted)
    return score_alignment(
        (read_alignment(gold_file, gold_format).alignment, read_alignment(predicted_file, predicted_format).alignment)
        for gold_file, predicted_file in _paired_files(gold_path, predicted_path)
    )


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


def _keys(beads: Beads) -> set[_Key]:
    """The beads as a set; a bead that stands twice counts once, and one without any sentence not at all."""
    listed = beads.beads if isinstance(beads, Alignment) else beads
    return {(bead.source, bead.target) for bead in listed if bead.source or bead.target}


def _paired(beads: set[_Key]) -> set[_Key]:
    return {bead for bead in beads if bead[0] and bead[1]}


def _strict(gold: set[_Key], predicted: set[_Key]) -> Agreement:
    gold_paired = _paired(gold)
    return Agreement(len(gold & predicted), len(predicted), len(gold_paired & predicted), len(gold_paired))


def _lax(gold: set[_Key], predicted: set[_Key]) -> Agreement:
    gold_paired, predicted_paired = _paired(gold), _paired(predicted)
    return Agreement(
        _laxly_right(predicted, gold), len(predicted), _laxly_right(gold_paired, predicted_paired), len(gold_paired)
    )


def _laxly_right(judged: set[_Key], truth: set[_Key]) -> int:
    """How many beads are in `truth`, or have a source and a target sentence that one bead of it joins."""
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in truth:
        for index in source:
            partners[index].update(target)
    return sum(
        bead in truth or any(not partners[index].isdisjoint(bead[1]) for index in bead[0] if index in partners)
        for bead in judged
    )


def _agreement(gold: set[tuple[str, int]], predicted: set[tuple[str, int]]) -> Agreement:
    common = len(gold & predicted)
    return Agreement(common, len(predicted), common, len(gold))


def _null_sentences(beads: set[_Key]) -> set[tuple[str, int]]:
    alone = {("source", index) for source, target in beads if not target for index in source}
    return alone | {("target", index) for source, target in beads if not source for index in target}


def _by_type(gold: set[_Key], predicted: set[_Key]) -> Mapping[str, Agreement]:
    golds, predictions, common = (Counter(map(_type, beads)) for beads in (gold, predicted, gold & predicted))
    return {
        type_: Agreement(common[type_], predictions[type_], common[type_], golds[type_])
        for type_ in golds.keys() | predictions.keys()
    }


def _type(bead: _Key) -> str:
    return f"{len(bead[0])}-{len(bead[1])}"


def _crossing_agreement(gold: set[_Key], predicted: set[_Key]) -> Agreement:
    """Crossing predictions that are gold beads, and crossing gold beads that were predicted."""
    gold_crossing, predicted_crossing = _crossings(gold), _crossings(predicted)
    return Agreement(
        len(predicted_crossing & gold), len(predicted_crossing), len(gold_crossing & predicted), len(gold_crossing)
    )


def _crossings(beads: set[_Key]) -> set[_Key]:
    ordered = sorted(_paired(beads))
    alignment = Alignment(tuple(Bead(source, target) for source, target in ordered), source_count=0, target_count=0)
    return {ordered[index] for index in alignment.crossings()}
