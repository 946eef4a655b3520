"""Where the marks inside a sentence (a link, emphasis) belong in its translation.

The bilingual sentence embedding that aligns documents also tells which words of the translation say what stood inside a
mark: of all runs of words the one whose vector is nearest wins, with a soft preference for the length to be expected.
"""

import math
import re
from collections.abc import Sequence
from typing import Final

__all__ = ["attached"]

LONGEST: Final = 12
"""Words that a mark inside a sentence may reach over, unless it holds nearly the whole sentence."""
NEARLY_ALL: Final = 0.8
LENGTH_WEIGHT: Final = 0.1
"""What a run of words of e times the expected length loses of its cosine."""

_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[\"'“‘(\[]*(.*?)[.,;:!?\"'”’)\]]*$", re.DOTALL)

Span = tuple[int, int]


def attached(source: str, spans: Sequence[Span], target: str) -> list[Span]:
    """Find for each span of a sentence the span of its translation that says the same.

    Args:
        source: The sentence.
        spans: Stretches of it that lie inside one another or apart, the outer before the inner.
        target: Its translation.

    Returns:
        A span of `target` for each: whole words, inside or apart as in the source. A span that no word is left for is
        empty.
    """
    words = [match.span() for match in _WORD.finditer(target)]
    parents = _parents(spans)
    places: list[Span] = [(len(target), len(target))] * len(spans)
    pending: list[tuple[int | None, int, int]] = [(None, 0, len(words))]
    while pending:
        parent, first, last = pending.pop()
        outer = (0, len(source)) if parent is None else spans[parent]
        children = [row for row, holder in enumerate(parents) if holder == parent]
        found = _found(source, outer, [spans[row] for row in children], target, words[first:last])
        for row, place in zip(children, found, strict=True):
            if place is None:
                end = words[last - 1][1] if last > first else len(target)
                places[row] = (end, end)
                pending.append((row, last, last))
            else:
                low, high = first + place[0], first + place[1]
                places[row] = _trimmed(target, words[low][0], words[high - 1][1])
                pending.append((row, low, high))
    for row, parent in enumerate(parents):  # which may have lost punctuation at its edges
        if parent is not None:
            (start, end), (low, high) = places[row], places[parent]
            places[row] = min(max(start, low), high), max(min(end, high), low)
    return places


def _parents(spans: Sequence[Span]) -> list[int | None]:
    """The innermost earlier span that holds each, as they come in order."""
    parents: list[int | None] = []
    around: list[int] = []
    for row, (_, end) in enumerate(spans):
        while around and spans[around[-1]][1] < end:
            around.pop()
        parents.append(around[-1] if around else None)
        around.append(row)
    return parents


def _found(source: str, outer: Span, spans: Sequence[Span], target: str, words: Sequence[Span]) -> list[Span | None]:
    """For each span the words, by number, that say the same; none of them twice."""
    places: list[Span | None] = [None] * len(spans)
    if not spans or not words:
        return places
    whole = max(outer[1] - outer[0], 1)
    if len(spans) == 1 and spans[0][1] - spans[0][0] >= NEARLY_ALL * whole:
        return [(0, len(words))]
    from align.embedding import embedded_embedding

    runs = [
        (first, last) for first in range(len(words)) for last in range(first + 1, min(first + LONGEST, len(words)) + 1)
    ]
    texts = [target[words[first][0] : words[last - 1][1]] for first, last in runs]
    inner = [source[start:end] for start, end in spans]
    nearness = embedded_embedding().encode(inner) @ embedded_embedding().encode(texts).T
    scored: list[tuple[float, int, int]] = []
    for row, (start, end) in enumerate(spans):
        expected = max((end - start) / whole * len(words), 1.0)
        for column, (first, last) in enumerate(runs):
            same = _core(texts[column]).casefold() == _core(inner[row]).casefold()
            distance = LENGTH_WEIGHT * abs(math.log((last - first) / expected))
            score = 2.0 if same else round(float(nearness[row, column]), 4) - distance
            scored.append((-score, row, column))
    taken: list[Span] = []
    for _, row, column in sorted(scored):
        first, last = runs[column]
        if places[row] is None and all(last <= low or high <= first for low, high in taken):
            places[row] = (first, last)
            taken.append((first, last))
    return places


def _core(text: str) -> str:
    match = _EDGES.match(text)
    return match[1] if match and match[1] else text


def _trimmed(target: str, start: int, end: int) -> Span:
    """A span without the quotation marks and full stops at its edges, if there is anything else in it."""
    match = _EDGES.match(target[start:end])
    return (start + match.start(1), start + match.end(1)) if match and match[1] else (start, end)
