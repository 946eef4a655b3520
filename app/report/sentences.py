"""A sentence as HTML: its readings as ruby, what is to be marked in it as elements, its flags behind it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from app.report.furigana import find_readings, ruby_html
from app.report.text import direction_html, text_html
from translate.translation import Flag, Hypothesis

__all__ = [
    "FLAG_NAMES",
    "LONGEST_MARKED",
    "Side",
    "Stretch",
    "flag_html",
    "marked_html",
    "sentence_html",
    "translation_html",
]

FLAG_NAMES: dict[Flag, tuple[str, str]] = {
    Flag.FAILED: ("failed", "the engine broke down on this sentence"),
    Flag.EMPTY: ("empty", "the model gave nothing for this sentence"),
    Flag.REPETITION: ("repeats", "the same words come over and over"),
    Flag.KANA_LEFT: ("kana left", "Japanese letters stand in the English"),
    Flag.LENGTH_LIMIT: ("cut off", "the model stopped at its length limit"),
    Flag.LENGTH_RATIO: ("odd length", "far shorter or longer than such sentences usually become"),
    Flag.NUMBERS_DIFFER: ("numbers differ", "a number of one side has no equal on the other"),
    Flag.NAME_MISSED: ("name missed", "a name that the model's lexicon knows is not there"),
    Flag.GLOSSARY: ("glossary missed", "a term of the glossary was not translated as it says"),
}
"""What a flag is called on the page and what it means."""

LONGEST_MARKED = 5000
"""Characters; beyond that it is no sentence, nothing is marked in it, and it is laid out in parts: a browser needs
quadratic time to break the lines of one."""
_PART = 1000


class Side(StrEnum):
    """Which of the three texts a sentence belongs to."""

    JAPANESE = "ja"
    TRANSLATION = "mt"
    SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence that is to be marked.

    Attributes:
        start: First character.
        end: Behind the last one.
        link: Ties it to the stretches of the row that have the same.
        reason: What is wrong with it; nothing where it is only tied.
        is_name: Whether it is a name; those are so many that they show only where one points.
    """

    start: int
    end: int
    link: str
    reason: str = ""
    is_name: bool = False


def marked_html(text: str, stretches: Sequence[Stretch] = ()) -> str:
    """A sentence as HTML, with its readings as ruby and its stretches as elements.

    Args:
        text: The sentence.
        stretches: In any order; they may overlap. One that would cut a word from its reading holds both.
    """
    if len(text) > LONGEST_MARKED:
        return _parts_html(text)
    readings = find_readings(text)
    marked = [_widened(stretch, readings) for stretch in stretches]
    cuts = sorted({0, len(text), *(edge for stretch in marked for edge in (stretch.start, stretch.end))})
    waiting = iter(readings)
    reading = next(waiting, None)
    parts: list[str] = []
    for start, end in pairwise(cuts):
        shown, at = "", start
        while reading is not None and reading.start() < end:
            shown += text_html(text[at : reading.start()]) + ruby_html(reading)
            at, reading = reading.end(), next(waiting, None)
        shown += text_html(text[at:end])
        parts.append(_with_marks(shown, [item for item in marked if item.start <= start and end <= item.end]))
    return "".join(parts)


def _parts_html(text: str) -> str:
    parts = (text[start : start + _PART] for start in range(0, len(text), _PART))
    return "".join(f'<span class="part">{text_html(part)}</span>' for part in parts)


def _widened(stretch: Stretch, readings: Iterable[re.Match[str]]) -> Stretch:
    touched = [item for item in readings if item.start() < stretch.end and stretch.start < item.end()]
    if not touched:
        return stretch
    start, end = min(stretch.start, touched[0].start()), max(stretch.end, touched[-1].end())
    return replace(stretch, start=start, end=end)


def _with_marks(shown: str, covering: Sequence[Stretch]) -> str:
    if not covering:
        return shown
    links = " ".join(dict.fromkeys(stretch.link for stretch in covering))
    reasons = "; ".join(dict.fromkeys(stretch.reason for stretch in covering if stretch.reason))
    off = f' title="{text_html(reasons)}"' if reasons else ""
    look = " off" if off else " name" * all(stretch.is_name for stretch in covering)
    return f'<span class="q{look}" data-q="{links}"{off}>{shown}</span>'


def sentence_html(
    text: str,
    language: str,
    *,
    unit: int | None = None,
    side: Side | None = None,
    index: int | None = None,
    stretches: Sequence[Stretch] = (),
    lead: str = "",
    tail: str = "",
    shown_number: int | None = None,
    attributes: str = "",
) -> str:
    """One sentence that can be pointed at.

    Args:
        text: The sentence.
        language: For fonts, hyphenation and screen readers.
        unit: What ties a Japanese sentence to its translation within a row; `None` ties it to the whole row.
        side: The text it belongs to, of sentences of the article itself.
        index: Its number in that text as beads count.
        stretches: What is to be marked in it.
        lead: Set quietly before it.
        tail: Set quietly after it.
        shown_number: Its number in its document, set before it where it cannot be copied.
        attributes: Further attributes, not from articles.
    """
    data = {"u": unit, "side": side, "i": index, "n": shown_number}
    named = "".join(f' data-{name}="{value}"' for name, value in data.items() if value is not None)
    before = f'<span class="lead">{text_html(lead)}</span> ' if lead else ""
    after = f' <span class="lead">{text_html(tail)}</span>' if tail else ""
    return (
        f'<p class="s" lang="{language}" tabindex="-1"{named}{direction_html(text)}{attributes}>'
        f"{before}{marked_html(text, stretches)}{after}</p>"
    )


def translation_html(
    hypothesis: Hypothesis | None,
    *,
    unit: int,
    index: int | None = None,
    stretches: Sequence[Stretch] = (),
    pending: bool = False,
) -> str:
    """A translation with its flags, or the word that there is none (yet, where it is pending)."""
    if hypothesis is None:
        return '<p class="pending">…</p>' if pending else '<p class="absent">not translated</p>'
    flags = "".join(map(flag_html, hypothesis.flags))
    notes = f'<p class="flags">{flags}</p>' if flags else ""
    if not hypothesis.text.strip():
        return notes
    side = Side.TRANSLATION if index is not None else None
    return sentence_html(hypothesis.text, "en", unit=unit, side=side, index=index, stretches=stretches) + notes


def flag_html(flag: Flag) -> str:
    """The label of a flag."""
    name, meaning = FLAG_NAMES[flag]
    return f'<span class="flag" title="{meaning}">{name}</span>'
