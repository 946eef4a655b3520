"""How a document shows both languages."""

from enum import StrEnum

__all__ = ["Bilingual"]


class Bilingual(StrEnum):
    """Where the translation stands."""

    ALTERNATING = "alternating"  # below what it translates
    SIDE_BY_SIDE = "side-by-side"  # in a second column
