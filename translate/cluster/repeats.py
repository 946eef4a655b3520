"""Sentences that stand in a job more than once: only the first of each goes to the cluster, the others take its result.

What was seen is a temporary table, as the memory of a job on one machine is: SQLite keeps some megabytes of it and puts
the rest into a nameless file, so that the driver needs no more memory for a longer job.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Final

from corpora.errors import OutputError
from translate.batch import Outcome
from translate.batch.records import hypothesis_of, record_of

__all__ = ["Repeats"]

_TABLE: Final = "CREATE TABLE seen (key BLOB PRIMARY KEY, times INTEGER, outcome TEXT) WITHOUT ROWID"
_SEE: Final = (
    "INSERT INTO seen (key, times) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1 RETURNING times"
)
_KEY_BYTES: Final = 16
_CACHE_KIBIBYTES: Final = 65_536


class Repeats:
    """The texts of a job, and what became of those that come again.

    Attributes:
        count: How often a text came that had been there before.

    Raises:
        OutputError: The temporary table cannot be written.
    """

    def __init__(self) -> None:
        self.count = 0
        self._table = sqlite3.connect("", isolation_level=None)
        for line in ("PRAGMA journal_mode=OFF", f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}", _TABLE, "BEGIN"):
            self._table.execute(line)

    def first_of_each(self, texts: Iterable[str]) -> Iterator[str]:
        """The texts in their order, each once."""
        for text in texts:
            if self._asked(_SEE, _key(text)) == 1:
                yield text
            else:
                self.count += 1

    def keep(self, text: str, outcome: Outcome[str]) -> None:
        """Remember what became of a text, if it comes again."""
        key = _key(text)
        if self._asked("SELECT times FROM seen WHERE key = ?", key) != 1:
            record = json.dumps([record_of(outcome.hypothesis), outcome.failure])
            self._asked("UPDATE seen SET outcome = ? WHERE key = ?", record, key)

    def kept(self, text: str) -> Outcome[str] | None:
        """What became of the first of this text, `None` if there was none."""
        record = self._asked("SELECT outcome FROM seen WHERE key = ?", _key(text))
        if record is None:
            return None
        hypothesis, failure = json.loads(record)
        return Outcome(text, hypothesis_of(hypothesis), failure)

    def close(self) -> None:
        """Drop the table."""
        self._table.close()

    def _asked(self, question: str, *values: str | bytes) -> Any:  # noqa: ANN401
        """The value that comes back, `None` if none does."""
        try:
            row = self._table.execute(question, values).fetchone()
        except sqlite3.Error as error:
            raise OutputError(f"the job's temporary file cannot be used: {error}", remedy="free some space") from error
        return None if row is None else row[0]


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
