"""Edits kept beside the comparison that they change, so that closing the viewer loses none of them.

`document.json` itself is never touched. Its edits stand in `document.edits-DIGEST.json`, named after the content that
they belong to: a comparison made anew starts without them, and the old ones are still there. Undone edits stay in the
file too. It is replaced whole after every edit.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.comparison import Comparison
from app.editing import Edit, History, Merge, Move, Place, Reword, Split, Unlink
from app.storage import load_comparison
from corpora.errors import InputError, OutputError
from corpora.writing import atomic_writer

__all__ = ["KeptEdits", "open_history"]

FORMAT = "taiyaku-edits"
VERSION = 1
_REMEDY = "move the file away to start from the unedited comparison"
_one_writer = threading.Lock()


@dataclass(frozen=True, slots=True)
class KeptEdits:
    """The file that holds the edits of a comparison.

    Attributes:
        path: Where it is, or will be with the first edit.
        content: What it held when we last looked; empty before the first edit.
    """

    path: Path
    content: str = ""

    def holding(self, history: History) -> "KeptEdits":
        """Write the edits of a history down, whole or not at all.

        Raises:
            OutputError: If the file cannot be written, or someone else has changed it since we last looked.
        """
        content = _as_text(history)
        with _one_writer:
            if _content(self.path) != self.content:
                raise OutputError(
                    "was edited in another window meanwhile, so this edit is not kept",
                    path=self.path,
                    remedy="open the article again, and edit on from there",
                )
            with atomic_writer(self.path) as stream:
                stream.write(content)
        return replace(self, content=content)


def open_history(document: Path) -> tuple[History, KeptEdits]:
    """A stored comparison with the edits that were kept for it.

    Raises:
        InputError: If the comparison cannot be read, or the edits do not fit it.
    """
    comparison = load_comparison(document)
    digest = hashlib.sha256(document.read_bytes()).hexdigest()[:8]
    path = document.with_name(f"{document.stem}.edits-{digest}.json")
    content = _content(path)
    return _history(comparison, path, content), KeptEdits(path, content)


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", path=path, remedy=_REMEDY) from error


def _history(comparison: Comparison, path: Path, content: str) -> History:
    if not content:
        return History.of(comparison)
    try:
        data = json.loads(content)
        if data["format"] != FORMAT or data["version"] != VERSION:
            raise InputError("holds no edits that this version of Taiyaku can read", path=path, remedy=_REMEDY)
        edits, done = [_read(item) for item in data["edits"]], data["done"]
        if not isinstance(done, int) or not 0 <= done <= len(edits):
            raise ValueError(done)
        return History.of(comparison, edits, done)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("is not what taiyaku view writes", path=path, remedy=_REMEDY) from error
    except InputError as error:
        raise InputError(f"does not fit the comparison: {error.message}", path=path, remedy=_REMEDY) from error


def _as_text(history: History) -> str:
    data = {
        "format": FORMAT,
        "version": VERSION,
        "done": history.done,
        "edits": [_data(edit) for edit in history.edits],
    }
    return json.dumps(data, ensure_ascii=True, indent=1) + "\n"


def _data(edit: Edit) -> dict[str, Any]:
    match edit:
        case Split(before):
            return {"edit": "split", "before": _place_data(before)}
        case Merge(first, second):
            return {"edit": "merge", "first": _place_data(first), "second": _place_data(second)}
        case Move(sentence, to):
            return {"edit": "move", "sentence": _place_data(sentence), "to": _place_data(to)}
        case Unlink(sentence):
            return {"edit": "unlink", "sentence": _place_data(sentence)}
        case Reword(index, text):
            return {"edit": "reword", "index": index, "text": text}


def _place_data(place: Place) -> list[str | int]:
    return [place.side, place.index]


def _place(value: Sequence[Any]) -> Place:
    side, index = value
    if side not in ("ja", "en") or not isinstance(index, int):
        raise ValueError(value)
    return Place(side, index)


def _reword(data: Mapping[str, Any]) -> Reword:
    index, text = data["index"], data["text"]
    if not isinstance(index, int) or not isinstance(text, str):
        raise TypeError(data)
    return Reword(index, text)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Edit]] = {
    "split": lambda data: Split(_place(data["before"])),
    "merge": lambda data: Merge(_place(data["first"]), _place(data["second"])),
    "move": lambda data: Move(_place(data["sentence"]), _place(data["to"])),
    "unlink": lambda data: Unlink(_place(data["sentence"])),
    "reword": _reword,
}


def _read(data: Mapping[str, Any]) -> Edit:
    return _READERS[data["edit"]](data)
