"""Training of the static bilingual sentence embedding.

Each side of a pair is the sum of its pieces' and its cognates' vectors; the model learns to pick, among all the English
sentences of a batch, the one that translates a given Japanese sentence, and the other way round (InfoNCE, van den Oord
et al., 2018). Some batches hold sentences about the same things, as the model sees it at that moment, so that the wrong
answers are hard.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece as spm
import torch
from torch import nn
from torch.nn import functional

from align.cognates import cognate_buckets
from align.embedding import StaticEmbedding
from training.corpus import load_sources, read_pairs
from training.subwords import mark_words, sample_pairs, train_vocabulary

__all__ = ["EmbeddingRecipe", "encode_corpus", "first_vectors", "fit", "train_embedding"]

logger = logging.getLogger(__name__)

DOMAIN_SHARES: Mapping[str, float] = {
    "news": 0.08,
    "wikipedia": 0.30,
    "newsletter": 0.05,
    "general": 0.06,
    "web": 0.05,
    "examples": 0.18,
    "books": 0.02,
    "documentation": 0.10,
    "documentation-mt": 0.05,
    "dictionary": 0.06,
    "names": 0.06,
    "terms": 0.01,
    "municipal": 0.005,
}
"""Share of the training pairs per domain: news, encyclopaedia and everyday language up, documentation down."""


@dataclass(frozen=True, slots=True)
class EmbeddingRecipe:
    """Settings of one training run.

    Attributes:
        pieces: Rows of the table for the pieces of the vocabulary.
        cognates: Further rows, which the keys of `align/cognates.py` are hashed to.
        dimensions: Length of a vector.
        batch: Pairs in a batch.
        pairs: Pairs seen in all.
        rate: Highest learning rate.
        hard: Share of the batches that hold similar pairs of one domain.
        pool: Pairs of a domain among which similar ones are sought.
        leaf: Pairs that are alike; a hard batch holds as many such groups as it has room for.
        run: Adjacent lines of a document that come into a pool together.
        dropout: Share of the rows that a sentence loses in training.
        shares: Share of the pairs by domain.
        seed: Of every random choice.
        threads: Of PyTorch and SentencePiece.
    """

    pieces: int = 48_000
    cognates: int = 16_384
    dimensions: int = 256
    batch: int = 2048
    pairs: int = 1_300_000
    rate: float = 3e-3
    hard: float = 0.5
    pool: int = 65_536
    leaf: int = 256
    run: int = 8
    dropout: float = 0.1
    shares: Mapping[str, float] = field(default_factory=lambda: DOMAIN_SHARES)
    seed: int = 1
    threads: int = 2

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return self.pieces + self.cognates


COGNATE_SPREAD = 0.06
"""Standard deviation of the cognates' first values where the pieces start from a trained model."""

Ids = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncodedSide:
    """One language of many sentences: their table rows one after another, and where each begins."""

    flat: Ids
    offsets: Rows

    def bag(self, rows: Rows, dropout: float, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """The ids and the offsets of these sentences, as `EmbeddingBag` takes them, some of the ids left out."""
        places, ends = self._places(rows)
        kept = rng.random(len(places), dtype=np.float32) >= dropout
        begins = np.concatenate([[0], np.cumsum(kept)])[np.concatenate([[0], ends[:-1]])]
        return torch.from_numpy(self.flat[places[kept]]), torch.from_numpy(begins.astype(np.int32))

    def keys(self, rows: Rows, hashes: Rows) -> torch.Tensor:
        """A number for each sentence, the same for those of the same words."""
        places, ends = self._places(rows)
        running = np.concatenate([[0], np.cumsum(hashes[self.flat[places]])])
        return torch.from_numpy(np.diff(running[np.concatenate([[0], ends])]))

    def _places(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where the ids of these sentences lie in `flat`, one sentence after another, and where each ends in that."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        ends = np.cumsum(lengths)
        return np.repeat(self.offsets[rows] - ends + lengths, lengths) + np.arange(ends[-1]), ends


@dataclass(frozen=True, slots=True)
class EncodedCorpus:
    """All pairs, domain after domain, each in the order of its documents."""

    sides: tuple[EncodedSide, EncodedSide]
    domains: dict[str, tuple[int, int]]  # first row, and the row after the last

    def without_cognates(self, pieces: int) -> "EncodedCorpus":
        """The same pairs, pieces only."""
        sides = []
        for side in self.sides:
            kept = side.flat < pieces
            sides.append(EncodedSide(side.flat[kept], np.concatenate([[0], np.cumsum(kept)])[side.offsets]))
        return EncodedCorpus((sides[0], sides[1]), self.domains)


def encode_side(processor: spm.SentencePieceProcessor, lines: list[str], recipe: EmbeddingRecipe) -> list[Ids]:
    """Table rows of each line: its pieces, then its cognates; a line without any gets the unknown piece."""
    rows = [line or [1] for line in processor.encode(lines, num_threads=recipe.threads)]
    if recipe.cognates:
        for row, line in zip(rows, lines, strict=True):
            row.extend(recipe.pieces + bucket for bucket in cognate_buckets(line, recipe.cognates))
    return [np.array(row, dtype=np.int32) for row in rows]


def encode_corpus(corpus: Path, pieces: bytes, recipe: EmbeddingRecipe) -> EncodedCorpus:
    """The corpus made by `build_corpus` as table rows."""
    processor = spm.SentencePieceProcessor(model_proto=pieces)
    flat: tuple[list[Ids], list[Ids]] = ([], [])
    lengths: tuple[list[int], list[int]] = ([0], [0])
    domains: dict[str, tuple[int, int]] = {}
    for source in sorted(load_sources(), key=lambda source: source.domain):
        path = corpus / f"{source.name}.tsv"
        pairs = list(read_pairs(path)) if path.exists() else []
        if not pairs:
            continue
        first, _ = domains.get(source.domain, (len(lengths[0]) - 1, 0))
        for side in (0, 1):
            encoded = encode_side(processor, [StaticEmbedding.prepare(pair[side]) for pair in pairs], recipe)
            lengths[side].extend(map(len, encoded))
            flat[side].append(np.concatenate(encoded))
        domains[source.domain] = (first, len(lengths[0]) - 1)
    ja, en = (EncodedSide(np.concatenate(flat[side]), np.cumsum(lengths[side], dtype=np.int64)) for side in (0, 1))
    return EncodedCorpus((ja, en), domains)


class ShuffledRows:
    """The rows of a domain in shuffled order, again and again; `run` adjacent ones stay together."""

    def __init__(self, first: int, end: int, run: int, rng: np.random.Generator) -> None:
        self._first, self._run, self._rng = first, run, rng
        self._order = np.zeros(0, dtype=np.int64)
        self.size = end - first

    def take(self, count: int) -> Rows:
        """The next `count` rows, or all there are."""
        count = min(count, self.size)
        if count > len(self._order):
            begins = self._rng.permutation(-(-self.size // self._run)) * self._run
            places = (begins[:, None] + np.arange(self._run)).ravel()
            self._order = self._first + places[places < self.size]
        rows, self._order = self._order[:count], self._order[count:]
        return rows


def similar_groups(vectors: Vectors, leaf: int, rng: np.random.Generator) -> list[Rows]:
    """Vectors of shape (count, dimensions) in groups of about `leaf` similar ones.

    Halves at the median along the line between two of the vectors, then the halves, and so on.
    """
    groups, done = [np.arange(len(vectors))], []
    while groups:
        group = groups.pop()
        if len(group) < 2 * leaf:
            done.append(group)
            continue
        one, other = rng.choice(group, 2, replace=False)
        order = np.argsort(vectors[group] @ (vectors[one] - vectors[other]))
        groups += np.array_split(group[order], 2)
    return done


class Batches:
    """Endless batches of rows: mixed ones over all domains, and hard ones of similar pairs of one domain."""

    def __init__(
        self, domains: dict[str, tuple[int, int]], recipe: EmbeddingRecipe, embed: Callable[[Rows], Vectors]
    ) -> None:
        self._recipe, self._embed = recipe, embed
        self._rng = np.random.default_rng(recipe.seed)
        self._names = sorted(domains)
        shares = np.array([recipe.shares[name] for name in self._names])
        self._shares = shares / shares.sum()
        self._mixed = {name: ShuffledRows(*domains[name], 1, self._rng) for name in self._names}
        self._runs = {name: ShuffledRows(*domains[name], recipe.run, self._rng) for name in self._names}
        self._hard: dict[str, list[Rows]] = {name: [] for name in self._names}

    def __iter__(self) -> Iterator[Rows]:
        size = self._recipe.batch
        while True:
            if self._rng.random() < self._recipe.hard:
                yield self._hard_batch(self._names[int(self._rng.choice(len(self._names), p=self._shares))])
            else:
                counts = self._rng.multinomial(size, self._shares)
                parts = [self._mixed[name].take(int(n)) for name, n in zip(self._names, counts, strict=True) if n]
                yield np.concatenate(parts)

    def _hard_batch(self, name: str) -> Rows:
        if not self._hard[name]:
            pool = self._runs[name].take(self._recipe.pool)
            groups = similar_groups(self._embed(pool), self._recipe.leaf, self._rng)
            order = np.concatenate([groups[place] for place in self._rng.permutation(len(groups))])
            self._hard[name] = np.array_split(pool[order], -(-len(order) // self._recipe.batch))
        return self._hard[name].pop()


def train_vocabulary_of(corpus: Path, recipe: EmbeddingRecipe) -> bytes:
    """The joint vocabulary, learned from a sample in which documentation and names are few."""
    caps = {"names": 30_000, "dictionary": 120_000, "documentation": 6_000, "documentation-mt": 2_000}
    pairs = sample_pairs(corpus, caps, cap=120_000)
    lines = (mark_words(StaticEmbedding.prepare(side)) for pair in pairs for side in pair)
    return train_vocabulary(lines, size=recipe.pieces, threads=recipe.threads, coverage=0.9999)


def train_embedding(
    corpus: Path, target: Path, recipe: EmbeddingRecipe | None = None, start: StaticEmbedding | None = None
) -> StaticEmbedding:
    """Train on a corpus made by `build_corpus` and write the model folder `target`.

    Args:
        corpus: Folder of the cleaned pair files.
        target: Folder of the model; a vocabulary that lies there is used.
        recipe: Settings.
        start: An earlier model whose vectors training goes on from. Its vocabulary is kept if the recipe asks for a
            table of its size; otherwise a new one is learned.
    """
    recipe = recipe or EmbeddingRecipe()
    target.mkdir(parents=True, exist_ok=True)
    vocabulary = target / "pieces.spm"
    if not vocabulary.exists():
        kept = start is not None and len(start.table) == recipe.rows
        vocabulary.write_bytes(start.pieces if start and kept else train_vocabulary_of(corpus, recipe))
    pieces = vocabulary.read_bytes()
    data = encode_corpus(corpus, pieces, recipe)
    logger.info("%d pairs encoded", len(data.sides[0].offsets) - 1)
    vectors, curve = fit(data, recipe, first_vectors(start, pieces, recipe) if start else None)
    (target / "curve.json").write_text(json.dumps(curve), encoding="utf-8")
    model = StaticEmbedding.from_vectors(vectors, pieces, "taiyaku-ja-en-embedding")
    model.save(target)
    return model


def first_vectors(start: StaticEmbedding, pieces: bytes, recipe: EmbeddingRecipe) -> Vectors:
    """A table for the vocabulary `pieces` that says what the model `start` says.

    Vectors add up, so a new piece is the sum of the old pieces that spell it. Cognates start small: they know nothing.
    A model of the same vocabulary and as many cognates is taken as it is.
    """
    if start.pieces == pieces and len(start.table) == recipe.rows:
        return np.asarray(start.table * start.scales[:, None], dtype=np.float32)
    old, new = (spm.SentencePieceProcessor(model_proto=proto) for proto in (start.pieces, pieces))
    space, unknown = old.piece_to_id("▁"), old.unk_id()
    rng = np.random.default_rng(recipe.seed)
    table = rng.normal(scale=COGNATE_SPREAD, size=(recipe.rows, recipe.dimensions))
    for row, piece in enumerate(new.id_to_piece(list(range(recipe.pieces)))):
        known = old.piece_to_id(piece)
        rows = [known] if known != unknown else [id_ for id_ in old.encode(piece.replace("▁", " ")) if id_ != space]
        table[row] = (start.table[rows] * start.scales[rows, None]).sum(axis=0)
    return table.astype(np.float32)


def fit(
    data: EncodedCorpus, recipe: EmbeddingRecipe, first: Vectors | None = None
) -> tuple[Vectors, list[dict[str, float]]]:
    """The trained table, float32 of shape (pieces + cognates, dimensions), and the loss curve.

    Args:
        data: The corpus as table rows.
        recipe: Settings.
        first: The table to go on from; a random one otherwise.
    """
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    model = ContrastiveModel(data.sides, recipe, first)
    steps = max(recipe.pairs // recipe.batch, 1)
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=recipe.rate, total_steps=steps, pct_start=0.05)
    curve: list[dict[str, float]] = []
    started = time.monotonic()
    batches = iter(Batches(data.domains, recipe, model.pair_vectors))
    for step in range(1, steps + 1):
        loss = model(next(batches))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == steps:
            scale = model.log_scale.exp().item()
            curve.append({"step": step, "loss": round(loss.item(), 4), "scale": round(scale, 2)})
            speed = step * recipe.batch / (time.monotonic() - started)
            logger.info("step %d/%d loss %.3f scale %.1f %.0f pairs/s", step, steps, loss.item(), scale, speed)
    return model.table.weight.detach().numpy(), curve


class ContrastiveModel(nn.Module):  # type: ignore[misc]
    """The table in training: the loss of a batch of pairs, and the vectors of pairs."""

    def __init__(self, sides: tuple[EncodedSide, EncodedSide], recipe: EmbeddingRecipe, first: Vectors | None) -> None:
        super().__init__()
        self._sides, self._dropout = sides, recipe.dropout
        self._rng = np.random.default_rng(recipe.seed)
        self.table = nn.EmbeddingBag(recipe.rows, recipe.dimensions, mode="sum")
        nn.init.normal_(self.table.weight, std=0.1)
        if first is not None:
            self.table.weight.data.copy_(torch.from_numpy(first))
        self.log_scale = nn.Parameter(torch.tensor(3.0 if first is None else 3.5))
        self._hashes = self._rng.integers(1 << 62, size=len(self.table.weight), dtype=np.int64)

    def forward(self, rows: Rows) -> torch.Tensor:
        """Symmetric cross-entropy of finding each sentence's translation in the batch; doubles are no wrong answers."""
        japanese, english = self._encoded(rows, self._dropout)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = (self.log_scale.exp() * japanese) @ english.T
        one, other = (side.keys(rows, self._hashes) for side in self._sides)
        doubles = (one[:, None] == one) | (other[:, None] == other)
        logits = logits.float().masked_fill(doubles.fill_diagonal_(False), -1e4)
        answers = torch.arange(len(logits))
        return (functional.cross_entropy(logits, answers) + functional.cross_entropy(logits.T, answers)) / 2

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def pair_vectors(self, rows: Rows) -> Vectors:
        """What each pair is about, float32 of shape (len(rows), dimensions)."""
        japanese, english = self._encoded(rows, 0.0)
        return np.asarray((japanese + english).numpy(), dtype=np.float32)

    def _encoded(self, rows: Rows, dropout: float) -> tuple[torch.Tensor, torch.Tensor]:
        one, other = (functional.normalize(self.table(*side.bag(rows, dropout, self._rng))) for side in self._sides)
        return one, other
