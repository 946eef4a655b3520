"""Parts of the embedding's training: the order of rows, groups of similar pairs, the start from an earlier model."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="the recipe needs torch (extra [dev])")

from align.embedding import StaticEmbedding
from training.embedding import EmbeddingRecipe, ShuffledRows, first_vectors, similar_groups
from training.subwords import WORD_MARK, mark_words, train_vocabulary

LINES = [
    f"{who}は{what}を{does}。" for who in "猫犬鳥馬" for what in ("魚", "木の実", "水") for does in ("見た", "運んだ")
]


@given(st.integers(0, 50), st.integers(1, 200), st.integers(1, 20), st.integers(1, 60))
def test_every_row_comes_once_a_round_and_runs_stay_together(first: int, size: int, run: int, count: int) -> None:
    rows = ShuffledRows(first, first + size, run, np.random.default_rng(1))
    whole = rows.take(size)
    assert sorted(whole) == list(range(first, first + size))
    broken = sum(after != before + 1 for before, after in itertools.pairwise(whole))
    assert broken < -(-size // run)
    assert len(rows.take(count)) == min(count, size)


def test_groups_part_the_vectors_and_hold_similar_ones() -> None:
    rng = np.random.default_rng(2)
    centres = np.repeat(rng.normal(size=(8, 16)) * 10, 32, axis=0)
    vectors = (centres + rng.normal(size=centres.shape)).astype(np.float32)
    groups = similar_groups(vectors, 16, rng)
    assert sorted(np.concatenate(groups)) == list(range(len(vectors)))
    assert max(map(len, groups)) < 32
    assert np.mean([len({row // 32 for row in group}) for group in groups]) < 3


def test_no_word_begins_inside_a_piece() -> None:
    assert mark_words("国の計画を実施した。") == WORD_MARK.join(["国", "の", "計画", "を", "実施した。"])
    assert mark_words("値上がりとスト") == WORD_MARK.join(["値上がりと", "スト"])


def test_a_new_vocabulary_starts_with_what_the_earlier_model_knows() -> None:
    old_pieces, new_pieces = (train_vocabulary(iter(LINES), size=size, threads=1) for size in (24, 28))
    table = np.random.default_rng(3).normal(size=(24, 8)).astype(np.float32)
    earlier = StaticEmbedding.from_vectors(table, old_pieces, "earlier")
    recipe = EmbeddingRecipe(pieces=28, cognates=4, dimensions=8)
    first = first_vectors(earlier, new_pieces, recipe)
    assert first.shape == (32, 8)
    assert np.abs(first[28:]).max() < 0.5
    later = StaticEmbedding.from_vectors(first, new_pieces, "later")
    assert (later.encode(LINES) * earlier.encode(LINES)).sum(axis=1).min() > 0.95
