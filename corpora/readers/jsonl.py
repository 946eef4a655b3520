"""JSON Lines: one record a line, whose text (and title, if it has one) becomes a part of the document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.document import BlockKind
from corpora.drafts import Draft, shifted
from corpora.errors import InputError
from corpora.pages import page_drafts

__all__ = ["Record", "read_jsonl"]

_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One record and where it stands in the document's text."""

    start: int
    title: str
    text: str

    @property
    def visible(self) -> str:
        """The title, if any, and the text."""
        return _GAP.join(part for part in (self.title, self.text) if part)

    def drafts(self, language: str) -> Iterator[Draft]:
        """The record's structure, with offsets into the document."""
        start = self.start
        if self.title:
            yield Draft(BlockKind.TITLE, start)
            start += len(self.title) + len(_GAP)
        for draft in page_drafts(self.text, language, with_title=False):
            yield shifted(draft, start)


def read_jsonl(text: str, *, path: str, field: str = "text") -> tuple[str, list[Record]]:
    """Read the records.

    Args:
        text: The file, decoded.
        path: Its name, for messages.
        field: The field that holds a record's text.

    Returns:
        The texts of all records set apart by blank lines, and the records with their places in it.

    Raises:
        InputError: A line is no JSON object, or its field is missing or no string.
    """
    records: list[Record] = []
    offset = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            title, body = _fields(line, path, number, field)
            if title or body:
                records.append(Record(offset, title, body))
                offset += len(records[-1].visible) + len(_GAP)
    return _GAP.join(record.visible for record in records), records


def _fields(line: str, path: str, number: int, field: str) -> tuple[str, str]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise InputError(
            f"malformed JSON: {reason}", path=path, line=number, remedy="write one JSON object a line"
        ) from None
    if not isinstance(record, dict):
        raise InputError("not a JSON object", path=path, line=number, remedy='write {"text": "…"} on each line')
    body = record.get(field)
    if field in record and not isinstance(body, str):
        raise InputError(
            f"the field {field!r} holds no text but {json.dumps(body)[:20]}",
            path=path,
            line=number,
            remedy="name a field that holds text",
        )
    if not isinstance(body, str):
        have = ", ".join(str(key) for key in list(record)[:8]) or "nothing"
        raise InputError(
            f"no text in the field {field!r}", path=path, line=number, remedy=f"name the right field; it has {have}"
        )
    title = record.get("title")
    # A lone surrogate from \ud800 can be neither shown nor written; it is replaced.
    return tuple(_encodable(part).strip() for part in (title if isinstance(title, str) else "", body))  # type: ignore[return-value]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
