"""XLIFF 2.0, the exchange format of localisation tools: one `unit` with one `segment` for each bead with a source side.

A source sentence without counterpart is a segment without target, still to be translated; target sentences without
counterpart have no place in it. Probability and sentence numbers travel in the metadata module.
"""

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment
from align.formats.markup import (
    FORBIDDEN,
    PIECE,
    Heading,
    StoredPair,
    elements,
    local_name,
    plain_text,
    properties_of,
    replace_forbidden,
    stored_pairs,
)
from corpora.errors import InputError
from corpora.writing import Drained

__all__ = ["Xliff"]

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_NAMESPACES = {None: _CORE, "mda": _METADATA}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CATEGORY = "taiyaku"


class Xliff(Format):
    """Segments with source and target; null beads of the target are left out."""

    name = "xliff"
    suffixes = (".xliff", ".xlf")
    summary = "XLIFF 2.0 for localisation tools"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write a unit for each bead with a source side; characters that XML forbids become `<cp hex=…/>`."""
        pairs = ((bead, bitext.source_text(bead), bitext.target_text(bead)) for bead in bitext.alignment.beads)
        stream.writelines(self.pieces(pairs, Heading.of(bitext)))

    def pieces(self, pairs: Iterable[tuple[Bead, str, str]], heading: Heading) -> Generator[bytes]:
        """The bytes of a file of these pairs, as they come: no more of them than a piece holds are in memory.

        Args:
            pairs: Beads with their texts; null beads of the target are passed over.
            heading: What the file says of all of them.
        """
        with_source = (pair for pair in pairs if pair[0].source)
        attributes = {"version": "2.0", "srcLang": heading.source_language, "trgLang": heading.target_language}
        written = Drained()
        with etree.xmlfile(written, encoding="utf-8") as file:
            file.write_declaration()
            with file.element(_core("xliff"), attributes, nsmap=_NAMESPACES):
                file.write("\n")
                with file.element(_core("file"), {"id": "f1", "original": replace_forbidden(heading.name)}):
                    if properties := heading.properties():
                        file.write("\n", _metadata(properties))
                    file.write("\n")
                    for number, (bead, source, target) in enumerate(with_source, start=1):
                        file.write(_unit(number, bead, source, target), "\n")
                        if written.waiting >= PIECE:
                            yield written.drain()
                file.write("\n")
        written.write(b"\n")
        yield written.drain()

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:  # noqa: ARG002
        """Read the segments of an XLIFF 2 file, whatever its languages."""
        counts: dict[str, str] = {}
        pairs: list[StoredPair] = []
        for event, element in elements(path, "xliff", "file", "unit"):
            parent = element.getparent()
            if parent is None:
                _check_root(element, path)
            elif event == "end" and local_name(element) == "unit":
                counts = counts or _properties(parent)
                pairs.extend(_segments(element))
            elif event == "end" and local_name(element) == "file":
                counts = counts or _properties(element)
        return stored_pairs(pairs, path, counts, "read from XLIFF")


def _core(name: str) -> str:
    return f"{{{_CORE}}}{name}"


def _metadata(properties: Iterable[tuple[str, str]]) -> etree._Element:
    metadata = etree.Element(f"{{{_METADATA}}}metadata", nsmap=_NAMESPACES)
    group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category=_CATEGORY)
    for name, value in properties:
        etree.SubElement(group, f"{{{_METADATA}}}meta", type=name).text = value
    return metadata


def _unit(number: int, bead: Bead, source: str, target: str) -> etree._Element:
    unit = etree.Element(_core("unit"), {"id": f"u{number}", _SPACE: "preserve"}, nsmap=_NAMESPACES)
    unit.append(_metadata(properties_of(bead)))
    segment = etree.SubElement(unit, _core("segment"))
    _fill(etree.SubElement(segment, _core("source")), source)
    if bead.target:
        segment.set("state", "translated")
        _fill(etree.SubElement(segment, _core("target")), target)
    return unit


def _fill(element: etree._Element, text: str) -> None:
    """Set a text, each character that XML forbids as an element of its own."""
    pieces = FORBIDDEN.split(text)
    element.text = pieces[0]
    for character, piece in zip(FORBIDDEN.findall(text), pieces[1:], strict=True):
        etree.SubElement(element, _core("cp"), hex=f"{ord(character):04X}").tail = piece


def _check_root(root: etree._Element, path: Path) -> None:
    if local_name(root) != "xliff":
        raise InputError(f"its root is <{local_name(root)}>, not <xliff>", path=path, remedy=FORMAT_REMEDY)
    version = root.get("version", "")
    if not version.startswith("2."):
        raise InputError(f"is XLIFF {version or 'without version'}", path=path, remedy="convert it to XLIFF 2.0")


def _properties(element: etree._Element) -> dict[str, str]:
    """What our metadata says of a file or a unit."""
    metas = element.iterfind(f"{{*}}metadata/{{*}}metaGroup[@category='{_CATEGORY}']/{{*}}meta")
    return {meta.get("type", ""): meta.text or "" for meta in metas}


def _segments(unit: etree._Element) -> list[StoredPair]:
    """The segments of a unit; metadata speaks of a segment only where it is the unit's only one."""
    segments = list(unit.iterchildren("{*}segment"))
    properties = _properties(unit) if len(segments) == 1 else {}
    pairs: list[StoredPair] = []
    for segment in segments:
        source, target = segment.find("{*}source"), segment.find("{*}target")
        if source is not None:
            target_text = None if target is None else plain_text(target)
            if not properties and not (target_text or "").strip():
                target_text = None  # other tools write an empty target where nothing is translated yet
            pairs.append((properties, plain_text(source), target_text, segment.sourceline))
    return pairs
