"""What stands around the sentences of a batch, for engines to which neighbours are context.

A window that is read from a stream knows the items before and after it, so that the context slides over a text of any
length. It ends where a document ends. Neighbours are shown as they stand in the input, whatever became of them before:
so a job that goes on after a kill asks what it would have asked.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Generic, Protocol, TypeVar, runtime_checkable

from translate.batch.ordering import Shaped
from translate.translation import Hypothesis

__all__ = ["Contextual", "Passage", "Window", "windows"]

Item = TypeVar("Item")


@runtime_checkable
class Contextual(Shaped, Protocol):
    """An engine that looks at what stands around a sentence."""

    @property
    def neighbours(self) -> int:
        """How many sentences it looks at on either side, at most."""
        ...

    def translate_in(self, text: Sequence[str], rows: Sequence[int]) -> list[Hypothesis]:
        """Translate some sentences of a text.

        Args:
            text: Sentences that follow each other.
            rows: Which of them, in ascending order.

        Returns:
            One hypothesis for each of them; see `Engine.translate`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that follow each other in a document, and which of them are to be translated, in ascending order."""

    text: Sequence[str]
    rows: Sequence[int]

    def part(self, start: int, end: int) -> "Passage":
        """The same with only these of the rows."""
        return Passage(self.text, self.rows[start:end])

    def trimmed(self, neighbours: int) -> "Passage":
        """The same rows with only so many sentences before the first of them and after the last."""
        start = max(0, self.rows[0] - neighbours)
        return Passage(self.text[start : self.rows[-1] + neighbours + 1], [row - start for row in self.rows])


@dataclass(frozen=True, slots=True)
class Window(Generic[Item]):
    """Items that are dealt with together.

    Attributes:
        items: Each with its text.
        before: What was read before them.
        after: What comes next.
    """

    items: Sequence[tuple[Item, str]]
    before: Sequence[tuple[Item, str]] = ()
    after: Sequence[tuple[Item, str]] = ()

    def passages(self, wanted: Iterable[str], document_of: Callable[[Item], Hashable]) -> Iterator[Passage]:
        """The wanted texts where they stand first, in all that the window knows of their documents."""
        missing = set(wanted)
        around = [*((pair, False) for pair in self.before), *((pair, True) for pair in self.items)]
        around += [(pair, False) for pair in self.after]
        for _, document in groupby(around, key=lambda entry: document_of(entry[0][0])):
            text: list[str] = []
            rows: list[int] = []
            for (_, sentence), inside in document:
                if not sentence.strip():
                    continue
                if inside and sentence in missing:
                    missing.remove(sentence)
                    rows.append(len(text))
                text.append(sentence)
            if rows:
                yield Passage(text, rows)


def windows(
    stream: Iterator[tuple[Item, str]], first: int, largest: int, neighbours: int = 0
) -> Iterator[Window[Item]]:
    """A stream in windows, each twice as large as the one before.

    Args:
        stream: Items with their texts.
        first: Items in the first window.
        largest: Items in a window at most.
        neighbours: So many items around each window are kept or read ahead.
    """
    before: list[tuple[Item, str]] = []
    ahead: list[tuple[Item, str]] = []
    size = first
    while items := [*ahead, *islice(stream, max(0, size - len(ahead)))]:
        ahead = list(islice(stream, neighbours))
        yield Window(items, before, ahead)
        if neighbours:
            before = [pair for pair in (*before, *items) if pair[1].strip()][-neighbours:]
        size = min(size * 2, largest)
