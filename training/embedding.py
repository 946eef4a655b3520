"""Training of the static bilingual sentence embedding.

Each side of a pair is the sum of its piece vectors; the model learns to pick, among all the English sentences of a
batch, the one that translates a given Japanese sentence, and the other way round (InfoNCE, van den Oord et al., 2018).
Half of the batches come from one domain, where the wrong answers are harder.
"""

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece as spm
import torch
from torch import nn
from torch.nn import functional

from align.embedding import StaticEmbedding
from training.corpus import load_sources, read_pairs
from training.subwords import sample_pairs, train_vocabulary

__all__ = ["EmbeddingRecipe", "train_embedding"]

logger = logging.getLogger(__name__)

DOMAIN_SHARES = {
    "news": 0.06,
    "wikipedia": 0.26,
    "newsletter": 0.05,
    "general": 0.05,
    "web": 0.07,
    "examples": 0.12,
    "books": 0.02,
    "documentation": 0.18,
    "documentation-mt": 0.12,
    "dictionary": 0.03,
    "names": 0.03,
    "terms": 0.005,
    "municipal": 0.005,
}
"""Share of the training pairs per domain: news and formal prose up, documentation and names down."""


@dataclass(frozen=True, slots=True)
class EmbeddingRecipe:
    """Settings of one training run."""

    pieces: int = 32_000
    dimensions: int = 256
    batch: int = 2048
    pairs: int = 6_000_000
    rate: float = 4e-3
    one_domain: float = 0.5
    seed: int = 1
    threads: int = 2


Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class EncodedSide:
    """One language of many sentences: their piece ids one after another, and where each begins."""

    flat: Ids
    offsets: npt.NDArray[np.int64]

    def bag(self, rows: npt.NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        """The ids and the offsets of these rows, as `EmbeddingBag` takes them."""
        parts = [self.flat[self.offsets[row] : self.offsets[row + 1]] for row in rows]
        lengths = np.array([0, *(len(part) for part in parts[:-1])], dtype=np.int64)
        return torch.from_numpy(np.concatenate(parts)), torch.from_numpy(np.cumsum(lengths).astype(np.int32))


def encode_side(processor: spm.SentencePieceProcessor, lines: list[str], threads: int) -> EncodedSide:
    """Piece ids of all lines; a line without any gets the unknown piece."""
    ids = processor.encode(lines, num_threads=threads)
    lengths = [max(len(line), 1) for line in ids]
    flat = np.fromiter((piece for line in ids for piece in (line or [1])), dtype=np.int32, count=sum(lengths))
    return EncodedSide(flat, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))


def load_domains(
    corpus: Path, processor: spm.SentencePieceProcessor, threads: int
) -> dict[str, tuple[EncodedSide, EncodedSide]]:
    """The corpus as piece ids, by domain."""
    lines: dict[str, tuple[list[str], list[str]]] = {}
    for source in load_sources():
        path = corpus / f"{source.name}.tsv"
        if path.exists():
            japanese, english = lines.setdefault(source.domain, ([], []))
            for ja, en in read_pairs(path):
                japanese.append(StaticEmbedding.prepare(ja))
                english.append(StaticEmbedding.prepare(en))
    return {
        domain: (encode_side(processor, ja, threads), encode_side(processor, en, threads))
        for domain, (ja, en) in lines.items()
    }


def batches(sizes: dict[str, int], recipe: EmbeddingRecipe) -> Iterator[list[tuple[str, npt.NDArray[np.int64]]]]:
    """Endless batches of parts (domain, row numbers); each domain comes in shuffled order, again and again."""
    rng = np.random.default_rng(recipe.seed)
    domains = sorted(domain for domain, size in sizes.items() if size)
    shares = np.array([DOMAIN_SHARES[domain] for domain in domains])
    shares /= shares.sum()
    orders = {domain: rng.permutation(sizes[domain]) for domain in domains}
    positions = dict.fromkeys(domains, 0)

    def take(domain: str, count: int) -> npt.NDArray[np.int64]:
        count = min(count, sizes[domain])
        if positions[domain] + count > sizes[domain]:
            orders[domain], positions[domain] = rng.permutation(sizes[domain]), 0
        rows = orders[domain][positions[domain] : positions[domain] + count]
        positions[domain] += count
        return rows

    while True:
        if rng.random() < recipe.one_domain:
            domain = domains[int(rng.choice(len(domains), p=shares))]
            yield [(domain, take(domain, recipe.batch))]
        else:
            counts = rng.multinomial(recipe.batch, shares)
            yield [(domain, take(domain, int(n))) for domain, n in zip(domains, counts, strict=True) if n]


Part = tuple[str, npt.NDArray[np.int64]]


def bag_of(
    parts: list[Part], data: dict[str, tuple[EncodedSide, EncodedSide]], side: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and offsets of one side of a batch that may span domains."""
    ids, offsets, base = [], [], 0
    for domain, rows in parts:
        part_ids, part_offsets = data[domain][side].bag(rows)
        ids.append(part_ids)
        offsets.append(part_offsets + base)
        base += len(part_ids)
    return torch.cat(ids), torch.cat(offsets)


def train_embedding(corpus: Path, target: Path, recipe: EmbeddingRecipe | None = None) -> StaticEmbedding:
    """Train on a corpus made by `build_corpus` and write the model folder `target`."""
    recipe = recipe or EmbeddingRecipe()
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    target.mkdir(parents=True, exist_ok=True)
    vocabulary = target / "pieces.spm"
    if not vocabulary.exists():
        caps = {"names": 40_000, "dictionary": 40_000, "documentation-mt": 8_000}
        lines = (StaticEmbedding.prepare(side) for pair in sample_pairs(corpus, caps, cap=150_000) for side in pair)
        vocabulary.write_bytes(train_vocabulary(lines, size=recipe.pieces))
    pieces = vocabulary.read_bytes()
    data = load_domains(corpus, spm.SentencePieceProcessor(model_proto=pieces), recipe.threads)
    logger.info("%d pairs encoded", sum(len(ja.offsets) - 1 for ja, _ in data.values()))
    vectors, curve = fit(data, recipe)
    (target / "curve.json").write_text(json.dumps(curve), encoding="utf-8")
    model = StaticEmbedding.from_vectors(vectors, pieces, "taiyaku-ja-en-embedding")
    model.save(target)
    return model


def fit(
    data: dict[str, tuple[EncodedSide, EncodedSide]], recipe: EmbeddingRecipe
) -> tuple[npt.NDArray[np.float32], list[dict[str, float]]]:
    """The trained table, float32 of shape (pieces, dimensions), and the loss curve."""
    table = nn.EmbeddingBag(recipe.pieces, recipe.dimensions, mode="sum")
    nn.init.normal_(table.weight, std=0.1)
    log_scale = nn.Parameter(torch.tensor(3.0))
    steps = recipe.pairs // recipe.batch
    optimiser = torch.optim.Adam([*table.parameters(), log_scale], lr=recipe.rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=recipe.rate, total_steps=steps, pct_start=0.05)
    sizes = {domain: len(sides[0].offsets) - 1 for domain, sides in data.items()}
    curve: list[dict[str, float]] = []
    started = time.monotonic()
    for step, parts in enumerate(batches(sizes, recipe), 1):
        japanese = functional.normalize(table(*bag_of(parts, data, 0)))
        english = functional.normalize(table(*bag_of(parts, data, 1)))
        logits = log_scale.exp() * japanese @ english.T
        answers = torch.arange(len(logits))
        loss = (functional.cross_entropy(logits, answers) + functional.cross_entropy(logits.T, answers)) / 2
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == steps:
            seconds = time.monotonic() - started
            scale = log_scale.exp().item()
            curve.append({"step": step, "loss": round(loss.item(), 4), "scale": round(scale, 2)})
            speed = step * recipe.batch / seconds
            logger.info("step %d/%d loss %.3f scale %.1f %.0f pairs/s", step, steps, loss.item(), scale, speed)
        if step == steps:
            break
    return table.weight.detach().numpy(), curve
