"""Books (EPUB 2 and 3): every chapter, the tables of contents and the title translated in place.

An EPUB is a zip archive: the container names the package, the package lists the chapters. Chapters go the way of HTML
pages; pictures, styles and fonts are written again as they were, and the package says that the book is English now.
"""

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import unquote

from app.layouts.archive import Archive, parsed
from app.layouts.bilingual import Bilingual
from app.layouts.html import escaped, html_slots, inline_piece
from app.layouts.inline import Edit, Insertion, Mark, Piece, Recoder, Run, woven
from app.layouts.slot import Slot
from app.layouts.tokens import tokens
from corpora.decoding import declared_charset, decode
from corpora.errors import InputError

__all__ = ["epub_slots"]

_CONTAINER: Final = "META-INF/container.xml"
_XHTML: Final = "application/xhtml+xml"
_NCX: Final = "application/x-dtbncx+xml"
_OPF_LANGUAGE = re.compile(r"(<dc:language\b[^>]*>\s*)ja(?:-\w+)*(?=\s*</dc:language>)", re.IGNORECASE)
_NCX_LANGUAGE = re.compile(r"(<ncx\b[^>]*?\sxml:lang\s*=\s*[\"'])ja(?:-\w+)*(?=[\"'])", re.IGNORECASE)


def epub_slots(data: bytes, name: str, *, bilingual: Bilingual | None) -> Iterator[Slot]:
    """The sentences of a book, chapter by chapter in the order of its package.

    Args:
        data: The book.
        name: What messages call it.
        bilingual: Show both languages instead of putting one in the place of the other.

    Raises:
        InputError: It is no EPUB, damaged, or protected against copying.
    """
    archive = Archive(data, name, "EPUB")
    package = _package(archive)
    done: dict[str, list[bytes]] = {}
    blocks = 0
    for member, media_type in [(package, ""), *_listed(archive, package)]:
        content = archive.read(member)
        if media_type == _XHTML:
            slots = html_slots(content, f"{name}:{member}", encoding=None, bilingual=bilingual, xml=True)
        elif media_type == _NCX:
            slots = _labels(content, f"{name}:{member}", {"text"}, _NCX_LANGUAGE, bilingual)
        else:
            slots = _labels(content, f"{name}:{member}", {"dc:title"}, _OPF_LANGUAGE, bilingual)
        parts = done.setdefault(member, [])
        most = 0
        for slot in slots:
            most = max(most, (slot.block or 0) + 1)
            yield Slot(slot.number, slot.text, partial(_gather, parts, slot), blocks + (slot.block or 0))
        blocks += most
    yield Slot(1, "", lambda _: archive.rewritten({member: b"".join(parts) for member, parts in done.items()}))


def _gather(parts: list[bytes], slot: Slot, translation: str) -> bytes:
    piece = slot.fill(translation)
    parts.append(piece.encode() if isinstance(piece, str) else piece)
    return b""


def _package(archive: Archive) -> str:
    """The member that describes the book."""
    if _CONTAINER not in archive.names():
        raise InputError("is no EPUB", path=archive.name, remedy="give a .epub file")
    if "META-INF/rights.xml" in archive.names():
        raise InputError("is protected against copying", path=archive.name, remedy="give a book without protection")
    root = parsed(archive.read(_CONTAINER), _CONTAINER, archive.name)
    package = root.find(".//{*}rootfile")
    path = None if package is None else package.get("full-path")
    if not path:
        raise InputError("its container names no package", path=archive.name, remedy="save the book anew")
    return path


def _listed(archive: Archive, package: str) -> list[tuple[str, str]]:
    """The members with text that a package lists, and what they are."""
    root = parsed(archive.read(package), package, archive.name)
    folder = posixpath.dirname(package)
    found: dict[str, str] = {}
    for item in root.iterfind(".//{*}manifest/{*}item"):
        member = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        media_type = item.get("media-type", "")
        if media_type in (_XHTML, _NCX) and member in archive.names():
            found[member] = media_type
    order = {item.get("id", ""): item.get("href", "") for item in root.iterfind(".//{*}manifest/{*}item")}
    spine = [order.get(reference.get("idref", ""), "") for reference in root.iterfind(".//{*}spine/{*}itemref")]
    places = {posixpath.normpath(posixpath.join(folder, unquote(href))): row for row, href in enumerate(spine)}
    return sorted(found.items(), key=lambda item: places.get(item[0], len(places)))


def _labels(
    content: bytes, name: str, elements: set[str], language: re.Pattern[str], bilingual: Bilingual | None
) -> Iterator[Slot]:
    """The texts of these elements of an XML member, and what says that it is Japanese."""
    source, used = decode(content, path=name, declared=declared_charset(content))
    edits = [] if bilingual else [Edit(match.end(1), match.end(), "en") for match in language.finditer(source)]
    insertion = Insertion(" — ", "") if bilingual else None
    return woven(source, _label_runs(source, elements, insertion), Recoder(content, source, used, edits), escaped)


def _label_runs(source: str, elements: set[str], insertion: Insertion | None) -> Iterator[Run]:
    pieces: list[Piece] = []
    inside = False
    for token in tokens(source, xml=True):
        if token.kind in ("open", "close", "void"):
            if any(piece.mark is Mark.TEXT for piece in pieces):
                yield Run(tuple(pieces), insertion)
            pieces = []
            inside = token.kind == "open" and token.name in elements
        elif inside and token.kind in ("text", "entity"):
            pieces.append(inline_piece(source, token))
