"""Training of the compact ja→en Transformer.

A Marian model (deep encoder, shallow decoder, separate vocabularies) in bf16, hidden matrices by Muon (Jordan et al.,
2024), the rest by AdamW, its embedding tables started from the static bilingual embedding. The learning rate warms up,
stays, and falls over the last part (Hägele et al., 2024), so a run can be lengthened or brought to its end at any time:
kill it, and start it again with another `--tokens`. A checkpoint is written every few minutes by an atomic rename.
"""

import dataclasses
import json
import logging
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece as spm
import torch
from sacrebleu import BLEU, CHRF
from torch import nn
from torch.nn import functional
from transformers import MarianConfig, MarianMTModel

from align.embedding import StaticEmbedding
from training.corpus import read_pairs
from training.translation_data import TokenBatches, load_encoded, with_placeholders
from translate.names import NameLexicon

__all__ = ["TranslationRecipe", "build_model", "train_translation"]

logger = logging.getLogger(__name__)

SCORED_PAIRS = 100
"""Held-out pairs that are translated at each checkpoint: enough to see a curve, few enough to cost seconds."""


@dataclass(frozen=True, slots=True)
class TranslationRecipe:
    """Settings of one training run. `tokens` counts target pieces over the whole run, resumed parts included."""

    width: int = 256
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 8
    feed_forward: int = 1024
    source_pieces: int = 16_000
    target_pieces: int = 8_000
    batch_tokens: int = 2500
    pool_tokens: int = 300_000
    tokens: int = 14_000_000
    decay: float = 0.25  # last share of the tokens over which the rate falls to nearly nothing
    warmup_steps: int = 400
    rate: float = 1e-3
    muon_rate: float = 1.5e-3
    smoothing: float = 0.1
    seed: int = 1
    threads: int = 2
    checkpoint_seconds: float = 300


def build_model(recipe: TranslationRecipe) -> MarianMTModel:
    """A fresh model. `<pad>` is the last id on both sides and its row stays zero: the decoder starts from it."""
    config = MarianConfig(
        vocab_size=recipe.source_pieces + 1,
        decoder_vocab_size=recipe.target_pieces + 1,
        d_model=recipe.width,
        encoder_layers=recipe.encoder_layers,
        decoder_layers=recipe.decoder_layers,
        encoder_attention_heads=recipe.heads,
        decoder_attention_heads=recipe.heads,
        encoder_ffn_dim=recipe.feed_forward,
        decoder_ffn_dim=recipe.feed_forward,
        activation_function="relu",
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        max_position_embeddings=512,
        scale_embedding=True,
        share_encoder_decoder_embeddings=False,
        tie_word_embeddings=True,
        pad_token_id=recipe.target_pieces,
        eos_token_id=0,
        decoder_start_token_id=recipe.target_pieces,
        forced_eos_token_id=0,
        init_std=0.04,
    )
    torch.manual_seed(recipe.seed)
    model = MarianMTModel(config)
    with torch.no_grad():
        model.get_encoder().embed_tokens.weight[-1].zero_()
        model.get_decoder().embed_tokens.weight[-1].zero_()
    model.get_encoder().embed_tokens.padding_idx = recipe.source_pieces
    return model


def start_from_embedding(model: MarianMTModel, embedding: StaticEmbedding, source: bytes, target: bytes) -> None:
    """Set both embedding tables to what the static embedding knows of each piece's text.

    A piece is the sum of the embedding's pieces of its text, scaled so that the mean norm is that of the random start,
    norms clamped to .25–1.6 of it.
    """
    for module, vocabulary in ((model.get_encoder(), source), (model.get_decoder(), target)):
        processor = spm.SentencePieceProcessor(model_proto=vocabulary)
        texts = [processor.id_to_piece(i).replace("▁", " ") for i in range(processor.get_piece_size())]
        vectors = embedding.sums(texts)[:, : model.config.d_model]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        mean = model.config.init_std * math.sqrt(model.config.d_model)
        scaled = vectors / np.maximum(norms, 1e-6) * np.clip(norms / norms[norms > 0].mean(), 0.25, 1.6) * mean
        with torch.no_grad():
            weight = module.embed_tokens.weight
            known = torch.from_numpy((norms[:, 0] > 0).nonzero()[0])
            weight[known] = torch.from_numpy(scaled.astype(np.float32))[known]


def optimisers(model: MarianMTModel, recipe: TranslationRecipe) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, AdamW for embeddings, norms and biases."""
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            (matrices if parameter.ndim == 2 and ".layers." in name else others).append(parameter)
    return [
        torch.optim.Muon(matrices, lr=recipe.muon_rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True),
    ]


def rate_factor(step: int, tokens: int, recipe: TranslationRecipe) -> float:
    """Warm-up by steps, then constant, then linear decay by tokens."""
    warm = min(1.0, (step + 1) / recipe.warmup_steps)
    left = (recipe.tokens - tokens) / (recipe.tokens * recipe.decay)
    return warm * min(1.0, max(left, 0.02))


def tensors(batch: list[tuple[Any, Any]], recipe: TranslationRecipe) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Source ids and target ids (both with their end mark), padded, and the decoder's input (shifted right)."""
    widths = [max(len(pair[side]) for pair in batch) + 1 for side in (0, 1)]
    source = np.full((len(batch), widths[0]), recipe.source_pieces, dtype=np.int64)
    target = np.full((len(batch), widths[1]), recipe.target_pieces, dtype=np.int64)
    for row, (ja, en) in enumerate(batch):
        source[row, : len(ja)], source[row, len(ja)] = ja, 0
        target[row, : len(en)], target[row, len(en)] = en, 0
    shifted = np.full_like(target, recipe.target_pieces)
    shifted[:, 1:] = target[:, :-1]
    return torch.from_numpy(source), torch.from_numpy(target), torch.from_numpy(shifted)


def batch_loss(
    model: MarianMTModel, batch: list[tuple[Any, Any]], recipe: TranslationRecipe, smoothing: float
) -> tuple[torch.Tensor, int]:
    """Mean cross-entropy over the target pieces, end mark included, and their number."""
    device = model.get_encoder().embed_tokens.weight.device
    source, target, shifted = (tensor.to(device) for tensor in tensors(batch, recipe))
    with torch.autocast(device.type, dtype=torch.bfloat16):
        hidden = model.model(
            input_ids=source,
            attention_mask=(source != recipe.source_pieces).long(),
            decoder_input_ids=shifted,
            use_cache=False,
        ).last_hidden_state
        # Only real positions reach the softmax; <pad>, the last row, is never predicted and never moved.
        wanted = target != recipe.target_pieces
        logits = functional.linear(hidden[wanted], model.get_decoder().embed_tokens.weight[:-1])
    loss = functional.cross_entropy(logits.float(), target[wanted], label_smoothing=smoothing)
    return loss, int(wanted.sum())


@dataclass
class Progress:
    """Where a run is: what a checkpoint keeps beside the weights."""

    step: int = 0
    tokens: int = 0
    pools: int = 0
    seen: int = 0
    late_from: int | None = None
    curve: list[dict[str, float]] = dataclasses.field(default_factory=list)


class Run:
    """One resumable training run in a folder."""

    def __init__(self, folder: Path, recipe: TranslationRecipe, embedding: StaticEmbedding | None, device: str) -> None:
        self.folder = folder
        self.recipe = recipe
        self.progress = Progress()
        torch.set_num_threads(recipe.threads)
        self.model = build_model(recipe)
        # Sentences are short: plain matrix products trained 1.5 times as fast as the fused kernels on a CPU.
        self.model.set_attn_implementation("eager" if device == "cpu" else "sdpa")
        if embedding is not None:
            vocabularies = [(folder / name).read_bytes() for name in ("source.spm", "target.spm")]
            start_from_embedding(self.model, embedding, *vocabularies)
        self.model.to(device).train()
        self.optimisers = optimisers(self.model, recipe)
        self.target = spm.SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self.validation = self.read_validation()
        if self.checkpoint.exists():
            self.resume()

    @property
    def checkpoint(self) -> Path:
        """The newest checkpoint."""
        return self.folder / "checkpoint.pt"

    def read_validation(self) -> list[tuple[list[int], list[int]]]:
        """The pairs kept out of training, as piece ids."""
        source = spm.SentencePieceProcessor(model_file=str(self.folder / "source.spm"))
        names = NameLexicon.load(self.folder / "names.tsv")
        masked = (with_placeholders(*pair, names) for pair in read_pairs(self.folder / "data" / "validation.tsv"))
        pairs = [(source.encode(ja), self.target.encode(en)) for ja, en in masked]
        return sorted((pair for pair in pairs if max(map(len, pair)) <= 100), key=lambda pair: len(pair[1]))

    def resume(self) -> None:
        """Go on from the checkpoint: weights, optimisers, and the place in the data."""
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.progress = Progress(**state["progress"])
        logger.info("resumed at step %d, %d tokens", self.progress.step, self.progress.tokens)

    def save(self) -> None:
        """Write the checkpoint beside the old one and rename it."""
        state = {
            "model": self.model.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "progress": dataclasses.asdict(self.progress),
            "recipe": dataclasses.asdict(self.recipe),
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(self.checkpoint)
        curve = json.dumps(self.progress.curve)
        (self.folder / "curve.json").write_text(curve, encoding="utf-8")

    def validation_loss(self) -> float:
        """Cross-entropy per piece, without smoothing, over the held-out pairs."""
        total = count = 0.0
        with torch.no_grad():
            for start in range(0, len(self.validation), 64):
                loss, tokens = batch_loss(self.model, self.validation[start : start + 64], self.recipe, 0.0)
                total, count = total + loss.item() * tokens, count + tokens
        return total / max(count, 1)

    def validation_scores(self) -> dict[str, float]:
        """BLEU and chrF2 of greedy translations of some of the held-out pairs."""
        chosen = self.validation[:: max(1, len(self.validation) // SCORED_PAIRS)]
        limit = max(len(target) for _, target in chosen) + 10
        hypotheses: list[str] = []
        self.model.eval()
        for start in range(0, len(chosen), 32):
            source = tensors(chosen[start : start + 32], self.recipe)[0].to(self.model.device)
            mask = (source != self.recipe.source_pieces).long()
            with torch.no_grad(), torch.autocast(source.device.type, dtype=torch.bfloat16):
                output = self.model.generate(
                    input_ids=source, attention_mask=mask, num_beams=1, do_sample=False, max_new_tokens=limit
                )
            hypotheses += [self.english([int(i) for i in row]) for row in output]
        self.model.train()
        references = [[self.english(target) for _, target in chosen]]
        scores = {"BLEU": BLEU(), "chrF2": CHRF()}
        return {name: metric.corpus_score(hypotheses, references).score for name, metric in scores.items()}

    def english(self, pieces: list[int]) -> str:
        """The text of target pieces, end marks and padding left out."""
        text: str = self.target.decode([piece for piece in pieces if 0 < piece < self.recipe.target_pieces])
        return text

    @property
    def is_late(self) -> bool:
        """Whether the learning rate falls."""
        return self.progress.tokens >= self.recipe.tokens * (1 - self.recipe.decay)

    def train_step(self, batch: list[tuple[Any, Any]]) -> float:
        """One update; its smoothed loss."""
        loss, tokens = batch_loss(self.model, batch, self.recipe, self.recipe.smoothing)
        for optimiser in self.optimisers:
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        factor = rate_factor(self.progress.step, self.progress.tokens, self.recipe)
        for optimiser, rate in zip(self.optimisers, (self.recipe.muon_rate, self.recipe.rate), strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate * factor
            optimiser.step()
        self.progress.step += 1
        self.progress.tokens += tokens
        return float(loss.item())

    def fit(self, batches: TokenBatches) -> None:
        """Train until the recipe's tokens are reached, with a checkpoint every few minutes."""
        progress = self.progress
        batches.pools, batches.seen, batches.late_from = progress.pools, progress.seen, progress.late_from
        last_save = last_log = time.monotonic()
        losses: list[float] = []
        logged_tokens = self.progress.tokens
        for batch in batches:
            losses.append(self.train_step(batch))
            self.progress.pools, self.progress.seen = batches.pools, batches.seen
            if self.progress.late_from is None and self.is_late:
                self.progress.late_from = batches.late_from = batches.pools + 1
            now = time.monotonic()
            if self.progress.step % 50 == 0:
                speed = (self.progress.tokens - logged_tokens) / (now - last_log)
                last_log, logged_tokens = now, self.progress.tokens
                logger.info(
                    "step %d tokens %.2fM loss %.3f %.0f tokens/s pool %d",
                    self.progress.step, self.progress.tokens / 1e6, float(np.mean(losses)), speed, batches.pools,
                )  # fmt: skip
                losses_mean, losses = float(np.mean(losses)), []
                if now - last_save > self.recipe.checkpoint_seconds:
                    entry = {"tokens": self.progress.tokens, "loss": losses_mean, "validation": self.validation_loss()}
                    entry |= self.validation_scores()
                    self.progress.curve.append({key: round(value, 4) for key, value in entry.items()})
                    logger.info("validation %.3f BLEU %.2f", entry["validation"], entry["BLEU"])
                    self.save()
                    last_save = time.monotonic()
            if self.progress.tokens >= self.recipe.tokens:
                break
        self.save()


def train_translation(
    folder: Path, recipe: TranslationRecipe, embedding: StaticEmbedding | None, device: str = "cpu"
) -> MarianMTModel:
    """Train, or go on, in `folder`, which holds `source.spm`, `target.spm` and `data/` from `encode_corpus`."""
    run = Run(folder, recipe, embedding, device)
    sources = load_encoded(folder / "data")
    run.fit(TokenBatches(sources, tokens=recipe.batch_tokens, pool_tokens=recipe.pool_tokens, seed=recipe.seed))
    return run.model
