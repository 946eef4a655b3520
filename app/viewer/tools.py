"""From a chosen sentence and a tool to an edit: what the buttons under the page mean.

The page names sentences as `ja:3`, `mt:3`, `en:7`: side and number as beads count. What comes from it comes from the
reader's browser, so nothing of it is believed before it is looked at.
"""

from typing import Literal

from app.comparison import Comparison
from app.editing import Edit, Merge, Move, Place, Side, Split, Unlink, bead_of
from app.report.rows import build_rows
from corpora.errors import InputError

__all__ = ["LABELS", "Tool", "chosen_place", "edit_of", "translated_place"]

Tool = Literal["merge", "split", "move", "unlink"]
LABELS: dict[Tool, str] = {
    "merge": "Merge with next",
    "split": "Split before",
    "move": "Move …",
    "unlink": "Unlink",
}
"""The tools that change beads, as their buttons call them."""

_SIDES: dict[str, Side] = {"ja": "ja", "mt": "ja", "en": "en"}
_MOST_DIGITS = 9


def chosen_place(chosen: str) -> Place:
    """The sentence that the page names; a translation stands for the sentence that it translates.

    Raises:
        InputError: If none is chosen.
    """
    side, _, index = chosen.partition(":")
    if side not in _SIDES or not (index.isascii() and index.isdigit() and len(index) <= _MOST_DIGITS):
        raise InputError("no sentence is chosen", remedy="click one in the page, or step there with j and k")
    return Place(_SIDES[side], int(index))


def translated_place(chosen: str) -> Place:
    """The sentence that the page names, where it has a translation.

    Raises:
        InputError: If none is chosen, or one of the source.
    """
    place = chosen_place(chosen)
    if place.side != "ja":
        raise InputError("the source is not a translation", remedy="choose the Japanese sentence or its translation")
    return place


def edit_of(tool: Tool, comparison: Comparison, place: Place, picked_up: str) -> Edit:
    """What a tool does to the chosen sentence; `picked_up` is the sentence that is being moved there.

    Raises:
        InputError: If there is nothing that it could do.
    """
    match tool:
        case "merge":
            return Merge(place, _next_row(comparison, place))
        case "split":
            return Split(place)
        case "move":
            return Move(chosen_place(picked_up), place)
        case "unlink":
            return Unlink(place)


def _next_row(comparison: Comparison, place: Place) -> Place:
    """A sentence of the row below, as the page orders them."""
    alignment = comparison.alignment
    if alignment is None:
        raise InputError("nothing is aligned here", remedy="compare the article with a source first")
    shown = [row.bead for row in build_rows(comparison) if row.bead is not None]
    position = shown.index(bead_of(alignment, place)) + 1
    if position == len(shown):
        raise InputError("this is the last row", remedy="choose the row above, and merge that with this one")
    bead = alignment.beads[shown[position]]
    return Place("ja", bead.source[0]) if bead.source else Place("en", bead.target[0])
