"""Editing a comparison by hand: split, merge, move and unlink its beads, reword a translation, undo and redo.

Everything here is a pure function of frozen data. An edit names sentences, never positions of beads, so that it means
the same however the page is sorted. The scores are those of the edited state; what was done by hand is said where the
comparison says how it was made.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from align.alignment import Alignment, Bead
from app.compare import judged
from app.comparison import Comparison
from corpora import model_copy
from corpora.errors import InputError
from translate.flags import flags_of
from translate.translation import Hypothesis

__all__ = ["Edit", "History", "Merge", "Move", "Place", "Reword", "Side", "Split", "Unlink", "apply_edit", "bead_of"]

Side = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of the article or of its source, by the number that beads use."""

    side: Side
    index: int


@dataclass(frozen=True, slots=True)
class Split:
    """Cut the bead of a sentence in two, before that sentence.

    The other side is cut where the same share of its text lies before the cut. The sentence must not be its side's
    first in the bead.
    """

    before: Place


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one bead of the beads that hold these two sentences."""

    first: Place
    second: Place


@dataclass(frozen=True, slots=True)
class Move:
    """Take a sentence out of its bead and put it into the bead that holds another one."""

    sentence: Place
    to: Place


@dataclass(frozen=True, slots=True)
class Unlink:
    """Take a sentence out of its bead: it stands alone."""

    sentence: Place


@dataclass(frozen=True, slots=True)
class Reword:
    """Replace the translation of a Japanese sentence of the article."""

    index: int
    text: str


Edit = Split | Merge | Move | Unlink | Reword

_BY_HAND = "edited by hand"


@dataclass(frozen=True, slots=True)
class History:
    """A comparison, what was done to it, and what was undone.

    Attributes:
        original: As it was opened.
        edits: Every edit in order, with those that were undone at the end.
        done: How many of them are in force.
        present: The comparison with these edits.
    """

    original: Comparison
    edits: tuple[Edit, ...]
    done: int
    present: Comparison

    @classmethod
    def of(cls, comparison: Comparison, edits: Iterable[Edit] = (), done: int | None = None) -> "History":
        """The history that these edits make, by default all of them in force.

        Raises:
            InputError: If an edit does not fit the comparison.
        """
        every = tuple(edits)
        in_force = len(every) if done is None else done
        return cls(comparison, every, in_force, _replayed(comparison, every[:in_force]))

    def edited(self, edit: Edit) -> "History":
        """One edit further; what was undone before it is gone.

        Raises:
            InputError: If the edit is not possible.
        """
        edits = (*self.edits[: self.done], edit)
        return History(self.original, edits, self.done + 1, apply_edit(self.present, edit))

    def undone(self) -> "History":
        """One edit back; the same where nothing was done."""
        return self._at(self.done - 1)

    def redone(self) -> "History":
        """One edit forth again; the same where nothing was undone."""
        return self._at(self.done + 1)

    def _at(self, done: int) -> "History":
        if not 0 <= done <= len(self.edits):
            return self
        return replace(self, done=done, present=_replayed(self.original, self.edits[:done]))


def _replayed(comparison: Comparison, edits: Iterable[Edit]) -> Comparison:
    """Every edit applied; the scores are computed once, at the end."""
    present = comparison
    for edit in edits:
        present = _changed(present, edit)
    return present if present is comparison else judged(present)


def apply_edit(comparison: Comparison, edit: Edit) -> Comparison:
    """The comparison after one edit.

    Every sentence of both articles stays in exactly one bead. Beads that the edit makes have no probability: nobody
    estimated them.

    Raises:
        InputError: If the edit is not possible; the message says why.
    """
    return judged(_changed(comparison, edit))


def bead_of(alignment: Alignment, place: Place) -> int:
    """The position of the bead that holds a sentence.

    Raises:
        InputError: If there is no such sentence.
    """
    for position, bead in enumerate(alignment.beads):
        if place.index in _side(bead, place.side):
            return position
    raise InputError(f"no {_LANGUAGES[place.side]} sentence has number {place.index + 1}", remedy="choose a sentence")


_LANGUAGES = {"ja": "Japanese", "en": "English"}


def _changed(comparison: Comparison, edit: Edit) -> Comparison:
    if isinstance(edit, Reword):
        return _reworded(comparison, edit)
    if comparison.alignment is None:
        raise InputError("nothing is aligned here", remedy="compare the article with a source first")
    alignment = comparison.alignment
    match edit:
        case Split(before):
            beads = _split(alignment, before, _lengths(comparison))
        case Merge(first, second):
            beads = _merged(alignment, bead_of(alignment, first), bead_of(alignment, second))
        case Move(sentence, to):
            beads = _moved(alignment, sentence, bead_of(alignment, to))
        case Unlink(sentence):
            beads = _unlinked(alignment, sentence)
    return replace(comparison, alignment=replace(alignment, beads=_arranged(beads), method=_marked(alignment.method)))


def _marked(line: str) -> str:
    """A line that says how something was made, with the hand named in it once."""
    return line if line.endswith(_BY_HAND) else f"{line} | {_BY_HAND}" if line else _BY_HAND


# Beads


def _split(alignment: Alignment, before: Place, lengths: Callable[[Side, int], int]) -> list[Bead]:
    position = bead_of(alignment, before)
    bead = alignment.beads[position]
    cut = _side(bead, before.side).index(before.index)
    if cut == 0:
        raise InputError(
            "this is the first sentence of its row, so there is nothing to cut off before it",
            remedy="choose a later sentence of the row, or unlink this one",
        )
    other: Side = "en" if before.side == "ja" else "ja"
    own, facing = _side(bead, before.side), _side(bead, other)
    share = sum(lengths(before.side, index) for index in own[:cut]) / sum(lengths(before.side, index) for index in own)
    cut_facing = _cut_at(share, [lengths(other, index) for index in facing])
    first = _bead(before.side, own[:cut], facing[:cut_facing])
    second = _bead(before.side, own[cut:], facing[cut_facing:])
    return _with(alignment, {position}, first, second)


def _cut_at(share: float, lengths: Sequence[int]) -> int:
    """How many of these sentences make up this share of their text most nearly; with two or more, both sides get one.

    A single sentence goes to the larger part.
    """
    total = sum(lengths)
    candidates = range(1, len(lengths)) if len(lengths) > 1 else range(len(lengths) + 1)
    return min(candidates, key=lambda count: abs(sum(lengths[:count]) / total - share) if total else count)


def _merged(alignment: Alignment, first: int, second: int) -> list[Bead]:
    if first == second:
        raise InputError("these sentences are in one row already", remedy="choose a sentence of another row")
    one, other = alignment.beads[first], alignment.beads[second]
    return _with(
        alignment, {first, second}, Bead(_ordered(one.source, other.source), _ordered(one.target, other.target))
    )


def _moved(alignment: Alignment, sentence: Place, to: int) -> list[Bead]:
    position = bead_of(alignment, sentence)
    if position == to:
        raise InputError("this sentence is in that row already", remedy="choose a sentence of another row")
    rest, taken = _without(alignment.beads[position], sentence), alignment.beads[to]
    goes = _bead(sentence.side, (sentence.index,), ())
    joined = Bead(_ordered(taken.source, goes.source), _ordered(taken.target, goes.target))
    return _with(alignment, {position, to}, rest, joined)


def _unlinked(alignment: Alignment, sentence: Place) -> list[Bead]:
    position = bead_of(alignment, sentence)
    rest = _without(alignment.beads[position], sentence)
    if not rest.source and not rest.target:
        raise InputError("this sentence stands alone already", remedy="choose a sentence with a partner")
    return _with(alignment, {position}, rest, _bead(sentence.side, (sentence.index,), ()))


def _with(alignment: Alignment, gone: set[int], *made: Bead) -> list[Bead]:
    kept = [bead for position, bead in enumerate(alignment.beads) if position not in gone]
    return kept + [bead for bead in made if bead.source or bead.target]


def _without(bead: Bead, sentence: Place) -> Bead:
    source, target = (
        tuple(index for index in _side(bead, side) if side != sentence.side or index != sentence.index)
        for side in _SIDES
    )
    return Bead(source, target)


_SIDES: tuple[Side, Side] = ("ja", "en")


def _side(bead: Bead, side: Side) -> tuple[int, ...]:
    return bead.source if side == "ja" else bead.target


def _bead(side: Side, own: tuple[int, ...], facing: tuple[int, ...]) -> Bead:
    return Bead(own, facing) if side == "ja" else Bead(facing, own)


def _ordered(*indices: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(index for side in indices for index in side))


def _arranged(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """In source order; a bead without source comes after the one that holds the target sentence before its own."""
    every = list(beads)
    ordered = sorted((bead for bead in every if bead.source), key=lambda bead: bead.source)
    for alone in sorted((bead for bead in every if not bead.source), key=lambda bead: bead.target):
        before = alone.target[0] - 1
        position = next((place for place, bead in enumerate(ordered, start=1) if before in bead.target), 0)
        ordered.insert(position, alone)
    return tuple(ordered)


# Texts


def _lengths(comparison: Comparison) -> Callable[[Side, int], int]:
    japanese, english = comparison.aligned_japanese(), comparison.aligned_english()

    def length(side: Side, index: int) -> int:
        return len(japanese[index].sentence.text if side == "ja" else english[index].text)

    return length


def _reworded(comparison: Comparison, edit: Reword) -> Comparison:
    article = comparison.aligned_japanese()
    if not 0 <= edit.index < len(article):
        raise InputError(f"no Japanese sentence has number {edit.index + 1}", remedy="choose a sentence")
    item = article[edit.index]
    text = " ".join(edit.text.split())
    if text == item.hypothesis.text:
        raise InputError("the translation reads like this already", remedy="change a word, or leave it")
    worded = replace(item, hypothesis=Hypothesis(text, flags=flags_of(model_copy(item.sentence.text), text)))
    translation = comparison.translation
    sentences = tuple(worded if other is item else other for other in translation.sentences)
    line = _marked(translation.engine_line)
    return replace(comparison, translation=replace(translation, sentences=sentences, engine_line=line))
