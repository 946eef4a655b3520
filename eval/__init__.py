"""Judging: scores, coverage, benchmarks.

The names that other rooms use are gathered here; sacrebleu is loaded when the first score is computed, the aligner
when the first alignment is scored.
"""

from typing import TYPE_CHECKING, Any

from corpora.lines import read_lines
from eval.coverage import coverage
from eval.metrics import DEFAULT_METRICS, METRICS
from eval.result import Coverage, PairedScore, Score, Scores, SystemComparison, SystemScores
from eval.scores import read_segments, score_beads, score_corpus, score_segments, sentence_scores
from eval.segments import Segments
from eval.significance import compare_systems

if TYPE_CHECKING:
    from eval.alignment_scores import (
        Agreement,
        AlignmentScores,
        TypeAgreement,
        score_alignment,
        score_alignment_files,
    )

__all__ = [
    "DEFAULT_METRICS",
    "METRICS",
    "Agreement",
    "AlignmentScores",
    "Coverage",
    "PairedScore",
    "Score",
    "Scores",
    "Segments",
    "SystemComparison",
    "SystemScores",
    "TypeAgreement",
    "compare_systems",
    "coverage",
    "read_lines",
    "read_segments",
    "score_alignment",
    "score_alignment_files",
    "score_beads",
    "score_corpus",
    "score_segments",
    "sentence_scores",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - names of whatever kind
    """The names of `eval.alignment_scores`: that module needs the aligner, which loads for half a second."""
    if name in __all__:
        from eval import alignment_scores

        return getattr(alignment_scores, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
