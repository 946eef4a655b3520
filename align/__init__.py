"""Aligning: which sentences say the same, and how likely that is."""

from align.aligner import align
from align.alignment import Alignment, Bead

__all__ = ["Alignment", "Bead", "align"]
