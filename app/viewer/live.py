"""From what a reader pastes or uploads to a comparison: the viewer's own way through the path."""

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.comparison import Comparison
from corpora.document import Document
from corpora.errors import InputError
from translate.engine import Engine

__all__ = ["Compare", "Given", "LivePath", "Reading"]

Progress = Callable[[int, int], None]


class Compare(Protocol):
    """How two documents are compared; `app.compare.compare_documents` is the one in use."""

    def __call__(
        self, japanese: Document, english: Document | None, engine: Engine, *, progress: Progress | None = None
    ) -> Comparison:
        """Translate, align and score."""
        ...


@dataclass(frozen=True, slots=True)
class Given:
    """One side of the form: pasted text or an uploaded file, or neither."""

    text: str
    upload: Path | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.upload is None and not self.text.strip()


class Reading(Protocol):
    """How one side of the form becomes a document."""

    def __call__(self, given: Given, language: str) -> Document:
        """Read it."""
        ...


@dataclass(frozen=True)
class LivePath:
    """Everything that comparing in the viewer needs, to be exchanged in parts.

    Attributes:
        load_engine: Called once, when the first article comes.
        compare: What is done with the documents.
        read: Makes them.
    """

    load_engine: Callable[[], Engine]
    compare: Compare
    read: Reading
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @functools.cached_property
    def _engine(self) -> Engine:
        return self.load_engine()

    def run(self, japanese: Given, english: Given, progress: Progress) -> Comparison:
        """Compare what was given; one at a time, as an engine belongs to one thread.

        Raises:
            TaiyakuError: If it cannot be read or compared.
        """
        if japanese.is_empty:
            raise InputError("no Japanese article", remedy="paste its text or upload its file")
        for side, given in (("Japanese", japanese), ("English", english)):
            if given.upload is not None and given.text.strip():
                raise InputError(f"the {side} article is there twice, as text and as file", remedy="remove one of them")
        documents = self.read(japanese, "ja"), None if english.is_empty else self.read(english, "en")
        with self._lock:
            return self.compare(*documents, self._engine, progress=progress)
