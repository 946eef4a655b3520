"""XCES links as OPUS keeps its alignments: `<link certainty="0.93" xtargets="1 2;3"/>`, by sentence ids.

Ids count from 1, as OPUS numbers sentences; `certainty` is the probability that the bead is right.
"""

from pathlib import Path
from typing import BinaryIO

from lxml import etree

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment, rounded, stored_alignment
from align.formats.markup import elements, local_name, replace_forbidden
from corpora.errors import InputError

__all__ = ["Xces"]


class Xces(Format):
    """Links between sentence ids, one group for the document pair."""

    name = "xces"
    suffixes = (".xces", ".xml")
    summary = "links by sentence ids with certainty, as OPUS keeps them"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write a link for every bead, null beads with an empty side."""
        with etree.xmlfile(stream, encoding="utf-8") as file:
            file.write_declaration()
            file.write_doctype('<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">')
            with file.element("cesAlign", version="1.0"):
                file.write("\n")
                documents = {
                    "targType": "s",
                    "fromDoc": replace_forbidden(bitext.source_name),
                    "toDoc": replace_forbidden(bitext.target_name),
                }
                with file.element("linkGrp", documents):
                    file.write("\n")
                    for number, bead in enumerate(bitext.alignment.beads, start=1):
                        file.write(_link(number, bead), "\n")
                file.write("\n")
        stream.write(b"\n")

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:  # noqa: ARG002
        """Read the links of one document pair; certainties count only if all of them lie between 0 and 1."""
        found: list[tuple[tuple[int, ...], tuple[int, ...], float | None]] = []
        groups = 0
        for event, element in elements(path, "cesAlign", "linkGrp", "link"):
            name = local_name(element)
            if event == "start" and element.getparent() is None and name != "cesAlign":
                raise InputError(f"its root is <{name}>, not <cesAlign>", path=path, remedy=FORMAT_REMEDY)
            groups += event == "start" and name == "linkGrp"
            if groups > 1:
                raise InputError(
                    "holds more than one document pair",
                    path=path,
                    line=element.sourceline,
                    remedy="give one file for each pair",
                )
            if event == "end" and name == "link":
                found.append(_read_link(element, path))
        is_certainty = all(value is None or 0.0 <= value <= 1.0 for _, _, value in found)
        beads = [Bead(source, target, value if is_certainty else None) for source, target, value in found]
        return stored_alignment(beads, None, "read from XCES links")


def _link(number: int, bead: Bead) -> etree._Element:
    sides = (" ".join(str(index + 1) for index in side) for side in (bead.source, bead.target))
    link = etree.Element("link", id=f"SL{number}", xtargets=";".join(sides))
    if bead.probability is not None:
        link.set("certainty", str(rounded(bead.probability)))
    return link


def _read_link(link: etree._Element, path: Path) -> tuple[tuple[int, ...], tuple[int, ...], float | None]:
    sides = link.get("xtargets", "").split(";")
    try:
        if len(sides) != 2:
            raise ValueError(sides)
        source, target = (tuple(_index(field) for field in side.split()) for side in sides)
        certainty = link.get("certainty")
        return source, target, None if certainty is None else float(certainty)
    except ValueError as error:
        raise InputError(
            f"cannot use the link {link.get('xtargets', '')!r}",
            path=path,
            line=link.sourceline,
            remedy='xtargets reads "1 2;3", with sentences numbered from 1 on',
        ) from error


def _index(field: str) -> int:
    number = int(field.removeprefix("s"))
    if number < 1:
        raise ValueError(field)
    return number - 1
