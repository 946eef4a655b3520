"""Text from articles, made fit to stand in HTML.

Everything of an article that reaches a page goes through here. Pages from the web hold anything: markup, control
characters, marks that turn the reading direction. All of it is shown, none of it acts.
"""

import html
import re

__all__ = ["count", "direction_html", "percent", "text_html"]

# Bidirectional marks, control characters other than white space, halves of surrogate pairs, noncharacters.
_UNSEEN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def text_html(text: str) -> str:
    """Escape text for element content or a quoted attribute value; what cannot be seen is named in its place."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", html.escape(text, quote=True))


def direction_html(text: str) -> str:
    """The attribute of an element that holds a text: one of mostly Hebrew or Arabic letters is read from the right."""
    letters = len(_RIGHT_TO_LEFT.findall(text))
    return ' dir="rtl"' if letters and 2 * letters > sum(map(str.isalpha, text)) else ""


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 sentence`, `2 sentences`, `1,204 sentences`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def percent(share: float) -> str:
    """A share of 0 to 1 as a whole percentage; only a full share is `100%` and only an empty one `0%`."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        rounded = 1
    return f"{rounded}%"
