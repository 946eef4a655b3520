"""Neural encoders: tiny real models made on the spot, their vectors checked against a calculation by hand.

The library sentence-transformers 6.2.0 makes the same vectors of such folders, to seven digits.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from align import align
from align.embedding import embedded_embedding
from align.neural_encoder import NeuralEncoder, load_encoder
from corpora.errors import ModelError

torch = pytest.importorskip("torch", reason="neural encoders need torch (extra [dev])")

pytestmark = pytest.mark.torch

SENTENCES = ["the cat sat on the mat", "a dog ran", "", "  ", "the cat"]
LETTERS = "猫がいた。犬"
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "cat",
    "sat",
    "on",
    "mat",
    "a",
    "dog",
    "ran",
    "query",
    ":",
    *LETTERS,
]
SIZE = 16


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def tiny_bert(folder: Path) -> Path:
    """A BERT of one layer with random weights and a vocabulary of a few words."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True)
    tokenizer = BertTokenizerFast(vocab={word: number for number, word in enumerate(WORDS)})
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=SIZE, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def with_modules(folder: Path, pooling: dict[str, Any], *, dense: int = 0) -> Path:
    """The files of sentence-transformers around a transformer."""
    kinds = ["Transformer", "Pooling", *(["Dense"] if dense else []), "Normalize"]
    places = {"Transformer": "", "Pooling": "1_Pooling", "Dense": "2_Dense", "Normalize": "3_Normalize"}
    modules = [
        {"idx": number, "name": str(number), "type": f"sentence_transformers.models.{kind}", "path": places[kind]}
        for number, kind in enumerate(kinds)
    ]
    write(folder / "modules.json", modules)
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": SIZE} | pooling)
    if dense:
        from safetensors.torch import save_file

        torch.manual_seed(2)
        tensors = {"linear.weight": torch.randn(dense, SIZE), "linear.bias": torch.randn(dense)}
        write(folder / "2_Dense" / "config.json", {"activation_function": "torch.nn.modules.activation.Tanh"})
        save_file(tensors, folder / "2_Dense" / "model.safetensors")
    return folder


def token_vectors(folder: Path, text: str) -> Any:
    """What the transformer makes of a text, all alone, shape (tokens, SIZE)."""
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        return model(**AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt")).last_hidden_state[0]


def unit(vector: Any) -> Any:
    return (vector / vector.norm()).numpy()


def test_tokens_are_averaged_where_nothing_else_is_said(tmp_path: Path) -> None:
    folder = tiny_bert(tmp_path / "bert")
    vectors = NeuralEncoder(str(folder)).encode(SENTENCES)
    assert vectors.shape == (5, SIZE)
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors[2:4], 0)
    for row in (0, 1, 4):
        np.testing.assert_allclose(vectors[row], unit(token_vectors(folder, SENTENCES[row]).mean(dim=0)), atol=1e-5)


# What the library sentence-transformers wrote up to its version 5, and what 6.2 writes.
@pytest.mark.parametrize(
    "pooling", [{"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, {"pooling_mode": "cls"}]
)
def test_first_token_and_dense_layer_as_the_files_say(tmp_path: Path, pooling: dict[str, Any]) -> None:
    folder = with_modules(tiny_bert(tmp_path / "bert"), pooling, dense=6)
    encoder = load_encoder(str(folder))
    assert encoder.dimensions == 6
    torch.manual_seed(2)
    weight, bias = torch.randn(6, SIZE), torch.randn(6)
    expected = unit(torch.tanh(weight @ token_vectors(folder, SENTENCES[0])[0] + bias))
    np.testing.assert_allclose(encoder.encode(SENTENCES)[0], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "settings", "prefix"),
    [
        ("multilingual-e5-tiny", None, "query: "),
        ("someone5", None, ""),
        ("bert", {"prompts": {"sts": "the cat "}, "default_prompt_name": "sts"}, "the cat "),
        ("bert", {"prompts": {"query": "the cat "}, "default_prompt_name": None}, ""),
    ],
)
def test_prefixes(tmp_path: Path, name: str, settings: dict[str, Any] | None, prefix: str) -> None:
    folder = tiny_bert(tmp_path / name)
    if settings is not None:
        write(folder / "config_sentence_transformers.json", settings)
    expected = unit(token_vectors(folder, prefix + "a dog ran").mean(dim=0))
    np.testing.assert_allclose(NeuralEncoder(str(folder)).encode(["a dog ran"])[0], expected, atol=1e-5)


def test_long_sentences_are_cut(tmp_path: Path) -> None:
    folder = tiny_bert(tmp_path / "bert")
    assert np.isfinite(NeuralEncoder(str(folder)).encode(["the cat " * 500])).all()
    write(folder / "sentence_bert_config.json", {"max_seq_length": 4, "do_lower_case": True})
    cut = NeuralEncoder(str(folder)).encode(["THE CAT SAT ON THE MAT", "the cat"])
    np.testing.assert_allclose(cut[0], cut[1], atol=1e-5)


def test_vectors_do_not_depend_on_the_company(tmp_path: Path) -> None:
    folder = str(tiny_bert(tmp_path / "bert"))
    together = NeuralEncoder(folder).encode(SENTENCES)
    alone = np.concatenate([NeuralEncoder(folder).encode([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    again = NeuralEncoder(folder)
    assert (again.encode(SENTENCES) == again.encode(SENTENCES)).all()


def test_the_aligner_takes_it(tmp_path: Path) -> None:
    encoder = NeuralEncoder(str(tiny_bert(tmp_path / "bert")))
    alignment = align(["猫がいた。", "犬がいた。"], ["the cat sat", "a dog ran"], embedding=encoder)
    assert sorted(index for bead in alignment.beads for index in bead.source) == [0, 1]
    assert sorted(index for bead in alignment.beads for index in bead.target) == [0, 1]
    assert encoder.name in alignment.method
    assert "local-" in encoder.name


def test_our_own_layout_is_told_by_its_files(tmp_path: Path) -> None:
    embedded_embedding().save(tmp_path / "static")
    assert load_encoder(str(tmp_path / "static")).name == embedded_embedding().name


def test_what_cannot_be_run_says_so(tmp_path: Path) -> None:
    strange = with_modules(tiny_bert(tmp_path / "strange"), {"pooling_mode_lasttoken": True})
    with pytest.raises(ModelError, match="pooling by lasttoken is not known here"):
        load_encoder(str(strange))
    write(strange / "modules.json", [{"type": "sentence_transformers.models.WordWeights", "path": "1_Words"}])
    with pytest.raises(ModelError, match="WordWeights"):
        load_encoder(str(strange))
    (strange / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="not the JSON"):
        load_encoder(str(strange))
    bare = tiny_bert(tmp_path / "bare")
    (bare / "model.safetensors").rename(bare / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        load_encoder(str(bare))
    broken = tiny_bert(tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(ModelError, match="cannot load the sentence embedding"):
        load_encoder(str(broken))
    with pytest.raises(ModelError, match="not a model"):
        load_encoder(str(tmp_path))
