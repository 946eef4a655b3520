"""Collections of documents as vectors, and how close the sentences of one of them are to those of another.

A cosine alone says little: some sentences are near to everything. Closeness is the cosine less what is usual for the
two sentences (Artetxe and Schwenk, 2019), which is estimated from a sample of the other collection and drawn towards
what is usual in general, so that a single article of a few sentences can be judged too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from align.embedding import normalise_rows
from align.encoder import Encoder

__all__ = ["NEIGHBOURS", "Collection", "nearest_means", "usual_cosines"]

NEIGHBOURS: Final = 4
SAMPLE: Final = 2000
"""Sentences of the other collection from which the usual cosine of a sentence is estimated."""
PRIOR_SENTENCES: Final = 500
"""What is usual in general counts as much as so many sentences of the other collection."""
BLOCK: Final = 4096
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Collection:
    """The sentences of many documents.

    Attributes:
        vectors: Of length 1, or 0 for blank text; shape (sentences, dimensions).
        starts: Shape (documents + 1,): where each document begins among the sentences.
        weights: Shape (sentences,): the root of the length, since a long sentence says more.
    """

    vectors: Floats
    starts: npt.NDArray[np.intp]
    weights: Floats

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]], encoder: Encoder) -> "Collection":
        """Encode the sentences of documents."""
        sentences = [sentence for document in documents for sentence in document]
        starts = np.cumsum([0, *map(len, documents)])
        weights = np.sqrt([len(sentence.strip()) for sentence in sentences], dtype=np.float32)
        return cls(encoder.encode(sentences), starts, weights)

    def document_vectors(self) -> Floats:
        """Of length 1, or 0 for documents without text; shape (documents, dimensions)."""
        # Sums of what stands between two starts; `np.add.reduceat` takes no empty stretches.
        rows = [self.vectors[start:end].sum(axis=0) for start, end in zip(self.starts, self.starts[1:], strict=False)]
        return normalise_rows(np.array(rows, dtype=np.float32).reshape(len(rows), self.vectors.shape[1]))

    def sample(self) -> Floats:
        """About `SAMPLE` sentence vectors, evenly spread over the documents."""
        return self.vectors[:: max(1, len(self.vectors) // SAMPLE)]


def usual_cosines(vectors: Floats, others: Floats, prior: float) -> Floats:
    """What cosine with their nearest is usual for sentences, given a sample of the other side.

    Args:
        vectors: Of the sentences, shape (sentences, dimensions).
        others: The sample.
        prior: What is usual for any sentence; the less there is of the sample, the more that counts.

    Returns:
        Shape (sentences,).
    """
    if len(others) <= 1:
        return np.full(len(vectors), prior, dtype=np.float32)
    trust = len(others) / (len(others) + PRIOR_SENTENCES)
    return np.asarray(trust * nearest_means(vectors, others) + (1 - trust) * prior, dtype=np.float32)


def nearest_means(vectors: Floats, others: Floats) -> Floats:
    """Mean cosine of each vector with its nearest among two or more others, shape (vectors,).

    The very nearest is passed over, because it may be the true counterpart.
    """
    count = min(NEIGHBOURS + 1, len(others))
    means = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        nearest = np.partition(vectors[start : start + BLOCK] @ others.T, -count, axis=1)[:, -count:]
        means[start : start + BLOCK] = (nearest.sum(axis=1) - nearest.max(axis=1)) / (count - 1)
    return means
