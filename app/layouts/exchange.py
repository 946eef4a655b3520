"""Translators' files, XLIFF 2 and TMX: what has no translation yet gets one, everything else stays as it was."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from app.layouts.html import escaped, inline_piece
from app.layouts.inline import Edit, Insertion, Mark, Piece, Recoder, Run, woven
from app.layouts.slot import Slot
from app.layouts.tokens import Token, tokens
from corpora.decoding import declared_charset, decode
from corpora.errors import InputError

__all__ = ["tmx_slots", "xliff_slots"]

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements of TMX that hold another tool's formatting codes."""
_LEVELS = frozenset({"file", "group", "unit"})
"""Elements of XLIFF that say whether what is in them may be translated."""
_CDATA = "<![CDATA[", "]]>"


def xliff_slots(data: bytes, name: str, *, encoding: str | None) -> Iterator[Slot]:
    """The segments of an XLIFF 2 file that have a source and no target; inline codes go with their words.

    What is marked as not to be translated is left alone.

    Args:
        data: The file.
        name: What messages call it.
        encoding: Insist on this one.

    Raises:
        InputError: It is no XLIFF 2 file, is not well-formed, or is for translations into another language.
    """
    source, used = decode(data, path=name, encoding=encoding, declared=declared_charset(data))
    found = list(tokens(source, xml=True))
    root = _root(source, found, "xliff", name)
    version = root.attributes.get("version", "")
    if not version.startswith("2"):
        raise InputError(f"is XLIFF {version or 'without version'}", path=name, remedy="convert it to XLIFF 2")
    language = root.attributes.get("trglang")  # the tokeniser writes names in lower case
    if language is not None and not _is_language(language, "en"):
        raise InputError(f"its target language is {language!r}", path=name, remedy="give one with English as target")
    edits = [Edit(root.end - 1, root.end, ' trgLang="en">')] if language is None and root.kind == "open" else []
    return woven(source, _segments(source, found), Recoder(data, source, used, edits), escaped)


def tmx_slots(data: bytes, name: str, *, encoding: str | None) -> Iterator[Slot]:
    """The units of a translation memory that have a Japanese text and no English one.

    Args:
        data: The file.
        name: What messages call it.
        encoding: Insist on this one.

    Raises:
        InputError: It is no translation memory, or is not well-formed.
    """
    source, used = decode(data, path=name, encoding=encoding, declared=declared_charset(data))
    found = list(tokens(source, xml=True))
    _root(source, found, "tmx", name)
    return woven(source, _units(source, found), Recoder(data, source, used), escaped)


def _root(source: str, found: Sequence[Token], wanted: str, name: str) -> Token:
    root = next((token for token in found if token.kind in ("open", "void")), None)
    if root is None or _local(root) != wanted:
        raise InputError(f"its root is no <{wanted}>", path=name, remedy=f"give a file in {wanted.upper()}")
    _check_well_formed(source, name)
    return root


def _check_well_formed(source: str, name: str) -> None:
    """Half a file would become half a file, and nobody would know."""
    from lxml import etree

    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "broken off").partition(", line ")[0]
        raise InputError(
            f"not well-formed XML: {reason}", path=name, line=error.lineno, remedy="have its tool write it again"
        ) from error


def _local(token: Token) -> str:
    """The name of a tag without the prefix of its namespace."""
    return token.name.rpartition(":")[2]


def _is_language(code: str, language: str) -> bool:
    return re.split("[-_]", code.lower())[0] == language


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of a file: its opening tag, what is inside, and where it ends."""

    opening: Token
    inside: Sequence[Token]
    end: int

    @classmethod
    def first(cls, found: Sequence[Token], name: str) -> Self | None:
        """The first one of this name, which holds none of its own name."""
        start = next((row for row, token in enumerate(found) if _local(token) == name and token.kind != "close"), None)
        if start is None:
            return None
        opening = found[start]
        if opening.kind == "void":
            return cls(opening, (), opening.end)
        closing = (row for row in range(start, len(found)) if found[row].kind == "close")
        end = next(row for row in closing if found[row].name == opening.name)
        return cls(opening, found[start + 1 : end], found[end].end)

    def is_blank(self, source: str) -> bool:
        """Whether it holds neither text nor codes."""
        return not any(token.kind != "text" or source[token.start : token.end].strip() for token in self.inside)

    def called(self, source: str) -> str:
        """Its name as it is written, with its prefix."""
        start = self.opening.start + 1
        return source[start : start + len(self.opening.name)]


def _segments(source: str, found: Sequence[Token]) -> Iterator[Run]:
    """The sources of the segments that may be translated and have no target."""
    segment: list[Token] | None = None
    wanted = [True]
    for token in found:
        name = _local(token)
        if name in _LEVELS and token.kind == "open":
            wanted.append({"yes": True, "no": False}.get(token.attributes.get("translate", ""), wanted[-1]))
        elif name in _LEVELS and token.kind == "close":
            wanted.pop()
        elif name == "segment" and token.kind == "open":
            segment = []
        elif name == "segment" and token.kind == "close" and segment is not None:
            if wanted[-1]:
                yield from _segment_run(source, segment)
            segment = None
        elif segment is not None:
            segment.append(token)


def _segment_run(source: str, segment: Sequence[Token]) -> Iterator[Run]:
    given, target = _Element.first(segment, "source"), _Element.first(segment, "target")
    if given is None:
        return
    if target is None:
        name = f"{given.called(source)[: -len('source')]}target"
        yield from _run(source, given.inside, _beside(f"<{name}>", f"</{name}>", given.end), frozenset())
    elif target.is_blank(source):
        yield from _run(source, given.inside, _over(source, target), frozenset())


def _units(source: str, found: Sequence[Token]) -> Iterator[Run]:
    """The Japanese texts of the units that have no English one."""
    unit: list[Token] | None = None
    for token in found:
        if token.name == "tu" and token.kind == "open":
            unit = []
        elif token.name == "tu" and token.kind == "close" and unit is not None:
            yield from _unit_run(source, unit)
            unit = None
        elif unit is not None:
            unit.append(token)


def _unit_run(source: str, unit: Sequence[Token]) -> Iterator[Run]:
    variants = dict(_variants(unit))
    japanese, english = (
        next((found for code, found in variants.items() if _is_language(code, language)), None)
        for language in ("ja", "en")
    )
    texts = None if japanese is None else _Element.first(japanese, "seg")
    if japanese is None or texts is None:
        return
    if english is None:
        insertion = _beside('<tuv xml:lang="en"><seg>', "</seg></tuv>", japanese[-1].end)
        yield from _run(source, texts.inside, insertion, _CODES)
        return
    blank = _Element.first(english, "seg")
    if blank is not None and blank.is_blank(source) and blank.opening.start > texts.end:
        yield from _run(source, texts.inside, _over(source, blank), _CODES)


def _variants(unit: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """The languages of a unit with the tokens of each, its closing tag the last."""
    variant: list[Token] = []
    code = ""
    for token in unit:
        if token.name == "tuv" and token.kind == "open":
            variant = []
            code = token.attributes.get("xml:lang") or token.attributes.get("lang") or ""
        variant.append(token)
        if token.name == "tuv" and token.kind == "close":
            yield code, variant


def _beside(before: str, after: str, at: int) -> Insertion:
    """A translation as a new element."""
    return Insertion(before, after, at=at, complete=True, keep_ids=True)


def _over(source: str, blank: _Element) -> Insertion:
    """A translation in an element that is there and blank, whose attributes stay."""
    opening = source[blank.opening.start : blank.opening.end].removesuffix(">").removesuffix("/").rstrip()
    closing = f"</{blank.called(source)}>"
    return Insertion(f"{opening}>", closing, at=blank.end, over=blank.opening.start, complete=True, keep_ids=True)


def _run(source: str, found: Sequence[Token], insertion: Insertion, codes: frozenset[str]) -> Iterator[Run]:
    pieces: list[Piece] = []
    code: list[Token] = []
    depth = 0
    for token in found:
        if not code and token.kind == "open" and (token.name in codes or token.attributes.get("translate") == "no"):
            code, depth = [token], 1
        elif code:
            code.append(token)
            depth += {"open": 1, "close": -1}.get(token.kind, 0) if token.name == code[0].name else 0
            if depth == 0:
                pieces.append(_code(source, code))
                code = []
        elif source.startswith(_CDATA[0], token.start):
            text = source[token.start + len(_CDATA[0]) : token.end - len(_CDATA[1])]
            pieces.append(Piece(token.start, token.end, text))
        else:
            pieces.append(inline_piece(source, token))
    if any(piece.mark is Mark.TEXT for piece in pieces):
        yield Run(tuple(pieces), insertion)


def _code(source: str, found: list[Token]) -> Piece:
    """An element that holds a code of formatting: one that begins it is paired with the one that ends it."""
    first = found[0]
    mark = {"bpt": Mark.OPEN, "ept": Mark.CLOSE}.get(first.name, Mark.ATOM)
    start, end = first.start, found[-1].end
    return Piece(start, end, source[start:end], mark, first.attributes.get("i", ""))
