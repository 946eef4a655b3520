"""Markup cut into tags and texts by their places in the source, in linear time whatever the source is.

No parser that builds a tree keeps a page byte by byte, and Python's own tokeniser takes quadratic time over broken
tags. What is no proper tag is text, as browsers see it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Token", "tokens"]

VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
RAW: Final = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "textarea"))
"""Elements in HTML in which no tag is a tag but their own closing one."""
PATIENCE: Final = 20
"""Tags without an end that are looked at closely; after that many the next `>` ends each."""

_NAME = re.compile(r"/?[A-Za-z][^\s/>]*")
_NO_NAME = re.compile(r"</[^A-Za-z]")
_TAG_END = re.compile(r"(?:[^>=]+|=\s*\"[^\"]*\"|=\s*'[^']*'|=)*+>")
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});?")
_SPECIAL: Final = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, a text, an entity or anything else between two places of a source.

    Attributes:
        kind: `open`, `close`, `void` (a tag that needs no closing one), `text`, `entity` or `other`.
        name: Of a tag, in lower case.
        start: Where it begins.
        end: Where it ends.
        inside: Of an opening tag, what stands after its name.
    """

    kind: str
    name: str
    start: int
    end: int
    inside: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Of a tag, by their names in lower case; of two of one name the first."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.inside):
            found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
        return found


def tokens(source: str, *, xml: bool) -> Iterator[Token]:
    """A source in HTML or XML as tokens that follow one another without a gap."""
    position = reached = 0
    last_end = source.rfind(">")
    patience = PATIENCE
    while (place := source.find("<", position)) >= 0 and place < last_end:
        token = _special(source, place)
        if token is None:
            token = _tag(source, place, xml=xml, closely=patience > 0)
            patience -= token is None and _NAME.match(source, place + 1) is not None
        if token is None:
            position = place + 1
            continue
        yield from _texts(source, reached, place)
        yield token
        position = reached = token.end
        if not xml and token.kind == "open" and token.name in RAW:
            match = re.compile(f"</{token.name}(?![^\\s/>])", re.IGNORECASE).search(source, token.end)
            position = len(source) if match is None else match.start()
            if position > reached:
                yield Token("text", "", reached, position)
            reached = position
    yield from _texts(source, reached, len(source))


def _special(source: str, place: int) -> Token | None:
    """A comment, a declaration, an instruction; one that does not end takes in the rest."""
    for opening, closing in _SPECIAL:
        if source.startswith(opening, place):
            end = source.find(closing, place + len(opening))
            return Token("other", "", place, len(source) if end < 0 else end + len(closing))
    if _NO_NAME.match(source, place):  # a comment, as browsers see it
        return Token("other", "", place, source.index(">", place) + 1)
    return None


def _tag(source: str, place: int, *, xml: bool, closely: bool) -> Token | None:
    name = _NAME.match(source, place + 1)
    if name is None:
        return None
    if closely:
        match = _TAG_END.match(source, name.end())
        end = -1 if match is None else match.end()
    else:
        end = source.find(">", name.end()) + 1
    if end <= 0:
        return None
    called = name[0].lower()
    if called.startswith("/"):
        is_void = not xml and called[1:] in VOID
        return Token("other" if is_void else "close", called[1:], place, end)
    is_void = source[end - 2] == "/" or (not xml and called in VOID)
    return Token("void" if is_void else "open", called, place, end, source[name.end() : end - 1])


def _texts(source: str, start: int, end: int) -> Iterator[Token]:
    for match in _ENTITY.finditer(source, start, end):
        if match.start() > start:
            yield Token("text", "", start, match.start())
        yield Token("entity", "", match.start(), match.end())
        start = match.end()
    if start < end:
        yield Token("text", "", start, end)
