"""Where results go: tried before the long work, and all there or not there at all.

A folder of results is built beside its place and moved in when everything is written. A single file goes
through `corpora.writing.atomic_writer`.
"""

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.failures import explain_os_error
from corpora.errors import OutputError
from corpora.writing import atomic_writer

__all__ = ["check_not_read", "made_folder", "output_file", "output_folder"]

STAGING_PREFIX = ".taiyaku-"


def check_not_read(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read: the reader's text would be gone.

    Raises:
        OutputError: An output is the same file as an input, under whatever name.
    """
    read = {(stat.st_dev, stat.st_ino): path for path in inputs if (stat := _file_stat(path)) is not None}
    for output in outputs:
        stat = _file_stat(output)
        if stat is not None and (path := read.get((stat.st_dev, stat.st_ino))) is not None:
            raise OutputError(f"would be written over the input {path}", path=output, remedy="write elsewhere with -o")


@contextmanager
def output_folder(folder: Path, *, together: Collection[str] = ()) -> Iterator[Path]:
    """A staging folder whose files move into `folder` when the block ends well.

    Args:
        folder: Made with its parents if needed; files of the same names in it are replaced.
        together: Names of files that tell of one thing: of those, what an earlier call left and this one does not
            write goes away, or it would tell of something else.

    Yields:
        An empty folder on the same file system to write into.

    Raises:
        OutputError: If `folder` cannot be made or written to; nothing is left behind.
    """
    with _blamed_on(folder), _tidied(folder):
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=folder))
        try:
            _probe(staging)
            yield staging
            written = sorted(path.name for path in staging.iterdir())
            for name in written:
                (staging / name).replace(folder / name)
            for name in sorted(set(together).difference(written)):
                (folder / name).unlink(missing_ok=True)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def output_file(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text stream into `path` that replaces the file only when the block ends well.

    Raises:
        OutputError: If `path` cannot be written to; nothing is left behind.
    """
    with made_folder(path.parent), atomic_writer(path, "w") as stream:
        yield stream


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make a folder for the block to write into; gone again if the block leaves it empty.

    Raises:
        OutputError: If it cannot be made, or the block fails to write in it.
    """
    with _blamed_on(folder), _tidied(folder):
        folder.mkdir(parents=True, exist_ok=True)
        yield


@contextmanager
def _blamed_on(place: Path) -> Iterator[None]:
    """Turn a failure to write in `place` into an `OutputError` that names it, not the staging folder."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        culprit = place if error.filename is None else Path(os.fsdecode(error.filename))
        if not (culprit == place or place in culprit.parents or culprit in place.parents):
            raise
        raise OutputError(f"cannot be written: {explain_os_error(error)}", path=place) from error


@contextmanager
def _tidied(folder: Path) -> Iterator[None]:
    """Remove the folders of this path that were made in the block and are still empty at its end."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        yield
    finally:
        for path in missing:
            try:
                path.rmdir()
            except OSError:  # not empty, or never made
                break


def _file_stat(path: Path) -> os.stat_result | None:
    """Of a regular file that is there; writing to a terminal or a pipe takes nothing away."""
    try:
        return path.stat() if path.is_file() else None
    except OSError:
        return None


def _probe(folder: Path) -> None:
    """Write a little: a full disk often still makes folders."""
    probe = folder / "probe"
    probe.write_bytes(b"\0" * 4096)
    probe.unlink()
