"""What sacrebleu does not check: that hypotheses, references and source belong together.

sacrebleu cuts unequal lists short without a word and scores the letters of a bare string. Here such input is refused,
and input that gives a score of little worth (the reference scored against itself) is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.errors import ScoreError

__all__ = ["Segments"]

_TOKENISED_LINES = 100
"""From this many lines that end in " ." on, sacrebleu too suspects that the text was tokenised."""


@dataclass(frozen=True, slots=True)
class Segments:
    """What is scored: checked with `check`, described with `notes`.

    Attributes:
        hypotheses: One a segment.
        references: One list for each reference translation, each as long as `hypotheses`.
        source: The source segments where they are known.
        hypothesis_name: What messages call the hypotheses: a file name, a system.
        reference_names: The same for each reference; empty for "reference 1" and so on.
        source_name: The same for the source.
    """

    hypotheses: Sequence[str]
    references: Sequence[Sequence[str]]
    source: Sequence[str] | None = None
    hypothesis_name: str = "hypotheses"
    reference_names: Sequence[str] = ()
    source_name: str = "source"

    def check(self) -> None:
        """Refuse what cannot be scored.

        Raises:
            ScoreError: A list is empty, of another length, or not of the right shape; the message says which.
        """
        if isinstance(self.references, str) or not self.references:
            raise ScoreError("no references", remedy="give a list of references, each a list of segments")
        if all(isinstance(reference, str) for reference in self.references):
            raise ScoreError(
                "the references are a flat list of segments", remedy="give [references] where there is one reference"
            )
        lists = self._named_lists()
        for name, segments in lists:
            _check_list(name, segments)
        for name, segments in lists[1:]:
            _check_length(self.hypothesis_name, self.hypotheses, name, segments)

    def notes(self) -> tuple[str, ...]:
        """What makes a score of these segments doubtful, in one line each."""
        name = self.hypothesis_name
        notes = []
        for reference_name, reference in self._named_references():
            notes.extend(self._likeness(name, self.hypotheses, reference_name, reference))
        if self.source is not None:
            if _same(self.hypotheses, self.source):
                notes.append(f"{name} are identical to {self.source_name}: nothing was translated")
            notes.extend(
                f"{reference_name} is identical to {self.source_name}: is it in the right language?"
                for reference_name, reference in self._named_references()
                if _same(reference, self.source)
            )
        notes.extend(_counted(name, self.hypotheses, "empty", sum(not line.strip() for line in self.hypotheses)))
        for reference_name, reference in self._named_references():
            notes.extend(_counted(reference_name, reference, "empty", sum(not line.strip() for line in reference)))
        tokenised = sum(line.endswith(" .") for line in self.hypotheses)
        if tokenised >= _TOKENISED_LINES:
            notes.append(f"{tokenised} lines of {name} end in ' .': they look tokenised, sacrebleu wants plain text")
        return tuple(notes)

    def _named_references(self) -> list[tuple[str, Sequence[str]]]:
        numbers = range(len(self.references))
        names = self.reference_names or [f"reference {number + 1}" for number in numbers]
        return list(zip(names, self.references, strict=True))

    def _named_lists(self) -> list[tuple[str, Sequence[str]]]:
        lists = [(self.hypothesis_name, self.hypotheses), *self._named_references()]
        if self.source is not None:
            lists.append((self.source_name, self.source))
        return lists

    @staticmethod
    def _likeness(name: str, hypotheses: Sequence[str], reference_name: str, reference: Sequence[str]) -> list[str]:
        equal = sum(a.strip() == b.strip() for a, b in zip(hypotheses, reference, strict=True))
        if equal == len(hypotheses):
            return [f"{name} are identical to {reference_name}: was the same text given twice?"]
        if len(hypotheses) >= 10 and equal * 2 >= len(hypotheses):
            return [f"{equal} of {len(hypotheses)} {name} equal {reference_name} word for word"]
        return []


def _check_list(name: str, segments: Sequence[str]) -> None:
    if isinstance(segments, str):
        raise ScoreError(f"{name}: a bare string where a list of segments is needed", remedy="give a list of strings")
    if not segments:
        raise ScoreError(f"{name}: no segments", remedy="give at least one")
    for number, segment in enumerate(segments, start=1):
        if not isinstance(segment, str):
            raise ScoreError(f"{name}: segment {number} is no string but {segment!r}", remedy="give strings")
    if not any(segment.strip() for segment in segments):
        raise ScoreError(f"{name}: only empty lines", remedy="give a file with text")


def _check_length(name: str, segments: Sequence[str], other_name: str, others: Sequence[str]) -> None:
    if len(segments) == len(others):
        return
    (short_name, short), (long_name, long) = sorted(
        ((name, segments), (other_name, others)), key=lambda item: len(item[1])
    )
    lines = "line" if len(short) == 1 else "lines"
    raise ScoreError(
        f"{short_name}: {len(short)} {lines}, but {long_name}: {len(long)}; line {len(short) + 1} is the first missing",
        remedy="give texts that go line by line with each other",
    )


def _same(segments: Sequence[str], others: Sequence[str]) -> bool:
    return all(a.strip() == b.strip() for a, b in zip(segments, others, strict=True))


def _counted(name: str, segments: Sequence[str], what: str, count: int) -> list[str]:
    return [f"{count} of {len(segments)} lines of {name} are {what}"] if count else []
