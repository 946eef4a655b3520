"""Length: proportions and extents."""

import numpy as np
import pytest

from align.signals.length import LONG, Lengths

JAPANESE = ["あ" * 20, "い" * 40, "う" * 300]
ENGLISH = ["a" * 44, "b" * 88, "c" * 10]


def test_the_usual_proportion_has_no_excess() -> None:
    found = Lengths(JAPANESE[:2], ENGLISH[:2]).excesses(1, 1)
    assert found[0, 0] == pytest.approx(0, abs=0.1)
    assert found[0, 1] > 0.5
    assert found[1, 0] < -0.5


def test_excess_has_bounds() -> None:
    found = Lengths(JAPANESE, ENGLISH).excesses(1, 1)
    assert found[2, 2] == -2


def test_extent_is_of_the_source_and_has_a_bound() -> None:
    lengths = Lengths(JAPANESE, ENGLISH)
    assert lengths.extents(2)[0] == pytest.approx(np.log(65 / 45), abs=1e-5)
    assert lengths.extents(1)[2] == pytest.approx(np.log((LONG + 5) / 45), abs=1e-5)
