"""A decoded document turned back into its own bytes, stretch by stretch, and new text into the same encoding."""

import codecs
from collections.abc import Sequence

from app.layouts.runs import Edit

__all__ = ["Recoder"]


class Recoder:
    """Turns a decoded source back into its own bytes, and new text into the same encoding.

    Args:
        data: The bytes as they were.
        text: What they were decoded to.
        encoding: The encoding of both.
        edits: What is written otherwise, in order.
    """

    def __init__(self, data: bytes, text: str, encoding: str, edits: Sequence[Edit] = ()) -> None:
        self._text = text
        self._edits = list(reversed(edits))
        # Characters that the encoding lacks become references, which HTML, XML and Markdown all read.
        self._encoder = codecs.getincrementalencoder(encoding)("xmlcharrefreplace")
        again = text.encode(encoding, "xmlcharrefreplace")
        self._data = None if again == data else data
        self._places = [] if again == data else _byte_places(data, encoding)
        if len(self._places) != len(text) + 1:  # also of encodings that shift, whose bytes mean nothing alone
            self._data = None

    def kept(self, start: int, end: int) -> bytes:
        """A stretch of the source with its edits; to be called in order."""
        parts: list[bytes] = []
        while self._edits and self._edits[-1].end <= end:
            edit = self._edits.pop()
            if start <= edit.start:
                parts += (self._as_it_was(start, edit.start), self.made(edit.text))
                start = edit.end
        return b"".join([*parts, self._as_it_was(start, end)])

    def made(self, text: str) -> bytes:
        """New text; to be called in order."""
        return self._encoder.encode(text)

    def end(self) -> bytes:
        """What an encoding that shifts needs in the end."""
        return self._encoder.encode("", final=True)

    def _as_it_was(self, start: int, end: int) -> bytes:
        if self._data is None:
            return self._encoder.encode(self._text[start:end])
        return self._data[self._places[start] : self._places[end]]


def _byte_places(data: bytes, encoding: str) -> list[int]:
    """Where each character begins among the bytes, and where the last one ends."""
    if encoding.startswith("iso2022"):
        return []
    decoder = codecs.getincrementaldecoder(encoding)()
    places = [0]
    for place in range(len(data)):
        places += [place + 1] * len(decoder.decode(data[place : place + 1]))
    return places
