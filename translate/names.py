"""Names that the model copies instead of guessing: a lexicon of Japanese names and how English writes them.

A small model has seen most names a few times or never, and makes something up. A name of the lexicon stands as a
placeholder while the model translates (`translate.placeholders`), and its English is put in. The lexicon lies beside
the model that was trained with it, `names.tsv`; `python -m training lexicon` learns it. For the name of a country it
also holds the adjective: シリア軍 is no "Syria army".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from corpora.errors import ModelError
from corpora.spans import beside

__all__ = ["FoundName", "NameFinder", "NameLexicon", "TermsFirst"]

_RUN: Final = re.compile("[ァ-ヺー]{2,}|[一-鿿々ヶ]{2,}")
_STANDS_ALONE: Final = re.compile("[はがをにとでへもやかま、。・,=)(]|[東西南北中]|出身|首都|湾|代表|選手|各|全|$")
"""What follows the name of a country that is not said of the next word, or that English then says with the noun."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a sentence: from `start` to before `end`, and how English writes it.

    `adjective` is how English writes it before a noun, where the Japanese says it of what follows.
    """

    start: int
    end: int
    written: str
    adjective: str | None = None


class NameFinder(Protocol):
    """What knows names, or other terms that a model shall copy."""

    def find(self, text: str) -> list[FoundName]:
        """Those in a model's copy of a Japanese sentence, in order, no two of them sharing a character."""
        ...


@dataclass(frozen=True)
class NameLexicon:
    """Japanese names, katakana or kanji, as a model's copy writes them, the English of each, and the adjectives."""

    names: Mapping[str, str]
    adjectives: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "NameLexicon":
        """Read a lexicon: a Japanese and an English name a line, and the adjective of some, with tabs between.

        Raises:
            ModelError: A line is not like that.
        """
        names, adjectives = {}, {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            japanese, tab, english = line.partition("\t")
            name, second_tab, adjective = english.partition("\t")
            if not (japanese and tab and name) or (second_tab and not adjective) or "\t" in adjective:
                raise ModelError("is not two names, or two and an adjective, with tabs between", path=path, line=number)
            names[japanese] = name
            if adjective:
                adjectives[japanese] = adjective
        return cls(names, adjectives)

    def save(self, path: Path) -> None:
        """Write the lexicon, sorted."""
        entries = ((name, self.names[name], self.adjectives.get(name)) for name in sorted(self.names))
        lines = ("\t".join(filter(None, entry)) + "\n" for entry in entries)
        path.write_text("".join(lines), encoding="utf-8")

    def find(self, text: str) -> list[FoundName]:
        """The names in a model's copy of a Japanese sentence, in order.

        A katakana name is a whole run of katakana. Kanji names begin a run of kanji, the longest first, several in a
        row: elsewhere in a run, two that look like a name are mostly part of a word.
        """
        return [name for run in _RUN.finditer(text) for name in self._in_run(run)]

    def _in_run(self, match: re.Match[str]) -> Iterator[FoundName]:
        run, start = match[0], match.start()
        if "ァ" <= run[0] <= "ー":
            if run in self.names:
                alone = _STANDS_ALONE.match(match.string, match.end())
                yield FoundName(start, match.end(), self.names[run], None if alone else self.adjectives.get(run))
            return
        place = 0
        while size := self._longest_at(run, place):
            yield FoundName(start + place, start + place + size, self.names[run[place : place + size]])
            place += size

    def _longest_at(self, run: str, place: int) -> int:
        """Characters of the longest name at a place of a run; 0 if there is none."""
        sizes = range(min(self._longest, len(run) - place), 1, -1)
        return next((size for size in sizes if run[place : place + size] in self.names), 0)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.names), default=0)


@dataclass(frozen=True)
class TermsFirst:
    """Terms, and the names that share no character with one of them."""

    terms: NameFinder
    names: NameFinder

    def find(self, text: str) -> list[FoundName]:
        """See `NameFinder.find`."""
        terms = self.terms.find(text)
        return sorted((*terms, *beside(self.names.find(text), terms)), key=lambda found: found.start)
