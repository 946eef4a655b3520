"""What both languages share: digits as people write them, and the width of characters."""

import unicodedata
from typing import Final

__all__ = ["DIGITS", "halfwidth", "plain_value", "surroundings"]

DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
"""An Arabic number: 5000, 5,000, 1.06."""

# Exactly one character for each, so that places in the text stay what they are.
_WIDTHS: Final = {
    code: narrow
    for code in (*range(0xFF01, 0xFF5F), 0x3000, 0xFFE5, 0xFFE1)
    if len(narrow := unicodedata.normalize("NFKC", chr(code))) == 1
} | {0x301C: "~", 0x2010: "-", 0x2011: "-"}


def halfwidth(text: str) -> str:
    """The text with full-width Latin letters, digits and marks made ordinary, each in its place."""
    return text.translate(_WIDTHS)


def plain_value(digits: str) -> float:
    """The value of a match of `DIGITS`."""
    return float(digits.replace(",", ""))


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands right before and after a numeral: enough for any unit, little enough for lines of a megabyte."""
    return text[max(0, start - 24) : start], text[end : end + 24]
