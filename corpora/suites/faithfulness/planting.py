"""From faithful beads to beads with known discrepancies: `python -m corpora.suites.faithfulness.planting`.

Every place of `beads.txt` where something can be made wrong gives one bead in which just that is wrong, beside the
faithful bead itself. The same text gives the same bytes.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from corpora.lines import read_lines
from corpora.suites.faithfulness import HALVES
from corpora.writing import atomic_writer

__all__ = ["planted_lines"]

_HERE: Final = Path(__file__).parent
_SLOT = re.compile(r"\[(?P<number>\d)(?P<kind>[nrpsgc])?:(?P<right>[^\]→]*)(?:→(?P<wrong>[^\]]*))?\]")
_BREAK = re.compile(r"\s*/\s+")
_CHECKS: Final = {"n": "number", "r": "number", "p": "name", "s": "name", "g": "negation"}
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand around the slot that was chosen, until its place is known
_NAMES: Final = ("Hargrove", "Sellwood", "Whitmore", "Bancroft", "Pemberly", "Goodwin", "Ashcombe", "Delacroix")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class _Choice:
    """The slot to mark on both sides, and the one, by side and number, to read wrong; `None` for neither."""

    number: str | None = None
    wrong_side: int | None = None


def planted_lines(text: str) -> Iterator[str]:
    """The lines of `beads.jsonl` for the text of `beads.txt`."""
    domain, place = "", 0
    for block in re.split(r"\n\s*\n", text):
        rows = [row for row in block.strip().splitlines() if row]
        if len(rows) == 1 and rows[0].startswith("## "):
            domain = rows[0].removeprefix("## ")
        elif len(rows) == 2:
            place += 1
            for data in _variants(rows[0], rows[1]):
                named = {"name": f"{place:03}{data.pop('letter')}", "domain": domain, "half": HALVES[(place + 1) % 2]}
                yield json.dumps(named | data, ensure_ascii=False) + "\n"


def _variants(source: str, target: str) -> Iterator[dict[str, Any]]:
    yield {"letter": ""} | _rendered((source, target), _Choice(), [])
    letters = iter("abcdefgh")
    for side, text in enumerate((source, target)):
        for slot in _SLOT.finditer(text):
            if slot["kind"]:
                choice = _Choice(slot["number"], side)
                yield {"letter": next(letters)} | _rendered((source, target), choice, [slot["kind"]])


def _rendered(sides: tuple[str, str], choice: _Choice, kinds: list[str]) -> dict[str, Any]:
    """The sentences of both sides with the chosen slot read wrong, and where it stands."""
    sentences, spans = [], []
    for side, text in enumerate(sides):
        marked = _SLOT.sub(lambda slot, side=side: _reading(slot, choice, side), text)  # type: ignore[misc]
        lines = [line for line in _BREAK.split(marked) if line.strip(f"{_OPEN}{_CLOSE} ")]
        spans.append(_place(lines))
        sentences.append([line.replace(_OPEN, "").replace(_CLOSE, "") for line in lines])
    found = [
        {"check": _check(kind, spans), "source": spans[0], "target": spans[1], "how": _how(kind)} for kind in kinds
    ]
    return {"source": sentences[0], "target": sentences[1], "discrepancies": found}


def _reading(slot: re.Match[str], choice: _Choice, side: int) -> str:
    if slot["number"] != choice.number:
        return slot["right"]
    written = _wrong(slot) if slot["kind"] and side == choice.wrong_side else slot["right"]
    opening = "/ " if written.startswith("/ ") else ""
    return f"{opening}{_OPEN}{written.removeprefix('/ ')}{_CLOSE}" if written else ""


def _place(lines: list[str]) -> list[int] | None:
    for number, line in enumerate(lines):
        if _OPEN in line:
            start = line.index(_OPEN)
            end = line.index(_CLOSE) - 1 if _CLOSE in line else len(line) - 1
            return [number, start, end]
    return None


def _check(kind: str, spans: list[list[int] | None]) -> str:
    """Content that only the source has was dropped, content that only the target has was added."""
    return _CHECKS.get(kind) or ("added" if spans[0] is None else "dropped")


def _how(kind: str) -> str:
    return {"r": "rule: digits", "s": "rule: name"}.get(kind, "hand")


def _wrong(slot: re.Match[str]) -> str:
    right = slot["right"]
    if slot["kind"] == "r":
        return _other_digits(right)
    if slot["kind"] == "s":
        return _NAMES[zlib.crc32(right.encode()) % len(_NAMES)]
    return slot["wrong"]


def _other_digits(text: str) -> str:
    """A million made a billion, two digits changed over, or one raised by three: which one the text itself decides."""
    match = _DIGITS.search(text)
    if match is None:
        raise ValueError(f"no digits in {text!r}")
    choice = zlib.crc32(text.encode()) % 3
    if choice == 0 and "million" in text:
        return text.replace("million", "billion")
    digits = match[0]
    places = [index for index, character in enumerate(digits) if character.isdigit()]
    swaps = [(a, b) for a, b in pairwise(places) if digits[a] != digits[b] and digits[b] != "0"]
    changed = list(digits)
    if choice == 1 and swaps:
        first, second = swaps[0]
        changed[first], changed[second] = changed[second], changed[first]
    else:
        index = places[0]
        changed[index] = str((int(digits[index]) + 3 - 1) % 9 + 1)
    return text[: match.start()] + "".join(changed) + text[match.end() :]


def main() -> None:
    """Write `beads.jsonl` anew."""
    text = "\n".join(read_lines(_HERE / "beads.txt"))
    with atomic_writer(_HERE / "beads.jsonl") as stream:
        stream.writelines(planted_lines(text))


if __name__ == "__main__":
    main()
