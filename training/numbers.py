"""How many numbers of the numbers suite a translator gets right, and how many of the wrong ones it flags."""

import json
from dataclasses import dataclass
from math import isclose

from corpora.lines import read_lines
from corpora.quantities import Quantity, QuantityKind, find_quantities
from corpora.suites import numbers
from translate import Engine, Flag

__all__ = ["NumberScore", "score_numbers"]


@dataclass(frozen=True, slots=True)
class NumberScore:
    """Counts over the numbers of the suite and shares of them.

    Attributes:
        numbers: Numbers in all.
        right: Share that the translation has.
        right_or_flagged: Share that it has, or whose sentence carries `numbers-differ`.
        false_alarms: Share of the sentences with every number right that carry the flag all the same.
    """

    numbers: int
    right: float
    right_or_flagged: float
    false_alarms: float


def score_numbers(engine: Engine) -> tuple[NumberScore, list[tuple[str, str]]]:
    """Translate the suite; the score, and the sentences with a wrong number beside their translations."""
    japanese = read_lines(numbers.FOLDER / "src.ja")
    values = [json.loads(line) for line in read_lines(numbers.FOLDER / "values.jsonl")]
    hypotheses = engine.translate(japanese)
    total = right = caught = alarms = 0
    wrong: list[tuple[str, str]] = []
    for source, hypothesis, wanted in zip(japanese, hypotheses, values, strict=True):
        told = find_quantities(hypothesis.text, "en")
        missing = sum(not any(_tells(quantity, kind, value) for quantity in told) for kind, value in wanted)
        flagged = Flag.NUMBERS_DIFFER in hypothesis.flags
        total += len(wanted)
        right += len(wanted) - missing
        caught += missing if flagged else 0
        alarms += flagged and not missing
        if missing:
            wrong.append((source, hypothesis.text))
    faultless = len(japanese) - len(wrong)
    score = NumberScore(
        total, round(right / total, 4), round((right + caught) / total, 4), round(alarms / max(faultless, 1), 4)
    )
    return score, wrong


def _tells(quantity: Quantity, kind: str, value: float) -> bool:
    if (kind == "month") != (quantity.kind is QuantityKind.MONTH):
        return False
    return isclose(quantity.value, value) or (kind == "time" and isclose(quantity.value, value + 12))
