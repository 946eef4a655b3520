"""All checks over an article, bead by bead, and over a translation, sentence by sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from align.alignment import Alignment, Bead
from corpora.errors import ScoreError
from eval.coverage import check_sentences
from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.content import content_discrepancies, null_discrepancies
from eval.faithfulness.discrepancy import Discrepancy
from eval.faithfulness.names import NameScope, name_discrepancies
from eval.faithfulness.negation import negation_discrepancies
from eval.faithfulness.numbers import ValueScope, number_discrepancies

__all__ = ["Article", "check_bead", "check_translation", "find_discrepancies"]

_ARTICLES_KEPT: Final = 4
_PAIRS_KEPT: Final = 4_096
"""What is remembered is for the viewer, where people edit one article for an hour."""


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
    article = _checked_article(tuple(source_sentences), tuple(target_sentences))
    return tuple(sorted((item for bead in alignment.beads for item in article.of(bead)), key=_place))


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
    pairs = enumerate(zip(source_sentences, translations, strict=True))
    found = (item for number, pair in pairs if pair[1].strip() for item in _checked_pair(number, *pair))
    return tuple(sorted(found, key=_place))


@dataclass(frozen=True, slots=True)
class Article:
    """All sentences of two articles: where the values and names are looked for that a bead lacks."""

    values: ValueScope
    names: NameScope

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str]) -> "Article":
        """The articles of these sentences."""
        text = BeadText.of(source, target, range(len(source)), range(len(target)))
        return cls(ValueScope(text), NameScope(text))


class _CheckedArticle:
    """What was found in the beads of two articles so far: an edit makes one or two of a thousand beads new."""

    def __init__(self, source: Sequence[str], target: Sequence[str]) -> None:
        self._source, self._target = source, target
        self._whole = Article.of(source, target)
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[Discrepancy, ...]] = {}

    def of(self, bead: Bead) -> tuple[Discrepancy, ...]:
        sides = (bead.source, bead.target)
        if sides not in self._found:
            self._found[sides] = tuple(check_bead(BeadText.of(self._source, self._target, *sides), self._whole))
        return self._found[sides]


_checked_article = lru_cache(maxsize=_ARTICLES_KEPT)(_CheckedArticle)


@lru_cache(maxsize=_PAIRS_KEPT)
def _checked_pair(number: int, source: str, translation: str) -> tuple[Discrepancy, ...]:
    """What was found in a sentence and its translation."""
    return tuple(check_bead(BeadText((Line(number, source),), (Line(number, translation),))))


def check_bead(bead: BeadText, article: Article | None = None) -> Iterator[Discrepancy]:
    """Every discrepancy of one bead, of an article where there is one."""
    if not (bead.source and bead.target):
        yield from null_discrepancies(bead)
        return
    yield from number_discrepancies(bead, None if article is None else article.values)
    yield from name_discrepancies(bead, None if article is None else article.names)
    yield from negation_discrepancies(bead)
    yield from content_discrepancies(bead)


def _place(item: Discrepancy) -> tuple[int, int, int]:
    mark = item.source or item.target
    return (item.source is None, mark.sentence, mark.start) if mark else (2, 0, 0)
