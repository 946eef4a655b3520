"""`align`: two lists of sentences in, an alignment out, every bead with the probability that it is right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from align.alignment import Alignment, Bead
from align.embedding import embedded_embedding
from align.encoder import Encoder
from align.gate import Decision, ReorderGate
from align.japanese import are_japanese
from align.long import align_long
from align.monotone import MonotoneSolver, Solver
from align.nulls import NullRuns, with_nulls
from align.probability import Calibration, Judged, bead_of
from align.scoring import ARTICLE_CELLS, Contribution, SignalScorer
from align.weights import Kind, ScoreWeights
from corpora.errors import InputError

__all__ = ["align", "explain"]

SIGNALS: Final = "rivals + coverage + length"
AROUND: Final = 20
"""Sentences on either side of a bead of a long text that its explanation takes in."""

GATES: Final = {Kind.TRANSLATION: ReorderGate(monotone=MonotoneSolver(successor=2.0))}
"""Where the default is not the best: with a translation, on the German-French development document, a bonus of 0, .6,
1.2, 2 and 4 for successors gives strict F1 .825, .839, .850, .855 and .845, the mean of both directions."""


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    embedding: Encoder | None = None,
    solver: Solver | None = None,
    calibration: Calibration | None = None,
    nulls: NullRuns | None = None,
) -> Alignment:
    """Align Japanese sentences with English ones, English with Japanese, or other languages with a translation.

    Args:
        source: Sentences of the source document, as the reader sees them.
        target: Sentences of the target document.
        translation: A translation of the source sentences into the target's language, one for one. Its words become a
            signal; where the source is not Japanese, it stands in for the source altogether.
        embedding: Makes the sentence vectors, for languages that it knows; by default the Japanese-English embedding
            that ships with the project.
        solver: How beads are chosen; by default the reorder gate picks by evidence, the best monotone alignment unless
            the sentences stand in another order, then set packing. `Alignment.method` says which and why. Texts too
            long for either are cut along a chain of anchors, and each part is solved so.
        calibration: How beads become probabilities; by default the calibration that ships with the project.
        nulls: Where adjacent sentences without a counterpart are one null bead; by default on a side that is Japanese.

    Returns:
        Every sentence in exactly one bead. Null beads carry no probability.

    Raises:
        InputError: There are not as many translations as source sentences.
        ModelError: The embedded sentence embedding is missing.
    """
    pair = _Pair.of(source, target, translation, embedding)
    judged, how = pair.judged(solver, calibration or Calibration.load())
    beads = [pair.turn(bead_of(bead, probability)) for bead, probability in judged]
    return Alignment(
        beads=with_nulls(beads, len(source), len(target), nulls or NullRuns.of(source, target)),
        source_count=len(source),
        target_count=len(target),
        method=f"{how} | {pair.embedding.name} + {SIGNALS}" + (" + translation" if translation is not None else ""),
    )


def explain(
    source: Sequence[str],
    target: Sequence[str],
    beads: Sequence[Bead],
    *,
    translation: Sequence[str] | None = None,
    embedding: Encoder | None = None,
) -> list[tuple[Contribution, ...]]:
    """The signals behind beads that `align` made of the same sentences with the same options.

    Of a text of book length only the surroundings of each bead are looked at, so worths there are near those that the
    bead was chosen by, and not the same.

    Returns:
        For each bead what every signal adds to its worth, as `SignalScorer.explain` has it; nothing for null beads.
    """
    pair = _Pair.of(source, target, translation, embedding)
    if not pair.is_long:
        return pair.scorer().explain([pair.turn(bead) for bead in beads])
    return [() if bead.is_null else pair.explained_alone(pair.turn(bead)) for bead in beads]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A document pair and what there is to compare it by.

    Attributes:
        source: Sentences of the side that is Japanese, where one is.
        target: Those of the other side.
        common: Both sides in one language, where there is a translation: the source's and the target's.
        embedding: Makes the sentence vectors.
        kind: What the weights of the signals are chosen by.
        is_turned: Whether the Japanese side is the target that the caller gave.
    """

    source: Sequence[str]
    target: Sequence[str]
    common: tuple[Sequence[str], Sequence[str]] | None
    embedding: Encoder
    kind: Kind
    is_turned: bool = False

    @classmethod
    def of(
        cls,
        source: Sequence[str],
        target: Sequence[str],
        translation: Sequence[str] | None,
        embedding: Encoder | None,
    ) -> "_Pair":
        if translation is not None and len(translation) != len(source):
            raise InputError(
                f"{len(translation)} translations for {len(source)} source sentences",
                remedy="give one line for each sentence",
            )
        common = None if translation is None else (translation, target)
        is_turned = are_japanese(target) and not are_japanese(source)
        if is_turned:
            source, target = target, source
            common = None if common is None else (common[1], common[0])
        if are_japanese(source):
            kind = Kind.PIECES if common is None else Kind.PIECES_AND_TRANSLATION
        elif translation is not None:
            source, kind = translation, Kind.TRANSLATION
        else:
            kind = Kind.PIECES if embedding is None else Kind.VECTORS
        return cls(source, target, common, embedding or embedded_embedding(), kind, is_turned)

    @property
    def is_long(self) -> bool:
        """Whether there are too many sentences to compare each with each."""
        return len(self.source) * len(self.target) > ARTICLE_CELLS

    def scorer(self) -> SignalScorer:
        weights = ScoreWeights.load(self.kind)
        return SignalScorer(self.source, self.target, self.embedding, weights=weights, common=self.common)

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> "_Pair":
        """Some of the sentences of both sides."""
        source, target = _chosen(self.source, rows), _chosen(self.target, columns)
        common = None if self.common is None else (_chosen(self.common[0], rows), _chosen(self.common[1], columns))
        return replace(self, source=source, target=target, common=common)

    def turn(self, bead: Bead) -> Bead:
        """From the caller's sides to these, or back."""
        return replace(bead, source=bead.target, target=bead.source) if self.is_turned else bead

    def judged(self, solver: Solver | None, calibration: Calibration) -> tuple[list[Judged], str]:
        """The beads with their probabilities, and how they were found."""
        if self.is_long:
            found = align_long(
                self.source,
                self.target,
                self.embedding,
                lambda rows, columns: self.part(rows, columns).scorer(),
                calibration=calibration,
                solver=solver,
            )
            return found.beads, found.reason
        scorer = self.scorer()
        gate = GATES.get(self.kind) or ReorderGate()
        decision = Decision(solver.solve(scorer), solver, "as asked") if solver else gate.decide(scorer)
        return calibration.judged(decision.beads, scorer), f"{decision.solver.name}, {decision.reason}"

    def explained_alone(self, bead: Bead) -> tuple[Contribution, ...]:
        """The signals behind a bead, as its surroundings show them."""
        rows = range(max(bead.source[0] - AROUND, 0), min(bead.source[-1] + AROUND + 1, len(self.source)))
        columns = range(max(bead.target[0] - AROUND, 0), min(bead.target[-1] + AROUND + 1, len(self.target)))
        moved = Bead(tuple(row - rows[0] for row in bead.source), tuple(place - columns[0] for place in bead.target))
        return self.part(rows, columns).scorer().explain([moved])[0]


def _chosen(sentences: Sequence[str], places: Sequence[int]) -> list[str]:
    return [sentences[place] for place in places]
