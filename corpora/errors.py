"""The exceptions of Taiyaku, all in one tree.

    TaiyakuError              anything a user can mend; the message is one line: file, place, remedy
    ├── InputError            a file or text that cannot be used (missing, empty, binary, wrong encoding, malformed)
    ├── OutputError           a place that cannot be written to (read-only, full disk)
    ├── ModelError            a model or engine that cannot be loaded, or an unknown name
    └── ScoreError            hypotheses and references that do not belong together

`corpora` stands first on the way of the data, so every other package can raise them. The command turns each into one
line on stderr and exit code 2.
"""

from pathlib import Path

__all__ = ["InputError", "ModelError", "OutputError", "ScoreError", "TaiyakuError"]


class TaiyakuError(Exception):
    """Base class of the problems that a user can mend.

    Args:
        message: What is wrong, in one line without a trailing full stop.
        path: The file concerned, if any.
        line: 1-based line number in that file, if known.
        remedy: What to do about it, in one line.
    """

    def __init__(
        self, message: str, *, path: str | Path | None = None, line: int | None = None, remedy: str | None = None
    ) -> None:
        self.message = message
        self.path = path
        self.line = line
        self.remedy = remedy
        super().__init__(message)

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}: " if self.line is None else f"{self.path}:{self.line}: "
        remedy = "" if self.remedy is None else f" ({self.remedy})"
        return f"{place}{self.message}{remedy}"


class InputError(TaiyakuError):
    """A file or text that cannot be used."""


class OutputError(TaiyakuError):
    """A place that cannot be written to."""


class ModelError(TaiyakuError):
    """A model or engine that cannot be loaded, or a name that is not known."""


class ScoreError(TaiyakuError):
    """Hypotheses, references or sources that do not belong together."""
