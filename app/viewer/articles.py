"""What a reader has on the desk: the articles of one session, each with what was done to it by hand.

The shelf is shared and never changes; a desk belongs to one session. Both are frozen: an event takes a desk and gives
back the next one.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from app.comparison import Comparison
from app.editing import Edit, History
from app.kept_edits import KeptEdits, open_history
from corpora.errors import InputError

__all__ = ["Article", "Desk", "Shelved"]

_MOST_ARTICLES = 20
"""Articles that a session keeps, so that none fills the memory of all."""


@dataclass(frozen=True, slots=True)
class Article:
    """A comparison on the desk.

    Attributes:
        key: Tells it from the others.
        name: What readers choose it by.
        history: The comparison and its edits.
        kept: Where its edits are written down; `None` keeps them for this session only.
        unfinished: Whether its translation still streams in, or was stopped.
    """

    key: str
    name: str
    history: History
    kept: KeptEdits | None = None
    unfinished: bool = False

    @property
    def comparison(self) -> Comparison:
        """As it stands now."""
        return self.history.present

    def edited(self, edit: Edit) -> "Article":
        """After one edit, written down where its edits are kept.

        Raises:
            TaiyakuError: If the edit is not possible or cannot be written down.
        """
        return self._with(self.history.edited(edit))

    def undone(self) -> "Article":
        """One edit back."""
        return self._with(self.history.undone())

    def redone(self) -> "Article":
        """One edit forth again."""
        return self._with(self.history.redone())

    def _with(self, history: History) -> "Article":
        kept = None if self.kept is None or history is self.history else self.kept.holding(history)
        return replace(self, history=history, kept=kept or self.kept)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A comparison that the viewer was started with.

    Attributes:
        name: What readers choose it by.
        comparison: As it was stored.
        file: Where; `None` for one that was never stored.
        keeps_edits: Whether edits are written down beside the file.
    """

    name: str
    comparison: Comparison
    file: Path | None = None
    keeps_edits: bool = False

    def taken_down(self, key: str) -> Article:
        """The article with the edits that were kept for it.

        Raises:
            InputError: If the file or its edits cannot be read any more.
        """
        if self.file is None:
            return Article(key, self.name, History.of(self.comparison))
        history, kept = open_history(self.file)
        return Article(key, self.name, history, kept if self.keeps_edits else None)


@dataclass(frozen=True, slots=True)
class Desk:
    """The articles of a session, the newest last, and the one that is being read."""

    articles: tuple[Article, ...] = ()
    current: str | None = None

    @property
    def article(self) -> Article | None:
        """The one that is being read."""
        return self.find(self.current)

    @property
    def opened(self) -> Article:
        """The one that is being read.

        Raises:
            InputError: If there is none.
        """
        if self.article is None:
            raise InputError("no article is open", remedy="open one in the tab “Read”")
        return self.article

    def find(self, key: str | None) -> Article | None:
        """The article with this key, if it lies here."""
        return next((article for article in self.articles if article.key == key), None)

    def reading(self, article: Article) -> "Desk":
        """With this article in the place of an older state of it, or beside the others; it is the one being read."""
        if self.find(article.key) is None:
            return Desk((*self.articles, article)[-_MOST_ARTICLES:], article.key)
        same = (article if other.key == article.key else other for other in self.articles)
        return Desk(tuple(same), article.key)

    def turned_to(self, key: str) -> "Desk":
        """With another article of the desk being read."""
        return replace(self, current=key)
