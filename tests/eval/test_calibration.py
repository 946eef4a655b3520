"""Probabilities that keep their word, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.calibration import calibration_of

JUDGEMENTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=300)


def test_by_hand() -> None:
    found = calibration_of([(0.95, True), (0.95, True), (0.95, False), (0.95, True), (0.2, False), (1.0, True)])
    assert found is not None
    assert [(item.low, item.high, item.beads) for item in found.bins] == [(0.2, 0.3, 1), (0.9, 1.0, 5)]
    assert found.bins[1].stated == pytest.approx(0.96)
    assert found.bins[1].right == pytest.approx(0.8)
    assert found.expected_error == pytest.approx((0.16 * 5 + 0.2) / 6)
    assert found.brier == pytest.approx((3 * 0.05**2 + 0.95**2 + 0.2**2) / 6)
    assert (found.sure, found.sure_right) == (5, 0.8)
    assert [(kept.probability, round(kept.coverage, 3), round(kept.risk, 3)) for kept in found.curve] == [
        (1.0, 0.167, 0.0),
        (0.95, 0.833, 0.2),
        (0.2, 1.0, 0.333),
    ]
    assert found.risk_area == pytest.approx((0 + 4 * 0.2 + 1 / 3) / 6)


def test_nothing_to_judge() -> None:
    assert calibration_of([]) is None
    unsure = calibration_of([(0.5, True)])
    assert unsure is not None
    assert (unsure.sure, unsure.sure_right) == (0, None)


@given(JUDGEMENTS)
def test_every_bead_is_in_one_bin_and_the_curve_ends_with_all(judgements: list[tuple[float, bool]]) -> None:
    found = calibration_of(judgements)
    assert found is not None
    assert sum(item.beads for item in found.bins) == found.beads == len(judgements)
    assert all(item.low <= item.stated <= item.high + 1e-12 for item in found.bins)
    assert 0 <= found.expected_error <= 1
    coverages = [kept.coverage for kept in found.curve]
    assert coverages == sorted(set(coverages))
    assert len(coverages) <= 100
    assert found.curve[-1].coverage == 1
    assert found.curve[-1].risk == pytest.approx(1 - found.right)


@given(JUDGEMENTS)
def test_the_order_of_beads_does_not_matter(judgements: list[tuple[float, bool]]) -> None:
    forth, back = calibration_of(judgements), calibration_of(reversed(judgements))
    assert forth is not None
    assert back is not None
    assert forth.expected_error == pytest.approx(back.expected_error)
    assert forth.risk_area == pytest.approx(back.risk_area)
    assert forth.curve == back.curve
