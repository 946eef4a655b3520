"""The batch job: a stream of items in, the same items with their translations out, in the same order.

A window of items is looked up in the job's memory (what this run or, through the journal, an earlier one has finished)
and in the cache of the machine. What is new goes to the engine, each text once, in batches of alike lengths; every
finished batch is written to the journal before the next result is waited for. A text on which the engine fails is
tried alone, and if it fails alone it keeps its place, empty and flagged.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from corpora.errors import ModelError, TaiyakuError
from translate.batch.cache import Cache
from translate.batch.context import Contextual, Passage, Window, windows
from translate.batch.journal import Journal
from translate.batch.keys import keys_of
from translate.batch.ordering import Shaped, batches, shape_of
from translate.batch.store import SentenceStore, explained
from translate.engine import Engine, Stoppable
from translate.translation import Failure, Flag, Hypothesis

__all__ = ["FIRST_WINDOW", "LARGEST_WINDOW", "BatchJob", "Counts", "Outcome"]

FIRST_WINDOW: Final = 512
"""Items read before the first result where somebody watches; each window is twice the one before."""
LARGEST_WINDOW: Final = 8192
"""Items at a time: enough of every length to fill batches, a few megabytes of text."""
FAILURES_IN_A_ROW: Final = 20
"""After so many the engine is asked for something easy, to tell poisonous sentences from a dead engine."""
EASY: Final = "はい。"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item]):
    """An item and what became of its text.

    Attributes:
        item: What came in.
        hypothesis: Its translation; empty and flagged if the engine failed on it.
        failure: What the engine said then, in one line.
    """

    item: Item
    hypothesis: Hypothesis
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a job has come.

    Attributes:
        done: Items with a result, in this window or before.
        translated: Texts that the engine translated in this run.
        tokens: Their source tokens, as the engine counts; 0 if it does not.
        resumed: Texts of the job that an earlier run had finished.
        cached: Items found in the cache of the machine.
        failed: Texts on which the engine failed.
    """

    done: int = 0
    translated: int = 0
    tokens: int = 0
    resumed: int = 0
    cached: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Failure:
    """What the engine said to a text that it cannot translate."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """Texts for one call of the engine, and where they stand if it wants to know."""

    texts: Sequence[str]
    passage: Passage | None = None

    def part(self, start: int, end: int) -> "_Batch":
        return _Batch(self.texts[start:end], None if self.passage is None else self.passage.part(start, end))


_Results = list[tuple[str, Hypothesis | _Failure]]


class BatchJob:
    """Translates streams of items with one engine, never a text twice.

    Args:
        engine: Translates; one with a `batch_shape` is given batches to its taste.
        journal: Holds what is finished, on disk; its earlier sentences are taken over.
        cache: What other jobs have translated.
        settings: What else decides about a translation; part of the key of every sentence.
        report: Called with the counts after every batch.
        document_of: Tells which document an item belongs to; no engine is shown the neighbours of a sentence beyond
            it. Nothing takes all items for one document.
        first_window: Items that are read before the first result.
        largest_window: Items that are read ahead at most.

    Attributes:
        counts: How far the job has come.

    Raises:
        OutputError: The journal or the temporary store cannot be written.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        journal: Journal | None = None,
        cache: Cache | None = None,
        settings: Mapping[str, str] | None = None,
        report: Callable[[Counts], None] | None = None,
        document_of: Callable[[Any], Hashable] | None = None,
        first_window: int = LARGEST_WINDOW,
        largest_window: int = LARGEST_WINDOW,
    ) -> None:
        self.engine = engine
        self.counts = Counts()
        self._journal = journal
        self._cache = cache
        self._report = report
        self._document_of = document_of or (lambda _: None)
        self._first_window = min(first_window, largest_window)
        self._largest_window = largest_window
        self._shape = shape_of(engine)
        self._key = keys_of(engine.line, settings or {})
        self._failures_in_a_row = 0

    def translated(self, items: Iterable[tuple[Item, str]]) -> Iterator[Outcome[Item]]:
        """Translate the text of every item, in the order of the items.

        Args:
            items: Each with its text; read a window at a time.

        Raises:
            ModelError: The engine fails altogether; what is finished is in the journal.
            OutputError: The journal or the temporary store cannot be written.
        """
        with explained(), closing(SentenceStore()) as memory:  # the cache sees to its own errors
            self._take_over(memory)
            yield from self._windows(iter(items), memory)

    def _windows(self, stream: Iterator[tuple[Item, str]], memory: SentenceStore) -> Iterator[Outcome[Item]]:
        neighbours = self.engine.neighbours if isinstance(self.engine, Contextual) else 0
        for window in windows(stream, self._first_window, self._largest_window, neighbours):
            results = self._results(window, memory)
            for item, text in window.items:
                result = results[text]
                if isinstance(result, _Failure):
                    yield Outcome(item, Hypothesis("", None, (Flag.FAILED,)), result.reason)
                else:
                    yield Outcome(item, result)

    def _take_over(self, memory: SentenceStore) -> None:
        """Remember what the journal says is finished."""
        if self._journal is None:
            return
        replayed = self._journal.replay()
        while some := list(islice(replayed, self._largest_window)):
            memory.add(some)
        self._count(resumed=self._journal.sentences)

    def _results(self, window: Window[Any], memory: SentenceStore) -> dict[str, Hypothesis | _Failure]:
        """What becomes of each text of a window."""
        texts = [text for _, text in window.items]
        results: dict[str, Hypothesis | _Failure] = {text: Hypothesis("") for text in texts if not text.strip()}
        wanted = {text: self._key(text) for text in dict.fromkeys(texts) if text.strip()}
        known = memory.find(list(wanted.values()))
        if self._cache is not None:
            cached = self._cache.find([key for key in wanted.values() if key not in known])
            self._count(cached=len(cached))
            known |= cached
        results |= {text: known[key] for text, key in wanted.items() if key in known}
        waiting = _occurrences(texts)
        self._count(done=sum(waiting[text] for text in results))
        new = [text for text in wanted if text not in results]
        for batch in self._batches_done(new, window):
            finished = [(wanted[text], result) for text, result in batch if isinstance(result, Hypothesis)]
            if self._journal is not None:
                self._journal.append(finished)
            memory.add(finished)
            if self._cache is not None:
                self._cache.add(finished)
            results |= batch
            self._count(
                done=sum(waiting[text] for text, _ in batch),
                translated=len(finished),
                failed=len(batch) - len(finished),
            )
        return results

    def _batches_done(self, texts: list[str], window: Window[Any]) -> Iterator[_Results]:
        """The texts with their results, batch by batch as they are finished."""
        measured = isinstance(self.engine, Shaped)
        lengths = self.engine.lengths(texts) if isinstance(self.engine, Shaped) else [len(text) for text in texts]
        tokens = dict(zip(texts, lengths, strict=True)) if measured else {}
        if isinstance(self.engine, Contextual):
            around = self.engine.neighbours
            passages = window.passages(texts, self._document_of)
            planned = [batch for passage in passages for batch in self._batches_in(passage, tokens, around)]
        else:
            planned = [_Batch([texts[row] for row in batch]) for batch in batches(lengths, self._shape)]
        for batch in self._at_work(planned):
            self._mind_failures([result for _, result in batch])
            self._count(tokens=sum(tokens.get(text, 0) for text, _ in batch))
            yield batch

    def _batches_in(self, passage: Passage, tokens: Mapping[str, int], neighbours: int) -> Iterator[_Batch]:
        """The batches of a passage, in its order, each with so many sentences around it."""
        texts = [passage.text[row] for row in passage.rows]
        lengths = [tokens.get(text, len(text)) for text in texts]
        for batch in batches(lengths, replace(self._shape, in_order=True)):
            start, end = batch[0], batch[-1] + 1
            yield _Batch(texts[start:end], passage.part(start, end).trimmed(neighbours))

    def _at_work(self, planned: list[_Batch]) -> Iterator[_Results]:
        if self._shape.workers == 1:  # in this thread, which an interrupt ends at once
            yield from map(self._attempt, planned)
            return
        pool = ThreadPoolExecutor(self._shape.workers, thread_name_prefix="taiyaku-batch")
        try:
            running: set[Future[_Results]] = set()
            for batch in planned:
                running.add(pool.submit(self._attempt, batch))
                if len(running) >= 2 * self._shape.workers:  # one in work and one at hand for each
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in finished)
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in finished)
        except BaseException:  # an interrupt; what is still at work is lost
            if isinstance(self.engine, Stoppable):
                self.engine.stop()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _attempt(self, batch: _Batch) -> _Results:
        """Translate a batch; if the engine fails on it, halves of it, down to the texts that are at fault."""
        texts = batch.texts
        try:
            hypotheses = self._hypotheses(batch)
        except TaiyakuError:
            raise
        except Exception as error:
            if len(texts) == 1:
                return [(texts[0], _Failure(_one_line(error)))]
            middle = len(texts) // 2
            return self._attempt(batch.part(0, middle)) + self._attempt(batch.part(middle, len(texts)))
        if len(hypotheses) != len(texts):
            raise ModelError(
                f"the engine gave {len(hypotheses)} translations for {len(texts)} sentences",
                remedy="report it to whoever made the engine",
            )
        return [
            (text, _Failure(hypothesis.reason) if isinstance(hypothesis, Failure) else hypothesis)
            for text, hypothesis in zip(texts, hypotheses, strict=True)
        ]

    def _hypotheses(self, batch: _Batch) -> list[Hypothesis]:
        if isinstance(self.engine, Contextual) and batch.passage is not None:
            return self.engine.translate_in(batch.passage.text, batch.passage.rows)
        return self.engine.translate(batch.texts)

    def _mind_failures(self, results: Iterable[Hypothesis | _Failure]) -> None:
        """Stop when it is not the sentences that fail but the engine."""
        for result in results:
            if isinstance(result, Hypothesis):
                self._failures_in_a_row = 0
                continue
            self._failures_in_a_row += 1
            if self._failures_in_a_row % FAILURES_IN_A_ROW == 0:
                [(_, easy)] = self._attempt(_Batch([EASY]))
                if isinstance(easy, _Failure):
                    raise ModelError(
                        f"the engine fails on every sentence: {easy.reason}",
                        remedy="see to it, then the same command goes on",
                    )

    def _count(self, **more: int) -> None:
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + n for name, n in more.items()})
        if self._report is not None:
            self._report(self.counts)


def _occurrences(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return counts


def _one_line(error: Exception) -> str:
    reason = " ".join(str(error).split())
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__
