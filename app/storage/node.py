"""A value of a JSON file that knows where it stands, so that whatever is wrong with it can be told by its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from corpora.errors import InputError

__all__ = ["REMEDY", "Node", "read_optional"]

REMEDY: Final = "write it again with taiyaku compare"

_Item = TypeVar("_Item")
_Kind = TypeVar("_Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file and the way to it, for messages such as `alignment.beads[3].source: …`."""

    value: Any
    place: str
    path: Path

    def fail(self, message: str) -> NoReturn:
        """Refuse the value.

        Raises:
            InputError: Always; it names the place.
        """
        raise InputError(f"{self.place or 'the file'}: {message}", path=self.path, remedy=REMEDY)

    def field(self, name: str) -> "Node":
        """The value under this name of an object."""
        if not isinstance(self.value, Mapping):
            self.fail("is not an object")
        if name not in self.value:
            self.fail(f"has no {name!r}")
        return Node(self.value[name], f"{self.place}.{name}" if self.place else name, self.path)

    def optional(self, name: str) -> "Node | None":
        """The same; `None` if it is missing or null."""
        if isinstance(self.value, Mapping) and self.value.get(name) is None:
            return None
        return self.field(name)

    def items(self) -> list["Node"]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self.fail("is not a list")
        return [Node(value, f"{self.place}[{index}]", self.path) for index, value in enumerate(self.value)]

    def text(self) -> str:
        """The value as a text."""
        if not isinstance(self.value, str):
            self.fail("is not a text")
        return self.value

    def integer(self, low: int = 0, high: int | None = None) -> int:
        """The value as a whole number, from `low` up to and with `high`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail("is not a whole number")
        if self.value < low or (high is not None and self.value > high):
            self.fail(f"{self.value} is out of range")
        return self.value

    def number(self) -> float:
        """The value as a number."""
        if not isinstance(self.value, (int, float)) or isinstance(self.value, bool):
            self.fail("is not a number")
        return float(self.value)

    def share(self) -> float:
        """The value as a number between 0 and 1."""
        number = self.number()
        if not 0 <= number <= 1:
            self.fail(f"{number} is not between 0 and 1")
        return number

    def one_of(self, kind: type[_Kind]) -> _Kind:
        """The value as one of the members of an enumeration."""
        try:
            return kind(self.text())
        except ValueError:
            self.fail(f"{self.value!r} is not one of {', '.join(kind)}")


def read_optional(node: Node | None, read: Callable[[Node], _Item]) -> _Item | None:
    """What `read` makes of a value that may be missing."""
    return None if node is None else read(node)
