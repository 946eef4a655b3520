"""What speaks for the wrong files, such as the two sides of an article swapped: said, whatever else comes of them."""

from collections.abc import Iterator

from corpora import detect_language
from corpora.document import Document

__all__ = ["language_doubts"]


def language_doubts(japanese: Document, english: Document | None) -> Iterator[str]:
    """A line, without a full stop, for each side that is not in its language."""
    for document, language, word in ((japanese, "ja", "Japanese"), (english, "en", "English")):
        if document is not None and detect_language(document.text) != language:
            yield f"{document.name} does not look {word}"
