"""Names: katakana read as Latin letters, Latin words inside Japanese, matched fuzzily with English words.

アルジャウラニ and al-Jawlani have no letter in common, but their consonants do: both are reduced to a skeleton and
compared by edit distance.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

__all__ = ["match_names", "romanise", "skeleton"]

KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
LATIN_IN_JAPANESE = re.compile(r"[A-Za-z][A-Za-z0-9]+")
ENGLISH_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9']+")
MIN_RATIO: Final = 75
"""Skeletons at least this alike (0 to 100) name the same."""

_ROWS: Final = {
    "アイウエオ": "a i u e o", "カキクケコ": "ka ki ku ke ko", "ガギグゲゴ": "ga gi gu ge go",
    "サシスセソ": "sa shi su se so", "ザジズゼゾ": "za ji zu ze zo", "タチツテト": "ta chi tsu te to",
    "ダヂヅデド": "da ji zu de do", "ナニヌネノ": "na ni nu ne no", "ハヒフヘホ": "ha hi fu he ho",
    "バビブベボ": "ba bi bu be bo", "パピプペポ": "pa pi pu pe po", "マミムメモ": "ma mi mu me mo",
    "ラリルレロ": "ra ri ru re ro", "ヤユヨワヲンヴ": "ya yu yo wa o n v", "ァィゥェォャュョ": "a i u e o ya yu yo",
}  # fmt: skip
KANA: Final = {
    kana: reading for row, readings in _ROWS.items() for kana, reading in zip(row, readings.split(), strict=True)
}
_FOLDED: Final = (
    ("sh", "s"), ("ch", "t"), ("ts", "t"), ("th", "s"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("l", "r"),
    ("v", "b"), ("c", "k"), ("q", "k"), ("z", "s"), ("j", "s"), ("d", "t"), ("g", "k"), ("f", "h"), ("p", "b"),
)  # fmt: skip


def romanise(katakana: str) -> str:
    """A plain reading of katakana in Latin letters; long marks and small tsu are dropped."""
    return "".join(KANA.get(character, "") for character in katakana)


def skeleton(word: str) -> str:
    """The consonants of a Latin word, with those that katakana cannot tell apart folded together."""
    plain = unicodedata.normalize("NFD", word.lower())
    plain = re.sub(r"[^a-z]", "", plain)
    for written, folded in _FOLDED:
        plain = plain.replace(written, folded)
    first, rest = plain[:1], plain[1:]
    consonants = ("a" if first in "aeiou" and first else first) + re.sub(r"[aeiouwyh]", "", rest)
    return re.sub(r"(.)\1+", r"\1", consonants)


def match_names(source: Sequence[str], target: Sequence[str]) -> tuple[list[set[str]], list[set[str]]]:
    """The names of Japanese and English sentences under common labels.

    Returns:
        For each sentence of both sides, the labels of the names in it. A label is a lower-case English word.
    """
    words = [ENGLISH_WORD.findall(unicodedata.normalize("NFKC", line)) for line in target]
    capitalised = {word.lower() for line in words for word in line if word[0].isupper()}
    by_skeleton: dict[str, set[str]] = {}
    for word in sorted(capitalised):
        if len(key := skeleton(word)) >= 2:
            by_skeleton.setdefault(key, set()).add(word)
    choices = sorted(by_skeleton)
    known: dict[str, frozenset[str]] = {}
    japanese: list[set[str]] = []
    used: set[str] = set()
    for sentence in source:
        line = unicodedata.normalize("NFKC", sentence)
        labels = {word.lower() for word in LATIN_IN_JAPANESE.findall(line)} & capitalised
        for katakana in KATAKANA.findall(line):
            if katakana not in known:
                known[katakana] = _labels(skeleton(romanise(katakana)), by_skeleton, choices)
            labels |= known[katakana]
        japanese.append(labels)
        used |= labels
    return japanese, [{word.lower() for word in line} & used for line in words]


def _labels(key: str, by_skeleton: dict[str, set[str]], choices: list[str]) -> frozenset[str]:
    """The English words whose skeletons are most like this one, if any is alike enough."""
    if len(key) < 2 or not choices:
        return frozenset()
    if key in by_skeleton:
        return frozenset(by_skeleton[key])
    if len(key) < 3:
        return frozenset()
    found = process.extractOne(key, choices, scorer=fuzz.ratio, score_cutoff=MIN_RATIO)
    return frozenset(by_skeleton[found[0]]) if found else frozenset()
