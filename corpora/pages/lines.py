"""The lines of a copied page: where each begins, how far it is indented, which marker it carries.

A browser that copies a page as text keeps of its structure only blank lines, indentation and list markers.
`split_lines` makes these visible to the rules and the state machine next door, with offsets into the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Line", "is_bullet", "split_lines"]

_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|$)")
_MARKER = re.compile(
    r"(?:[•◦‣⁃▪▫●○◆◇■□▶▷►➤★☆※]|[-*+](?=\s)|・"
    r"|\(?\d{1,3}[.)](?=\s)|[(（]\d{1,2}[)）]|[①-⑳]|\d{1,2}[．、](?=\D))[ \t\u3000]*"
)
_BULLETS = "•◦‣⁃▪▫・-*+"
_TAB = 4  # columns: what browsers indent a nested list by when they write tabs


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes:
        start: Offset of its first character, white space included.
        end: Offset after its newline.
        text: Its characters without white space around them and without the marker.
        text_start: Offset of `text`.
        marker: The list marker before the text, such as `•` or `1.`; empty if there is none.
        indent: Columns of white space before the marker or text.
        opens_paragraph: The line begins with one full-width space, as a Japanese paragraph does.
    """

    start: int
    end: int
    text: str
    text_start: int
    marker: str
    indent: int
    opens_paragraph: bool

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return not self.text and not self.marker

    @property
    def text_end(self) -> int:
        """Offset after the last character of `text`."""
        return self.text_start + len(self.text)

    @property
    def marker_start(self) -> int:
        """Offset of the marker, or of the text where there is none."""
        return self.text_start - len(self.marker)

    @property
    def visible(self) -> str:
        """The marker and the text."""
        return self.marker + self.text

    @property
    def text_indent(self) -> int:
        """The column in which the text begins."""
        return self.indent + len(self.marker)


def is_bullet(marker: str) -> bool:
    """Whether a marker is a list's, not a sign such as ※ or ■ that opens a note or a heading."""
    stripped = marker.strip()
    return bool(stripped) and (stripped in _BULLETS or stripped[-1] in ".)）、．" or "①" <= stripped <= "⑳")


def split_lines(text: str) -> list[Line]:
    """Cut a text into lines; their spans joined are the text."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if match.start() < match.end():
            yield _line(match.start(), match.group())


def _line(start: int, raw: str) -> Line:
    body = raw.lstrip()
    lead = raw[: len(raw) - len(body)]
    body = body.rstrip()
    match = _MARKER.match(body)
    marker = match.group() if match else ""
    return Line(
        start=start,
        end=start + len(raw),
        text=body[len(marker) :],
        text_start=start + len(lead) + len(marker),
        marker=marker,
        indent=sum(_TAB if character == "\t" else 1 for character in lead),
        opens_paragraph=lead == "\u3000",
    )
