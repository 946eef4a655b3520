"""What the XML formats share: the characters that XML allows, what is said of a bead beside its texts, careful reading.

Files come from anywhere, so readers load nothing that a file points to and expand no entities of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from lxml import etree

from align.alignment import Bead
from align.formats.base import (
    FORMAT_REMEDY,
    Bitext,
    StoredAlignment,
    parse_ids,
    parse_probability,
    rounded,
    stored_alignment,
)
from corpora.errors import InputError
from corpora.lines import open_input

__all__ = [
    "FORBIDDEN",
    "PIECE",
    "Heading",
    "StoredPair",
    "elements",
    "local_name",
    "plain_text",
    "properties_of",
    "replace_forbidden",
    "stored_pairs",
]

PIECE: Final = 1 << 16
"""Bytes that wait in memory before they are written."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 cannot hold in any form."""

_SPACES = re.compile("[\x0b\x0c\x1c-\x1f]")
"""Those among them that stand for white space: vertical tab, form feed, the separators of old files."""

StoredPair = tuple[Mapping[str, str], str, str | None, int | None]
"""A pair as found in a file: what is said of it, source text, target text if it has one, line number."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file of pairs says of all of them.

    Attributes:
        source_language: Of the first text of each pair.
        target_language: Of the second.
        name: What the source document is called.
        counts: The sentences of source and target; `None` where they are not known before all is written.
    """

    source_language: str = "ja"
    target_language: str = "en"
    name: str = "source"
    counts: tuple[int, int] | None = None

    @classmethod
    def of(cls, bitext: Bitext) -> Self:
        """That of an alignment."""
        counts = bitext.alignment.source_count, bitext.alignment.target_count
        return cls(bitext.source_language, bitext.target_language, bitext.source_name, counts)

    def properties(self) -> list[tuple[str, str]]:
        """The counts, as far as they are known."""
        sides = ("source", "target")
        return [(f"{side}-sentences", str(count)) for side, count in zip(sides, self.counts or (), strict=False)]


def replace_forbidden(text: str) -> str:
    """The text as XML can hold it: forbidden white space becomes a space, the rest U+FFFD, the mark of a loss."""
    return FORBIDDEN.sub("\ufffd", _SPACES.sub(" ", text))


def properties_of(bead: Bead) -> Iterator[tuple[str, str]]:
    """What the formats of text pairs say of a bead beside its texts."""
    if bead.probability is not None:
        yield "probability", str(rounded(bead.probability))
    yield "source-ids", " ".join(map(str, bead.source))
    yield "target-ids", " ".join(map(str, bead.target))


def stored_pairs(pairs: Sequence[StoredPair], path: Path, counts: Mapping[str, str], method: str) -> StoredAlignment:
    """Turn pairs into beads: by their sentence ids if all of them have ids, else every text counts as one sentence.

    Raises:
        InputError: Ids, counts or probabilities are malformed.
    """
    numbered = all("source-ids" in properties and "target-ids" in properties for properties, *_ in pairs)
    beads: list[Bead] = []
    targets = 0
    for index, (properties, _, target_text, line) in enumerate(pairs):
        probability = parse_probability(properties.get("probability", ""), path, line)
        source = parse_ids(properties["source-ids"], path, line) if numbered else (index,)
        target: tuple[int, ...] = () if target_text is None else (targets,)
        targets += len(target)
        if numbered:
            target = parse_ids(properties["target-ids"], path, line)
        beads.append(Bead(source, target, probability))
    texts = [(source_text, target_text or "") for _, source_text, target_text, _ in pairs]
    named = [parse_ids(counts.get(f"{side}-sentences", ""), path, None) for side in ("source", "target")]
    stated = tuple(numbers[0] if numbers and numbered else 0 for numbers in named)
    return stored_alignment(beads, texts, method, (stated[0], stated[1]))


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def plain_text(element: etree._Element, codes: frozenset[str] = frozenset()) -> str:
    """The text inside an element; of the inline elements named in `codes` only what follows them counts.

    XLIFF's `<cp hex="000B"/>` stands for the character it names.
    """
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "cp":
            parts.append(_named_character(child.get("hex", "")))
        elif name and name not in codes:
            parts.append(plain_text(child, codes))
        parts.append(child.tail or "")
    return "".join(parts)


def _named_character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def elements(path: Path, *tags: str) -> Iterator[tuple[str, etree._Element]]:
    """The elements with these local names, as `start` and `end` events; an ended one is forgotten at the next step.

    Namespaces are passed over. The first event is the start of the root, whatever its name.

    Raises:
        InputError: The file cannot be read or is not well-formed; the line is named.
    """
    with open_input(path) as stream, _explained(path):
        context = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        depth = 0
        for event, element in context:
            wanted = local_name(element) in tags
            if wanted or (event == "start" and depth == 0):
                yield event, element
            depth += 1 if event == "start" else -1
            if wanted and event == "end" and depth > 0:
                _forget(element)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "broken off").split("\n")[0]
        raise InputError(
            f"not well-formed XML: {reason}", path=path, line=error.lineno, remedy=FORMAT_REMEDY
        ) from error


def _forget(element: etree._Element) -> None:
    """Free an element and what stands before it, so that memory does not grow with the file."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
