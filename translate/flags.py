"""Cheap checks on a translation that catch what small models get wrong.

A flag is a reason to look, not a verdict. Each check is a pure function of the source, the translation and, for the
length limit, what the decoder said.
"""

import re

from translate.translation import Flag

__all__ = ["flags_of"]

KANA_OR_KANJI = re.compile(r"[぀-ヿ㐀-鿿]")
DIGIT_RUN = re.compile(r"\d+")
REPEATED_WORD = re.compile(r"\b(\w+)(?:\W+\1\b){3,}", re.IGNORECASE)
REPEATED_PHRASE = re.compile(r"\b(\w+(?:\W+\w+){1,5}?)(?:\W+\1\b){2,}", re.IGNORECASE)
RATIO = (0.6, 6.5)
"""English characters per Japanese character, for sentences of 12 or more. Human translations lie within: all but one in
ten thousand lines of WMT20, WMT21, NTREX, FLORES, PUD and Tatoeba, and 99.2% of KFTT's: `python -m training ratios`."""


def flags_of(source: str, text: str, *, hit_limit: bool = False) -> tuple[Flag, ...]:
    """Every suspicion about `text` as a translation of the model's copy `source`, in the order of `Flag`."""
    if not text.strip():
        return (Flag.EMPTY,) if source.strip() else ()
    checks = {
        Flag.REPETITION: repeats(text),
        Flag.KANA_LEFT: KANA_OR_KANJI.search(text) is not None,
        Flag.LENGTH_LIMIT: hit_limit,
        Flag.LENGTH_RATIO: len(source) >= 12 and not RATIO[0] <= len(text) / len(source) <= RATIO[1],
        Flag.NUMBERS_DIFFER: digits_missing(source, text),
    }
    return tuple(flag for flag, raised in checks.items() if raised)


def repeats(text: str) -> bool:
    """Whether one word stands four times in a row, or two to six words three times."""
    return REPEATED_WORD.search(text) is not None or REPEATED_PHRASE.search(text) is not None


def digits_missing(source: str, text: str) -> bool:
    """Whether a plain Arabic number of two or more digits in the source is nowhere in the translation.

    Numbers with a scale (50万) or next to a month or era may rightly look different, and are left to `eval`.
    """
    source = source.replace(",", "")
    written = set(DIGIT_RUN.findall(text.replace(",", "")))
    for match in DIGIT_RUN.finditer(source):
        following = source[match.end() : match.end() + 1]
        if len(match[0]) >= 2 and following not in "十百千万億兆月.時" and match[0] not in written:
            return True
    return False
