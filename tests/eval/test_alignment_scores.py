"""Alignments are scored as vecalign's score.py and SentAlign's evaluate.py score them."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.alignment import Alignment, Bead
from align.formats import write_alignment
from corpora.errors import InputError, ScoreError
from eval import AlignmentScores, score_alignment, score_alignment_files


def _beads(text: str) -> list[Bead]:
    """`0:0 1,2:1 :2` as beads."""
    sides = ((tuple(int(n) for n in side.split(",") if n) for side in bead.split(":")) for bead in text.split())
    return [Bead(source, target) for source, target in sides]


def _figures(scores: AlignmentScores) -> list[float]:
    return [
        round(figure, 6)
        for agreement in (scores.strict, scores.lax)
        for figure in (agreement.precision, agreement.recall, agreement.f1)
    ]


def test_by_hand() -> None:
    gold = _beads("0:0 1:1 2,3:2 4: :3 5:4")
    predicted = _beads("0:0 1:1 2:2 3: 4: :3 5:5 :4")
    scores = score_alignment([(gold, predicted)])
    # Right: 0:0, 1:1, 4:, :3 of eight predicted; of the four gold beads with both sides 0:0 and 1:1.
    assert (scores.strict.precision, scores.strict.recall) == (4 / 8, 2 / 4)
    # Lax adds 2:2 to both: it shares the pair (2, 2) with 2,3:2. Null beads share no pair with anything.
    assert (scores.lax.precision, scores.lax.recall) == (5 / 8, 3 / 4)
    assert scores.lax.f1 == pytest.approx(2 * 0.625 * 0.75 / 1.375)


@pytest.mark.parametrize(
    ("documents", "figures"),
    [
        # Computed with score.py of vecalign (github.com/thompsonb/vecalign, version 2.0.0).
        (
            [("0:0 1:1,2 2: 3,4:3 5:4 :5 6:6 7:7", "0:0 1:1 2:2 3,4:3 5:5 :4 6:6 7:7")],
            [0.5, 0.666667, 0.571429, 0.625, 0.833333, 0.714286],
        ),
        (
            [("0,1:0 2:1 3:2,3 4:4 5:5 6,7,8:6 :7 :8", "0:0 1,2,3:2 4: 5:1 6:3 7:4,5 8:6,7 :8")],
            [0.125, 0.0, 0.0, 0.5, 0.5, 0.5],
        ),
        (
            [
                ("0:2 1:0 2:1 3,4:3 :4 5:5", "0: 1:0 2:1 3:3 4:4 5:5 :2"),
                ("0:0 1: 2:1 3:2", "0:0 1:1 2: 3:2"),
            ],
            [0.454545, 0.625, 0.526316, 0.545455, 0.75, 0.631579],
        ),
        ([("0: :0", "0: :0")], [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        ([("0:0", "0: :0")], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        ([("0:0 0:0 1:1", "0:0 0:0 0:0 1:0")], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    ],
)
def test_golden(documents: list[tuple[str, str]], figures: list[float]) -> None:
    assert _figures(score_alignment((_beads(gold), _beads(predicted)) for gold, predicted in documents)) == figures


@pytest.mark.parametrize(
    ("documents", "figures"),
    [
        # Computed with evaluation/evaluate.py of SentAlign (github.com/steinst/SentAlign, commit b86f165).
        (
            [("0:0 1:1,2 2: 3,4:3 5:4 :5 6:6 7:7", "0:0 1:1 2:2 3,4:3 5:5 :4 6:6 7:7")],
            [0.571429, 0.666667, 0.615385, 0.714286, 0.714286, 0.714286],
        ),
        (
            [("0,1:0 2:1 3:2,3 4:4 5:5 6,7,8:6 :7 :8", "0:0 1,2,3:2 4: 5:1 6:3 7:4,5 8:6,7 :8")],
            [0.0, 0.0, 0.0, 0.5, 0.333333, 0.4],
        ),
        (
            [
                ("0:2 1:0 2:1 3,4:3 :4 5:5", "0: 1:0 2:1 3:3 4:4 5:5 :2"),
                ("0:0 1: 2:1 3:2", "0:0 1:1 2: 3:2"),
            ],
            [0.625, 0.625, 0.625, 0.75, 0.666667, 0.705882],
        ),
        ([("0:0 0:0 1:1", "0:0 0:0 0:0 1:0")], [0.25, 0.333333, 0.285714, 0.5, 0.5, 0.5]),
        ([("0: :0 1:1", "0:0 1:2")], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_golden_sentalign(documents: list[tuple[str, str]], figures: list[float]) -> None:
    pairs = [(_beads(gold), _beads(predicted)) for gold, predicted in documents]
    scores = score_alignment(pairs, scorer="sentalign")
    assert _figures(scores) == figures
    assert "evaluate.py" in scores.scorer
    assert not any(entry.type.startswith("0") or entry.type.endswith("0") for entry in scores.by_type)


def test_an_unknown_scorer_is_refused() -> None:
    with pytest.raises(ScoreError, match=r"no scorer 'bleu' \(name one of vecalign, sentalign\)"):
        score_alignment([([], [])], scorer="bleu")


def test_probabilities_are_judged_by_the_beads_that_carry_them() -> None:
    gold = _beads("0:0 1:1 2:2 3:")
    predicted = [Bead((0,), (0,), 0.9), Bead((1,), (2,), 0.4), Bead((2,), (1,)), Bead((3,), (), 0.8)]
    calibration = score_alignment([(gold, predicted)]).calibration
    assert calibration is not None
    assert (calibration.beads, calibration.right) == (2, 0.5)
    assert calibration.expected_error == pytest.approx((0.1 + 0.4) / 2)
    assert score_alignment([(gold, gold)]).calibration is None


_BEADS = st.lists(
    st.builds(
        Bead,
        st.lists(st.integers(0, 6), max_size=2, unique=True).map(tuple),
        st.lists(st.integers(0, 6), max_size=2, unique=True).map(tuple),
    ),
    max_size=8,
)


@given(_BEADS, _BEADS)
def test_lax_is_never_below_strict(gold: list[Bead], predicted: list[Bead]) -> None:
    scores = score_alignment([(gold, predicted)])
    assert scores.lax.precision >= scores.strict.precision
    assert scores.lax.recall >= scores.strict.recall


@given(_BEADS)
def test_gold_against_itself_is_perfect(gold: list[Bead]) -> None:
    scores = score_alignment([(gold, gold)])
    for agreement in (scores.strict, scores.lax, scores.null_sentences, scores.crossings):
        assert (agreement.predicted_right, agreement.gold_found) == (agreement.predicted, agreement.gold)
    assert scores.strict.recall == (1.0 if any(not bead.is_null for bead in gold) else 0.0)


def test_counts_are_pooled_over_documents() -> None:
    long, short = ("0:0 1:1 2:2 3:3", "0:0 1:1 2:2 3:3"), ("0:0", "0:1")
    scores = score_alignment((_beads(gold), _beads(predicted)) for gold, predicted in (long, short))
    assert (scores.strict.precision, scores.strict.recall, scores.documents) == (4 / 5, 4 / 5, 2)


def test_types_nulls_and_crossings() -> None:
    gold = _beads("0:1 1:2 2:0 3,4:3 5: :4")
    predicted = _beads("0:1 1:2 2:0 3:3 4: 5: :4")
    scores = score_alignment([(gold, predicted)])
    types = {entry.type: dataclasses.astuple(entry.agreement) for entry in scores.by_type}
    assert types == {"1-1": (3, 4, 3, 3), "2-1": (0, 0, 0, 1), "1-0": (1, 2, 1, 1), "0-1": (1, 1, 1, 1)}
    assert next(iter(types)) == "1-1"
    assert dataclasses.astuple(scores.null_sentences) == (2, 3, 2, 2)
    assert dataclasses.astuple(scores.crossings) == (1, 1, 1, 1)  # 2:0 stands off the chain 0:1, 1:2, 3,4:3
    in_order = score_alignment([(gold, _beads("0:1 1:2 2: :0 3,4:3 5: :4"))])
    assert dataclasses.astuple(in_order.crossings) == (0, 0, 0, 1)


def test_an_alignment_will_do_for_its_beads() -> None:
    beads = _beads("0:0 1:1")
    assert score_alignment([(Alignment(tuple(beads), 2, 2), beads)]).strict.f1 == 1.0


def test_folders_are_paired_by_stem(tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir()
    predicted.mkdir()
    for stem in ("fire-1", "fire-2"):
        (gold / f"{stem}.gold").write_text("[0]:[0]\n[1]:[1]\n")
        (gold / f"{stem}.ja").write_text("一。\n二。\n")
    (predicted / "fire-1.vecalign").write_text("[0]:[0]:0.9\n[1]:[1]:0.9\n")
    second = Alignment((Bead((0,), (1,), 0.7), Bead((1,), (0,), 0.7)), 2, 2)
    write_alignment(second, ["一。", "二。"], ["One.", "Two."], predicted / "fire-2.jsonl")
    write_alignment(second, ["一。", "二。"], ["One.", "Two."], predicted / "another.tsv")
    scores = score_alignment_files(gold, predicted)
    assert (scores.documents, scores.strict.precision, scores.strict.recall) == (2, 0.5, 0.5)
    (predicted / "fire-2.jsonl").unlink()
    with pytest.raises(ScoreError, match=r"no alignment for fire-2 \(1 of 2 gold files have none\)"):
        score_alignment_files(gold, predicted)


def test_single_files_and_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "one.gold"
    file.write_text("[0]:[0]\n")
    assert score_alignment_files(file, file).strict.f1 == 1.0
    with pytest.raises(ScoreError, match="a folder cannot be set against a file"):
        score_alignment_files(tmp_path, file)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no alignment files"):
        score_alignment_files(tmp_path, tmp_path / "empty")
    with pytest.raises(InputError, match="no such file"):
        score_alignment_files(file, tmp_path / "missing.gold")
    with pytest.raises(ScoreError, match="no documents to score"):
        score_alignment([])
