"""The structure of a page copied as plain text: which lines are the article, and what the others are.

A state machine goes over the lines once. It begins above the article (menus, category, date), passes through the body,
and leaves it for related articles, readers' comments and the footer when a line says so. What single lines are by their
wording stands in `corpora.pages.rules`; what they are by their place stands here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora.document import Aside, BlockKind
from corpora.drafts import Draft
from corpora.pages.comments import comment_drafts, looks_like_comments
from corpora.pages.lines import Line, is_bullet, split_lines
from corpora.pages.prose import BodyStyle, body_drafts, body_style, wrapped_by_hand
from corpora.pages.rules import KIND_BY_ROLE, Role, ends_sentence, has_letters, label_length, role_of, visible_width
from corpora.pages.title import find_title

__all__ = ["page_drafts"]

_PROSE_WIDTH = 24  # columns: a full sentence below that is rare in an article, common in what stands around it
_SECTIONS = frozenset({Role.COMMENTS_HEAD, Role.RELATED_HEAD, Role.RANKING_HEAD, Role.FOOTER})
_FURNITURE = frozenset({Role.NAVIGATION, Role.LINKS, Role.CREDIT, Role.FOOTER})


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page with their roles, and where its prose ends."""

    lines: Sequence[Line]
    roles: Sequence[Role]
    last_prose: int  # index of the last line that reads like a sentence of an article, -1 if there is none
    style: BodyStyle
    title: int | None  # index of the title's line


def page_drafts(text: str, language: str, *, with_title: bool = True) -> Iterator[Draft]:
    """Find the structure of a plain text, be it an article or a whole copied page.

    Args:
        text: The text; offsets in the drafts refer to it.
        language: `ja` or `en`.
        with_title: Look for a title above the body. A record of a data set has none.

    Yields:
        Drafts in order. Each reaches to the start of the next.
    """
    lines = split_lines(text)
    roles = [role_of(line) for line in lines]
    end = next((index for index in range(len(lines)) if _opens_comments(lines, roles, index)), len(lines))
    prose = [index for index in range(end) if roles[index] is Role.TEXT and _is_prose(lines[index])]
    last_prose = max(prose, default=-1)
    stop = last_prose + 1 if prose else end
    hard_wrapped = wrapped_by_hand(lines[:stop], roles[:stop], language)
    title = find_title(lines[:stop], roles[:stop], hard_wrapped=hard_wrapped) if with_title else None
    body = slice(0 if title is None else title + 1, stop)
    style = body_style(lines[body], roles[body], hard_wrapped=hard_wrapped)
    yield from _Machine(_Page(lines, roles, last_prose, style, title)).drafts()


def _opens_comments(lines: Sequence[Line], roles: Sequence[Role], position: int) -> bool:
    """コメント can be a heading of the article: only what follows tells."""
    if roles[position] is not Role.COMMENTS_HEAD:
        return False
    following = range(position + 1, min(position + 60, len(lines)))
    stop = next((index for index in following if roles[index] in _SECTIONS), following.stop)
    if looks_like_comments(lines[position + 1 : stop]):
        return True
    counted = any(character.isdigit() and character != "0" for character in lines[position].text)
    return counted and Role.COMMENTS_HEAD not in roles[position + 1 :]


def _is_prose(line: Line) -> bool:
    return visible_width(line.text[:_PROSE_WIDTH]) >= _PROSE_WIDTH and ends_sentence(line.text, strictly=True)


class _Machine:
    """Goes over the lines; each state consumes some and says at which line the next begins."""

    def __init__(self, page: _Page) -> None:
        self._page = page
        self._furniture_began = False
        self._title = page.title

    def drafts(self) -> Iterator[Draft]:
        position = 0
        if self._title is not None:
            yield from self._above_title()
            yield Draft(BlockKind.TITLE, self._page.lines[self._title].start)
            position = self._title + 1
        while position < len(self._page.lines):
            role = self._page.roles[position]
            if _opens_comments(self._page.lines, self._page.roles, position):
                yield self._lone(position)
                end = self._end_of_comments(position + 1)
                yield from comment_drafts(self._page.lines[position + 1 : end])
                position = end
            elif role is Role.RELATED_HEAD and self._is_section_head(position):
                yield self._lone(position)
                end = self._end_of_related(position + 1)
                yield from _related_drafts(self._page.lines[position + 1 : end])
                position = end
            elif self._is_footer(position):
                yield from self._footer(position)
                return
            elif role is Role.BLANK:
                position += 1
            elif role is Role.TEXT or not self._stands_aside(position):
                end = self._end_of_body(position)
                yield from self._body(position, end)
                position = end
            else:
                self._furniture_began |= position > self._page.last_prose and role in _FURNITURE
                yield self._lone(position)
                position += 1

    def _above_title(self) -> Iterator[Draft]:
        """A category or the name of the site above the title is a date-line; a whole menu is navigation."""
        assert self._title is not None  # noqa: S101  (for the type checker: the caller asked)
        above = [index for index in range(self._title) if self._page.roles[index] is not Role.BLANK]
        unknown = [index for index in above if self._page.roles[index] is Role.TEXT]
        for index in above:
            if self._page.roles[index] is not Role.TEXT:
                yield self._lone(index)
            else:
                kind = BlockKind.DATELINE if len(unknown) <= 2 else BlockKind.NAVIGATION
                yield Draft(kind, self._page.lines[index].start)

    def _lone(self, position: int) -> Draft:
        """The block of a line that its own wording set aside."""
        line = self._page.lines[position]
        kind = KIND_BY_ROLE[self._page.roles[position]]
        return Draft(kind, line.start, _label_asides(line, kind))

    def _stands_aside(self, position: int) -> bool:
        """Inside hard-wrapped prose a line is no unit, so its wording proves nothing unless it stands alone."""
        lines, roles = self._page.lines, self._page.roles
        if roles[position] in (Role.COMMENTS_HEAD, Role.RELATED_HEAD) and not self._is_section_head(position):
            return False
        if not self._page.style.hard_wrapped:
            return True
        before = position == 0 or roles[position - 1] is not Role.TEXT or position - 1 == self._title
        after = position + 1 == len(lines) or roles[position + 1] is not Role.TEXT
        return before and (after or roles[position] is Role.DATELINE)

    def _is_section_head(self, position: int) -> bool:
        """A head stands at the start of a paragraph, not in the middle of one."""
        return position == 0 or self._page.roles[position - 1] is not Role.TEXT

    def _body(self, position: int, end: int) -> Iterator[Draft]:
        """Prose; below the last of it, short lines among links and buttons are more of these."""
        if position > self._page.last_prose >= 0 and self._furniture_began:
            for index in range(position, end):
                if self._page.roles[index] is not Role.BLANK:
                    yield Draft(BlockKind.NAVIGATION, self._page.lines[index].start)
            return
        follows = end <= self._page.last_prose
        yield from body_drafts(self._page.lines[position:end], self._page.style, prose_follows=follows)

    def _end_of_body(self, position: int) -> int:
        roles = self._page.roles
        end = position + 1
        while end < len(roles):
            if roles[end] not in (Role.TEXT, Role.BLANK) and self._stands_aside(end):
                break
            end += 1
        return end

    def _end_of_comments(self, position: int) -> int:
        """Comments end where the footer begins; a reader may write anything else, so little counts as a sign."""
        lines, roles = self._page.lines, self._page.roles
        for index in range(position, len(lines)):
            at_start = index == position or lines[index - 1].blank or bool(lines[index].marker)
            head = roles[index] in (Role.RANKING_HEAD, Role.RELATED_HEAD) and len(lines[index].text) > 3
            if roles[index] is Role.FOOTER or (head and at_start):
                return index
        return len(lines)

    def _end_of_related(self, position: int) -> int:
        """Boxes of other articles end at the next section, or where prose goes on at full length."""
        lines, roles = self._page.lines, self._page.roles
        for index in range(position, len(lines)):
            line = lines[index]
            unframed = not line.marker and line.indent == 0
            if roles[index] in _SECTIONS or (roles[index] is Role.TEXT and unframed and _is_prose(line)):
                return index
        return len(lines)

    def _is_footer(self, position: int) -> bool:
        """From here on nothing is the article's. A menu above the article may use the same words."""
        after_prose = position > self._page.last_prose
        return after_prose and self._page.roles[position] in (Role.FOOTER, Role.RANKING_HEAD)

    def _footer(self, position: int) -> Iterator[Draft]:
        """One block for each entry of a list, and for each stretch between blank lines elsewhere."""
        in_item = False
        for index in range(position, len(self._page.lines)):
            line = self._page.lines[index]
            after_blank = index == position or self._page.lines[index - 1].blank
            opens_item = bool(line.marker) and is_bullet(line.marker)
            starts = opens_item or (after_blank and not (in_item and line.indent > 0)) or (in_item and line.indent == 0)
            if not line.blank and starts:
                in_item = opens_item
                yield Draft(BlockKind.FOOTER, line.start, _marker_asides(line))


def _related_drafts(lines: Sequence[Line]) -> Iterator[Draft]:
    """The entries under a head such as 関連記事: boxes with first words are teasers, bare headlines are links."""
    entries = list(_entries([line for line in lines if has_letters(line.visible)]))
    boxes = any(len(entry) > 1 or _is_cut(entry[-1]) for entry in entries)
    kind = BlockKind.TEASER if boxes else BlockKind.LINKS
    for entry in entries:
        asides = [aside for line in entry for aside in _marker_asides(line)]
        own = KIND_BY_ROLE.get(role_of(entry[0])) if len(entry) == 1 else None
        keeps_own = own in (BlockKind.NAVIGATION, BlockKind.FOOTER)
        yield Draft(own if own and keeps_own else kind, entry[0].start, tuple(asides))


def _entries(filled: Sequence[Line]) -> Iterator[list[Line]]:
    if any(line.marker and is_bullet(line.marker) for line in filled):
        yield from _listed_entries(filled)
    elif any(_is_cut(line) for line in filled):
        yield from _cut_entries(filled)
    else:
        yield from _bare_entries(filled)


def _listed_entries(filled: Sequence[Line]) -> Iterator[list[Line]]:
    """A list's entry reaches to the next marker that stands no deeper."""
    entry: list[Line] = []
    for line in filled:
        opens = bool(line.marker) and is_bullet(line.marker) and (not entry or line.indent <= entry[0].indent)
        if entry and opens:
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def _cut_entries(filled: Sequence[Line]) -> Iterator[list[Line]]:
    """Without a list, the words cut by … are the last line of a box."""
    entry: list[Line] = []
    for line in filled:
        entry.append(line)
        if _is_cut(line):
            yield entry
            entry = []
    if entry:
        yield entry


def _bare_entries(filled: Sequence[Line]) -> Iterator[list[Line]]:
    """Headlines only: a line each, except that a date belongs to the headline beside it."""
    entry: list[Line] = []
    for line in filled:
        if entry and role_of(line) is not Role.DATELINE:
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def _is_cut(line: Line) -> bool:
    return line.text.endswith(("…", "...", "[…]", "・・・"))


def _marker_asides(line: Line) -> tuple[Aside, ...]:
    if not line.marker or not is_bullet(line.marker):
        return ()
    return (Aside(line.marker_start, line.marker_start + len(line.marker.rstrip()), "marker"),)


def _label_asides(line: Line, kind: BlockKind) -> tuple[Aside, ...]:
    """The marker and the label such as 参考: of a block of one line."""
    asides = list(_marker_asides(line))
    if kind in (BlockKind.LINKS, BlockKind.CREDIT, BlockKind.CAPTION):
        visible = line.text if asides else line.visible
        start = line.text_start if asides else line.marker_start
        length = label_length(visible)
        if length:
            asides.append(Aside(start, start + len(visible[:length].rstrip()), "marker"))
    return tuple(asides)
