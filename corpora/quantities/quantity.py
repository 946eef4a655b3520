"""What a quantity is, and the function that finds them in either language."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Quantity", "QuantityKind", "find_quantities"]


class QuantityKind(StrEnum):
    """What a value counts."""

    NUMBER = "number"  # people, things, a bare number
    ORDINAL = "ordinal"  # 3rd, 第3
    PERCENT = "percent"  # 30%, 3割
    MONEY = "money"
    MEASURE = "measure"  # length, weight, area, temperature …
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"  # a time of day, in hours: 10:30 is 10.5


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and where it is written.

    Attributes:
        start: Index of the numeral's first character in the text.
        end: Index after its last; a scale (50万, 2 million) belongs to the numeral, a unit does not.
        value: What it says: percentages as written (3割 is 30), months 1 to 12, eras as years of our calendar.
        kind: What it counts.
        unit: The unit's code (`USD`, `km`), for Japanese numbers the counter as written (人); empty if there is none.
    """

    start: int
    end: int
    value: float
    kind: QuantityKind
    unit: str = ""


def find_quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a sentence, by place. Full-width digits count as ordinary ones.

    Approximate words (数十, dozens of) and digits inside of names (F-35, COVID-19) are no quantities.

    Args:
        text: A sentence, as the reader sees it or as a model's copy.
        language: `ja` or `en`.
    """
    from corpora.quantities.english import english_quantities
    from corpora.quantities.japanese import japanese_quantities

    return japanese_quantities(text) if language == "ja" else english_quantities(text)
