"""Translations by key in one SQLite table: in a file that several processes share, or in a temporary one.

A temporary store is a job's own memory. SQLite keeps a few megabytes of it and puts the rest into a nameless file, so
that a job of any length needs the memory of a window.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from corpora.errors import OutputError
from translate.batch.records import hypothesis_of, record_of
from translate.translation import Hypothesis

__all__ = ["KEYS_AT_A_TIME", "SentenceStore", "explained"]

_TABLE: Final = "CREATE TABLE IF NOT EXISTS sentences (number INTEGER PRIMARY KEY, key BLOB UNIQUE, record TEXT)"
KEYS_AT_A_TIME: Final = 500
"""Keys in one query; SQLite allows 999 parameters on its oldest versions."""
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that writes."""


class SentenceStore:
    """Translations by key.

    Args:
        path: The file; `None` for a temporary store that ends with this object.

    Raises:
        sqlite3.Error: The file is no database, or cannot be opened or written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._database = sqlite3.connect("" if path is None else path, timeout=_PATIENCE, isolation_level=None)
        try:
            if path is None:
                self._database.execute("PRAGMA journal_mode=MEMORY")
            else:
                # Readers and one writer do not wait for each other, and a kill leaves the file whole.
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(_TABLE)
        except sqlite3.Error:
            self._database.close()
            raise

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Hypothesis]:
        """Those of these keys that are known; a record that cannot be read counts as unknown."""
        found: dict[bytes, Hypothesis] = {}
        for start in range(0, len(keys), KEYS_AT_A_TIME):
            some = keys[start : start + KEYS_AT_A_TIME]
            places = ",".join("?" * len(some))
            rows = self._database.execute(f"SELECT key, record FROM sentences WHERE key IN ({places})", some)  # noqa: S608  only question marks
            for key, record in rows:
                try:
                    found[key] = hypothesis_of(record)
                except (ValueError, TypeError):
                    continue
        return found

    def add(self, pairs: Iterable[tuple[bytes, Hypothesis]]) -> None:
        """Remember translations, all of them or none."""
        rows = [(key, record_of(hypothesis)) for key, hypothesis in pairs]
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._database.executemany("INSERT OR REPLACE INTO sentences (key, record) VALUES (?, ?)", rows)
        except sqlite3.Error:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def forget_all_but(self, newest: int) -> None:
        """Keep this many of the sentences, those that came last."""
        with closing(self._database.execute("SELECT max(number) FROM sentences")) as rows:
            last = rows.fetchone()[0] or 0
        if last > newest:
            self._database.execute("DELETE FROM sentences WHERE number <= ?", (last - newest,))

    def close(self) -> None:
        """Close the file, or drop the temporary store."""
        self._database.close()


@contextmanager
def explained() -> Iterator[None]:
    """What SQLite says of a job's temporary table, as an error of ours.

    Raises:
        OutputError: The table cannot be used.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(f"the job's temporary file cannot be used: {error}", remedy="free some space") from error
