"""All checks over an article, bead by bead, and over a translation, sentence by sentence."""

from collections.abc import Iterator, Sequence

from align.alignment import Alignment
from corpora.errors import ScoreError
from eval.coverage import check_sentences
from eval.faithfulness.bead_text import BeadText
from eval.faithfulness.content import content_discrepancies, null_discrepancies
from eval.faithfulness.discrepancy import Discrepancy
from eval.faithfulness.names import name_discrepancies
from eval.faithfulness.negation import negation_discrepancies
from eval.faithfulness.numbers import number_discrepancies

__all__ = ["check_bead", "check_translation", "find_discrepancies"]


def find_discrepancies(
    source_sentences: Sequence[str], target_sentences: Sequence[str], alignment: Alignment
) -> tuple[Discrepancy, ...]:
    """Compare the sides of every bead.

    Args:
        source_sentences: Japanese sentences.
        target_sentences: English sentences.
        alignment: Beads over the two.

    Returns:
        The discrepancies in the order of the source, those of the target alone last. The sentences of null beads are
        among them, each dropped or added as a whole.

    Raises:
        ScoreError: The sentences are not as many as the alignment numbers.
    """
    check_sentences(alignment, source_sentences, target_sentences)
    found: list[Discrepancy] = []
    article = BeadText.of(
        source_sentences, target_sentences, range(len(source_sentences)), range(len(target_sentences))
    )
    for bead in alignment.beads:
        found.extend(check_bead(BeadText.of(source_sentences, target_sentences, bead.source, bead.target), article))
    return tuple(sorted(found, key=_place))


def check_translation(source_sentences: Sequence[str], translations: Sequence[str]) -> tuple[Discrepancy, ...]:
    """Compare every Japanese sentence with its translation.

    Args:
        source_sentences: Japanese sentences.
        translations: One for each of them; blank ones are passed over, which is the translation's own flag.

    Raises:
        ScoreError: There are not as many translations as sentences.
    """
    if len(source_sentences) != len(translations):
        raise ScoreError(
            f"{len(translations)} translations of {len(source_sentences)} source sentences",
            remedy="give one translation for each source sentence",
        )
    found: list[Discrepancy] = []
    for number, translation in enumerate(translations):
        if translation.strip():
            found.extend(check_bead(BeadText.of(source_sentences, translations, (number,), (number,))))
    return tuple(sorted(found, key=_place))


def check_bead(bead: BeadText, article: BeadText | None = None) -> Iterator[Discrepancy]:
    """Every discrepancy of one bead, of an article where there is one."""
    if not (bead.source and bead.target):
        yield from null_discrepancies(bead)
        return
    yield from number_discrepancies(bead, article)
    yield from name_discrepancies(bead, article)
    yield from negation_discrepancies(bead)
    yield from content_discrepancies(bead)


def _place(item: Discrepancy) -> tuple[int, int, int]:
    mark = item.source or item.target
    return (item.source is None, mark.sentence, mark.start) if mark else (2, 0, 0)
