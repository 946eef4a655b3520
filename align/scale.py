"""The cosines of any encoder on the scale of the embedded embedding, for which the weights were learned.

Encoders differ in how close they put strangers: at 0 for some, at .8 for others. The bundled sample articles, of which
nearly every sentence has a translation, say where an encoder puts strangers and where translations.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from align.embedding import StaticEmbedding, embedded_embedding
from align.encoder import Encoder
from corpora.lines import read_lines
from corpora.samples import SAMPLES

__all__ = ["Scale", "scale_of"]

LEAST_SPREAD: Final = 1e-3
_KNOWN: Final[dict[str, tuple[float, float]]] = {}


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an encoder puts things: `strangers` and `translations` are mean cosines."""

    strangers: float
    translations: float

    def factor(self, other: "Scale") -> float:
        """What cosines of this scale are to be multiplied with to spread as those of the other."""
        return (other.translations - other.strangers) / max(self.translations - self.strangers, LEAST_SPREAD)


def scale_of(encoder: Encoder) -> tuple[float, float]:
    """Factor and offset that put an encoder's cosines on the scale of the embedded embedding."""
    if isinstance(encoder, StaticEmbedding):
        return 1.0, 0.0
    if encoder.name not in _KNOWN:
        known, own = _measured(embedded_embedding()), _measured(encoder)
        factor = own.factor(known)
        _KNOWN[encoder.name] = (factor, known.strangers - factor * own.strangers)
    return _KNOWN[encoder.name]


def _measured(encoder: Encoder) -> Scale:
    strangers, translations = [], []
    for sample in SAMPLES:
        source, target = read_lines(sample.japanese_sentences), read_lines(sample.english_sentences)
        cosines = encoder.encode(source) @ encoder.encode(target).T
        strangers.append(float(np.median(cosines)))
        translations.append(float(np.median(cosines.max(axis=1))))  # the nearest is nearly always the translation
    return Scale(float(np.mean(strangers)), float(np.mean(translations)))
