"""Subtitles, SRT and WebVTT: a slot for each cue; numbers, times, settings and the tags around its text are kept."""

import html
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from app.layouts.slot import Slot, one_line, verbatim
from corpora.errors import InputError

__all__ = ["subtitle_slots"]

SUBTITLE_WIDTH: Final = 42
"""Characters in a line of English subtitles, as broadcasters set it."""

_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_OUTER_TAGS = re.compile(rf"((?:{_TAG.pattern})*)(.*?)((?:{_TAG.pattern})*)", re.DOTALL)


def subtitle_slots(lines: Iterable[str], name: str, *, webvtt: bool, bilingual: bool) -> Iterator[Slot]:
    """The cues of a file.

    Args:
        lines: Its lines without line ends.
        name: What messages call it.
        webvtt: Its texts are escaped as WebVTT's are.
        bilingual: Every cue shows both languages.

    Raises:
        InputError: It holds no cue.
    """
    fill = partial(_filled_cue, webvtt=webvtt, bilingual=bilingual)
    before: list[str] = []
    cue: list[str] | None = None
    number = found = 0
    for number, line in enumerate(lines, start=1):
        if cue is None:
            before.append(f"{line}\n")
            if "-->" in line:
                cue = []
                found += 1
        elif line.strip():
            cue.append(line)
        else:
            yield _cue_slot(number - len(cue), before, cue, fill, webvtt=webvtt)
            before, cue = [f"{line}\n"], None
    if cue is not None:
        yield _cue_slot(number + 1 - len(cue), before, cue, fill, webvtt=webvtt)
    elif before:
        yield Slot(number, "", verbatim("".join(before)))
    if not found:
        raise InputError("holds no subtitle", path=name, remedy="subtitles have lines such as 00:00:01,000 --> …")


def _cue_slot(number: int, before: list[str], cue: list[str], fill: Callable[..., str], *, webvtt: bool) -> Slot:
    """A cue; tags around its text stay around it, those inside have no place in a translation and go."""
    written = "\n".join(cue)
    match = _OUTER_TAGS.fullmatch(written)
    opening, inner, closing = match.groups() if match else ("", written, "")
    text = _TAG.sub("", inner)
    if webvtt:
        text = html.unescape(text)
    return Slot(number, text, partial(fill, "".join(before), written, opening, closing))


def _filled_cue(
    before: str, written: str, opening: str, closing: str, translation: str, *, webvtt: bool, bilingual: bool
) -> str:
    text = one_line(translation).replace("-->", "->")
    if not text:  # an empty cue would end the ones before it in some players
        return f"{before}{written}\n" if written else before
    if webvtt:
        text = html.escape(text, quote=False)
    wrapped = textwrap.fill(text, SUBTITLE_WIDTH, break_long_words=False, break_on_hyphens=False)
    shown = f"{opening}{wrapped}{closing}"
    return f"{before}{written}\n{shown}\n" if bilingual else f"{before}{shown}\n"
