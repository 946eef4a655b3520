"""A comparison as `document.json` and back: everything that the report and the viewer show, in one file.

Texts are stored whole, sentences by their offsets, so that a stored comparison keeps the promise of its documents:
nothing of the text is lost. The same comparison gives the same bytes. What is read back is checked before anything is
built on it.
"""

import json
import re
from pathlib import Path
from typing import NoReturn

from app.comparison import Comparison
from app.storage.node import REMEDY, Node
from app.storage.reading import read_comparison
from app.storage.writing import FORMAT, VERSION, comparison_data
from corpora.errors import InputError
from corpora.writing import atomic_writer

__all__ = ["FORMAT", "VERSION", "load_comparison", "save_comparison"]

_SURROGATES = re.compile("[\ud800-\udfff]")


def save_comparison(comparison: Comparison, path: str | Path) -> None:
    """Write a comparison down, whole or not at all.

    Raises:
        OutputError: If the file cannot be written.
    """
    text = json.dumps(comparison_data(comparison), ensure_ascii=False, allow_nan=False, indent=1)
    # Half a surrogate pair can stand in a text that came with escapes; UTF-8 has no bytes for it, JSON has.
    text = _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    with atomic_writer(path) as file:
        file.write(text + "\n")


def load_comparison(path: str | Path) -> Comparison:
    """Read a comparison that `save_comparison` wrote.

    Raises:
        InputError: If the file is missing, is no such file, or contradicts itself; it names the place inside the file.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot be read: {reason}", path=path, remedy="name a document.json") from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", path=path, remedy="name a document.json that taiyaku wrote") from error
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", path=path, line=error.lineno, remedy=REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise InputError("is not JSON that taiyaku wrote", path=path, remedy=REMEDY) from error
    return read_comparison(Node(data, "", Path(path)))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
