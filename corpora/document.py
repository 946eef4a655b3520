"""The document: one text, cut into blocks, cut into sentences, all by character offsets.

The reader's text is never changed. A document's blocks follow one another without a gap, so that joining their spans
gives the text back; what is no sentence in a block is white space or an `Aside` that says what it is (a list marker,
the name above a comment). Readers (`corpora.readers`) make documents; everything to the right only looks at them.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

__all__ = ["BODY_KINDS", "Aside", "Block", "BlockKind", "CommentInfo", "Document", "Sentence", "shown_name"]


def shown_name(path: str | Path) -> str:
    """What a file is called in texts and data.

    The bytes of a name that is no UTF-8 (Shift_JIS, out of an old archive) reach Python as half characters, which no
    file takes.
    """
    return os.fsencode(path).decode("utf-8", "replace")


class BlockKind(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    CAPTION = "caption"
    LIST = "list"
    COMMENT = "comment"
    DATELINE = "dateline"  # time stamps, time-zone notes, bylines, category lines
    CREDIT = "credit"  # picture sources and the like
    LINKS = "links"  # references and related articles inside the body: 参考, 関連記事
    TEASER = "teaser"  # a related article's box: category, headline, first words cut by …
    NAVIGATION = "navigation"  # previous/next, menus, section heads such as コメント
    FOOTER = "footer"  # trackback lines, rankings, PAGE TOP
    CODE = "code"
    TABLE = "table"
    BLANK = "blank"  # white space that belongs to no other block


BODY_KINDS = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.QUOTE,
        BlockKind.CAPTION,
        BlockKind.LIST,
        BlockKind.TABLE,
    }
)
"""The kinds that make up the article itself: what is translated and aligned by default."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `document.text[start:end] == text`, without white space at its ends."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of a block that belongs to no sentence, and why.

    `role` is one of `marker` (list bullet, quote sign, label such as 参考:), `author`, `date`, `votes`, `markup`.
    """

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class CommentInfo:
    """Who said a reader comment, when, how often it was voted for, and how deep it is nested (0 = top level)."""

    author: str | None
    date: str | None
    votes: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document of one kind. Its sentences and asides are in order and do not overlap."""

    kind: BlockKind
    start: int
    end: int
    sentences: tuple[Sentence, ...] = ()
    asides: tuple[Aside, ...] = ()
    level: int | None = None  # of a heading: 1 to 6
    comment: CommentInfo | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text as read and its structure.

    Attributes:
        name: File name, or what the caller calls it; shown to people, never opened.
        language: ISO 639-1 code, `ja` or `en`.
        text: The characters as read (of HTML and Markdown: the visible text), never normalised.
        blocks: In order and without gaps: their spans joined are `text`.
        encoding: The encoding the file was read with, `None` for text that came as text.
    """

    name: str
    language: str
    text: str
    blocks: tuple[Block, ...]
    encoding: str | None = field(default=None)

    def sentences(self, kinds: frozenset[BlockKind] | None = BODY_KINDS) -> tuple[Sentence, ...]:
        """The sentences of the blocks of these kinds, in order; `None` means every kind."""
        return tuple(sentence for _, sentence in self.located_sentences(kinds))

    def located_sentences(self, kinds: frozenset[BlockKind] | None = BODY_KINDS) -> Iterator[tuple[Block, Sentence]]:
        """Each sentence with the block that holds it."""
        for block in self.blocks:
            if kinds is None or block.kind in kinds:
                for sentence in block.sentences:
                    yield block, sentence

    @property
    def title(self) -> str | None:
        """The text of the first title block, if there is one."""
        for block in self.blocks:
            if block.kind is BlockKind.TITLE:
                return self.text[block.start : block.end].strip()
        return None
