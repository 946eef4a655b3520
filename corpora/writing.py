"""Writing files whole or not at all: what every part that leaves a file behind goes through.

A file is written under a hidden name beside its place and renamed when it is complete, so that a full disk, an error or
a kill leaves the old file as it was and never half a new one.
"""

import errno
import io
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, TextIO, overload

from corpora.errors import OutputError

__all__ = ["Drained", "atomic_writer", "check_place"]

_Mode = Literal["w", "wb"]
_Announce = Callable[[Path], None]

_REMEDIES = {
    errno.ENOSPC: "free some space or write elsewhere",
    errno.EDQUOT: "free some space or write elsewhere",
    errno.EFBIG: "write elsewhere, or raise the file size limit",
    errno.EROFS: "write to a place that is not read-only",
    errno.EACCES: "check the permissions or write elsewhere",
    errno.EPERM: "check the permissions or write elsewhere",
    errno.ENOENT: "make its folder first",
    errno.ENOTDIR: "a file stands where its folder should be; write elsewhere",
    errno.EISDIR: "name a file, not a folder",
    errno.ENAMETOOLONG: "choose a shorter name",
}


class Drained(io.BytesIO):
    """A stream that hands over what was written since it was last asked, for writers that know streams only."""

    def __init__(self) -> None:
        super().__init__()
        self._handed_over = 0

    def tell(self) -> int:
        """The bytes written from the beginning."""
        return self._handed_over + super().tell()

    @property
    def waiting(self) -> int:
        """The bytes that were not handed over yet."""
        return super().tell()

    def drain(self) -> bytes:
        """What was written since the last time."""
        content = self.getvalue()
        self._handed_over += len(content)
        self.seek(0)
        self.truncate()
        return content


@overload
def atomic_writer(
    path: str | Path, mode: Literal["w"] = "w", *, announce: _Announce | None = None
) -> AbstractContextManager[TextIO]: ...
@overload
def atomic_writer(
    path: str | Path, mode: Literal["wb"], *, announce: _Announce | None = None
) -> AbstractContextManager[BinaryIO]: ...
def atomic_writer(
    path: str | Path, mode: _Mode = "w", *, announce: _Announce | None = None
) -> AbstractContextManager[Any]:
    r"""Open a file that appears under its name only when the `with` block ends well.

    Text is UTF-8 with `\n` line ends on every system. A symbolic link keeps pointing where it did. What is no regular
    file (`/dev/stdout`, a named pipe) is written to directly.

    Args:
        path: Where the file is to stand; its folder must exist.
        mode: `w` for text, `wb` for bytes.
        announce: Told the hidden name before there is a file under it, so that a kill leaves nothing unknown behind.

    Raises:
        OutputError: The place cannot be written to, or ran out of space; nothing is left behind.
    """
    return _writer(Path(path), mode, announce)


def check_place(path: str | Path) -> None:
    """See whether a file could be written here, and leave nothing behind, not even when killed.

    Raises:
        OutputError: It could not.
    """
    target = Path(os.path.realpath(path))
    try:
        if not target.exists() or target.is_file() or target.is_dir():
            _check_place(target)
            with tempfile.TemporaryFile(dir=target.parent) as probe:  # without a name, where the system can
                probe.write(b"\0")  # a full disk often still makes files
    except OSError as error:
        raise _output_error(Path(path), error) from error


@contextmanager
def _writer(path: Path, mode: _Mode, announce: _Announce | None) -> Iterator[IO[Any]]:
    target = Path(os.path.realpath(path))
    scratch = target.with_name(f".taiyaku-{secrets.token_hex(8)}.part")
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with _open(target, mode) as stream:
                yield stream
        else:
            if announce is not None:
                announce(scratch)
            yield from _written_beside(target, scratch, mode)
    except BrokenPipeError:
        raise
    except OSError as error:
        # An error that names another file comes from the caller's own reading and is not ours to explain.
        if error.filename not in (None, str(target), str(scratch)):
            raise
        raise _output_error(path, error) from error


def _written_beside(target: Path, scratch: Path, mode: _Mode) -> Iterator[IO[Any]]:
    _check_place(target)
    try:
        with _open(scratch, mode) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            scratch.chmod(target.stat().st_mode & 0o7777)
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def _open(path: Path, mode: _Mode) -> IO[Any]:
    if mode == "wb":
        return path.open("wb")
    return path.open("w", encoding="utf-8", newline="\n")


def _check_place(target: Path) -> None:
    """Refuse what renaming would not: a folder, and a file that its owner has made read-only."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _output_error(path: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    remedy = _REMEDIES.get(error.errno or 0, "write elsewhere")
    return OutputError(f"cannot be written: {reason}", path=path, remedy=remedy)
