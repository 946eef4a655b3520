"""Beads with known discrepancies: the set of ours that the checks of faithfulness are measured on.

`beads.txt` holds faithful beads, written by hand, with the places where something can be made wrong; `planting` makes
of them `beads.jsonl`, which is what is read here. See `README.md`.
"""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from corpora.errors import InputError

__all__ = ["HALVES", "PlantedBead", "PlantedDiscrepancy", "Span", "planted_beads"]

HALVES: Final = ("tuning", "held-out")
"""Checks are tuned on the first half only, the second is reported. A bead and what was made of it never part."""

Span = tuple[int, int, int]
"""Number of a sentence in the bead, start, end."""


@dataclass(frozen=True, slots=True)
class PlantedDiscrepancy:
    """What was made wrong: the check that should find it, and the places on either side, as far as there are any."""

    check: str
    source: Span | None
    target: Span | None
    how: str  # `hand`, or the rule


@dataclass(frozen=True, slots=True)
class PlantedBead:
    """Japanese and English sentences of a bead; faithful if it has no discrepancies."""

    name: str
    domain: str
    half: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    discrepancies: tuple[PlantedDiscrepancy, ...]


def planted_beads(half: str | None = None) -> list[PlantedBead]:
    """The beads of one of the `HALVES`; `None` for all.

    Raises:
        InputError: There is no such half.
    """
    if half is not None and half not in HALVES:
        raise InputError(f"no half {half!r}", remedy=f"choose from {', '.join(HALVES)}")
    lines = (files(__name__) / "beads.jsonl").read_text(encoding="utf-8").splitlines()
    beads = [_bead(json.loads(line)) for line in lines]
    return [bead for bead in beads if half in (None, bead.half)]


def _bead(data: dict[str, Any]) -> PlantedBead:
    found = tuple(
        PlantedDiscrepancy(item["check"], _span(item["source"]), _span(item["target"]), item["how"])
        for item in data["discrepancies"]
    )
    return PlantedBead(data["name"], data["domain"], data["half"], tuple(data["source"]), tuple(data["target"]), found)


def _span(values: list[int] | None) -> Span | None:
    return None if values is None else (values[0], values[1], values[2])
