"""Alignment scores as cells and lines of text, for the terminal and the page alike."""

from collections.abc import Iterator

from eval import Agreement, AlignmentScores
from eval.calibration import Calibration

__all__ = ["HEADINGS", "RELIABILITY_HEADINGS", "agreement_rows", "calibration_line", "reliability_rows", "risk_line"]

HEADINGS = ("Beads", "Precision", "Recall", "F1", "Right / predicted", "Found / gold")
KEPT_SHARES = (0.5, 0.8, 0.9, 1.0)
RELIABILITY_HEADINGS = ("Probability", "Beads", "Stated", "Right")


def agreement_rows(scores: AlignmentScores) -> list[tuple[str, ...]]:
    """Strict and lax, types of beads, sentences without a counterpart, crossings; what does not occur is left out."""
    found = ((name, agreement) for name, agreement in _agreements(scores) if agreement.predicted or agreement.gold)
    return [(name, *_cells(agreement)) for name, agreement in found]


def _agreements(scores: AlignmentScores) -> Iterator[tuple[str, Agreement]]:
    yield "strict", scores.strict
    yield "lax", scores.lax
    for item in scores.by_type:
        yield f"  {item.type}", item.agreement
    yield "null sentences", scores.null_sentences
    yield "crossings", scores.crossings


def _cells(agreement: Agreement) -> tuple[str, ...]:
    return (
        f"{agreement.precision:.3f}",
        f"{agreement.recall:.3f}",
        f"{agreement.f1:.3f}",
        f"{agreement.predicted_right} / {agreement.predicted}",
        f"{agreement.gold_found} / {agreement.gold}",
    )


def calibration_line(calibration: Calibration) -> str:
    """The figures of a calibration in one line."""
    sure = "none" if calibration.sure_right is None else f"{calibration.sure_right:.1%} of {calibration.sure}"
    return (
        f"{calibration.beads} beads with a probability, {calibration.right:.1%} right; expected calibration error "
        f"{calibration.expected_error:.3f}; above .9 right: {sure}; Brier score {calibration.brier:.3f}; "
        f"area under the risk-coverage curve {calibration.risk_area:.4f}"
    )


def risk_line(calibration: Calibration) -> str:
    """What is wrong among the surest beads, if only so many are kept."""
    points = [next(kept for kept in calibration.curve if kept.coverage >= share) for share in KEPT_SHARES]
    told = [f"{kept.risk:.1%} of the surest {kept.coverage:.0%} (from {kept.probability:.2f} up)" for kept in points]
    return f"wrong are {', '.join(dict.fromkeys(told))}"


def reliability_rows(calibration: Calibration) -> list[tuple[str, ...]]:
    """For each interval of probabilities: how many beads, their mean probability, the share that is right."""
    return [
        (f"{item.low:.1f}–{item.high:.1f}", f"{item.beads}", f"{item.stated:.3f}", f"{item.right:.3f}")
        for item in calibration.bins
    ]
