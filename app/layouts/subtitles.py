"""Subtitles, SRT and WebVTT: a slot for each cue; numbers, times, settings and the tags around its text are kept.

Subtitles in the wild are rarely as their format asks: blank lines are missing or too many, tags cross, files are in
any encoding. Every line belongs to a cue or is written again as it was. What goes out is UTF-8, with the line ends and
the byte order mark that came in.
"""

import codecs
import html
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.layouts.slot import Slot, one_line
from corpora.decoding import decode
from corpora.errors import InputError

__all__ = ["subtitle_slots"]

SUBTITLE_WIDTH: Final = 42
"""Characters in a line of English subtitles, as broadcasters set it."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_TIMES = re.compile(r"\s*-?\d[\d:.,\s]*-->")
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_SRT_TAG = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}")  # others, such as <拍手>, are text to its players
_WEBVTT_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z]+)")
_READING = re.compile(r"<(r[tp])\b[^<>]*>[^<>]*(?:</\1>|(?=<))")
_DASH = re.compile(r"\s*[-‐–—－](?![-‐–—－\d])[^\S\n]*")
_TURN = re.compile(rf"(?:<v\b|(?:{_WEBVTT_TAG.pattern})*{_DASH.pattern})")
"""How the words of one speaker begin where a cue holds those of several."""
_WRAP = re.compile(r"(?<=[\u3001-\uffef])[ \t]*\n[ \t]*(?=[\u3001-\uffef])")  # Japanese is written without blanks
_BROKEN_LINE = re.compile(r"(<([A-Za-z]+)[^<>]*>)([^<>]*)</\2>(\s*)\1")
"""A tag that is closed at the end of a line and opened again on the next."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What sets the cues of a file apart from those of others."""

    webvtt: bool
    bilingual: bool
    line_end: str


def subtitle_slots(data: bytes, name: str, *, webvtt: bool, encoding: str | None, bilingual: bool) -> Iterator[Slot]:
    """The cues of a file.

    Args:
        data: The file.
        name: What messages call it.
        webvtt: It is WebVTT, whose texts are escaped and whose comments stand between the cues.
        encoding: Insist on this one.
        bilingual: Every cue shows both languages.

    Raises:
        InputError: It holds no cue, or is no text.
    """
    text, _ = decode(data, path=name, encoding=encoding)
    end = _LINE_END.search(text)
    kind = _Kind(webvtt, bilingual, end[0] if end else "\n")
    lines = _LINE_END.split(text)
    if not lines[-1]:
        lines.pop()
    if not any(map(_TIMES.match, lines)):
        raise InputError("holds no subtitle", path=name, remedy="subtitles have lines such as 00:00:01,000 --> …")
    mark = "\ufeff" if data.startswith(_BYTE_ORDER_MARKS) else ""
    for number, before, cue in _cues(lines, webvtt=webvtt):
        yield from _cue_slots(number, mark + "".join(f"{line}{kind.line_end}" for line in before), cue, kind)
        mark = ""


def _cues(lines: Sequence[str], *, webvtt: bool) -> Iterator[tuple[int, list[str], list[str]]]:
    """The number of the line that each text begins on, the lines before the text, and those of the text.

    The next cue ends one that lacks its blank line. What follows a blank line inside a cue of SRT is still text, which
    players show; in WebVTT it is a comment or nothing.
    """
    before: list[str] = []
    cue: list[str] = []
    is_open = begun = False
    for number, line in enumerate(lines, start=1):
        is_number = line.strip().isdecimal()
        is_times = _TIMES.match(line) is not None
        is_head = is_times or (is_number and number < len(lines) and _TIMES.match(lines[number]) is not None)
        is_text = not is_head and bool(line if webvtt else line.strip())
        if is_open and not is_text:
            yield number - len(cue), before, cue
            before, cue, is_open = [], [], False
        if is_text and (is_open or (begun and not webvtt and not is_number)):
            cue.append(line)
            is_open = True
        else:
            before.append(line)
            is_open = is_times
            begun = begun or is_times
    yield len(lines) + 1 - len(cue), before, cue


def _cue_slots(number: int, before: str, cue: list[str], kind: _Kind) -> Iterator[Slot]:
    """A slot for a cue, or for each speaker's words in it."""
    turns = [row for row, line in enumerate(cue) if _TURN.match(line)]
    borders = [*turns, len(cue)] if len(turns) > 1 and turns[0] == 0 else [0, len(cue)]
    for first, last in pairwise(borders):
        yield _slot(number + first, before, cue[first:last], kind)
        before = ""


def _slot(number: int, before: str, words: list[str], kind: _Kind) -> Slot:
    opening, inner, closing = _without_tags("\n".join(words), _WEBVTT_TAG if kind.webvtt else _SRT_TAG)
    dash = _DASH.match(inner)
    if dash:
        opening, inner = opening + dash[0], inner[dash.end() :]
    text = one_line(_WRAP.sub("", inner))
    if kind.webvtt:
        text = html.unescape(text)
    return Slot(number, text, _Words(before, kind.line_end.join(words), opening, closing, kind).filled)


@dataclass(frozen=True, slots=True)
class _Words:
    """What somebody says in a cue: what stands before it, the text as it was, and what stays around a translation."""

    before: str
    written: str
    opening: str
    closing: str
    kind: _Kind

    def filled(self, translation: str) -> bytes:
        """The piece of the output that they make up."""
        text, end = one_line(translation).replace("-->", "->"), self.kind.line_end
        parts = [self.written] if self.written else []
        if text:  # words without translation stay: an empty cue would end the ones before it in some players
            if self.kind.webvtt:
                text = html.escape(text, quote=False)
            wrapped = textwrap.wrap(text, SUBTITLE_WIDTH, break_long_words=False, break_on_hyphens=False)
            shown = f"{self.opening}{end.join(wrapped)}{self.closing}"
            parts = [*parts, shown] if self.kind.bilingual else [shown]
        return "".join([self.before, *(f"{part}{end}" for part in parts)]).encode("utf-8", "replace")


def _without_tags(written: str, tag: re.Pattern[str]) -> tuple[str, str, str]:
    """What stays before a text, the text, and what stays after it.

    Tags around the text stay, but for those whose partner is inside; those inside have no place in a translation.
    """
    whole = _READING.sub("", written).strip()
    while (joined := _BROKEN_LINE.sub(r"\1\3\4", whole)) != whole:
        whole = joined
    found = list(tag.finditer(whole))
    first = _touching(found, 0)
    last = len(found) - _touching([*reversed(found)], len(whole))
    if first > last:  # nothing but tags
        return "", "", ""
    partners = _partners([match[0] for match in found])
    outside = {*range(first), *range(last, len(found)), None}
    kept = [match[0] if partners[row] in outside else "" for row, match in enumerate(found)]
    start = found[first - 1].end() if first else 0
    end = found[last].start() if last < len(found) else len(whole)
    return "".join(kept[:first]), tag.sub("", whole[start:end]), "".join(kept[last:])


def _touching(tags: Sequence[re.Match[str]], place: int) -> int:
    """How many of these tags follow one another from this place on, forwards or backwards."""
    for count, match in enumerate(tags):
        if place not in match.span():
            return count
        place = sum(match.span()) - place
    return len(tags)


def _partners(tags: Sequence[str]) -> list[int | None]:
    """For each tag the row of the one that it opens or closes with; tags may cross."""
    partners: list[int | None] = [None] * len(tags)
    opened: dict[str, list[int]] = {}
    for row, tag in enumerate(tags):
        name = _TAG_NAME.match(tag)
        if name is None:
            continue
        if not name[1]:
            opened.setdefault(name[2].lower(), []).append(row)
        elif rows := opened.get(name[2].lower()):
            start = rows.pop()
            partners[start], partners[row] = row, start
    return partners
