"""The metrics by name, all of them sacrebleu's own.

The one place that knows how sacrebleu is called and seeded, so that no score here can differ from sacrebleu's.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from corpora.errors import ScoreError

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

__all__ = ["DEFAULT_METRICS", "METRICS", "load_metric", "metric_names", "seeded"]

METRICS = ("BLEU", "chrF2", "chrF2++", "TER")
"""Every metric, under the name that sacrebleu prints."""

DEFAULT_METRICS = ("BLEU", "chrF2", "TER")

_ALIASES = {"chrf": "chrF2", "chrf++": "chrF2++"} | {name.lower(): name for name in METRICS}
_SEED_VARIABLE = "SACREBLEU_SEED"
_SEED_LOCK = RLock()


def metric_names(names: Sequence[str]) -> tuple[str, ...]:
    """The metrics as sacrebleu names them; `bleu`, `chrf` and `chrf++` are understood too.

    Raises:
        ScoreError: None is named, or one that does not exist.
    """
    unknown = [name for name in names if name.lower() not in _ALIASES]
    if unknown or not names:
        what = f"no metric {unknown[0]!r}" if unknown else "no metric named"
        raise ScoreError(what, remedy=f"choose from {', '.join(METRICS)}")
    return tuple(dict.fromkeys(_ALIASES[name.lower()] for name in names))


def load_metric(
    name: str,
    *,
    tokenizer: str = "13a",
    by_sentence: bool = False,
    references: Sequence[Sequence[str]] | None = None,
) -> "Metric":
    """A metric of sacrebleu with its usual settings.

    Args:
        name: One of `METRICS`.
        tokenizer: BLEU's tokenizer: `13a` for English, `ja-mecab` for Japanese; the other metrics have their own.
        by_sentence: Whether BLEU is to score single sentences (effective order; else most would be 0).
        references: References to prepare once, for scoring several systems.

    Raises:
        ScoreError: There is no such tokenizer, or it is not installed.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if name == "TER":
        return TER(references=references)
    if name.startswith("chrF2"):
        return CHRF(word_order=2 if name == "chrF2++" else 0, references=references)
    if tokenizer not in BLEU.TOKENIZERS:
        raise ScoreError(f"no tokenizer {tokenizer!r}", remedy=f"choose from {', '.join(sorted(BLEU.TOKENIZERS))}")
    try:
        # `force` only silences sacrebleu's own warning about tokenised text, which is among our notes.
        return BLEU(tokenize=tokenizer, effective_order=by_sentence, force=True, references=references)
    except (ImportError, RuntimeError) as error:
        raise ScoreError(
            f"the tokenizer {tokenizer!r} is not installed", remedy="install sacrebleu with its extra, sacrebleu[ja]"
        ) from error


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let sacrebleu draw its samples with this seed, which it takes from the environment only."""
    with _SEED_LOCK:
        before = os.environ.get(_SEED_VARIABLE)
        os.environ[_SEED_VARIABLE] = str(seed)
        try:
            yield
        finally:
            if before is None:
                del os.environ[_SEED_VARIABLE]
            else:
                os.environ[_SEED_VARIABLE] = before
