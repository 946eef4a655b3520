"""The body of an article copied as plain text: paragraphs, and what stands between them.

Headings and captions carry no mark in a copied page but their shape: a short line without a full stop, alone or glued
to the paragraph below it. `body_style` looks at the whole page first, for the same shape means different things on
different pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.document import Aside, BlockKind
from corpora.drafts import Draft
from corpora.pages.lines import Line, is_bullet
from corpora.pages.rules import Role, ends_sentence, has_letters, holds_sentence, leading_time, visible_width
from corpora.sentences import is_hard_wrapped

__all__ = ["BodyStyle", "body_drafts", "body_style", "wrapped_by_hand"]

_LONGEST_HEADING = 120  # columns
_LONGEST_GLUED = 80  # columns of a heading or caption without a blank line below it
_CAPTION_WIDTH = 50  # columns: a whole unpunctuated sentence of that length tells what a picture shows
_HEADING_SIGNS = "■□◆◇▼▽●○★☆【▶▷►"
_TELLS = re.compile(r"(?:[てで]い(?:る|ます|た)|ました|した|です|ます|だった|である)[」』）)]?\Z")
_SPEECH = re.compile(r"「[^」]*」|“[^”]*”|\"[^\"]*\"")  # somebody's words as a paragraph of their own
_QUOTE = re.compile(r"[>＞]\s?")


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """How a page sets its text.

    Attributes:
        hard_wrapped: Line breaks inside paragraphs are mere wraps.
        blank_lines: Paragraphs are set apart by blank lines; without them every line is a paragraph.
        punctuated: Sentences end with full stops, so that a line without one is something else.
        headings_glued: Headings stand directly above their paragraphs, never alone.
    """

    hard_wrapped: bool
    blank_lines: bool
    punctuated: bool
    headings_glued: bool


def wrapped_by_hand(lines: Sequence[Line], roles: Sequence[Role], language: str) -> bool:
    """Whether the line breaks inside the paragraphs of these lines are mere wraps."""
    paragraphs = ("\n".join(_as_set(line) for line in group) for group in _groups(lines, roles))
    return is_hard_wrapped("\n\n".join(paragraphs), language)


def _as_set(line: Line) -> str:
    return ("\u3000" if line.opens_paragraph else "") + line.visible


def body_style(lines: Sequence[Line], roles: Sequence[Role], *, hard_wrapped: bool) -> BodyStyle:
    """Look at how the lines from below the title to the end of the prose are set."""
    groups = list(_groups(lines, roles))
    last = [group[-1] for group in groups]
    ended = sum(ends_sentence(line.text) for line in last)
    alone = sum(len(group) == 1 and _is_heading(group[0]) for group in groups[1:])
    glued = sum(len(group) > 1 and _is_heading(group[0]) and _is_full(group[1]) for group in groups)
    return BodyStyle(
        hard_wrapped=hard_wrapped,
        blank_lines=len(groups) > 1,
        punctuated=3 * ended >= len(last),
        headings_glued=glued > 1 and alone == 0,
    )


def _groups(lines: Sequence[Line], roles: Sequence[Role]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line, role in zip(lines, roles, strict=True):
        if role is Role.TEXT:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_heading(line: Line) -> bool:
    """A short line with something to read that does not end as a sentence or part of one does."""
    text = line.text
    return (
        0 < visible_width(text[:_LONGEST_HEADING]) <= _LONGEST_HEADING
        and len(text) <= _LONGEST_HEADING
        and has_letters(text)
        and not holds_sentence(text)
        and not _SPEECH.fullmatch(text)
        and not text.endswith(("、", ",", ";", "…", "...", "‥"))
        and not text[:1].islower()
        and not line.opens_paragraph
    )


def _is_full(line: Line) -> bool:
    return ends_sentence(line.text) or visible_width(line.text) > _LONGEST_HEADING


def body_drafts(lines: Sequence[Line], style: BodyStyle, *, prose_follows: bool) -> Iterator[Draft]:
    """The blocks of a stretch of body text.

    Args:
        lines: Lines without any that the rules set aside; blank lines included.
        style: How the page sets its text.
        prose_follows: The article goes on below this stretch, so that a short line at its end may be a heading.
    """
    group: list[Line] = []
    previous: BlockKind | None = None
    pending: list[list[Line]] = []
    for line in lines:
        if not line.blank:
            group.append(line)
        elif group:
            pending.append(group)
            group = []
    if group:
        pending.append(group)
    for number, group in enumerate(pending):
        follows = prose_follows or number + 1 < len(pending)
        for draft in _group_drafts(group, style, previous, follows=follows):
            previous = draft.kind
            yield draft


def _group_drafts(group: list[Line], style: BodyStyle, previous: BlockKind | None, *, follows: bool) -> Iterator[Draft]:
    first = group[0]
    if len(group) == 1 and follows and _stands_as_heading(first, style):
        yield _heading_or_caption(first, style)
        return
    if len(group) > 1 and _is_glued_head(group, style):
        if style.headings_glued or _has_heading_sign(first) or leading_time(first.visible):
            yield _heading(first)
        elif previous is BlockKind.HEADING or follows or _is_full(group[1]):
            yield Draft(BlockKind.CAPTION, first.start)
        group = group[1:]
    yield from _running(group, style)


def _stands_as_heading(line: Line, style: BodyStyle) -> bool:
    if not _is_heading(line) or (line.marker.strip() in tuple("•・-*+") and line.marker):
        return False
    return style.punctuated or _has_heading_sign(line)


def _heading_or_caption(line: Line, style: BodyStyle) -> Draft:
    """An unpunctuated sentence that tells something at length is what a picture or post between the paragraphs says."""
    tells = style.punctuated and visible_width(line.text) >= _CAPTION_WIDTH and _TELLS.search(line.text)
    return Draft(BlockKind.CAPTION, line.start) if tells and not _has_heading_sign(line) else _heading(line)


def _heading(line: Line) -> Draft:
    return Draft(BlockKind.HEADING, line.start, _lead_asides(line), level=2)


def _lead_asides(line: Line) -> tuple[Aside, ...]:
    """A list's marker, a heading's sign or the time of an entry at the start of a line."""
    start = line.marker_start
    if length := leading_time(line.visible):
        return (Aside(start, start + len(line.visible[:length].rstrip()), "date"),)
    sign = line.marker.rstrip()
    if sign and (is_bullet(sign) or sign in _HEADING_SIGNS):
        return (Aside(start, start + len(sign), "marker"),)
    return ()


def _has_heading_sign(line: Line) -> bool:
    return line.visible[:1] in _HEADING_SIGNS


def _is_glued_head(group: list[Line], style: BodyStyle) -> bool:
    first, second = group[0], group[1]
    if is_bullet(first.marker) or first.text_indent < second.indent:
        return False
    if style.hard_wrapped:
        return _has_heading_sign(first) and _is_heading(first)
    short = visible_width(first.text) <= _LONGEST_GLUED and _is_heading(first) and not _TELLS.search(first.text)
    return style.punctuated and style.blank_lines and short and _is_full(second) and not _goes_on(second)


def _goes_on(line: Line) -> bool:
    return is_bullet(line.marker) or line.text[:1].islower()


def _running(group: list[Line], style: BodyStyle) -> Iterator[Draft]:
    """Paragraphs, lists and quotations among lines without a blank one between them."""
    position = 0
    while position < len(group):
        line = group[position]
        end = position + 1
        if line.marker and is_bullet(line.marker):
            while end < len(group) and (is_bullet(group[end].marker) or group[end].indent > line.indent):
                end += 1
            yield _list(group[position:end], style)
        elif _QUOTE.match(line.visible):
            while end < len(group) and _QUOTE.match(group[end].visible):
                end += 1
            asides = tuple(Aside(item.marker_start, item.marker_start + 1, "marker") for item in group[position:end])
            yield Draft(BlockKind.QUOTE, line.start, asides)
        else:
            while end < len(group) and not _opens(group[end], style):
                end += 1
            yield _paragraph(line, style)
        position = end


def _opens(line: Line, style: BodyStyle) -> bool:
    """Whether a line begins a new block although no blank line stands above it."""
    if line.opens_paragraph or _QUOTE.match(line.visible):
        return True
    if style.hard_wrapped:
        return False
    return not style.blank_lines or is_bullet(line.marker)


def _list(items: Sequence[Line], style: BodyStyle) -> Draft:
    asides = tuple(aside for item in items if is_bullet(item.marker) for aside in _lead_asides(item))
    return Draft(BlockKind.LIST, items[0].start, asides, hard_wrapped=style.hard_wrapped)


def _paragraph(line: Line, style: BodyStyle) -> Draft:
    asides = _lead_asides(line) if leading_time(line.visible) else ()
    return Draft(BlockKind.PARAGRAPH, line.start, asides, hard_wrapped=style.hard_wrapped)
