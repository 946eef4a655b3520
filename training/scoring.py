"""BLEU, chrF and speed of a translation model on test sets, and the curve of one against the other."""

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sacrebleu import BLEU, CHRF

from translate import Engine
from translate.ctranslate2_engine import CTranslate2Engine, DecodingSettings, card_name
from translate.loading import EMBEDDED_MODEL, load_engine

__all__ = ["engine_with", "score_speed", "score_translation"]

Pairs = tuple[Sequence[str], Sequence[str]]


def engine_with(model: Path, *, beam: int, length_penalty: float, repetition_penalty: float = 1.0) -> Engine:
    """The engine for a model folder; with a length penalty of 0, as the model ships."""
    if not length_penalty:
        return load_engine(None if model.resolve() == EMBEDDED_MODEL else str(model), beam=beam)
    settings = DecodingSettings(beam=beam, length_penalty=length_penalty, repetition_penalty=repetition_penalty)
    return CTranslate2Engine(model, name=card_name(model), settings=settings)


def score_translation(engine: Engine, japanese: Sequence[str], english: Sequence[str]) -> dict[str, float]:
    """Corpus BLEU and chrF2 against one reference, and sentences a second, loading left out."""
    engine.translate(japanese[:8])  # the first batches warm up threads and caches
    started = time.monotonic()
    hypotheses = [hypothesis.text for hypothesis in engine.translate(japanese)]
    seconds = time.monotonic() - started
    return {
        "BLEU": round(BLEU().corpus_score(hypotheses, [english]).score, 2),
        "chrF2": round(CHRF().corpus_score(hypotheses, [english]).score, 2),
        "sentences_per_second": round(len(japanese) / seconds, 1),
    }


def score_speed(
    models: Mapping[str, Path], beams: Iterable[int], sets: Mapping[str, Pairs], *, length_penalty: float
) -> list[dict[str, str | float]]:
    """For every model and beam: the mean BLEU over the sets, and sentences a second over all of them together."""
    points: list[dict[str, str | float]] = []
    for beam in beams:
        for name, folder in models.items():
            engine = engine_with(folder, beam=beam, length_penalty=length_penalty)
            scores = [score_translation(engine, *pairs) for pairs in sets.values()]
            sentences = sum(len(japanese) for japanese, _ in sets.values())
            pairs = zip(sets.values(), scores, strict=True)
            seconds = sum(len(japanese) / score["sentences_per_second"] for (japanese, _), score in pairs)
            bleu = sum(score["BLEU"] for score in scores) / len(scores)
            points.append({"model": name, "beam": beam, "BLEU": round(bleu, 2), "speed": round(sentences / seconds, 1)})
    return points
