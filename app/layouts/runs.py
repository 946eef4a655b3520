"""What a document in markup is made of here: runs of pieces, each text or a mark, between two borders of blocks.

Readers of HTML, EPUB, XLIFF, TMX and Markdown make them; `app.layouts.inline` writes them again in translation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["Edit", "Insertion", "Mark", "Piece", "Run"]


class Mark(Enum):
    """What a piece of a run is."""

    TEXT = "text"
    OPEN = "open"  # goes around words: kept around their translation
    CLOSE = "close"
    ATOM = "atom"  # stands for itself: a picture, a footnote's number
    DROP = "drop"  # has no place in a translation: furigana


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source.

    Attributes:
        start: Where it begins in the source.
        end: Where it ends.
        text: What a reader sees of it; of a mark, how it is written again.
        mark: What it is.
        name: Of marks around words: what pairs them.
    """

    start: int
    end: int
    text: str
    mark: Mark = Mark.TEXT
    name: str = ""


@dataclass(frozen=True, slots=True)
class Insertion:
    """How a translation goes beside a run instead of into its place.

    Attributes:
        before: Written before the translation.
        after: Written after it.
        lead: Written before the run itself.
        at: Where the translation goes; `None` is the end of the run.
        over: Where what it is written over begins, which ends at `at`; `None` if there is no such thing.
        complete: Only if every sentence of the run has a translation.
        keep_ids: The marks of the translation keep their ids.
    """

    before: str
    after: str
    lead: str = ""
    at: int | None = None
    over: int | None = None
    complete: bool = False
    keep_ids: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that follow one another without a gap, and how their translation goes in; `None` is in their place."""

    pieces: Sequence[Piece]
    insertion: Insertion | None = None

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1].end

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return "".join(piece.text for piece in self.pieces if piece.mark is Mark.TEXT)

    @property
    def is_balanced(self) -> bool:
        """Whether every mark around words has its partner in this run."""
        open_names: list[str] = []
        for piece in self.pieces:
            if piece.mark is Mark.OPEN:
                open_names.append(piece.name)
            elif piece.mark is Mark.CLOSE and (not open_names or open_names.pop() != piece.name):
                return False
        return not open_names


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source that is written otherwise, whatever the translations are."""

    start: int
    end: int
    text: str
