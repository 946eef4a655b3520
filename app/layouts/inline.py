"""Documents in markup written again with the translations of their sentences in them.

HTML, EPUB, XLIFF, TMX and Markdown all become runs (`app.layouts.runs`), runs become sentences
(`app.layouts.marked_sentences`). What lies outside the sentences of a run is written again byte by byte.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from app.layouts.marked_sentences import Escape, MarkedSentence, sentences_of
from app.layouts.recoder import Recoder
from app.layouts.runs import Edit, Insertion, Mark, Piece, Run
from app.layouts.slot import Slot
from corpora import detect_language

__all__ = ["Edit", "Insertion", "Mark", "Piece", "Recoder", "Run", "wanted", "woven"]

_JAPANESE = re.compile("[\u3041-\u309f\u30a1-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々]")
_ID = re.compile(r"\s(?:xml:)?id\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def wanted(language: str) -> Callable[[str], bool]:
    """Whether a sentence of a document in this language has something to translate."""
    if language == "ja":
        return lambda text: _JAPANESE.search(text) is not None
    return lambda text: any(character.isalpha() for character in text)


def woven(source: str, runs: Iterable[Run], recoder: Recoder, escape: Escape) -> Iterator[Slot]:
    """The slots of a document in markup: a slot for each sentence of its runs.

    Args:
        source: The decoded document.
        runs: In order and apart.
        recoder: Writes the source again.
        escape: How new text is written in this markup.
    """
    weaver = _Weaver(source, recoder, escape)
    listed = list(runs)
    language = detect_language("\n".join(run.text for run in listed))
    is_wanted = wanted(language)
    position = counted = 0
    number = 1
    for block, run in enumerate(listed):
        sentences = [sentence for sentence in sentences_of(run, language) if is_wanted(sentence.text)]
        if not sentences:
            continue
        number += source.count("\n", counted, sentences[0].start)
        counted = sentences[0].start
        if run.insertion is None:
            for sentence in sentences:
                yield Slot(number, sentence.text, partial(weaver.in_place, position, sentence), block)
                position = sentence.end
            continue
        done = [(sentence, "") for sentence in sentences]
        for row, sentence in enumerate(sentences[:-1]):
            yield Slot(number, sentence.text, partial(_put_by, done, row), block)
        yield Slot(number, sentences[-1].text, partial(weaver.beside, position, run, run.insertion, done), block)
        position = run.end if run.insertion.at is None else run.insertion.at
    yield Slot(number, "", lambda _: recoder.kept(position, len(source)) + recoder.end())


@dataclass(frozen=True, slots=True)
class _Weaver:
    """Writes a document in markup again, with its translations."""

    source: str
    recoder: Recoder
    escape: Escape

    def in_place(self, position: int, sentence: MarkedSentence, translation: str) -> bytes:
        """What stands before a sentence, and its translation; a sentence without one stays as it was."""
        before = self.recoder.kept(position, sentence.start)
        if not translation:
            return before + self.recoder.kept(sentence.start, sentence.end)
        space = " " if sentence.spaced else ""
        return before + self.recoder.made(space + sentence.rendered(translation, self.escape, copy=False))

    def beside(
        self, position: int, run: Run, insertion: Insertion, done: list[tuple[MarkedSentence, str]], translation: str
    ) -> bytes:
        """What stands before a run, the run itself, and its translation, whose last sentence is this one."""
        done[-1] = (done[-1][0], translation)
        at = run.end if insertion.at is None else insertion.at
        found = [text for _, text in done]
        if not any(found) or (insertion.complete and not all(found)):
            return self.recoder.kept(position, at)
        before = self.recoder.kept(position, run.start)
        until = at if insertion.over is None else insertion.over
        before += self.recoder.made(insertion.lead) + self.recoder.kept(run.start, until)
        copy = self._copy(run, done)
        if not insertion.keep_ids:
            copy = _ID.sub("", copy).strip()
        return before + self.recoder.made(f"{insertion.before}{copy}{insertion.after}")

    def _copy(self, run: Run, done: list[tuple[MarkedSentence, str]]) -> str:
        """A run in translation. If its marks are not whole, only what is inside its sentences."""
        is_whole = run.is_balanced
        parts: list[str] = []
        position = run.start
        for sentence, translation in done:
            if is_whole:
                parts.append(self.source[position : sentence.start])
                position = sentence.end
            parts.append(" " if sentence.spaced else "")
            parts.append(sentence.rendered(translation, self.escape, copy=not is_whole))
        return "".join([*parts, self.source[position : run.end] if is_whole else ""])


def _put_by(done: list[tuple[MarkedSentence, str]], row: int, translation: str) -> bytes:
    done[row] = (done[row][0], translation)
    return b""
