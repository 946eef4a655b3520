"""An HTML page as lines of visible text, each with what the tags say about it.

The tree is walked once and without recursion, so neither depth nor size of a page can break it; nothing is fetched.
What the lines mean for the article is decided in `corpora.readers.html`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from corpora.document import BlockKind
from corpora.readers.html_tags import (
    BLOCK_TAGS,
    DROPPED_TAGS,
    KIND_BY_TAG,
    REGION_BY_TAG,
    comment_role,
    is_comment_container,
    is_comment_item,
    region_by_words,
    words_of,
)

__all__ = ["Piece", "Rendered", "render"]

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff60])[ \t]*[\r\n][ \t\r\n]*(?=[\u3001-\u9fff\uff01-\uff60])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LARGEST_REGION = 0.6  # of the page's text: a class name on a larger element cannot mean what it says
# What can be flattened in a page nested too deeply: paragraphs, headings and line breaks hold hardly anything.
_DEEP_BLOCK = re.compile(
    r"</?(?:div|section|article|main|center|font|table|tbody|tr|td|th|ul|ol|li|dl|dt|dd|blockquote|form|fieldset)\b[^<>]*>",
    re.IGNORECASE,
)
_DEEP_INLINE = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|small|big|sub|sup|tt|code|ins|del|q|mark|abbr)\b[^<>]*>", re.IGNORECASE
)
_CELLS = ("td", "th")
_BLOCKS_IN_LAYOUT = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "div", "article", "section"]
)


@dataclass(slots=True)
class Piece:
    """One line or paragraph of the rendered page.

    Attributes:
        text: What is seen.
        bare: The same without furigana, for comparing with what other tools extract.
        kind: What the tags say it is.
        level: Of a heading.
        group: Pieces with the same group are one block: the items of a list, the rows of a table, a comment.
        linked: Characters of `text` that are links.
        in_article: Inside `article` or `main`.
        region: The region of the page it stands in, if that is not the article.
        role: In a comment: the role of the aside, `None` for its words.
        comment: The comment it belongs to and how deep that is nested.
        in_comments: Inside the section of comments.
    """

    text: str
    bare: str
    kind: BlockKind
    level: int | None
    group: int | None
    linked: int
    in_article: bool
    region: BlockKind | None
    role: str | None
    comment: tuple[int, int] | None
    in_comments: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pieces of a page in order, and the titles its head gives."""

    pieces: list[Piece]
    titles: tuple[str, ...]


@dataclass(slots=True)
class _Context:
    """What an element hands down to what is inside it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    group: int | None = None
    region: BlockKind | None = None
    role: str | None = None
    comment: tuple[int, int] | None = None
    in_comments: bool = False
    in_article: bool = False
    link: bool = False
    reading: bool = False  # inside <rt>
    preformatted: bool = False

    def copy(self) -> "_Context":
        return _Context(
            self.kind,
            self.level,
            self.group,
            self.region,
            self.role,
            self.comment,
            self.in_comments,
            self.in_article,
            self.link,
            self.reading,
            self.preformatted,
        )


@dataclass(slots=True)
class _Gathered:
    """The text of the piece under way."""

    shown: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    linked: int = 0


def render(html: str) -> Rendered:
    """Render a page.

    Args:
        html: The source, decoded.

    Returns:
        Its visible pieces; none at all for a page without text.
    """
    root = _parse(html)
    if root is None:
        return Rendered([], ())
    walk = _Walk(root)
    walk.run()
    return Rendered(walk.pieces, tuple(_titles(root)))


def _parse(html: str) -> etree._Element | None:
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = _tree(html, parser)
    if root is None or not _is_too_deep(parser):
        return root
    return _tree(_DEEP_INLINE.sub("", _DEEP_BLOCK.sub("<br><br>", html)), parser)


def _is_too_deep(parser: HTMLParser) -> bool:
    """Whether the parser gave up at its limit (some two thousand elements inside one another) and dropped the rest."""
    return any("depth" in entry.message for entry in parser.error_log)


def _tree(html: str, parser: HTMLParser) -> etree._Element | None:
    try:
        # NUL would end the page for the parser; lone surrogates cannot be encoded.
        return document_fromstring(html.replace("\0", "\ufffd").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments or white space
        return None


def _titles(root: etree._Element) -> Iterator[str]:
    for meta in root.iterfind(".//meta[@property='og:title']"):
        yield meta.get("content") or ""
    for title in root.iterfind(".//title"):
        yield "".join(str(part) for part in title.itertext())


class _Walk:
    """One pass over the tree in document order."""

    def __init__(self, root: etree._Element) -> None:
        self.pieces: list[Piece] = []
        self._root = root
        self._stack: list[_Context] = [_Context()]
        self._current = _Gathered()
        self._next_group = 0
        self._depth_of_dropped = 0
        self._lengths = _text_lengths(root)
        self._breaks = 0

    def run(self) -> None:
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end":
                    self._add(element.tail)
            elif event == "start":
                self._enter(element, element.tag)
            else:
                self._leave(element, element.tag)
        self._flush()

    def _enter(self, element: etree._Element, tag: str) -> None:
        if self._depth_of_dropped or tag in DROPPED_TAGS or _is_hidden(element):
            self._depth_of_dropped += 1
            return
        context = self._context(element, tag)
        opens = tag in BLOCK_TAGS or context.role != self._stack[-1].role
        if opens:
            self._flush()
        self._stack.append(context)
        if tag == "br":
            self._break()
        elif tag in _CELLS and self._current.shown:
            self._append("\t" if context.kind is BlockKind.TABLE else "\n")
        elif tag == "rt":
            self._append("(", reading=True)
        self._add(element.text)

    def _leave(self, element: etree._Element, tag: str) -> None:
        if self._depth_of_dropped:
            self._depth_of_dropped -= 1
        else:
            if tag == "rt":
                self._append(")", reading=True)
            context = self._stack[-1]
            if tag in BLOCK_TAGS or context.role != self._stack[-2].role:
                self._flush()
            self._stack.pop()
        if not self._depth_of_dropped:
            self._add(element.tail)

    def _context(self, element: etree._Element, tag: str) -> _Context:
        context = self._stack[-1].copy()
        words = words_of(f"{element.get('class') or ''} {element.get('id') or ''}")
        context.link |= tag == "a"
        context.reading |= tag == "rt"
        context.preformatted |= tag == "pre"
        context.in_article |= tag in ("article", "main")
        if tag not in ("html", "body"):
            self._enter_region(context, element, tag, words)
        self._enter_comment(context, tag, words)
        self._set_kind(context, element, tag)
        return context

    def _enter_region(self, context: _Context, element: etree._Element, tag: str, words: frozenset[str]) -> None:
        region = REGION_BY_TAG.get(tag)
        if tag in ("header", "footer") and context.in_article:
            region = None
        region = region_by_words(words) or region
        if region is None or context.in_comments:
            return
        too_large = self._lengths.get(element, 0) > _LARGEST_REGION * self._lengths.get(self._root, 0)
        if tag in ("main", "article") or too_large or (tag in KIND_BY_TAG and tag.startswith("h")):
            return
        weak = (BlockKind.DATELINE, BlockKind.CAPTION, BlockKind.CREDIT)
        if context.region is None or (context.region in weak and region not in weak):
            context.region = region

    def _enter_comment(self, context: _Context, tag: str, words: frozenset[str]) -> None:
        if tag in ("html", "body"):
            return
        if is_comment_container(words):
            context.in_comments = True
        if is_comment_item(tag, words):
            self._next_group += 1
            depth = 0 if context.comment is None else context.comment[1] + 1
            context.comment = (self._next_group, depth)
            context.in_comments = True
            context.role = None
        elif context.comment is not None and context.role is None:
            context.role = comment_role(tag, words)

    def _set_kind(self, context: _Context, element: etree._Element, tag: str) -> None:
        if tag in ("ul", "ol", "dl") and context.kind is not BlockKind.LIST:
            self._next_group += 1
            context.group = self._next_group
        if tag == "table":
            is_data = not any(child.tag in _BLOCKS_IN_LAYOUT for child in element.iterdescendants())
            context.group = None
            if is_data:
                self._next_group += 1
                context.group = self._next_group
                context.kind = BlockKind.TABLE
        kind = KIND_BY_TAG.get(tag)
        if kind is None or (kind is BlockKind.TABLE and context.kind is not BlockKind.TABLE):
            return
        context.kind = kind
        if kind is BlockKind.HEADING:
            context.level = int(tag[1])
        if kind not in (BlockKind.LIST, BlockKind.TABLE):
            context.group = None

    def _add(self, text: str | None) -> None:
        if not text or self._depth_of_dropped:
            return
        if self._stack[-1].preformatted:
            self._append(text)
            return
        folded = _SPACE.sub(" ", _WIDE.sub("", text))
        if folded == " " and not self._current.shown:
            return
        self._append(folded)

    def _append(self, text: str, *, reading: bool = False) -> None:
        if text.strip():
            self._breaks = 0
        context = self._stack[-1]
        self._current.shown.append(text)
        if not (reading or context.reading):
            self._current.bare.append(text)
        if context.link:
            self._current.linked += len(text.strip())

    def _break(self) -> None:
        """One <br> is a new line, two are a new paragraph."""
        self._breaks += 1
        if self._breaks > 1 and not self._stack[-1].preformatted:
            self._flush()
        else:
            self._append("\n")

    def _flush(self) -> None:
        gathered, self._current = self._current, _Gathered()
        self._breaks = 0
        context = self._stack[-1]
        text = _tidied("".join(gathered.shown), preformatted=context.preformatted)
        if not text:
            return
        self.pieces.append(
            Piece(
                text=text,
                bare="".join(gathered.bare),
                kind=context.kind,
                level=context.level,
                group=context.group,
                linked=gathered.linked,
                in_article=context.in_article,
                region=context.region,
                role=context.role,
                comment=context.comment,
                in_comments=context.in_comments,
            )
        )


def _tidied(text: str, *, preformatted: bool) -> str:
    if preformatted:
        return text.strip("\r\n") if text.strip() else ""
    return "\n".join(line for line in (_strip(line) for line in text.split("\n")) if line)


def _strip(line: str) -> str:
    return re.sub(r" {2,}", " ", line).strip()


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("type") == "hidden":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _text_lengths(root: etree._Element) -> dict[etree._Element, int]:
    """The length of the text inside each element, counted from the leaves upward."""
    lengths: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = len(element.text or "") if element.tag not in DROPPED_TAGS else 0
        lengths[element] = own + sum(
            (lengths[child] if child.tag not in DROPPED_TAGS else 0) + len(child.tail or "") for child in element
        )
    return lengths
