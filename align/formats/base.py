"""The door that every alignment format stands behind, and the two things that pass through it.

A `Bitext` goes out: an alignment with the sentences it speaks of. A `StoredAlignment` comes back: the beads that the
file holds, with the texts of their two sides where the format keeps them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from align.alignment import Alignment, Bead
from corpora.errors import InputError
from corpora.writing import atomic_writer

__all__ = ["Bitext", "Format", "StoredAlignment"]

_UNSPACED_LANGUAGES = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my", "bo"})
"""Languages that put no space between sentences."""


def separator(language: str) -> str:
    """What stands between two sentences of a language when they are joined."""
    return "" if language.lower().split("-")[0] in _UNSPACED_LANGUAGES else " "


def rounded(probability: float | None) -> float | None:
    """A probability as files carry it: four decimals, so that files do not differ by the last bits of two machines."""
    return None if probability is None else round(float(probability), 4)


@dataclass(frozen=True, slots=True)
class Bitext:
    """An alignment and the sentences it aligns, as a format writes them.

    `source_name` and `target_name` are what the formats that name documents (XCES, XLIFF) call them.
    """

    alignment: Alignment
    source: Sequence[str]
    target: Sequence[str]
    source_language: str = "ja"
    target_language: str = "en"
    source_name: str = "source"
    target_name: str = "target"

    def source_text(self, bead: Bead) -> str:
        """The source side of a bead as one text."""
        return separator(self.source_language).join(self.source[index] for index in bead.source)

    def target_text(self, bead: Bead) -> str:
        """The target side of a bead as one text."""
        return separator(self.target_language).join(self.target[index] for index in bead.target)

    def pairs(self) -> Iterator[tuple[Bead, str, str]]:
        """The beads that have both sides, with their texts."""
        for bead in self.alignment.beads:
            if not bead.is_null:
                yield bead, self.source_text(bead), self.target_text(bead)


@dataclass(frozen=True, slots=True)
class StoredAlignment:
    """What a file of an alignment holds.

    Attributes:
        alignment: The beads as they stand in the file. Formats of text pairs leave null beads out, and a file from
            elsewhere may leave out any sentence: nothing is added. Where a format does not say how many sentences
            there are, the counts reach to the last sentence named. Where it does not number sentences (TMX, XLIFF
            and Moses files from elsewhere), every text is taken for one sentence.
        source_texts: The source side of each bead as one text, in the order of the beads; `None` where the format
            carries numbers only.
        target_texts: The same of the target side.
    """

    alignment: Alignment
    source_texts: tuple[str, ...] | None = None
    target_texts: tuple[str, ...] | None = None


class Format(ABC):
    """A file format for alignments: a name, its usual suffixes, a way out and a way in."""

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    summary: ClassVar[str]

    @abstractmethod
    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write to an open stream of bytes.

        Raises:
            OutputError: The format cannot hold this alignment.
        """

    @abstractmethod
    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:
        """Read a file; the languages say which texts to take where the format names languages.

        Raises:
            InputError: The file cannot be read or is not in this format; the line is named where there is one.
        """

    def save(self, bitext: Bitext, path: Path) -> tuple[Path, ...]:
        """Write to a path, whole or not at all, and return the files written.

        Raises:
            OutputError: The place cannot be written to, or the format cannot hold this alignment.
        """
        with atomic_writer(path, "wb") as stream:
            self.write(bitext, stream)
        return (path,)


def sentence_count(ids: Iterable[tuple[int, ...]]) -> int:
    """The number of sentences that these 0-based ids reach to."""
    return max((index + 1 for side in ids for index in side), default=0)


def stored_alignment(
    beads: Sequence[Bead],
    texts: Sequence[tuple[str, str]] | None,
    method: str,
    counts: tuple[int, int] = (0, 0),
) -> StoredAlignment:
    """Put together what a reader found; `counts` are the numbers of sentences where the file states them."""
    alignment = Alignment(
        beads=tuple(beads),
        source_count=max(counts[0], sentence_count(bead.source for bead in beads)),
        target_count=max(counts[1], sentence_count(bead.target for bead in beads)),
        method=method,
    )
    if texts is None:
        return StoredAlignment(alignment)
    return StoredAlignment(alignment, tuple(text for text, _ in texts), tuple(text for _, text in texts))


def parse_ids(text: str, path: Path, line: int | None) -> tuple[int, ...]:
    """Sentence numbers separated by white space.

    Raises:
        InputError: Something else stands there.
    """
    fields = text.split()
    if not all(field.isascii() and field.isdigit() for field in fields):
        raise InputError(f"{text!r} is no list of sentence numbers", path=path, line=line, remedy=FORMAT_REMEDY)
    return tuple(int(field) for field in fields)


def parse_probability(text: str, path: Path, line: int | None) -> float | None:
    """A probability, `None` for an empty field.

    Raises:
        InputError: It is no number from 0 to 1.
    """
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise InputError(
            f"{text!r} is no probability", path=path, line=line, remedy="probabilities run from 0 to 1; leave it empty"
        )
    return value


FORMAT_REMEDY = "is the file in this format? its suffix says so, or an option where there is one"
"""The remedy of every reader that finds something else than its format."""
