"""`align` through its door: every sentence once, whatever the text; order kept or not, as the text has it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align
from align.aligner import explain
from align.alignment import Alignment
from align.embedding import normalise_rows
from align.monotone import MonotoneSolver
from corpora.errors import InputError

JAPANESE = [
    "港では朝から漁船の修理が続いた。",
    "市長は橋の工事に300万円を出すと約束した。",
    "子どもたちは図書館で古い地図を見た。",
    "夜になって雪が降り始め、バスは止まった。",
    "パン屋のロベルトさんは新しい窯を買った。",
    "川の水位は二メートル上がった。",
    "学校は金曜日まで休みになる。",
    "医師は住民に水を沸かすよう勧めた。",
]
ENGLISH = [
    "Repairs to the fishing boats went on in the harbour from the morning.",
    "The mayor promised three million yen for work on the bridge.",
    "The children looked at old maps in the library.",
    "Snow began to fall at night and the buses stopped.",
    "Roberto, the baker, bought a new oven.",
    "The water level of the river rose by two metres.",
    "The school will be closed until Friday.",
    "Doctors advised residents to boil their water.",
]


def pairs(alignment: Alignment) -> dict[tuple[int, ...], tuple[int, ...]]:
    return {bead.source: bead.target for bead in alignment.beads if not bead.is_null}


def assert_every_sentence_once(alignment: Alignment) -> None:
    sources = sorted(index for bead in alignment.beads for index in bead.source)
    targets = sorted(index for bead in alignment.beads for index in bead.target)
    assert sources == list(range(alignment.source_count))
    assert targets == list(range(alignment.target_count))


def test_text_in_order() -> None:
    alignment = align(JAPANESE, ENGLISH)
    assert pairs(alignment) == {(index,): (index,) for index in range(8)}
    assert alignment.method.startswith("monotone(")
    assert "in order: 0 of 8 anchors cross" in alignment.method


def test_text_out_of_order() -> None:
    order = [5, 6, 7, 0, 1, 4, 2, 3]
    alignment = align(JAPANESE, [ENGLISH[index] for index in order])
    assert pairs(alignment) == {(index,): (order.index(index),) for index in range(8)}
    assert alignment.method.startswith("packing(")
    assert "of 8 anchors cross" in alignment.method


def test_the_solver_can_be_chosen() -> None:
    alignment = align(JAPANESE, ENGLISH[4:] + ENGLISH[:4], solver=MonotoneSolver())
    assert len(pairs(alignment)) == 4
    assert "as asked" in alignment.method


def test_additions_and_omissions_are_null() -> None:
    alignment = align([*JAPANESE[:3], "これは広告です。", *JAPANESE[3:6]], [*ENGLISH[:2], *ENGLISH[2:6], ENGLISH[7]])
    assert {bead.source for bead in alignment.beads if not bead.target} == {(3,)}
    assert {bead.target for bead in alignment.beads if not bead.source} == {(6,)}


def test_true_beads_are_likely_and_nulls_have_no_probability() -> None:
    alignment = align(JAPANESE, ENGLISH[:6])
    assert all((bead.probability is None) == bead.is_null for bead in alignment.beads)
    assert all(bead.probability > 0.9 for bead in alignment.beads if bead.probability is not None)


def test_the_same_every_time() -> None:
    target = ENGLISH[3:] + ENGLISH[:3]
    assert align(JAPANESE, target) == align(JAPANESE, target)


def test_translations_must_be_as_many_as_sentences() -> None:
    with pytest.raises(InputError, match="1 translations for 8 source sentences"):
        align(JAPANESE, ENGLISH, translation=["one"])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ([], []),
        (["雨。"], []),
        ([], ["Rain."]),
        (["雨。"], ["Rain."]),
        (["", ""], ["", "", ""]),
        (["あ" * 5000], ["a " * 2500]),
    ],
)
def test_hostile_input(source: list[str], target: list[str]) -> None:
    assert_every_sentence_once(align(source, target))


def test_identical_lines() -> None:
    alignment = align(["同じ文です。"] * 60, ["The same sentence."] * 60)
    assert_every_sentence_once(alignment)
    assert pairs(alignment) == {(index,): (index,) for index in range(60)}


def test_an_english_source_is_aligned_as_well() -> None:
    order = [5, 6, 7, 0, 1, 4, 2, 3]
    alignment = align([ENGLISH[index] for index in order], JAPANESE)
    assert pairs(alignment) == {(order.index(index),): (index,) for index in range(8)}
    assert_every_sentence_once(alignment)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(JAPANESE), min_size=1, max_size=9),
    st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=9),
)
def test_swapped_sides_give_the_swapped_alignment(source: list[str], target: list[str]) -> None:
    there, back = align(source, target), align(target, source)
    assert {(bead.source, bead.target, bead.probability) for bead in there.beads} == {
        (bead.target, bead.source, bead.probability) for bead in back.beads
    }


def test_another_language_with_a_translation() -> None:
    german = ["Der Regen hörte auf.", "Die Fähre fährt um sechs.", "Alle Läden bleiben zu.", "Ein Hund bellte."]
    translation = ["The rain stopped.", "The ferry goes at six.", "All shops stay shut.", "A dog barked."]
    english = ["The rain has stopped.", "The ferry leaves at six.", "All the shops will stay shut.", "A dog barked."]
    alignment = align(german, english, translation=translation)
    assert pairs(alignment) == {(index,): (index,) for index in range(4)}


class Remembering:
    """An encoder that knows eight sentences and puts strangers close together, as neural ones may."""

    name = "remembering"
    dimensions = 9

    def sums(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        known = {text: place for side in (JAPANESE, ENGLISH) for place, text in enumerate(side)}
        found = np.zeros((len(sentences), self.dimensions), dtype=np.float32)
        found[:, 8] = 1.5
        for row, sentence in enumerate(sentences):
            if sentence in known:
                found[row, known[sentence]] = 1
        return normalise_rows(found)

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        return self.sums(sentences)


def test_another_encoder_takes_the_place_of_the_embedding() -> None:
    alignment = align(JAPANESE, ENGLISH[3:] + ENGLISH[:3], embedding=Remembering())
    assert pairs(alignment) == {(index,): ((index + 5) % 8,) for index in range(8)}
    assert "remembering" in alignment.method


def test_every_bead_can_be_explained() -> None:
    target = ENGLISH[3:] + ENGLISH[:3]
    alignment = align(JAPANESE[:7], target)
    found = explain(JAPANESE[:7], target, alignment.beads)
    assert [bool(each) for each in found] == [not bead.is_null for bead in alignment.beads]
    assert all(sum(signal.worth for signal in each) > 0 for each in found if each)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([*JAPANESE, "", "？"]), max_size=9),
    st.lists(st.sampled_from([*ENGLISH, "", "7"]), max_size=9),
)
def test_every_sentence_is_in_exactly_one_bead(source: list[str], target: list[str]) -> None:
    assert_every_sentence_once(align(source, target))
