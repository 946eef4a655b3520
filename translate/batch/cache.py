"""The cache of the machine: what any job has translated before, so that no other has to do it again.

One SQLite file for each user, shared by all processes. It is a help and never a condition: when it cannot be read or
written, the job goes on without it and says so.
"""

import os
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from translate.batch.store import SentenceStore
from translate.translation import Hypothesis

__all__ = ["Cache", "cache_folder"]

FILE_NAME: Final = "translations.sqlite"
MOST_SENTENCES: Final = 2_000_000
"""About half a gigabyte; beyond it the oldest go."""


def cache_folder() -> Path:
    """Where Taiyaku keeps what can be made again: `XDG_CACHE_HOME`, or the platform's own place."""
    if named := os.environ.get("XDG_CACHE_HOME"):
        return Path(named) / "taiyaku"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "taiyaku"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "taiyaku" / "Cache"
    return Path.home() / ".cache" / "taiyaku"


class Cache:
    """The translations that this machine remembers from job to job.

    Args:
        path: The file, made with its folder when it is first needed; `None` for the user's own.

    Attributes:
        path: The file.
        trouble: Why the cache is out of use, in one line; `None` while it works.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = cache_folder() / FILE_NAME if path is None else path
        self.trouble: str | None = None
        self._store: SentenceStore | None = None

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Hypothesis]:
        """Those of these keys that are known."""
        try:
            store = self._opened()
            return {} if store is None else store.find(keys)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return {}

    def add(self, pairs: Iterable[tuple[bytes, Hypothesis]]) -> None:
        """Remember translations."""
        try:
            store = self._opened()
            if store is not None:
                store.add(pairs)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Let the oldest go if there are too many, and close the file."""
        try:
            if self._store is not None:
                self._store.forget_all_but(MOST_SENTENCES)
                self._store.close()
        except sqlite3.Error as error:
            self._give_up(error)
        self._store = None

    def _opened(self) -> SentenceStore | None:
        if self._store is None and self.trouble is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._store = SentenceStore(self.path)
        return self._store

    def _give_up(self, error: Exception) -> None:
        said = error.strerror if isinstance(error, OSError) else str(error)
        reason = said.splitlines()[0] if said else type(error).__name__
        # What SQLite stumbles over lies in the file; other trouble lies in its folder.
        remedy = "set XDG_CACHE_HOME to a folder of yours" if isinstance(error, OSError) else "delete the file"
        self.trouble = f"{self.path}: the cache is left out: {reason} ({remedy}, or use --no-cache)"
        self._store = None
