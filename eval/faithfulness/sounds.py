"""How alike katakana and Latin words sound, which tells names apart that share no letter.

Both are brought to what either script can write (`align.signals.names`, `align.cognates`) and compared as strings, many
with many at once: for the names of a long article, one call for each pair would take most of a minute.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from align.cognates import cognate_keys
from align.signals.names import romanise, skeleton

__all__ = ["ALIKE", "SURELY_ALIKE", "Sounds", "alike"]

Likenesses = npt.NDArray[np.float64]

ALIKE: Final = 64
"""Sounds at least this alike, 0 to 100, may be one name."""

SURELY_ALIKE: Final = 75
"""So alike are katakana and an ordinary word that it was borrowed from: テニス and tennis."""

_OUTDONE: Final = 12
"""Katakana that is more like another word by more than this is that word's."""

_TOGETHER: Final = 256
"""Katakana compared at a time: a few megabytes of likenesses with the words of a long article."""

_CONSONANTS: Final = 0.6
_ONE_WORD_OF_TWO: Final = 0.9
"""What the consonants of one word are worth that are part of those of two."""

_LETTERS: Final = str.maketrans({"l": "r", "v": "b", "c": "k", "q": "k", "w": "u", "y": "i"})


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A word brought to what both scripts can write: skeletons of consonants, the key of its cognates, its letters."""

    skeletons: tuple[str, ...]
    key: str
    letters: str


class Sounds:
    """Which katakana of one text and which words of another sound alike.

    Args:
        katakana: Those of the one.
        words: Those of the other in lower case, and whether each stands there with a capital.
    """

    def __init__(self, katakana: Sequence[str], words: Mapping[str, bool]) -> None:
        self._katakana, self._words = katakana, list(words)
        self._least_written = np.array(
            [np.inf if len(word) <= 2 else ALIKE if capital else SURELY_ALIKE for word, capital in words.items()]
        )
        self._least_heard = np.full(len(katakana), float(ALIKE))
        self._written: dict[str, bool] = {}
        heard = np.zeros(len(words), dtype=bool)
        for start in range(0, len(katakana), _TOGETHER):
            some = katakana[start : start + _TOGETHER]
            table = _alike_table(some, self._words)
            least = np.maximum(ALIKE, table.max(axis=1, initial=0) - _OUTDONE)
            self._least_heard[start : start + _TOGETHER] = least
            heard |= np.any(table >= least[:, None], axis=0)
            self._written |= dict(zip(some, self._are_written(table), strict=True))
        self._heard: dict[str, bool] = dict(zip(words, heard.tolist(), strict=True))

    def hear(self, word: str) -> bool:
        """Whether some katakana sounds like a word, and not much more like another one."""
        if word not in self._heard:
            self._heard[word] = bool((_alike_table(self._katakana, (word,))[:, 0] >= self._least_heard).any())
        return self._heard[word]

    def write(self, katakana: str) -> bool:
        """Whether some word sounds like katakana; one without a capital, less likely a name, has to do so more."""
        if katakana not in self._written:
            self._written[katakana] = self._are_written(_alike_table((katakana,), self._words))[0]
        return self._written[katakana]

    def _are_written(self, table: Likenesses) -> list[bool]:
        found: list[bool] = np.any(table >= self._least_written, axis=1).tolist()
        return found


@lru_cache(maxsize=1 << 12)
def alike(katakana: str, word: str) -> float:
    """How alike katakana and a Latin word sound, 0 to 100: mostly their consonants, and their letters."""
    return float(_alike_table((katakana,), (word,))[0, 0])


def _alike_table(katakana: Sequence[str], words: Sequence[str]) -> Likenesses:
    """How alike each katakana and each Latin word sound, 0 to 100, of shape (katakana, words)."""
    if not katakana or not words:
        return np.zeros((len(katakana), len(words)))
    own = [_katakana_spelling(name) for name in katakana]
    others = [_word_spelling(word) for word in words]
    letters = _ratios([name.letters for name in own], [word.letters for word in others])
    return np.asarray(_CONSONANTS * _consonants(own, others) + (1 - _CONSONANTS) * letters)


def _consonants(own: Sequence[_Spelling], others: Sequence[_Spelling]) -> Likenesses:
    skeletons = [name.skeletons[0] for name in own]
    starts = [0, *accumulate(len(word.skeletons) for word in others[:-1])]
    spelled = list(chain.from_iterable(word.skeletons for word in others))
    table = np.maximum.reduceat(_ratios(skeletons, spelled), starts, axis=1)
    keys = [name.key for name in own], [word.key for word in others]
    have_keys = np.array([bool(key) for key in keys[0]])[:, None] & np.array([bool(key) for key in keys[1]])
    np.maximum(table, _ratios(*keys), out=table, where=have_keys)
    first = [word.skeletons[0] for word in others]
    lengths = np.array([len(name) for name in skeletons])[:, None], np.array([len(word) for word in first])
    for row, column in np.argwhere((lengths[1] > 2) & (lengths[0] > lengths[1] + 1)).tolist():
        part = _ONE_WORD_OF_TWO * fuzz.partial_ratio(skeletons[row], first[column])
        table[row, column] = max(table[row, column], part)
    return table


def _ratios(own: Sequence[str], others: Sequence[str]) -> Likenesses:
    return np.asarray(process.cdist(own, others, scorer=fuzz.ratio, dtype=np.float64))


@lru_cache(maxsize=1 << 12)
def _katakana_spelling(katakana: str) -> _Spelling:
    reading = romanise(katakana)
    return _Spelling((skeleton(reading),), next(iter(cognate_keys(katakana)), ""), reading.translate(_LETTERS))


@lru_cache(maxsize=1 << 13)
def _word_spelling(word: str) -> _Spelling:
    plain = unicodedata.normalize("NFKD", word.lower())
    # ウッズ is Woods, ガイガー is Geiger: katakana drops an r that closes a syllable, and begins with u for w.
    spellings = [plain, re.sub("r(?![aeiouy])", "", plain), re.sub("^wh?(?=[aeiou])", "u", plain)]
    skeletons = tuple(dict.fromkeys(skeleton(spelling) for spelling in spellings))
    key = next(iter(cognate_keys(unicodedata.normalize("NFKC", word.lower()))), "")
    return _Spelling(skeletons, key, plain.translate(_LETTERS))
