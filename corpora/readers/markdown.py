"""Markdown: headings, lists, quotations, code and tables by their marks.

The document's text is the source with the marks inside sentences taken out (emphasis, link targets, code ticks), for a
sentence has to be whole to be translated. The marks of lines, such as `#`, `-`, `>` and fences, stay in the text as
asides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.document import Aside, BlockKind
from corpora.drafts import Draft
from corpora.pages.lines import split_lines
from corpora.pages.rules import KIND_BY_ROLE, role_of

__all__ = ["MarkdownLine", "markdown_lines", "read_markdown"]

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+")
_PICTURE = re.compile(r"[ \t]*!\[[^\]]*\]\([^)]*\)[ \t]*$")

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"!\[([^\]\[]{0,500})\](?:\([^()\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\]]{0,200}\])"), r"\1"),
    (
        re.compile(
            r"\[([^\]\[]{1,500})\](?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"]{0,500}\")?\)|\[[^\]]{0,200}\])"
        ),
        r"\1",
    ),
    (re.compile(r"<((?:https?|mailto):[^\s<>]{1,2000})>"), r"\1"),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,500})?/?>"), ""),
    (re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])([^*\n]{0,1000}?[^\s*])\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^\n]{0,1000}?[^\s_])\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]{1,1000})~~"), r"\1"),
)
_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)(.{1,1000}?)(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One line of the visible text and what it is."""

    kind: BlockKind
    text: str
    marks: tuple[tuple[int, int, str], ...] = ()  # of the line: start, end, role
    level: int | None = None
    joins: bool = False  # goes on with the block of the line above


@dataclass(frozen=True, slots=True)
class MarkdownLine:
    """A line of a Markdown source.

    Attributes:
        kind: The kind of block it belongs to.
        start: Where its words begin in the source, after the mark of the line; `end` where it has none.
        end: Where they end, before the line end and the closing mark of a heading.
        goes_on: It goes on with the words of the line above.
    """

    kind: BlockKind
    start: int
    end: int
    goes_on: bool


def markdown_lines(text: str) -> Iterator[MarkdownLine]:
    """What each line of a source is and where its words stand, marks inside them included."""
    lines = text.splitlines(keepends=True)
    offset = 0
    for line, piece in zip(lines, _pieces(lines), strict=True):
        bare = line.rstrip()
        start = piece.marks[0][1] if piece.marks else len(line) - len(line.lstrip())
        if piece.kind is BlockKind.CODE or not bare:
            start = len(bare)
        closing = _HEADING_END.search(bare) if piece.kind is BlockKind.HEADING else None
        end = closing.start() if closing else len(bare)
        new_item = piece.kind is BlockKind.LIST and bool(piece.marks)
        yield MarkdownLine(piece.kind, offset + min(start, end), offset + end, piece.joins and not new_item)
        offset += len(line)


def read_markdown(text: str) -> tuple[str, list[Draft]]:
    """The visible text of a Markdown source and its structure."""
    pieces = _with_title(list(_pieces(text.splitlines(keepends=True))))
    drafts: list[Draft] = []
    offset = 0
    for piece in pieces:
        asides = tuple(Aside(offset + start, offset + end, role) for start, end, role in piece.marks)
        if piece.joins and drafts:
            last = drafts[-1]
            drafts[-1] = Draft(last.kind, last.start, last.asides + asides, last.level, hard_wrapped=last.hard_wrapped)
        elif piece.text.strip():
            wraps = piece.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST)
            drafts.append(Draft(piece.kind, offset, asides, piece.level, hard_wrapped=wraps))
        offset += len(piece.text)
    return "".join(piece.text for piece in pieces), drafts


def _with_title(pieces: list[_Piece]) -> list[_Piece]:
    """The first heading of the first level is the title, if no prose stands above it."""
    for index, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING and piece.level == 1:
            title = _Piece(BlockKind.TITLE, piece.text, piece.marks)
            return [*pieces[:index], title, *pieces[index + 1 :]]
        if piece.text.strip() and piece.kind is BlockKind.PARAGRAPH:
            break
    return pieces


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    position = 0
    if lines and lines[0].strip() == "---":
        position = _front_matter_end(lines)
        yield from _kept(lines[:position], BlockKind.CODE)
    above: BlockKind | None = None  # kind of the line above, `None` after a blank one
    while position < len(lines):
        line = lines[position]
        if fence := _FENCE.match(line):
            end = _fence_end(lines, position, fence.group(1))
            yield from _kept(lines[position:end], BlockKind.CODE)
            position, above = end, None
            continue
        piece = _line_piece(line, lines[position + 1] if position + 1 < len(lines) else "", above)
        yield piece
        position += 1
        above = piece.kind if piece.text.strip() else None
        if piece.kind is BlockKind.HEADING and not _HEADING.match(line):  # its underline
            yield _Piece(piece.kind, lines[position], _whole(lines[position]), joins=True)
            position, above = position + 1, None


def _front_matter_end(lines: list[str]) -> int:
    for index in range(1, min(len(lines), 200)):
        if lines[index].strip() in ("---", "..."):
            return index + 1
    return 0


def _fence_end(lines: list[str], position: int, fence: str) -> int:
    for index in range(position + 1, len(lines)):
        stripped = lines[index].strip()
        if len(stripped) >= len(fence) and not stripped.strip(fence[0]):
            return index + 1
    return len(lines)


def _kept(lines: list[str], kind: BlockKind) -> Iterator[_Piece]:
    """Lines that stay as they are, as one block. Their marks and words need no sentences."""
    for index, line in enumerate(lines):
        yield _Piece(kind, line, _whole(line), joins=index > 0)


def _whole(line: str) -> tuple[tuple[int, int, str], ...]:
    stripped = line.strip()
    start = line.find(stripped)
    return ((start, start + len(stripped), "markup"),) if stripped else ()


def _line_piece(line: str, below: str, above: BlockKind | None) -> _Piece:
    """What a line is by its own mark, by that of the line below it, or by the block it goes on with."""
    if not line.strip():
        return _Piece(BlockKind.BLANK, line, joins=True)
    if piece := _piece_by_mark(line, above):
        return piece
    if "|" in line and _is_table_row(line, below, above):
        return _table_row(line, above)
    if above in (BlockKind.LIST, BlockKind.QUOTE, BlockKind.PARAGRAPH):
        return _Piece(above, _visible(line), joins=True)
    if underline := _UNDERLINE.match(below.rstrip()):
        return _Piece(BlockKind.HEADING, _visible(line), level=1 if underline.group(1)[0] == "=" else 2)
    return _Piece(_kind_of_words(line, below), _visible(line))


def _piece_by_mark(line: str, above: BlockKind | None) -> _Piece | None:
    bare = line.rstrip()
    if _RULE.match(bare) or (_TABLE_RULE.match(bare) and "|" in line):
        in_table = above is BlockKind.TABLE
        return _Piece(BlockKind.TABLE if in_table else BlockKind.NAVIGATION, line, _whole(line), joins=in_table)
    if _REFERENCE.match(line) and above is None:
        return _Piece(BlockKind.LINKS, line, _whole(line))
    if _PICTURE.match(bare):
        return _Piece(BlockKind.CAPTION, _visible(line))
    if heading := _HEADING.match(line):
        return _marked(BlockKind.HEADING, line, heading.end(), above=None, level=len(heading.group(1)))
    for kind, pattern in ((BlockKind.QUOTE, _QUOTE), (BlockKind.LIST, _ITEM)):
        if mark := pattern.match(line):
            return _marked(kind, line, mark.end(), above=above)
    return None


def _kind_of_words(line: str, below: str) -> BlockKind:
    """A line that stands alone may be a date, a by-line or a reference, as on any page."""
    if below.strip():
        return BlockKind.PARAGRAPH
    return KIND_BY_ROLE.get(role_of(split_lines(_visible(line))[0]), BlockKind.PARAGRAPH)


def _marked(kind: BlockKind, line: str, length: int, *, above: BlockKind | None, level: int | None = None) -> _Piece:
    """A line with a mark before its words: the mark is an aside, the words are shown."""
    mark, rest = line[:length], line[length:]
    marks = [(len(mark) - len(mark.lstrip()), len(mark.rstrip()), "markup" if kind is BlockKind.HEADING else "marker")]
    visible = _visible(rest)
    closing = _HEADING_END.search(visible.rstrip("\r\n")) if kind is BlockKind.HEADING else None
    if closing:
        start = length + closing.start()
        lead = len(closing.group()) - len(closing.group().lstrip())
        marks.append((start + lead, length + len(visible[: closing.end()].rstrip()), "markup"))
    return _Piece(kind, mark + visible, tuple(marks), level, joins=above is kind)


def _is_table_row(line: str, below: str, above: BlockKind | None) -> bool:
    opens = "|" in below and _TABLE_RULE.match(below.rstrip()) is not None
    return opens or above is BlockKind.TABLE or line.lstrip().startswith("|")


def _table_row(line: str, above: BlockKind | None) -> _Piece:
    """The bars between cells become tabs, so that no sentence reaches over two cells."""
    body = line.rstrip("\r\n")
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", body.strip().strip("|"))]
    return _Piece(
        BlockKind.TABLE,
        _visible("\t".join(cells)) + line[len(body) :],
        joins=above in (BlockKind.TABLE, BlockKind.NAVIGATION),
    )


def _visible(line: str) -> str:
    """The words of a line without the marks inside it; what stands in code ticks is left alone."""
    parts: list[str] = []
    position = 0
    for code in _CODE_SPAN.finditer(line):
        parts += (_plain(line[position : code.start()]), code.group(2))
        position = code.end()
    return "".join([*parts, _plain(line[position:])])


def _plain(text: str) -> str:
    escaped: list[str] = []

    def hide(match: re.Match[str]) -> str:
        escaped.append(match.group(1))
        return f"\ue000{len(escaped) - 1}\ue001"

    hidden = _ESCAPE.sub(hide, text) if "\\" in text else text
    for pattern, replacement in _INLINE:
        hidden = pattern.sub(replacement, hidden)
    return re.sub("\ue000(\\d+)\ue001", lambda match: escaped[int(match.group(1))], hidden) if escaped else hidden
