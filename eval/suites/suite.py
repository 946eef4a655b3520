"""What a test suite holds once it is read, wherever it came from: lists of one length, and what people thought."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

__all__ = ["HumanScores", "Suite"]


@dataclass(frozen=True, slots=True)
class HumanScores:
    """How people scored the systems of a suite; higher is better.

    Attributes:
        by_system: System name to score.
        origin: What kind of score it is and who published it, in one line.
    """

    by_system: Mapping[str, float]
    origin: str


@dataclass(frozen=True, slots=True)
class Suite:
    """A test suite; every list has one entry a segment.

    Attributes:
        name: For headings and file names: the folder's name, or sacrebleu's with hyphens.
        source: The source segments.
        references: One list for each reference translation.
        documents: The document that each segment belongs to, `None` where nobody says.
        domains: The domain of each segment, `None` where nobody says.
        systems: Name and output of each system that comes with the suite.
        human: Human scores of these systems, where they are published.
        total: Number of segments of the whole suite, more than `len(source)` after `first`.
    """

    name: str
    source: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    documents: tuple[str, ...] | None = None
    domains: tuple[str, ...] | None = None
    systems: tuple[tuple[str, tuple[str, ...]], ...] = ()
    human: HumanScores | None = None
    total: int = 0

    def __post_init__(self) -> None:
        if not self.total:
            object.__setattr__(self, "total", len(self.source))

    def first(self, count: int | None) -> "Suite":
        """The suite with its first `count` segments only; `None` for all.

        Human scores were given for the whole suite and are left out of a part.
        """
        if count is None or count >= len(self.source):
            return self
        return replace(
            self,
            source=self.source[:count],
            references=tuple(reference[:count] for reference in self.references),
            documents=None if self.documents is None else self.documents[:count],
            domains=None if self.domains is None else self.domains[:count],
            systems=tuple((name, lines[:count]) for name, lines in self.systems),
            human=None,
        )
