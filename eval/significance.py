"""Several systems on the same segments: is a difference more than chance? sacrebleu's paired tests.

The paired bootstrap (Koehn 2004) and approximate randomisation (Riezler and Maxwell 2005), each system against the
first one.
"""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

from corpora.errors import ScoreError
from eval.metrics import DEFAULT_METRICS, load_metric, metric_names, seeded
from eval.result import PairedScore, Score, SystemComparison, SystemScores
from eval.scores import DEFAULT_SEED
from eval.segments import Segments

if TYPE_CHECKING:
    from sacrebleu.significance import Result

__all__ = ["compare_systems"]

PARALLEL_FROM = 8_000
"""From so many outputs on (systems times segments), TER's test runs in several processes, with the same figures.

Without TER, whose edits take nearly all the time, one process is faster: 8.2 against 10.1 seconds for the 16 systems of
WMT21 in BLEU and chrF2 (`benchmarks/score_speed.py`)."""

_USUAL_SAMPLES = {"bs": 1_000, "ar": 10_000}
"""sacrebleu's own."""


def compare_systems(
    systems: Sequence[tuple[str, Sequence[str]]],
    references: Sequence[Sequence[str]],
    *,
    test: Literal["bs", "ar"] = "bs",
    samples: int = 0,
    metrics: Sequence[str] = DEFAULT_METRICS,
    seed: int = DEFAULT_SEED,
    tokenizer: str = "13a",
) -> SystemComparison:
    """Score several systems and test each against the first.

    A system whose output is the baseline's, word for word, has a p-value of 1; sacrebleu gives such twins its smallest.

    Args:
        systems: Names and hypotheses, the baseline first.
        references: One list for each reference translation, as long as every system's hypotheses.
        test: `bs` for the paired bootstrap, `ar` for approximate randomisation.
        samples: Number of resamples or trials; 0 for sacrebleu's usual 1,000 or 10,000.
        metrics: Names from `eval.METRICS`.
        seed: Seed of the resampling, at least 1: sacrebleu takes 0 for none.
        tokenizer: BLEU's tokenizer.

    Raises:
        ScoreError: There are fewer than two systems, two have one name, or their segments do not fit the references.
    """
    from sacrebleu.significance import PairedTest

    if test not in _USUAL_SAMPLES:
        raise ScoreError(f"no paired test {test!r}", remedy="choose bs or ar")
    if seed < 1 or samples < 0:
        raise ScoreError("the seed and the number of samples cannot be so small", remedy="give a seed of 1 or more")
    notes = _check_systems(systems, references)
    names = metric_names(metrics)
    with seeded(seed):
        loaded = {name: load_metric(name, tokenizer=tokenizer, references=references) for name in names}
        signatures, results = PairedTest(
            [(name, list(hypotheses)) for name, hypotheses in systems],
            loaded,
            references=None,
            test_type=test,
            n_samples=samples,
            n_jobs=_jobs(len(systems) * len(references[0])) if "TER" in names else 1,
        )()
    compared = []
    for place, (name, hypotheses) in enumerate(systems):
        is_twin = place > 0 and list(hypotheses) == list(systems[0][1])
        scores = [
            _paired_score(metric, cast("Result", results[metric][place]), str(signatures[metric]), is_twin=is_twin)
            for metric in names
        ]
        compared.append(SystemScores(name, tuple(scores)))
    return SystemComparison(test, samples or _USUAL_SAMPLES[test], tuple(compared), len(references[0]), notes)


def _jobs(outputs: int) -> int:
    """How many processes share the systems: as many as there are cores, where starting them pays."""
    return max(os.cpu_count() or 1, 1) if outputs >= PARALLEL_FROM and sys.platform != "win32" else 1


def _check_systems(
    systems: Sequence[tuple[str, Sequence[str]]], references: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    if len(systems) < 2:
        raise ScoreError("a comparison needs two systems", remedy="name another, or score the one by itself")
    names = [name for name, _ in systems]
    for name in names:
        if names.count(name) > 1:
            raise ScoreError(f"two systems are called {name!r}", remedy="give each a name of its own")
    notes: list[str] = []
    for name, hypotheses in systems:
        segments = Segments(hypotheses, references, hypothesis_name=name)
        segments.check()
        notes.extend(note for note in segments.notes() if note not in notes)
    for place, (name, hypotheses) in enumerate(systems):
        twins = [other for other, others in systems[:place] if list(others) == list(hypotheses)]
        notes.extend(f"{name} and {twin} are the same output" for twin in twins[:1])
    return tuple(notes)


def _paired_score(metric: str, result: "Result", signature: str, *, is_twin: bool) -> PairedScore:
    """What sacrebleu found, as ours; its numbers are NumPy's, which JSON refuses."""
    score = Score(metric, float(result.score), signature, _number(result.ci), _number(result.mean))
    return PairedScore(score, 1.0 if is_twin else _number(result.p_value))


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
