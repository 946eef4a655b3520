"""Test suites: source, references and what else is known of them, from a folder or from sacrebleu."""

from eval.suites.loading import load_suite
from eval.suites.suite import HumanScores, Suite

__all__ = ["HumanScores", "Suite", "load_suite"]
