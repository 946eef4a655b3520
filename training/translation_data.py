"""The translation model's training data: the corpus as piece ids, filtered by the sentence embedding, mixed by share.

`encode_corpus` does the slow part once and stores it; `TokenBatches` draws batches from it for ever, in an order that a
saved state continues exactly.
"""

import hashlib
import json
import logging
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from align.embedding import StaticEmbedding
from training.corpus import load_sources, read_pairs
from translate.names import NameLexicon
from translate.placeholders import NAME_PLACEHOLDERS, PLACEHOLDERS, mask_pair

__all__ = ["EncodedSource", "TokenBatches", "encode_corpus", "held_out", "load_encoded", "with_placeholders"]

logger = logging.getLogger(__name__)

MIN_SIMILARITY = 0.25
"""Pairs with a lower cosine are hardly translations; terms and names, too short to tell, are not filtered."""
MAX_PIECES = 120
UNFILTERED = {"dictionary", "names", "terms"}
HELD_OUT = {"alt_wikinews": 64, "kyoto_wiki": 2048, "tanaka_graded": 1024}
"""One pair in so many is kept out of training, for the validation loss."""

ONE_JOINED_IN = 8
"""Where a source has whole documents, one pair in so many also stands joined with the next."""

Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class EncodedSource:
    """One source: piece ids of both sides, flat, with the offsets of each pair.

    `share` is that of the target tokens, relative; `late_share` the one while the learning rate falls.
    """

    name: str
    share: float
    late_share: float
    source: Ids
    source_offsets: npt.NDArray[np.int64]
    target: Ids
    target_offsets: npt.NDArray[np.int64]

    def pair(self, row: int) -> tuple[Ids, Ids]:
        """Piece ids of pair `row`, without end marks."""
        return (
            self.source[self.source_offsets[row] : self.source_offsets[row + 1]],
            self.target[self.target_offsets[row] : self.target_offsets[row + 1]],
        )

    @property
    def target_lengths(self) -> npt.NDArray[np.int64]:
        """Pieces of each target."""
        return np.diff(self.target_offsets)


def held_out(name: str, japanese: str) -> bool:
    """Whether this pair belongs to the validation set."""
    every = HELD_OUT.get(name)
    return every is not None and int(hashlib.md5(japanese.encode()).hexdigest(), 16) % every == 0  # noqa: S324


def encode_corpus(
    corpus: Path,
    target: Path,
    source_vocabulary: bytes,
    target_vocabulary: bytes,
    *,
    embedding: StaticEmbedding,
    names: NameLexicon,
) -> None:
    """Write `NAME.npz` for each source with a share, `validation.tsv`, and the table of what was left out."""
    target.mkdir(parents=True, exist_ok=True)
    source_pieces = spm.SentencePieceProcessor(model_proto=source_vocabulary)
    target_pieces = spm.SentencePieceProcessor(model_proto=target_vocabulary)
    table: dict[str, dict[str, int]] = {}
    validation: list[str] = []
    for source in load_sources():
        path = corpus / f"{source.name}.tsv"
        if not source.share or not path.exists():
            continue
        pairs = list(read_pairs(path))
        validation += [f"{ja}\t{en}" for ja, en in pairs if held_out(source.name, ja)]
        pairs = [pair for pair in pairs if not held_out(source.name, pair[0])]
        kept = similar_pairs(pairs, embedding) if source.domain not in UNFILTERED else pairs
        joined = joined_pairs(kept) if source.documents else []
        kept = kept + joined
        masked = [with_placeholders(*pair, names) for pair in kept]
        source_ids = source_pieces.encode([ja for ja, _ in masked], num_threads=2)
        target_ids = target_pieces.encode([en for _, en in masked], num_threads=2)
        fitting = [
            row
            for row, (ja, en) in enumerate(zip(source_ids, target_ids, strict=True))
            if 0 < len(ja) <= MAX_PIECES and 0 < len(en) <= MAX_PIECES
        ]
        write_source(target / f"{source.name}.npz", [source_ids[r] for r in fitting], [target_ids[r] for r in fitting])
        table[source.name] = {
            "pairs": len(fitting),
            "with_placeholders": sum(pair != whole for pair, whole in zip(masked, kept, strict=True)),
            "joined": len(joined),
            "dissimilar": len(pairs) + len(joined) - len(kept),
            "too_long": len(kept) - len(fitting),
            "target_pieces": sum(len(target_ids[row]) for row in fitting),
        }
        logger.info("%s: %s", source.name, table[source.name])
    (target / "validation.tsv").write_text("".join(f"{line}\n" for line in validation), encoding="utf-8")
    (target / "table.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def with_placeholders(japanese: str, english: str, lexicon: NameLexicon) -> tuple[str, str]:
    """The pair as the model meets it: equal numbers and names as placeholders, in an order that the sentence decides.

    At use they stand in order; in training every one of them must become as well known as the first.
    """
    order = random.Random(japanese)
    symbols, names = (tuple(order.sample(known, len(known))) for known in (PLACEHOLDERS, NAME_PLACEHOLDERS))
    return mask_pair(japanese, english, lexicon, symbols=symbols, name_symbols=names)


def similar_pairs(pairs: list[tuple[str, str]], embedding: StaticEmbedding) -> list[tuple[str, str]]:
    """The pairs whose sides the embedding finds similar."""
    kept = []
    for start in range(0, len(pairs), 8192):
        window = pairs[start : start + 8192]
        similarity = np.einsum(
            "ij,ij->i", embedding.encode([ja for ja, _ in window]), embedding.encode([en for _, en in window])
        )
        kept += [pair for pair, value in zip(window, similarity, strict=True) if value >= MIN_SIMILARITY]
    return kept


def joined_pairs(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One pair in `ONE_JOINED_IN` with the one after it, where both are whole sentences: how long inputs look."""
    joined = []
    for (ja, en), (next_ja, next_en) in islice(pairwise(pairs), 0, None, ONE_JOINED_IN):
        if ja.endswith("。") and next_ja.endswith("。") and en.endswith((".", "?", "!", '"')):
            joined.append((f"{ja}{next_ja}", f"{en} {next_en}"))
    return joined


def write_source(path: Path, source_ids: list[list[int]], target_ids: list[list[int]]) -> None:
    """Both sides flat, with offsets."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for side, ids in (("source", source_ids), ("target", target_ids)):
        arrays[side] = np.fromiter((piece for line in ids for piece in line), dtype=np.uint16)
        arrays[f"{side}_offsets"] = np.concatenate([[0], np.cumsum([len(line) for line in ids])]).astype(np.int64)
    np.savez(path, allow_pickle=False, **arrays)


def load_encoded(folder: Path) -> list[EncodedSource]:
    """What `encode_corpus` wrote."""
    loaded = []
    for source in load_sources():
        path = folder / f"{source.name}.npz"
        if path.exists():
            with np.load(path) as arrays:
                late = source.share if source.late_share is None else source.late_share
                loaded.append(EncodedSource(source.name, source.share, late, **dict(arrays)))
    return loaded


class TokenBatches:
    """Endless batches of pairs, by target tokens, drawn from the sources by share, lengths alike within a batch.

    A pool of pairs is drawn at a time and sorted by length; the state to continue from is the pool's number and the
    number of its batches already seen, and the first pool drawn by late shares, so a resumed run sees the same pairs in
    the same order.
    """

    def __init__(self, sources: list[EncodedSource], *, tokens: int, pool_tokens: int, seed: int) -> None:
        self.sources = sources
        self.tokens = tokens
        self.pool_tokens = pool_tokens
        self.seed = seed
        self.pools = 0
        self.seen = 0
        self.late_from: int | None = None
        self.lengths = [source.target_lengths for source in sources]

    def pool(self, number: int, longest: int) -> list[list[tuple[int, int]]]:
        """Pool `number`: its batches, each a list of (source number, row), with targets of at most `longest` pieces."""
        rng = np.random.default_rng([self.seed, number])
        chosen: list[tuple[int, int, int]] = []
        is_late = self.late_from is not None and number >= self.late_from
        shares = [source.late_share if is_late else source.share for source in self.sources]
        for index, share in enumerate(shares):
            fitting = np.flatnonzero(self.lengths[index] <= longest)
            budget = self.pool_tokens * share / sum(shares)
            if len(fitting) == 0:
                continue
            mean = self.lengths[index][fitting].mean()
            count = int(budget / mean + rng.random())
            rows = rng.choice(fitting, size=min(count, len(fitting)), replace=False)
            chosen += [(int(self.lengths[index][row]), index, int(row)) for row in rows]
        # Random order within equal lengths keeps batches mixed by source.
        keys = rng.random(len(chosen))
        chosen = [entry for _, entry in sorted(zip(keys, chosen, strict=True), key=lambda ke: (ke[1][0], ke[0]))]
        batches: list[list[tuple[int, int]]] = []
        for length, index, row in chosen:
            if not batches or (len(batches[-1]) + 1) * (length + 1) > self.tokens:
                batches.append([])
            batches[-1].append((index, row))
        rng.shuffle(batches)
        return batches

    def __iter__(self) -> Iterator[list[tuple[Ids, Ids]]]:
        """Batches from batch `self.seen` of pool `self.pools` on; both count on with every batch handed out."""
        while True:
            for batch in self.pool(self.pools, longest=longest_at(self.pools))[self.seen :]:
                self.seen += 1
                yield [self.sources[index].pair(row) for index, row in batch]
            self.pools, self.seen = self.pools + 1, 0


def longest_at(pool: int) -> int:
    """Short sentences first: the longest target, in pieces, that pool number `pool` may hold."""
    return (16, 24, 36, 50)[pool] if pool < 4 else MAX_PIECES
