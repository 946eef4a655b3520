"""What stands around the article: reader comments, and the blocks that were set aside.

Nothing of a page is lost: what is not in the rows is here, under the word for what it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.report.sentences import sentence_html, translation_html
from app.report.text import count, text_html
from corpora.document import BODY_KINDS, Block, BlockKind, Document, Sentence
from translate.translation import Hypothesis

__all__ = ["comments_html", "set_aside_html"]

_NAMES = {
    BlockKind.DATELINE: ("date or byline", "dates or bylines"),
    BlockKind.CREDIT: ("credit", "credits"),
    BlockKind.LINKS: ("related link", "related links"),
    BlockKind.TEASER: ("teaser", "teasers"),
    BlockKind.NAVIGATION: ("navigation line", "navigation lines"),
    BlockKind.FOOTER: ("footer", "footers"),
    BlockKind.CODE: ("piece of code", "pieces of code"),
}
_OTHER = ("line without a sentence", "lines without a sentence")
_DEEPEST_INDENT = 5  # deeper replies stand at the same indent, or a phone would have no room for them


def comments_html(document: Document, hypotheses: Mapping[Sentence, Hypothesis], *, heading: str) -> str:
    """The reader comments of a document, in order; nothing when it has none."""
    comments = [block for block in document.blocks if block.kind is BlockKind.COMMENT]
    if not comments:
        return ""
    translated = any(sentence in hypotheses for block in comments for sentence in block.sentences)
    items = "\n".join(_comment_html(document, block, hypotheses, translated) for block in comments)
    return f'<section class="comments"><h2>{heading} <span class="count">{len(comments):,}</span></h2>{items}</section>'


def _comment_html(document: Document, block: Block, hypotheses: Mapping[Sentence, Hypothesis], translated: bool) -> str:
    depth = min(block.comment.depth, _DEEPEST_INDENT) if block.comment else 0
    body = "".join(_comment_line_html(document, sentence, hypotheses, translated) for sentence in block.sentences)
    return f'<article class="comment d{depth}">{_comment_head_html(document, block)}{body}</article>'


def _comment_head_html(document: Document, block: Block) -> str:
    info = block.comment
    author = f'<bdi lang="{document.language}">{text_html(info.author)}</bdi>' if info and info.author else "no name"
    parts = [f'<span class="author">{author}</span>']
    if info and info.date:
        parts.append(f"<span>{text_html(info.date)}</span>")
    if info and info.votes is not None:
        parts.append(f"<span>{count(info.votes, 'vote')}</span>")
    if info and info.depth:
        parts.append(f"<span>reply{f', level {info.depth}' if info.depth > 1 else ''}</span>")
    labels = (document.text[aside.start : aside.end].strip() for aside in block.asides if aside.role == "marker")
    parts += [f"<span>{text_html(label)}</span>" for label in labels if label]
    return f'<header class="said">{"".join(parts)}</header>'


def _comment_line_html(
    document: Document, sentence: Sentence, hypotheses: Mapping[Sentence, Hypothesis], translated: bool
) -> str:
    original = sentence_html(sentence.text, document.language, unit=0)
    beside = translation_html(hypotheses.get(sentence), unit=0) if translated else ""
    column = "japanese" if document.language == "ja" else "source"
    cell = f'<div class="translation">{beside}</div>' if beside else ""
    return f'<div class="pair" data-row><div class="{column}">{original}</div>{cell}</div>'


def set_aside_html(document: Document, *, where: str) -> str:
    """Every other block of a document, folded away behind a line that counts them; nothing when there is none."""
    blocks = [block for block in document.blocks if _is_set_aside(block, document)]
    if not blocks:
        return ""
    items = "".join(_aside_html(document, block) for block in blocks)
    return f'<details class="aside"><summary>Set aside {where}: {_summary(blocks)}</summary><dl>{items}</dl></details>'


def _is_set_aside(block: Block, document: Document) -> bool:
    if block.kind in (BlockKind.BLANK, BlockKind.COMMENT) or not document.text[block.start : block.end].strip():
        return False
    return block.kind not in BODY_KINDS or not block.sentences


def _summary(blocks: Iterable[Block]) -> str:
    counted = Counter(_NAMES.get(block.kind, _OTHER) for block in blocks)
    return ", ".join(count(number, *names) for names, number in counted.items())


def _aside_html(document: Document, block: Block) -> str:
    text = document.text[block.start : block.end].strip()
    lines: Sequence[str] = [line.strip() for line in text.splitlines() if line.strip()]
    shown = "<br>".join(map(text_html, lines))
    return f'<div><dt>{_NAMES.get(block.kind, _OTHER)[0]}</dt><dd lang="{document.language}">{shown}</dd></div>'
