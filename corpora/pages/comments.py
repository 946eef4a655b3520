"""Readers' comments on a copied page: who, when, how many votes, how deep, and the words themselves.

`corpora.pages.comment_frame` says of each line what it could be; here it is decided where comments begin, and what
belongs to which. Depth is read from the indentation of the words.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Aside, BlockKind, CommentInfo
from corpora.drafts import Draft
from corpora.pages.comment_frame import (
    ANCHOR,
    BARE_NUMBER,
    BUTTONS,
    DATED,
    LONGEST_FRAME,
    NAMED,
    VOTE_LABEL,
    VOTES,
    YEAR_OR_TIME,
    is_meta,
    match_name_and_date,
    may_be_name,
    plain_name,
    split_head,
)
from corpora.pages.lines import Line, is_bullet

__all__ = ["comment_drafts", "looks_like_comments"]


@dataclass(slots=True)
class _Comment:
    """A comment while its lines are gathered."""

    first: Line
    author: str | None = None
    date: str | None = None
    votes: int | None = None
    asides: list[Aside] = field(default_factory=list)
    words: list[Line] = field(default_factory=list)
    closed: bool = False  # votes or buttons came after the words: more words are another comment

    def set_aside(self, line: Line, role: str) -> None:
        self.asides.append(Aside(line.marker_start, line.text_end, role))

    def indent(self) -> int:
        """The column of the words; a marker's width is a guess that a second line corrects."""
        unmarked = [line.indent for line in self.words[:4] if not line.marker]
        if unmarked:
            return min(unmarked)
        return self.words[0].text_indent if self.words else self.first.text_indent


def looks_like_comments(lines: Sequence[Line]) -> bool:
    """Whether these lines, which follow a head such as コメント, hold at least one sign of a reader's comment."""
    filled = [line for line in lines if not line.blank][:12]
    return any(
        is_meta(line.text) or NAMED.fullmatch(line.text) is not None
        for line in filled
        if len(line.text) <= LONGEST_FRAME
    )


def comment_drafts(lines: Sequence[Line]) -> Iterator[Draft]:
    """Cut the lines of a comment section into comments; what stands before the first one is navigation.

    Args:
        lines: The lines after the section's head up to its end, blank ones included.

    Yields:
        One draft for each comment, in order, without a gap between them.
    """
    gathered = list(_gather(lines))
    introduction = next((line for line in lines if not line.blank), None)
    if introduction is not None and (not gathered or introduction.start < gathered[0].first.start):
        yield Draft(BlockKind.NAVIGATION, introduction.start)
    levels = _indent_levels(comment.indent() for comment in gathered)
    for comment in gathered:
        depth = max(bisect_right(levels, comment.indent()) - 1, 0)
        info = CommentInfo(comment.author, comment.date, comment.votes, depth)
        yield Draft(BlockKind.COMMENT, comment.first.start, tuple(comment.asides), comment=info)


def _indent_levels(indents: Iterator[int]) -> list[int]:
    """The distinct columns in which words begin, at least two apart: the levels of nesting."""
    levels: list[int] = []
    for indent in sorted(set(indents)):
        if not levels or indent - levels[-1] >= 2:
            levels.append(indent)
    return levels


def _gather(lines: Sequence[Line]) -> Iterator[_Comment]:
    filled = [index for index, line in enumerate(lines) if not line.blank]
    reader = _Reader(lines, filled)
    yield from reader.comments()


class _Reader:
    """Goes over the lines of a section once and gathers comments."""

    def __init__(self, lines: Sequence[Line], filled: Sequence[int]) -> None:
        self._lines = [lines[index] for index in filled]
        self._after_blank = [index == 0 or lines[index - 1].blank for index in filled]
        self._trailing = self._is_trailing()
        self._header_shapes = {
            (line.indent, line.marker.strip()[-1:])
            for position, line in enumerate(self._lines)
            if line.marker and self._next_is_date(position)
        }

    def comments(self) -> Iterator[_Comment]:
        if self._trailing:
            yield from self._comments_before_their_names()
            return
        current: _Comment | None = None
        position = 0
        while position < len(self._lines):
            used, opened = self._open(position, current)
            if opened is not None:
                if current is not None:
                    yield current
                current = opened
                position += used
                continue
            line = self._lines[position]
            if current is None:
                if not self._is_introduction(position):
                    current = _Comment(line)
                    self._add_words(current, line)
            elif not self._add_trailer(current, position):
                self._add_words(current, line)
            position += 1
        if current is not None:
            yield current

    def _open(self, position: int, current: _Comment | None) -> tuple[int, _Comment | None]:
        """The comment that begins at this line, if one does, and how many lines its head takes."""
        line = self._lines[position]
        boundary = current is None or current.closed or self._after_blank[position]
        match = match_name_and_date(line.text)
        if match is not None and (boundary or line.marker or YEAR_OR_TIME.search(match["date"])):
            comment = _Comment(line, plain_name(match["name"]), match["date"].strip())
            comment.asides.extend(split_head(line, match))
            return 1, comment
        surely = line.marker or current is None or current.closed
        if self._is_name_above_date(position) and (surely or (boundary and self._date_is_full(position + 1))):
            comment = _Comment(line, plain_name(line.text))
            comment.set_aside(line, "author")
            return self._take_date(comment, position + 1), comment
        if DATED.fullmatch(line.text) and (line.marker or current is None or current.closed):
            comment = _Comment(line)
            return self._take_date(comment, position) - 1, comment
        if boundary and (match := NAMED.fullmatch(line.text)):
            comment = _Comment(line, plain_name(next(group for group in match.groups() if group)))
            comment.set_aside(line, "author")
            return 1, comment
        if self._opens_nameless(position, current):
            comment = _Comment(line)
            self._add_words(comment, line)
            return 1, comment
        return 0, None

    def _is_name_above_date(self, position: int) -> bool:
        """The date of a list's item is not the date of the unmarked line above it."""
        line = self._lines[position]
        return (
            self._next_is_date(position)
            and may_be_name(line.text)
            and bool(line.marker or not self._lines[position + 1].marker)
            and not self._is_votes(position)
        )

    def _opens_nameless(self, position: int, current: _Comment | None) -> bool:
        """A comment that begins with its own words: after the last one's votes, or at a marker as names have it."""
        line = self._lines[position]
        if current is None or is_meta(line.text):
            return False
        if current.closed:
            return not self._is_votes(position)
        shape = (line.indent, line.marker.strip()[-1:])
        return bool(line.marker) and self._after_blank[position] and shape in self._header_shapes

    def _take_date(self, comment: _Comment, position: int) -> int:
        """Set the date line at `position` aside; the number of lines of the head so far."""
        line = self._lines[position]
        match = DATED.fullmatch(line.text)
        if match is not None:
            comment.date = match["date"].strip()
            comment.set_aside(line, "date")
        return 2

    def _date_is_full(self, position: int) -> bool:
        return YEAR_OR_TIME.search(self._lines[position].text) is not None

    def _next_is_date(self, position: int) -> bool:
        return position + 1 < len(self._lines) and DATED.fullmatch(self._lines[position + 1].text) is not None

    def _add_trailer(self, comment: _Comment, position: int) -> bool:
        line = self._lines[position]
        if self._is_votes(position):
            match = VOTES.fullmatch(line.text) or BARE_NUMBER.fullmatch(line.text)
            if match is not None and comment.votes is None:  # of several counts the first is the approval
                groups = match.groupdict()
                comment.votes = int((groups.get("before") or groups.get("after") or "0").replace(",", ""))
            comment.set_aside(line, "votes")
        elif BUTTONS.fullmatch(line.text):
            comment.set_aside(line, "marker")
        elif ANCHOR.fullmatch(line.visible):
            comment.set_aside(line, "marker")
            return True
        elif not comment.words and comment.date is None and (match := DATED.fullmatch(line.text)):
            comment.date = match["date"].strip()
            comment.set_aside(line, "date")
            return True
        else:
            return False
        comment.closed = bool(comment.words)
        return True

    def _is_votes(self, position: int) -> bool:
        """A labelled count always; a bare number only where a comment can end, for people write numbers too."""
        line = self._lines[position]
        if VOTES.fullmatch(line.text) or self._is_label_of_votes(position):
            return True
        match = None if line.marker else BARE_NUMBER.fullmatch(line.text)
        if match is None:
            return False
        if match["buttons"] or self._is_label_of_votes(position - 1):
            return True
        return self._after_blank[position] and self._may_end_before(position + 1)

    def _is_label_of_votes(self, position: int) -> bool:
        """A label such as 共感した with its number on the next line."""
        return (
            0 <= position < len(self._lines) - 1
            and VOTE_LABEL.fullmatch(self._lines[position].text) is not None
            and BARE_NUMBER.fullmatch(self._lines[position + 1].text) is not None
        )

    def _may_end_before(self, position: int) -> bool:
        if position >= len(self._lines):
            return True
        line = self._lines[position]
        return bool(
            (line.marker and is_bullet(line.marker))
            or BUTTONS.fullmatch(line.text)
            or match_name_and_date(line.text)
            or DATED.fullmatch(line.text)
            or self._next_is_date(position)
        )

    def _add_words(self, comment: _Comment, line: Line) -> None:
        comment.words.append(line)
        if line.marker and (is_bullet(line.marker) or not line.text):
            comment.asides.append(Aside(line.marker_start, line.marker_start + len(line.marker.rstrip()), "marker"))

    def _is_introduction(self, position: int) -> bool:
        """Lines before the first name or date, such as the rules of the comment section."""
        for later in range(position + 1, min(position + 6, len(self._lines))):
            if self._is_votes(later):
                return False
            if self._open(later, None)[1] is not None:
                return True
        return False

    def _is_trailing(self) -> bool:
        """Older blogs write name and date below the words: `Posted by … at 2023年5月1日`."""
        heads = [position for position, line in enumerate(self._lines) if match_name_and_date(line.text)]
        if not heads or heads[0] == 0 or len(self._lines) < 2:
            return False
        first = self._lines[0]
        after_last = self._lines[heads[-1] + 1 :]
        return not DATED.fullmatch(first.text) and all(is_meta(line.text) for line in after_last)

    def _comments_before_their_names(self) -> Iterator[_Comment]:
        current: _Comment | None = None
        for position, line in enumerate(self._lines):
            match = match_name_and_date(line.text)
            if current is None or (current.closed and match is None and not is_meta(line.text)):
                if current is not None:
                    yield current
                current = _Comment(line)
            if match is not None:
                current.author, current.date, current.closed = plain_name(match["name"]), match["date"].strip(), True
                current.asides.extend(split_head(line, match))
            elif not (current.words and self._add_trailer(current, position)):
                self._add_words(current, line)
        if current is not None:
            yield current
