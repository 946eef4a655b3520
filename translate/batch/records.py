"""A hypothesis as a short line of ASCII JSON and back, the form in which journal and cache keep it."""

import json
from typing import Final

from translate.translation import Flag, Hypothesis

__all__ = ["hypothesis_in", "hypothesis_of", "record_of"]


_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
"""Made once: `json.dumps` with settings makes one for every call."""


def record_of(hypothesis: Hypothesis) -> str:
    """The hypothesis as JSON without a line end; every character and every bit of the score comes back."""
    flags = [flag.value for flag in hypothesis.flags]
    return _ENCODER.encode([hypothesis.text, hypothesis.score, flags])


def hypothesis_of(record: str) -> Hypothesis:
    """What `record_of` wrote.

    Raises:
        ValueError: It is no such record.
    """
    return hypothesis_in(json.loads(record))


def hypothesis_in(content: object) -> Hypothesis:
    """The hypothesis in such a record after it was read as JSON.

    Raises:
        ValueError: It is no such record.
    """
    match content:
        case [str(text), None | int() | float() as score, list(flags)]:
            return Hypothesis(text, None if score is None else float(score), tuple(Flag(flag) for flag in flags))
    raise ValueError("not a record of a translation")
