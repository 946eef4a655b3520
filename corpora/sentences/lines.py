"""Lines and wraps: where a line break ends a sentence whatever stands there, and where it is only a wrap.

The splitters of the two languages work inside the stretches that this module gives them.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["is_hard_wrapped", "stretches", "trimmed"]

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLETS = "•‣▪●○■□◆◇★☆※＊*"
_INDENT = re.compile(r"[ \t]*　")
_BULLET = re.compile(rf"\s*[{_BULLETS}]")
# These stand inside sentences too: they are bullets after a finished line or after another such bullet.
_PERHAPS_BULLET = re.compile(r"\s*(?:・|[-–—]\s|\d{1,3}[.)．）]\s)")

_FINAL = {
    "ja": re.compile(r"[。｡！？!?…．：:][」』）)】”\"]*$"),
    "en": re.compile(r"[.!?…:][\"'”’)\]]*$"),
}

# Narrower than this nobody wraps running text; wider than this, lines are whole paragraphs.
_NARROWEST = 30
_WIDEST = 132
# A line-breaking rule may push one full-width mark over, or pull one back: two columns each way.
_JAPANESE_SLACK = 4
# Marks that may hang over the edge, because no Japanese line begins with them.
_HANGING = "、。，．」』）！？ー"
_WELL_FILLED = 0.85
_MIDST = 0.25
_MANY = 4

_Line = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> _Line | None:
    """The span without white space at its ends; `None` when nothing else is there."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return None if left == len(piece) else (start + left, start + len(piece.rstrip()))


def stretches(text: str, language: str, *, hard_wrapped: bool) -> Iterator[_Line]:
    """The spans that no sentence crosses: lines, or the paragraphs of hard-wrapped text."""
    begin: int | None = None
    end = 0
    for start, stop in _lines(text):
        line = trimmed(text, start, stop)
        opens = not hard_wrapped or line is None or _opens_paragraph(text, (start, stop), (begin, end), language)
        if begin is not None and opens:
            yield begin, end
            begin = None
        if line is not None:
            begin = start if begin is None else begin
            end = line[1]
    if begin is not None:
        yield begin, end


def is_hard_wrapped(text: str, language: str) -> bool:
    """Whether the line breaks of a text are wraps at a fixed width rather than breaks that mean something.

    They are when nearly every line that is followed by another in its paragraph was filled as far as the next word (in
    Japanese: the next character) allowed, when at most half of these lines end a sentence, and when some of them
    plainly go on in the next line. At least two such lines are asked for; in doubt the answer is no.

    Args:
        text: A block, or a whole text of many paragraphs.
        language: `ja` or `en`.
    """
    pairs: list[tuple[str, str]] = []
    lines: list[str] = []
    for begin, stop in stretches(text, language, hard_wrapped=True):
        paragraph = [line.rstrip() for line in _LINE_BREAK.split(text[begin:stop])]
        lines.extend(paragraph)
        pairs.extend(pairwise(paragraph))
    if len(pairs) < 2:
        return False
    width = max(_columns(line.rstrip(_HANGING)) for line in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    filled = sum(_is_filled(line, following, width, language) for line, following in pairs)
    final = sum(_FINAL[language].search(line) is not None for line, _ in pairs)
    midst = sum(_goes_on(line, following, language) for line, following in pairs)
    # Japanese lines are filled to the last column: many of exactly one width are no accident.
    even = language == "ja" and len(pairs) >= _MANY and filled == len(pairs)
    goes_on = even or midst >= _MIDST * len(pairs)
    return goes_on and filled >= _WELL_FILLED * len(pairs) and final <= len(pairs) / 2


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for match in _LINE_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _opens_paragraph(text: str, line: _Line, paragraph: tuple[int | None, int], language: str) -> bool:
    """Whether a line of hard-wrapped text opens something new after the paragraph so far, if there is one."""
    if _BULLET.match(text, *line) or (language == "ja" and _INDENT.match(text, *line)):
        return True
    begin, end = paragraph
    if begin is None or not _PERHAPS_BULLET.match(text, *line):
        return False
    finished = _FINAL[language].search(text, max(begin, end - 8), end)
    return bool(finished or _PERHAPS_BULLET.match(text, begin, end))


def _columns(line: str) -> int:
    """Width as a fixed-width screen shows it: full-width characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _is_filled(line: str, following: str, width: int, language: str) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    word = following.split(maxsplit=1)[0]
    if language == "ja":
        latin = re.match(r"[!-~]*", word)
        room = max(_JAPANESE_SLACK, len(latin.group()) if latin else 0)
        return _columns(line) + room >= width
    return _columns(line) + 1 + len(word) > width


def _goes_on(line: str, following: str, language: str) -> bool:
    first = following.lstrip()[:1]
    if language == "ja":
        return line.endswith("、") or "ぁ" <= first <= "ん" or ("ァ" <= first <= "ー" and "ァ" <= line[-1:] <= "ー")
    return first.islower()
