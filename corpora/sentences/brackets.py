"""Pairing of brackets and quotation marks, for splitters that must not cut inside a quotation.

A bracket that is never closed simply has no partner, so it cannot swallow the rest of a paragraph.
"""

from collections import Counter
from collections.abc import Sequence

__all__ = ["CLOSERS", "OPENERS", "SYMMETRIC", "pair_brackets"]

_PAIRS = (
    "「」",
    "『』",
    "｢｣",
    "（）",
    "()",
    "【】",
    "〈〉",
    "《》",
    "＜＞",
    "“”",
    "〝〟",
    "[]",
    "［］",
    "〔〕",
    "｛｝",
    "{}",
)
# People open with one width and close with the other.
_KIND = {"（": "(", "）": "(", "｢": "「", "［": "[", "｛": "{"}

OPENERS = "".join(pair[0] for pair in _PAIRS)
CLOSERS = "".join(pair[1] for pair in _PAIRS)
SYMMETRIC = '"＂'

_OPENED = {pair[0]: _KIND.get(pair[0], pair[0]) for pair in _PAIRS}
_CLOSED = {pair[1]: _KIND.get(pair[0], pair[0]) for pair in _PAIRS}


def pair_brackets(marks: Sequence[str]) -> list[int]:
    """Finds the partner of each bracket in a row of marks.

    Args:
        marks: The brackets in the order of the text; anything else may stand between them and is passed over.

    Returns:
        For each mark the index of its partner, -1 for a bracket without one and for what is no bracket. A symmetric
        quotation mark closes the open one of its kind, if there is one. One pass, linear time.
    """
    partners = [-1] * len(marks)
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for index, mark in enumerate(marks):
        symmetric = bool(mark) and mark in SYMMETRIC
        kind = '"' if symmetric else _CLOSED.get(mark)
        if kind is not None and waiting[kind]:
            while True:
                # What was opened after the partner and is still open will never be closed in a sensible place.
                other, start = opened.pop()
                waiting[other] -= 1
                if other == kind:
                    break
            partners[start], partners[index] = index, start
        elif symmetric or mark in _OPENED:
            kind = '"' if symmetric else _OPENED[mark]
            opened.append((kind, index))
            waiting[kind] += 1
    return partners
