"""Finding the source: which of many English documents a Japanese one retells, if any.

Document vectors (sums of sentence vectors) pick a few candidates among thousands; these are judged sentence by
sentence: how much of the article and how much of the candidate has a counterpart on the other side, by cosine less what
is usual for the two sentences (Artetxe and Schwenk, 2019). Logistic regression turns that into the probability that the
article retells the candidate, so that "none of them" is an answer like any other. Weights, and what is usual, stand in
`source_search.json`, which `python -m training tune-source-search` writes.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from align.closeness import NEIGHBOURS, Collection, usual_cosines
from align.embedding import StaticEmbedding, embedded_embedding
from align.signals.names import match_names
from corpora.quantities import find_quantities

__all__ = ["TRAITS", "WEIGHTS", "Counterpart", "Judged", "SourceFinding", "SourceWeights", "find_sources", "judge"]

WEIGHTS: Final = Path(__file__).with_name("source_search.json")
TRAITS: Final = (
    "intercept",
    "article",  # mean closeness of the article's sentences with their best counterparts, by length
    "candidate",  # the same of the candidate's sentences
    "counterparts",  # logarithm of 1 + the number of pairs of sentences that are each other's closest and convince
    "topic",  # cosine of the document vectors: the same topic alone makes sentences a little closer too
)
CANDIDATES: Final = 20
"""Candidates judged sentence by sentence. The source was among them for 99.9% of 5,000 documents that had lost 15% of
their sentences on either side, and for 98% of those that had lost 40%."""
CONVINCING: Final = 0.15
"""Closeness at which a pair of sentences counts half as evidence."""
DOUBT: Final = 0.05
"""The scale of the logistic curve around it. Of the twelve pairs of values that were tried on held-out halves, these
find most of the sources of news-moved-20 and have nearly the best loss (286; the others 277 to 324)."""
BLOCK: Final = 1000
"""Articles whose cosines with all candidates are held at a time."""
LONGEST: Final = 2000
"""Sentences of a document that are looked at, from its beginning: enough of a book to know it by."""
ORDINARY: Final = 6.0
"""Weight of a Japanese sentence of ordinary length, 36 characters, which counts as one."""
SHOWN: Final = 0.1
"""Closeness from which a pair of sentences is told of."""
TINY: Final = 1e-9
Floats = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SourceWeights:
    """What the traits of a pair of documents are worth.

    Attributes:
        weights: A weight for each of `TRAITS`.
        usual: Cosine of a sentence with its nearest that do not belong to it, in the mean.
        candidates: Number of documents among which the weights were learned.
    """

    weights: Mapping[str, float]
    usual: float
    candidates: int

    @classmethod
    @cache
    def load(cls) -> "SourceWeights":
        """The weights that ship with the project."""
        known = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        return cls(known["weights"], known["usual"], known["candidates"])


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A sentence of the article and one of the candidate that speak for each other, by 0-based indices.

    `closeness` is their cosine less what is usual for the two: unrelated sentences are below 0.
    """

    article: int
    candidate: int
    closeness: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that was looked at sentence by sentence.

    Attributes:
        candidate: Its index.
        probability: That the article retells it.
        counterparts: The pairs of sentences that convince, the closest first.
        traits: Of the pair, in the order of `TRAITS`.
    """

    candidate: int
    probability: float
    counterparts: tuple[Counterpart, ...]
    traits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """What was found for an article.

    Attributes:
        article: Its index.
        ranked: The likeliest candidates, best first; empty if there was none to judge.
        names: English words for names that counterparts of the article and the likeliest candidate share.
        numbers: Values of numbers that they share.
        mutual: Whether no other article is likelier to retell the likeliest candidate.
    """

    article: int
    ranked: tuple[Judged, ...]
    names: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    mutual: bool = False

    @property
    def source(self) -> int | None:
        """The candidate that the article retells; `None` if it more likely retells none."""
        return self.ranked[0].candidate if self.ranked and self.ranked[0].probability > 0.5 else None

    @property
    def probability(self) -> float:
        """That the article retells the likeliest candidate; 0 if there is none."""
        return self.ranked[0].probability if self.ranked else 0.0


def find_sources(
    articles: Sequence[Sequence[str]],
    candidates: Sequence[Sequence[str]],
    *,
    embedding: StaticEmbedding | None = None,
    weights: SourceWeights | None = None,
    progress: Progress | None = None,
) -> tuple[SourceFinding, ...]:
    """For each Japanese document, the English one that it retells, or none.

    Several articles may retell the same source. Takes memory for a vector of every sentence.

    Args:
        articles: Sentences of each Japanese document.
        candidates: Sentences of each English document.
        embedding: The bilingual sentence embedding; by default the one that ships with the project.
        weights: What evidence is worth; by default the weights that ship with the project, which suit its embedding.
        progress: Called with the articles done so far and their number.

    Returns:
        A finding for each article, in order.

    Raises:
        ModelError: The embedded sentence embedding is missing.
    """
    embedding, weights = embedding or embedded_embedding(), weights or SourceWeights.load()
    judged = []
    for done, ranked in enumerate(judge(articles, candidates, embedding, weights), start=1):
        judged.append(ranked[:2])
        if progress is not None:
            progress(done, len(articles))
    best: dict[int, float] = {}
    for ranked in judged:
        for item in ranked[:1]:
            best[item.candidate] = max(item.probability, best.get(item.candidate, 0.0))
    return tuple(_finding(number, ranked, articles[number], candidates, best) for number, ranked in enumerate(judged))


def _finding(
    number: int,
    ranked: tuple[Judged, ...],
    article: Sequence[str],
    candidates: Sequence[Sequence[str]],
    best: Mapping[int, float],
) -> SourceFinding:
    if not ranked:
        return SourceFinding(number, ())
    likeliest = ranked[0]
    names, numbers = _shared(likeliest.counterparts, article, candidates[likeliest.candidate])
    mutual = likeliest.probability >= best[likeliest.candidate]
    return SourceFinding(number, ranked, names, numbers, mutual)


def _shared(
    counterparts: Sequence[Counterpart], article: Sequence[str], candidate: Sequence[str]
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Names, as English words, and values of numbers from ten up that stand on both sides of pairs of sentences."""
    japanese = [article[pair.article] for pair in counterparts]
    english = [candidate[pair.candidate] for pair in counterparts]
    names = [left & right for left, right in zip(*match_names(japanese, english), strict=True)]
    values = [
        {found.value for found in find_quantities(left, "ja")} & {found.value for found in find_quantities(right, "en")}
        for left, right in zip(japanese, english, strict=True)
    ]
    return tuple(sorted(set().union(*names))), tuple(sorted(value for value in set().union(*values) if value >= 10))


def judge(
    articles: Sequence[Sequence[str]],
    candidates: Sequence[Sequence[str]],
    embedding: StaticEmbedding,
    weights: SourceWeights,
) -> Iterator[tuple[Judged, ...]]:
    """For each article in turn, its `CANDIDATES` nearest candidates, the likeliest first."""
    left, right = (
        Collection.of([document[:LONGEST] for document in documents], embedding) for documents in (articles, candidates)
    )
    usual = (
        usual_cosines(left.vectors, right.sample(), weights.usual),
        usual_cosines(right.vectors, left.sample(), weights.usual),
    )
    vector = np.array([weights.weights[name] for name in TRAITS])
    # The more candidates, the less likely is each beforehand.
    crowd = float(np.log(max(len(candidates) / weights.candidates, 1)))
    for number, (topics, nearest) in enumerate(_nearest(left.document_vectors(), right.document_vectors())):
        rows = slice(left.starts[number], left.starts[number + 1])
        judged = []
        for place in nearest:
            columns = slice(right.starts[place], right.starts[place + 1])
            if not left.weights[rows].any() or not right.weights[columns].any():
                continue
            closeness = left.vectors[rows] @ right.vectors[columns].T
            closeness -= (usual[0][rows, None] + usual[1][None, columns]) / 2
            shares = _means(closeness, left.weights[rows], right.weights[columns])
            count, counterparts = _counterparts(closeness, left.weights[rows])
            traits = (1.0, *shares, float(np.log1p(count)), float(topics[place]))
            odds = float(np.dot(vector, traits)) - crowd
            found = Judged(int(place), round(1 / (1 + math.exp(-odds)), 4), counterparts, traits)
            judged.append((-odds, found.candidate, found))
        yield tuple(found for *_, found in sorted(judged, key=lambda item: item[:2]))


def _nearest(articles: Floats, candidates: Floats) -> Iterator[tuple[Floats, npt.NDArray[np.intp]]]:
    """For each document vector its cosines with the candidates, and the nearest; those near to all count less."""
    sample = articles[:: max(1, len(articles) // BLOCK)] @ candidates.T
    count = min(NEIGHBOURS, len(sample))
    popular = np.partition(sample, -count, axis=0)[-count:].mean(axis=0) if sample.size else np.zeros(len(candidates))
    for start in range(0, len(articles), BLOCK):
        for topics in articles[start : start + BLOCK] @ candidates.T:
            yield topics, np.argsort(popular / 2 - topics, kind="stable")[:CANDIDATES]


def _means(closeness: Floats, article_weights: Floats, candidate_weights: Floats) -> tuple[float, float]:
    """How close the sentences of either side are to their best counterparts, in the mean by weight."""
    article = closeness.max(axis=1) @ article_weights / max(float(article_weights.sum()), TINY)
    candidate = closeness.max(axis=0) @ candidate_weights / max(float(candidate_weights.sum()), TINY)
    return float(article), float(candidate)


def _counterparts(closeness: Floats, weights: Floats) -> tuple[float, tuple[Counterpart, ...]]:
    """The pairs of sentences that are each other's closest: how many, and those to tell of.

    A pair counts as far as it convinces and by its weight: a short answer or a cry says little.
    """
    best = closeness.argmax(axis=1)
    rows = np.flatnonzero(closeness.argmax(axis=0)[best] == np.arange(len(best)))
    values = closeness[rows, best[rows]]
    count = float((weights[rows] / ORDINARY / (1 + np.exp((CONVINCING - values) / DOUBT))).sum())
    pairs = [
        Counterpart(int(row), int(best[row]), round(float(value), 4))
        for row, value in zip(rows, values, strict=True)
        if value >= SHOWN
    ]
    return count, tuple(sorted(pairs, key=lambda pair: (-pair.closeness, pair.article)))
