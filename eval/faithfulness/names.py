"""Names: people, places and organisations of one side that are others on the other side.

Katakana is compared with Latin letters by sound (`align.signals.names`, `align.cognates`), a frequent name with its
usual Japanese form by the embedding's vectors. A kanji name that no model knows can be any romaji and is let pass.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from align.cognates import cognate_keys
from align.signals.names import romanise, skeleton
from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.countries import FORMS
from eval.faithfulness.discrepancy import Check, Discrepancy
from eval.faithfulness.lexicon import Lexicon, embedded_lexicon

__all__ = ["name_discrepancies"]

ALIKE: Final = 64
"""Sounds at least this alike, 0 to 100, may be one name."""

SURELY_ALIKE: Final = 75
"""So alike are katakana and an ordinary word that it was borrowed from: テニス and tennis."""

CLOSE: Final = 0.36
"""A word whose cosine with a piece of the sentence is at least this may be said there."""

SAID: Final = 0.45
"""The same for katakana alone, which may well be a borrowed word."""

USUAL: Final = 0.55
"""A Japanese piece this close to an English word is its usual form."""

_HONORIFIC = re.compile(r"(?:['’]s|['’]|-(?:san|sama|kun|chan|cho|shi|ku|ken|machi|mura|son|ji|gun))+$")
_WORD = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ]*(?:[.'’-][A-Za-zÀ-ɏ]+)*")
_ANY_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]*")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;…]\s*|[.!?]?[\"“”‘'(\[]\s*|[–—|•]\s*|\n)[\"“‘'(\[]*$")
_KATAKANA = re.compile("[ァ-ヺ][ァ-ヺー]+")
_LATIN = re.compile("[A-Z][A-Za-z]{2,}")
_TITLE_AFTER = re.compile(
    "(?:さん|氏|様|君|ちゃん|選手|監督|被告|容疑者|首相|大統領|知事|市長|議員|教授|博士|社長|会長|外相|長官"
    "|大臣|国王|女王|王子|王女|司教|師|記者|報道官"
    "|夫妻|夫人|州|市|県|島|村|町|郡|川|山|湖|諸島|半島|共和国|王国|駅|空港|大学|社)"
)
_KANJI_PERSON = re.compile(
    "([一-鿿々ヶ]{1,4})(?=さん|氏|被告|容疑者|監督|選手|前?知事|前?市長|議員|教授|投手|捕手|元?局長)"
)
_SYLLABLE: Final = (
    "(?:[kgnbmrp][aiueo]|[kgnhbpmr]y[auo]|s[aueo]|sh[aiuo]|t[aeo]|ch[aiuo]|tsu|h[aieo]|fu|y[auo]|wa|z[aueo]"
    "|j[aiuo]|d[aeo]|[aiueo])"
)
_ROMAJI = re.compile(f"(?:[kstp]?{_SYLLABLE}(?:n(?![aiueoy])|m(?=[bpm])|h(?![aiueo]))?)+")
_ACTS = re.compile(r"['’]s\b|,? (?:is|was|has|had|will|would|told|said|says|did|does|beat|won|scored|who|[A-ZÀ-Þ])")
_TITLES: Final = """
    mr mrs ms dr sir lord lady prince princess king queen duchess duke president prime minister governor mayor
    chancellor chairman professor director manager coach captain senator judge bishop pope emperor secretary
    spokesman spokeswoman ambassador
"""
_DATES: Final = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec covid christmas easter
"""
_NO_NAMES: Final = frozenset(f"{_TITLES} {_DATES}".split())
"""Words with a capital that name nobody."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A word that may be a name, and where it stands."""

    line: Line
    start: int
    end: int
    word: str
    surely: bool  # whether it is a name for certain, and the other side has to have it


def name_discrepancies(bead: BeadText, article: BeadText | None = None) -> Iterator[Discrepancy]:
    """The names of the English that the Japanese does not have, beside what it has instead, and the other way round.

    Args:
        bead: What is compared.
        article: All sentences of both sides, where they are more than the bead: a retelling names people in other
            sentences than its source, so a name has to be missing in all of them.
    """
    lexicon = embedded_lexicon()
    scope = article or bead
    sounds = _Sounds.of(scope)
    japanese = unicodedata.normalize("NFKC", scope.source_text)
    foreign = [
        name
        for line in bead.target
        for name in _capitalised(line)
        if not _is_said(name.word, japanese, sounds, lexicon) and _is_name(name, lexicon)
    ]
    with_kanji = any(_ROMAJI.fullmatch(name.word.lower()) for name in foreign)
    own = [name for line in bead.source for name in _japanese_names(line, lexicon, with_kanji=with_kanji)]
    own = [name for name in own if not _is_written(name.word, sounds, lexicon)]
    for name in foreign:
        partner = next((other for other in sorted(own, key=_certainty) if _may_be_rivals(other, name, lexicon)), None)
        if partner is not None:
            own.remove(partner)
        if partner is not None or name.surely:
            yield _discrepancy(partner, name)
    for name in own:
        if name.surely:
            yield _discrepancy(name, None)


def _certainty(name: _Name) -> bool:
    return not name.surely


def _may_be_rivals(own: _Name, foreign: _Name, lexicon: Lexicon) -> bool:
    """Whether one can stand in the place of the other: a romaji name in that of kanji, others in that of katakana.

    Frequent katakana is more often a borrowed word than a name, and has to meet a frequent name.
    """
    plain = foreign.word.lower()
    if own.word.isascii():
        return not _is_kanji_name(plain, lexicon)
    if not _KATAKANA.fullmatch(own.word):
        is_foreign = (
            not _ROMAJI.fullmatch(plain)
            and not lexicon.is_one_piece(plain)
            and bool(_KANJI_PERSON.match(own.line.text, own.start))
        )
        return is_foreign or _is_kanji_name(plain, lexicon)
    if own.surely or not lexicon.is_one_piece(own.word):
        return True
    if plain in FORMS or _is_katakana_name(plain, lexicon):
        return True
    usual = lexicon.english_counterpart(own.word, USUAL) if len(own.word) > 3 else ""
    return bool(usual) and _alike(own.word, usual) >= SURELY_ALIKE


def _discrepancy(source: _Name | None, target: _Name | None) -> Discrepancy:
    marks = [name.line.mark(name.start, name.end) if name else None for name in (source, target)]
    words = [mark.text for mark in marks if mark is not None]
    if len(words) == 2:
        reason = f"{words[0]} in the Japanese, {words[1]} in the English"
    else:
        reason = f"{words[0]} does not stand in the {'English' if target is None else 'Japanese'}"
    return Discrepancy(Check.NAME, marks[0], marks[1], " ≠ ".join(words), reason)


@dataclass(frozen=True, slots=True)
class _Sounds:
    """The katakana of one side and the words of the other, and how alike each sounds to its best partner."""

    katakana: dict[str, float]
    words: dict[str, bool]  # lower case, and whether it stands there with a capital

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, bead: BeadText) -> "_Sounds":
        words: dict[str, bool] = {}
        for line in bead.target:
            for word in _ANY_WORD.findall(line.text):
                plain = re.sub(r"['’]s?$", "", word).lower()
                words[plain] = words.get(plain, False) or word[0].isupper()
        text = unicodedata.normalize("NFKC", bead.source_text)
        found = dict.fromkeys(_KATAKANA.findall(text), 0.0)
        return cls({kana: max((_alike(kana, word) for word in words), default=0.0) for kana in found}, words)


def _capitalised(line: Line) -> Iterator[_Name]:
    """The words of an English sentence that may be names; none of a headline in title case."""
    words = list(_WORD.finditer(line.text))
    if len(words) > 0.6 * len(_ANY_WORD.findall(line.text)) and len(words) > 3:
        return
    for match in words:
        word = _HONORIFIC.sub("", match[0])
        plain = word.lower()
        if (
            (len(word) > 2 or (plain in FORMS and word.isupper()))
            and plain not in _NO_NAMES
            and not word.startswith(("I'", "I’"))
        ):
            surely = plain in FORMS and plain not in ("japan", "japanese")
            yield _Name(line, match.start(), match.start() + len(word), word, surely)


def _is_name(name: _Name, lexicon: Lexicon) -> bool:
    """Whether a word with a capital is a name: by what it goes with in Japanese, or because it is rare."""
    plain = name.word.lower()
    if plain in FORMS or _is_kanji_name(plain, lexicon):
        return True
    if _STARTS_SENTENCE.search(name.line.text[: name.start]) is not None:
        if not _ACTS.match(name.line.text, name.end) or re.search("(?:[^s]s|ing|ly|ed)$", plain):
            return False
    elif name.word.isupper():
        return False
    # A frequent word with a usual translation is an ordinary one, as in League or Union, unless that sounds like it.
    return (
        not lexicon.is_one_piece(plain) or not lexicon.counterparts(plain, USUAL) or _is_katakana_name(plain, lexicon)
    )


@lru_cache(maxsize=4096)
def _is_katakana_name(word: str, lexicon: Lexicon) -> bool:
    """Whether the Japanese piece that a word goes with is katakana of the same sound: a name, or a borrowed word."""
    found = lexicon.counterparts(word, USUAL) if len(word) > 3 else []
    return bool(found) and _KATAKANA.fullmatch(found[0]) is not None and _alike(found[0], word) >= ALIKE


@lru_cache(maxsize=4096)
def _is_kanji_name(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is romaji and goes with kanji, as Suzuki does with 鈴木."""
    if len(word) < 4 or not _ROMAJI.fullmatch(word) or not lexicon.is_one_piece(word):
        return False
    found = lexicon.counterparts(word, USUAL)
    return bool(found) and re.fullmatch("[一-鿿]{2,}", found[0]) is not None


def _is_said(word: str, japanese: str, sounds: _Sounds, lexicon: Lexicon) -> bool:
    """Whether the Japanese may say an English name."""
    plain = word.lower()
    if plain in FORMS:
        return FORMS[plain].search(japanese) is not None
    if plain in japanese.lower() or lexicon.closeness(plain, japanese) >= CLOSE:
        return True
    for part in re.split(r"[-'’.]", plain):
        # Katakana that another word is much more like is that word's.
        if any(_alike(kana, part) >= max(ALIKE, best - 12) for kana, best in sounds.katakana.items()):
            return True
    if _ROMAJI.fullmatch(plain) and not _is_kanji_name(plain, lexicon):
        return re.search("[一-鿿]{2}", japanese) is not None
    return False


def _japanese_names(line: Line, lexicon: Lexicon, *, with_kanji: bool) -> Iterator[_Name]:
    for match in _KATAKANA.finditer(line.text):
        around = line.text[max(0, match.start() - 1) : match.start()] + line.text[match.end() : match.end() + 1]
        surely = "・" in around or _TITLE_AFTER.match(line.text, match.end()) is not None
        rare = len(match[0]) >= 4 and not lexicon.is_one_piece(match[0])
        yield _Name(line, match.start(), match.end(), match[0], surely=surely and rare)
    for match in _LATIN.finditer(line.text):
        yield _Name(line, match.start(), match.end(), match[0], surely=False)
    taken = 0
    for piece in lexicon.pieces(line.text) if with_kanji else ():
        if len(piece) > 1 and _usual_romaji(piece, lexicon) and (start := line.text.find(piece, taken)) >= 0:
            taken = start + len(piece)
            yield _Name(line, start, taken, piece, surely=False)
    for match in _KANJI_PERSON.finditer(line.text):
        if match.start() >= taken:
            yield _Name(line, match.start(), match.end(), match[0], surely=False)


@lru_cache(maxsize=4096)
def _usual_romaji(piece: str, lexicon: Lexicon) -> str:
    """The romaji that kanji go with, as 鈴木 does with Suzuki; empty if they go with something else."""
    if not re.fullmatch("[一-鿿]{2,4}", piece):
        return ""
    found = lexicon.english_counterpart(piece, USUAL)
    return found if len(found) > 3 and _ROMAJI.fullmatch(found) else ""


def _is_written(word: str, sounds: _Sounds, lexicon: Lexicon) -> bool:
    """Whether the English may write a Japanese name."""
    if word.isascii():
        return word.lower() in sounds.words
    if usual := _usual_romaji(word, lexicon):
        return usual in sounds.words or any(other in FORMS and FORMS[other].search(word) for other in sounds.words)
    if not _KATAKANA.fullmatch(word):
        return any(_ROMAJI.fullmatch(other) for other, capital in sounds.words.items() if capital and len(other) > 2)
    return any(_is_katakana_of(word, other, lexicon, capital=capital) for other, capital in sounds.words.items())


def _is_katakana_of(katakana: str, word: str, lexicon: Lexicon, *, capital: bool) -> bool:
    """Whether a word of the English may be what katakana stands for: by its form, by its sound, by its vector."""
    if word in FORMS and FORMS[word].search(katakana):
        return True
    if len(word) > 2 and _alike(katakana, word) >= (ALIKE if capital else SURELY_ALIKE):
        return True
    return len(word) > 3 and lexicon.closeness(word, katakana) >= SAID


@lru_cache(maxsize=1 << 16)
def _alike(katakana: str, word: str) -> float:
    """How alike katakana and a Latin word sound, 0 to 100: mostly their consonants, and their letters."""
    own, other = _katakana_sounds(katakana), _word_sounds(word)
    consonants = max(fuzz.ratio(own.skeletons[0], skeleton) for skeleton in other.skeletons)
    if own.key and other.key:
        consonants = max(consonants, fuzz.ratio(own.key, other.key))
    if len(other.skeletons[0]) > 2 and len(own.skeletons[0]) > len(other.skeletons[0]) + 1:
        part = fuzz.partial_ratio(own.skeletons[0], other.skeletons[0])
        consonants = max(consonants, 0.9 * part)  # one word of two
    return float(0.6 * consonants + 0.4 * fuzz.ratio(own.letters, other.letters))


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A word brought to what both scripts can write: skeletons of consonants, the key of its cognates, its letters."""

    skeletons: tuple[str, ...]
    key: str
    letters: str


@lru_cache(maxsize=1 << 12)
def _katakana_sounds(katakana: str) -> _Spelling:
    reading = romanise(katakana)
    return _Spelling((skeleton(reading),), next(iter(cognate_keys(katakana)), ""), reading.translate(_LETTERS))


@lru_cache(maxsize=1 << 13)
def _word_sounds(word: str) -> _Spelling:
    plain = unicodedata.normalize("NFKD", word.lower())
    # ウッズ is Woods, ガイガー is Geiger: katakana drops an r that closes a syllable, and begins with u for w.
    spellings = [plain, re.sub("r(?![aeiouy])", "", plain), re.sub("^wh?(?=[aeiou])", "u", plain)]
    skeletons = tuple(dict.fromkeys(skeleton(spelling) for spelling in spellings))
    key = next(iter(cognate_keys(unicodedata.normalize("NFKC", word.lower()))), "")
    return _Spelling(skeletons, key, plain.translate(_LETTERS))


_LETTERS: Final = str.maketrans({"l": "r", "v": "b", "c": "k", "q": "k", "w": "u", "y": "i"})
