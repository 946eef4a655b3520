"""Sentences that stand in a job more than once: only the first of each goes to the cluster, the others take its result.

What was seen is a temporary table, as the memory of a job on one machine is: SQLite keeps some megabytes of it and puts
the rest into a nameless file, so that the driver needs no more memory for a longer job.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from translate.batch import Outcome
from translate.batch.keys import text_key
from translate.batch.records import hypothesis_in, record_of
from translate.batch.store import KEYS_AT_A_TIME, explained

__all__ = ["Repeats"]

_TABLE: Final = "CREATE TABLE seen (key BLOB PRIMARY KEY, again INTEGER DEFAULT 0, outcome TEXT) WITHOUT ROWID"
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
        stream = iter(texts)
        while some := list(islice(stream, KEYS_AT_A_TIME)):
            keys = [text_key(text) for text in some]
            known = self._those(keys, "1")
            again: list[tuple[bytes]] = []
            new: dict[bytes, str] = {}
            for key, text in zip(keys, some, strict=True):
                if key in known or key in new:
                    again.append((key,))
                else:
                    new[key] = text
            with explained():
                self._table.executemany("INSERT INTO seen (key) VALUES (?)", ((key,) for key in new))
                self._table.executemany("UPDATE seen SET again = 1 WHERE key = ?", again)
            self.count += len(again)
            yield from new.values()

    def kept(self, outcomes: Iterable[Outcome[str]]) -> Iterator[Outcome[str]]:
        """What became of the first of each text; what will be asked for again is remembered on its way."""
        stream = iter(outcomes)
        while some := list(islice(stream, KEYS_AT_A_TIME)):
            keys = [text_key(outcome.item) for outcome in some] if self.count else []
            again = self._those(keys, "again")
            records = (
                (f"[{record_of(outcome.hypothesis)}, {json.dumps(outcome.failure)}]", key)
                for key, outcome in zip(keys, some, strict=False)
                if key in again
            )
            with explained():
                self._table.executemany("UPDATE seen SET outcome = ? WHERE key = ?", records)
            yield from some

    def find(self, text: str) -> Outcome[str] | None:
        """What became of the first of this text, `None` if there was none."""
        with explained():
            row = self._table.execute("SELECT outcome FROM seen WHERE key = ?", (text_key(text),)).fetchone()
        if row is None or row[0] is None:
            return None
        record, failure = json.loads(row[0])
        return Outcome(text, hypothesis_in(record), failure)

    def close(self) -> None:
        """Drop the table."""
        self._table.close()

    def _those(self, keys: list[bytes], condition: str) -> set[bytes]:
        """The keys that are in the table and meet a condition."""
        places = ",".join("?" * len(keys))
        with explained():
            rows = self._table.execute(f"SELECT key FROM seen WHERE key IN ({places}) AND {condition}", keys)  # noqa: S608  question marks and our own words
            return {key for (key,) in rows}
