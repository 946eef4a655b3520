"""Corpus scores are sacrebleu's; input that it takes without a word is refused or noted."""

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from align.alignment import Alignment, Bead
from corpora.errors import InputError, ScoreError
from eval import METRICS, read_segments, score_beads, score_corpus, score_segments, sentence_scores

HYPOTHESES = [
    "The ferry to the island was cancelled on Friday.",
    "Nobody of the passengers was hurt.",
    "The company says it will pay the tickets back.",
    "A second ship should arrive tomorrow morning.",
]
REFERENCE = [
    "Friday's ferry to the island was cancelled.",
    "None of the passengers was hurt.",
    "The company says that it will refund the tickets.",
    "A second vessel is due to arrive tomorrow morning.",
]
OTHER_REFERENCE = [
    "The island ferry did not run on Friday.",
    "No passengers were hurt.",
    "Tickets will be refunded, the company says.",
    "Another ship should arrive tomorrow morning.",
]
SOURCE = ["島行きの船は金曜に欠航した。", "乗客にけがはない。", "会社は払い戻すと言う。", "次の船は明朝着く見込み。"]


@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, OTHER_REFERENCE]])
def test_values_and_signatures_are_sacrebleus(references: list[list[str]]) -> None:
    scores = score_corpus(HYPOTHESES, references, metrics=METRICS)
    metrics = [BLEU(), CHRF(), CHRF(word_order=2), TER()]
    expected = [metric.corpus_score(HYPOTHESES, references).score for metric in metrics]
    assert [score.value for score in scores.scores] == expected
    assert [score.signature for score in scores.scores] == [str(metric.get_signature()) for metric in metrics]
    assert [score.metric for score in scores.scores] == ["BLEU", "chrF2", "chrF2++", "TER"]
    assert f"nrefs:{len(references)}|" in scores.scores[0].signature
    assert (scores.segments, scores.notes, scores.coverage) == (4, (), None)
    assert all(score.interval is None and score.mean is None for score in scores.scores)


@pytest.mark.parametrize("seed", [12345, 7])
def test_intervals_are_sacrebleus(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    scores = score_corpus(HYPOTHESES, [REFERENCE], metrics=["BLEU", "chrF2"], bootstrap=100, seed=seed).scores
    monkeypatch.setenv("SACREBLEU_SEED", str(seed))
    for score, metric in zip(scores, [BLEU(), CHRF()], strict=True):
        result = metric.corpus_score(HYPOTHESES, [REFERENCE], n_bootstrap=100)
        printed = json.loads(result.format(is_json=True, width=10, signature=str(metric.get_signature())))
        assert score.mean == pytest.approx(printed["confidence_mean"])
        assert score.interval == pytest.approx(printed["confidence_var"])
        assert score.signature == str(metric.get_signature())
        assert f"|bs:100|seed:{seed}|" in score.signature


@pytest.mark.parametrize("metric", METRICS)
def test_samples_without_a_word_to_count_have_their_interval(metric: str) -> None:
    """sacrebleu's own average fails on them: some of its figures are float32, those of such samples are not."""
    hypotheses, reference = ["It rains.", "。", "The road is closed."], ["", "Nobody came.", "The road is shut."]
    (score,) = score_corpus(hypotheses, [reference], metrics=[metric], bootstrap=50).scores
    assert score.interval
    assert score.interval > 0


def test_the_seed_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    score_corpus(HYPOTHESES, [REFERENCE], metrics=["chrF2"], bootstrap=2, seed=3)
    assert "SACREBLEU_SEED" not in os.environ
    monkeypatch.setenv("SACREBLEU_SEED", "99")
    with pytest.raises(ScoreError):
        score_corpus(HYPOTHESES, [REFERENCE], metrics=["BLEU"], tokenizer="none-such", seed=3)
    assert os.environ["SACREBLEU_SEED"] == "99"


def test_metrics_and_tokenizers_by_name() -> None:
    scores = score_corpus(HYPOTHESES, [REFERENCE], metrics=["bleu", "chrf++", "BLEU"], tokenizer="intl").scores
    assert [score.metric for score in scores] == ["BLEU", "chrF2++"]
    assert "|tok:intl|" in scores[0].signature
    with pytest.raises(ScoreError, match=r"no metric 'COMET' \(choose from BLEU"):
        score_corpus(HYPOTHESES, [REFERENCE], metrics=["COMET"])
    with pytest.raises(ScoreError, match="no metric named"):
        score_corpus(HYPOTHESES, [REFERENCE], metrics=[])
    with pytest.raises(ScoreError, match=r"no tokenizer '14a' \(choose from 13a"):
        score_corpus(HYPOTHESES, [REFERENCE], tokenizer="14a")


@pytest.mark.parametrize("bootstrap", [1, -5])
def test_too_few_resamples(bootstrap: int) -> None:
    with pytest.raises(ScoreError, match="make no interval"):
        score_corpus(HYPOTHESES, [REFERENCE], bootstrap=bootstrap)


@pytest.mark.parametrize(
    ("hypotheses", "references", "message"),
    [
        (HYPOTHESES, [REFERENCE[:3]], "reference 1: 3 lines, but hypotheses: 4; line 4 is the first missing"),
        (HYPOTHESES[:1], [REFERENCE], "hypotheses: 1 line, but reference 1: 4; line 2 is the first missing"),
        (HYPOTHESES, [REFERENCE, OTHER_REFERENCE[:2]], "reference 2: 2 lines"),
        (HYPOTHESES, REFERENCE, "flat list"),
        (HYPOTHESES, "One reference.", "no references"),
        (HYPOTHESES, [], "no references"),
        (HYPOTHESES, [REFERENCE, "a bare string"], "reference 2: a bare string"),
        ("A bare hypothesis.", [REFERENCE], "hypotheses: a bare string"),
        ([], [[]], "hypotheses: no segments"),
        ([None], [["x"]], "segment 1 is no string but None"),
        (["", " "], [["x", "y"]], "hypotheses: only empty lines"),
        (["x", "y"], [["", "\t"]], "reference 1: only empty lines"),
    ],
)
def test_what_sacrebleu_would_score_wrongly(
    hypotheses: Sequence[str], references: Sequence[Sequence[str]], message: str
) -> None:
    for score in (score_corpus, sentence_scores):
        with pytest.raises(ScoreError, match=message) as caught:
            score(hypotheses, references)
        assert caught.value.remedy


def test_a_source_of_another_length() -> None:
    with pytest.raises(ScoreError, match="source: 3 lines"):
        score_corpus(HYPOTHESES, [REFERENCE], source=SOURCE[:3])


def test_suspicious_input_is_scored_and_noted() -> None:
    def notes(hypotheses: list[str], references: list[list[str]], source: list[str] | None = None) -> tuple[str, ...]:
        return score_corpus(hypotheses, references, source=source, metrics=["chrF2"]).notes

    assert notes(REFERENCE, [OTHER_REFERENCE, REFERENCE]) == (
        "hypotheses are identical to reference 2: was the same text given twice?",
    )
    assert notes(SOURCE, [REFERENCE], SOURCE) == ("hypotheses are identical to source: nothing was translated",)
    assert notes(HYPOTHESES, [SOURCE], SOURCE) == ("reference 1 is identical to source: is it in the right language?",)
    assert notes([*HYPOTHESES[:3], " "], [["", *REFERENCE[1:]]]) == (
        "1 of 4 lines of hypotheses are empty",
        "1 of 4 lines of reference 1 are empty",
    )
    half = REFERENCE * 2 + HYPOTHESES
    assert notes(half, [REFERENCE * 3]) == ("8 of 12 hypotheses equal reference 1 word for word",)
    tokenised = ["This line was tokenised ."] * 100
    assert notes(tokenised, [REFERENCE * 25]) == (
        "100 lines of hypotheses end in ' .': they look tokenised, sacrebleu wants plain text",
    )
    assert notes(HYPOTHESES, [REFERENCE, OTHER_REFERENCE], SOURCE) == ()


def test_files_are_named_in_messages(tmp_path: Path) -> None:
    hypothesis, reference = tmp_path / "system.en", tmp_path / "ref.en"
    hypothesis.write_text("\n".join(HYPOTHESES) + "\n")
    # A form feed or U+2028 ends no line: Python's splitlines would see six lines here.
    reference.write_text("\n".join([REFERENCE[0] + "\u2028\x0c", *REFERENCE[1:]]))
    scores = score_segments(read_segments(hypothesis, [reference]), metrics=["chrF2"])
    assert scores.segments == 4
    reference.write_text("\n".join(REFERENCE[:2]))
    with pytest.raises(ScoreError, match=r"ref\.en: 2 lines, but .*system\.en: 4; line 3 is the first missing"):
        read_segments(hypothesis, [reference])
    reference.write_text("")
    with pytest.raises(InputError, match=r"ref\.en: is empty"):
        read_segments(hypothesis, [reference])


def test_sentence_bleu_uses_effective_order() -> None:
    scores = sentence_scores(HYPOTHESES, [REFERENCE, OTHER_REFERENCE], metrics=["BLEU", "chrF2"])
    assert len(scores) == 4
    for place, (bleu, chrf) in enumerate(scores):
        references = [REFERENCE[place], OTHER_REFERENCE[place]]
        assert bleu.value == BLEU(effective_order=True).sentence_score(HYPOTHESES[place], references).score
        assert chrf.value == CHRF().sentence_score(HYPOTHESES[place], references).score
        assert "eff:yes" in bleu.signature
    assert "eff:no" in score_corpus(HYPOTHESES, [REFERENCE]).scores[0].signature


def test_beads_are_the_segments() -> None:
    target = ["Sailings stopped.", REFERENCE[1], REFERENCE[0], "The sea was rough.", REFERENCE[3]]
    alignment = Alignment((Bead((0,), (2,)), Bead((1,), (1,)), Bead((2, 3), (3, 4)), Bead((), (0,))), 4, 5)
    scores = score_beads(HYPOTHESES, alignment, SOURCE, target, metrics=["BLEU", "TER"])
    assert scores is not None
    hypotheses = [HYPOTHESES[0], HYPOTHESES[1], f"{HYPOTHESES[2]} {HYPOTHESES[3]}"]
    references = [[target[2], target[1], f"{target[3]} {target[4]}"]]
    assert scores.scores == score_corpus(hypotheses, references, metrics=["BLEU", "TER"]).scores
    assert scores.segments == 3
    assert scores.coverage is not None
    assert (scores.coverage.source_share, scores.coverage.target_share) == (1.0, 0.8)


def test_empty_translations_leave_no_double_spaces() -> None:
    alignment = Alignment((Bead((0, 1, 2), (0,)),), 3, 1)
    scores = score_beads([" One. ", "", "Two."], alignment, ["一", "、", "二"], ["One. Two."], metrics=["TER"])
    assert scores is not None
    assert scores.notes == ("translations are identical to the aligned text: was the same text given twice?",)


def test_nothing_aligned_gives_no_scores() -> None:
    alignment = Alignment((Bead((0,), ()), Bead((), (0,))), 1, 1)
    assert score_beads(["One."], alignment, ["一。"], ["Other."]) is None


def test_beads_without_any_translation_have_no_scores() -> None:
    alignment = Alignment((Bead((0,), (0,)),), 1, 1)
    assert score_beads([" "], alignment, ["一。"], ["One."]) is None


def test_beads_and_sentences_must_fit() -> None:
    alignment = Alignment((Bead((0,), (0,)),), 1, 1)
    with pytest.raises(ScoreError, match="2 translations of 1 source sentences"):
        score_beads(["One.", "Two."], alignment, ["一。"], ["One."])
    with pytest.raises(ScoreError, match="numbers 1 target sentences, but there are 2"):
        score_beads(["One."], alignment, ["一。"], ["One.", "Two."])


@pytest.mark.parametrize("system", ["NiuTrans", "movelikeajaguar", "Online-Y"])
def test_published_scores_of_wmt21(system: str) -> None:
    """The organisers' automatic scores, to every printed digit."""
    bench = os.environ.get("TAIYAKU_BENCH")
    if not bench:
        pytest.skip("TAIYAKU_BENCH does not name the folder of the benchmarks")
    folder = Path(bench) / "wmt21-ja-en"
    with (folder / "published-automatic-scores.tsv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["system"] == system]
    published = {row["metric"]: float(row["score"]) for row in rows}
    segments = read_segments(folder / "systems" / f"{system}.en", [folder / "refA.en"], folder / "src.ja")
    bleu, chrf = score_segments(segments, metrics=["BLEU", "chrF2"]).scores
    assert bleu.value == pytest.approx(published["bleu-A"], abs=1e-9)
    assert chrf.value == pytest.approx(published["chrf-A"], abs=1e-9)
