"""Coverage: how much of both texts an alignment accounts for.

A score over the aligned part of an article means little without it: whoever aligns only what is easy scores high.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpora.errors import ScoreError
from eval.result import Coverage

if TYPE_CHECKING:
    from align.alignment import Alignment

__all__ = ["coverage"]


def coverage(alignment: "Alignment", source_sentences: Sequence[str], target_sentences: Sequence[str]) -> Coverage:
    """Count the sentences and characters that stand in beads with both sides.

    Args:
        alignment: The beads.
        source_sentences: The source sentences that it numbers.
        target_sentences: The target sentences that it numbers.

    Raises:
        ScoreError: The sentences are not as many as the alignment numbers.
    """
    check_sentences(alignment, source_sentences, target_sentences)
    paired = [bead for bead in alignment.beads if not bead.is_null]
    source = _covered(source_sentences, {index for bead in paired for index in bead.source})
    target = _covered(target_sentences, {index for bead in paired for index in bead.target})
    return Coverage(
        source_covered=len(source),
        source_total=len(source_sentences),
        target_covered=len(target),
        target_total=len(target_sentences),
        source_characters_covered=_characters(source),
        source_characters_total=_characters(source_sentences),
        target_characters_covered=_characters(target),
        target_characters_total=_characters(target_sentences),
    )


def check_sentences(alignment: "Alignment", source: Sequence[str], target: Sequence[str]) -> None:
    """Refuse sentences that are not the ones that an alignment numbers.

    Raises:
        ScoreError: Their numbers differ.
    """
    for side, count, sentences in (
        ("source", alignment.source_count, source),
        ("target", alignment.target_count, target),
    ):
        if count != len(sentences):
            raise ScoreError(
                f"the alignment numbers {count} {side} sentences, but there are {len(sentences)}",
                remedy="give the sentences that were aligned",
            )


def _covered(sentences: Sequence[str], indices: set[int]) -> list[str]:
    return [sentence for index, sentence in enumerate(sentences) if index in indices]


def _characters(sentences: Iterable[str]) -> int:
    return sum(len(sentence) for sentence in sentences)
