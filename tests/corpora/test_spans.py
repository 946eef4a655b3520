"""What stands in a text, and what shares characters with it."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from corpora.spans import apart, beside


@dataclass(frozen=True)
class Stretch:
    start: int
    end: int


def stretches() -> st.SearchStrategy[list[Stretch]]:
    return st.lists(st.builds(lambda start, size: Stretch(start, start + size), st.integers(0, 30), st.integers(1, 9)))


def characters(stretch: Stretch) -> set[int]:
    return set(range(stretch.start, stretch.end))


@given(stretches(), stretches())
def test_beside_keeps_what_shares_no_character(found: list[Stretch], others: list[Stretch]) -> None:
    taken = {place for other in others for place in characters(other)}
    assert beside(found, others) == [one for one in found if not characters(one) & taken]


@given(stretches())
def test_apart_keeps_the_first_of_those_that_share_characters(found: list[Stretch]) -> None:
    kept = apart(found)
    assert all(characters(one) & characters(next(k for k in kept if characters(k) & characters(one))) for one in found)
    assert sum(len(characters(one)) for one in kept) == len(set().union(*map(characters, kept)))
    assert kept[:1] == found[:1]
