"""Beads of sentences that do not stand side by side: an afterthought of the solvers, which know adjacent ones only.

A Japanese article may say in one sentence what its source says in two places. The solver pairs it with one of them and
leaves the other alone. So each sentence left alone is offered to the bead that it brings closest, and the bead is
judged anew as if the sentence stood right behind the others. It stays where that makes the bead worth far more.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from align.alignment import Bead
from align.probability import Calibration
from align.scoring import BEAD_SHAPES

__all__ = ["gathered", "is_scattered"]

Floats = npt.NDArray[np.float32]
Orders = tuple[list[int], list[int]]


Worths = Callable[[Orders, Sequence[Bead]], Sequence[float]]
"""What beads are worth, with the source and the target sentences in another order in which theirs are adjacent."""


def is_scattered(bead: Bead) -> bool:
    """Whether the sentences of a side do not stand side by side."""
    return any(side and side[-1] - side[0] >= len(side) for side in (bead.source, bead.target))


def gathered(
    beads: Sequence[Bead], sums: tuple[Floats, Floats], worths: Worths, *, price: float, calibration: Calibration
) -> list[Bead]:
    """The beads, some of them with a sentence more from somewhere else.

    Args:
        beads: Beads of adjacent sentences with both sides, no sentence in two of them.
        sums: Vectors of the source and of the target sentences that add up, shape (sentences, dimensions) each.
        worths: Says what beads are worth.
        price: Worth that such a bead must gain.
        calibration: How it becomes a probability.
    """
    found = list(beads)
    for side in (0, 1):
        orders = (list(range(len(sums[0]))), list(range(len(sums[1]))))
        offers = list(_offers(found, sums, side))
        if not offers:
            continue
        for offer in offers:
            orders[side].remove(offer.sentence)
            orders[side].insert(orders[side].index(_sides(found[offer.bead])[side][-1]) + 1, offer.sentence)
        before = [found[offer.bead] for offer in offers]
        larger = [offer.accepted(bead) for offer, bead in zip(offers, before, strict=True)]
        known = worths(orders, [*before, *larger])
        for offer, bead, was, worth in zip(offers, larger, known[: len(offers)], known[len(offers) :], strict=True):
            if worth - was > price:
                size = len(bead.source) + len(bead.target)
                found[offer.bead] = replace(bead, probability=calibration.of_scattered(size, worth, worth - was))
    return found


@dataclass(frozen=True, slots=True)
class _Offer:
    """A sentence left alone, and the number of the bead that it brings closest."""

    side: int
    sentence: int
    bead: int
    closer: float

    def accepted(self, bead: Bead) -> Bead:
        sides = list(_sides(bead))
        sides[self.side] = tuple(sorted((*sides[self.side], self.sentence)))
        return replace(bead, source=sides[0], target=sides[1])


def _offers(beads: Sequence[Bead], sums: tuple[Floats, Floats], side: int) -> Iterator[_Offer]:
    """For each bead the best of the sentences that bring it closer than any other bead."""
    taken = {index for bead in beads for index in _sides(bead)[side]}
    best: dict[int, _Offer] = {}
    joined = [tuple(sums[s][list(_sides(bead)[s])].sum(axis=0) for s in (0, 1)) for bead in beads]
    before = np.array([_cosine(*both) for both in joined])
    for sentence in range(len(sums[side])):
        if sentence in taken:
            continue
        closer = np.full(len(beads), -1.0)
        for number, bead in enumerate(beads):
            if _can_take(bead, side, sentence):
                both = list(joined[number])
                both[side] = both[side] + sums[side][sentence]
                closer[number] = _cosine(both[0], both[1]) - before[number]
        number = int(closer.argmax()) if len(beads) else 0
        offer = _Offer(side, sentence, number, float(closer[number]) if len(beads) else -1.0)
        if offer.closer > 0 and (number not in best or best[number].closer < offer.closer):
            best[number] = offer
    yield from best.values()


def _can_take(bead: Bead, side: int, sentence: int) -> bool:
    """Whether a bead may have one more sentence that is no neighbour: those the solver has weighed already."""
    sizes = [len(bead.source), len(bead.target)]
    sizes[side] += 1
    own = _sides(bead)[side]
    return (sizes[0], sizes[1]) in BEAD_SHAPES and not own[0] - 1 <= sentence <= own[-1] + 1


def _sides(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return bead.source, bead.target


def _cosine(one: Floats, other: Floats) -> float:
    return float(one @ other / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9))
