"""Texts of book length: cut along a chain of anchors into pieces that the aligner's solvers can take whole.

Where three anchors stand in a row on both sides, the middle one is a bead, and nothing has to be searched. What lies
between such beads is aligned as articles are, with every signal, so that time and memory grow with the length of the
text and not with its square. Sentences that this leaves over are offered to each other once more, in whatever order
they stand, when many anchors lie off the chain.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from align.anchors import Anchors, find_anchors
from align.encoder import Encoder
from align.gate import ReorderGate
from align.monotone import PlacedBead, Solver
from align.packing import PackingSolver
from align.probability import Calibration, Judged
from align.scoring import ARTICLE_CELLS, BeadScorer

__all__ = ["LongText", "align_long"]

REGION_CELLS: Final = 22_500
"""Source times target sentences beyond which a stretch without sure beads is cut once more."""
BATCH: Final = 100
"""Source sentences that are aligned in one go, of as many short regions as they take."""
CROSSING_SHARE: Final = 0.05
"""Share of the anchors off the chain from which on leftover sentences may pair out of order."""
SURE: Final = 0.999
"""How often a bead in the middle of three anchors in a row is right: 9,760 of 9,768 in 20,000 lines of an encyclopedia
with sentences dropped, split and whole stretches left out."""

MakeScorer = Callable[[list[int], list[int]], BeadScorer]
"""From the numbers of source and target sentences to the scorer of these alone."""


@dataclass(frozen=True, slots=True)
class LongText:
    """What came out for a long text: beads with their probabilities, and in words how."""

    beads: list[Judged]
    reason: str


@dataclass(frozen=True, slots=True)
class _Region:
    """Source sentences `source … source_end` with target sentences `target … target_end`.

    `before` and `after` say whether its first and last sentences are a sure bead, there for context only.
    """

    source: int
    source_end: int
    target: int
    target_end: int
    before: bool = False
    after: bool = False

    @property
    def cells(self) -> int:
        return (self.source_end - self.source) * (self.target_end - self.target)

    def holds(self, bead: PlacedBead) -> bool:
        """Whether a bead lies inside, the context left out."""
        return (
            bead.source >= self.source + self.before
            and bead.target >= self.target + self.before
            and bead.source + bead.source_size <= self.source_end - self.after
            and bead.target + bead.target_size <= self.target_end - self.after
        )


def align_long(
    source: Sequence[str],
    target: Sequence[str],
    embedding: Encoder,
    make_scorer: MakeScorer,
    *,
    calibration: Calibration,
    solver: Solver | None = None,
) -> LongText:
    """Align two long texts.

    Args:
        source: Source sentences.
        target: Target sentences.
        embedding: Finds the anchors.
        make_scorer: Makes the scorer of a part of the text.
        calibration: How beads become probabilities.
        solver: Takes each part; by default the reorder gate decides.
    """
    anchors = find_anchors(embedding.encode(source), embedding.encode(target))
    sure = _sure(anchors)
    placed = [Judged(PlacedBead(row, 1, column, 1), SURE) for row, column in sure]
    aligner = _PartAligner(make_scorer, calibration, solver, ReorderGate(small=0))
    regions = [
        part for region in _between(sure, len(source), len(target)) for part in _cut(region, anchors) if part.cells
    ]
    for batch in _batches(regions):
        placed += aligner.align(batch)
    reason = f"along {len(anchors)} anchors, {len(sure)} of them sure beads, {anchors.crossing} more cross"
    if solver is None and anchors.crossing > CROSSING_SHARE * (len(anchors) + anchors.crossing):
        found = _leftover_beads(placed, len(source), len(target), make_scorer, calibration)
        placed += found
        reason += f"; {len(found)} beads packed out of what was left"
    return LongText(sorted(placed, key=lambda judged: judged.bead.source), reason)


@dataclass(frozen=True, slots=True)
class _PartAligner:
    make_scorer: MakeScorer
    calibration: Calibration
    solver: Solver | None
    gate: ReorderGate

    def align(self, regions: list[_Region]) -> list[Judged]:
        """Align regions that follow each other as if they were one text."""
        rows = [row for region in regions for row in range(region.source, region.source_end)]
        columns = [column for region in regions for column in range(region.target, region.target_end)]
        scorer = self.make_scorer(rows, columns)
        beads = self.solver.solve(scorer) if self.solver else self.gate.decide(scorer).beads
        judged = self.calibration.judged(beads, scorer)
        moved = [_renumbered(each, rows, columns) for each in judged]
        home = {row: region for region in regions for row in range(region.source, region.source_end)}
        return [each for each in moved if each is not None and home[each.bead.source].holds(each.bead)]


def _sure(anchors: Anchors) -> list[tuple[int, int]]:
    """The anchors that stand between two others without a gap on either side."""
    follows = (np.diff(anchors.source) == 1) & (np.diff(anchors.target) == 1)
    middle = np.flatnonzero(follows[1:] & follows[:-1]) + 1
    return list(zip(anchors.source[middle].tolist(), anchors.target[middle].tolist(), strict=True))


def _between(sure: list[tuple[int, int]], source_count: int, target_count: int) -> Iterator[_Region]:
    """The regions between sure beads, with a bead of context at either end."""
    last: tuple[int, int] | None = None
    for bead in sure:
        begin = last or (0, 0)
        if last is None or bead != (last[0] + 1, last[1] + 1):
            yield _Region(begin[0], bead[0] + 1, begin[1], bead[1] + 1, before=last is not None, after=True)
        last = bead
    begin = last or (0, 0)
    yield _Region(begin[0], source_count, begin[1], target_count, before=last is not None)


def _cut(region: _Region, anchors: Anchors) -> Iterator[_Region]:
    """Parts of a region small enough to be aligned whole: cut at the anchor nearest its middle, or there without."""
    waiting = [region]
    while waiting:
        part = waiting.pop()
        if part.cells <= REGION_CELLS or min(part.source_end - part.source, part.target_end - part.target) < 4:
            yield part
            continue
        row, column = _cutting_place(part, anchors)
        waiting.append(_Region(row, part.source_end, column, part.target_end, after=part.after))
        waiting.append(_Region(part.source, row, part.target, column, before=part.before))


def _cutting_place(part: _Region, anchors: Anchors) -> tuple[int, int]:
    """An anchor from the middle half of a part, the one nearest the middle; without anchors, the middle itself."""
    rows, columns = part.source_end - part.source, part.target_end - part.target
    first, last = np.searchsorted(anchors.source, [part.source + 1, part.source_end - 1])
    place = (anchors.source[first:last] - part.source) / rows + (anchors.target[first:last] - part.target) / columns
    off = np.abs(place - 1)
    if len(off) and off.min() < 0.9:
        best = first + int(off.argmin())
        return int(anchors.source[best]), int(anchors.target[best])
    return part.source + rows // 2, part.target + columns // 2


def _batches(regions: list[_Region]) -> Iterator[list[_Region]]:
    """Neighbouring regions put together: context keeps them apart, so only those that have it on both sides are."""
    batch: list[_Region] = []
    size = 0
    for region in regions:
        alone = not (region.before and region.after)
        if batch and (alone or size + region.source_end - region.source > BATCH):
            yield batch
            batch, size = [], 0
        if alone:
            yield [region]
        else:
            batch.append(region)
            size += region.source_end - region.source
    if batch:
        yield batch


def _renumbered(judged: Judged, rows: list[int], columns: list[int]) -> Judged | None:
    """A bead of a part in the numbers of the whole text; none if its sentences are not neighbours there."""
    bead = judged.bead
    if (
        rows[bead.source + bead.source_size - 1] != rows[bead.source] + bead.source_size - 1
        or columns[bead.target + bead.target_size - 1] != columns[bead.target] + bead.target_size - 1
    ):
        return None
    placed = PlacedBead(rows[bead.source], bead.source_size, columns[bead.target], bead.target_size, bead.worth)
    return Judged(placed, judged.probability)


def _leftover_beads(
    placed: list[Judged], source_count: int, target_count: int, make_scorer: MakeScorer, calibration: Calibration
) -> list[Judged]:
    """Beads, in whatever order, of the sentences that are in none yet; none where these are too many to compare."""
    rows = _free(((each.bead.source, each.bead.source_size) for each in placed), source_count)
    columns = _free(((each.bead.target, each.bead.target_size) for each in placed), target_count)
    if not rows or not columns or len(rows) * len(columns) > ARTICLE_CELLS:
        return []
    scorer = make_scorer(rows, columns)
    judged = calibration.judged(PackingSolver().solve(scorer), scorer)
    return [each for found in judged if (each := _renumbered(found, rows, columns)) is not None]


def _free(taken: Iterator[tuple[int, int]], count: int) -> list[int]:
    free: npt.NDArray[np.bool_] = np.ones(count, dtype=np.bool_)
    for start, size in taken:
        free[start : start + size] = False
    return [int(place) for place in np.flatnonzero(free)]
