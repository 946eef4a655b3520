r"""Line files: one unit a line, UTF-8, and nothing but `\n` ends a line.

Segments for scoring, sentences given one a line, and the line formats of alignments are read here. Other characters
that some tools take for line ends (U+2028, form feed, U+0085) stay inside their line, or two files would lose step.
"""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpora.errors import InputError

__all__ = ["numbered_lines", "open_input", "read_lines"]


@contextmanager
def open_input(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes.

    Raises:
        InputError: It is missing, a folder, or may not be read.
    """
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below; only opening may raise InputError
    except FileNotFoundError as error:
        raise InputError("no such file", path=path, remedy="check the name") from error
    except IsADirectoryError as error:
        raise InputError("is a folder, not a file", path=path, remedy="name a file in it") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot be read: {reason}", path=path, remedy="check the name and permissions") from error
    with stream:
        yield stream


def numbered_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    r"""The lines of a UTF-8 file with their 1-based numbers, one at a time.

    A byte order mark is dropped, and a `\r` before the line end too (files from Windows). The line end of the last line
    is optional and makes no line of its own.

    Raises:
        InputError: The file cannot be read or is not UTF-8; the line is named.
    """
    with open_input(path) as stream:
        for number, raw in enumerate(stream, start=1):
            content = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            try:
                yield number, content.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError("not UTF-8 text", path=path, line=number, remedy="save the file as UTF-8") from error


def read_lines(path: str | Path) -> list[str]:
    r"""All lines of a UTF-8 file, split at `\n` only.

    Raises:
        InputError: The file cannot be read, is empty, or is not UTF-8.
    """
    lines = [line for _, line in numbered_lines(path)]
    if not lines:
        raise InputError("is empty", path=path, remedy="give a file with one segment a line")
    return lines
