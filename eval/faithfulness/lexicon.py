"""What the embedded sentence embedding knows about single words: which Japanese ones an English word goes with.

Trained on parallel text, the vectors of a piece and of its usual translation lie close together, so the model that
aligns sentences serves as a dictionary that costs nothing more to ship.
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache, reduce
from typing import Final

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from align.embedding import StaticEmbedding, embedded_embedding, normalise_rows

__all__ = ["Lexicon", "embedded_lexicon"]

Vectors = npt.NDArray[np.float32]

KEPT: Final = 12_800
"""Words whose vectors are remembered: an article says the same names again."""

TOGETHER: Final = 1024
"""Pieces compared at a time: a few megabytes of cosines with the names of a long article."""

_BOUNDARY: Final = "▁"
_ENGLISH = re.compile("▁[a-z]{3,}")
_JAPANESE = re.compile("[ァ-ヺ一-鿿々]")


class Lexicon:
    """Words as sums of their pieces' vectors.

    Args:
        embedding: Whose pieces to take; hashed rows behind those of the vocabulary are left alone.
    """

    def __init__(self, embedding: StaticEmbedding) -> None:
        self._embedding = embedding
        self._processor = spm.SentencePieceProcessor(model_proto=embedding.pieces)
        self._known_words: dict[str, Vectors] = {}

    def pieces(self, text: str) -> list[str]:
        """The pieces of a word or sentence without the sign for a boundary."""
        return [piece.lstrip(_BOUNDARY) for piece in self._spelled(text)]

    def is_one_piece(self, word: str) -> bool:
        """Whether a word is frequent enough to have a vector of its own."""
        return len([piece for piece in self.pieces(word) if piece]) == 1

    def rows(self, text: str) -> Vectors:
        """The vectors of the pieces of a text, float32 of shape (pieces, dimensions); long ones for telling pieces."""
        return self._vectors(self._ids(text))

    def words(self, words: Sequence[str]) -> Vectors:
        """The directions of words, float32 of shape (words, dimensions)."""
        return np.array([self._word(word) for word in words], np.float32).reshape(-1, self._embedding.dimensions)

    def closeness(self, words: Vectors, text: str) -> list[float]:
        """The cosine of each of some words with the closest piece of a Japanese text, or two in a row."""
        runs = self._runs(text)
        if not len(runs):
            return [0.0] * len(words)
        parts = (runs[start : start + TOGETHER] @ words.T for start in range(0, len(runs), TOGETHER))
        closest: list[float] = reduce(np.maximum, (part.max(axis=0) for part in parts)).tolist()
        return closest

    def counterparts(self, word: str, least: float) -> list[str]:
        """The Japanese pieces, of katakana or kanji, whose cosine with a word is at least so much; closest first."""
        pieces, directions = self._japanese
        cosines = directions @ self._word(word)
        close = np.flatnonzero(cosines >= least)
        return [pieces[place] for place in close[np.argsort(-cosines[close])][:8]]

    def english_counterpart(self, piece: str, least: float) -> str:
        """The English word of one piece that is closest to a Japanese one; empty if its cosine is less than that."""
        words, directions = self._english
        cosines = directions @ self._word(piece)
        place = int(np.argmax(cosines))
        return words[place] if cosines[place] >= least else ""

    def _ids(self, text: str) -> npt.NDArray[np.int64]:
        return np.array(self._processor.encode(StaticEmbedding.prepare(text)), dtype=np.int64)

    def _vectors(self, ids: npt.NDArray[np.int64]) -> Vectors:
        return np.asarray(self._embedding.table[ids].astype(np.float32) * self._embedding.scales[ids, None], np.float32)

    def _spelled(self, text: str) -> list[str]:
        spelled: list[str] = self._processor.encode(StaticEmbedding.prepare(text), out_type=str)
        return spelled

    def _runs(self, text: str) -> Vectors:
        """The directions of the pieces of a text, and of any two in a row, each once."""
        ids, size = self._ids(text), len(self._embedding.table)
        pairs = np.unique(ids[:-1] * size + ids[1:])
        runs = self._vectors(np.unique(ids)), self._vectors(pairs // size) + self._vectors(pairs % size)
        return normalise_rows(np.concatenate(runs))

    def _word(self, word: str) -> Vectors:
        known = self._known_words.get(word)
        if known is None:
            total = self.rows(word).sum(axis=0, keepdims=True)
            known = np.asarray(normalise_rows(total)[0], dtype=np.float32)
            if len(self._known_words) > KEPT:
                self._known_words.clear()
            self._known_words[word] = known
        return known

    @cached_property
    def _vocabulary(self) -> list[str]:
        vocabulary: list[str] = self._processor.id_to_piece(list(range(self._processor.get_piece_size())))
        return vocabulary

    @cached_property
    def _japanese(self) -> tuple[list[str], Vectors]:
        """The pieces of katakana or kanji, and their directions."""
        spelled = ((number, piece.lstrip(_BOUNDARY)) for number, piece in enumerate(self._vocabulary))
        return self._with_directions(
            [(number, piece) for number, piece in spelled if len(piece) > 1 and _JAPANESE.search(piece)]
        )

    @cached_property
    def _english(self) -> tuple[list[str], Vectors]:
        """The words of one piece, and their directions."""
        spelled = enumerate(self._vocabulary)
        return self._with_directions(
            [(number, piece.lstrip(_BOUNDARY)) for number, piece in spelled if _ENGLISH.fullmatch(piece)]
        )

    def _with_directions(self, numbered: Sequence[tuple[int, str]]) -> tuple[list[str], Vectors]:
        ids = np.array([number for number, _ in numbered], dtype=np.int64)
        return [piece for _, piece in numbered], normalise_rows(self._vectors(ids))


@lru_cache(maxsize=1)
def embedded_lexicon() -> Lexicon:
    """The lexicon of the embedding that ships with the project.

    Raises:
        ModelError: The installation lacks it.
    """
    return Lexicon(embedded_embedding())
