"""A comparison out of a stored one: every value asked for its type, and for whether it fits the others."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from app.storage.node import Node, read_optional
from app.storage.writing import COVERAGE_FIELDS, FORMAT, VERSION
from corpora.document import Aside, Block, BlockKind, CommentInfo, Document, Sentence
from corpora.errors import InputError
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark
from eval.result import Coverage, Score, Scores
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

__all__ = ["read_comparison"]


def read_comparison(root: Node) -> Comparison:
    """The comparison that a file holds.

    Raises:
        InputError: If it is no such file, or contradicts itself; it names the place inside the file.
    """
    if not isinstance(root.value, Mapping) or root.value.get("format") != FORMAT:
        raise InputError("is not a stored comparison", path=root.path, remedy="name a document.json that taiyaku wrote")
    version = root.field("version")
    if version.integer() != VERSION:
        version.fail(f"{version.value} is unknown here, where {VERSION} is read")
    comparison = Comparison(
        translation=_read_translation(root.field("translation"), _read_document(root.field("japanese"))),
        source=read_optional(root.optional("source"), _read_document),
        alignment=read_optional(root.optional("alignment"), _read_alignment),
        scores=read_optional(root.optional("scores"), _read_scores),
    )
    _check_counts(comparison, root)
    found = root.optional("faithfulness")
    return comparison if found is None else replace(comparison, faithfulness=_read_faithfulness(found, comparison))


def _check_counts(comparison: Comparison, root: Node) -> None:
    alignment = comparison.alignment
    if alignment is None:
        return
    node = root.field("alignment")
    if comparison.source is None:
        node.fail("there is no source to align with")
    counts = (len(comparison.aligned_japanese()), len(comparison.aligned_english()))
    if counts != (alignment.source_count, alignment.target_count):
        node.fail(
            f"is over {alignment.source_count} × {alignment.target_count} sentences, the texts have "
            f"{counts[0]} × {counts[1]}"
        )


def _read_document(node: Node) -> Document:
    text = node.field("text").text()
    blocks = tuple(_read_block(item, text) for item in node.field("blocks").items())
    edge = 0
    for index, block in enumerate(blocks):
        if block.start != edge:
            node.field("blocks").items()[index].fail(f"begins at {block.start}, the block before it ends at {edge}")
        edge = block.end
    if edge != len(text):
        node.field("blocks").fail(f"end at {edge}, the text at {len(text)}")
    return Document(
        name=node.field("name").text(),
        language=node.field("language").text(),
        text=text,
        blocks=blocks,
        encoding=read_optional(node.optional("encoding"), Node.text),
    )


def _read_block(node: Node, text: str) -> Block:
    start, end = node.field("start").integer(), node.field("end").integer(high=len(text))
    sentences = [_read_span(item, 2, start, end) for item in _items(node, "sentences")]
    asides = [_read_span(item, 3, start, end) for item in _items(node, "asides")]
    _check_order(node, sorted([span[:2] for span in sentences] + [span[:2] for span in asides]))
    return Block(
        kind=node.field("kind").one_of(BlockKind),
        start=start,
        end=end,
        sentences=tuple(Sentence(first, last, text[first:last]) for first, last, _ in sentences),
        asides=tuple(Aside(first, last, role) for first, last, role in asides),
        level=read_optional(node.optional("level"), lambda level: level.integer(1, 6)),
        comment=read_optional(node.optional("comment"), _read_comment),
    )


def _items(node: Node, name: str) -> list[Node]:
    found = node.optional(name)
    return [] if found is None else found.items()


def _read_span(node: Node, length: int, low: int, high: int) -> tuple[int, int, str]:
    values = node.items()
    if len(values) != length:
        node.fail(f"does not have {length} parts")
    start = values[0].integer(low, high)
    return start, values[1].integer(start, high), values[2].text() if length == 3 else ""


def _check_order(node: Node, spans: Sequence[tuple[int, int]]) -> None:
    for before, after in itertools.pairwise(spans):
        if after[0] < before[1]:
            node.fail(f"its parts at {before[0]} and {after[0]} overlap")


def _read_comment(node: Node) -> CommentInfo:
    return CommentInfo(
        author=read_optional(node.optional("author"), Node.text),
        date=read_optional(node.optional("date"), Node.text),
        votes=read_optional(node.optional("votes"), lambda votes: votes.integer(low=-(10**12))),
        depth=node.field("depth").integer(),
    )


def _read_translation(node: Node, document: Document) -> Translation:
    located = {sentence.start: (block, sentence) for block, sentence in document.located_sentences(None)}
    sentences = []
    for item in node.field("sentences").items():
        start = item.field("start")
        if start.integer() not in located:
            start.fail(f"no sentence of the text begins at {start.value}, or it was translated before")
        block, sentence = located.pop(start.value)
        sentences.append(TranslatedSentence(block, sentence, _read_hypothesis(item)))
    starts = [item.sentence.start for item in sentences]
    if starts != sorted(starts):
        node.field("sentences").fail("are not in the order of the text")
    return Translation(document, tuple(sentences), node.field("engine").text())


def _read_hypothesis(node: Node) -> Hypothesis:
    return Hypothesis(
        text=node.field("text").text(),
        score=read_optional(node.optional("score"), Node.number),
        flags=tuple(flag.one_of(Flag) for flag in node.field("flags").items()),
    )


def _read_alignment(node: Node) -> Alignment:
    source_count, target_count = node.field("source_count").integer(), node.field("target_count").integer()
    beads = tuple(_read_bead(item, source_count, target_count) for item in node.field("beads").items())
    _check_once(node, "source", [index for bead in beads for index in bead.source], source_count)
    _check_once(node, "target", [index for bead in beads for index in bead.target], target_count)
    return Alignment(beads, source_count, target_count, node.field("method").text())


def _read_bead(node: Node, source_count: int, target_count: int) -> Bead:
    bead = Bead(
        source=tuple(item.integer(high=source_count - 1) for item in node.field("source").items()),
        target=tuple(item.integer(high=target_count - 1) for item in node.field("target").items()),
        probability=read_optional(node.optional("probability"), Node.share),
        signals=read_optional(node.optional("signals"), _read_signals) or (),
    )
    if not bead.source and not bead.target:
        node.fail("holds no sentence")
    return bead


def _read_signals(node: Node) -> tuple[tuple[str, float], ...]:
    if not isinstance(node.value, Mapping):
        node.fail("is not an object")
    return tuple((name, node.field(name).number()) for name in node.value)


def _check_once(node: Node, side: str, indices: Sequence[int], count: int) -> None:
    if sorted(indices) != list(range(count)):
        node.field("beads").fail(f"do not hold every {side} sentence exactly once")


def _read_faithfulness(node: Node, comparison: Comparison) -> Faithfulness:
    japanese = [item.sentence.text for item in comparison.aligned_japanese()]
    english = [sentence.text for sentence in comparison.aligned_english()]
    translations = [item.hypothesis.text for item in comparison.aligned_japanese()]
    return Faithfulness(
        article=tuple(_read_discrepancy(item, japanese, english) for item in node.field("article").items()),
        translation=tuple(
            _read_discrepancy(item, japanese, translations) for item in node.field("translation").items()
        ),
    )


def _read_discrepancy(node: Node, source: Sequence[str], target: Sequence[str]) -> Discrepancy:
    places = node.optional("source"), node.optional("target")
    if places == (None, None):
        node.fail("marks no place")
    return Discrepancy(
        check=node.field("check").one_of(Check),
        source=None if places[0] is None else _read_mark(places[0], source),
        target=None if places[1] is None else _read_mark(places[1], target),
        value=node.field("value").text(),
        reason=node.field("reason").text(),
    )


def _read_mark(node: Node, texts: Sequence[str]) -> Mark:
    values = node.items()
    if len(values) != 3:
        node.fail("does not have 3 parts")
    sentence = values[0].integer(high=len(texts) - 1)
    start = values[1].integer(high=len(texts[sentence]))
    end = values[2].integer(start, len(texts[sentence]))
    return Mark(sentence, start, end, texts[sentence][start:end])


def _read_scores(node: Node) -> Scores:
    return Scores(
        scores=tuple(_read_score(item) for item in node.field("scores").items()),
        segments=node.field("segments").integer(),
        coverage=read_optional(node.optional("coverage"), _read_coverage),
        notes=tuple(note.text() for note in _items(node, "notes")),
    )


def _read_score(node: Node) -> Score:
    return Score(
        metric=node.field("metric").text(),
        value=node.field("value").number(),
        signature=node.field("signature").text(),
        interval=read_optional(node.optional("interval"), Node.number),
        mean=read_optional(node.optional("mean"), Node.number),
    )


def _read_coverage(node: Node) -> Coverage:
    return Coverage(**{name: node.field(name).integer() for name in COVERAGE_FIELDS})
