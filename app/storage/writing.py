"""A comparison as nothing but dictionaries, lists, strings and numbers: one function for each class."""

from typing import Any, Final

from align.alignment import Alignment
from app.comparison import Comparison
from corpora.document import Block, Document
from eval.faithfulness import Discrepancy, Faithfulness
from eval.result import Coverage, Scores
from translate.translation import Translation

__all__ = ["COVERAGE_FIELDS", "FORMAT", "VERSION", "comparison_data"]

FORMAT: Final = "taiyaku-comparison"
VERSION: Final = 1
"""Rises when a stored comparison of before can no longer be read the same way."""

COVERAGE_FIELDS: Final = tuple(Coverage.__dataclass_fields__)


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """What is written of a comparison, ready for JSON."""
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
    data: dict[str, Any] = {
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
        "coverage": None if coverage is None else {name: getattr(coverage, name) for name in COVERAGE_FIELDS},
    }
    if scores.notes:
        data["notes"] = list(scores.notes)
    return data


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
