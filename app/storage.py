"""A comparison as `document.json` and back: everything that the report and the viewer show, in one file.

Texts are stored whole, sentences by their offsets, so that a stored comparison keeps the promise of its documents:
nothing of the text is lost. The same comparison gives the same bytes. What is read back is checked before anything is
built on it.
"""

import itertools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from corpora.document import Aside, Block, BlockKind, CommentInfo, Document, Sentence
from corpora.errors import InputError
from corpora.writing import atomic_writer
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark
from eval.result import Coverage, Score, Scores
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

__all__ = ["FORMAT", "VERSION", "load_comparison", "save_comparison"]

FORMAT = "taiyaku-comparison"
VERSION = 1
"""Rises when a stored comparison of before can no longer be read the same way."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_COVERAGE_FIELDS = tuple(Coverage.__dataclass_fields__)
_Item = TypeVar("_Item")
_Kind = TypeVar("_Kind", bound=StrEnum)


def save_comparison(comparison: Comparison, path: str | Path) -> None:
    """Write a comparison down, whole or not at all.

    Raises:
        OutputError: If the file cannot be written.
    """
    text = json.dumps(_comparison_data(comparison), ensure_ascii=False, allow_nan=False, indent=1)
    # Half a surrogate pair can stand in a text that came with escapes; UTF-8 has no bytes for it, JSON has.
    text = _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    with atomic_writer(path) as file:
        file.write(text + "\n")


def load_comparison(path: str | Path) -> Comparison:
    """Read a comparison that `save_comparison` wrote.

    Raises:
        InputError: If the file is missing, is no such file, or contradicts itself; it names the place inside the file.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot be read: {reason}", path=path, remedy="name a document.json") from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", path=path, remedy="name a document.json that taiyaku wrote") from error
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", path=path, line=error.lineno, remedy=_REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise InputError("is not JSON that taiyaku wrote", path=path, remedy=_REMEDY) from error
    return _read_comparison(_Node(data, "", Path(path)))


_REMEDY = "write it again with taiyaku compare"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


# Writing: one function for each class, with nothing but dictionaries, lists, strings and numbers.


def _comparison_data(comparison: Comparison) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "japanese": _document_data(comparison.translation.document),
        "translation": _translation_data(comparison.translation),
        "source": None if comparison.source is None else _document_data(comparison.source),
        "alignment": None if comparison.alignment is None else _alignment_data(comparison.alignment),
        "scores": None if comparison.scores is None else _scores_data(comparison.scores),
        "faithfulness": None if comparison.faithfulness is None else _faithfulness_data(comparison.faithfulness),
    }


def _document_data(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "language": document.language,
        "encoding": document.encoding,
        "text": document.text,
        "blocks": [_block_data(block) for block in document.blocks],
    }


def _block_data(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": block.kind.value, "start": block.start, "end": block.end}
    if block.level is not None:
        data["level"] = block.level
    if block.comment is not None:
        info = block.comment
        data["comment"] = {"author": info.author, "date": info.date, "votes": info.votes, "depth": info.depth}
    if block.sentences:
        data["sentences"] = [[sentence.start, sentence.end] for sentence in block.sentences]
    if block.asides:
        data["asides"] = [[aside.start, aside.end, aside.role] for aside in block.asides]
    return data


def _translation_data(translation: Translation) -> dict[str, Any]:
    return {
        "engine": translation.engine_line,
        "sentences": [
            {
                "start": item.sentence.start,
                "text": item.hypothesis.text,
                "score": item.hypothesis.score,
                "flags": [flag.value for flag in item.hypothesis.flags],
            }
            for item in translation.sentences
        ],
    }


def _alignment_data(alignment: Alignment) -> dict[str, Any]:
    return {
        "method": alignment.method,
        "source_count": alignment.source_count,
        "target_count": alignment.target_count,
        "beads": [
            {"source": list(bead.source), "target": list(bead.target), "probability": bead.probability}
            | ({"signals": {name: round(worth, 4) for name, worth in bead.signals}} if bead.signals else {})
            for bead in alignment.beads
        ],
    }


def _scores_data(scores: Scores) -> dict[str, Any]:
    coverage = scores.coverage
    return {
        "segments": scores.segments,
        "scores": [
            {
                "metric": score.metric,
                "value": score.value,
                "signature": score.signature,
                "interval": score.interval,
                "mean": score.mean,
            }
            for score in scores.scores
        ],
        "coverage": None if coverage is None else {name: getattr(coverage, name) for name in _COVERAGE_FIELDS},
    }


def _faithfulness_data(faithfulness: Faithfulness) -> dict[str, Any]:
    return {
        "article": [_discrepancy_data(item) for item in faithfulness.article],
        "translation": [_discrepancy_data(item) for item in faithfulness.translation],
    }


def _discrepancy_data(item: Discrepancy) -> dict[str, Any]:
    return {
        "check": item.check.value,
        "source": None if item.source is None else [item.source.sentence, item.source.start, item.source.end],
        "target": None if item.target is None else [item.target.sentence, item.target.start, item.target.end],
        "value": item.value,
        "reason": item.reason,
    }


# Reading: the same, with every value asked for its type by a node that knows where it stands.


@dataclass(frozen=True, slots=True)
class _Node:
    """A value of the file and the way to it, for messages such as `alignment.beads[3].source: …`."""

    value: Any
    place: str
    path: Path

    def fail(self, message: str) -> NoReturn:
        raise InputError(f"{self.place or 'the file'}: {message}", path=self.path, remedy=_REMEDY)

    def field(self, name: str) -> "_Node":
        if not isinstance(self.value, Mapping):
            self.fail("is not an object")
        if name not in self.value:
            self.fail(f"has no {name!r}")
        return _Node(self.value[name], f"{self.place}.{name}" if self.place else name, self.path)

    def optional(self, name: str) -> "_Node | None":
        if isinstance(self.value, Mapping) and self.value.get(name) is None:
            return None
        return self.field(name)

    def items(self) -> list["_Node"]:
        if not isinstance(self.value, list):
            self.fail("is not a list")
        return [_Node(value, f"{self.place}[{index}]", self.path) for index, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.fail("is not a text")
        return self.value

    def integer(self, low: int = 0, high: int | None = None) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail("is not a whole number")
        if self.value < low or (high is not None and self.value > high):
            self.fail(f"{self.value} is out of range")
        return self.value

    def number(self) -> float:
        if not isinstance(self.value, (int, float)) or isinstance(self.value, bool):
            self.fail("is not a number")
        return float(self.value)

    def share(self) -> float:
        number = self.number()
        if not 0 <= number <= 1:
            self.fail(f"{number} is not between 0 and 1")
        return number

    def one_of(self, kind: type[_Kind]) -> _Kind:
        try:
            return kind(self.text())
        except ValueError:
            self.fail(f"{self.value!r} is not one of {', '.join(kind)}")


def _read_optional(node: _Node | None, read: Callable[[_Node], _Item]) -> _Item | None:
    return None if node is None else read(node)


def _read_comparison(root: _Node) -> Comparison:
    if not isinstance(root.value, Mapping) or root.value.get("format") != FORMAT:
        raise InputError("is not a stored comparison", path=root.path, remedy="name a document.json that taiyaku wrote")
    version = root.field("version")
    if version.integer() != VERSION:
        version.fail(f"{version.value} is unknown here, where {VERSION} is read")
    comparison = Comparison(
        translation=_read_translation(root.field("translation"), _read_document(root.field("japanese"))),
        source=_read_optional(root.optional("source"), _read_document),
        alignment=_read_optional(root.optional("alignment"), _read_alignment),
        scores=_read_optional(root.optional("scores"), _read_scores),
    )
    _check_counts(comparison, root)
    found = root.optional("faithfulness")
    return comparison if found is None else replace(comparison, faithfulness=_read_faithfulness(found, comparison))


def _check_counts(comparison: Comparison, root: _Node) -> None:
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


def _read_document(node: _Node) -> Document:
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
        encoding=_read_optional(node.optional("encoding"), _Node.text),
    )


def _read_block(node: _Node, text: str) -> Block:
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
        level=_read_optional(node.optional("level"), lambda level: level.integer(1, 6)),
        comment=_read_optional(node.optional("comment"), _read_comment),
    )


def _items(node: _Node, name: str) -> list[_Node]:
    found = node.optional(name)
    return [] if found is None else found.items()


def _read_span(node: _Node, length: int, low: int, high: int) -> tuple[int, int, str]:
    values = node.items()
    if len(values) != length:
        node.fail(f"does not have {length} parts")
    start = values[0].integer(low, high)
    return start, values[1].integer(start, high), values[2].text() if length == 3 else ""


def _check_order(node: _Node, spans: Sequence[tuple[int, int]]) -> None:
    for before, after in itertools.pairwise(spans):
        if after[0] < before[1]:
            node.fail(f"its parts at {before[0]} and {after[0]} overlap")


def _read_comment(node: _Node) -> CommentInfo:
    return CommentInfo(
        author=_read_optional(node.optional("author"), _Node.text),
        date=_read_optional(node.optional("date"), _Node.text),
        votes=_read_optional(node.optional("votes"), lambda votes: votes.integer(low=-(10**12))),
        depth=node.field("depth").integer(),
    )


def _read_translation(node: _Node, document: Document) -> Translation:
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


def _read_hypothesis(node: _Node) -> Hypothesis:
    return Hypothesis(
        text=node.field("text").text(),
        score=_read_optional(node.optional("score"), _Node.number),
        flags=tuple(flag.one_of(Flag) for flag in node.field("flags").items()),
    )


def _read_alignment(node: _Node) -> Alignment:
    source_count, target_count = node.field("source_count").integer(), node.field("target_count").integer()
    beads = tuple(_read_bead(item, source_count, target_count) for item in node.field("beads").items())
    _check_once(node, "source", [index for bead in beads for index in bead.source], source_count)
    _check_once(node, "target", [index for bead in beads for index in bead.target], target_count)
    return Alignment(beads, source_count, target_count, node.field("method").text())


def _read_bead(node: _Node, source_count: int, target_count: int) -> Bead:
    bead = Bead(
        source=tuple(item.integer(high=source_count - 1) for item in node.field("source").items()),
        target=tuple(item.integer(high=target_count - 1) for item in node.field("target").items()),
        probability=_read_optional(node.optional("probability"), _Node.share),
        signals=_read_optional(node.optional("signals"), _read_signals) or (),
    )
    if not bead.source and not bead.target:
        node.fail("holds no sentence")
    return bead


def _read_signals(node: _Node) -> tuple[tuple[str, float], ...]:
    if not isinstance(node.value, Mapping):
        node.fail("is not an object")
    return tuple((name, node.field(name).number()) for name in node.value)


def _check_once(node: _Node, side: str, indices: Sequence[int], count: int) -> None:
    if sorted(indices) != list(range(count)):
        node.field("beads").fail(f"do not hold every {side} sentence exactly once")


def _read_faithfulness(node: _Node, comparison: Comparison) -> Faithfulness:
    japanese = [item.sentence.text for item in comparison.aligned_japanese()]
    english = [sentence.text for sentence in comparison.aligned_english()]
    translations = [item.hypothesis.text for item in comparison.aligned_japanese()]
    return Faithfulness(
        article=tuple(_read_discrepancy(item, japanese, english) for item in node.field("article").items()),
        translation=tuple(
            _read_discrepancy(item, japanese, translations) for item in node.field("translation").items()
        ),
    )


def _read_discrepancy(node: _Node, source: Sequence[str], target: Sequence[str]) -> Discrepancy:
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


def _read_mark(node: _Node, texts: Sequence[str]) -> Mark:
    values = node.items()
    if len(values) != 3:
        node.fail("does not have 3 parts")
    sentence = values[0].integer(high=len(texts) - 1)
    start = values[1].integer(high=len(texts[sentence]))
    end = values[2].integer(start, len(texts[sentence]))
    return Mark(sentence, start, end, texts[sentence][start:end])


def _read_scores(node: _Node) -> Scores:
    return Scores(
        scores=tuple(_read_score(item) for item in node.field("scores").items()),
        segments=node.field("segments").integer(),
        coverage=_read_optional(node.optional("coverage"), _read_coverage),
    )


def _read_score(node: _Node) -> Score:
    return Score(
        metric=node.field("metric").text(),
        value=node.field("value").number(),
        signature=node.field("signature").text(),
        interval=_read_optional(node.optional("interval"), _Node.number),
        mean=_read_optional(node.optional("mean"), _Node.number),
    )


def _read_coverage(node: _Node) -> Coverage:
    return Coverage(**{name: node.field(name).integer() for name in _COVERAGE_FIELDS})
