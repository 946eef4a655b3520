"""Null beads: where the sentences without a counterpart stand, and which of them make one bead.

Aligners write one null bead for each sentence. In Japanese-English articles a passage that one side lacks is often one
unit: an English line takes two or three Japanese sentences, and where the line is missing they are left over together.
So adjacent Japanese sentences without a counterpart are one null bead by default; those of other languages stay one by
one, as the sets aligned by hand have them. `docs/alignment.md` says what that does to the figures.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.alignment import Bead
from align.japanese import are_japanese

__all__ = ["NullRuns", "with_nulls"]


@dataclass(frozen=True, slots=True)
class NullRuns:
    """On which sides a run of adjacent sentences without a counterpart is one null bead, and not one a sentence."""

    source: bool = False
    target: bool = False

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str]) -> "NullRuns":
        """What suits the languages of a document pair: runs on the side that is Japanese."""
        return cls(are_japanese(source), are_japanese(target))


def with_nulls(
    beads: Iterable[Bead], source_count: int, target_count: int, runs: NullRuns | None = None
) -> tuple[Bead, ...]:
    """Beads in source order, with null beads for the sentences that they leave out.

    A target sentence without a counterpart stands right after the bead of the target sentence before it.

    Args:
        beads: Beads with both sides, no sentence in two of them.
        source_count: Number of source sentences.
        target_count: Number of target sentences.
        runs: Where null beads may hold several sentences; by default nowhere.
    """
    runs = runs or NullRuns()
    paired = {bead.source[0]: bead for bead in beads}
    taken = {index for bead in paired.values() for index in bead.source}
    used = sorted(index for bead in paired.values() for index in bead.target)
    after: dict[int, list[Bead]] = {}  # target index of the bead before (-1: none) -> null beads
    for run in _runs(target_count, without=set(used), whole=runs.target):
        place = bisect_left(used, run[0])
        after.setdefault(used[place - 1] if place else -1, []).append(Bead((), run))
    alone = {run[0]: Bead(run, ()) for run in _runs(source_count, without=taken, whole=runs.source)}
    found = after.get(-1, [])
    for _, bead in sorted((paired | alone).items()):
        found.append(bead)
        for index in bead.target:
            found += after.get(index, [])
    return tuple(found)


def _runs(count: int, *, without: set[int], whole: bool) -> list[tuple[int, ...]]:
    """The numbers below `count` but for some, in order: those that follow each other together, or one by one."""
    found: list[tuple[int, ...]] = []
    for index in range(count):
        if index in without:
            continue
        if whole and found and found[-1][-1] == index - 1:
            found[-1] = (*found[-1], index)
        else:
            found.append((index,))
    return found
