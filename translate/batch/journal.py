r"""The journal of a job: an append-only file with one record for each finished sentence.

After `kill -9`, a full disk or a power cut the same command opens the same journal and goes on after its last whole
record. The file is ASCII text: a line that says what it is, a header that says which engine and settings made it, then
the records, each with a checksum in front so that a torn or damaged end is noticed and cut off.

    taiyaku-journal 1
    6f1c20aa {"engine": "…", "settings": {…}}
    9b2e44d1 ["<key>", ["<translation>", -0.25, []]]
    03c0e8b7 {"scratch": "…"}
"""

import errno
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from corpora.errors import InputError, OutputError
from translate.batch.records import hypothesis_in, record_of
from translate.translation import Hypothesis

__all__ = ["Journal"]

MAGIC: Final = b"taiyaku-journal 1\n"
SCRATCH_PREFIX: Final = ".taiyaku-"
_CHECKSUM: Final = 8


class Journal:
    """The finished sentences of one job, on disk as soon as `append` returns.

    Use it in a `with` block. When the block ends in an error the file stays, unless it holds nothing worth keeping;
    call `remove` when the results are safe.

    Args:
        path: The file; an existing journal of the same engine and settings is gone on with.
        engine_line: What translates.
        settings: What else decides about a translation.

    Attributes:
        path: The file.
        started_afresh: The file was the journal of another engine or of other settings, which was dropped.
        sentences: How many finished sentences it holds.

    Raises:
        InputError: The file is something else; it is left alone.
        OutputError: It cannot be written, or another process writes it at this moment.
    """

    def __init__(self, path: Path, engine_line: str, settings: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.started_afresh = False
        self.sentences = 0
        self._header = {"engine": engine_line, "settings": dict(sorted((settings or {}).items()))}
        self._removed = False
        self._file = self._opened()
        try:
            self._first = self._end = self._prepared()
            self._tidy_up()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not (self.sentences or self._removed):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
        self._file.close()

    def replay(self) -> Iterator[tuple[bytes, Hypothesis]]:
        """Every sentence that was finished when the journal was opened, key and translation."""
        end = self._opened_at
        for line in self._lines():
            end -= len(line)
            if end < 0:
                return
            record = _checked(line)
            if isinstance(record, list):
                try:
                    key, hypothesis = record
                    yield bytes.fromhex(key), hypothesis_in(hypothesis)
                except (ValueError, TypeError):  # of another version; it is translated again
                    continue

    def _tidy_up(self) -> None:
        """Cut off a damaged end, and remove unfinished outputs that a killed run left behind."""
        scratch: list[Path] = []
        for line in self._lines():
            match _checked(line):
                case [str(), list()]:
                    self.sentences += 1
                case {"scratch": str(name)}:
                    scratch.append(Path(name))
                case _:
                    break
            self._end += len(line)
        self._file.truncate(self._end)
        self._opened_at = self._end - self._first
        for path in scratch:
            if path.name.startswith(SCRATCH_PREFIX):
                path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[bytes]:
        """The lines after the header."""
        with self.path.open("rb") as lines:
            lines.seek(self._first)
            yield from lines

    def append(self, pairs: Iterable[tuple[bytes, Hypothesis]]) -> None:
        """Write finished sentences and wait until they are on the disk.

        Raises:
            OutputError: They could not be written; the file holds what it held before.
        """
        rows = [f'["{key.hex()}",{record_of(hypothesis)}]' for key, hypothesis in pairs]
        self._write(b"".join(_line(row) for row in rows))
        self.sentences += len(rows)

    def note_scratch(self, path: Path) -> None:
        """Remember an unfinished output, to be removed by the next run should this one be killed."""
        self._write(_line(json.dumps({"scratch": os.path.realpath(path)})))

    def remove(self) -> None:
        """The results are safe: the journal has done its work."""
        self._removed = True
        self.path.unlink(missing_ok=True)

    def _opened(self) -> BinaryIO:
        try:
            # Unbuffered: what a write leaves undone must not be tried again at closing time.
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise self._refused(error) from error
        file = os.fdopen(descriptor, "r+b", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise OutputError(
                "another process is at work on this job", path=self.path, remedy="wait for it, or write elsewhere"
            ) from error
        return file

    def _prepared(self) -> int:
        """Where the records begin, after writing the header of a new journal."""
        first = self._file.readline(len(MAGIC))
        if not MAGIC.startswith(first):
            raise InputError("is no journal of Taiyaku", path=self.path, remedy="name another file, or move it away")
        header = self._file.readline()
        found = _checked(header)
        if first == MAGIC and found == self._header:
            return len(first) + len(header)
        self.started_afresh = isinstance(found, dict)
        self._end = 0
        self._file.truncate(0)
        content = MAGIC + _line(json.dumps(self._header))
        try:
            self._write(content)
        except OutputError:
            self.path.unlink(missing_ok=True)
            raise
        return len(content)

    def _write(self, content: bytes) -> None:
        self._file.seek(self._end)
        rest = memoryview(content)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise self._refused(error) from error
        self._end += len(content)

    def _refused(self, error: OSError) -> OutputError:
        reason = (error.strerror or str(error)).lower()
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        kept = f"; {self.sentences} finished sentences are kept" if self.sentences else ""
        remedy = "free some space, then the same command goes on" if full else "check the place and its permissions"
        return OutputError(f"cannot be written: {reason}{kept}", path=self.path, remedy=remedy)


def _line(text: str) -> bytes:
    content = text.encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(content), content)


def _checked(line: bytes) -> object:
    """What a line says, `None` if it is torn or damaged."""
    checksum, content = line[:_CHECKSUM], line[_CHECKSUM + 1 : -1]
    if not line.endswith(b"\n") or line[_CHECKSUM : _CHECKSUM + 1] != b" " or checksum != b"%08x" % zlib.crc32(content):
        return None
    try:
        record: object = json.loads(content)
    except ValueError:
        return None
    return record


def _lock(file: BinaryIO) -> None:
    """One process at a time; the lock ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs of the same job are then the user's to avoid
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
