"""Numbers and names that the model copies instead of inventing: each is one placeholder piece while it translates.

A small model writes wrong digits. So `50万人` reaches it as `①人` (a private-use character, a piece of its own in both
vocabularies), it answers `① people`, and `500,000` is put in; a date goes the same way as a whole, and so does a name
that a lexicon knows. The model was trained on pairs with what is equal replaced on both sides (Luong et al., 2015, do
so for rare words; Post et al., 2019, for numbers).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpora.spans import apart, beside
from translate.expressions import Expression, english_expressions, japanese_expressions, ordinal
from translate.names import FoundName, NameFinder, NameLexicon

__all__ = ["NAME_PLACEHOLDERS", "PLACEHOLDERS", "Masked", "mask", "mask_pair"]

PLACEHOLDERS: Final = tuple(chr(0xE000 + number) for number in range(12))
"""The symbols of numbers, from Unicode's private use area; a sentence with more numbers keeps the rest as text."""
NAME_PLACEHOLDERS: Final = tuple(chr(0xE00C + number) for number in range(8))
"""Those of names."""
_ANY: Final = re.compile(f"[{PLACEHOLDERS[0]}-{NAME_PLACEHOLDERS[-1]}]")
_ARTICLE: Final = r"(?P<article>(?<![\w.])a|(?:^|(?<=[\"(])|(?<=[.!?:] ))A)n? "
"""An A within a sentence is mostly a letter: Group A."""
_SLOT: Final = re.compile(rf"(?:{_ARTICLE})?(?P<symbol>{_ANY.pattern})(?P<suffix>(?:st|nd|rd|th)\b)?")
_BEGINS_WITH_VOWEL: Final = re.compile(r"[AEIOaeio]|8|1[18](?!\d)")
_BEGINS_EITHER_WAY: Final = re.compile(r"[UuHh]|[Ee]u|[Oo]n[ce]|[A-Z]{2}|$")
"""Words of which the first letter does not tell: a European, an hour, an FBI agent, a UN envoy."""
_IN: Final = re.compile(r"\b[Ii]n $")
_NOUN: Final = re.compile(
    r" (?!(?:an?|the|this|that|these|those|there|then|than|they|their|them|he|him|his|her|she|it|its|we|you|our|my|"
    r"wh[a-z]+|of|in|on|at|to|from|for|with|without|by|as|into|over|under|until|off|up|out|per|via|about|after|against|"
    r"before|between|during|through|and|or|but|nor|if|because|since|so|not|no|yet|also|even|only|just|more|most|each|"
    r"all|some|any|both|other|another|one|two|three|first|is|are|was|were|be|been|has|have|had|do|does|did|can|could|"
    r"will|would|shall|should|may|might|must|say|says|said|told|tells|led|leads|lost|won|wins|made|makes|took|takes|"
    r"became|becomes|went|goes|came|comes|met|beat|plays|seeks|wants|expects|promotes|remains|continues|considers|"
    r"believes|welcomes|[a-z]+(?:ed|ly))\b)[a-z]{3}"
    r"| (?:Air|Ambassador|Armed|Army|Cabinet|Central|Communist|Consulate|Defen[cs]e|Embassy|Federal|Foreign|Government|"
    r"Human|Interior|Ministry|Minister|National|Navy|Parliament|President|Prime|Supreme|Vice)\b"
)
"""A word in small letters that may be a noun, after the name of a country, or an office of state; verbs and small words
are none."""
_WORDS: Final = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NO_WORD_BEFORE: Final = re.compile(r"[-$€£¥\d.]$")
_NO_WORD_AFTER: Final = re.compile(r"\s?[%°:./-]|\d")
_NO_NAMES: Final = NameLexicon({})


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with placeholders, and what they stand for.

    Attributes:
        text: The sentence with them.
        expressions: The numbers and dates; each has a placeholder of its own.
        names: The English of the names; a name that stands there twice has one placeholder.
        adjectives: The English of those that the Japanese says of the next word, for where a noun follows.
    """

    text: str
    expressions: dict[str, Expression]
    names: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)

    def faults(self, output: str) -> int:
        """Placeholders that a model's output lacks, has too often or has for nothing; a name may come again."""
        found = Counter(_ANY.findall(output))
        wrong_numbers = sum(found[symbol] != 1 for symbol in self.expressions)
        missing_names = sum(symbol not in found for symbol in self.names)
        return wrong_numbers + missing_names + len(found.keys() - self.expressions.keys() - self.names.keys())

    def lacks_name(self, output: str) -> bool:
        """Whether a name is missing in a model's output."""
        return any(symbol not in output for symbol in self.names)

    def restore(self, output: str) -> str:
        """A model's output with numbers and names in the places of their placeholders; unknown placeholders go."""

        def put_in(match: re.Match[str]) -> str:
            before, after = output[: match.start("symbol")], output[match.end() :]
            written = self._written(match["symbol"], match["suffix"] or "", before, after)
            return _with_article(match, written)

        return _SLOT.sub(put_in, output)

    def _written(self, symbol: str, suffix: str, before: str, after: str) -> str:
        """What a placeholder between these words stands for; nothing for an unknown one."""
        if symbol in self.names:
            is_adjective = symbol in self.adjectives and _NOUN.match(suffix + after) and not _IN.search(before)
            return (self.adjectives if is_adjective else self.names)[symbol] + suffix
        expression = self.expressions.get(symbol)
        if expression is None:
            return ""
        if suffix and not expression.parts:
            return ordinal(int(expression.value))
        return _as_word(expression, before, after) or expression.written


def mask(text: str, lexicon: NameFinder = _NO_NAMES) -> Masked:
    """The model's copy of a Japanese sentence with placeholders for its numbers and for its names, each in order."""
    text = _ANY.sub("", text)
    expressions = dict(zip(PLACEHOLDERS, japanese_expressions(text), strict=False))
    found = beside(lexicon.find(text), expressions.values())
    names = dict(zip(dict.fromkeys(name.written for name in found), NAME_PLACEHOLDERS, strict=False))
    replacements = _of_expressions(expressions) + _of_names(found, names)
    adjectives = {names[name.written]: name.adjective for name in found if name.adjective and name.written in names}
    masked = _replaced(text, replacements)
    return Masked(masked, expressions, {symbol: name for name, symbol in names.items()}, adjectives)


def mask_pair(
    japanese: str,
    english: str,
    lexicon: NameFinder = _NO_NAMES,
    *,
    symbols: tuple[str, ...] = PLACEHOLDERS,
    name_symbols: tuple[str, ...] = NAME_PLACEHOLDERS,
) -> tuple[str, str]:
    """A training pair with equal numbers and names replaced on both sides; what only one side says stays as text.

    Args:
        japanese: The model's copy of a sentence.
        english: Its translation.
        lexicon: The names to look for.
        symbols: The placeholders of numbers to use, in any order, so that training meets all of them alike.
        name_symbols: Those of names.
    """
    equal = list(zip(symbols, _equal_ones(japanese_expressions(japanese), english_expressions(english)), strict=False))
    copied, said = ({symbol: pair[side] for symbol, pair in equal} for side in (0, 1))
    found = beside(lexicon.find(japanese), copied.values())
    mentions = {name.written: list(_mentions(english, name.written)) for name in found}
    names = dict(zip((written for written, places in mentions.items() if places), name_symbols, strict=False))
    told_names = beside((place for written in names for place in mentions[written]), said.values())
    # York is no name of its own within New York.
    english_names = apart(sorted(told_names, key=lambda name: name.start - name.end))
    told = {name.written for name in english_names}
    names = {written: symbol for written, symbol in names.items() if written in told}
    return (
        _replaced(japanese, _of_expressions(copied) + _of_names(found, names)),
        _replaced(english, _of_expressions(said) + _of_names(english_names, names)),
    )


def _equal_ones(japanese: list[Expression], english: list[Expression]) -> Iterator[tuple[Expression, Expression]]:
    """Each expression with its equal; the parts of a date that is told otherwise, or in part, by themselves."""
    waiting, left = list(japanese), list(english)
    while waiting:
        expression = waiting.pop(0)
        equal = next((other for other in left if other.key == expression.key), None)
        if equal is not None:
            left.remove(equal)
            yield expression, equal
        elif expression.parts:
            waiting[:0] = expression.parts
            left = [part for other in left for part in (other.parts or (other,))]


def _with_article(match: re.Match[str], written: str) -> str:
    """What is put in, with the article before it: an Iranian, a Syrian, an 8-year-old."""
    if not match["article"]:
        return written
    if _BEGINS_EITHER_WAY.match(written):
        return match[0][: match.start("symbol") - match.start()] + written
    return match["article"] + ("n " if _BEGINS_WITH_VOWEL.match(written) else " ") + written


def _as_word(expression: Expression, before: str, after: str) -> str | None:
    """The word for a small count, with a capital where a sentence begins."""
    small = expression.counts and expression.value in range(2, 10)
    if not small or _NO_WORD_BEFORE.search(before) or _NO_WORD_AFTER.match(after):
        return None
    word = _WORDS[int(expression.value)]
    return word if before.strip() else word.capitalize()


def _mentions(english: str, written: str) -> Iterator[FoundName]:
    """Where an English text has a name, as words of their own."""
    for match in re.finditer(rf"(?<!\w){re.escape(written)}(?!\w)", english):
        yield FoundName(match.start(), match.end(), written)


def _of_expressions(expressions: Mapping[str, Expression]) -> list[tuple[int, int, str]]:
    return [(each.start, each.end, symbol + each.mark) for symbol, each in expressions.items()]


def _of_names(found: Iterable[FoundName], symbols: Mapping[str, str]) -> list[tuple[int, int, str]]:
    return [(name.start, name.end, symbols[name.written]) for name in found if name.written in symbols]


def _replaced(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    """The text with other characters from a start to an end."""
    for start, end, written in sorted(replacements, reverse=True):
        text = text[:start] + written + text[end:]
    return text
