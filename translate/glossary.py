"""Glossaries: terms that a translation shall have, from a TSV or TBX file.

Chat models are told the terms. For every engine the translations are checked: where a term is missing, the engine's
other hypotheses are searched for it, then the sentence is translated again with placeholders for the terms, if the
engine was taught to copy them, or with the English terms in place of the Japanese ones, which many models copy. What
still has no such term is flagged.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from corpora.errors import InputError
from corpora.lines import numbered_lines, open_input
from corpora.normalise import model_copy
from translate.batch.context import Contextual
from translate.batch.ordering import BatchShape, Shaped
from translate.engine import Engine, Stoppable
from translate.names import FoundName, NameFinder
from translate.translation import Flag, Hypothesis

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Glossary", "GlossaryEngine", "Term", "read_glossary", "with_glossary"]

HYPOTHESES: Final = 4
HEADERS: Final = frozenset({("ja", "en"), ("source", "target"), ("japanese", "english")})
REMEDY: Final = "give TSV, one Japanese and one English term a line, or TBX"


@dataclass(frozen=True, slots=True)
class Term:
    """A Japanese term, normalised as models see it, and its English translations, the preferred one first."""

    source: str
    targets: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether an English text has one of the translations, in any case, singular or plural."""
        return any(_as_words(target).search(text) for target in self.targets)


@dataclass(frozen=True)
class Glossary:
    """The terms of a file.

    Attributes:
        terms: Each with its own source.
    """

    terms: tuple[Term, ...]

    @cached_property
    def hash(self) -> str:
        """Twelve digits that stand for the terms."""
        content = json.dumps([[term.source, *term.targets] for term in self.terms], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @cached_property
    def _by_source(self) -> dict[str, Term]:
        return {term.source: term for term in self.terms}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any source; where one is part of another, the longer one is meant."""
        return re.compile("|".join(re.escape(source) for source in sorted(self._by_source, key=len, reverse=True)))

    def found_in(self, copy: str) -> list[Term]:
        """The terms that stand in a model's copy of a text, in its order, each once."""
        return list(dict.fromkeys(self._by_source[match[0]] for match in self._pattern.finditer(copy)))

    def substituted(self, copy: str, terms: Iterable[Term]) -> str:
        """The copy with the preferred translations of these terms in place of their sources."""
        wanted = set(terms)

        def target(match: re.Match[str]) -> str:
            term = self._by_source[match[0]]
            return f" {term.targets[0]} " if term in wanted else match[0]

        return " ".join(self._pattern.sub(target, copy).split())

    def find(self, text: str) -> list[FoundName]:
        """Where the terms stand in a model's copy of a text; see `NameFinder.find`."""
        return [
            FoundName(*match.span(), self._by_source[match[0]].targets[0]) for match in self._pattern.finditer(text)
        ]


def read_glossary(path: Path) -> Glossary:
    """Read a glossary: TBX by its suffix (`.tbx`, `.xml`), else TSV with `#` comments and further columns ignored.

    Raises:
        InputError: The file cannot be read, is malformed, or holds no Japanese term with an English one.
    """
    pairs = _tbx_pairs(path) if path.suffix.lower() in (".tbx", ".xml") else _tsv_pairs(path)
    targets: dict[str, list[str]] = {}
    for source, target in pairs:
        if normalised := model_copy(source):
            known = targets.setdefault(normalised, [])
            known += [target] if target not in known else []
    if not targets:
        raise InputError("holds no Japanese term with an English one", path=path, remedy=REMEDY)
    return Glossary(tuple(Term(source, tuple(known)) for source, known in targets.items()))


def _tsv_pairs(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in numbered_lines(path):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and tuple(cell.lower() for cell in cells[:2]) in HEADERS:
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise InputError("has no two terms with a tab between", path=path, line=number, remedy=REMEDY)
        yield cells[0], cells[1]


def _tbx_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of every concept; elements as in TBX 2 (`termEntry`, `langSet`) and 3 (`conceptEntry`, `langSec`)."""
    from lxml import etree

    with open_input(path) as file:
        try:
            concepts = etree.iterparse(
                file, tag=("{*}termEntry", "{*}conceptEntry"), resolve_entities=False, no_network=True
            )
            for _, concept in concepts:
                yield from _concept_pairs(concept)
                concept.clear()
        except etree.XMLSyntaxError as error:
            raise InputError(f"is not TBX: {error.msg}", path=path, line=error.lineno, remedy=REMEDY) from error


def _concept_pairs(concept: "etree._Element") -> Iterator[tuple[str, str]]:
    terms: dict[str, list[str]] = {"ja": [], "en": []}
    for section in concept.iterchildren("{*}langSet", "{*}langSec"):
        language = section.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        known = terms.get(language.lower().partition("-")[0])
        if known is not None:
            found = ("".join(term.itertext()) for term in section.iterfind(".//{*}term"))
            known += [" ".join(text.split()) for text in found if text.strip()]
    for source in terms["ja"]:
        for target in terms["en"]:
            yield source, target


def _as_words(target: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in target.split())
    return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)", re.IGNORECASE)


@runtime_checkable
class Alternatives(Protocol):
    """An engine that can say what else it thought of."""

    def alternatives(self, sentences: Sequence[str], count: int) -> list[list[Hypothesis]]:
        """Up to `count` translations of each sentence, the best first."""
        ...


@runtime_checkable
class Copying(Protocol):
    """An engine that may have been taught to copy terms."""

    def copying(self, terms: NameFinder) -> Engine | None:
        """The same engine, copying these terms; none if it cannot."""
        ...


def with_glossary(engine: Engine, glossary: Glossary) -> Engine:
    """The engine, held to a glossary; it keeps its taste in batches and its eye for what stands around a sentence."""
    if isinstance(engine, Shaped):
        kind = ContextualGlossaryEngine if isinstance(engine, Contextual) else ShapedGlossaryEngine
        return kind(engine, glossary)
    return GlossaryEngine(engine, glossary)


class GlossaryEngine:
    """An engine whose translations are held to a glossary.

    Args:
        engine: Translates.
        glossary: What its translations shall have.
    """

    def __init__(self, engine: Engine, glossary: Glossary) -> None:
        self.engine = engine
        self.glossary = glossary
        self._copier = engine.copying(glossary) if isinstance(engine, Copying) else None

    @property
    def line(self) -> str:
        """The line of the engine, and a hash of the glossary."""
        return f"{self.engine.line} | glossary:{self.glossary.hash}"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`."""
        return self._held(sentences, self.engine.translate(sentences))

    def _held(self, sentences: Sequence[str], hypotheses: list[Hypothesis]) -> list[Hypothesis]:
        """The hypotheses, with better ones in the place of those that miss a term."""
        copies = [model_copy(sentence) for sentence in sentences]
        wanted = {row: self.glossary.found_in(copy) for row, copy in enumerate(copies)}
        missed = {
            row: terms for row, terms in wanted.items() if hypotheses[row].text and _missing(terms, hypotheses[row])
        }
        for candidates in (self._thought_of, self._told):
            if not missed:
                return hypotheses
            for row, others in candidates(copies, missed).items():
                hypotheses[row] = _best(missed[row], [hypotheses[row], *others])
            missed = {row: terms for row, terms in missed.items() if _missing(terms, hypotheses[row])}
        for row in missed:
            hypotheses[row] = _flagged(hypotheses[row])
        return hypotheses

    def stop(self) -> None:
        """Stop the engine, if it can be stopped."""
        if isinstance(self.engine, Stoppable):
            self.engine.stop()

    def _thought_of(self, copies: list[str], missed: dict[int, list[Term]]) -> dict[int, list[Hypothesis]]:
        """The engine's other hypotheses."""
        if not isinstance(self.engine, Alternatives):
            return {}
        return dict(zip(missed, self.engine.alternatives([copies[row] for row in missed], HYPOTHESES), strict=True))

    def _told(self, copies: list[str], missed: dict[int, list[Term]]) -> dict[int, list[Hypothesis]]:
        """What it makes of the sentences with placeholders for the terms, or with the English ones put in."""
        if self._copier:
            hypotheses = self._copier.translate([copies[row] for row in missed])
        else:
            told = [self.glossary.substituted(copies[row], terms) for row, terms in missed.items()]
            hypotheses = self.engine.translate(told)
        return {row: [hypothesis] for row, hypothesis in zip(missed, hypotheses, strict=True)}


class ShapedGlossaryEngine(GlossaryEngine):
    """The same over an engine that says what batches suit it."""

    engine: Shaped  # type: ignore[assignment]

    @property
    def batch_shape(self) -> BatchShape:
        """The engine's own."""
        return self.engine.batch_shape

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The engine's own."""
        return self.engine.lengths(sentences)


class ContextualGlossaryEngine(ShapedGlossaryEngine):
    """The same over an engine that looks at what stands around a sentence."""

    engine: Contextual

    @property
    def neighbours(self) -> int:
        """The engine's own."""
        return self.engine.neighbours

    def translate_in(self, text: Sequence[str], rows: Sequence[int]) -> list[Hypothesis]:
        """Translate some sentences of a text; see `Contextual.translate_in`."""
        return self._held([text[row] for row in rows], self.engine.translate_in(text, rows))


def _missing(terms: Iterable[Term], hypothesis: Hypothesis) -> int:
    return sum(not term.is_in(hypothesis.text) for term in terms)


def _best(terms: Sequence[Term], hypotheses: Sequence[Hypothesis]) -> Hypothesis:
    """The first with the most terms among those that raise no more suspicions than the first of all."""
    first = hypotheses[0]
    fit = [first, *(other for other in hypotheses[1:] if other.text and set(other.flags) <= set(first.flags))]
    return min(fit, key=lambda hypothesis: _missing(terms, hypothesis))


def _flagged(hypothesis: Hypothesis) -> Hypothesis:
    flags = {*hypothesis.flags, Flag.GLOSSARY}
    return replace(hypothesis, flags=tuple(flag for flag in Flag if flag in flags))
