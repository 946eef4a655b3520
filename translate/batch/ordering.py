"""How the sentences of a window become batches: longest first, alike lengths together, a bounded number of tokens.

CTranslate2's int8 results depend on padding: a sentence that shares a batch with a longer one can come out differently
(4 of 200 news sentences did), while batches of one length give bit for bit what each sentence gives alone. So engines
may ask for equal lengths, and then neither a resumed job nor a cache can change a translation. Over 1,000 news
sentences this costs 3% more processor time than mixed batches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

__all__ = ["BatchShape", "Shaped", "batches", "shape_of"]


@dataclass(frozen=True, slots=True)
class BatchShape:
    """What an engine likes to be given at a time.

    Attributes:
        tokens: The most tokens in a batch, padding counted.
        sentences: The most sentences in a batch.
        workers: How many batches it works on at the same time; more than one must be safe from several threads.
        equal_lengths: Sentences of different lengths never share a batch.
        in_order: Batches keep the order of the text, for an engine to which neighbours are context.
    """

    tokens: int = 4096
    sentences: int = 64
    workers: int = 1
    equal_lengths: bool = False
    in_order: bool = False


@runtime_checkable
class Shaped(Protocol):
    """An engine that knows the lengths of sentences in its own tokens, and what batches suit it."""

    @property
    def batch_shape(self) -> BatchShape:
        """What it likes to be given at a time."""
        ...

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The tokens of each sentence."""
        ...


def shape_of(engine: object) -> BatchShape:
    """The engine's own shape, or a careful one for an engine that has none."""
    return engine.batch_shape if isinstance(engine, Shaped) else BatchShape()


def batches(lengths: Sequence[int], shape: BatchShape) -> Iterator[list[int]]:
    """The rows of each batch, longest sentences first unless order is asked for; every row is in exactly one batch.

    Args:
        lengths: Tokens of each sentence.
        shape: The bounds of a batch; a sentence that alone has more tokens is a batch of its own.
    """
    batch: list[int] = []
    longest = 0
    rows = range(len(lengths))
    for row in rows if shape.in_order else sorted(rows, key=lambda row: (-lengths[row], row)):
        full = len(batch) >= shape.sentences or (len(batch) + 1) * max(longest, lengths[row]) > shape.tokens
        if batch and (full or (shape.equal_lengths and lengths[row] != longest)):
            yield batch
            batch = []
        longest = max(longest, lengths[row]) if batch else lengths[row]
        batch.append(row)
    if batch:
        yield batch
