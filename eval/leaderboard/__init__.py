"""The leaderboard of a suite: who is better than whom, by how much, where, and whether people agree."""

from eval.leaderboard.contrast import Contrast, SegmentContrast, contrast, word_differences
from eval.leaderboard.ranking import SIGNIFICANT, rank_systems
from eval.leaderboard.result import (
    Breakdown,
    Contestant,
    Group,
    HumanAgreement,
    Leaderboard,
    MetricAgreement,
    Placing,
    Run,
)

__all__ = [
    "SIGNIFICANT",
    "Breakdown",
    "Contestant",
    "Contrast",
    "Group",
    "HumanAgreement",
    "Leaderboard",
    "MetricAgreement",
    "Placing",
    "Run",
    "SegmentContrast",
    "contrast",
    "rank_systems",
    "word_differences",
]
