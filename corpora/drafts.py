"""From the structure a reader found to the blocks of a document.

Readers only say where a block begins and ends, of what kind it is and which stretches are asides. This module completes
the work in one place for all of them: it splits what is left into sentences and sees to it that nothing is lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpora.document import Aside, Block, BlockKind, CommentInfo, Sentence
from corpora.sentences import split_sentences

__all__ = ["Draft", "complete", "shifted"]

_WITHOUT_SENTENCES = frozenset({BlockKind.BLANK, BlockKind.NAVIGATION, BlockKind.FOOTER, BlockKind.CODE})


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its sentences are known. It reaches up to the start of the next one, white space included."""

    kind: BlockKind
    start: int
    asides: tuple[Aside, ...] = ()
    level: int | None = None
    comment: CommentInfo | None = None
    hard_wrapped: bool = False


def shifted(draft: Draft, offset: int) -> Draft:
    """The same draft in a text that has `offset` more characters before it."""
    asides = tuple(Aside(aside.start + offset, aside.end + offset, aside.role) for aside in draft.asides)
    return replace(draft, start=draft.start + offset, asides=asides)


def complete(text: str, drafts: Iterable[Draft], language: str) -> tuple[Block, ...]:
    """Turn drafts, in order, into blocks that follow one another without a gap from 0 to the end of `text`."""
    ordered = list(drafts)
    if not ordered or ordered[0].start > 0:
        leading = text[: ordered[0].start if ordered else len(text)]
        kind = BlockKind.PARAGRAPH if leading.strip() else BlockKind.BLANK
        ordered.insert(0, Draft(kind, 0))
    ends = [draft.start for draft in ordered[1:]] + [len(text)]
    return tuple(
        _block(text, draft, end, language) for draft, end in zip(ordered, ends, strict=True) if draft.start < end
    )


def _block(text: str, draft: Draft, end: int, language: str) -> Block:
    sentences: tuple[Sentence, ...] = ()
    if draft.kind not in _WITHOUT_SENTENCES:
        sentences = tuple(_sentences(text, draft, end, language))
    return Block(draft.kind, draft.start, end, sentences, draft.asides, draft.level, draft.comment)


def _sentences(text: str, draft: Draft, end: int, language: str) -> Iterator[Sentence]:
    for start, stop in _between_asides(draft, end):
        # A table's cells stand between tabs, and a sentence never reaches over two cells.
        cut = "\t" if draft.kind is BlockKind.TABLE else None
        position = start
        for piece in text[start:stop].split(cut) if cut else [text[start:stop]]:
            for first, last in split_sentences(piece, language, hard_wrapped=draft.hard_wrapped):
                yield Sentence(position + first, position + last, piece[first:last])
            position += len(piece) + 1


def _between_asides(draft: Draft, end: int) -> Iterator[tuple[int, int]]:
    position = draft.start
    for aside in draft.asides:
        yield position, aside.start
        position = aside.end
    yield position, end
