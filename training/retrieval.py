"""How well the sentence embedding finds translations: accuracy at 1 over a line-parallel test set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.embedding import StaticEmbedding

__all__ = ["RetrievalScore", "score_retrieval"]


@dataclass(frozen=True, slots=True)
class RetrievalScore:
    """Share of Japanese lines whose nearest English line is their own: by cosine, and by the neighbour margin.

    The margin is the cosine minus the mean of both sides' four nearest (Artetxe and Schwenk, 2019, as a difference).
    """

    lines: int
    cosine: float
    margin: float


def score_retrieval(model: StaticEmbedding, japanese: Sequence[str], english: Sequence[str]) -> RetrievalScore:
    """Accuracy at 1 over the whole set."""
    similarity = model.encode(japanese) @ model.encode(english).T
    answers = np.arange(len(japanese))
    neighbours = min(4, len(japanese))
    rows = np.partition(similarity, -neighbours, axis=1)[:, -neighbours:].mean(axis=1, keepdims=True)
    columns = np.partition(similarity, -neighbours, axis=0)[-neighbours:].mean(axis=0, keepdims=True)
    margin = similarity - (rows + columns) / 2
    return RetrievalScore(
        lines=len(japanese),
        cosine=float((similarity.argmax(axis=1) == answers).mean()),
        margin=float((margin.argmax(axis=1) == answers).mean()),
    )
