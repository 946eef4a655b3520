"""The lexicon of names that ships with the translation model, learned from the pairs that the model learns from.

A katakana word is a name if the same capitalised English words stand in most of its sentences' translations and sound
like it or are hardly seen without it, or if a dictionary has it with words that sound like it, or if a gazetteer has it
and the pairs do not have the word or spell it so. A kanji name is one on record with its readings, of which
translations mostly have the same one. Katakana names that the model meets often it translates itself.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz

from align.cognates import cognate_keys
from corpora.normalise import model_copy
from training.corpus import load_sources, read_pairs
from translate import Engine
from translate.names import NameLexicon

__all__ = ["LEAST_ALIKE", "NameScore", "learn_names", "score_names", "sounds_alike"]

logger = logging.getLogger(__name__)

WORD_LISTS: Final = frozenset({"names", "dictionary", "terms"})
READINGS: Final = ("names_enamdict", "kyoto_wiki_terms", "names_cldr_geo")
DICTIONARY: Final = "dict_ejdict"
LISTS: Final = (DICTIONARY, "names_cldr_geo")
GAZETTEERS: Final = ("names_wikidata", "names_geonames")
"""Katakana names with their spellings, the commonest first (`training.name_lists`)."""
DEMONYMS: Final = Path(__file__).with_name("demonyms.tsv")
"""The adjectives of countries and regions; ours."""
MOST_SEEN: Final = 300
"""Pairs with a katakana name. Version 2 of the model, left alone, got 34% of those right that occur in at most 64
pairs, 73% of those up to 256, and 82% above."""
LEAST_SHARE: Final = 0.6
"""Of a name's sentences, those whose translation has its English."""
LEAST_SHARE_LISTED: Final = 0.3
"""The same of a name that a dictionary has: カレー is Calais, and mostly curry."""
LEAST_ALIKE: Final = 70.0
"""Of the consonants of both (0 to 100); below it, English words count that hardly occur without the Japanese one."""
SURE_PAIRS, SURE_DICE = 5, 0.75
LARGEST_COMMON_SHARE: Final = 0.1
"""A word that stands in small letters more often, per capitalised one, is no name."""

_KATAKANA: Final = re.compile("[ァ-ヺー]{3,}")
_KANJI: Final = re.compile("[一-鿿々ヶ]{2,6}")
_CAPITALISED: Final = re.compile(r"[A-Z][A-Za-zß-ɏ]*[a-zß-ɏ]")
_WORD: Final = re.compile(r"\w+")
_SMALL: Final = re.compile(r"\b[a-z]{3,}\b")
_PLAIN_WORD: Final = re.compile("[A-Z][a-z]+")
_PLAIN_WORDS: Final = re.compile("[A-Z][a-zß-ɏ]+(?: [A-Z][a-zß-ɏ]+)*")
MOST_WORDS: Final = 3


def learn_names(corpus: Path) -> NameLexicon:
    """The lexicon of a corpus made by `build_corpus`."""
    names = gazetteer_names(corpus) | katakana_names(corpus) | kanji_names(corpus)
    adjectives = {name: adjective for name, adjective in read_pairs(DEMONYMS) if name in names}
    logger.info("%d names, %d of them with an adjective", len(names), len(adjectives))
    return NameLexicon(names, adjectives)


@dataclass(frozen=True, slots=True)
class NameScore:
    """The names of a lexicon in a test set.

    Attributes:
        names: How many stand in the Japanese.
        in_reference: Share of these whose English the reference has.
        in_translation: Share of those that the translation has, too.
    """

    names: int
    in_reference: float
    in_translation: float


def score_names(engine: Engine, lexicon: NameLexicon, japanese: Sequence[str], english: Sequence[str]) -> NameScore:
    """How many of the names that the lexicon knows, and the references bear out, a translator gets right."""
    found = [{name.written for name in lexicon.find(model_copy(line))} for line in japanese]
    hypotheses = engine.translate(japanese)
    borne_out = [{name for name in names if name in line} for names, line in zip(found, english, strict=True)]
    right = sum(name in each.text for names, each in zip(borne_out, hypotheses, strict=True) for name in names)
    names, wanted = sum(map(len, found)), sum(map(len, borne_out))
    return NameScore(names, round(wanted / max(names, 1), 4), round(right / max(wanted, 1), 4))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs have what.

    Attributes:
        katakana: A katakana word.
        names: A sequence of capitalised English words.
        together: Both, by katakana word.
        small: A word in small letters.
    """

    katakana: Counter[str]
    names: Counter[str]
    together: Mapping[str, Counter[str]]
    small: Counter[str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Counts":
        katakana, names, small = Counter[str](), Counter[str](), Counter[str]()
        together: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for japanese, english in pairs:
            candidates = set(capitalised_sequences(english))
            names.update(candidates)
            small.update(set(_SMALL.findall(english)))
            for word in set(_KATAKANA.findall(japanese)):
                katakana[word] += 1
                together[word].update(candidates)
        return cls(katakana, names, together, small)

    def share(self, word: str, name: str) -> float:
        """Of the pairs with a katakana word, those with a name; 1 where there are none."""
        count = self.katakana[word]
        return self.together[word][name] / count if count else 1.0

    def is_common(self, name: str) -> bool:
        """Whether the last word of a name is an ordinary one."""
        last = name.rsplit(maxsplit=1)[-1]
        return self.small[last.lower()] > LARGEST_COMMON_SHARE * self.names[last]

    def best_name(self, word: str) -> str | None:
        """The English name of a katakana word, if it is one."""
        ranked = []
        for name, pairs in self.together[word].items():
            share, dice = self.share(word, name), 2 * pairs / (self.katakana[word] + self.names[name])
            alike = sounds_alike(word, name)
            is_sure = pairs >= SURE_PAIRS and dice >= SURE_DICE and " " not in name
            if share >= LEAST_SHARE and (alike >= LEAST_ALIKE or is_sure) and not self.is_common(name):
                ranked.append((alike / 25 + share + dice / 2 - name.count(" ") / 2, name))
        return max(ranked)[1] if ranked else None


def katakana_names(corpus: Path) -> dict[str, str]:
    """Katakana words and the English names they are translated by, or are listed with."""
    counts = Counts.of(sentence_pairs(corpus))
    found = {word: name for word in counts.katakana if (name := counts.best_name(word))}
    for word, name in listed_names(corpus):
        is_better = word not in found or sounds_alike(word, name) > sounds_alike(word, found[word])
        if is_better and counts.share(word, name) >= LEAST_SHARE_LISTED and not counts.is_common(name):
            found[word] = name
    return {word: name for word, name in found.items() if counts.katakana[word] <= MOST_SEEN}


def listed_names(corpus: Path) -> Iterator[tuple[str, str]]:
    """The katakana names of gazetteer and dictionary that sound like their English, the gazetteer's last."""
    for japanese, english in pairs_of(corpus, LISTS):
        is_name = _KATAKANA.fullmatch(japanese) and _PLAIN_WORDS.fullmatch(english)
        if is_name and sounds_alike(japanese, english) >= LEAST_ALIKE:
            yield japanese, english


def gazetteer_names(corpus: Path) -> dict[str, str]:
    """Katakana names on record that the pairs, documentation included, do not have or spell in the same way.

    A word of which the pairs have another translation is mostly no name, nor is one that the dictionary has: リスク is
    risk, and not Mr Lisk; クロワッサン is a croissant.
    """
    ordinary = {japanese for japanese, english in pairs_of(corpus, [DICTIONARY]) if english[:1].islower()}
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for japanese, english in pairs_of(corpus, GAZETTEERS):
        if japanese not in ordinary:
            spellings[japanese].append(english)
    seen: Counter[str] = Counter()
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for japanese, translation in sentence_pairs(corpus, documentation=True):
        if found := {word for word in _KATAKANA.findall(japanese) if word in spellings}:
            seen.update(found)
            words = set(_WORD.findall(translation))
            for word in found:
                spelt[word].update({name for name in spellings[word] if words.issuperset(_WORD.findall(name))})
    commonest = {word: max(names, key=lambda name: spelt[word][name]) for word, names in spellings.items()}
    return {
        word: name
        for word, name in commonest.items()
        if seen[word] <= MOST_SEEN and spelt[word][name] >= LEAST_SHARE_LISTED * seen[word]
    }


def sounds_alike(katakana: str, name: str) -> float:
    """How alike the consonants of a katakana word and of an English name are, 0 to 100."""
    japanese, english = (next(cognate_keys(side), "") for side in (katakana, name.replace(" ", "").lower()))
    return float(fuzz.ratio(japanese, english)) if japanese and english else 0.0


def kanji_names(corpus: Path) -> dict[str, str]:
    """Kanji names with readings on record, and the reading that translations have."""
    readings: defaultdict[str, set[str]] = defaultdict(set)
    for japanese, english in pairs_of(corpus, READINGS):
        if _KANJI.fullmatch(japanese) and _PLAIN_WORD.fullmatch(english):
            readings[japanese].add(english)
    known = NameLexicon(dict.fromkeys(readings, ""))
    seen: Counter[str] = Counter()
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for japanese, translation in sentence_pairs(corpus):
        words = set(_CAPITALISED.findall(translation))
        for name in {japanese[found.start : found.end] for found in known.find(japanese)}:
            seen[name] += 1
            together[name].update(readings[name] & words)
    commonest = {name: max(found.items(), key=lambda entry: entry[::-1]) for name, found in together.items() if found}
    return {name: reading for name, (reading, pairs) in commonest.items() if pairs >= LEAST_SHARE * seen[name]}


def capitalised_sequences(english: str) -> Iterator[str]:
    """Every sequence of one to `MOST_WORDS` capitalised words of a sentence."""
    words = [match.span() for match in _CAPITALISED.finditer(english)]
    for first, (start, _) in enumerate(words):
        last = start
        for begin, end in words[first : first + MOST_WORDS]:
            if english[last:begin] not in ("", " "):
                break
            yield english[start:end]
            last = end


def pairs_of(corpus: Path, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of some sources, as far as the corpus has them."""
    for source in sources:
        if (path := corpus / f"{source}.tsv").exists():
            yield from read_pairs(path)


def sentence_pairs(corpus: Path, *, documentation: bool = False) -> Iterable[tuple[str, str]]:
    """The pairs of running text; documentation, which is full of the names of products, only where it is asked for."""
    for source in load_sources():
        path = corpus / f"{source.name}.tsv"
        is_text = source.domain not in WORD_LISTS and (documentation or not source.domain.startswith("documentation"))
        if path.exists() and is_text:
            yield from read_pairs(path)
