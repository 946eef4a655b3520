"""From what a reader pastes or uploads to a comparison, step by step, so that the page can show every step.

The steps are those of `app.compare`; what is added here is that they can be watched, and stopped between any two.
"""

import json
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.comparison import Comparison
from app.doubts import language_doubts
from app.viewer.limits import Limits, Turns
from app.viewer.models import Models, SharedEngine
from corpora.document import Document
from corpora.errors import InputError, TaiyakuError
from translate import TRANSLATED_KINDS
from translate.translation import Hypothesis, TranslatedSentence, Translation

__all__ = ["Given", "LivePath", "Reading", "Step", "Upload", "read_given"]

WINDOW = 4
"""Sentences translated at a time: few, so that they appear one after the other and a stop is obeyed at once."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came from the reader's machine: its name there, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """One side of the form: pasted text or an uploaded file, or neither.

    Attributes:
        text: Pasted.
        upload: The file.
        title: The headline of a pasted text; empty if it stands in the text, or there is none.
        format: One of `corpora.FORMATS` for a pasted text; `None` looks at it, and goes by a file's suffix.
    """

    text: str = ""
    upload: Upload | None = None
    title: str = ""
    format: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self.upload is None and not self.text.strip()


class Reading(Protocol):
    """How one side of the form becomes a document."""

    def __call__(self, given: Given, language: str) -> Document:
        """Read it."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job has come.

    Attributes:
        comparison: What is there; of the translation, the sentences done so far.
        done: Sentences translated.
        total: Sentences to translate.
        stage: What happens now; empty when everything is done.
        note: What the reader should know about the result, in one sentence; often empty.
    """

    comparison: Comparison
    done: int
    total: int
    stage: str = ""
    note: str = ""


@dataclass(frozen=True)
class LivePath:
    """Everything that comparing in the viewer needs, to be exchanged in parts.

    Attributes:
        models: The engines at choice.
        finish: What follows the translation: aligning it with the source, if there is one, and judging it.
        read: Makes documents.
        limits: What a reader may ask for.
        clock: Seconds, for the limit of time.
    """

    models: Models
    finish: Callable[[Translation, Document | None], Comparison]
    read: Reading
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "turns", Turns(self.limits.per_user))

    def steps(
        self, japanese: Given, english: Given, *, model: str | None = None, user: str = ""
    ) -> Generator[Step, None, None]:
        """Read, translate a few sentences at a time, align; stop by closing the iterator.

        Raises:
            TaiyakuError: If something cannot be read or translated, or is beyond the limits.
        """
        with self.turns.taken_by(user):
            article, source = self.documents(japanese, english)
            yield from self.compared(article, source, model=model)

    def documents(self, japanese: Given, english: Given) -> tuple[Document, Document | None]:
        """The two sides as documents.

        Raises:
            InputError: If one cannot be read, or is beyond the limits, or there is no Japanese article.
        """
        if japanese.is_empty:
            raise InputError("no Japanese article", remedy="paste its text or upload its file")
        for side, given in (("Japanese", japanese), ("English", english)):
            if given.upload is not None and given.text.strip():
                raise InputError(f"the {side} article is there twice, as text and as file", remedy="remove one of them")
        article = self._document(japanese, "ja", "Japanese article")
        return article, None if english.is_empty else self._document(english, "en", "English source")

    def _document(self, given: Given, language: str, side: str) -> Document:
        if given.upload is not None:
            self.limits.check_upload(len(given.upload.data), given.upload.name)
        self.limits.check_length(side, len(given.text), 0)
        document = self.read(given, language)
        sentences = document.sentences()
        self.limits.check_length(side, len(document.text), len(sentences))
        if not sentences:
            raise InputError("holds no sentence of an article", path=document.name, remedy="give the article's text")
        return document

    def compared(self, article: Document, source: Document | None, *, model: str | None = None) -> Iterator[Step]:
        """Translate and align documents.

        Raises:
            TaiyakuError: If the model cannot be loaded or fails.
        """
        total = sum(1 for _ in article.located_sentences(TRANSLATED_KINDS))
        yield Step(Comparison(Translation(article, (), "")), 0, total, "Loading the model")
        deadline = self.clock() + self.limits.minutes * 60
        note = " ".join(f"{doubt}." for doubt in language_doubts(article, source))
        for translation in self.translations(article, model=model):
            done = len(translation.sentences)
            if done < total and self.clock() > deadline:
                note = f"Stopped after {self.limits.minutes:g} minutes: {done:,} of {total:,} sentences are translated."
                yield Step(Comparison(translation), done, total, note=note)
                return
            yield Step(Comparison(translation), done, total, "Translating")
        if source is not None:
            yield Step(Comparison(translation), total, total, "Aligning with the source")
        yield Step(self.finish(translation, source), total, total, note=note)

    def translations(self, document: Document, *, model: str | None = None) -> Iterator[Translation]:
        """The translation as it grows, first empty.

        Raises:
            TaiyakuError: If the model cannot be loaded or fails.
        """
        shared = self.models.engine(model)
        located = list(document.located_sentences(TRANSLATED_KINDS))
        done: tuple[TranslatedSentence, ...] = ()
        yield Translation(document, done, shared.engine.line)
        for start in range(0, len(located), WINDOW):
            window = located[start : start + WINDOW]
            hypotheses = _translated(shared, [sentence.text for _, sentence in window])
            done += tuple(TranslatedSentence(*place, text) for place, text in zip(window, hypotheses, strict=True))
            yield Translation(document, done, shared.engine.line)


def _translated(shared: SharedEngine, sentences: list[str]) -> list[Hypothesis]:
    with shared.lock:
        return shared.engine.translate(sentences)


def read_given(given: Given, language: str) -> Document:
    """Read a side of the form as the command reads its files.

    Raises:
        InputError: If it cannot be read; the message names the file as the reader calls it.
    """
    if given.upload is not None:
        return _read_upload(given.upload, language)
    from corpora import document_from_text

    text, chosen, title = given.text, given.format or _looks_like(given.text), " ".join(given.title.split())
    if title and chosen == "text":  # the one format in which a title is a field of its own
        text, chosen = json.dumps({"title": title, "text": text}), "jsonl"
    elif title and chosen == "markdown":
        text = f"# {title}\n\n{text}"
    name = title[:80] or ("Pasted article" if language == "ja" else "Pasted source")
    return document_from_text(text, name=name, language=language, format=chosen)


def _looks_like(text: str) -> str:
    """HTML where a whole page was pasted, else plain text."""
    return "html" if text[:200].lstrip().lower().startswith(("<!doctype html", "<html")) else "text"


def _read_upload(upload: Upload, language: str) -> Document:
    from corpora import read_document

    suffix = Path(upload.name).suffix
    with TemporaryDirectory(prefix="taiyaku-") as folder:
        file = Path(folder, "upload" + (suffix if suffix[1:].isalnum() else ""))
        file.write_bytes(upload.data)
        try:
            return replace(read_document(file, language=language), name=upload.name)
        except TaiyakuError as error:
            error.path = upload.name
            raise
