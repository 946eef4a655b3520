"""Which line of a copied page is its title, if it has one.

Above the prose of a page stand its menu, a category, the title, a date, and perhaps a first heading. The title is the
first of these lines that is long enough to say something; an article that begins with a sentence has none.
"""

from collections.abc import Iterator, Sequence

from corpora.pages.lines import Line, is_bullet
from corpora.pages.rules import Role, ends_sentence, holds_sentence, visible_width

__all__ = ["find_title"]

_LONGEST = 200  # columns
_TELLING = 22  # columns, 11 full-width characters: categories and site names stay below, titles seldom do
_SHORTER_THAN_WRAPPED = 0.75  # of the next line: in hard-wrapped text a full line above another is prose


def find_title(lines: Sequence[Line], roles: Sequence[Role], *, hard_wrapped: bool) -> int | None:
    """The index of the title's line, or `None`."""
    body = _first_sentence(lines, roles)
    if body is None:
        return None
    candidates = list(_candidates(lines, roles, body, hard_wrapped=hard_wrapped))
    if not candidates:
        return None
    telling = [index for index in candidates if visible_width(lines[index].visible) >= _TELLING]
    return telling[0] if telling else max(candidates, key=lambda index: visible_width(lines[index].visible))


def _first_sentence(lines: Sequence[Line], roles: Sequence[Role]) -> int | None:
    """The first line of the body: one that ends as a sentence does, or, hard-wrapped, the first of such a paragraph."""
    for index, role in enumerate(roles):
        if role is Role.TEXT and ends_sentence(lines[index].text, strictly=True):
            first = index
            while first > 0 and roles[first - 1] is Role.TEXT:
                first -= 1
            # The title may be glued to the paragraph: then it is the paragraph's first line.
            return min(first + 1, index)
        if role is Role.RELATED_HEAD:
            return None
    return None


def _candidates(lines: Sequence[Line], roles: Sequence[Role], body: int, *, hard_wrapped: bool) -> Iterator[int]:
    for index in range(body):
        line = lines[index]
        if roles[index] is not Role.TEXT or is_bullet(line.marker) or visible_width(line.visible[:_LONGEST]) > _LONGEST:
            continue
        if holds_sentence(line.text) or line.opens_paragraph or line.text.endswith(("、", ",", ";", "…")):
            continue
        glued_above = index > 0 and roles[index - 1] is Role.TEXT
        glued_below = index + 1 < len(lines) and roles[index + 1] is Role.TEXT
        if glued_below and (glued_above or not _stands_out(line, lines[index + 1], hard_wrapped=hard_wrapped)):
            continue
        yield index


def _stands_out(line: Line, below: Line, *, hard_wrapped: bool) -> bool:
    """Whether a line glued to the next can still be a title."""
    if not hard_wrapped:
        return True
    short = visible_width(line.visible) < _SHORTER_THAN_WRAPPED * visible_width(below.visible)
    return short and not below.text[:1].islower()
