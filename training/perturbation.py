"""Harder documents out of aligned ones, to learn from: sentences merged and dropped, gold kept.

Released news translations leave nothing out, retold articles do. Every document made here has its own rates, so that
what is learned suits no single one of them. Order stays as it is: the learner knows monotone alignments only.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from align.alignment import Alignment, Bead
from align.monotone import PlacedBead

__all__ = ["GoldDocument", "perturbed", "scattered"]

MOST_MERGED: Final = 0.2
MOST_DROPPED: Final = 0.25
Sentences = tuple[tuple[str, str], ...]
"""Sentences with their translations; of the target, with nothing."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document pair with its gold alignment and, where there is one, a translation of the source, one for one."""

    source: list[str]
    target: list[str]
    gold: Alignment
    translation: list[str] | None = None

    def texts(self, bead: PlacedBead) -> tuple[str, str]:
        """Both sides of a bead as running text."""
        source = self.source[bead.source : bead.source + bead.source_size]
        return "".join(source), " ".join(self.target[bead.target : bead.target + bead.target_size])


def perturbed(document: GoldDocument, seed: str) -> GoldDocument:
    """The document with some beads merged and some sentences left without a counterpart, the same for the same seed.

    Rates are drawn for each document: up to `MOST_MERGED` of the beads are joined with the next one, one side into a
    single sentence (in half of the documents always the target's); up to `MOST_DROPPED` lose one side, or the other.
    """
    rng = random.Random(seed)
    merged, dropped = rng.uniform(0, MOST_MERGED), rng.uniform(0, MOST_DROPPED)
    joined_sources = rng.choice((0.0, 0.5))
    kept: list[tuple[Sentences, Sentences]] = []
    for source, target in _merged(_texts(document), merged, joined_sources, rng):
        fate = rng.random()
        if fate < dropped:
            kept.append(((), target))
        elif fate < 2 * dropped:
            kept.append((source, ()))
        else:
            kept.append((source, target))
    return _document(kept, translated=document.translation is not None)


def scattered(document: GoldDocument, seed: str, rate: float = 0.5) -> GoldDocument:
    """The document with this share of its beads of several sentences torn apart: the last one stands elsewhere."""
    rng = random.Random(seed)
    beads = [(list(bead.source), list(bead.target)) for bead in document.gold.beads]
    sides = [document.source, document.target]
    for side, lines in enumerate(sides):
        order = list(range(len(lines)))
        for bead in beads:
            if bead[1 - side] and len(bead[side]) > 1 and rng.random() < rate:
                order.remove(bead[side][-1])
                near = order.index(bead[side][-2])
                places = [place for place in range(len(order) + 1) if abs(place - near - 0.5) > 2]
                order.insert(rng.choice(places) if places else near + 1, bead[side][-1])
        sides[side] = [lines[index] for index in order]
        for bead in beads:
            bead[side][:] = sorted(order.index(index) for index in bead[side])
    gold = tuple(Bead(tuple(source), tuple(target)) for source, target in beads)
    source, target = sides
    return GoldDocument(source, target, Alignment(gold, len(source), len(target)))


def _texts(document: GoldDocument) -> list[tuple[Sentences, Sentences]]:
    translation = document.translation or [""] * len(document.source)
    return [
        (
            tuple((document.source[index], translation[index]) for index in bead.source),
            tuple((document.target[index], "") for index in bead.target),
        )
        for bead in document.gold.beads
    ]


def _merged(
    beads: list[tuple[Sentences, Sentences]], rate: float, joined_sources: float, rng: random.Random
) -> list[tuple[Sentences, Sentences]]:
    found: list[tuple[Sentences, Sentences]] = []
    waiting = list(reversed(beads))
    while waiting:
        source, target = waiting.pop()
        if waiting and rng.random() < rate:
            more_source, more_target = waiting.pop()
            source, target = source + more_source, target + more_target
            if rng.random() < joined_sources:
                source = _joined(source, "")
            else:
                target = _joined(target, " ")
        found.append((source, target))
    return found


def _joined(sentences: Sentences, space: str) -> Sentences:
    if not sentences:
        return ()
    return ((space.join(text for text, _ in sentences), " ".join(translation for _, translation in sentences)),)


def _document(beads: Sequence[tuple[Sentences, Sentences]], *, translated: bool) -> GoldDocument:
    """Beads of text become sentences and indices; what has no counterpart becomes one null bead a sentence."""
    source: list[str] = []
    target: list[str] = []
    translation: list[str] = []
    gold: list[Bead] = []
    for source_side, target_side in beads:
        sources = tuple(range(len(source), len(source) + len(source_side)))
        targets = tuple(range(len(target), len(target) + len(target_side)))
        source += [text for text, _ in source_side]
        target += [text for text, _ in target_side]
        translation += [text for _, text in source_side]
        if sources and targets:
            gold.append(Bead(sources, targets))
        else:
            gold += [Bead((index,), ()) for index in sources] + [Bead((), (index,)) for index in targets]
    alignment = Alignment(tuple(gold), len(source), len(target))
    return GoldDocument(source, target, alignment, translation if translated else None)
