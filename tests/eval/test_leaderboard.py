"""Rankings are sacrebleu's paired bootstrap, parts are sacrebleu's corpus scores, differences lose no word."""

import csv
import os
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import ScoreError
from eval import compare_systems, score_corpus, sentence_scores
from eval.leaderboard import Contestant, Leaderboard, Run, contrast, rank_systems, word_differences
from eval.leaderboard.groups import length_label
from eval.suites import HumanScores, Suite, load_suite

_WORDS = ["river", "bank", "flood", "mayor", "bridge", "night", "rain", "water", "crew", "house", "road", "doctor"]
_RNG = random.Random(4)
REFERENCE = [" ".join(_RNG.choices(_WORDS, k=_RNG.randint(5, 12))) for _ in range(60)]
SOURCE = tuple("字" * _RNG.randint(5, 140) for _ in REFERENCE)


def damaged(share: float, seed: int) -> list[str]:
    """The reference with this share of its words replaced."""
    rng = random.Random(seed)
    return [
        " ".join(rng.choice(_WORDS) if rng.random() < share else word for word in line.split()) for line in REFERENCE
    ]


OUTPUTS = {"middling": damaged(0.35, 1), "worst": damaged(0.8, 2), "best": damaged(0.1, 3), "alike": damaged(0.35, 4)}
SUITE = Suite(
    "harbour",
    SOURCE,
    (tuple(REFERENCE),),
    documents=tuple(f"d{index // 6}" for index in range(60)),
    domains=tuple("news" if index < 25 else "talk" for index in range(60)),
)
CONTESTANTS = [Contestant(name, lines) for name, lines in OUTPUTS.items()]


@pytest.fixture(scope="module")
def board() -> Leaderboard:
    return rank_systems(SUITE, CONTESTANTS, metrics=["BLEU", "chrF2", "TER"], samples=120)


def test_best_first_by_the_first_metric(board: Leaderboard) -> None:
    values = [placing.scores[0].score.value for placing in board.placings]
    assert values == sorted(values, reverse=True)
    assert [board.placings[0].name, board.placings[-1].name] == ["best", "worst"]
    assert board.metrics == ("BLEU", "chrF2", "TER")
    by_ter = rank_systems(SUITE, CONTESTANTS, metrics=["TER"], samples=40)
    assert [by_ter.placings[0].name, by_ter.placings[-1].name] == ["best", "worst"]


def test_scores_intervals_and_p_values_are_those_of_the_paired_test(board: Leaderboard) -> None:
    """`compare_systems` is sacrebleu's own PairedTest; here the counts of a system are extracted once for all pairs."""
    for above, below in pairwise(board.placings):
        pair = [(name, OUTPUTS[name]) for name in (above.name, below.name)]
        comparison = compare_systems(pair, [REFERENCE], metrics=board.metrics, samples=120)
        assert below.scores == comparison.systems[1].scores
        assert [paired.score for paired in above.scores] == [paired.score for paired in comparison.systems[0].scores]
    assert all(paired.p_value is None for paired in board.placings[0].scores)


def test_clusters_begin_where_chance_ends(board: Leaderboard) -> None:
    clusters = {placing.name: placing.cluster for placing in board.placings}
    assert clusters["best"] == 1
    assert clusters["middling"] == clusters["alike"] == 2
    assert clusters["worst"] == 3


def test_the_same_output_twice_is_one_cluster_and_a_note() -> None:
    board = rank_systems(SUITE, [CONTESTANTS[0], Contestant("copy", OUTPUTS["middling"])], metrics=["BLEU"], samples=40)
    assert [(placing.name, placing.cluster) for placing in board.placings] == [("copy", 1), ("middling", 1)]
    assert board.placings[1].scores[0].p_value == 1.0
    assert board.notes == ("copy and middling are the same output",)


def test_every_part_has_its_corpus_score(board: Leaderboard) -> None:
    assert [breakdown.by for breakdown in board.breakdowns] == ["domain", "length", "document"]
    for breakdown in board.breakdowns:
        assert sum(group.segments for group in breakdown.groups) == board.segments
    talk = board.breakdowns[0].groups[1]
    assert (talk.label, talk.segments) == ("talk", 35)
    for placing, values in zip(board.placings, talk.scores, strict=True):
        scores = score_corpus(OUTPUTS[placing.name][25:], [REFERENCE[25:]], metrics=board.metrics).scores
        assert values == tuple(score.value for score in scores)


def test_one_domain_is_no_breakdown() -> None:
    suite = replace(SUITE, domains=("news",) * 60, documents=None)
    board = rank_systems(suite, CONTESTANTS[:1], metrics=["BLEU"], samples=40)
    assert [breakdown.by for breakdown in board.breakdowns] == ["length"]


@given(st.text())
def test_every_length_has_its_range(text: str) -> None:
    low, _, high = length_label(text).partition("–")
    length = len("".join(text.split()))
    assert int(low.rstrip("+")) <= length
    assert not high or length <= int(high)


def test_agreement_with_people() -> None:
    human = HumanScores({"best": 0.3, "middling": 0.1, "alike": 0.2, "worst": -0.4, "absent": 9.0}, "invented")
    model = Contestant("ours", damaged(0.5, 9), engine_line="ours | 1", run=Run(2.0, 60, 480, None, 2))
    suite = replace(SUITE, human=human)
    board = rank_systems(suite, [*CONTESTANTS, model], metrics=["BLEU", "TER"], samples=40)
    assert board.human is not None
    assert {name for name, _, _ in board.human.systems} == set(OUTPUTS)
    pairs = [
        (scores[0] - others[0]) * (human.by_system[name] - human.by_system[other])
        for name, _, scores in board.human.systems
        for other, _, others in board.human.systems
        if name < other
    ]
    tau = (sum(pair > 0 for pair in pairs) - sum(pair < 0 for pair in pairs)) / len(pairs)
    assert board.human.metrics[0].kendall == pytest.approx(tau)
    assert all(agreement.pearson > 0.9 for agreement in board.human.metrics)  # TER is turned round
    assert rank_systems(suite, CONTESTANTS[:2], metrics=["BLEU"], samples=40).human is None


def test_wins_and_losses() -> None:
    first, second = CONTESTANTS[0], CONTESTANTS[3]
    found = contrast(SUITE, first, second, most=5)
    scores = {
        name: [score.value for (score,) in sentence_scores(OUTPUTS[name], [REFERENCE], metrics=["chrF2"])]
        for name in (first.name, second.name)
    }
    gains = [a - b for a, b in zip(scores[first.name], scores[second.name], strict=True)]
    assert (found.better, found.worse) == (sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains))
    assert [segment.gain for segment in found.wins] == sorted(gains, reverse=True)[:5]
    assert [segment.gain for segment in found.losses] == sorted(gains)[:5]
    for segment in (*found.wins, *found.losses):
        place = segment.number - 1
        assert segment.outputs == (OUTPUTS[first.name][place], OUTPUTS[second.name][place])
        assert segment.references == (REFERENCE[place],)
    assert contrast(SUITE, first, first).wins == ()


def test_differing_words() -> None:
    runs = list(word_differences("The old mill burned down .", "The old bridge burned"))
    assert runs == [("The old ", False), ("mill ", True), ("burned ", False), ("down .", True)]
    assert list(word_differences("the the", "the")) == [("the ", False), ("the", True)]


@given(st.text("ab \n\u3000字"), st.text("ab \n\u3000字"))
def test_no_word_is_lost(text: str, other: str) -> None:
    runs = list(word_differences(text, other))
    assert "".join(run for run, _ in runs) == text
    if text == other:
        assert not any(differs for _, differs in runs)


@pytest.mark.parametrize(
    ("contestants", "samples", "message"),
    [
        ([], 40, "no system to rank"),
        ([CONTESTANTS[0], CONTESTANTS[0]], 40, "two systems are called 'middling'"),
        ([Contestant("short", REFERENCE[:7])], 40, "short: 7 lines, but reference 1: 60; line 8"),
        (CONTESTANTS[:1], 39, "39 samples are too few"),
    ],
)
def test_what_cannot_be_ranked(contestants: list[Contestant], samples: int, message: str) -> None:
    with pytest.raises(ScoreError, match=message):
        rank_systems(SUITE, contestants, samples=samples)


def test_speed_of_a_run() -> None:
    run = Run(seconds=4.0, segments=60, words=500, peak_bytes=None, cores=2)
    assert (run.segments_per_second, run.words_per_second) == (15.0, 125.0)
    assert Run(0.0, 0, 0, None, 1).words_per_second == 0.0


def test_wmt21_as_published() -> None:
    """All 16 systems to every printed digit."""
    bench = os.environ.get("TAIYAKU_BENCH")
    if not bench:
        pytest.skip("TAIYAKU_BENCH does not name the folder of the benchmarks")
    suite = load_suite(Path(bench) / "wmt21-ja-en")
    board = rank_systems(suite, [Contestant(name, lines) for name, lines in suite.systems], samples=40)
    with (Path(bench) / "wmt21-ja-en" / "published-automatic-scores.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    published = {(row["system"], row["metric"]): float(row["score"]) for row in rows}
    for placing in board.placings:
        bleu, chrf = (paired.score.value for paired in placing.scores)
        assert bleu == pytest.approx(published[placing.name, "bleu-A"], abs=1e-9)
        assert chrf == pytest.approx(published[placing.name, "chrf-A"], abs=1e-9)
    assert len(board.placings) == 16
