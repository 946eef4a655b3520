"""Names that the model copies instead of guessing: a lexicon of Japanese names and how English writes them.

A small model has seen most names a few times or never, and makes something up. A name of the lexicon stands as a
placeholder while the model translates (`translate.placeholders`), and its English is put in. The lexicon lies beside
the model that was trained with it, `names.tsv`; `python -m training encode` learns it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from corpora.errors import ModelError
from corpora.spans import beside

__all__ = ["FoundName", "NameFinder", "NameLexicon", "TermsFirst"]

_RUN: Final = re.compile("[ァ-ヺー]{2,}|[一-鿿々ヶ]{2,}")


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name in a sentence: from `start` to before `end`, and how English writes it."""

    start: int
    end: int
    written: str


class NameFinder(Protocol):
    """What knows names, or other terms that a model shall copy."""

    def find(self, text: str) -> list[FoundName]:
        """Those in a model's copy of a Japanese sentence, in order, no two of them sharing a character."""
        ...


@dataclass(frozen=True)
class NameLexicon:
    """Japanese names, katakana or kanji, as a model's copy writes them, and the English of each."""

    names: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> "NameLexicon":
        """Read a lexicon: a Japanese and an English name a line, with a tab between.

        Raises:
            ModelError: A line is not like that.
        """
        names = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            japanese, tab, english = line.partition("\t")
            if not (japanese and tab and english):
                raise ModelError("has no two names with a tab between", path=path, line=number)
            names[japanese] = english
        return cls(names)

    def save(self, path: Path) -> None:
        """Write the lexicon, sorted."""
        lines = (f"{japanese}\t{english}\n" for japanese, english in sorted(self.names.items()))
        path.write_text("".join(lines), encoding="utf-8")

    def find(self, text: str) -> list[FoundName]:
        """The names in a model's copy of a Japanese sentence, in order.

        A katakana name is a whole run of katakana. Kanji names begin a run of kanji, the longest first, several in a
        row: elsewhere in a run, two that look like a name are mostly part of a word.
        """
        return [name for run in _RUN.finditer(text) for name in self._in_run(run[0], run.start())]

    def _in_run(self, run: str, start: int) -> Iterator[FoundName]:
        if "ァ" <= run[0] <= "ー":
            if run in self.names:
                yield FoundName(start, start + len(run), self.names[run])
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
