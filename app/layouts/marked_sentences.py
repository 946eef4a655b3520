"""The sentences of a run, found across the marks that cut them up, each with the marks that belong to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from app.layouts.attaching import attached
from app.layouts.runs import Mark, Piece, Run
from corpora import split_sentences

__all__ = ["Escape", "MarkedSentence", "sentences_of"]

_SPACE = " \t\r\n\f"
_NUMBER = itemgetter(0)
_FIRST_WIDE = "\u3001"

Escape = Callable[[str], str]
"""How new text is written in a markup."""


@dataclass(slots=True)
class MarkedSentence:
    """A sentence of a run: its stretch of the source, its text, and its marks by offsets into the text."""

    start: int
    end: int
    text: str
    spaced: bool
    pairs: list[tuple[int, int, str, str]] = field(default_factory=list)
    heads: str = ""
    tails: str = ""

    def rendered(self, translation: str, escape: Escape, *, copy: bool) -> str:
        """The translation with the marks; a copy leaves out those that are no pairs."""
        pairs = sorted(self.pairs, key=lambda pair: (pair[0], -pair[1]))
        places = attached(self.text, [(start, end) for start, end, _, _ in pairs], translation) if pairs else []
        marks: list[tuple[int, int, int, str]] = []  # place, closing before opening, nesting, mark
        for depth, ((start, end), (_, _, opening, closing)) in enumerate(zip(places, pairs, strict=True)):
            if start == end:
                if opening != closing:  # as Markdown's emphasis, which around nothing would be a mark of its own
                    marks.append((start, 1, depth, opening + closing))
            else:
                marks += [(start, 2, depth, opening), (end, 0, -depth, closing)]
        parts: list[str] = []
        position = 0
        for place, _, _, mark in sorted(marks):
            parts += (escape(translation[position:place]), mark)
            position = place
        parts.append(escape(translation[position:]))
        inner = "".join(parts)
        return inner if copy else f"{self.heads}{inner}{self.tails}"


class _Reading:
    """The characters of a run as a reader sees them, each with its place, and the marks between them."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.characters: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.marks: list[tuple[int, Piece]] = []  # number of the character after it
        for piece in pieces:
            if piece.mark is not Mark.TEXT:
                self.marks.append((len(self.characters), piece))
            elif piece.end - piece.start == len(piece.text):
                for offset, character in enumerate(piece.text):
                    self._add(character, piece.start + offset, piece.start + offset + 1)
            else:  # an entity
                for character in piece.text:
                    self._add(character, piece.start, piece.end)

    def marks_at(self, number: int) -> list[Piece]:
        """The marks right before this character."""
        first, last = bisect_left(self.marks, number, key=_NUMBER), bisect_right(self.marks, number, key=_NUMBER)
        return [piece for _, piece in self.marks[first:last]]

    def marks_between(self, first: int, last: int) -> list[tuple[int, Piece]]:
        """The marks after one character and before another."""
        return self.marks[bisect_right(self.marks, first, key=_NUMBER) : bisect_left(self.marks, last, key=_NUMBER)]

    def _add(self, character: str, start: int, end: int) -> None:
        if character in _SPACE:
            if self.characters and self.characters[-1] in _SPACE:
                self.places[-1] = (self.places[-1][0], end)
                self.characters[-1] = "\n" if "\n" in (character, self.characters[-1]) else " "
                return
        elif len(self.characters) > 1 and self.characters[-1] == "\n":
            if self.characters[-2] >= _FIRST_WIDE and character >= _FIRST_WIDE:  # a mere wrap of Japanese
                self.characters.pop()
                self.places.pop()
                row = len(self.marks) - 1
                while row >= 0 and self.marks[row][0] > len(self.characters):
                    self.marks[row] = (len(self.characters), self.marks[row][1])
                    row -= 1
            else:
                self.characters[-1] = " "
        self.characters.append(character)
        self.places.append((start, end))


def sentences_of(run: Run, language: str) -> Iterator[MarkedSentence]:
    """The sentences of a run, found in what a reader sees of it."""
    reading = _Reading(run.pieces)
    text = "".join(reading.characters).replace("\n", " ")
    reached = 0
    for first, last in split_sentences(text, language):
        start, end = reading.places[first][0], reading.places[last - 1][1]
        before, after = reading.marks_at(first), reading.marks_at(last)
        for piece in reversed(before):  # furigana at the edges goes with its sentence
            if piece.mark is Mark.DROP and piece.end == start:
                start = piece.start
        for piece in after:
            if piece.mark is Mark.DROP and piece.start == end:
                end = piece.end
        inside = reading.marks_between(first, last)
        opening, closing = _reaching_in(before, [piece for _, piece in inside], after)
        start, end = min([start, *(piece.start for piece in opening)]), max([end, *(piece.end for piece in closing)])
        sentence = MarkedSentence(start, end, text[first:last], spaced=False)
        if 0 < reached == first:  # and no line end either, which is kept
            between = sum(piece.end - piece.start for piece in before)
            sentence.spaced = reading.places[first][0] - reading.places[first - 1][1] <= between
        marks = [(first, piece) for piece in opening] + inside + [(last, piece) for piece in closing]
        _set_marks(sentence, [(place - first, piece) for place, piece in marks])
        yield sentence
        reached = last


def _reaching_in(
    before: Sequence[Piece], inside: Sequence[Piece], after: Sequence[Piece]
) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The last marks before a sentence and the first after it that go around some of its words, and not around it."""
    marks = [*before, *inside, *after]
    end = len(before) + len(inside)
    first, last = len(before), end
    open_rows: list[int] = []
    for row, piece in enumerate(marks):
        if piece.mark is Mark.OPEN:
            open_rows.append(row)
        elif piece.mark is Mark.CLOSE and open_rows and marks[open_rows[-1]].name == piece.name:
            opened = open_rows.pop()
            if opened < len(before) <= row < end:
                first = min(first, opened)
            elif len(before) <= opened < end <= row:
                last = row + 1
    return marks[first : len(before)], marks[end:last]


def _set_marks(sentence: MarkedSentence, marks: Iterable[tuple[int, Piece]]) -> None:
    """Pair the marks inside a sentence; those without a partner here go to its nearer edge, in their order."""
    opened: list[tuple[int, Piece, int]] = []  # and how many stood alone before it
    alone: list[tuple[int, int, str]] = []  # place among the characters, place in the source, mark
    for place, piece in marks:
        if piece.mark is Mark.OPEN:
            opened.append((place, piece, len(alone)))
        elif piece.mark is Mark.CLOSE and opened and opened[-1][1].name == piece.name:
            start, opening, before = opened.pop()
            if start < place:
                sentence.pairs.append((start, place, opening.text, piece.text))
            else:  # around no words: an anchor, a linked picture
                held = "".join(mark for _, _, mark in alone[before:])
                alone[before:] = [(place, opening.start, f"{opening.text}{held}{piece.text}")]
        elif piece.mark is not Mark.DROP:
            alone.append((place, piece.start, piece.text))
    alone += [(place, piece.start, piece.text) for place, piece, _ in opened]
    for place, _, mark in sorted(alone, key=lambda item: item[1]):
        if place < len(sentence.text) / 2 and not sentence.tails:
            sentence.heads += mark
        else:
            sentence.tails += mark
