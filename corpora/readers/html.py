"""HTML pages: the visible text as we render it, and which of it is the article.

Tags and class names say what a stretch is; `trafilatura` says whether it belongs to the main text. Where it finds
nothing, or too little to be true, the tags decide alone.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpora.document import BODY_KINDS, Aside, BlockKind, CommentInfo
from corpora.drafts import Draft, shifted
from corpora.pages.comments import comment_drafts
from corpora.pages.lines import split_lines
from corpora.pages.rules import KIND_BY_ROLE, Role, ends_sentence, label_length, role_of, visible_width
from corpora.readers.html_render import Piece, Rendered, render

__all__ = ["read_html"]

_log = logging.getLogger(__name__)

_GAP = "\n\n"
_SHINGLE = 10  # characters: shorter runs are shared by chance
_IN_MAIN = 0.6  # of a piece's shingles
_TOO_LITTLE = 0.3  # of the text in paragraphs: a main text below that has missed the article
_LINK_DENSE = 0.6
_NO_FURNITURE = (BlockKind.CAPTION, BlockKind.TABLE, BlockKind.QUOTE)  # inside <article>, whatever trafilatura thinks
_PROSE_WIDTH = 40  # columns
_HEADS = (Role.RELATED_HEAD, Role.RANKING_HEAD)


def read_html(html: str) -> tuple[str, list[Draft]]:
    """The visible text of a page and its structure."""
    rendered = render(html)
    pieces = rendered.pieces
    kinds = _kinds(rendered, _main_text(html))
    text: list[str] = []
    drafts: list[Draft] = []
    offset = 0
    for block in _blocks(pieces, kinds):
        gap = "\n" if block[0][0].kind in (BlockKind.LIST, BlockKind.TABLE) or block[0][0].comment else _GAP
        shown = gap.join(piece.text for piece, _ in block)
        drafts.extend(shifted(draft, offset) for draft in _block_drafts(block, shown, len(gap)))
        text.append(shown)
        offset += len(shown) + len(_GAP)
    return _GAP.join(text), drafts


def _main_text(html: str) -> str:
    """What trafilatura takes for the article, without white space; empty if it finds none."""
    try:
        from trafilatura import extract

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an unusual page is none of the user's business
        found = extract(html, include_comments=False, include_tables=True)
    except Exception as error:
        _log.warning("trafilatura could not judge this page (%s); going by its tags alone", str(error).split("\n")[0])
        return ""
    return _dense(found or "")


def _dense(text: str) -> str:
    return "".join(text.split())


def _kinds(rendered: Rendered, main: str) -> list[BlockKind]:
    """The kind of each piece: by its tags first, then by where the main text is."""
    pieces = rendered.pieces
    title = _title_index(rendered)
    kinds = [_kind_by_tags(piece) for piece in pieces]
    inside = _inside_main(pieces, kinds, main)
    if inside:
        _set_aside_outside(pieces, kinds, inside)
    _set_aside_below_heads(pieces, kinds)
    if title is not None:
        kinds[title] = BlockKind.TITLE
        for index in range(title):
            if kinds[index] in BODY_KINDS and not _is_prose(pieces[index]):
                kinds[index] = BlockKind.NAVIGATION
    return kinds


def _title_index(rendered: Rendered) -> int | None:
    """The heading that the page's head names, else the first of the first level: the site's name may be one, too."""
    headings = [
        index
        for index, piece in enumerate(rendered.pieces)
        if piece.kind is BlockKind.HEADING and (piece.level or 6) <= 2 and not piece.in_comments
    ]
    named = [
        (len(_dense(rendered.pieces[index].bare)), -index)
        for index in headings
        if any(_dense(title).startswith(_dense(rendered.pieces[index].bare)) for title in rendered.titles)
    ]
    if named:
        return -max(named)[1]
    within = [
        (len(_dense(rendered.pieces[index].bare)), -index)
        for index in headings
        if any(_dense(rendered.pieces[index].bare) in _dense(title) for title in rendered.titles)
    ]
    first_level = [index for index in headings if rendered.pieces[index].level == 1]
    in_article = [index for index in first_level if rendered.pieces[index].in_article]
    named_within = [-max(within)[1]] if within else []
    return next(iter(in_article or first_level or named_within), None)


def _kind_by_tags(piece: Piece) -> BlockKind:
    if piece.comment is not None or piece.in_comments:
        return BlockKind.COMMENT if piece.comment is not None else BlockKind.NAVIGATION
    if piece.region is not None:
        # A date beside a paragraph is no reason to lose the paragraph.
        weak = piece.region in (BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.CAPTION)
        if piece.region is BlockKind.TEASER and _role(piece) in _HEADS:
            return BlockKind.NAVIGATION
        if not (weak and _is_prose(piece) and piece.region is not BlockKind.CAPTION):
            return BlockKind.LINKS if piece.region is BlockKind.TEASER and _is_linked(piece) else piece.region
    if piece.kind is BlockKind.CODE and not _is_program(piece.text):
        return BlockKind.PARAGRAPH
    if piece.kind in (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.HEADING) and "\n" not in piece.text:
        role = _role(piece)
        if piece.kind is not BlockKind.HEADING or role in (*_HEADS, Role.COMMENTS_HEAD):
            return KIND_BY_ROLE.get(role, piece.kind)
    return piece.kind


def _is_program(text: str) -> bool:
    """Older Japanese sites set whole articles in <pre>."""
    wide = sum("\u3040" <= character <= "\u9fff" for character in text)
    return wide < 0.3 * len(text)


def _role(piece: Piece) -> Role:
    lines = split_lines(piece.text)
    return role_of(lines[0]) if len(lines) == 1 else Role.TEXT


def _is_prose(piece: Piece) -> bool:
    return visible_width(piece.text[:_PROSE_WIDTH]) >= _PROSE_WIDTH and _is_sentence(piece)


def _is_sentence(piece: Piece) -> bool:
    return ends_sentence(piece.text.rstrip(), strictly=True) and not _is_linked(piece)


def _is_linked(piece: Piece) -> bool:
    return piece.linked >= _LINK_DENSE * len(piece.text)


def _inside_main(pieces: Sequence[Piece], kinds: Sequence[BlockKind], main: str) -> list[bool | None]:
    """For each piece whether trafilatura kept it, `None` where too short to tell; empty if it missed the article."""
    written = sum(
        len(_dense(piece.bare)) for piece, kind in zip(pieces, kinds, strict=True) if kind is BlockKind.PARAGRAPH
    )
    if not main or len(main) < _TOO_LITTLE * written:
        return []
    known = {main[start : start + _SHINGLE] for start in range(len(main) - _SHINGLE + 1)}
    inside = [_share_known(_dense(piece.bare), known) for piece in pieces]
    if not any(found for found, kind in zip(inside, kinds, strict=True) if kind in BODY_KINDS):
        return []
    return inside


def _share_known(text: str, known: set[str]) -> bool | None:
    shingles = max(len(text) - _SHINGLE + 1, 0)
    if shingles == 0:
        return None
    return sum(text[start : start + _SHINGLE] in known for start in range(shingles)) >= _IN_MAIN * shingles


def _set_aside_outside(pieces: Sequence[Piece], kinds: list[BlockKind], inside: Sequence[bool | None]) -> None:
    """What trafilatura dropped is furniture, unless it is prose or a heading between kept prose.

    Of sentences too short to look for in its text, those inside <article> count as kept.
    """
    kept = [
        index
        for index, (piece, found) in enumerate(zip(pieces, inside, strict=True))
        if kinds[index] in BODY_KINDS and (found or (found is None and piece.in_article and _is_sentence(piece)))
    ]
    first, last = kept[0], kept[-1]
    for index, piece in enumerate(pieces):
        if kinds[index] not in BODY_KINDS or inside[index]:
            continue
        if _is_linked(piece):
            kinds[index] = BlockKind.LINKS if index > first else BlockKind.NAVIGATION
        elif index < first and not (piece.in_article and _is_prose(piece)):
            kinds[index] = BlockKind.NAVIGATION
        elif index > last and not (piece.in_article and (_is_prose(piece) or kinds[index] in _NO_FURNITURE)):
            kinds[index] = BlockKind.FOOTER
        # In between, headings, captions and sentences stay: trafilatura drops some that are the article's.


def _set_aside_below_heads(pieces: Sequence[Piece], kinds: list[BlockKind]) -> None:
    """What stands under a heading such as 関連記事 up to the next heading or prose is other articles."""
    below: BlockKind | None = None
    for index, piece in enumerate(pieces):
        if (
            "\n" not in piece.text
            and _role(piece) in _HEADS
            and kinds[index] in (BlockKind.NAVIGATION, BlockKind.FOOTER)
        ):
            below = BlockKind.LINKS if _role(piece) is Role.RELATED_HEAD else BlockKind.FOOTER
        elif below and (_is_prose(piece) or (piece.kind is BlockKind.HEADING and not _is_linked(piece))):
            below = None
        elif below and kinds[index] in BODY_KINDS:
            kinds[index] = below


_Kinded = tuple[Piece, BlockKind]


def _blocks(pieces: Sequence[Piece], kinds: Sequence[BlockKind]) -> Iterator[list[_Kinded]]:
    """Pieces that make up one block: a list, a table, a comment, a section of comments without known items."""

    def key(item: tuple[int, _Kinded]) -> tuple[str, object, object]:
        index, (piece, kind) = item
        if piece.comment is not None:
            return ("comment", piece.comment, None)
        if piece.in_comments:
            return ("comments", None, None)
        if kind is not BlockKind.LINKS and piece.group is not None and piece.kind in (BlockKind.LIST, BlockKind.TABLE):
            return ("group", piece.group, kind)
        return ("single", index, None)

    for _, items in groupby(enumerate(zip(pieces, kinds, strict=True)), key=key):
        yield [item for _, item in items]


def _block_drafts(block: list[_Kinded], shown: str, gap: int) -> Iterator[Draft]:
    first, kind = block[0]
    if first.comment is not None:
        yield _comment_draft([piece for piece, _ in block], gap)
    elif first.in_comments:
        yield from _unmarked_comments(shown)
    else:
        label = label_length(shown) if kind in (BlockKind.LINKS, BlockKind.CREDIT, BlockKind.CAPTION) else 0
        asides = (Aside(0, len(shown[:label].rstrip()), "marker"),) if label else ()
        yield Draft(kind, 0, asides, first.level if kind is BlockKind.HEADING else None)


def _unmarked_comments(shown: str) -> Iterator[Draft]:
    """A section whose class names do not tell one comment from the next is read as a copied page is."""
    lines = split_lines(shown)
    start = 1 if role_of(lines[0]) is Role.COMMENTS_HEAD else 0
    if start:
        yield Draft(BlockKind.NAVIGATION, 0)
    yield from comment_drafts(lines[start:])


def _comment_draft(pieces: Sequence[Piece], gap: int) -> Draft:
    asides: list[Aside] = []
    found: dict[str, str] = {}
    offset = 0
    for piece in pieces:
        if piece.role is not None:
            asides.append(Aside(offset, offset + len(piece.text), piece.role))
            found.setdefault(piece.role, piece.text)
        offset += len(piece.text) + gap
    if all(piece.role is not None for piece in pieces) and "author" not in found and "date" not in found:
        return Draft(BlockKind.NAVIGATION, 0, tuple(asides))  # buttons below the replies to a comment
    number = re.search(r"[+-]?\d[\d,]*", found.get("votes", ""))
    votes = int(number.group().replace(",", "")) if number else None
    depth = pieces[0].comment[1] if pieces[0].comment else 0
    author = re.sub(r"\s*(?:より|さんより|says)?\s*[:：]?\Z", "", found["author"]) if "author" in found else None
    return Draft(BlockKind.COMMENT, 0, tuple(asides), comment=CommentInfo(author, found.get("date"), votes, depth))
