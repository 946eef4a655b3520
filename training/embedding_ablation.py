"""What each part of the embedding's recipe is worth: short trainings that leave out one part at a time.

All of them share the vocabulary and the encoded corpus, see as many pairs, and are scored on the development sets, so
that the table says what the parts do and not what chance does.
"""

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from align.embedding import StaticEmbedding
from training.embedding import EmbeddingRecipe, encode_corpus, first_vectors, fit
from training.retrieval import score_retrieval

__all__ = ["LEFT_OUT", "run_embedding_ablation"]

logger = logging.getLogger(__name__)

LEFT_OUT: Final[Mapping[str, Mapping[str, Any]]] = {
    "nothing": {},
    "cognates": {"cognates": 0},
    "hard batches": {"hard": 0.0},
    "dropout": {"dropout": 0.0},
}
"""What a training leaves out, and the settings that do so."""

Lines = tuple[Sequence[str], Sequence[str]]


def run_embedding_ablation(
    corpus: Path,
    vocabulary: bytes,
    recipe: EmbeddingRecipe,
    tests: Mapping[str, Lines],
    start: StaticEmbedding | None = None,
) -> dict[str, dict[str, dict[str, float]]]:
    """Scores on `tests`, Japanese and English lines by name, of a training without each entry of `LEFT_OUT`.

    All go on from the vectors of `start`, if given.
    """
    data = encode_corpus(corpus, vocabulary, recipe)
    table = {}
    for name, settings in LEFT_OUT.items():
        lesser = dataclasses.replace(recipe, **settings)
        pairs = data if lesser.cognates else data.without_cognates(lesser.pieces)
        vectors, _ = fit(pairs, lesser, first_vectors(start, vocabulary, lesser) if start else None)
        model = StaticEmbedding.from_vectors(vectors, vocabulary, name)
        table[name] = {test: dataclasses.asdict(score_retrieval(model, *lines)) for test, lines in tests.items()}
        logger.info("without %s: %s", name, table[name])
    return table
