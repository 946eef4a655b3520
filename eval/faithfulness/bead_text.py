"""The two sides of a bead as the checks see them: sentences with their numbers, so that every finding has its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.faithfulness.discrepancy import Mark

__all__ = ["BeadText", "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and its 0-based number on its side."""

    number: int
    text: str

    def mark(self, start: int, end: int) -> Mark:
        """The place of some of its characters."""
        return Mark(self.number, start, end, self.text[start:end])

    def whole(self) -> Mark:
        """The place of all of it."""
        return self.mark(0, len(self.text))


@dataclass(frozen=True)
class BeadText:
    """Japanese sentences and the English sentences that they are aligned with; either may be none."""

    source: tuple[Line, ...]
    target: tuple[Line, ...]

    @cached_property
    def source_text(self) -> str:
        """All of the Japanese, a space between two sentences."""
        return " ".join(line.text for line in self.source)

    @cached_property
    def target_text(self) -> str:
        """All of the English, likewise."""
        return " ".join(line.text for line in self.target)

    @classmethod
    def of(
        cls, source: Sequence[str], target: Sequence[str], source_numbers: Sequence[int], target_numbers: Sequence[int]
    ) -> "BeadText":
        """The sentences of these numbers."""
        return cls(
            tuple(Line(number, source[number]) for number in source_numbers),
            tuple(Line(number, target[number]) for number in target_numbers),
        )
