"""Candidate beads: the few of all beads of adjacent sentences that are worth a solver's or a reader's time."""

import numpy as np

from align.monotone import PlacedBead
from align.scoring import BEAD_SHAPES, BeadScorer

__all__ = ["Sentence", "candidate_beads", "sentences_of"]

Sentence = tuple[int, int]
"""Side (0 source, 1 target) and place."""


def candidate_beads(
    scorer: BeadScorer, *, least: float, most: int, without: frozenset[Sentence] = frozenset()
) -> list[PlacedBead]:
    """Beads that may pay, by source place, shape and target place, each among the best of all its sentences.

    Args:
        scorer: Says what beads are worth.
        least: Worth that a candidate must exceed.
        most: Beads kept for each sentence, the best of those that contain it.
        without: Sentences that no candidate may contain.
    """
    found = []
    for start in range(scorer.source_count):
        for source_size, target_size in BEAD_SHAPES:
            if start + source_size > scorer.source_count or target_size > scorer.target_count:
                continue
            worths = scorer.worths(start, source_size, target_size)
            for place in np.flatnonzero(worths > least).tolist():
                found.append(PlacedBead(start, source_size, place, target_size, float(worths[place])))
    taken: dict[Sentence, int] = dict.fromkeys(without, most)
    kept = []
    for bead in sorted(found, key=lambda bead: -bead.worth):
        sentences = sentences_of(bead)
        if all(taken.get(sentence, 0) < most for sentence in sentences):
            kept.append(bead)
            for sentence in sentences:
                taken[sentence] = taken.get(sentence, 0) + 1
    return sorted(kept, key=lambda bead: (bead.source, bead.source_size, bead.target_size, bead.target))


def sentences_of(bead: PlacedBead) -> list[Sentence]:
    """The sentences of a bead, source first."""
    source = [(0, bead.source + offset) for offset in range(bead.source_size)]
    return source + [(1, bead.target + offset) for offset in range(bead.target_size)]
