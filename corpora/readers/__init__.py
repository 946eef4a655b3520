"""Readers: from a file, a stream or a string to a `Document`, one module for each format.

`read_document` is the front door. It reads the bytes, has `corpora.decoding` turn them into characters, chooses the
reader by format, and has `corpora.drafts` turn the structure that the reader found into blocks and sentences.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpora.decoding import declared_charset, decode, detect_language
from corpora.document import Document, shown_name
from corpora.drafts import Draft, complete
from corpora.errors import InputError
from corpora.lines import open_input

__all__ = ["FORMATS", "article_files", "document_from_text", "read_document", "read_stream"]

FORMATS = ("text", "html", "markdown", "jsonl")
"""The formats that articles can be read from."""

_BY_SUFFIX = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".ja": "text",
    ".en": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_LANGUAGES = ("ja", "en")
_ABOUT_THE_FOLDER = frozenset({"readme", "license", "licence", "changelog", "makefile", "notice"})


@dataclass(frozen=True, slots=True)
class _Request:
    """What is known of a text before it is read."""

    name: str
    language: str | None
    field: str


_Reader = Callable[[str, _Request], tuple[str, str, list[Draft]]]


def read_document(
    path: Path | str,
    *,
    language: str | None = None,
    format: str | None = None,  # noqa: A002  (the word of the command's option)
    encoding: str | None = None,
    field: str = "text",
) -> Document:
    """Read one article.

    Args:
        path: The file; `-` reads standard input.
        language: `ja` or `en`; `None` looks at the letters.
        format: One of `FORMATS`; `None` goes by the suffix, and takes other suffixes for plain text.
        encoding: Insist on this encoding instead of detecting it.
        field: Of JSON Lines: the field that holds the text.

    Raises:
        InputError: The file is missing, empty, no text, or malformed.
    """
    if str(path) == "-":
        return read_stream(sys.stdin.buffer, language=language, format=format, encoding=encoding, field=field)
    file = Path(path)
    chosen = format if format is not None else _BY_SUFFIX.get(file.suffix.lower())
    return _document(_bytes(file), _Request(shown_name(path), language, field), chosen, encoding)


def read_stream(
    stream: BinaryIO,
    *,
    name: str = "<stdin>",
    language: str | None = None,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    field: str = "text",
) -> Document:
    """Read one article from an open binary stream. Without a format, a text that begins as HTML does is read as HTML.

    Raises:
        InputError: As for `read_document`.
    """
    return _document(stream.read(), _Request(name, language, field), format, encoding)


def document_from_text(
    text: str,
    *,
    name: str,
    language: str | None = None,
    format: str = "text",  # noqa: A002
    field: str = "text",
) -> Document:
    """Make a document of a string, which may be empty."""
    return _from_text(text, format, _Request(name, language, field), encoding=None)


def article_files(folder: Path | str) -> list[Path]:
    """The articles in a folder (not below it), sorted by name: files with a suffix that a reader takes.

    Hidden files and those about the folder itself, such as README.md, are no articles.

    Raises:
        InputError: There is no such folder, or no article in it.
    """
    place = Path(folder)
    try:
        files = sorted(file for file in place.iterdir() if _is_article(file))
    except FileNotFoundError:
        raise InputError("no such folder", path=folder, remedy="check the path") from None
    except NotADirectoryError:
        raise InputError("not a folder", path=folder, remedy="give the folder that holds the articles") from None
    except OSError as error:
        raise InputError(f"cannot be listed: {error.strerror}", path=folder, remedy="check its permissions") from None
    if not files:
        suffixes = ", ".join(suffix for suffix in _BY_SUFFIX if suffix)
        raise InputError("no article in this folder", path=folder, remedy=f"articles end in {suffixes}")
    return files


def _is_article(file: Path) -> bool:
    known = file.suffix.lower() in _BY_SUFFIX
    return known and not file.name.startswith(".") and file.stem.lower() not in _ABOUT_THE_FOLDER and file.is_file()


def _bytes(file: Path) -> bytes:
    with open_input(file) as stream:
        return stream.read()


def _document(
    data: bytes,
    request: _Request,
    format: str | None,  # noqa: A002
    encoding: str | None,
) -> Document:
    _check_format(format)
    declared = declared_charset(data) if format in (None, "html") else None
    text, used = decode(data, path=request.name, encoding=encoding, declared=declared)
    if not text.strip():
        raise InputError("is empty", path=request.name, remedy="give a file with text in it")
    chosen = format if format is not None else "html" if _begins_as_html(text) else "text"
    return _from_text(text, chosen, request, encoding=used)


def _begins_as_html(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _check_format(format: str | None) -> None:  # noqa: A002
    if format is not None and format not in FORMATS:
        raise InputError(f"unknown format {format!r}", remedy=f"use one of {', '.join(FORMATS)}")


def _from_text(text: str, format: str, request: _Request, *, encoding: str | None) -> Document:  # noqa: A002
    _check_format(format)
    if request.language is not None and request.language not in _LANGUAGES:
        raise InputError(f"unknown language {request.language!r}", path=request.name, remedy="use ja or en")
    visible, language, drafts = _READERS[format](text, request)
    return Document(request.name, language, visible, complete(visible, drafts, language), encoding)


# Each reader is imported when it is needed: their tables of patterns take longer to build than a short page to read.
def _language(text: str, request: _Request) -> str:
    return request.language or detect_language(text)


def _text(text: str, request: _Request) -> tuple[str, str, list[Draft]]:
    from corpora.readers.text import read_text

    language = _language(text, request)
    return text, language, read_text(text, language)


def _html(text: str, request: _Request) -> tuple[str, str, list[Draft]]:
    from corpora.readers.html import read_html

    visible, drafts = read_html(text)
    if not visible.strip() and text.strip():
        raise InputError("no visible text in this page", path=request.name, remedy="save the page as it is displayed")
    return visible, _language(visible, request), drafts


def _markdown(text: str, request: _Request) -> tuple[str, str, list[Draft]]:
    from corpora.readers.markdown import read_markdown

    visible, drafts = read_markdown(text)
    return visible, _language(visible, request), drafts


def _jsonl(text: str, request: _Request) -> tuple[str, str, list[Draft]]:
    from corpora.readers.jsonl import read_jsonl

    visible, records = read_jsonl(text, path=request.name, field=request.field)
    language = _language(visible, request)
    return visible, language, [draft for record in records for draft in record.drafts(language)]


_READERS: dict[str, _Reader] = {"text": _text, "html": _html, "markdown": _markdown, "jsonl": _jsonl}
