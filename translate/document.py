"""From a document, or a stream of lines, to translations: windows in, hypotheses out, order kept."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from corpora.document import BODY_KINDS, BlockKind, Document
from translate.engine import Engine
from translate.translation import Hypothesis, TranslatedSentence, Translation

__all__ = ["TRANSLATED_KINDS", "Progress", "translate_document", "translate_lines"]

Progress = Callable[[int, int], None]
"""Called with (sentences done, sentences in all) after every window."""

TRANSLATED_KINDS = BODY_KINDS | {BlockKind.COMMENT}
"""What is translated unless the caller asks otherwise: the article and its readers' comments."""

DOCUMENT_WINDOW: Final = 32
"""Sentences at a time in an article, so that progress shows early."""
STREAM_WINDOW: Final = 512
"""Lines at a time in a stream: enough for full batches of alike lengths, little memory."""


def translate_document(
    document: Document,
    engine: Engine,
    *,
    kinds: frozenset[BlockKind] | None = TRANSLATED_KINDS,
    progress: Progress | None = None,
) -> Translation:
    """Translate the sentences of a document's blocks of these kinds (`None`: of every kind)."""
    located = list(document.located_sentences(kinds))
    texts = [sentence.text for _, sentence in located]
    done: list[TranslatedSentence] = []
    for start in range(0, len(located), DOCUMENT_WINDOW):
        window = located[start : start + DOCUMENT_WINDOW]
        hypotheses = _translated(engine, texts, range(start, start + len(window)))
        done += [TranslatedSentence(*place, hypothesis) for place, hypothesis in zip(window, hypotheses, strict=True)]
        if progress is not None:
            progress(len(done), len(located))
    return Translation(document=document, sentences=tuple(done), engine_line=engine.line)


def _translated(engine: Engine, texts: list[str], rows: range) -> list[Hypothesis]:
    from translate.batch.context import Contextual, Passage  # at hand once an engine is; --help does without

    if isinstance(engine, Contextual):
        passage = Passage(texts, rows).trimmed(engine.neighbours)
        return engine.translate_in(passage.text, passage.rows)
    return engine.translate([texts[row] for row in rows])


def translate_lines(
    lines: Iterable[str], engine: Engine, *, progress: Callable[[int], None] | None = None
) -> Iterator[Hypothesis]:
    """Translate lines one to one, in order, with the memory of a window; `progress` gets the lines done so far."""
    stream = iter(lines)
    done = 0
    while window := list(islice(stream, STREAM_WINDOW)):
        yield from engine.translate(window)
        done += len(window)
        if progress is not None:
            progress(done)
