"""Names: people, places and organisations of one side that are others on the other side.

Katakana is compared with Latin letters by sound, a frequent name with its usual Japanese form by the embedding's
vectors. A kanji name that no model knows can be any romaji and is let pass.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from eval.faithfulness.bead_text import BeadText, Line
from eval.faithfulness.countries import FORMS
from eval.faithfulness.discrepancy import Check, Discrepancy
from eval.faithfulness.lexicon import Lexicon, Vectors, embedded_lexicon
from eval.faithfulness.sounds import ALIKE, SURELY_ALIKE, Sounds, alike

__all__ = ["NameScope", "name_discrepancies"]

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


def name_discrepancies(bead: BeadText, article: "NameScope | None" = None) -> Iterator[Discrepancy]:
    """The names of the English that the Japanese does not have, beside what it has instead, and the other way round.

    Args:
        bead: What is compared.
        article: All sentences of both sides, where they are more than the bead: a retelling names people in other
            sentences than its source, so a name has to be missing in all of them.
    """
    lexicon = embedded_lexicon()
    scope = article or NameScope(bead)
    foreign = [
        name
        for line in bead.target
        for name in _capitalised(line)
        if not scope.says(name.word) and _is_name(name, lexicon)
    ]
    with_kanji = any(_ROMAJI.fullmatch(name.word.lower()) for name in foreign)
    own = [name for line in bead.source for name in _japanese_names(line, lexicon, with_kanji=with_kanji)]
    own = [name for name in own if not scope.writes(name.word)]
    for name in foreign:
        partner = next((other for other in sorted(own, key=_certainty) if _may_be_rivals(other, name, lexicon)), None)
        if partner is not None:
            own.remove(partner)
        if partner is not None or name.surely:
            yield _discrepancy(partner, name)
    for name in own:
        if name.surely:
            yield _discrepancy(name, None)


class NameScope:
    """The sentences of both sides in which names are looked for, with what is found out about them on the way.

    Args:
        text: Those of a bead, or of a whole article.
    """

    def __init__(self, text: BeadText) -> None:
        self._text = text
        self._lexicon = embedded_lexicon()
        self._japanese = unicodedata.normalize("NFKC", text.source_text)
        self._written: dict[str, bool] = {}

    def says(self, word: str) -> bool:
        """Whether the Japanese may say a name that stands in the English."""
        plain = word.lower()
        if plain in FORMS:
            return FORMS[plain].search(self._japanese) is not None
        if plain in self._lower_case or self._closeness[plain] >= CLOSE:
            return True
        if any(self._sounds.hear(part) for part in re.split(r"[-'’.]", plain)):
            return True
        if _ROMAJI.fullmatch(plain) and not _is_kanji_name(plain, self._lexicon):
            return re.search("[一-鿿]{2}", self._japanese) is not None
        return False

    def writes(self, word: str) -> bool:
        """Whether the English may write a name that stands in the Japanese."""
        if word.isascii():
            return word.lower() in self._words
        if word not in self._written:
            self._written[word] = self._writes_katakana(word) if _KATAKANA.fullmatch(word) else self._writes_kanji(word)
        return self._written[word]

    def _writes_katakana(self, katakana: str) -> bool:
        """By its form, by its sound, by its vector."""
        return (
            self._has_form_of(katakana)
            or self._sounds.write(katakana)
            or max(self._lexicon.closeness(self._long_words, katakana), default=0.0) >= SAID
        )

    def _writes_kanji(self, kanji: str) -> bool:
        if usual := _usual_romaji(kanji, self._lexicon):
            return usual in self._words or self._has_form_of(kanji)
        return any(_ROMAJI.fullmatch(word) for word, capital in self._words.items() if capital and len(word) > 2)

    def _has_form_of(self, word: str) -> bool:
        return any(FORMS[other].search(word) for other in self._words.keys() & FORMS.keys())

    @cached_property
    def _words(self) -> dict[str, bool]:
        """The words of the English in lower case, and whether each stands there with a capital."""
        words: dict[str, bool] = {}
        for line in self._text.target:
            for word in _ANY_WORD.findall(line.text):
                plain = re.sub(r"['’]s?$", "", word).lower()
                words[plain] = words.get(plain, False) or word[0].isupper()
        return words

    @cached_property
    def _long_words(self) -> Vectors:
        return self._lexicon.words([word for word in self._words if len(word) > 3])

    @cached_property
    def _lower_case(self) -> str:
        return self._japanese.lower()

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(list(dict.fromkeys(_KATAKANA.findall(self._japanese))), self._words)

    @cached_property
    def _closeness(self) -> dict[str, float]:
        """How close each word of the English that may be a name comes to something that the Japanese says."""
        names = list(dict.fromkeys(name.word.lower() for line in self._text.target for name in _capitalised(line)))
        return dict(zip(names, self._lexicon.closeness(self._lexicon.words(names), self._japanese), strict=True))


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
    return bool(usual) and alike(own.word, usual) >= SURELY_ALIKE


def _discrepancy(source: _Name | None, target: _Name | None) -> Discrepancy:
    marks = [name.line.mark(name.start, name.end) if name else None for name in (source, target)]
    words = [mark.text for mark in marks if mark is not None]
    if len(words) == 2:
        reason = f"{words[0]} in the Japanese, {words[1]} in the English"
    else:
        reason = f"{words[0]} does not stand in the {'English' if target is None else 'Japanese'}"
    return Discrepancy(Check.NAME, marks[0], marks[1], " ≠ ".join(words), reason)


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
    return bool(found) and _KATAKANA.fullmatch(found[0]) is not None and alike(found[0], word) >= ALIKE


@lru_cache(maxsize=4096)
def _is_kanji_name(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is romaji and goes with kanji, as Suzuki does with 鈴木."""
    if len(word) < 4 or not _ROMAJI.fullmatch(word) or not lexicon.is_one_piece(word):
        return False
    found = lexicon.counterparts(word, USUAL)
    return bool(found) and re.fullmatch("[一-鿿]{2,}", found[0]) is not None


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
