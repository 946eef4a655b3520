"""A slot: a text to translate and the way to write what stands around it again.

A file whose layout is kept becomes a stream of slots. Filled one after the other they give the output, byte by byte.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Slot", "for_utf8", "for_xml", "one_line", "verbatim"]

_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 cannot hold in any form."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A text and its place.

    Attributes:
        number: The line of the file (of an Office document the paragraph) that it stands on, from 1.
        text: What is translated; blank for what only has to be written again.
        fill: Makes of a translation the piece of the output that belongs to this slot.
        block: Of a document: the number of the paragraph, so that its sentences can be put together again.
    """

    number: int
    text: str
    fill: Callable[[str], str | bytes]
    block: int | None = None


def one_line(text: str) -> str:
    """The text with its line breaks and tabs made into blanks, so that it stays one line and one column."""
    return _LINE_BREAKS.sub(" ", text).strip()


def for_xml(text: str) -> str:
    """The text with blanks for what XML cannot hold."""
    return _FORBIDDEN.sub(" ", text)


def for_utf8(text: str) -> str:
    """The text with question marks for halves of characters, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def verbatim(content: str | bytes) -> Callable[[str], str | bytes]:
    """The fill of a slot that holds nothing to translate."""
    return lambda _translation: content
