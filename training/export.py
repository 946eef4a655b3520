"""From a training checkpoint to what ships: a Hugging Face folder and a CTranslate2 int8 folder."""

import json
import shutil
from pathlib import Path

import sentencepiece as spm
import torch
from transformers import MarianMTModel, MarianTokenizer

from training.translation import TranslationRecipe, build_model
from translate.conversion import marian_specification

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
    """A CTranslate2 int8 folder with both SentencePiece models, the lexicon, and the name that engine lines show."""
    vocabularies = [pieces_of(run / f"{side}.spm") for side in ("source", "target")]
    spec = marian_specification(load_checkpoint(run), *vocabularies)
    spec.validate()
    spec.optimize(quantization="int8")
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    spec.save(str(target))
    for file in ("source.spm", "target.spm", "names.tsv"):
        shutil.copy(run / file, target / file)
    (target / "taiyaku.json").write_text(json.dumps({"name": name}) + "\n", encoding="utf-8")


def pieces_of(path: Path) -> list[str]:
    """The pieces of a SentencePiece model, by id."""
    processor = spm.SentencePieceProcessor(model_file=str(path))
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
