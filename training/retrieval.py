"""How well the sentence embedding finds translations, accuracy at 1 over a line-parallel test set, and how fast."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.embedding import StaticEmbedding

__all__ = ["RetrievalScore", "encoding_speed", "score_retrieval"]


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


def encoding_speed(model: StaticEmbedding, sentences: Sequence[str]) -> float:
    """Sentences a second of one core: processor time, so that other work on the machine does not count.

    The first word of all loads the table; every sentence is new to the model, as in a first reading.
    """
    model.encode(sentences[:1])
    started = time.process_time()
    model.encode(sentences)
    return len(sentences) / (time.process_time() - started)
