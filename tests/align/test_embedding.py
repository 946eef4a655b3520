"""The static bilingual sentence embedding: its promises, and how well the shipped one finds translations."""

import os
from pathlib import Path

import numpy as np
import pytest
import sentencepiece as spm

from align.embedding import EMBEDDED_MODEL, StaticEmbedding, embedded_embedding
from corpora.errors import ModelError
from corpora.samples import SAMPLES
from training.retrieval import score_retrieval

BENCH = os.environ.get("TAIYAKU_BENCH")


def test_vectors_have_length_one_and_blank_text_none() -> None:
    vectors = embedded_embedding().encode(["港で火事があった。", "", "  "])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)


def test_sums_are_additive() -> None:
    embedding = embedded_embedding()
    one, two, both = embedding.sums(["港で火事があった。", "けが人はいない。", "港で火事があった。 けが人はいない。"])
    assert one + two == pytest.approx(both, abs=1e-3)


def test_width_of_letters_and_case_do_not_matter() -> None:
    one, two = embedded_embedding().encode(["ＮＡＴＯの会議", "natoの会議"])
    assert one == pytest.approx(two)


def test_cognates_add_to_the_pieces() -> None:
    embedding = embedded_embedding()
    pieces = spm.SentencePieceProcessor(model_proto=embedding.pieces).get_piece_size()
    rows = embedding.piece_ids(["クラムジーと500,000人", "Cramgy and 50万"])
    japanese, english = ({row for row in side if row >= pieces} for side in rows)
    assert len(japanese & english) == 2


def test_what_is_remembered_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "港で火事があった。",
        "",
        "けが人はいない。",
        "港で火事があった。",
        "クラムジーと500,000人",
        "橋が落ちた。",
    ]
    expected = [embedded_embedding().piece_ids([line])[0] for line in lines]
    sums = embedded_embedding().sums(lines)
    for most in (1, 2, 3, 100):
        monkeypatch.setattr("align.embedding.REMEMBERED", most)
        embedding = StaticEmbedding.load(EMBEDDED_MODEL)
        assert embedding.piece_ids(lines[:2]) == expected[:2]
        assert embedding.piece_ids(lines) == expected
        assert embedding.piece_ids(lines[::-1]) == expected[::-1]
        assert np.array_equal(embedding.sums(lines), sums)


def test_a_saved_model_is_the_same_again(tmp_path: Path) -> None:
    embedding = embedded_embedding()
    embedding.save(tmp_path)
    again = StaticEmbedding.load(tmp_path)
    assert np.array_equal(again.encode(["橋が落ちた。"]), embedding.encode(["橋が落ちた。"]))


def test_quantisation_keeps_the_vectors() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 16)).astype(np.float32)
    stored = StaticEmbedding.from_vectors(vectors, b"", "test")
    assert stored.table * stored.scales[:, None] == pytest.approx(vectors, abs=0.03)


@pytest.mark.parametrize("damage", ["config.json", "vectors.npz", "pieces.spm"])
def test_a_folder_that_lacks_a_file_is_no_model(tmp_path: Path, damage: str) -> None:
    embedded_embedding().save(tmp_path)
    (tmp_path / damage).unlink()
    with pytest.raises(ModelError, match="no sentence embedding"):
        StaticEmbedding.load(tmp_path)


def test_finds_the_sample_articles_gold() -> None:
    embedding = embedded_embedding()
    right = total = 0
    for sample in SAMPLES:
        japanese, english = (
            path.read_text(encoding="utf-8").splitlines()
            for path in (sample.japanese_sentences, sample.english_sentences)
        )
        nearest = (embedding.encode(japanese) @ embedding.encode(english).T).argmax(axis=1)
        for line in sample.gold.read_text(encoding="utf-8").splitlines():
            sides = [[int(n) for n in side.strip("[]").split(",") if n] for side in line.split(":")[:2]]
            if len(sides[0]) == len(sides[1]) == 1:
                total += 1
                right += int(nearest[sides[0][0]] == sides[1][0])
    assert total > 30
    assert right / total > 0.85


@pytest.mark.skipif(not BENCH, reason="TAIYAKU_BENCH does not name the folder of test sets")
@pytest.mark.parametrize(
    ("japanese", "english"),
    [("ntrex-ja-en/ja.txt", "ntrex-ja-en/en.txt"), ("wmt21-ja-en/src.ja", "wmt21-ja-en/refA.en")],
)
def test_finds_nine_of_ten_lines_of_the_test_sets(japanese: str, english: str) -> None:
    sides = [(Path(BENCH or "") / path).read_text(encoding="utf-8").split("\n")[:-1] for path in (japanese, english)]
    assert score_retrieval(embedded_embedding(), sides[0], sides[1]).cosine >= 0.9
