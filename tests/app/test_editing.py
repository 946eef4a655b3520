"""Editing by hand: nothing is lost, whatever is done, and everything can be undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from app.editing import Edit, History, Merge, Move, Place, Reword, Split, Unlink, apply_edit, bead_of
from app.kept_edits import open_history
from app.storage import save_comparison
from corpora.document import BlockKind
from corpora.errors import InputError, OutputError
from eval import scores
from eval.faithfulness import Discrepancy, checking
from eval.faithfulness.bead_text import BeadText
from eval.faithfulness.checking import Article, check_bead
from tests.app.invented import compared, document, piece, translated, translated_only
from translate.translation import Flag, Hypothesis

JAPANESE = ["港に船が着いた。", "船は古い。", "船長は若い。", "夜になった。", "灯台が光る。"]
ENGLISH = ["A ship came into the harbour.", "It is old, and its captain young.", "Night fell.", "Gulls slept."]


def small(*beads: Bead) -> Comparison:
    """Five Japanese and four English sentences in these beads."""
    japanese = document("a.txt", "ja", [piece(BlockKind.PARAGRAPH, *JAPANESE)])
    english = document("b.txt", "en", [piece(BlockKind.PARAGRAPH, *ENGLISH)])
    translation = translated(japanese, {text: Hypothesis(f"sentence {n}", -0.5) for n, text in enumerate(JAPANESE)})
    return Comparison(translation, english, Alignment(beads, len(JAPANESE), len(ENGLISH), "by the test"))


USUAL = small(
    Bead((0,), (0,), 0.9), Bead((1, 2), (1,), 0.8), Bead((3,), (2,), 0.7), Bead((), (3,), 0.6), Bead((4,), (), 0.5)
)


def beads(comparison: Comparison) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    assert comparison.alignment is not None
    return [(bead.source, bead.target) for bead in comparison.alignment.beads]


def ja(index: int) -> Place:
    return Place("ja", index)


def en(index: int) -> Place:
    return Place("en", index)


def test_split_cuts_both_sides_and_a_single_partner_goes_to_the_larger_part() -> None:
    assert beads(apply_edit(USUAL, Split(ja(2))))[1:3] == [((1,), ()), ((2,), (1,))]
    whole = small(Bead((0, 1, 2), (0, 1)), Bead((3, 4), (2, 3)))
    assert beads(apply_edit(whole, Split(ja(1)))) == [((0,), (0,)), ((1, 2), (1,)), ((3, 4), (2, 3))]
    assert beads(apply_edit(whole, Split(en(3))))[1:] == [((3,), (2,)), ((4,), (3,))]


def test_merge_joins_rows_that_need_not_be_neighbours() -> None:
    assert beads(apply_edit(USUAL, Merge(ja(4), en(0)))) == [
        ((0, 4), (0,)),
        ((1, 2), (1,)),
        ((3,), (2,)),
        ((), (3,)),
    ]


def test_move_relinks_a_sentence_and_leaves_no_empty_row() -> None:
    assert beads(apply_edit(USUAL, Move(en(3), ja(4))))[3:] == [((4,), (3,))]
    assert beads(apply_edit(USUAL, Move(ja(1), ja(0))))[:2] == [((0, 1), (0,)), ((2,), (1,))]


def test_unlink_takes_one_sentence_out_of_its_row() -> None:
    assert beads(apply_edit(USUAL, Unlink(ja(1))))[1:3] == [((1,), ()), ((2,), (1,))]
    assert beads(apply_edit(USUAL, Unlink(en(0))))[:2] == [((), (0,)), ((0,), ())]


def test_what_is_edited_has_no_probability_and_the_method_says_so_once() -> None:
    edited = apply_edit(apply_edit(USUAL, Split(ja(2))), Merge(ja(0), ja(1)))
    assert edited.alignment is not None
    assert edited.alignment.method == "by the test | edited by hand"
    assert [bead.probability for bead in edited.alignment.beads] == [None, None, 0.7, 0.6, 0.5]


def test_the_scores_are_those_of_the_edited_state() -> None:
    linked = small(*(Bead((n,), (n,)) for n in range(4)), Bead((4,), ()))
    before = apply_edit(linked, Merge(ja(0), ja(1))).scores
    after = apply_edit(linked, Reword(0, ENGLISH[0])).scores
    assert before is not None
    assert before.coverage is not None
    assert after is not None
    assert before.segments == 3
    assert after.segments == 4
    assert after.scores[0].value > before.scores[0].value
    alone = apply_edit(small(Bead((0, 1, 2, 3, 4), (0,)), Bead((), (1, 2, 3))), Unlink(en(0)))
    assert alone.scores is None


def test_a_reworded_translation_is_checked_anew_and_marked() -> None:
    edited = apply_edit(translated_only(), Reword(0, "  The lighthouse\n灯台 moves. "))
    item = edited.aligned_japanese()[0]
    assert item.hypothesis.text == "The lighthouse 灯台 moves."
    assert item.hypothesis.score is None
    assert Flag.KANA_LEFT in item.hypothesis.flags
    assert edited.translation.engine_line.endswith("| edited by hand")
    assert edited.translation.sentences[1:] == translated_only().translation.sentences[1:]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Split(ja(1)), "first sentence of its row"),
        (Merge(ja(1), en(1)), "in one row already"),
        (Move(ja(1), ja(2)), "in that row already"),
        (Unlink(ja(4)), "stands alone already"),
        (Unlink(ja(9)), "no Japanese sentence has number 10"),
        (Move(ja(0), en(-1)), "no English sentence"),
        (Reword(0, " sentence  0"), "reads like this already"),
        (Reword(-1, "x"), "no Japanese sentence"),
    ],
)
def test_what_is_not_possible_says_why(edit: Edit, message: str) -> None:
    with pytest.raises(InputError, match=message):
        apply_edit(USUAL, edit)


def test_without_an_alignment_only_the_translation_can_be_edited() -> None:
    with pytest.raises(InputError, match="nothing is aligned"):
        apply_edit(translated_only(), Unlink(ja(0)))


# Promises

PLACES = st.one_of(st.builds(ja, st.integers(0, 4)), st.builds(en, st.integers(0, 3)))
EDITS = st.one_of(
    st.builds(Split, PLACES),
    st.builds(Merge, PLACES, PLACES),
    st.builds(Move, PLACES, PLACES),
    st.builds(Unlink, PLACES),
    st.builds(Reword, st.integers(0, 4), st.sampled_from(["one", "two", ""])),
)


def done(edits: list[Edit], start: Comparison = USUAL) -> list[History]:
    """The histories after each edit that is possible."""
    histories = [History.of(start)]
    for edit in edits:
        try:
            histories.append(histories[-1].edited(edit))
        except InputError:
            continue
    return histories


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, max_size=8))
def test_every_sentence_is_in_exactly_one_bead_after_any_edits(edits: list[Edit]) -> None:
    for history in done(edits):
        present = history.present
        assert sorted(index for source, _ in beads(present) for index in source) == list(range(5))
        assert sorted(index for _, target in beads(present) for index in target) == list(range(4))
        assert all(source or target for source, target in beads(present))
        sources = [source for source, _ in beads(present) if source]
        assert sources == sorted(sources)
        assert [item.sentence for item in present.translation.sentences] == [
            item.sentence for item in USUAL.translation.sentences
        ]
        assert present.source == USUAL.source


@settings(max_examples=30, deadline=None)
@given(st.lists(EDITS, max_size=6))
def test_undo_gives_every_state_back_and_redo_too(edits: list[Edit]) -> None:
    histories = done(edits)
    history = histories[-1]
    for before in reversed(histories[:-1]):
        history = history.undone()
        assert history.present == before.present
    assert history.present is history.original
    assert history.undone() == history
    for after in histories[1:]:
        history = history.redone()
        assert history.present == after.present
    assert history.redone() == history


@settings(max_examples=30, deadline=None)
@given(st.lists(EDITS, max_size=6), st.integers(0, 6))
def test_kept_edits_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Edit], back: int
) -> None:
    file = tmp_path_factory.mktemp("kept") / "document.json"
    save_comparison(USUAL, file)
    stored = file.read_bytes()
    opened, kept = open_history(file)
    history = replace(done(edits)[-1], original=opened.original)
    for _ in range(back):
        history = history.undone()
    kept.holding(history)
    again, kept_again = open_history(file)
    assert (again.edits, again.done) == (history.edits, history.done)
    assert beads(again.present) == beads(history.present)
    assert kept_again.holding(again) == kept_again
    assert file.read_bytes() == stored


def test_an_edit_in_another_window_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    save_comparison(USUAL, file)
    history, kept = open_history(file)
    first = kept.holding(history.edited(Unlink(ja(0))))
    with pytest.raises(OutputError, match="another window"):
        kept.holding(history.edited(Unlink(ja(3))))
    first.holding(history.edited(Unlink(ja(0))).edited(Unlink(ja(3))))
    assert len(open_history(file)[0].edits) == 2


def test_a_comparison_made_anew_starts_without_the_old_edits_and_they_stay(tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    save_comparison(USUAL, file)
    history, kept = open_history(file)
    kept.holding(history.edited(Unlink(ja(0))))
    save_comparison(compared(), file)
    assert open_history(file)[0].edits == ()
    assert kept.path.is_file()


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        "[]",
        '{"format": "other", "version": 1, "edits": [], "done": 0}',
        '{"format": "taiyaku-edits", "version": 1, "edits": [], "done": 3}',
        '{"format": "taiyaku-edits", "version": 1, "edits": [{"edit": "split", "before": ["fr", 1]}], "done": 1}',
        '{"format": "taiyaku-edits", "version": 1, "edits": [{"edit": "unlink", "sentence": ["ja", 99]}], "done": 1}',
        '{"format": "taiyaku-edits", "version": 1, "edits": [{"edit": "reword", "index": 0, "text": 5}], "done": 1}',
    ],
)
def test_a_file_of_edits_that_makes_no_sense_is_an_input_error(tmp_path: Path, content: str) -> None:
    file = tmp_path / "document.json"
    save_comparison(USUAL, file)
    kept = open_history(file)[1]
    kept.path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_history(file)
    assert caught.value.path == kept.path


def test_a_sentence_is_found_in_its_bead() -> None:
    assert USUAL.alignment is not None
    assert bead_of(USUAL.alignment, en(3)) == 3


def test_an_edit_judges_only_what_it_made_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """On an article of a thousand sentences all the rest takes many seconds."""
    edited = apply_edit(USUAL, Merge(ja(0), ja(1)))
    checked, counted = [], []

    def check(bead: BeadText, article: Article | None = None) -> Iterator[Discrepancy]:
        checked.append(bead)
        return check_bead(bead, article)

    def count(hypothesis: str, references: dict[str, Any]) -> list[float]:
        counted.append(hypothesis)
        return of_ter(hypothesis, references)

    counter = scores._counter("TER", "13a")
    of_ter = counter._compute_segment_statistics
    monkeypatch.setattr(checking, "check_bead", check)
    monkeypatch.setattr(counter, "_compute_segment_statistics", count)
    assert apply_edit(USUAL, Merge(ja(0), ja(1))) == edited
    assert (checked, counted) == ([], [])
    apply_edit(edited, Reword(3, "Night came early."))
    assert [bead.source_text for bead in checked] == [JAPANESE[3]]
    assert len(counted) == 1
