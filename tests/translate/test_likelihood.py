"""How likely a given translation is: translations inform, strangers do not, in whatever order one asks."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import load_engine
from translate.likelihood import Likelihood, PairReader, RememberingReader

JAPANESE = [
    "市長は橋の工事に300万円を出すと約束した。",
    "子どもたちは図書館で古い地図を見た。",
    "学校は金曜日まで休みになる。",
    "川の水位は二メートル上がった。",
]
ENGLISH = [
    "The mayor promised three million yen for work on the bridge.",
    "The children looked at old maps in the library.",
    "The school will be closed until Friday.",
    "The water level of the river rose by two metres.",
]


@pytest.fixture(scope="module")
def reader() -> PairReader:
    engine = load_engine()
    assert isinstance(engine, PairReader)
    return engine


def test_japanese_informs_of_its_translation_and_not_of_another(reader: PairReader) -> None:
    pairs = [(japanese, english) for japanese in JAPANESE for english in ENGLISH]
    found = reader.likelihoods(pairs)
    rates = [(each.given - each.usual) / each.pieces for each in found]
    for number in range(len(JAPANESE)):
        row = rates[number * len(ENGLISH) : (number + 1) * len(ENGLISH)]
        assert max(range(len(row)), key=row.__getitem__) == number
        assert row[number] > 2


def test_how_common_english_is_does_not_depend_on_the_japanese(reader: PairReader) -> None:
    plain = [(japanese, ENGLISH[2]) for japanese in JAPANESE[1:]]
    assert len({(each.usual, each.pieces) for each in reader.likelihoods(plain)}) == 1


def test_nothing_and_very_much_can_be_read(reader: PairReader) -> None:
    pairs = [("", ""), ("", ENGLISH[0]), (JAPANESE[0], ""), (JAPANESE[0] * 300, ENGLISH[0] * 300)]
    found = reader.likelihoods(pairs)
    assert all(each.given <= 0 and each.usual <= 0 and each.pieces >= 1 for each in found)
    assert found[0].usual == found[2].usual == 0
    assert reader.likelihoods([]) == []


@settings(max_examples=8, deadline=None)
@given(st.permutations([(japanese, english) for japanese in JAPANESE[:2] for english in ENGLISH[:2]]))
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    engine = load_engine()
    assert isinstance(engine, PairReader)
    assert dict(zip(sorted(pairs), engine.likelihoods(sorted(pairs)), strict=True)) == dict(
        zip(pairs, engine.likelihoods(pairs), strict=True)
    )


def test_nothing_is_read_twice() -> None:
    class Counting:
        asked = 0

        def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
            self.asked += len(pairs)
            return [Likelihood(-len(japanese), -len(english), 1) for japanese, english in pairs]

    counting = Counting()
    reader = RememberingReader(counting)
    asked = [("あ", "a"), ("いい", "b"), ("あ", "a")]
    assert reader.likelihoods(asked) == [Likelihood(-1, -1, 1), Likelihood(-2, -1, 1), Likelihood(-1, -1, 1)]
    assert reader.likelihoods([("いい", "b"), ("う", "c")]) == [Likelihood(-2, -1, 1), Likelihood(-1, -1, 1)]
    assert counting.asked == 3
