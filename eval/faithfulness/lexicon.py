"""What the embedded sentence embedding knows about single words: which Japanese ones an English word goes with.

Trained on parallel text, the vectors of a piece and of its usual translation lie close together, so the model that
aligns sentences serves as a dictionary that costs nothing more to ship.
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import sentencepiece as spm

from align.embedding import StaticEmbedding, embedded_embedding, normalise_rows

__all__ = ["Lexicon", "embedded_lexicon"]

Vectors = npt.NDArray[np.float32]

KEPT: Final = 256
"""Sentences whose vectors are remembered, and a fiftieth of the words: an article says the same names again."""

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
        self._known_runs: dict[str, Vectors] = {}
        self._known_words: dict[str, Vectors] = {}

    def pieces(self, text: str) -> list[str]:
        """The pieces of a word or sentence without the sign for a boundary."""
        return [piece.lstrip(_BOUNDARY) for piece in self._spelled(text)]

    def is_one_piece(self, word: str) -> bool:
        """Whether a word is frequent enough to have a vector of its own."""
        return len([piece for piece in self.pieces(word) if piece]) == 1

    def rows(self, text: str) -> Vectors:
        """The vectors of the pieces of a text, float32 of shape (pieces, dimensions); long ones for telling pieces."""
        ids: list[int] = self._processor.encode(StaticEmbedding.prepare(text))
        rows = self._embedding.table[ids].astype(np.float32) * self._embedding.scales[ids, None]
        return np.asarray(rows, dtype=np.float32)

    def closeness(self, word: str, sentence: str) -> float:
        """The cosine of an English word with the closest piece of a Japanese sentence, or two in a row."""
        vectors = self._runs(sentence)
        return float((vectors @ self._word(word)).max()) if len(vectors) else 0.0

    def counterparts(self, word: str, least: float) -> list[str]:
        """The Japanese pieces, of katakana or kanji, whose cosine with a word is at least so much; closest first."""
        cosines = self._japanese @ self._word(word)
        order = np.argsort(-cosines)[:8]
        return [self._japanese_pieces[place] for place in order if cosines[place] >= least]

    def english_counterpart(self, piece: str, least: float) -> str:
        """The English word of one piece that is closest to a Japanese one; empty if its cosine is less than that."""
        cosines = self._english @ self._word(piece)
        place = int(np.argmax(cosines))
        return self._english_words[place] if cosines[place] >= least else ""

    def _spelled(self, text: str) -> list[str]:
        spelled: list[str] = self._processor.encode(StaticEmbedding.prepare(text), out_type=str)
        return spelled

    def _runs(self, sentence: str) -> Vectors:
        """The directions of the pieces of a sentence, and of any two in a row."""
        known = self._known_runs.get(sentence)
        if known is None:
            rows = self.rows(sentence)
            known = normalise_rows(np.concatenate([rows, rows[:-1] + rows[1:]])) if len(rows) else rows
            if len(self._known_runs) > KEPT:
                self._known_runs.clear()
            self._known_runs[sentence] = known
        return known

    def _word(self, word: str) -> Vectors:
        known = self._known_words.get(word)
        if known is None:
            total = self.rows(word).sum(axis=0, keepdims=True)
            known = np.asarray(normalise_rows(total)[0], dtype=np.float32)
            if len(self._known_words) > 50 * KEPT:
                self._known_words.clear()
            self._known_words[word] = known
        return known

    @cached_property
    def _japanese_ids(self) -> list[int]:
        size = self._processor.get_piece_size()
        spelled = (self._processor.id_to_piece(number).lstrip(_BOUNDARY) for number in range(size))
        return [number for number, piece in enumerate(spelled) if len(piece) > 1 and _JAPANESE.search(piece)]

    @cached_property
    def _english_ids(self) -> list[int]:
        size = self._processor.get_piece_size()
        return [number for number in range(size) if _ENGLISH.fullmatch(self._processor.id_to_piece(number))]

    @cached_property
    def _english_words(self) -> Sequence[str]:
        return [self._processor.id_to_piece(number).lstrip(_BOUNDARY) for number in self._english_ids]

    @cached_property
    def _english(self) -> Vectors:
        return self._directions(self._english_ids)

    @cached_property
    def _japanese_pieces(self) -> Sequence[str]:
        return [self._processor.id_to_piece(number).lstrip(_BOUNDARY) for number in self._japanese_ids]

    @cached_property
    def _japanese(self) -> Vectors:
        return self._directions(self._japanese_ids)

    def _directions(self, ids: list[int]) -> Vectors:
        return normalise_rows(self._embedding.table[ids].astype(np.float32) * self._embedding.scales[ids, None])


@lru_cache(maxsize=1)
def embedded_lexicon() -> Lexicon:
    """The lexicon of the embedding that ships with the project.

    Raises:
        ModelError: The installation lacks it.
    """
    return Lexicon(embedded_embedding())
