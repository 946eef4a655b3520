"""Learning how likely a Japanese document retells an English one: `align/source_search.json`.

Documents with gold alignment are thinned out, so that ever less of the article stands in its source, some are joined
with another one, and all are set against each other: every document that is not the source is a wrong answer. Fitted
on either half of the documents and measured on the other, with the sources there and with them taken away; what is
written is fitted on all.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from align.closeness import Collection, nearest_means
from align.embedding import embedded_embedding
from align.source_search import TRAITS, SourceWeights, find_sources, judge
from training.calibration import fit_logistic
from training.perturbation import GoldDocument
from training.tuning import gold_documents

__all__ = ["tune_source_search"]

FITTED_SET: Final = "base-news"
MEASURED_SETS: Final = ("news-moved-00", "news-moved-05", "news-moved-20")
KEPT: Final = (1.0, 0.7, 0.5, 0.4, 0.3, 0.2)
"""Shares of the beads that keep both sides; the others lose one."""
JOINED: Final = 0.5
"""Share of the beads kept where two documents are joined."""
Floats = npt.NDArray[np.float64]
Sentences = list[str]


@dataclass(frozen=True, slots=True)
class _Trial:
    """Articles to find sources for.

    Attributes:
        name: What it is.
        articles: Japanese sentences of each.
        candidates: English sentences of each.
        right: For each article, the candidates that it retells.
    """

    name: str
    articles: Sequence[Sentences]
    candidates: Sequence[Sentences]
    right: Sequence[frozenset[int]]

    @classmethod
    def of_pairs(cls, name: str, pairs: Sequence[tuple[Sentences, Sentences]]) -> "_Trial":
        right = [frozenset({number}) for number in range(len(pairs))]
        return cls(name, [article for article, _ in pairs], [source for _, source in pairs], right)


def thinned(document: GoldDocument, kept: float, seed: str) -> tuple[Sentences, Sentences]:
    """The sentences of both sides after all but a share of the beads have lost one side or the other."""
    rng = random.Random(seed)
    source: Sentences = []
    target: Sentences = []
    for bead in document.gold.beads:
        both, coin = rng.random() < kept, rng.random() < 0.5
        source += [document.source[index] for index in bead.source if both or coin]
        target += [document.target[index] for index in bead.target if both or not coin]
    return source, target


def _trials(documents: Sequence[GoldDocument]) -> Iterator[_Trial]:
    for kept in KEPT:
        pairs = [thinned(document, kept, f"{kept}/{number}") for number, document in enumerate(documents)]
        yield _Trial.of_pairs(f"{kept:.0%} kept", pairs)
    halves = [thinned(document, 0.0, f"other half/{number}") for number, document in enumerate(documents)]
    nowhere: list[frozenset[int]] = [frozenset()] * len(halves)
    yield _Trial("other half of the story", [source for source, _ in halves], [target for _, target in halves], nowhere)
    pairs = [thinned(document, JOINED, f"joined/{number}") for number, document in enumerate(documents)]
    count = len(pairs)
    both = [(pairs[number], pairs[(number + 1) % count]) for number in range(count)]
    neighbours = [frozenset({number, (number + 1) % count}) for number in range(count)]
    yield _Trial("two articles in one", [a[0] + b[0] for a, b in both], [source for _, source in pairs], neighbours)
    behind = [frozenset({number, (number - 1) % count}) for number in range(count)]
    yield _Trial("two sources in one", [article for article, _ in pairs], [a[1] + b[1] for a, b in both], behind)


def _usual(documents: Sequence[GoldDocument]) -> float:
    """Mean cosine of sentences with their nearest on the other side that are not their own."""
    encoder = embedded_embedding()
    left = Collection.of([document.source for document in documents], encoder)
    right = Collection.of([document.target for document in documents], encoder)
    means = (nearest_means(left.vectors, right.sample()), nearest_means(right.vectors, left.sample()))
    return round(float(np.concatenate(means).mean()), 3)


def _learned(documents: Sequence[GoldDocument]) -> SourceWeights:
    unknown = SourceWeights(dict.fromkeys(TRAITS, 0.0), _usual(documents), len(documents))
    traits, right = [], []
    for trial in _trials(documents):
        ranked = judge(trial.articles, trial.candidates, embedded_embedding(), unknown)
        for judged, answers in zip(ranked, trial.right, strict=True):
            traits += [item.traits for item in judged]
            right += [float(item.candidate in answers) for item in judged]
    weights = np.round(fit_logistic(np.array(traits), np.array(right)), 3).tolist()
    return SourceWeights(dict(zip(TRAITS, weights, strict=True)), unknown.usual, unknown.candidates)


def tune_source_search(folder: Path, target: Path) -> dict[str, Any]:
    """Fit on the documents of a folder of alignment sets, write `target`, and return what was found."""
    halves = _halves(folder / FITTED_SET)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    learned = [_learned(half) for half in halves]
    for weights, half, other in ((learned[0], halves[0], halves[1]), (learned[1], halves[1], halves[0])):
        for trial, wrong in zip(_trials(other), _trials(half), strict=True):
            counts[trial.name] += _outcomes(trial, wrong.candidates, weights)
    for name in MEASURED_SETS:
        moved = _halves(folder / name)
        for weights, half, other in ((learned[0], moved[0], moved[1]), (learned[1], moved[1], moved[0])):
            trial = _Trial.of_pairs(name, [(document.source, document.target) for document in other])
            counts[name] += _outcomes(trial, [document.target for document in half], weights)
    weights = _learned([document for half in halves for document in half])
    result: dict[str, Any] = {
        "command": "python -m training tune-source-search",
        "weights": dict(weights.weights),
        "usual": weights.usual,
        "candidates": weights.candidates,
        "held_out": {name: dict(found) for name, found in counts.items()},
    }
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    SourceWeights.load.cache_clear()
    return result


def _halves(folder: Path) -> list[list[GoldDocument]]:
    return [list(gold_documents(folder, first=first)) for first in (0, 1)]


def _outcomes(trial: _Trial, wrong: Sequence[Sentences], weights: SourceWeights) -> Counter[str]:
    """What is found with the sources among wrong candidates, and with the wrong ones alone."""
    present = find_sources(trial.articles, [*trial.candidates, *wrong], weights=weights)
    absent = find_sources(trial.articles, wrong, weights=weights)
    counts: Counter[str] = Counter(articles=len(present))
    for finding, right in zip(present, trial.right, strict=True):
        counts["likeliest is right"] += bool(finding.ranked) and finding.ranked[0].candidate in right
        counts["right"] += finding.source in right
        counts["wrong"] += finding.source is not None and finding.source not in right
    counts["found though absent"] = sum(finding.source is not None for finding in absent)
    return counts
