"""Paired tests are sacrebleu's, in numbers that JSON takes."""

import dataclasses
import json
import random
from collections.abc import Sequence
from typing import Literal

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.significance import PairedTest

from corpora.errors import ScoreError
from eval import compare_systems, score_corpus

_WORDS = ["river", "bank", "flood", "mayor", "bridge", "night", "rain", "water", "crew", "house", "road", "doctor"]


def _system(reference: list[str], share: float, seed: int) -> list[str]:
    """The reference with this share of its words replaced."""
    rng = random.Random(seed)
    lines = ([rng.choice(_WORDS) if rng.random() < share else word for word in line.split()] for line in reference)
    return [" ".join(line) for line in lines]


_RNG = random.Random(4)
REFERENCE = [" ".join(_RNG.choices(_WORDS, k=9)) for _ in range(40)]
SYSTEMS: list[tuple[str, Sequence[str]]] = [
    ("baseline", _system(REFERENCE, 0.3, 1)),
    ("worse", _system(REFERENCE, 0.6, 2)),
    ("similar", _system(REFERENCE, 0.3, 3)),
]


@pytest.mark.parametrize("test", ["bs", "ar"])
def test_as_sacrebleu_computes_it(test: Literal["bs", "ar"]) -> None:
    comparison = compare_systems(SYSTEMS, [REFERENCE], test=test, samples=200, metrics=["BLEU", "chrF2"])
    metrics = {"BLEU": BLEU(references=[REFERENCE]), "chrF2": CHRF(references=[REFERENCE])}
    signatures, results = PairedTest(SYSTEMS, metrics, references=None, test_type=test, n_samples=200)()
    assert [system.name for system in comparison.systems] == results["System"]
    for place, system in enumerate(comparison.systems):
        for metric, paired in zip(("BLEU", "chrF2"), system.scores, strict=True):
            expected = results[metric][place]
            assert not isinstance(expected, str)
            assert paired.score.metric == metric
            assert paired.score.value == expected.score
            assert paired.p_value == expected.p_value
            assert (paired.score.mean, paired.score.interval) == (expected.mean, expected.ci)
            assert paired.score.signature == str(signatures[metric])
            assert f"|{test}:200|seed:12345|" in paired.score.signature


def test_the_difference_is_told_from_chance() -> None:
    comparison = compare_systems(SYSTEMS, [REFERENCE], metrics=["BLEU"], samples=300)
    baseline, worse, similar = (system.scores[0] for system in comparison.systems)
    assert baseline.p_value is None
    assert worse.p_value is not None
    assert worse.p_value < 0.01
    assert similar.p_value is not None
    assert similar.p_value > 0.05
    assert worse.score.value == score_corpus(SYSTEMS[1][1], [REFERENCE], metrics=["BLEU"]).scores[0].value
    assert (comparison.test, comparison.samples, comparison.segments, comparison.notes) == ("bs", 300, 40, ())


def test_results_go_into_json() -> None:
    comparison = compare_systems(SYSTEMS, [REFERENCE], metrics=["TER"], samples=10)
    assert json.loads(json.dumps(dataclasses.asdict(comparison)))["systems"][1]["name"] == "worse"


def test_the_seed_counts() -> None:
    first, again, other = (
        compare_systems(SYSTEMS, [REFERENCE], metrics=["chrF2"], samples=50, seed=seed) for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_the_same_output_under_two_names_is_noted() -> None:
    comparison = compare_systems([SYSTEMS[0], ("copy", SYSTEMS[0][1])], [REFERENCE], metrics=["BLEU"], samples=10)
    assert comparison.notes == ("copy and baseline are the same output",)


def test_the_same_output_differs_by_chance_alone() -> None:
    """sacrebleu gives twins its smallest p-value, which reads as a significant difference."""
    comparison = compare_systems(
        [("a", REFERENCE[1:] + REFERENCE[:1]), ("b", REFERENCE[1:] + REFERENCE[:1])], [REFERENCE]
    )
    assert [paired.p_value for paired in comparison.systems[1].scores] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("systems", "message"),
    [
        (SYSTEMS[:1], "needs two systems"),
        ([SYSTEMS[0], SYSTEMS[0]], "two systems are called 'baseline'"),
        ([SYSTEMS[0], ("short", SYSTEMS[1][1][:7])], "short: 7 lines, but reference 1: 40; line 8"),
    ],
)
def test_what_cannot_be_compared(systems: Sequence[tuple[str, Sequence[str]]], message: str) -> None:
    with pytest.raises(ScoreError, match=message):
        compare_systems(systems, [REFERENCE])


def test_a_seed_of_zero_would_be_no_seed() -> None:
    with pytest.raises(ScoreError, match="give a seed of 1 or more"):
        compare_systems(SYSTEMS, [REFERENCE], seed=0)


def test_several_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = compare_systems(SYSTEMS, [REFERENCE], samples=50, metrics=["BLEU", "TER"])
    monkeypatch.setattr("eval.significance.PARALLEL_FROM", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert compare_systems(SYSTEMS, [REFERENCE], samples=50, metrics=["BLEU", "TER"]) == alone
