"""The packing solver: the best set of beads that do not overlap, in whatever order they stand.

A Japanese article about an English report retells it in another order, and no monotone path can follow. Here every
candidate bead is a yes-or-no variable, every sentence may be in one chosen bead at most, and a small bonus for beads
that follow each other on both sides says that order is still the rule. HiGHS (Huangfu and Hall, 2018) solves this
integer programme through `scipy.optimize.milp`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from align.candidates import Sentence, candidate_beads, sentences_of
from align.monotone import MonotoneSolver, PlacedBead, total_worth
from align.scoring import BeadScorer

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_matrix

__all__ = ["PackingSolver"]


@dataclass(frozen=True, slots=True)
class PackingSolver:
    """Set packing over candidate beads of adjacent sentences.

    Attributes:
        successor: Bonus for two chosen beads of which one begins on both sides where the other ends.
        price: What every bead costs, since one that may stand anywhere has more chances to look good by accident. On
            every fourth document of news-moved-00, -05 and -20 a bonus of .7 with a price of .15 gives strict F1 .907,
            .906 and .906; 1.2 with 1 gives .914, .910 and .909, and the same on the sample articles.
        candidates: Beads considered for each sentence, the best of those that contain it.
        seconds: Time limit; a programme that is not solved by then gives way to the best monotone alignment.
    """

    successor: float = 1.2
    price: float = 1.0
    candidates: int = 12
    seconds: float = 20.0

    @property
    def name(self) -> str:
        """What outputs call it."""
        return f"packing(successor:{self.successor:g} price:{self.price:g} candidates:{self.candidates})"

    def solve(self, scorer: BeadScorer) -> list[PlacedBead]:
        """The beads of the greatest worth in sum, or the best monotone ones where the programme outlasts its time."""
        from scipy.optimize import Bounds, milp

        found = candidate_beads(scorer, least=self.price - self.successor, most=self.candidates)
        if not found:
            return []
        followers = _followers(found)
        gain = np.array([bead.worth - self.price for bead in found] + [self.successor] * len(followers))
        count = len(found)
        result = milp(
            -gain,
            constraints=[_one_bead_a_sentence(found, len(gain)), *_one_neighbour(followers, count)],
            integrality=np.array([1] * count + [0] * len(followers)),
            bounds=Bounds(0, 1),
            options={"time_limit": self.seconds, "mip_rel_gap": 1e-6},
        )
        if result.status != 0:
            return MonotoneSolver().solve(scorer)
        chosen = [bead for bead, share in zip(found, result.x[:count], strict=True) if share > 0.5]
        return sorted(chosen, key=lambda bead: bead.source)

    def value(self, beads: Sequence[PlacedBead]) -> float:
        """What an alignment is worth to this solver."""
        return total_worth(beads, self.successor) - self.price * len(beads)


def _followers(found: list[PlacedBead]) -> list[tuple[int, int]]:
    """Numbers of the beads of which the second begins where the first ends, on both sides."""
    beginning: dict[tuple[int, int], list[int]] = {}
    for index, bead in enumerate(found):
        beginning.setdefault((bead.source, bead.target), []).append(index)
    return [
        (index, follower)
        for index, bead in enumerate(found)
        for follower in beginning.get((bead.source + bead.source_size, bead.target + bead.target_size), [])
    ]


def _one_bead_a_sentence(found: list[PlacedBead], variables: int) -> "LinearConstraint":
    from scipy.optimize import LinearConstraint

    rows: dict[Sentence, int] = {}
    entries = [
        (rows.setdefault(sentence, len(rows)), index)
        for index, bead in enumerate(found)
        for sentence in sentences_of(bead)
    ]
    return LinearConstraint(_sparse(entries, [1.0] * len(entries), (len(rows), variables)), ub=1)


def _one_neighbour(followers: list[tuple[int, int]], count: int) -> "list[LinearConstraint]":
    """A bead that is not chosen follows none and is followed by none; a chosen one has one neighbour on each side."""
    from scipy.optimize import LinearConstraint

    constraints = []
    for end in (0, 1):
        rows: dict[int, int] = {}
        entries, values = [], []
        for number, pair in enumerate(followers):
            if pair[end] not in rows:
                rows[pair[end]] = len(rows)
                entries.append((rows[pair[end]], pair[end]))
                values.append(-1.0)
            entries.append((rows[pair[end]], count + number))
            values.append(1.0)
        if entries:
            constraints.append(LinearConstraint(_sparse(entries, values, (len(rows), count + len(followers))), ub=0))
    return constraints


def _sparse(entries: list[tuple[int, int]], values: list[float], shape: tuple[int, int]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    rows, columns = zip(*entries, strict=True)
    return csr_matrix((values, (rows, columns)), shape=shape)
