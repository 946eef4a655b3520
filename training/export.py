"""From a training checkpoint to what ships: a Hugging Face folder and a CTranslate2 int8 folder."""

import json
import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece as spm
import torch
from ctranslate2.converters.transformers import MarianMTLoader
from transformers import MarianMTModel, MarianTokenizer

from training.translation import TranslationRecipe, build_model

__all__ = ["export_ctranslate2", "export_hugging_face", "load_checkpoint"]


def load_checkpoint(folder: Path) -> MarianMTModel:
    """The model of a run's newest checkpoint."""
    state = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    model = build_model(TranslationRecipe(**state["recipe"]))
    model.load_state_dict(state["model"])
    return model.eval()


def export_hugging_face(run: Path, target: Path) -> None:
    """A folder that `MarianMTModel` and `MarianTokenizer` load: weights in safetensors, two vocabularies."""
    target.mkdir(parents=True, exist_ok=True)
    load_checkpoint(run).save_pretrained(target)
    for side, vocabulary in (("source", "vocab.json"), ("target", "target_vocab.json")):
        shutil.copy(run / f"{side}.spm", target / f"{side}.spm")
        ids = {piece: number for number, piece in enumerate([*pieces_of(run / f"{side}.spm"), "<pad>"])}
        (target / vocabulary).write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")
    tokenizer = MarianTokenizer(
        source_spm=str(target / "source.spm"),
        target_spm=str(target / "target.spm"),
        vocab=str(target / "vocab.json"),
        target_vocab_file=str(target / "target_vocab.json"),
        separate_vocabs=True,
        source_lang="ja",
        target_lang="en",
        model_max_length=512,
    )
    tokenizer.save_pretrained(target)


def export_ctranslate2(run: Path, target: Path, *, name: str) -> None:
    """A CTranslate2 int8 folder with the two SentencePiece models and the name that engine lines show."""
    spec = SeparateVocabulariesLoader().spec_of(load_checkpoint(run), run)
    spec.validate()
    spec.optimize(quantization="int8")
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    spec.save(str(target))
    for side in ("source", "target"):
        shutil.copy(run / f"{side}.spm", target / f"{side}.spm")
    (target / "taiyaku.json").write_text(json.dumps({"name": name}) + "\n", encoding="utf-8")


def pieces_of(path: Path) -> list[str]:
    """The pieces of a SentencePiece model, by id."""
    processor = spm.SentencePieceProcessor(model_file=str(path))
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


class SeparateVocabulariesLoader(MarianMTLoader):  # type: ignore[misc]
    """CTranslate2's Marian loader, for models whose two sides have vocabularies of their own."""

    def spec_of(self, model: MarianMTModel, run: Path) -> Any:  # noqa: ANN401
        """The CTranslate2 specification of the model, vocabularies registered."""
        spec = self.get_model_spec(model)
        spec.register_source_vocabulary(pieces_of(run / "source.spm"))
        spec.register_target_vocabulary(pieces_of(run / "target.spm"))
        spec.config.eos_token = "</s>"  # noqa: S105
        spec.config.unk_token = "<unk>"  # noqa: S105
        spec.config.decoder_start_token = "</s>"  # noqa: S105  # any: the decoder starts from a zero embedding
        return spec

    def _remove_pad_weights(self, spec: Any) -> None:  # noqa: ANN401
        """Drop the last row, `<pad>`, of every table; shared tables are replaced once for each holder."""
        for part in (spec.encoder.embeddings[0], spec.decoder.embeddings, spec.decoder.projection):
            part.weight = part.weight[:-1]
            if isinstance(part, ctranslate2.specs.common_spec.LinearSpec) and part.has_bias():
                part.bias = part.bias[:-1]
