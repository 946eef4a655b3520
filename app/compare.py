"""The path that joins the rooms: translate an article, align it with its English source, score it.

The command, the viewer and the tests all go this way. Reading comes before it (`corpora.read_document`), showing after
it (`app.report`, `app.viewer`).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from align import align
from align.encoder import Encoder
from align.explaining import explained
from app.comparison import Comparison
from corpora import read_document
from corpora.document import Document
from corpora.errors import InputError
from eval import score_beads
from eval.faithfulness import Faithfulness, check_translation, find_discrepancies
from translate import translate_document
from translate.engine import Engine
from translate.translation import Translation

__all__ = ["Progress", "align_and_score", "compare_documents", "compare_files", "judged"]

Progress = Callable[[int, int], None]
"""Called with the sentences translated so far and their number."""


def compare_files(
    japanese: Path,
    english: Path | None,
    engine: Engine,
    *,
    encoding: str | None = None,
    embedding: Encoder | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Read an article and its English source, and compare them.

    Args:
        japanese: The article, in any format that `corpora` reads.
        english: Its English source; `None` if there is none.
        engine: Translates the article.
        encoding: Of the Japanese file; detected if `None`.
        embedding: Makes the sentence vectors for aligning; by default the embedding that ships with the project.
        progress: Called as the sentences are translated.

    Raises:
        InputError: If a file cannot be read or holds no sentences.
        ModelError: If the engine fails.
    """
    document = _named_by_file(read_document(japanese, language="ja", encoding=encoding))
    source = None if english is None else _named_by_file(read_document(english, language="en"))
    return compare_documents(document, source, engine, embedding=embedding, progress=progress)


def compare_documents(
    japanese: Document,
    english: Document | None,
    engine: Engine,
    *,
    embedding: Encoder | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Translate a document and, where there is an English source, align it with that and score it.

    The readers' comments are translated too, but only the body is aligned: a source article has no part in them.

    Raises:
        InputError: If a document has no sentences in its body.
        ModelError: If the engine fails.
    """
    for document in (japanese, english):
        if document is not None and not document.sentences():
            raise InputError("holds no sentence of an article", path=document.name, remedy="give the article's text")
    translation = translate_document(japanese, engine, progress=progress)
    if english is None:
        return judged(Comparison(translation))
    return align_and_score(translation, english, embedding=embedding)


def align_and_score(translation: Translation, english: Document, *, embedding: Encoder | None = None) -> Comparison:
    """Align the body of a translated article with its English source, tell why, and judge the result."""
    comparison = Comparison(translation, english)
    source = [item.sentence.text for item in comparison.aligned_japanese()]
    target = [sentence.text for sentence in comparison.aligned_english()]
    hypotheses = [item.hypothesis.text for item in comparison.aligned_japanese()]
    alignment = align(source, target, translation=hypotheses, embedding=embedding)
    reasoned = explained(alignment, source, target, translation=hypotheses, embedding=embedding)
    return judged(replace(comparison, alignment=reasoned))


def judged(comparison: Comparison) -> Comparison:
    """The same with what follows from its translation and alignment computed anew: after aligning, after an edit."""
    japanese = [item.sentence.text for item in comparison.aligned_japanese()]
    hypotheses = [item.hypothesis.text for item in comparison.aligned_japanese()]
    of_translation = check_translation(japanese, hypotheses)
    if comparison.alignment is None:
        return replace(comparison, faithfulness=Faithfulness(translation=of_translation))
    english = [sentence.text for sentence in comparison.aligned_english()]
    return replace(
        comparison,
        scores=score_beads(hypotheses, comparison.alignment, japanese, english),
        faithfulness=Faithfulness(find_discrepancies(japanese, english, comparison.alignment), of_translation),
    )


def _named_by_file(document: Document) -> Document:
    """Named without its folder, so that results do not depend on where the files lie."""
    return replace(document, name=Path(document.name).name)
