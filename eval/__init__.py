"""Judging: scores, coverage, benchmarks.

The names that other rooms use are gathered here; sacrebleu is loaded when the first score is computed.
"""

from corpora.lines import read_lines
from eval.alignment_scores import (
    Agreement,
    AlignmentScores,
    TypeAgreement,
    score_alignment,
    score_alignment_files,
)
from eval.coverage import coverage
from eval.metrics import DEFAULT_METRICS, METRICS
from eval.result import Coverage, PairedScore, Score, Scores, SystemComparison, SystemScores
from eval.scores import read_segments, score_beads, score_corpus, score_segments, sentence_scores
from eval.segments import Segments
from eval.significance import compare_systems

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
