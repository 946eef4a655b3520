"""What the checks of faithfulness yield: a discrepancy, the places on both sides to mark, the reason to show."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Check", "Discrepancy", "Faithfulness", "Mark"]


class Check(StrEnum):
    """What was compared."""

    NUMBER = "number"  # numbers, dates, times, money, units, percentages
    NAME = "name"
    NEGATION = "negation"
    DROPPED = "dropped"  # content of the source that the target lacks
    ADDED = "added"  # content of the target that the source lacks


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence: `sentences[sentence][start:end] == text`.

    `sentence` is the 0-based number of the sentence on its side, as in beads.
    """

    sentence: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that one side says and the other does not, or says differently.

    Attributes:
        check: What was compared.
        source: The place in the source; `None` if the source has nothing of the kind.
        target: The place in the target; `None` if the target has nothing of the kind. One of the two is there.
        value: What was compared, in a form that both languages share: `68 ≠ 86`, `2.5 million USD`, `Tanaka`.
        reason: One English sentence for people, without a full stop.
    """

    check: Check
    source: Mark | None
    target: Mark | None
    value: str
    reason: str

    def __post_init__(self) -> None:
        if self.source is None and self.target is None:
            raise ValueError("a discrepancy without a place")


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """The discrepancies of a comparison, in the order of the Japanese text, those of the English side alone last.

    Attributes:
        article: Between the Japanese article (source) and the English article that it is aligned with (target), bead by
            bead; empty where there is none.
        translation: Between the Japanese sentences (source) and their translations (target), one by one: `sentence`
            counts the body sentences on both sides.
    """

    article: tuple[Discrepancy, ...] = ()
    translation: tuple[Discrepancy, ...] = ()
