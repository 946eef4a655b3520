"""One article compared: what the report, the viewer and the written files all show."""

from dataclasses import dataclass

from align.alignment import Alignment
from corpora.document import BODY_KINDS, Document, Sentence
from eval.faithfulness import Faithfulness
from eval.result import Scores
from translate.translation import TranslatedSentence, Translation

__all__ = ["Comparison"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A Japanese article, its translation and, where one was given, its English source aligned with it.

    Attributes:
        translation: The Japanese document with the translation of its sentences.
        source: The English source article, `None` when there is none. (The field calls it the reference.)
        alignment: Beads over `aligned_japanese()` × `aligned_english()`; `None` without a source.
        scores: Of the translation against the aligned source; `None` without a source or with nothing aligned.
        faithfulness: What the two articles, and the sentences and their translations, say differently; `None` where
            nobody looked.
    """

    translation: Translation
    source: Document | None = None
    alignment: Alignment | None = None
    scores: Scores | None = None
    faithfulness: Faithfulness | None = None

    def aligned_japanese(self) -> tuple[TranslatedSentence, ...]:
        """The translated sentences of the article itself: what the source side of a bead counts."""
        return tuple(item for item in self.translation.sentences if item.block.kind in BODY_KINDS)

    def aligned_english(self) -> tuple[Sentence, ...]:
        """The sentences of the English article itself: what the target side of a bead counts."""
        return self.source.sentences() if self.source is not None else ()
