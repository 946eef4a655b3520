"""Translators' files, XLIFF 2 and TMX: what has no translation yet gets one, everything else stays as it was."""

import re
from collections.abc import Iterator

from app.layouts.html import escaped, inline_piece
from app.layouts.inline import Edit, Insertion, Mark, Piece, Recoder, Run, woven
from app.layouts.slot import Slot
from app.layouts.tokens import Token, tokens
from corpora.decoding import declared_charset, decode
from corpora.errors import InputError

__all__ = ["tmx_slots", "xliff_slots"]

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements of TMX that hold another tool's formatting codes."""


def xliff_slots(data: bytes, name: str, *, encoding: str | None) -> Iterator[Slot]:
    """The segments of an XLIFF 2 file that have a source and no target; inline codes go with their words.

    Args:
        data: The file.
        name: What messages call it.
        encoding: Insist on this one.

    Raises:
        InputError: It is no XLIFF 2 file.
    """
    source, used = decode(data, path=name, encoding=encoding, declared=declared_charset(data))
    found = list(tokens(source, xml=True))
    root = _root(found, "xliff", name)
    version = root.attributes.get("version", "")
    if not version.startswith("2"):
        raise InputError(f"is XLIFF {version or 'without version'}", path=name, remedy="convert it to XLIFF 2")
    named = "trglang" in root.attributes  # the tokeniser writes names in lower case
    edits = [] if named else [Edit(root.end - 1, root.end, ' trgLang="en">')]
    return woven(source, _segments(source, found), Recoder(data, source, used, edits), escaped)


def tmx_slots(data: bytes, name: str, *, encoding: str | None) -> Iterator[Slot]:
    """The units of a translation memory that have a Japanese text and no English one.

    Args:
        data: The file.
        name: What messages call it.
        encoding: Insist on this one.

    Raises:
        InputError: It is no translation memory.
    """
    source, used = decode(data, path=name, encoding=encoding, declared=declared_charset(data))
    found = list(tokens(source, xml=True))
    _root(found, "tmx", name)
    return woven(source, _units(source, found), Recoder(data, source, used), escaped)


def _root(found: list[Token], wanted: str, name: str) -> Token:
    root = next((token for token in found if token.kind in ("open", "void")), None)
    if root is None or root.name != wanted:
        raise InputError(f"its root is no <{wanted}>", path=name, remedy=f"give a file in {wanted.upper()}")
    return root


def _segments(source: str, found: list[Token]) -> Iterator[Run]:
    """The sources of the segments that have no target."""
    segment: list[Token] | None = None
    for token in found:
        if token.name == "segment" and token.kind == "open":
            segment = []
        elif token.name == "segment" and token.kind == "close" and segment is not None:
            texts = _between(segment, "source")
            if texts is not None and _between(segment, "target") is None:
                insertion = Insertion("<target>", "</target>", at=texts[1].end, complete=True, keep_ids=True)
                yield from _run(source, texts[0], insertion, frozenset())
            segment = None
        elif segment is not None:
            segment.append(token)


def _units(source: str, found: list[Token]) -> Iterator[Run]:
    """The Japanese texts of the units that have no English one."""
    unit: list[Token] | None = None
    for token in found:
        if token.name == "tu" and token.kind == "open":
            unit = []
        elif token.name == "tu" and token.kind == "close" and unit is not None:
            variants = dict(_variants(unit))
            japanese, english = (
                next((found for code, found in variants.items() if re.split("[-_]", code)[0] == language), None)
                for language in ("ja", "en")
            )
            texts = None if japanese is None else _between(japanese, "seg")
            if japanese and texts and english is None:
                before, after = '<tuv xml:lang="en"><seg>', "</seg></tuv>"
                insertion = Insertion(before, after, at=japanese[-1].end, complete=True, keep_ids=True)
                yield from _run(source, texts[0], insertion, _CODES)
            unit = None
        elif unit is not None:
            unit.append(token)


def _variants(unit: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    """The languages of a unit with the tokens of each, its closing tag the last."""
    variant: list[Token] = []
    code = ""
    for token in unit:
        if token.name == "tuv" and token.kind == "open":
            variant = []
            code = (token.attributes.get("xml:lang") or token.attributes.get("lang") or "").lower()
        variant.append(token)
        if token.name == "tuv" and token.kind == "close":
            yield code, variant


def _between(found: list[Token], name: str) -> tuple[list[Token], Token] | None:
    """What stands in the first element of this name, and its closing tag."""
    start = next((row for row, token in enumerate(found) if token.name == name and token.kind == "open"), None)
    end = next((row for row, token in enumerate(found) if token.name == name and token.kind == "close"), None)
    return None if start is None or end is None else (found[start + 1 : end], found[end])


def _run(source: str, found: list[Token], insertion: Insertion, codes: frozenset[str]) -> Iterator[Run]:
    pieces: list[Piece] = []
    code: list[Token] = []
    for token in found:
        if token.name in codes and token.kind == "open" and not code:
            code = [token]
        elif code:
            code.append(token)
            if token.name == code[0].name and token.kind == "close":
                pieces.append(_code(source, code))
                code = []
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
