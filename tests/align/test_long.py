"""Texts too long to compare each sentence with each: anchors, and `align` through its door."""

import random

import numpy as np
import pytest

from align import align
from align.aligner import explain
from align.alignment import Alignment, longest_chain
from align.anchors import find_anchors
from align.embedding import normalise_rows

PLACES = ["港", "駅", "市場", "学校", "図書館", "病院", "公園", "空港", "橋", "工場"]
PLACES_IN_ENGLISH = [
    "harbour", "station", "market", "school", "library", "hospital", "park", "airport", "bridge", "factory",
]  # fmt: skip
PEOPLE = ["市長", "医師", "記者", "教授", "漁師", "大工", "警官", "画家"]
PEOPLE_IN_ENGLISH = ["mayor", "doctor", "reporter", "professor", "fisherman", "carpenter", "policeman", "painter"]


def lines(count: int) -> tuple[list[str], list[str]]:
    """So many sentences, told apart by who, where, and a number."""
    chosen = [(random.Random(number).randrange(8), random.Random(-number).randrange(10)) for number in range(count)]
    japanese = [
        f"{PEOPLE[who]}は{PLACES[where]}で{number + 1000}人に会った。" for number, (who, where) in enumerate(chosen)
    ]
    english = [
        f"The {PEOPLE_IN_ENGLISH[who]} met {number + 1000} people at the {PLACES_IN_ENGLISH[where]}."
        for number, (who, where) in enumerate(chosen)
    ]
    return japanese, english


def assert_every_sentence_once(alignment: Alignment) -> None:
    for side, count in (("source", alignment.source_count), ("target", alignment.target_count)):
        assert sorted(index for bead in alignment.beads for index in getattr(bead, side)) == list(range(count))


def right(alignment: Alignment, target_of: dict[int, int]) -> float:
    """Share of the source sentences that stand alone with their own target sentence."""
    found = {(bead.source, bead.target) for bead in alignment.beads}
    return sum(((row,), (column,)) in found for row, column in target_of.items()) / len(target_of)


def test_a_chapter_that_one_side_lacks() -> None:
    japanese, english = lines(1200)
    alignment = align(japanese, english[:300] + english[520:])
    assert alignment.method.startswith("along ")
    assert_every_sentence_once(alignment)
    assert right(alignment, {row: row if row < 300 else row - 220 for row in (*range(290), *range(530, 1200))}) > 0.95
    lonely = {index for bead in alignment.beads if not bead.target for index in bead.source}
    assert len(lonely & set(range(300, 520))) > 210
    assert all(bead.probability is None for bead in alignment.beads if bead.is_null)


def test_parts_in_another_order_are_packed_out_of_what_the_chain_leaves() -> None:
    japanese, english = lines(1100)
    alignment = align(japanese, english[300:] + english[:300])
    assert "packed out of what was left" in alignment.method
    assert right(alignment, {row: row + 800 if row < 300 else row - 300 for row in range(1100)}) > 0.9


def test_beads_of_a_long_text_can_be_explained() -> None:
    japanese, english = lines(1050)
    alignment = align(japanese, english)
    beads = [alignment.beads[place] for place in (0, 500, len(alignment.beads) - 1)]
    assert all(sum(signal.worth for signal in signals) > 0 for signals in explain(japanese, english, beads))


@pytest.mark.parametrize(("rows", "columns"), [(1100, 1100), (10_000, 120)])
def test_identical_lines(rows: int, columns: int) -> None:
    assert_every_sentence_once(align(["同じ文です。"] * rows, ["The same sentence."] * columns))


def test_anchors_are_found_wherever_they_stand() -> None:
    vectors = normalise_rows(np.random.default_rng(5).normal(size=(600, 32)).astype(np.float32))
    found = find_anchors(vectors, np.concatenate([vectors[:100], vectors[400:]]))
    assert found.source.tolist() == [*range(100), *range(400, 600)]
    assert found.target.tolist() == list(range(300))
    assert found.crossing == 0


def test_nothing_to_anchor() -> None:
    nothing, something = np.zeros((0, 8), np.float32), np.ones((3, 8), np.float32)
    assert len(find_anchors(nothing, something)) == len(find_anchors(something, nothing)) == 0
    assert len(find_anchors(np.zeros((40, 8), np.float32), np.zeros((40, 8), np.float32))) == 0


def test_the_longest_chain() -> None:
    assert longest_chain([3, 1, 2, 9, 4, 5]) == [1, 2, 4, 5]
    assert longest_chain([]) == []
    assert longest_chain([2, 2, 2]) in ([0], [1], [2])
