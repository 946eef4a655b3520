"""The ways in which the field counts beads. They differ, so figures compare only with figures counted the same way.

`vecalign` is `score.py` of that tool (Thompson and Koehn, 2019), after the definitions of Sennrich and Volk (2011,
aclweb.org, W11-4624): precision over all predicted beads, null beads among them; recall over the gold beads with both
sides, against the predicted beads with both sides. `sentalign` is `evaluate.py` of SentAlign (Steingrímsson, Loftsson
and Way, 2023): null beads are dropped everywhere; its lax recall divides the laxly right predicted beads by their sum
with the gold beads that were not found strictly, so one bead may count as found and as missed.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final

__all__ = ["SCORERS", "Agreement", "BeadKey", "Scorer", "Sentalign", "Vecalign", "paired"]

BeadKey = tuple[tuple[int, ...], tuple[int, ...]]
"""A bead as its sentences: source ids, target ids."""


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


class Scorer(ABC):
    """A way to count beads; counts of documents are added up.

    Attributes:
        name: How it is asked for.
        line: How it counts, in one line that goes with every figure.
    """

    name: ClassVar[str]
    line: ClassVar[str]

    @abstractmethod
    def counted(self, beads: Iterable[BeadKey]) -> list[BeadKey]:
        """The beads of a document that count at all, in a fixed order."""

    @abstractmethod
    def strict(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """Beads that are the same, of those that count."""

    @abstractmethod
    def lax(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """Beads that have a sentence pair in common, of those that count."""


class Vecalign(Scorer):
    """Null beads count in precision and not in recall; a bead that stands twice counts once."""

    name = "vecalign"
    line = "as vecalign's score.py counts: precision with null beads, recall without"

    def counted(self, beads: Iterable[BeadKey]) -> list[BeadKey]:
        """Each bead once, without those that hold no sentence."""
        return sorted({bead for bead in beads if bead[0] or bead[1]})

    def strict(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """See `Scorer.strict`."""
        common, gold_paired = set(gold) & set(predicted), paired(gold)
        return Agreement(len(common), len(predicted), len(common.intersection(gold_paired)), len(gold_paired))

    def lax(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """See `Scorer.lax`."""
        gold_paired, predicted_paired = paired(gold), paired(predicted)
        return Agreement(
            len(_laxly_right(predicted, gold)),
            len(predicted),
            len(_laxly_right(gold_paired, predicted_paired)),
            len(gold_paired),
        )


class Sentalign(Scorer):
    """Null beads count nowhere. A bead that stands twice counts twice in the denominators of the strict figures."""

    name = "sentalign"
    line = "as SentAlign's evaluate.py counts: no null beads, lax recall against the gold beads not found strictly"

    def counted(self, beads: Iterable[BeadKey]) -> list[BeadKey]:
        """The beads with both sides."""
        return sorted(paired(beads))

    def strict(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """See `Scorer.strict`."""
        common = len(set(gold) & set(predicted))
        return Agreement(common, len(predicted), common, len(gold))

    def lax(self, gold: list[BeadKey], predicted: list[BeadKey]) -> Agreement:
        """See `Scorer.lax`."""
        golds, predictions = set(gold), set(predicted)
        right, missed = len(_laxly_right(predictions, golds)), len(golds - predictions)
        return Agreement(right, len(predictions), right, right + missed)


SCORERS: Final[Mapping[str, Scorer]] = MappingProxyType({scorer.name: scorer for scorer in (Vecalign(), Sentalign())})
"""By name."""


def paired(beads: Iterable[BeadKey]) -> list[BeadKey]:
    """The beads with both sides."""
    return [bead for bead in beads if bead[0] and bead[1]]


def _laxly_right(judged: Iterable[BeadKey], truth: Iterable[BeadKey]) -> set[BeadKey]:
    """The beads that are in `truth`, or have a source and a target sentence that one bead of it joins."""
    known = set(truth)
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in known:
        for index in source:
            partners[index].update(target)
    return {
        bead
        for bead in judged
        if bead in known or any(not partners[index].isdisjoint(bead[1]) for index in bead[0] if index in partners)
    }
