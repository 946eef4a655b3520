"""English sentence splitting through its public door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.sentences import is_hard_wrapped, split_sentences

TEXTS = st.text(alphabet=st.one_of(st.sampled_from(".!?…\"'“”‘’()[] \n\t-—•abMrUSI1"), st.characters()))


def sentences(text: str, *, hard_wrapped: bool = False) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, "en", hard_wrapped=hard_wrapped)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The river rose.", "The bridge fell."],
        ["Mr. Reed met Dr. Lowe of Harbour Inc. in the U.S. Senate.", "They talked."],
        ["Gen. Marsh, Lt. Col. Hill and Sgt. Wood left St. Ives.", "Rep. Dale and Sen. Park stayed."],
        ["J. K. Hollow wrote to George W. Pike.", "Plan B.", "It failed."],
        ["The ferry left at 5 p.m. Monday.", "It came back at 10 a.m.", "The crew slept."],
        ["She was born on Jan. 5.", "No. 7 won.", "No.", "He lost."],
        ["He lives in the U.S.", "He likes it there."],
        ["Boats vs. trains, e.g. the night ferry, i.e. the old one, etc.", "The end."],
        ["It cost 3.5 million.", "See www.ferry.example/a?b.c for more."],
        ['"Go!" he said.', '"What?" she asked.', '"Now."', "They left."],
        ['"Are you sure?" Captain Reed asked.', "He was."],
        ["“Why?” he asked.", "‘Because.’", "He smiled."],
        ['He said: "I went.', 'I saw it."', "Then he slept."],
        ['"I went to the U.S."', "Reed smiled."],
        ["It grew... and grew.", "Well...", "But why?!", "Yes…", "So it was."],
        ["The plan (see Fig. 3. It is old.) was dropped.", "(Nobody minded.", "It was old.)", "They went home."],
        ["The river rose.[1]", "The town slept.[23]", "Then it rained."],
        ["Great! 😀", "Next one."],
        ["Yahoo! News ran it.", "Then others did."],
        ["1. Pack the boat.", "2. Push it out."],
        ["Sales rose.", "iPads fell."],
        ["He won in 2010.", "50 people came.", "$5 was paid."],
        ["The ferry sank?", "¿Por qué?", "Élan."],
    ],
)
def test_sentences_parted_by_spaces_are_found(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_dash_before_the_speaker_does_not_part_him_from_his_words() -> None:
    assert sentences('"We will rebuild." — The mayor') == ['"We will rebuild." — The mayor']


def test_line_breaks_are_breaks_unless_the_text_is_hard_wrapped() -> None:
    text = "The storm crossed\nthe harbour. Mr.\nReed slept.\n\nHe woke\nlate.\n• One\n• Two"
    assert len(sentences(text)) == 8
    assert sentences(text, hard_wrapped=True) == [
        "The storm crossed\nthe harbour.",
        "Mr.\nReed slept.",
        "He woke\nlate.",
        "• One",
        "• Two",
    ]


def test_dash_at_the_beginning_of_a_wrapped_line_is_a_bullet_only_after_a_finished_one() -> None:
    assert sentences("The ferry\n- the old one - sank.", hard_wrapped=True) == ["The ferry\n- the old one - sank."]
    assert sentences("Bring:\n- a rope\n- a lamp", hard_wrapped=True) == ["Bring:", "- a rope", "- a lamp"]


WRAPPED = """The storm crossed the northern harbour during the
night and moved on to the hills, where by morning
many houses along the river stood under water. The
fire brigade took old people out in small boats."""


def test_wraps_of_one_width_are_recognised() -> None:
    assert is_hard_wrapped(WRAPPED, "en")


@pytest.mark.parametrize(
    "text",
    [
        "",
        WRAPPED.replace("\n", " "),
        "Storm crosses the harbour and moves on to the hills\nHouses under water\nSmall boats save many",
        "The storm crossed the harbour in the night.\nIt moved to the hills.\nThe river rose into many houses.",
        "night\nwind\nrain\nsea",
    ],
)
def test_lines_that_mean_something_are_no_wraps(text: str) -> None:
    assert not is_hard_wrapped(text, "en")


@given(TEXTS, st.booleans())
def test_spans_hold_every_visible_character_once_and_in_order(text: str, hard_wrapped: bool) -> None:
    spans = split_sentences(text, "en", hard_wrapped=hard_wrapped)
    places = [place for start, end in spans for place in range(start, end)]
    assert places == sorted(set(places))
    assert set(places) >= {place for place, character in enumerate(text) if not character.isspace()}
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert spans == split_sentences(text, "en", hard_wrapped=hard_wrapped)
    assert is_hard_wrapped(text, "en") in {True, False}


@given(
    st.lists(st.sampled_from(["It rained", "He met Mr. Reed", 'She said "no"', "Costs rose 2.5 percent"]), min_size=1)
)
def test_sentences_joined_are_found_again_and_stay_whole(stems: list[str]) -> None:
    expected = [stem + "." for stem in stems]
    assert sentences(" ".join(expected)) == expected
    assert [sentences(sentence) for sentence in expected] == [[sentence] for sentence in expected]


@pytest.mark.parametrize("unit", ["a", "(", ")", ".", "...x", '."', ". ", "U.S. ", "! ", "[1]", ".)x", "(a", " ", "1."])
def test_large_monotonous_text_is_split(unit: str) -> None:
    """With a quadratic step this test would not end."""
    text = unit * (300_000 // len(unit))
    spans = split_sentences(text, "en")
    assert sum(end - start for start, end in spans) >= len(text.replace(" ", ""))
