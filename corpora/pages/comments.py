"""Readers' comments on a copied page: who, when, how many votes, how deep, and the words themselves.

Every site writes the lines above or below a comment in its own way, so this module first asks of each line what it
could be (a name, a date, both, votes, buttons), then where comments begin. Depth is read from the indentation of the
words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Aside, BlockKind, CommentInfo
from corpora.drafts import Draft
from corpora.pages.dates import DATE, one_of
from corpora.pages.lines import Line, is_bullet
from corpora.pages.rules import ends_sentence

__all__ = ["comment_drafts", "looks_like_comments"]

_LONGEST_NAME = 40
_LONGEST_FRAME = 120  # characters of a line that is no words: name, date and buttons together
_COUNT = r"(?:\s?[(（]?\d+\s?件?[)）]?)?"
_BUTTON = (
    one_of(
        r"(?:この(?:コメント|投稿)[にを])?(?:返信|通報|報告|引用)(?:する)?|返信を(?:見る|隠す|表示|閉じる|書く)|違反(?:報告|通報)",
        r"編集|削除|シェア|共有|いいね[!！]?|good|bad|もっと見る|続きを読む",
        r"\d+\s?件の返信(?:を(?:表示|見る))?|返信\s?\d+\s?件?",
        r"Reply(?: to .{1,30})?|Report|Share|Permalink|Link|Quote|Flag|Like|Edit|Delete|Log in to Reply",
        r"Hide replies|(?:View|Show) (?:\d+ )?(?:more )?repl(?:y|ies)",
    )
    + _COUNT
)
_MORE_BUTTONS = rf"(?:[\s|｜・/／]*{_BUTTON})*"
_NUMBER_OF_VOTES = r"[+-]?\d[\d,]{0,8}"
_VOTES_AFTER_LABEL = (
    one_of(
        r"(?:いいね|イイネ)[!！]?|共感(?:した)?|参考になった|なるほど|賛成|役に立った",
        r"Good|Likes?|Votes?|Score|Points?|Recommend(?:ed)?|Upvotes?|[👍♡♥❤🤍⬆▲△↑☆★+＋]\ufe0f?",
    )
    + rf"\s?[:：]?\s?[(（]?\s?(?P<after>{_NUMBER_OF_VOTES})\s?[件人票]?\s?[)）]?"
)
_VOTES_BEFORE_LABEL = rf"(?P<before>{_NUMBER_OF_VOTES})\s?(?:件の|人が)?\s?" + one_of(
    r"(?:いいね|イイネ)[!！]?(?:しました)?|票|共感|賛成|人が(?:参考になった|役に立った).{0,12}",
    r"likes?|points?|votes?|upvotes?|Good|👍|♡|♥|❤",
)
_VOTES_AGAINST = (
    r"(?:[\s/／|｜・,]*(?:👎|⬇|▼|▽|↓|Bad|dislikes?|反対|うーん|よくない|[-−])\ufe0f?"
    r"\s?[:：]?\s?[(（]?\s?\d[\d,]*\s?[)）]?)?"
)
_VOTE_LABEL = re.compile(
    r"共感した|なるほど|うーん|参考になった|役に立った|いいね[!！]?|Good|Bad|Likes?|Dislikes?", re.IGNORECASE
)
_ID = r"(?:\s*[|｜/／]?\s*(?:ID|No|#)\s?[:：.]?\s?[\w+/.-]{1,20})?"
_SAYS = one_of(
    r"\s?(?:さんより|より|さん(?:のコメント|の発言|が書きました)|のコメント)\s?[:：]?",
    r"\s(?:says|said|wrote|commented|writes)\s?:?",
)
_SEPARATOR = r"(?:[\s\u3000|｜:：/／・·•,—–-]+|(?=[(（]))"

_DATE = re.compile(
    rf"[(（]?\s?(?:(?:投稿|日時|date|posted(?: on)?)\s?[:：]?\s?)?(?P<date>{DATE})\s?[)）]?{_ID}", re.IGNORECASE
)
_VOTES = re.compile(
    rf"(?:{_BUTTON}[\s|｜・/／]*)?(?:{_VOTES_AFTER_LABEL}|{_VOTES_BEFORE_LABEL}){_VOTES_AGAINST}{_MORE_BUTTONS}",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?P<before>[+-]?\d{{1,6}})(?P<buttons>(?:[\s|｜・/／]+{_BUTTON})*)", re.IGNORECASE)
_BUTTONS = re.compile(rf"[↳└>＞]?\s?{_BUTTON}{_MORE_BUTTONS}", re.IGNORECASE)
_ANCHOR = re.compile(r"(?:>>|＞＞|»|※)\s?\d{1,5}")  # an answer to the comment of that number
_NAME_AND_DATE = re.compile(
    rf"(?:(?:投稿者|名前|Name|by|Posted by)\s?[:：]?\s?)?"
    rf"(?P<name>[^。!?！？]{{1,{_LONGEST_NAME}}}?)(?:{_SAYS})?{_SEPARATOR}"
    rf"(?:[(（]?(?:投稿日?時?|日時|on|at|Posted(?: on)?)\s?[:：]?\s?)?(?P<date>{DATE})\s?[)）]?{_ID}{_MORE_BUTTONS}",
    re.IGNORECASE,
)
_DATE_AND_NAME = re.compile(
    rf"(?P<date>{DATE}){_ID}[\s\u3000|｜/／・]+(?:by\s)?(?:(?:投稿者|名前)[:：]?\s?)?"
    rf"(?P<name>[^。!?！？\d][^。!?！？]{{0,{_LONGEST_NAME}}}?)(?:{_SAYS})?",
    re.IGNORECASE,
)
_NAME = re.compile(
    one_of(
        rf"(?:投稿者|名前|お名前|Name|by|Posted by)\s?[:：]\s?(?P<labelled>[^。]{{1,{_LONGEST_NAME}}})",
        rf"(?P<called>[^。、!?！？]{{1,{_LONGEST_NAME}}}?)"
        r"(?:\s?より\s?[:：]|(?:さん|\s)より|さん[:：]|のコメント[:：]|\s(?:says|said|wrote|commented|writes):)",
        r"(?P<anonymous>匿名(?:希望|さん)?|名無し(?:さん)?(?:@\S+)?|ななし|通りすがり|ゲスト|Anonymous|Guest|@[\w.-]{2,30})",
    ),
    re.IGNORECASE,
)
# Words beside a bare 9月13日 may be a sentence; beside a year, a time of day or "3 hours ago" they are a name.
_YEAR_OR_TIME = re.compile(r"\d{4}|\d[:：時]|前$|ago$")


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
        _is_meta(line.text) or _NAME.fullmatch(line.text) is not None
        for line in filled
        if len(line.text) <= _LONGEST_FRAME
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
        match = _match_name_and_date(line.text)
        if match is not None and (boundary or line.marker or _YEAR_OR_TIME.search(match["date"])):
            comment = _Comment(line, _name(match["name"]), match["date"].strip())
            comment.asides.extend(_split_head(line, match))
            return 1, comment
        surely = line.marker or current is None or current.closed
        if self._is_name_above_date(position) and (surely or (boundary and self._date_is_full(position + 1))):
            comment = _Comment(line, _name(line.text))
            comment.set_aside(line, "author")
            return self._take_date(comment, position + 1), comment
        if _DATE.fullmatch(line.text) and (line.marker or current is None or current.closed):
            comment = _Comment(line)
            return self._take_date(comment, position) - 1, comment
        if boundary and (match := _NAME.fullmatch(line.text)):
            comment = _Comment(line, _name(next(group for group in match.groups() if group)))
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
            and _may_be_name(line.text)
            and bool(line.marker or not self._lines[position + 1].marker)
            and not self._is_votes(position)
        )

    def _opens_nameless(self, position: int, current: _Comment | None) -> bool:
        """A comment that begins with its own words: after the last one's votes, or at a marker as names have it."""
        line = self._lines[position]
        if current is None or _is_meta(line.text):
            return False
        if current.closed:
            return not self._is_votes(position)
        shape = (line.indent, line.marker.strip()[-1:])
        return bool(line.marker) and self._after_blank[position] and shape in self._header_shapes

    def _take_date(self, comment: _Comment, position: int) -> int:
        """Set the date line at `position` aside; the number of lines of the head so far."""
        line = self._lines[position]
        match = _DATE.fullmatch(line.text)
        if match is not None:
            comment.date = match["date"].strip()
            comment.set_aside(line, "date")
        return 2

    def _date_is_full(self, position: int) -> bool:
        return _YEAR_OR_TIME.search(self._lines[position].text) is not None

    def _next_is_date(self, position: int) -> bool:
        return position + 1 < len(self._lines) and _DATE.fullmatch(self._lines[position + 1].text) is not None

    def _add_trailer(self, comment: _Comment, position: int) -> bool:
        line = self._lines[position]
        if self._is_votes(position):
            match = _VOTES.fullmatch(line.text) or _NUMBER.fullmatch(line.text)
            if match is not None and comment.votes is None:  # of several counts the first is the approval
                groups = match.groupdict()
                comment.votes = int((groups.get("before") or groups.get("after") or "0").replace(",", ""))
            comment.set_aside(line, "votes")
        elif _BUTTONS.fullmatch(line.text):
            comment.set_aside(line, "marker")
        elif _ANCHOR.fullmatch(line.visible):
            comment.set_aside(line, "marker")
            return True
        elif not comment.words and comment.date is None and (match := _DATE.fullmatch(line.text)):
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
        if _VOTES.fullmatch(line.text) or self._is_label_of_votes(position):
            return True
        match = None if line.marker else _NUMBER.fullmatch(line.text)
        if match is None:
            return False
        if match["buttons"] or self._is_label_of_votes(position - 1):
            return True
        return self._after_blank[position] and self._may_end_before(position + 1)

    def _is_label_of_votes(self, position: int) -> bool:
        """A label such as 共感した with its number on the next line."""
        return (
            0 <= position < len(self._lines) - 1
            and _VOTE_LABEL.fullmatch(self._lines[position].text) is not None
            and _NUMBER.fullmatch(self._lines[position + 1].text) is not None
        )

    def _may_end_before(self, position: int) -> bool:
        if position >= len(self._lines):
            return True
        line = self._lines[position]
        return bool(
            (line.marker and is_bullet(line.marker))
            or _BUTTONS.fullmatch(line.text)
            or _match_name_and_date(line.text)
            or _DATE.fullmatch(line.text)
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
        heads = [position for position, line in enumerate(self._lines) if _match_name_and_date(line.text)]
        if not heads or heads[0] == 0 or len(self._lines) < 2:
            return False
        first = self._lines[0]
        after_last = self._lines[heads[-1] + 1 :]
        return not _DATE.fullmatch(first.text) and all(_is_meta(line.text) for line in after_last)

    def _comments_before_their_names(self) -> Iterator[_Comment]:
        current: _Comment | None = None
        for position, line in enumerate(self._lines):
            match = _match_name_and_date(line.text)
            if current is None or (current.closed and match is None and not _is_meta(line.text)):
                if current is not None:
                    yield current
                current = _Comment(line)
            if match is not None:
                current.author, current.date, current.closed = _name(match["name"]), match["date"].strip(), True
                current.asides.extend(_split_head(line, match))
            elif not (current.words and self._add_trailer(current, position)):
                self._add_words(current, line)
        if current is not None:
            yield current


def _match_name_and_date(text: str) -> re.Match[str] | None:
    """A line that is a name and a date and nothing else; `None` for a date alone."""
    if len(text) > _LONGEST_FRAME or _DATE.fullmatch(text):
        return None
    match = _NAME_AND_DATE.fullmatch(text) or _DATE_AND_NAME.fullmatch(text)
    return match if match is not None and _may_be_name(match["name"]) else None


def _may_be_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and not ends_sentence(text, strictly=True) and not _is_meta(text)


def _is_meta(text: str) -> bool:
    """A line that belongs to a comment's frame by its own wording: date, labelled votes, buttons."""
    if len(text) > _LONGEST_FRAME:
        return False
    return bool(
        _DATE.fullmatch(text)
        or _VOTES.fullmatch(text)
        or _BUTTONS.fullmatch(text)
        or (_NAME_AND_DATE.fullmatch(text) and not ends_sentence(text))
    )


def _name(text: str) -> str | None:
    return re.sub(rf"(?:{_SAYS})\Z", "", text.strip(" \u3000:：|｜/／・,、-")).strip() or None


def _split_head(line: Line, match: re.Match[str]) -> list[Aside]:
    """The asides of a line that holds both name and date: each reaches up to the next, so that all of it is covered."""
    start, end = line.marker_start, line.text_end
    if match.start("name") < match.start("date"):
        cut = line.text_start + match.start("date")
        roles = ("author", "date")
    else:
        cut = line.text_start + match.start("name")
        roles = ("date", "author")
    first = line.visible[: cut - start].rstrip()
    return [Aside(start, start + len(first), roles[0]), Aside(cut, end, roles[1])]
