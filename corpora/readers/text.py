"""Plain text: an article, or a whole page copied from a browser. The structure is found by `corpora.pages`."""

from corpora.drafts import Draft
from corpora.pages import page_drafts

__all__ = ["read_text"]


def read_text(text: str, language: str) -> list[Draft]:
    """The structure of a plain text; its characters stay as they are."""
    return list(page_drafts(text, language))
