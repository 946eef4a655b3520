"""Batches: every row once, within the bounds, alike lengths together."""

from hypothesis import given
from hypothesis import strategies as st

from translate import Hypothesis
from translate.batch import BatchShape
from translate.batch.ordering import batches, shape_of

SHAPES = st.builds(BatchShape, st.integers(1, 200), st.integers(1, 9), st.just(1), st.booleans())


@given(st.lists(st.integers(0, 60)), SHAPES)
def test_every_row_is_in_one_batch_that_keeps_the_bounds(lengths: list[int], shape: BatchShape) -> None:
    planned = list(batches(lengths, shape))
    assert sorted(row for batch in planned for row in batch) == list(range(len(lengths)))
    for batch in planned:
        sizes = {lengths[row] for row in batch}
        assert len(batch) == 1 or len(batch) * max(sizes) <= shape.tokens
        assert 1 <= len(batch) <= shape.sentences
        assert len(sizes) == 1 or not shape.equal_lengths
    firsts = [lengths[batch[0]] for batch in planned]
    assert firsts == sorted(firsts, reverse=True)


@given(st.integers(1, 40), st.integers(1, 100))
def test_batches_are_as_full_as_they_may_be(count: int, tokens: int) -> None:
    [*full, last] = batches([5] * count, BatchShape(tokens=tokens, sentences=1000, equal_lengths=True))
    assert {len(batch) for batch in full} <= {max(tokens // 5, 1)}
    assert len(last) <= max(tokens // 5, 1)


@given(st.lists(st.integers(0, 60)), st.integers(1, 200), st.integers(1, 9))
def test_neighbours_stay_together_where_that_is_asked_for(lengths: list[int], tokens: int, sentences: int) -> None:
    planned = list(batches(lengths, BatchShape(tokens, sentences, in_order=True)))
    assert [row for batch in planned for row in batch] == list(range(len(lengths)))
    for batch in planned:
        assert len(batch) <= sentences
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= tokens


def test_an_engine_without_a_taste_gets_the_careful_shape() -> None:
    class Plain:
        line = "plain"

        def translate(self, sentences: list[str]) -> list[Hypothesis]:
            return [Hypothesis(sentence) for sentence in sentences]

    assert shape_of(Plain()) == BatchShape()
