"""Sentences inside markup: found across the marks that cut them up, and written again with the marks in their places.

HTML, EPUB, XLIFF, TMX and Markdown all become runs: stretches of source text between two borders of blocks, made of
pieces that are either text or a mark. What lies outside the sentences of a run is written again byte by byte.
"""

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from operator import itemgetter

from app.layouts.attaching import attached
from app.layouts.slot import Slot
from corpora import detect_language, split_sentences

__all__ = ["Edit", "Insertion", "Mark", "Piece", "Recoder", "Run", "wanted", "woven"]

_JAPANESE = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々]")
_SPACE = " \t\r\n\f"
_NUMBER = itemgetter(0)
_FIRST_WIDE = "\u3001"
_ID = re.compile(r"\s(?:xml:)?id\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)

Escape = Callable[[str], str]


class Mark(Enum):
    """What a piece of a run is."""

    TEXT = "text"
    OPEN = "open"  # goes around words: kept around their translation
    CLOSE = "close"
    ATOM = "atom"  # stands for itself: a picture, a footnote's number
    DROP = "drop"  # has no place in a translation: furigana


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source.

    Attributes:
        start: Where it begins in the source.
        end: Where it ends.
        text: What a reader sees of it; of a mark, how it is written again.
        mark: What it is.
        name: Of marks around words: what pairs them.
    """

    start: int
    end: int
    text: str
    mark: Mark = Mark.TEXT
    name: str = ""


@dataclass(frozen=True, slots=True)
class Insertion:
    """How a translation goes beside a run instead of into its place.

    Attributes:
        before: Written before the translation.
        after: Written after it.
        lead: Written before the run itself.
        at: Where the translation goes; `None` is the end of the run.
        complete: Only if every sentence of the run has a translation.
        keep_ids: The marks of the translation keep their ids.
    """

    before: str
    after: str
    lead: str = ""
    at: int | None = None
    complete: bool = False
    keep_ids: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that follow one another without a gap, and how their translation goes in; `None` is in their place."""

    pieces: Sequence[Piece]
    insertion: Insertion | None = None

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1].end

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return "".join(piece.text for piece in self.pieces if piece.mark is Mark.TEXT)

    @property
    def is_balanced(self) -> bool:
        """Whether every mark around words has its partner in this run."""
        open_names: list[str] = []
        for piece in self.pieces:
            if piece.mark is Mark.OPEN:
                open_names.append(piece.name)
            elif piece.mark is Mark.CLOSE and (not open_names or open_names.pop() != piece.name):
                return False
        return not open_names


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source that is written otherwise, whatever the translations are."""

    start: int
    end: int
    text: str


class Recoder:
    """Turns a decoded source back into its own bytes, and new text into the same encoding.

    Args:
        data: The bytes as they were.
        text: What they were decoded to.
        encoding: The encoding of both.
        edits: What is written otherwise, in order.
    """

    def __init__(self, data: bytes, text: str, encoding: str, edits: Sequence[Edit] = ()) -> None:
        self._text = text
        self._edits = list(reversed(edits))
        # Characters that the encoding lacks become references, which HTML, XML and Markdown all read.
        self._encoder = codecs.getincrementalencoder(encoding)("xmlcharrefreplace")
        again = text.encode(encoding, "xmlcharrefreplace")
        self._data = None if again == data else data
        self._places = [] if again == data else _byte_places(data, encoding)
        if len(self._places) != len(text) + 1:  # also of encodings that shift, whose bytes mean nothing alone
            self._data = None

    def kept(self, start: int, end: int) -> bytes:
        """A stretch of the source with its edits; to be called in order."""
        parts: list[bytes] = []
        while self._edits and self._edits[-1].end <= end:
            edit = self._edits.pop()
            if start <= edit.start:
                parts += (self._as_it_was(start, edit.start), self.made(edit.text))
                start = edit.end
        return b"".join([*parts, self._as_it_was(start, end)])

    def made(self, text: str) -> bytes:
        """New text; to be called in order."""
        return self._encoder.encode(text)

    def end(self) -> bytes:
        """What an encoding that shifts needs in the end."""
        return self._encoder.encode("", final=True)

    def _as_it_was(self, start: int, end: int) -> bytes:
        if self._data is None:
            return self._encoder.encode(self._text[start:end])
        return self._data[self._places[start] : self._places[end]]


def _byte_places(data: bytes, encoding: str) -> list[int]:
    """Where each character begins among the bytes, and where the last one ends."""
    if encoding.startswith("iso2022"):
        return []
    decoder = codecs.getincrementaldecoder(encoding)()
    places = [0]
    for place in range(len(data)):
        places += [place + 1] * len(decoder.decode(data[place : place + 1]))
    return places


@dataclass(slots=True)
class _Sentence:
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


def wanted(language: str) -> Callable[[str], bool]:
    """Whether a sentence of a document in this language has something to translate."""
    if language == "ja":
        return lambda text: _JAPANESE.search(text) is not None
    return lambda text: any(character.isalpha() for character in text)


def woven(source: str, runs: Iterable[Run], recoder: Recoder, escape: Escape) -> Iterator[Slot]:
    """The slots of a document in markup: a slot for each sentence of its runs.

    Args:
        source: The decoded document.
        runs: In order and apart.
        recoder: Writes the source again.
        escape: How new text is written in this markup.
    """
    weaver = _Weaver(source, recoder, escape)
    listed = list(runs)
    language = detect_language("\n".join(run.text for run in listed))
    is_wanted = wanted(language)
    position = counted = 0
    number = 1
    for block, run in enumerate(listed):
        sentences = [sentence for sentence in _sentences(run, language) if is_wanted(sentence.text)]
        if not sentences:
            continue
        number += source.count("\n", counted, sentences[0].start)
        counted = sentences[0].start
        if run.insertion is None:
            for sentence in sentences:
                yield Slot(number, sentence.text, partial(weaver.in_place, position, sentence), block)
                position = sentence.end
            continue
        done = [(sentence, "") for sentence in sentences]
        for row, sentence in enumerate(sentences[:-1]):
            yield Slot(number, sentence.text, partial(_put_by, done, row), block)
        yield Slot(number, sentences[-1].text, partial(weaver.beside, position, run, run.insertion, done), block)
        position = run.end if run.insertion.at is None else run.insertion.at
    yield Slot(number, "", lambda _: recoder.kept(position, len(source)) + recoder.end())


@dataclass(frozen=True, slots=True)
class _Weaver:
    """Writes a document in markup again, with its translations."""

    source: str
    recoder: Recoder
    escape: Escape

    def in_place(self, position: int, sentence: _Sentence, translation: str) -> bytes:
        """What stands before a sentence, and its translation; a sentence without one stays as it was."""
        before = self.recoder.kept(position, sentence.start)
        if not translation:
            return before + self.recoder.kept(sentence.start, sentence.end)
        space = " " if sentence.spaced else ""
        return before + self.recoder.made(space + sentence.rendered(translation, self.escape, copy=False))

    def beside(
        self, position: int, run: Run, insertion: Insertion, done: list[tuple[_Sentence, str]], translation: str
    ) -> bytes:
        """What stands before a run, the run itself, and its translation, whose last sentence is this one."""
        done[-1] = (done[-1][0], translation)
        at = run.end if insertion.at is None else insertion.at
        found = [text for _, text in done]
        if not any(found) or (insertion.complete and not all(found)):
            return self.recoder.kept(position, at)
        before = self.recoder.kept(position, run.start)
        before += self.recoder.made(insertion.lead) + self.recoder.kept(run.start, at)
        copy = self._copy(run, done)
        if not insertion.keep_ids:
            copy = _ID.sub("", copy).strip()
        return before + self.recoder.made(f"{insertion.before}{copy}{insertion.after}")

    def _copy(self, run: Run, done: list[tuple[_Sentence, str]]) -> str:
        """A run in translation. If its marks are not whole, only what is inside its sentences."""
        is_whole = run.is_balanced
        parts: list[str] = []
        position = run.start
        for sentence, translation in done:
            if is_whole:
                parts.append(self.source[position : sentence.start])
                position = sentence.end
            parts.append(" " if sentence.spaced else "")
            parts.append(sentence.rendered(translation, self.escape, copy=not is_whole))
        return "".join([*parts, self.source[position : run.end] if is_whole else ""])


def _put_by(done: list[tuple[_Sentence, str]], row: int, translation: str) -> bytes:
    done[row] = (done[row][0], translation)
    return b""


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


def _sentences(run: Run, language: str) -> Iterator[_Sentence]:
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
        sentence = _Sentence(start, end, text[first:last], spaced=False)
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


def _set_marks(sentence: _Sentence, marks: Iterable[tuple[int, Piece]]) -> None:
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
