"""Numbers that the model copies instead of inventing: each stands as one placeholder piece while it translates.

A small model writes wrong digits. So `50万人` reaches it as `①人` (a private-use character, a piece of its own in both
vocabularies), it answers `① people`, and `500,000` is put in; a date goes the same way as a whole. The model was
trained on pairs with their equal numbers replaced on both sides (Luong et al., 2015, do so for rare words; Post et al.,
2019, for numbers).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from translate.expressions import Expression, english_expressions, japanese_expressions, ordinal

__all__ = ["PLACEHOLDERS", "Masked", "mask", "mask_pair"]

PLACEHOLDERS: Final = tuple(chr(0xE000 + number) for number in range(12))
"""The symbols, from Unicode's private use area; a sentence with more numbers keeps the rest as text."""
_ANY: Final = re.compile(f"[{PLACEHOLDERS[0]}-{PLACEHOLDERS[-1]}]")
_SLOT: Final = re.compile(rf"(?P<symbol>{_ANY.pattern})(?P<suffix>(?:st|nd|rd|th)\b)?")
_WORDS: Final = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NO_WORD_BEFORE: Final = re.compile(r"[-$€£¥\d.]$")
_NO_WORD_AFTER: Final = re.compile(r"\s?[%°:./-]|\d")


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with placeholders, and what they stand for."""

    text: str
    expressions: dict[str, Expression]

    def is_complete(self, output: str) -> bool:
        """Whether a model's output has every placeholder exactly once."""
        return sorted(_ANY.findall(output)) == sorted(self.expressions)

    def restore(self, output: str) -> str:
        """A model's output with the numbers in the places of their placeholders; unknown placeholders go."""

        def number(match: re.Match[str]) -> str:
            expression = self.expressions.get(match["symbol"])
            if expression is None:
                return ""
            if match["suffix"] and not expression.parts:
                return ordinal(int(expression.value))
            return _as_word(expression, output[: match.start()], output[match.end() :]) or expression.written

        return _SLOT.sub(number, output)


def mask(text: str) -> Masked:
    """The model's copy of a Japanese sentence with placeholders for its numbers, in order."""
    text = _ANY.sub("", text)
    expressions = dict(zip(PLACEHOLDERS, japanese_expressions(text), strict=False))
    return Masked(_replaced(text, expressions), expressions)


def mask_pair(japanese: str, english: str, symbols: tuple[str, ...] = PLACEHOLDERS) -> tuple[str, str]:
    """A training pair with equal numbers replaced on both sides; what only one side says stays as text.

    Args:
        japanese: The model's copy of a sentence.
        english: Its translation.
        symbols: The placeholders to use, in any order, so that training meets all of them alike.
    """
    copied = japanese_expressions(japanese)
    if not copied:
        return japanese, english
    pairs = dict(zip(symbols, _equal_ones(copied, english_expressions(english)), strict=False))
    return (
        _replaced(japanese, {symbol: pair[0] for symbol, pair in pairs.items()}),
        _replaced(english, {symbol: pair[1] for symbol, pair in pairs.items()}),
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


def _as_word(expression: Expression, before: str, after: str) -> str | None:
    """The word for a small count, with a capital where a sentence begins."""
    small = expression.counts and expression.value in range(2, 10)
    if not small or _NO_WORD_BEFORE.search(before) or _NO_WORD_AFTER.match(after):
        return None
    word = _WORDS[int(expression.value)]
    return word if before.strip() else word.capitalize()


def _replaced(text: str, expressions: dict[str, Expression]) -> str:
    for symbol, expression in sorted(expressions.items(), key=lambda entry: -entry[1].start):
        text = text[: expression.start] + symbol + expression.mark + text[expression.end :]
    return text
