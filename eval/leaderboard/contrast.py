"""Two systems side by side: the segments where one gains most over the other, with the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from eval.leaderboard.result import Contestant
from eval.scores import sentence_scores
from eval.suites import Suite

__all__ = ["Contrast", "SegmentContrast", "contrast", "word_differences"]

CONTRAST_METRIC: Final = "chrF2"
"""For single segments: BLEU is 0 or coarse there."""


@dataclass(frozen=True, slots=True)
class SegmentContrast:
    """One segment and what two systems made of it.

    Attributes:
        number: Its number in the suite, from 1.
        source: The source segment.
        references: Its reference translations.
        outputs: Those of the first and of the second system.
        scores: Their chrF2.
    """

    number: int
    source: str
    references: tuple[str, ...]
    outputs: tuple[str, str]
    scores: tuple[float, float]

    @property
    def gain(self) -> float:
        """By how much the first system is better."""
        return self.scores[0] - self.scores[1]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two systems compared segment by segment.

    Attributes:
        first: Name of the first system.
        second: Name of the second one.
        better: In how many segments the first is better.
        worse: In how many it is worse; in the others both score the same.
        wins: Where the first gains most, biggest gain first.
        losses: Where it loses most, biggest loss first.
    """

    first: str
    second: str
    better: int
    worse: int
    wins: tuple[SegmentContrast, ...]
    losses: tuple[SegmentContrast, ...]


def contrast(suite: Suite, first: Contestant, second: Contestant, *, most: int = 8) -> Contrast:
    """Find the biggest wins and losses of the first system against the second.

    Args:
        suite: What they translated.
        first: A system.
        second: Another one.
        most: How many of each at most.
    """
    scores = [
        [score.value for (score,) in sentence_scores(system.hypotheses, suite.references, metrics=[CONTRAST_METRIC])]
        for system in (first, second)
    ]
    segments = [
        SegmentContrast(
            number=index + 1,
            source=source,
            references=tuple(reference[index] for reference in suite.references),
            outputs=(first.hypotheses[index], second.hypotheses[index]),
            scores=(scores[0][index], scores[1][index]),
        )
        for index, source in enumerate(suite.source)
    ]
    wins = sorted((segment for segment in segments if segment.gain > 0), key=lambda item: (-item.gain, item.number))
    losses = sorted((segment for segment in segments if segment.gain < 0), key=lambda item: (item.gain, item.number))
    return Contrast(first.name, second.name, len(wins), len(losses), tuple(wins[:most]), tuple(losses[:most]))


def word_differences(text: str, other: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, each with whether the other text lacks these words at this place.

    Joined, the runs are the text.
    """
    words, others = _words(text), _words(other)
    start = 0
    for tag, low, high, _, _ in SequenceMatcher(None, _bare(words), _bare(others), autojunk=False).get_opcodes():
        if high > low:
            yield "".join(words[low:high]), tag != "equal"
            start = high
    if start < len(words):
        yield "".join(words[start:]), False


def _words(text: str) -> list[str]:
    """Words with the white space that follows them; white space at the start is a word of its own."""
    return re.findall(r"\S+\s*|^\s+", text)


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]
