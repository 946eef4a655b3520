"""Markdown, translated in place: headings, lists, quotations, tables and code keep their marks, links and emphasis too.

Which line is what comes from the reader of Markdown articles; here only the marks inside the words are found.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, pairwise

from app.layouts.bilingual import Bilingual
from app.layouts.inline import Insertion, Mark, Piece, Recoder, Run, woven
from app.layouts.slot import Slot
from corpora.decoding import decode
from corpora.document import BlockKind
from corpora.readers.markdown import MarkdownLine, markdown_lines

__all__ = ["markdown_slots"]

_INLINE = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)(?P<program>.{1,1000}?)(?<!`)(?P=ticks)(?!`))
    | (?P<atom><!--.{0,2000}?--> | <(?:https?|mailto):[^\s<>]+> | </?[A-Za-z][^<>]*>
        | !\[[^\]\[]*\](?:\([^()\s]*(?:\s+"[^"]*")?\)|\[[^\]]*\]) | \[\^[^\]\s]+\])
    | (?P<link>\[(?P<label>(?:[^\[\]\\]|\\.|!\[[^\]]*\]\([^()]*\))+)\]
        (?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\)|\[[^\]]*\]))
    | (?P<stars>(?<!\*)(?P<star>\*{1,3})(?=[^\s*])(?P<starred>[^*]{0,1000}?[^\s*])(?P=star)(?!\*))
    | (?P<lines>(?<![\w_])(?P<line>_{1,3})(?=[^\s_])(?P<lined>[^_]{0,1000}?[^\s_])(?P=line)(?![\w_]))
    | (?P<struck>~~(?=\S)(?P<gone>[^~]{1,1000})~~)
    | (?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z]\w*);)
    """,
    re.VERBOSE | re.DOTALL,
)
_PAIRS = (("code", "program"), ("link", "label"), ("stars", "starred"), ("lines", "lined"), ("struck", "gone"))
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_HARD_BREAK = re.compile(r"[ ]{2,}\r?\n")
_INNER_MARKS = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|\#{1,6}|\[[ xX]\])[ \t]+|>[ \t]?)+")
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|&(?=\#|[A-Za-z])")
_LINE_MARK = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([-+#=](?=[-\s#=]|$)|>)")


def markdown_slots(data: bytes, name: str, *, encoding: str | None, bilingual: Bilingual | None) -> Iterator[Slot]:
    """The sentences of a Markdown file.

    Args:
        data: The file.
        name: What messages call it.
        encoding: Insist on this one.
        bilingual: Show both languages instead of putting one in the place of the other.

    Raises:
        InputError: It is no text, or not in this encoding.
    """
    source, used = decode(data, path=name, encoding=encoding)
    return woven(source, _runs(source, bilingual), Recoder(data, source, used), _escaped)


def _escaped(text: str) -> str:
    """New text in which nothing is taken for a mark."""
    shown = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    mark = _LINE_MARK.match(shown)
    if mark is None:
        return shown
    return f"{mark[1] or ''}\\{mark[2] or mark[3]}{shown[mark.end() :]}"


def _runs(source: str, bilingual: Bilingual | None) -> Iterator[Run]:
    lines = (_words(source, line) for line in markdown_lines(source))
    for group in _groups(source, lines):
        if group[0].kind is BlockKind.TABLE:
            cells = [
                (line.start + cell.start(), line.start + cell.end())
                for line in group
                for cell in _CELL.finditer(source[line.start : line.end])
            ]
            for start, end in cells:
                yield Run(tuple(_pieces(source, start, end)), _insertion(bilingual, BlockKind.TABLE))
        else:
            yield Run(tuple(_line_pieces(source, group)), _insertion(bilingual, group[0].kind))


def _words(source: str, line: MarkdownLine) -> MarkdownLine:
    """A line of a quotation or an item without the marks of what is inside: a list, a heading, a quotation."""
    is_outer = line.kind in (BlockKind.QUOTE, BlockKind.LIST)
    marks = _INNER_MARKS.match(source, line.start, line.end) if is_outer else None
    return line if marks is None else replace(line, start=marks.end(), goes_on=False)


def _groups(source: str, lines: Iterator[MarkdownLine]) -> Iterator[list[MarkdownLine]]:
    """The lines whose words belong together."""
    group: list[MarkdownLine] = []
    for line in lines:
        if group and (not line.goes_on or _is_broken(source, group[-1].end) or line.start == line.end):
            yield group
            group = []
        if line.start < line.end:
            group.append(line)
    if group:
        yield group


def _is_broken(source: str, end: int) -> bool:
    """Whether the author wants a new line where a line of words ends."""
    return source[end - 1] == "\\" or _HARD_BREAK.match(source, end) is not None


def _line_pieces(source: str, lines: list[MarkdownLine]) -> Iterator[Piece]:
    """The pieces of lines that belong together; what marks the second and later lines has no place in a sentence."""
    between = [source[above.end : line.start] for above, line in pairwise(lines)]
    if not any(gap.strip() for gap in between):
        yield from _pieces(source, lines[0].start, lines[-1].end)
        return
    for number, line in enumerate(lines):
        yield from _pieces(source, line.start, line.end)
        if number < len(between):
            start = source.index("\n", line.end)
            yield Piece(line.end, start + 1, source[line.end : start + 1])
            yield Piece(start + 1, lines[number + 1].start, source[start + 1 : lines[number + 1].start], Mark.DROP)


def _pieces(source: str, start: int, end: int) -> Iterator[Piece]:
    numbers = count()
    pending: list[tuple[int, int] | Piece] = [(start, end)]
    while pending:
        item = pending.pop()
        if isinstance(item, Piece):
            yield item
            continue
        position, stop = item
        match = _INLINE.search(source, position, stop)
        if match is None:
            if position < stop:
                yield Piece(position, stop, source[position:stop])
            continue
        if position < match.start():
            yield Piece(position, match.start(), source[position : match.start()])
        pending.append((match.end(), stop))
        pending += reversed(_marked(match, str(next(numbers))))


def _marked(match: re.Match[str], name: str) -> list[tuple[int, int] | Piece]:
    """What a match is made of; words inside a mark are to be searched again, unless they are a program."""
    for outer, inner in _PAIRS:
        if match[outer] is not None:
            first, last = match.span(inner)
            within = Piece(first, last, match[inner]) if outer == "code" else (first, last)
            opening = Piece(match.start(), first, match.string[match.start() : first], Mark.OPEN, name + outer)
            closing = Piece(last, match.end(), match.string[last : match.end()], Mark.CLOSE, name + outer)
            return [opening, within, closing]
    if match["escape"] is not None:
        return [
            Piece(match.start(), match.start() + 1, "", Mark.DROP),
            Piece(match.end() - 1, match.end(), match[0][1]),
        ]
    if match["entity"] is not None:
        return [Piece(match.start(), match.end(), html.unescape(match[0]))]
    return [Piece(match.start(), match.end(), match[0], Mark.ATOM)]


def _insertion(bilingual: Bilingual | None, kind: BlockKind) -> Insertion | None:
    if bilingual is None:
        return None
    if kind is not BlockKind.PARAGRAPH:
        return Insertion("<br>", "")
    if bilingual is Bilingual.ALTERNATING:
        return Insertion("\n\n", "")
    return Insertion(
        "\n\n</td><td>\n\n", "\n\n</td></tr></table>", "<table><tr><td>\n\n"
    )  # the blank lines let Markdown go on inside HTML
