"""Flags on translations."""

import pytest

from translate import Flag
from translate.flags import flags_of

SOURCE = "港では三十人あまりの作業員が朝から荷を下ろしていた。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About thirty workers had been unloading cargo at the port since morning.", ()),
        ("", (Flag.EMPTY,)),
        ("the port of the port of the port of the port of the workers", (Flag.REPETITION,)),
        ("the the the the workers were unloading the cargo", (Flag.REPETITION,)),
        ("At the 港 some thirty workers were unloading cargo.", (Flag.KANA_LEFT,)),
        ("Workers.", (Flag.LENGTH_RATIO,)),
    ],
)
def test_flags(text: str, expected: tuple[Flag, ...]) -> None:
    assert flags_of(SOURCE, text) == expected


def test_length_limit() -> None:
    assert flags_of(SOURCE, "Some thirty workers were unloading cargo there.", hit_limit=True) == (Flag.LENGTH_LIMIT,)


def test_missing_number() -> None:
    assert Flag.NUMBERS_DIFFER in flags_of("気温は38度まで上がった。", "The temperature rose to 83 degrees.")
    assert flags_of("気温は38度まで上がった。", "The temperature rose to 38 degrees.") == ()
    assert flags_of("1,250人が参加した。", "Some 1250 people took part in it.") == ()


def test_scaled_numbers_and_months_may_look_different() -> None:
    assert flags_of("12月に50万人が訪れた。", "Half a million people came in December.") == ()


def test_a_blank_source_is_not_flagged() -> None:
    assert flags_of(" ", "") == ()
