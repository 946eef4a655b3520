"""Where English sentences end, inside a stretch of text without line breaks that count.

A mark of punctuation with its closing quotes and brackets, followed by white space, ends a sentence unless what stands
before it (an abbreviation, an initial, a list number) or after it (a small letter, a reporting clause) says otherwise.
"""

import re

from corpora.sentences.abbreviations import MONTHS, NUMBERED, OPENING_WORDS, PERHAPS_LAST, TITLES, is_dotted
from corpora.sentences.brackets import pair_brackets

__all__ = ["english_cuts"]

# Longer asides in brackets hold sentences of their own.
_LONG_ASIDE = 200

# Possessive and anchored at the first mark of a run, or a megabyte of full stops would take quadratic time.
_ENDING = re.compile(
    r"(?<![.!?…])(?P<marks>[.!?…]++(?:[ \t][!?…]++)*+)(?P<closers>[\"'”’)\]}»]*+)(?:\[\d{1,3}\])*+"
    "(?: ?[\u2600-\u27bf\U0001f1e6-\U0001faff\ufe0f\u200d]++)*+(?=\\s|$)"
)
_BRACKET = re.compile(r"[()\[\]]")
_BLANK = re.compile(r"\s*")
_NEXT = re.compile(r"[\"'“‘(\[{«¿¡]*(?P<word>\w+(?:['’]\w+)?)?")
_LAST_WORD = re.compile(r"[\w.'’&-]*$")
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)]")
_QUOTES = "\"'”’"
_DASH = re.compile(r"[-–—]")
_NAMED_WITH_MARK = frozenset({"Yahoo", "Jeopardy", "Yum", "Oklahoma"})
_REPORTING = re.compile(
    r"(?!(?:He|She|It|They|We|I|You|The|A|An)\b)(?:[A-Z][\w.'’-]{0,30}\s+){1,4}"
    r"(?:said|says|asked|asks|told|tells|wrote|writes|added|tweeted|shouted|replied|wondered|cried|joked|exclaimed|reported|reports|explained|continued)\b"
)


def english_cuts(text: str, start: int, end: int) -> list[int]:
    """The places between `start` and `end` where one sentence ends and another may begin, in order."""
    asides = _asides(text, start, end)
    cuts: list[int] = []
    head = _skip_blank(text, start, end)
    sheltered, following = start, 0
    for ending in _ENDING.finditer(text, start, end):
        while following < len(asides) and asides[following][0] < ending.start():
            opened, closed = asides[following]
            # An aside in mid sentence keeps its full stops; one that opens a sentence is cut like any text.
            if opened > head and opened >= sheltered:
                sheltered = closed
            following += 1
        if ending.end() < sheltered:
            continue
        if _ends_sentence(text, head, ending, end):
            cuts.append(ending.end())
            head = _skip_blank(text, ending.end(), end)
    return cuts


def _asides(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Bracketed stretches short enough to be part of a sentence, in the order of their opening brackets."""
    brackets = list(_BRACKET.finditer(text, start, end))
    partners = pair_brackets([bracket.group() for bracket in brackets])
    pairs = [(brackets[i].start(), brackets[j].end()) for i, j in enumerate(partners) if j > i]
    return [(opened, closed) for opened, closed in pairs if closed - opened <= _LONG_ASIDE]


def _skip_blank(text: str, start: int, end: int) -> int:
    blank = _BLANK.match(text, start, end)
    return blank.end() if blank else start


def _ends_sentence(text: str, head: int, ending: re.Match[str], end: int) -> bool:
    rest = _skip_blank(text, ending.end(), end)
    if rest == end:
        return True
    # Marks alone are no sentence, and after a dash comes whoever said it.
    if ending.start() <= head or _DASH.match(text, rest, end):
        return False
    following = _NEXT.match(text, rest, end)
    word = (following.group("word") or "") if following else ""
    if word[:1].islower() and not word[1:2].isupper():
        return False
    before = _word_before(text, head, ending.start())
    if ending.group("marks") == ".":
        is_list_number = _LIST_NUMBER.fullmatch(text, head, ending.end()) is not None
        return not is_list_number and _stop_ends(before, ending.group("closers"), word)
    return _mark_ends(text, ending, before, word, rest)


def _mark_ends(text: str, ending: re.Match[str], before: str, word: str, rest: int) -> bool:
    """Whether a question or exclamation mark, or dots, end a sentence when `word` follows at `rest`."""
    if not ending.group("marks").strip(".…"):
        return word[:1].isupper()
    if before in _NAMED_WITH_MARK:
        return word in OPENING_WORDS
    quoted = any(closer in _QUOTES for closer in ending.group("closers"))
    return not (quoted and _REPORTING.match(text, rest))


def _stop_ends(before: str, closers: str, word: str) -> bool:
    """Whether a single full stop after the word `before` ends a sentence when `word` follows."""
    # "… went to the U.S." He: inside quotation marks the rest of a name would be inside them too.
    quoted = bool(closers) and not closers.strip(_QUOTES)
    if quoted:
        return True
    if before in TITLES or before in NUMBERED:
        return before in NUMBERED and not word[:1].isdigit()
    initial = len(before) == 1 and before.isupper()
    if initial or before in MONTHS or before in PERHAPS_LAST or is_dotted(before):
        return word in OPENING_WORDS
    return True


def _word_before(text: str, head: int, place: int) -> str:
    last = _LAST_WORD.search(text, max(head, place - 24), place)
    return last.group().lstrip(".'’&-") if last else ""
