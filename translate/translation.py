"""What translating yields: a translation for every sentence, with its score and its flags."""

from dataclasses import dataclass
from enum import StrEnum

from corpora.document import Block, Document, Sentence

__all__ = ["Failure", "Flag", "Hypothesis", "TranslatedSentence", "Translation"]


class Flag(StrEnum):
    """Why a translation deserves a second look."""

    FAILED = "failed"  # the engine broke down on this sentence
    EMPTY = "empty"  # nothing came out
    REPETITION = "repetition"  # the same words over and over
    KANA_LEFT = "kana-left"  # Japanese letters in the English
    LENGTH_LIMIT = "length-limit"  # cut off by the model's limit
    LENGTH_RATIO = "length-ratio"  # far shorter or longer than usual
    GLOSSARY = "glossary-missed"  # a term of the glossary is not there
    NUMBERS_DIFFER = "numbers-differ"  # a number of one side has no equal on the other
    NAME_MISSED = "name-missed"  # a name that the engine knows is not there


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An engine's output for one sentence.

    Attributes:
        text: The translation.
        score: Mean log-probability of the output pieces (≤ 0), `None` where an engine has none.
        flags: Every suspicion about it, in the order of `Flag`.
    """

    text: str
    score: float | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure(Hypothesis):
    """What an engine gives for a sentence that it could not translate, in its place; empty, and flagged `FAILED`.

    Attributes:
        reason: Why, in one line.
    """

    text: str = ""
    flags: tuple[Flag, ...] = (Flag.FAILED,)
    reason: str = "the engine gave up on it"


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """A sentence of a document, the block it stands in, and its translation."""

    block: Block
    sentence: Sentence
    hypothesis: Hypothesis


@dataclass(frozen=True, slots=True)
class Translation:
    """A document and the translations of its sentences, in order.

    `engine_line` says which model, settings and versions made it, in one line.
    """

    document: Document
    sentences: tuple[TranslatedSentence, ...]
    engine_line: str
