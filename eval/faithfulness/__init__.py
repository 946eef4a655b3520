"""Faithfulness: what no BLEU shows and readers care for.

For each bead the values of numbers, the names, the negation and the content of both sides are compared; what differs
comes with its place on both sides and a reason. `python -m eval.faithfulness` measures the checks themselves.
"""

from eval.faithfulness.checking import check_translation, find_discrepancies
from eval.faithfulness.discrepancy import Check, Discrepancy, Faithfulness, Mark

__all__ = ["Check", "Discrepancy", "Faithfulness", "Mark", "check_translation", "find_discrepancies"]
