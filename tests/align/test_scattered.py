"""Beads of sentences that stand apart: made where the evidence is strong, and nowhere else."""

from collections.abc import Sequence

import numpy as np
import pytest

from align import align
from align.aligner import explain
from align.alignment import Bead
from align.probability import Calibration
from align.scattered import gathered, is_scattered
from tests.align.test_aligner import ENGLISH, JAPANESE, assert_every_sentence_once


def test_a_sentence_far_away_joins_what_it_belongs_to() -> None:
    source = [*JAPANESE, "パン屋は町の子どもたちに毎朝パンを配っている。"]
    target = [
        *ENGLISH[:4],
        f"{ENGLISH[4][:-1]} and gives bread to the children of the town every morning.",
        *ENGLISH[5:],
    ]
    alignment = align(source, target)
    assert_every_sentence_once(alignment)
    [bead] = [bead for bead in alignment.beads if is_scattered(bead)]
    assert (bead.source, bead.target) == ((4, 8), (4,))
    assert bead.probability is not None
    assert 0.5 < bead.probability < 1
    [signals] = explain(source, target, [bead])
    assert sum(signal.worth for signal in signals) > 0


def test_turned_round_it_is_the_same() -> None:
    source = [*JAPANESE, "パン屋は町の子どもたちに毎朝パンを配っている。"]
    target = [
        *ENGLISH[:4],
        f"{ENGLISH[4][:-1]} and gives bread to the children of the town every morning.",
        *ENGLISH[5:],
    ]
    turned = align(target, source)
    assert ((4,), (4, 8)) in {(bead.source, bead.target) for bead in turned.beads}


def test_a_stranger_is_left_alone() -> None:
    alignment = align([*JAPANESE, "宇宙飛行士は来年の打ち上げを待っている。"], ENGLISH)
    assert not any(is_scattered(bead) for bead in alignment.beads)
    assert ((8,), ()) in {(bead.source, bead.target) for bead in alignment.beads}


@pytest.mark.parametrize(("gain", "taken"), [(5.0, True), (2.0, False)])
def test_it_takes_a_clear_gain(gain: float, taken: bool) -> None:
    def worths(orders: tuple[list[int], list[int]], beads: Sequence[Bead]) -> list[float]:
        assert orders[0] == [0, 3, 1, 2]
        assert [bead.source for bead in beads] == [(0,), (0, 3)]
        return [1.0, 1.0 + gain]

    source = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.9, 0.5, 0]], dtype=np.float32)
    target = np.array([[1, 0.3, 0], [0, 0.1, 1]], dtype=np.float32)
    beads = [Bead((0,), (0,), 0.9), Bead((1, 2), (1,), 0.9)]
    found = gathered(beads, (source, target), worths, price=3.0, calibration=Calibration.load())
    assert found[1] == beads[1]
    assert found[0].source == ((0, 3) if taken else (0,))
    assert found[0].probability == (Calibration.load().of_scattered(3, 6.0, 5.0) if taken else 0.9)
