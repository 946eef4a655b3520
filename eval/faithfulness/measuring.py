"""How good the checks themselves are: on beads with known discrepancies, and on human translations without any.

A check is right where one of its marks lies on a planted discrepancy of its kind, on either side; a planted discrepancy
is found where a check of its kind marks it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpora.suites.faithfulness import PlantedBead, PlantedDiscrepancy, Span
from eval.alignment_scores import Agreement
from eval.faithfulness.bead_text import BeadText
from eval.faithfulness.checking import check_bead
from eval.faithfulness.discrepancy import Check, Discrepancy, Mark

__all__ = ["CheckQuality", "FlaggedShare", "flagged_by_any", "measure_checks", "measure_false_alarms"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CheckQuality:
    """Precision and recall of a check.

    Attributes:
        check: The check.
        agreement: What it marked, and what was planted.
        clean_flagged: Faithful beads in which it marked something.
        clean: Faithful beads.
    """

    check: Check
    agreement: Agreement
    clean_flagged: int
    clean: int


@dataclass(frozen=True, slots=True)
class FlaggedShare:
    """How many of some pairs of lines a check marked, and which, by their numbers from 1."""

    check: Check
    lines: tuple[int, ...]
    of: int

    @property
    def share(self) -> float:
        """Share of the lines, 0 to 1."""
        return len(self.lines) / self.of if self.of else 0.0


def measure_checks(beads: Sequence[PlantedBead]) -> tuple[CheckQuality, ...]:
    """Precision and recall of every check over beads with known discrepancies."""
    found = [list(check_bead(_text(bead))) for bead in beads]
    return tuple(_quality(check, beads, found) for check in Check)


def measure_false_alarms(
    source: Sequence[str], target: Sequence[str], *, progress: Progress | None = None
) -> tuple[FlaggedShare, ...]:
    """How many lines of a translation every check marks; what a good translation has left is mostly false alarms.

    Args:
        source: Japanese lines.
        target: Their translations, as many.
        progress: Called with (lines done, lines in all).
    """
    marked: dict[Check, list[int]] = {check: [] for check in Check}
    for number in range(len(source)):
        checks = {item.check for item in check_bead(BeadText.of(source, target, (number,), (number,)))}
        for check in checks:
            marked[check].append(number + 1)
        if progress is not None:
            progress(number + 1, len(source))
    return tuple(FlaggedShare(check, tuple(lines), len(source)) for check, lines in marked.items())


def _text(bead: PlantedBead) -> BeadText:
    return BeadText.of(bead.source, bead.target, range(len(bead.source)), range(len(bead.target)))


def _quality(check: Check, beads: Sequence[PlantedBead], found: Sequence[Sequence[Discrepancy]]) -> CheckQuality:
    right = predicted = hit = planted = clean_flagged = 0
    for bead, items in zip(beads, found, strict=True):
        of_check = [item for item in items if item.check is check]
        gold = [item for item in bead.discrepancies if item.check == check.value]
        predicted += len(of_check)
        planted += len(gold)
        right += sum(any(_lies_on(item, one) for one in gold) for item in of_check)
        hit += sum(any(_lies_on(item, one) for item in of_check) for one in gold)
        clean_flagged += bool(of_check and not bead.discrepancies)
    clean = sum(not bead.discrepancies for bead in beads)
    return CheckQuality(check, Agreement(right, predicted, hit, planted), clean_flagged, clean)


def _lies_on(item: Discrepancy, planted: PlantedDiscrepancy) -> bool:
    return _overlap(item.source, planted.source) or _overlap(item.target, planted.target)


def _overlap(mark: Mark | None, span: Span | None) -> bool:
    return (
        mark is not None
        and span is not None
        and (mark.sentence == span[0] and mark.start < span[2] and span[1] < mark.end)
    )


def flagged_by_any(shares: Iterable[FlaggedShare]) -> int:
    """Number of lines that at least one check marked."""
    return len({line for share in shares for line in share.lines})
