"""The rows of a comparison: one for each bead, in the order of the Japanese article.

This is the step between a `Comparison` and anything that shows it: it decides which sentences stand beside each other
and what is to be said about them, and knows nothing of HTML.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from align.alignment import Alignment
from app.comparison import Comparison
from app.explanations import strongest
from corpora.document import BODY_KINDS, Block, BlockKind, Document, Sentence
from translate.translation import Flag, Hypothesis

__all__ = ["DOUBTFUL_BELOW", "Place", "Row", "build_rows", "places"]

DOUBTFUL_BELOW = 0.5
"""A bead is called doubtful when it is more likely wrong than right."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence where it stands in its document.

    Attributes:
        number: 0-based, among the sentences of the article itself.
        block: The block that holds it.
        sentence: The sentence.
        index: 0-based, as beads count; `None` for what was not translated.
        lead: What stands before it in its block and belongs to no sentence (a list bullet, a label), often empty.
        tail: The same after it; only the last sentence of a block can have one.
        hypothesis: Its translation; `None` for English sentences and for what was not translated.
    """

    number: int
    block: Block
    sentence: Sentence
    index: int | None
    lead: str = ""
    tail: str = ""
    hypothesis: Hypothesis | None = None

    @property
    def starts_block(self) -> bool:
        """Whether it is the first sentence of its block."""
        return self.block.sentences[0] == self.sentence


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences that stand beside each other.

    Attributes:
        number: 1-based, as shown.
        japanese: The Japanese sentences, each with its translation; none when the row is only in the source.
        english: The sentences of the English source; none when the row is only in the Japanese.
        bead: Index of its bead in the alignment, `None` where the row is no bead.
        signals: What spoke for and against the bead, in log-odds, the strongest first; none where nobody asked.
        probability: How likely the bead is to be right, `None` where nothing says so.
        moved: Whether the source has these sentences in another order.
        follows: Of a moved row: the number of the row that stands before it in the source, `None` for its beginning.
    """

    number: int
    japanese: tuple[Place, ...]
    english: tuple[Place, ...]
    bead: int | None = None
    signals: tuple[tuple[str, float], ...] = ()
    probability: float | None = None
    moved: bool = False
    follows: int | None = None

    @property
    def block(self) -> Block:
        """The block that gives the row its look: the first Japanese one, else the English one."""
        return (self.japanese or self.english)[0].block

    @property
    def kind(self) -> BlockKind:
        """The kind of that block."""
        return self.block.kind

    @property
    def starts_block(self) -> bool:
        """Whether a paragraph begins here."""
        return (self.japanese or self.english)[0].starts_block

    @property
    def is_added(self) -> bool:
        """Whether it is a bead that only the Japanese article has."""
        return self.bead is not None and not self.english

    @property
    def is_dropped(self) -> bool:
        """Whether it is a bead that only the source has."""
        return self.bead is not None and not self.japanese

    @property
    def is_doubtful(self) -> bool:
        """Whether the bead is more likely wrong than right."""
        return self.probability is not None and self.probability < DOUBTFUL_BELOW

    @property
    def apart(self) -> tuple[str, ...]:
        """The sides of a bead whose sentences do not stand side by side, as readers call them."""
        if self.bead is None:
            return ()
        sides = (("Japanese", self.japanese), ("source", self.english))
        return tuple(
            name
            for name, places in sides
            if any(after.index != before.index + 1 for before, after in pairwise(places) if before.index is not None)
        )

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Every flag of its translations, in the order of `Flag`."""
        raised = {flag for place in self.japanese if place.hypothesis for flag in place.hypothesis.flags}
        return tuple(flag for flag in Flag if flag in raised)


def build_rows(comparison: Comparison) -> tuple[Row, ...]:
    """Put the sentences of a comparison beside each other.

    Every sentence of both articles' bodies is in exactly one row. Rows come in the order of the Japanese article; a row
    that is only in the source comes after the row of the source sentence before it. Without a source, every Japanese
    sentence is a row.
    """
    japanese = _translated_places(comparison)
    if comparison.source is None or comparison.alignment is None:
        english = () if comparison.source is None else tuple(places(comparison.source))
        return _numbered([Row(0, (place,), ()) for place in japanese] + [Row(0, (), (place,)) for place in english])
    translated = [place for place in japanese if place.hypothesis is not None]
    left_over = [Row(0, (place,), ()) for place in japanese if place.hypothesis is None]
    bead_rows = _bead_rows(comparison.alignment, translated, tuple(places(comparison.source)))
    leading = sorted(
        [row for row in bead_rows if row.japanese] + left_over, key=lambda row: row.japanese[0].sentence.start
    )
    alone = sorted((row for row in bead_rows if not row.japanese), key=lambda row: row.english[0].number)
    return _with_origins(_numbered(_insert_after_predecessors(leading, alone)))


def places(document: Document, hypotheses: Mapping[Sentence, Hypothesis] | None = None) -> Iterator[Place]:
    """The sentences of a document's body with what stands around them, in order.

    Args:
        document: Either side.
        hypotheses: The translations of a Japanese document; what has none is in no bead.
    """
    number = index = 0
    for block in document.blocks:
        if block.kind not in BODY_KINDS:
            continue
        edge = block.start
        for sentence in block.sentences:
            last = sentence is block.sentences[-1]
            hypothesis = hypotheses.get(sentence) if hypotheses is not None else None
            counted = hypotheses is None or hypothesis is not None
            yield Place(
                number,
                block,
                sentence,
                index if counted else None,
                lead=_asides_between(document, block, edge, sentence.start),
                tail=_asides_between(document, block, sentence.end, block.end) if last else "",
                hypothesis=hypothesis,
            )
            edge = sentence.end
            number += 1
            index += counted


def _asides_between(document: Document, block: Block, start: int, end: int) -> str:
    inside = (aside for aside in block.asides if start <= aside.start and aside.end <= end and aside.role != "markup")
    return " ".join(document.text[aside.start : aside.end].strip() for aside in inside)


def _translated_places(comparison: Comparison) -> tuple[Place, ...]:
    hypotheses = {item.sentence: item.hypothesis for item in comparison.translation.sentences}
    return tuple(places(comparison.translation.document, hypotheses))


def _bead_rows(alignment: Alignment, japanese: list[Place], english: tuple[Place, ...]) -> list[Row]:
    crossings = alignment.crossings()
    return [
        Row(
            0,
            tuple(japanese[i] for i in bead.source),
            tuple(english[i] for i in bead.target),
            bead=index,
            signals=tuple(strongest(bead)),
            probability=bead.probability,
            moved=index in crossings,
        )
        for index, bead in enumerate(alignment.beads)
    ]


def _insert_after_predecessors(leading: list[Row], alone: Iterable[Row]) -> list[Row]:
    """Put each row without Japanese after the row that holds the English sentence before its own."""
    followers = {row.english[0].number - 1: row for row in alone}
    ordered: list[Row] = []
    waiting = list(reversed(leading))
    if -1 in followers:
        waiting.append(followers.pop(-1))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        after = (followers.pop(english.number, None) for english in reversed(row.english))
        waiting.extend(follower for follower in after if follower is not None)
    return ordered


def _numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(replace(row, number=number) for number, row in enumerate(rows, start=1))


def _with_origins(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Tell each moved row which row stands before it in the source."""
    holder = {place.number: row.number for row in rows for place in row.english}
    return tuple(
        replace(row, follows=holder.get(min(place.number for place in row.english) - 1)) if row.moved else row
        for row in rows
    )
