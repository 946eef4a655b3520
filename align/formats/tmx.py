"""TMX 1.4b, the exchange format of translation memories: one `tu` for each bead that has both sides.

Written as a stream, without dates, so that the same alignment gives the same bytes. Probability and sentence numbers
travel in `prop` elements, which other tools keep or pass over.
"""

from collections.abc import Generator, Iterable
from importlib import metadata
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment
from align.formats.markup import (
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

__all__ = ["Tmx"]

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Inline elements that hold another tool's formatting codes, which are no text."""


class Tmx(Format):
    """A translation memory; null beads have no place in it."""

    name = "tmx"
    suffixes = (".tmx",)
    summary = "translation memory (TMX 1.4b) for translators' tools"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write a `tu` for each bead with both sides; characters that XML forbids are replaced."""
        stream.writelines(self.pieces(bitext.pairs(), Heading.of(bitext)))

    def pieces(self, pairs: Iterable[tuple[Bead, str, str]], heading: Heading) -> Generator[bytes]:
        """The bytes of a file of these pairs, as they come: no more of them than a piece holds are in memory.

        Args:
            pairs: Beads with their texts; null beads are passed over.
            heading: What the file says of all of them.
        """
        both = (pair for pair in pairs if not pair[0].is_null)
        written = Drained()
        with etree.xmlfile(written, encoding="utf-8") as file:
            file.write_declaration()
            with file.element("tmx", version="1.4"):
                file.write("\n", _header(heading), "\n")
                with file.element("body"):
                    file.write("\n")
                    for number, (bead, source, target) in enumerate(both, start=1):
                        file.write(_unit(number, bead, heading, source, target), "\n")
                        if written.waiting >= PIECE:
                            yield written.drain()
                file.write("\n")
        written.write(b"\n")
        yield written.drain()

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:
        """Read the units that have both languages; `ja` also takes `ja-JP`."""
        header: dict[str, str] = {}
        pairs: list[StoredPair] = []
        languages: set[str] = set()
        for event, element in elements(path, "tmx", "header", "tu"):
            name = local_name(element)
            if event == "start" and element.getparent() is None and name != "tmx":
                raise InputError(f"its root is <{name}>, not <tmx>", path=path, remedy=FORMAT_REMEDY)
            if event == "end" and name == "header":
                header = _properties(element)
            elif event == "end" and name == "tu":
                texts = _texts(element)
                languages.update(texts)
                source, target = _of_language(texts, source_language), _of_language(texts, target_language)
                properties = _properties(element)
                # Other tools write an empty segment where nothing is translated yet.
                if source is not None and target is not None and (properties or (source.strip() and target.strip())):
                    pairs.append((properties, source, target, element.sourceline))
        if languages and not pairs:
            raise InputError(
                f"no unit has both {source_language} and {target_language}, only {', '.join(sorted(languages))}",
                path=path,
                remedy="name the languages of the file",
            )
        return stored_pairs(pairs, path, header, "read from a translation memory")


def _header(heading: Heading) -> etree._Element:
    header = etree.Element(
        "header",
        {
            "creationtool": "taiyaku",
            "creationtoolversion": _version(),
            "segtype": "sentence",
            "o-tmf": "taiyaku",
            "adminlang": "en",
            "srclang": heading.source_language,
            "datatype": "plaintext",
        },
    )
    for name, value in heading.properties():
        _add_property(header, name, value)
    return header


def _unit(number: int, bead: Bead, heading: Heading, source: str, target: str) -> etree._Element:
    unit = etree.Element("tu", tuid=str(number))
    if len(bead.source) > 1 or len(bead.target) > 1:
        unit.set("segtype", "block")  # more than the sentence that the header announces
    for name, value in properties_of(bead):
        _add_property(unit, name, value)
    for language, text in ((heading.source_language, source), (heading.target_language, target)):
        variant = etree.SubElement(unit, "tuv", {_LANGUAGE: language})
        etree.SubElement(variant, "seg").text = replace_forbidden(text)
    return unit


def _add_property(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, "prop", type=f"x-{name}").text = value


def _version() -> str:
    try:
        return metadata.version("taiyaku")
    except metadata.PackageNotFoundError:
        return "uninstalled"


def _properties(element: etree._Element) -> dict[str, str]:
    return {prop.get("type", "").removeprefix("x-"): prop.text or "" for prop in element.iterchildren("{*}prop")}


def _texts(unit: etree._Element) -> dict[str, str]:
    """The text of each language of a unit, by lower-case language code."""
    texts: dict[str, str] = {}
    for variant in unit.iterchildren("{*}tuv"):
        language = (variant.get(_LANGUAGE) or variant.get("lang") or "").lower()
        segment = variant.find("{*}seg")
        if segment is not None:
            texts.setdefault(language, plain_text(segment, _CODES))
    return texts


def _of_language(texts: dict[str, str], language: str) -> str | None:
    wanted = language.lower()
    for code, text in texts.items():
        if code == wanted or code.replace("_", "-").startswith(wanted + "-"):
            return text
    return None
