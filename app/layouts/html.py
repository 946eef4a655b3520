"""HTML and XHTML pages, translated in place: every tag and attribute, and all that is no sentence, stays as it was.

The page is cut into tokens and never parsed into a tree, so it comes back byte by byte. All that a reader of the page
sees is translated, its title too, but nothing in scripts, in programs, or where the page says `translate="no"`.
"""

import html
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.layouts.bilingual import Bilingual
from app.layouts.inline import Edit, Insertion, Mark, Piece, Recoder, Run, woven
from app.layouts.slot import Slot, for_xml
from app.layouts.tokens import Token, tokens
from corpora.decoding import declared_charset, decode

__all__ = ["escaped", "html_slots", "inline_piece"]

Edits = Mapping[int, list[Edit]]
"""What of a tag is written otherwise, by where the tag begins."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE: Final = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em epub:switch font i img ins kbd mark nobr q rb ruby s samp "
    "small span strike strong sub sup time tt u var wbr"
)
"""Elements that stand inside a sentence; any other is a border."""
READINGS: Final = frozenset({"rt", "rp", "rtc"})
DROPPED: Final = frozenset({"ruby", "rb", "rtc", "wbr", "nobr"})
"""Marks of Japanese typesetting, which mean nothing in English."""
SKIPPED: Final = _set("script style template noscript textarea svg math object iframe canvas audio video map")

_LANGUAGE = re.compile(r"(\s(?:xml:)?lang\s*=\s*)(\"ja(?:-\w+)*\"|'ja(?:-\w+)*'|ja(?:-\w+)*(?=[\s/>]))", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SUP_END = re.compile(r"</sup\b", re.IGNORECASE)
_NUMBER = re.compile(r"[\W\d_]*\Z")
_COLUMNS: Final = "display:grid;grid-template-columns:1fr 1fr;column-gap:1.5em"


def html_slots(
    data: bytes, name: str, *, encoding: str | None, bilingual: Bilingual | None, xml: bool = False
) -> Iterator[Slot]:
    """The sentences of a page.

    Args:
        data: The page.
        name: What messages call it.
        encoding: Insist on this one.
        bilingual: Show both languages instead of putting one in the place of the other.
        xml: It is XHTML.

    Raises:
        InputError: It is no text, or not in this encoding.
    """
    source, used = decode(data, path=name, encoding=encoding, declared=declared_charset(data))
    found = list(tokens(source, xml=xml))
    edits = {} if bilingual else language_edits(source, found)
    recoder = Recoder(data, source, used, [edit for group in edits.values() for edit in group])
    return woven(source, _Runs(source, edits, _insertions(bilingual, xml=xml)).of(found), recoder, escaped)


def escaped(text: str) -> str:
    """New text as HTML and XML write it."""
    return html.escape(for_xml(text), quote=False)


def language_edits(source: str, found: list[Token]) -> Edits:
    """What said that a page or a part of it is Japanese says now that it is English."""
    edits: dict[int, list[Edit]] = {}
    for token in found:
        if token.kind in ("open", "void") and ("lang" in token.attributes or "xml:lang" in token.attributes):
            for match in _LANGUAGE.finditer(source, token.start, token.end):
                quote = match[2][0] if match[2][0] in "\"'" else ""
                edit = Edit(match.start(2), match.end(2), f"{quote}en{quote}")
                edits.setdefault(token.start, []).append(edit)
    return edits


def inline_piece(source: str, token: Token, edits: Edits = MappingProxyType({})) -> Piece:
    """A token inside a run, written with its edits."""
    written = source[token.start : token.end]
    for edit in reversed(edits.get(token.start, ())):
        written = written[: edit.start - token.start] + edit.text + written[edit.end - token.start :]
    if token.kind == "text":
        return Piece(token.start, token.end, written)
    if token.kind == "entity":
        return Piece(token.start, token.end, html.unescape(written))
    if token.name in DROPPED:
        return Piece(token.start, token.end, written, Mark.DROP)
    mark = {"open": Mark.OPEN, "close": Mark.CLOSE}.get(token.kind, Mark.ATOM)
    return Piece(token.start, token.end, written, mark, token.name)


def _insertions(
    bilingual: Bilingual | None, *, xml: bool
) -> tuple[Insertion | None, Insertion | None, Insertion | None]:
    """How translations go into titles, into text, and into text whose marks are not whole."""
    if bilingual is None:
        return None, None, None
    language = 'lang="en" xml:lang="en"' if xml else 'lang="en"'
    title = Insertion(" — ", "")
    below = Insertion(f"<br{'/' if xml else ''}><span {language}>", "</span>")
    if bilingual is Bilingual.ALTERNATING:
        return title, below, below
    beside = Insertion(f"</span><span {language}>", "</span></span>", f'<span style="{_COLUMNS}"><span>')
    return title, beside, below


class _Runs:
    """Gathers the pieces of a page into runs.

    Args:
        source: The page.
        edits: What of its tags is written otherwise.
        insertions: How translations go into titles, into text, and into text whose marks are not whole.
    """

    def __init__(
        self, source: str, edits: Edits, insertions: tuple[Insertion | None, Insertion | None, Insertion | None]
    ) -> None:
        self._source = source
        self._edits = edits
        self._in_title, self._in_text, self._in_pieces = insertions
        self._pieces: list[Piece] = []
        self._is_title = False

    def of(self, found: list[Token]) -> Iterator[Run]:
        """The runs of these tokens."""
        walk = _Walk(self._source)
        for token in found:
            if walk.passes_over(token):
                if walk.is_border:
                    yield from self._ended()
                else:
                    self._pass_over(token, walk)
            elif self._is_border(token):
                yield from self._ended()
                self._is_title = token.name == "title" and token.kind == "open"
            elif walk.preformatted and token.kind == "text":
                for start, end in _lines(self._source, token):
                    if start > token.start:
                        yield from self._ended()
                    self._pieces.append(Piece(start, end, self._source[start:end]))
            else:
                self._pieces.append(inline_piece(self._source, token, self._edits))
        yield from self._ended()

    def _is_border(self, token: Token) -> bool:
        if token.kind in ("text", "entity"):
            return False
        return token.name not in INLINE if token.name else not self._pieces  # a comment inside a sentence is none

    def _pass_over(self, token: Token, walk: "_Walk") -> None:
        """What is passed over inside a sentence is one piece, from its opening tag to its closing one."""
        start = self._pieces.pop().start if walk.goes_on and self._pieces else token.start
        self._pieces.append(Piece(start, token.end, self._source[start : token.end], walk.mark))

    def _ended(self) -> Iterator[Run]:
        """The run that ends here, if it has words."""
        if any(piece.mark is Mark.TEXT for piece in self._pieces):
            run = Run(tuple(self._pieces))
            in_text = self._in_text if run.is_balanced else self._in_pieces
            insertion = self._in_title if self._is_title else in_text
            yield run if insertion is None else Run(_within(run).pieces, insertion)
        self._pieces.clear()


def _within(run: Run) -> Run:
    """A run without the marks around all of it, so that a link takes in both languages."""
    pieces = run.pieces
    while len(pieces) > 2:
        first, last = pieces[0], pieces[-1]
        if first.mark is Mark.TEXT and not first.text.strip():
            pieces = pieces[1:]
        elif last.mark is Mark.TEXT and not last.text.strip():
            pieces = pieces[:-1]
        elif first.mark is Mark.OPEN and last.mark is Mark.CLOSE and Run(pieces[1:-1]).is_balanced:
            pieces = pieces[1:-1]
        else:
            break
    return Run(pieces)


def _lines(source: str, token: Token) -> Iterator[tuple[int, int]]:
    """The lines of a preformatted text, each with the line end before it."""
    start = token.start
    for match in re.finditer(r"\n", source[token.start : token.end]):
        end = token.start + match.start()
        if end > start:
            yield start, end
        start = end
    yield start, token.end


class _Walk:
    """What of a page is passed over: scripts, what must not be translated, furigana, the numbers of footnotes.

    Of the token passed over last:

    Attributes:
        is_border: It ends a sentence.
        mark: What it is inside a sentence.
        goes_on: It goes on with the one before.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._name = ""
        self._depth = 0
        self._preformatted = 0
        self.is_border = False
        self.mark = Mark.ATOM
        self.goes_on = False

    @property
    def preformatted(self) -> bool:
        """Whether line breaks count."""
        return self._preformatted > 0

    def passes_over(self, token: Token) -> bool:
        """Whether this token is not to be read."""
        self.goes_on = self._depth > 0
        if self._depth:
            if token.name == self._name:
                self._depth += {"open": 1, "close": -1}.get(token.kind, 0)
            return True
        if token.name == "pre":
            self._preformatted += {"open": 1, "close": -1}.get(token.kind, 0)
        if token.kind != "open":
            return False
        reading, number = token.name in READINGS, token.name == "sup" and self._is_number(token)
        if reading or number or self._is_left_alone(token):
            self._name, self._depth = token.name, 1
            self.is_border = token.name not in INLINE and not reading
            self.mark = Mark.DROP if reading else Mark.ATOM
            return True
        return False

    def _is_left_alone(self, token: Token) -> bool:
        kept = token.attributes.get("translate") == "no" or "notranslate" in token.attributes.get("class", "").split()
        return token.name in SKIPPED or kept or (token.name == "code" and self.preformatted)

    def _is_number(self, token: Token) -> bool:
        """Whether a raised text holds no word, as the number of a footnote does."""
        end = _SUP_END.search(self._source, token.end, token.end + 500)
        return end is not None and _NUMBER.match(_TAG.sub("", self._source[token.end : end.start()])) is not None
