"""The static bilingual sentence embedding: one vector per SentencePiece piece and per cognate, summed and normalised.

A Japanese sentence and its English translation land close together, so the cosine of their vectors says whether they
may form a bead. Encoding is a table look-up in NumPy: no torch, tens of thousands of sentences a second. The sum of
the unnormalised vectors of two sentences is the vector of the two joined, so a bead of n sentences costs no encoding.

The method is the static embedding of Tissier et al. and Luong et al. trained contrastively (van den Oord et al., 2018)
on parallel text; `training/embedding.py` makes the table.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from align.cognates import cognate_buckets
from corpora.errors import ModelError

__all__ = ["EMBEDDED_MODEL", "StaticEmbedding", "embedded_embedding", "normalise_rows"]

EMBEDDED_MODEL = Path(__file__).parent / "models" / "ja-en"

Vectors = npt.NDArray[np.float32]
REMEMBERED: Final = 4096
"""Sentences of which the rows are remembered, in some megabytes."""


def normalise_rows(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; rows of zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, np.float32(1e-12)), dtype=np.float32)


@dataclass(frozen=True)
class StaticEmbedding:
    """A table of vectors and the vocabulary that indexes it.

    The first rows belong to the pieces of the vocabulary, those after them to the hashed keys of cognates.

    Attributes:
        table: int8 of shape (rows, dimensions).
        scales: float32 of shape (rows,); `table[i] * scales[i]` is the vector of row i.
        pieces: The serialised SentencePiece model.
        name: What outputs call this model.
    """

    table: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    pieces: bytes
    name: str

    @classmethod
    def load(cls, folder: Path) -> "StaticEmbedding":
        """Read a model folder.

        Raises:
            ModelError: The folder lacks one of its files, or they do not fit together.
        """
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            with np.load(folder / "vectors.npz") as arrays:
                table, scales = arrays["table"], arrays["scales"].astype(np.float32)
            pieces = (folder / "pieces.spm").read_bytes()
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"no sentence embedding ({error})", path=folder, remedy="reinstall taiyaku or retrain with training/"
            ) from error
        return cls(table=table, scales=scales, pieces=pieces, name=str(config["name"]))

    @classmethod
    def from_vectors(cls, vectors: Vectors, pieces: bytes, name: str) -> "StaticEmbedding":
        """Quantise vectors of shape (rows, dimensions) to int8, each row by its largest value."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-8).astype(np.float32) / 127
        table = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls(table=table, scales=scales, pieces=pieces, name=name)

    def save(self, folder: Path) -> None:
        """Write the model folder: `vectors.npz`, `pieces.spm`, `config.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / "vectors.npz", table=self.table, scales=self.scales.astype(np.float32))
        (folder / "pieces.spm").write_bytes(self.pieces)
        config = {"name": self.name, "pieces": len(self.table), "dimensions": self.dimensions}
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")

    @property
    def dimensions(self) -> int:
        """Length of a sentence vector."""
        return int(self.table.shape[1])

    @cached_property
    def _processor(self) -> spm.SentencePieceProcessor:
        return spm.SentencePieceProcessor(model_proto=self.pieces)

    @cached_property
    def _vectors(self) -> Vectors:
        return self.table.astype(np.float32) * self.scales[:, None]

    @cached_property
    def _known_ids(self) -> dict[str, list[int]]:
        """The rows of the sentences asked for last: the signals of a document pair ask for them one after another."""
        return {}

    def piece_ids(self, sentences: Sequence[str]) -> list[list[int]]:
        """Each sentence's rows of `table`, its pieces first, then its cognates; none for blank text."""
        known = self._known_ids
        found = {sentence: known.get(sentence) for sentence in sentences}
        new = [sentence for sentence, ids in found.items() if ids is None]
        fresh = dict(zip(new, self._looked_up(new), strict=True))
        if len(known) + len(fresh) > REMEMBERED:
            known.clear()
        if len(fresh) <= REMEMBERED:
            known.update(fresh)
        return [fresh[sentence] if (ids := found[sentence]) is None else ids for sentence in sentences]

    def _looked_up(self, sentences: Sequence[str]) -> list[list[int]]:
        prepared = [self.prepare(sentence) for sentence in sentences]
        ids: list[list[int]] = self._processor.encode(prepared)
        pieces = self._processor.get_piece_size()
        if buckets := len(self.table) - pieces:
            for row, text in zip(ids, prepared, strict=True):
                row.extend([pieces + bucket for bucket in cognate_buckets(text, buckets)])
        return ids

    def sums(self, sentences: Sequence[str]) -> Vectors:
        """Unnormalised sentence vectors, float32 of shape (len(sentences), dimensions); additive over joined text."""
        out = np.zeros((len(sentences), self.dimensions), dtype=np.float32)
        for start in range(0, len(sentences), REMEMBERED):
            for row, ids in enumerate(self.piece_ids(sentences[start : start + REMEMBERED]), start):
                if ids:
                    np.add.reduce(self._vectors.take(ids, axis=0), axis=0, out=out[row])
        return out

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Sentence vectors of length 1, float32 of shape (len(sentences), dimensions); blank text gives zeros."""
        return normalise_rows(self.sums(sentences))

    @staticmethod
    def prepare(sentence: str) -> str:
        """The embedding's copy of a sentence: NFKC, lower case."""
        return unicodedata.normalize("NFKC", sentence).lower()


@cache
def embedded_embedding() -> StaticEmbedding:
    """The model that ships with the project, loaded once.

    Raises:
        ModelError: The installation lacks it.
    """
    return StaticEmbedding.load(EMBEDDED_MODEL)
