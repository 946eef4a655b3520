"""`align`: two lists of sentences in, an alignment out, every bead with the probability that it is right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from align.alignment import Alignment, Bead
from align.embedding import StaticEmbedding, embedded_embedding
from align.encoder import Encoder
from align.gate import Decision, ReorderGate
from align.japanese import are_japanese
from align.long import align_long
from align.monotone import MonotoneSolver, Solver
from align.nulls import NullRuns, with_nulls
from align.probability import Calibration, Judged, bead_of
from align.scattered import gathered, is_scattered
from align.scoring import ARTICLE_CELLS, BeadScorer, Contribution, SignalScorer
from align.second_look import READ_KINDS, ReadScorer, ReadWeights, doubt_in, embedded_reader, look_again
from align.weights import Kind, ScoreWeights
from corpora.errors import InputError
from translate.likelihood import PairReader

__all__ = ["align", "explain"]

Reader = Callable[[], PairReader]
"""Loads a translation model."""

SIGNALS: Final = "rivals + coverage + length"
AROUND: Final = 20
"""Sentences on either side of a bead of a long text that its explanation takes in."""

GATES: Final = {Kind.TRANSLATION: ReorderGate(monotone=MonotoneSolver(successor=2.0))}
"""Where the default is not the best: with a translation, on the German-French development document, a bonus of 0, .6,
1.2, 2 and 4 for successors gives strict F1 .825, .839, .850, .855 and .845, the mean of both directions."""


SECOND_GATE: Final = ReorderGate(evidence=1.5)
"""After the second look, where what was seen first weighs half."""


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    embedding: Encoder | None = None,
    solver: Solver | None = None,
    nulls: NullRuns | None = None,
    reader: PairReader | None = None,
    second_look: bool = True,
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
        nulls: Where adjacent sentences without a counterpart are one null bead; by default on a side that is Japanese.
        reader: The embedded translation model, where it is loaded already.
        second_look: Whether that model reads what is in doubt, in Japanese and English articles, as
            `align.second_look` has it. Some ten milliseconds for each sentence in doubt.

    Returns:
        Every sentence in exactly one bead. Null beads carry no probability.

    Raises:
        InputError: There are not as many translations as source sentences.
        ModelError: The embedded sentence embedding is missing.
    """
    pair = _Pair.of(source, target, translation, embedding)
    beads, how = pair.aligned(solver, _reader(reader, second_look))
    beads = [pair.turn(bead) for bead in beads]
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
    reader: PairReader | None = None,
    second_look: bool = True,
) -> list[tuple[Contribution, ...]]:
    """The signals behind beads that `align` made of the same sentences with the same options.

    Where there is a second look every bead is read here, also those that `align` was sure of without. Of a text of book
    length only the surroundings of each bead are looked at, so worths there are near those that the bead was chosen by,
    and not the same.

    Returns:
        For each bead what every signal adds to its worth, as `SignalScorer.explain` has it; nothing for null beads.
    """
    pair = _Pair.of(source, target, translation, embedding)
    turned = [pair.turn(bead) for bead in beads]
    return pair.explained_nearby(turned) if pair.is_long else pair.explained(turned, _reader(reader, second_look))


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

    def aligned(self, solver: Solver | None, reader: Reader | None) -> tuple[list[Bead], str]:
        """The beads with both sides, and how they were found."""
        judged, how = self.judged(solver, reader)
        beads = [bead_of(bead, probability) for bead, probability in judged]
        if self.is_long:
            return beads, how
        sums = (self.embedding.sums(self.source), self.embedding.sums(self.target))
        # A sentence from elsewhere needs the evidence that a document in another order needs.
        read = reader is not None and self.can_be_read
        return gathered(
            beads,
            sums,
            lambda orders, beads: self.worths(orders, beads, reader),
            price=(SECOND_GATE if read else ReorderGate()).evidence,
            calibration=Calibration.load("second" if read else "first"),
        ), how

    def judged(self, solver: Solver | None, reader: Reader | None) -> tuple[list[Judged], str]:
        """The beads with their probabilities, and how they were found."""
        if self.is_long:
            long = align_long(
                self.source,
                self.target,
                self.embedding,
                lambda rows, columns: self.part(rows, columns).scorer(),
                calibration=Calibration.load(),
                solver=solver,
            )
            return long.beads, long.reason
        scorer = self.scorer()
        decision = self.decided(solver, scorer)
        judged = Calibration.load().judged(decision.beads, scorer)
        doubt = doubt_in(judged, scorer) if reader and self.can_be_read else None
        if not reader or not doubt or not doubt.candidates:
            return judged, f"{decision.solver.name}, {decision.reason}"
        found = reader().likelihoods([self.texts(bead) for bead in map(bead_of, doubt.candidates)])
        second = ReadScorer.of(doubt, found, (len(self.source), len(self.target)), ReadWeights.load(self.kind))
        judged, decision = look_again(
            doubt, second, lambda scorer: self.decided(solver, scorer, SECOND_GATE), Calibration.load("second")
        )
        return judged, f"{decision.solver.name}, {decision.reason}, {len(found)} beads read"

    def worths(self, orders: tuple[list[int], list[int]], beads: Sequence[Bead], reader: Reader | None) -> list[float]:
        """What beads are worth with the sentences in these orders; see `align.scattered`."""
        numbers = [{sentence: place for place, sentence in enumerate(order)} for order in orders]
        moved = [
            Bead(
                tuple(sorted(numbers[0][index] for index in bead.source)),
                tuple(sorted(numbers[1][index] for index in bead.target)),
            )
            for bead in beads
        ]
        explained = self.part(*orders).explained(moved, reader)
        return [sum(contribution.worth for contribution in contributions) for contributions in explained]

    @property
    def can_be_read(self) -> bool:
        """Whether there are weights for a second look at such a pair."""
        return self.kind in READ_KINDS and isinstance(self.embedding, StaticEmbedding)

    def decided(self, solver: Solver | None, scorer: BeadScorer, gate: ReorderGate | None = None) -> Decision:
        """The beads of the greatest worth."""
        if solver:
            return Decision(solver.solve(scorer), solver, "as asked")
        return (gate or GATES.get(self.kind) or ReorderGate()).decide(scorer)

    def texts(self, bead: Bead) -> tuple[str, str]:
        """Both sides of a bead as running text, the Japanese first."""
        return "".join(_chosen(self.source, bead.source)), " ".join(_chosen(self.target, bead.target))

    def explained(self, beads: Sequence[Bead], reader: Reader | None) -> list[tuple[Contribution, ...]]:
        """The signals behind beads, and what reading adds to them."""
        adjacent = [Bead((), ()) if is_scattered(bead) else bead for bead in beads]
        found = self.scorer().explain(adjacent)
        for number, bead in enumerate(beads):
            if bead is not adjacent[number]:
                found[number] = self.explained_together(bead)
        if not reader or not self.can_be_read:
            return found
        paired = [number for number, bead in enumerate(beads) if not bead.is_null]
        weights = ReadWeights.load(self.kind)
        read = reader().likelihoods([self.texts(beads[number]) for number in paired])
        for number, likelihood in zip(paired, read, strict=True):
            found[number] = weights.explained(beads[number], found[number], likelihood)
        return found

    def explained_together(self, bead: Bead) -> tuple[Contribution, ...]:
        """The signals behind a bead of sentences from several places, as if they stood side by side."""
        others = [
            [index for index in range(len(side)) if index not in own]
            for side, own in ((self.source, bead.source), (self.target, bead.target))
        ]
        together = self.part([*bead.source, *others[0]], [*bead.target, *others[1]])
        moved = Bead(tuple(range(len(bead.source))), tuple(range(len(bead.target))))
        return together.scorer().explain([moved])[0]

    def explained_nearby(self, beads: Sequence[Bead]) -> list[tuple[Contribution, ...]]:
        """The signals behind beads of a long text, as their surroundings show them."""
        found: list[tuple[Contribution, ...]] = [()] * len(beads)
        for numbers in self.neighbourhoods(beads):
            rows = _around([index for number in numbers for index in beads[number].source], len(self.source))
            columns = _around([index for number in numbers for index in beads[number].target], len(self.target))
            moved = [
                Bead(
                    tuple(row - rows[0] for row in beads[number].source),
                    tuple(column - columns[0] for column in beads[number].target),
                )
                for number in numbers
            ]
            explained = self.part(rows, columns).scorer().explain(moved)
            for number, contributions in zip(numbers, explained, strict=True):
                found[number] = contributions
        return found

    def neighbourhoods(self, beads: Sequence[Bead]) -> Iterator[list[int]]:
        """The numbers of the beads with both sides, put together as far as those stand near each other on both."""
        group: list[int] = []
        for number, bead in enumerate(beads):
            if bead.is_null:
                continue
            if group:
                first = beads[group[0]]
                far = max(abs(bead.source[-1] - first.source[0]), abs(bead.target[-1] - first.target[0]))
                if far > 2 * AROUND:
                    yield group
                    group = []
            group.append(number)
        if group:
            yield group


def _around(places: Sequence[int], count: int) -> range:
    """These places and `AROUND` on either side of them."""
    return range(max(min(places) - AROUND, 0), min(max(places) + AROUND + 1, count))


def _reader(reader: PairReader | None, second_look: bool) -> Reader | None:
    """What is to read beads in doubt, loaded when there are any."""
    return (lambda: reader or embedded_reader()) if second_look else None


def _chosen(sentences: Sequence[str], places: Sequence[int]) -> list[str]:
    return [sentences[place] for place in places]
