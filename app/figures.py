"""What a comparison comes to in figures: the content of `scores.json` and the table in the terminal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from app.terminal import print_table
from eval.result import Scores

if TYPE_CHECKING:
    from app.comparison import Comparison
    from eval.faithfulness import Discrepancy
    from translate.translation import TranslatedSentence

__all__ = ["count_flags", "print_summary", "scores_as_json", "summarise"]

METRICS = ("BLEU", "chrF2", "TER")


def summarise(comparison: "Comparison") -> dict[str, Any]:
    """The figures of a comparison and how they were made, ready for JSON; the same input gives the same bytes."""
    summary: dict[str, Any] = {
        "document": comparison.translation.document.name,
        "source": None if comparison.source is None else comparison.source.name,
        "engine": comparison.translation.engine_line,
        "sentences": _sentence_counts(comparison),
        "flags": count_flags(comparison.translation.sentences),
    }
    if comparison.alignment is not None:
        shapes = Counter(f"{len(bead.source)}-{len(bead.target)}" for bead in comparison.alignment.beads)
        summary["alignment"] = {
            "method": comparison.alignment.method,
            "beads": dict(sorted(shapes.items())),
            "crossings": len(comparison.alignment.crossings()),
        }
    if comparison.scores is not None:
        summary |= scores_as_json(comparison.scores)
    if comparison.faithfulness is not None:
        summary["faithfulness"] = {
            "article": _discrepancies(comparison.faithfulness.article),
            "translation": _discrepancies(comparison.faithfulness.translation),
        }
    return summary


def _discrepancies(found: "Sequence[Discrepancy]") -> dict[str, Any]:
    """How many discrepancies each check found, and all of them but whole sentences without a counterpart."""
    from eval.faithfulness import Check

    counts = Counter(item.check.value for item in found)
    shown = [item for item in found if item.check not in (Check.DROPPED, Check.ADDED)]
    listed = [{key: value for key, value in asdict(item).items() if value is not None} for item in shown]
    return {"counts": {check.value: counts[check.value] for check in Check}, "discrepancies": listed}


def scores_as_json(scores: Scores) -> dict[str, Any]:
    """Scores with their signatures, the number of segments and, where there is one, the coverage."""
    result: dict[str, Any] = {
        "scores": [
            {key: value for key, value in asdict(score).items() if value is not None} for score in scores.scores
        ],
        "segments": scores.segments,
    }
    if scores.notes:
        result["notes"] = list(scores.notes)
    if scores.coverage is not None:
        shares = {"source_share": scores.coverage.source_share, "target_share": scores.coverage.target_share}
        result["coverage"] = asdict(scores.coverage) | shares
    return result


def count_flags(sentences: "Iterable[TranslatedSentence]") -> dict[str, int]:
    """How many translations carry each flag, most frequent first."""
    counts = Counter(flag.value for item in sentences for flag in item.hypothesis.flags)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row of the table."""

    article: str
    sentences: str
    beads: str
    coverage: str
    scores: tuple[str, ...]
    flags: str


def print_summary(console: Console, comparisons: "Sequence[tuple[str, Comparison]]") -> None:
    """Print one row for each comparison, and under the table what the figures were made with."""
    table = Table()
    table.add_column("Article")
    table.add_column("Sentences\nja / en", justify="right")
    table.add_column("Beads", justify="right")
    table.add_column("Coverage\nja / en", justify="right")
    for metric in METRICS:
        table.add_column("TER ↓" if metric == "TER" else metric, justify="right")
    table.add_column("Flagged", justify="right")
    for label, comparison in comparisons:
        cells = _cells(label, comparison)
        table.add_row(cells.article, cells.sentences, cells.beads, cells.coverage, *cells.scores, cells.flags)
    print_table(console, table)
    for line in _footnotes([comparison for _, comparison in comparisons]):
        console.print(line, soft_wrap=True)


def _cells(label: str, comparison: "Comparison") -> _Cells:
    counts = _sentence_counts(comparison)
    values = {score.metric: score.value for score in comparison.scores.scores} if comparison.scores else {}
    coverage = comparison.scores.coverage if comparison.scores else None
    flagged = sum(1 for item in comparison.translation.sentences if item.hypothesis.flags)
    return _Cells(
        article=label,
        sentences=f"{counts['japanese_body']} / {counts['english_body'] if comparison.source else '–'}",
        beads="–" if comparison.alignment is None else str(_paired_beads(comparison)),
        coverage="–" if coverage is None else f"{coverage.source_share:.0%} / {coverage.target_share:.0%}",
        scores=tuple(f"{values[metric]:.1f}" if metric in values else "–" for metric in METRICS),
        flags=f"{flagged} of {len(comparison.translation.sentences)}",
    )


def _paired_beads(comparison: "Comparison") -> int:
    return sum(1 for bead in comparison.alignment.beads if not bead.is_null) if comparison.alignment else 0


def _footnotes(comparisons: "Sequence[Comparison]") -> Iterable[str]:
    """Signatures, engine and aligner, each once."""
    scored = [score for comparison in comparisons if comparison.scores for score in comparison.scores.scores]
    yield from dict.fromkeys(f"{score.metric:6} {score.signature}" for score in scored)
    yield from dict.fromkeys(f"note   {note}" for item in comparisons if item.scores for note in item.scores.notes)
    yield from dict.fromkeys(f"engine {comparison.translation.engine_line}" for comparison in comparisons)
    yield from dict.fromkeys(f"align  {item.alignment.method}" for item in comparisons if item.alignment)


def _sentence_counts(comparison: "Comparison") -> dict[str, int]:
    counts = {
        "translated": len(comparison.translation.sentences),
        "japanese_body": len(comparison.aligned_japanese()),
    }
    if comparison.source is not None:
        counts["english_body"] = len(comparison.aligned_english())
    return counts
