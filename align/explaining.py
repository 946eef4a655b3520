"""Why beads were chosen: an alignment with what each signal added to the worth of its beads."""

from collections.abc import Sequence
from dataclasses import replace

from align.aligner import explain
from align.alignment import Alignment
from align.encoder import Encoder

__all__ = ["explained"]

DECIMALS = 4


def explained(
    alignment: Alignment,
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    embedding: Encoder | None = None,
    second_look: bool = True,
) -> Alignment:
    """The alignment with the `signals` of its beads; signals that have nothing to say are left out.

    Args:
        alignment: As `align` made it of the same sentences with the same options.
        source: The source sentences.
        target: The target sentences.
        translation: The translation of the source sentences that it was made with, if any.
        embedding: What made the sentence vectors; by default the embedding that ships with the project.
        second_look: As `align` was told.
    """
    reasons = explain(
        source, target, alignment.beads, translation=translation, embedding=embedding, second_look=second_look
    )
    beads = [
        replace(bead, signals=tuple((part.name, round(part.worth, DECIMALS)) for part in parts if part.worth))
        for bead, parts in zip(alignment.beads, reasons, strict=True)
    ]
    return replace(alignment, beads=tuple(beads))
