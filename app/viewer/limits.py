"""What a viewer that strangers can reach allows: how much, how long, and how many at once."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from corpora.errors import InputError

__all__ = ["Limits", "Turns"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one job.

    Attributes:
        upload_megabytes: Largest file.
        characters: Longest text of one side, as read.
        sentences: Most sentences of one side.
        minutes: Longest time that an article may be translated for.
        per_user: Jobs that one address may have running.
        at_once: Jobs that run at the same time; the others wait in the queue.
        waiting: Longest queue.
    """

    upload_megabytes: int = 20
    characters: int = 400_000
    sentences: int = 4_000
    minutes: float = 30.0
    per_user: int = 2
    at_once: int = 2
    waiting: int = 32

    def check_upload(self, size: int, name: str) -> None:
        """Refuse a file that is too big.

        Raises:
            InputError: It is.
        """
        if size > self.upload_megabytes * 1_000_000:
            raise InputError(
                f"is too big: {size / 1e6:.1f} MB, where {self.upload_megabytes} MB are allowed",
                path=name,
                remedy="save the page without its pictures, or use the taiyaku command",
            )

    def check_length(self, side: str, characters: int, sentences: int) -> None:
        """Refuse a text that is too long.

        Raises:
            InputError: It is.
        """
        for count, most, what in (
            (characters, self.characters, "characters"),
            (sentences, self.sentences, "sentences"),
        ):
            if count > most:
                raise InputError(
                    f"the {side} is too long: {count:,} {what}, where {most:,} are allowed",
                    remedy="give a part of it, or use the taiyaku command",
                )


@dataclass(frozen=True, slots=True)
class Turns:
    """Who has jobs running: nobody more than `per_user`."""

    per_user: int
    _running: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def taken_by(self, user: str) -> Iterator[None]:
        """A job of this user, for as long as the block lasts.

        Raises:
            InputError: The user has too many running.
        """
        with self._lock:
            if self._running[user] >= self.per_user:
                raise InputError(
                    "your other articles are still being translated", remedy="wait until one is done, or cancel it"
                )
            self._running[user] += 1
        try:
            yield
        finally:
            with self._lock:
                self._running[user] -= 1
                if not self._running[user]:
                    del self._running[user]
