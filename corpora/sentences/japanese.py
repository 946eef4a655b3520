"""Where Japanese sentences end, inside a stretch of text without line breaks that count.

One pass finds the brackets and the runs of final marks, a second decides for each run, with the closing brackets that
follow it, whether a sentence ends there. Inside a quotation no sentence ends, unless the quotation is very long or is
never closed.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from corpora.sentences.abbreviations import MONTHS, NUMBERED, OPENING_WORDS, PERHAPS_LAST, TITLES, is_dotted
from corpora.sentences.brackets import CLOSERS, OPENERS, SYMMETRIC, pair_brackets

__all__ = ["japanese_cuts"]

# A quotation longer than this is cut at its own full stops: models and readers need shorter pieces.
_LONG_QUOTATION = 200

_STOPS = "。｡"
_EXCLAIMS = "！？!?⁉‼⁈⁇❗❓"
_FINAL = f"{_STOPS}{_EXCLAIMS}…‥．."
_SPEECH_CLOSERS = '」｣”〟"＂'
_MARK = re.compile(
    r"(?P<url>(?:https?://|www\.)[\w\-.~:/?#@!$&'*+,;=%]*[A-Za-z0-9/=&#_~%-])"
    rf"|(?P<bracket>[{re.escape(OPENERS + CLOSERS + SYMMETRIC)}])"
    rf"|(?P<final>(?:[{_FINAL}]|・{{2,}})++(?:[ \t　]*+[。｡！？!?…‥⁉‼])*+)",
    re.ASCII,
)
_ANY_FINAL = re.compile(f"[{_FINAL}]|・・")

_KANJI = "㐀-䶿一-鿿豈-﫿々〆〇"
_KATAKANA = "ァ-ヺー"
_LATIN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_WORD = f"{_KANJI}{_KATAKANA}{_LATIN}"

_BLANK = re.compile(r"\s*")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_IS_JAPANESE = re.compile(f"[ぁ-ゖ{_KANJI}{_KATAKANA}]")
_LAST_LATIN_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ.．]*$")
_NEXT_LATIN_WORD = re.compile(r"[A-Za-z]*")

# What belongs to the sentence although it stands after its final mark: laughter, faces, notes, footnote numbers.
_TRAIL = re.compile(
    r"(?:[ 　]?(?:"
    r"[(（](?:笑|爆笑?|泣|汗|苦笑|涙|怒|嘘|謎|爆|驚|震え声)[)）]"
    rf"|[(（](?=[^()（）]{{0,12}}[\^´｀`_＾∀ωДд￣°;；><])[^()（）{_KANJI}\n]{{1,12}}[)）]"
    r"|[♪♫♬♡♥❤\U0001f1e6-\U0001faff\ufe0f\u200d]++(?![がはをも])"  # with such a particle, the next one's subject
    r"|[☆★]+(?=\s|$)"
    r"|\[\d{1,3}\]"
    r"|[wｗ]+(?![A-Za-z.@])"
    r"))*+"
)
# An agency or a photographer named at the end of a paragraph is no sentence.
_CREDIT = re.compile(r"\s*[(（][^()（）。！？!?]{1,12}[)）]\s*")

# --- what shows that the sentence goes on ------------------------------------------------------------------------

_GLUE = r"[、，,・；;：:ー〜～=＝／/＆&]"
_SPEECH = (
    r"(?:い[うえいっわ]|おも|し[てた]?(?![ぁ-ん])|して|した|の|か[ら]?(?![ぁ-ん])|も(?:言|述|話|語|指摘)|は(?!いえ)"
    r"|まで|だけ|さえ|すら)"
)

_AFTER_QUOTATION = re.compile(
    rf"{_GLUE}|[{_FINAL}{re.escape(CLOSERS)}]"
    r"|を|って|など|なんて|なる|とか|のよう|のみ|のは|のが|のも|のを|のに|には|にも|にて|では(?!、)|でも(?!、)|から(?!だ)|まで|だけ|ばかり"
    r"|より|ほど|くらい|ぐらい|です|でし|であ|だった|だと|だという|だ(?=[。、！？])|へと|への|なの|はず|があ|がい|がき|ごと|風|的|氏|さん"
    r"|と(?!ころ|ても|りあえず|にかく|もあれ|もかく|うとう|はいえ|っさ|たんに|んでも|きどき|もに)"
    r"|[のがはもにでへやか](?![ぁ-ん])"
)
_AFTER_MARK = re.compile(
    rf"{_GLUE}|を|って|とか|などと?(?=[{_WORD}、。])|(?:と|は|も|に)(?=[{_WORD}「『、])|[のがでへや](?=[{_WORD}「『])|と{_SPEECH}"
)
_AFTER_STOP = re.compile(rf"{_GLUE}|を|と(?!同時)(?=[{_KANJI}])|[のはにもや](?=[{_WORD}「『])")
# After a noun, as in the name モーニング娘。, more may follow than after an inflected word.
_AFTER_NOUN_STOP = re.compile(rf"[がと](?!同時)(?=[{_WORD}])|[はもに]、|には|にも|との")
_NAMED_WITH_MARK = re.compile(r"(?:[YＹ][aａ][hｈ][oｏ][oｏ]|ヤフー)$")


class _Role(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    FINAL = "final"
    URL = "url"


class _Mark(NamedTuple):
    role: _Role
    start: int
    end: int
    partner: int  # start of the bracket that opened what this one closes, or end of the one that closes it; -1


class _Ending(NamedTuple):
    """A run of final marks and the closing brackets after it."""

    marks: str
    start: int  # of the run
    edge: int  # after the closing brackets
    closer: str  # the outermost of them, empty if there is none
    opened: int  # where that bracket was opened, -1 if nowhere


class _Seam(NamedTuple):
    """An ending and what follows it: the place where a sentence may end."""

    text: str
    head: int  # first character of the sentence
    ending: _Ending
    gap: str  # white space between the sentence and what follows
    rest: int  # first character of what follows
    end: int  # of the stretch

    def goes_on_with(self, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.text, self.rest, self.end) is not None


def japanese_cuts(text: str, start: int, end: int) -> list[int]:
    """The places between `start` and `end` where one sentence ends and another may begin, in order."""
    if not _ANY_FINAL.search(text, start, end):
        return []
    marks = _marks(text, start, end)
    cuts: list[int] = []
    begin, head = start, _skip_blank(text, start, end)
    sheltered = start
    for index, mark in enumerate(marks):
        if mark.start < begin:
            continue
        if mark.role is _Role.OPEN and sheltered <= mark.start and mark.partner - mark.start <= _LONG_QUOTATION:
            sheltered = max(sheltered, mark.partner)
        elif mark.role is _Role.FINAL:
            ending = _ending(text, marks, index)
            if ending.edge < sheltered:
                continue
            cut = _cut_after(text, head, ending, end)
            if cut is not None:
                cuts.append(cut)
                begin, head = cut, _skip_blank(text, cut, end)
    return cuts


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = list(_MARK.finditer(text, start, end))
    partners = pair_brackets([match.group() if match.lastgroup == "bracket" else "" for match in found])
    marks: list[_Mark] = []
    for index, (match, partner) in enumerate(zip(found, partners, strict=True)):
        if match.lastgroup != "bracket":
            role, other = (_Role.URL if match.lastgroup == "url" else _Role.FINAL), -1
        elif partner > index:
            role, other = _Role.OPEN, found[partner].end()
        elif partner >= 0:
            role, other = _Role.CLOSE, found[partner].start()
        elif match.group() in OPENERS:
            continue  # never closed: it shelters nothing
        else:
            role, other = _Role.CLOSE, -1
        marks.append(_Mark(role, match.start(), match.end(), other))
    return marks


def _ending(text: str, marks: list[_Mark], index: int) -> _Ending:
    run = marks[index]
    last = run
    while (index := index + 1) < len(marks):
        mark = marks[index]
        if mark.role is not _Role.CLOSE or not _is_blank(text, last.end, mark.start):
            break
        last = mark
    closer = "" if last is run else text[last.start]
    return _Ending(text[run.start : run.end], run.start, last.end, closer, last.partner)


def _is_blank(text: str, start: int, end: int) -> bool:
    return start == end or text[start:end].isspace()


def _skip_blank(text: str, start: int, end: int) -> int:
    blank = _BLANK.match(text, start, end)
    return blank.end() if blank else start


def _cut_after(text: str, head: int, ending: _Ending, end: int) -> int | None:
    """Where to cut after this ending, `None` when the sentence that began at `head` goes on."""
    if ending.start <= head:
        return None
    trail = _TRAIL.match(text, ending.edge, end)
    cut = trail.end() if trail else ending.edge
    if _CREDIT.fullmatch(text, cut, end):
        return end
    rest = _skip_blank(text, cut, end)
    if rest == end:
        return end
    return cut if _ends_sentence(_Seam(text, head, ending, text[cut:rest], rest, end)) else None


def _ends_sentence(seam: _Seam) -> bool:
    marks = seam.ending.marks
    if seam.ending.closer:
        return _ends_after_bracket(seam)
    if marks in {".", "．"}:
        return _ends_after_dot(seam)
    if any(mark in _STOPS for mark in marks):
        return bool(seam.gap) or not _goes_on_after_stop(seam)
    if any(mark in _EXCLAIMS for mark in marks):
        return _ends_after_mark(seam)
    # Dots alone are a pause more often than an end; the full-width space is what writers put between sentences.
    return "　" in seam.gap


def _ends_after_bracket(seam: _Seam) -> bool:
    ending = seam.ending
    if seam.goes_on_with(_AFTER_QUOTATION):
        return False
    if ending.opened < 0:
        return True
    before = seam.text[max(seam.head, ending.opened - 4) : ending.opened].rstrip()
    leads = before.endswith(("：", ":", "―", "—")) or (ending.opened - seam.head < 4 and not before.strip("―—─・ "))
    stop = any(mark in _STOPS for mark in ending.marks)
    if ending.closer in _SPEECH_CLOSERS:
        return stop or leads or "　" in seam.gap
    if ending.closer in "）)":
        return leads or (bool(seam.gap) and stop)
    # The others hold titles: what follows them belongs to the title's sentence.
    return leads and bool(seam.gap)


def _goes_on_after_stop(seam: _Seam) -> bool:
    after_noun = not "ぁ" <= seam.text[seam.ending.start - 1] <= "ん"
    return seam.goes_on_with(_AFTER_STOP) or (after_noun and seam.goes_on_with(_AFTER_NOUN_STOP))


def _ends_after_mark(seam: _Seam) -> bool:
    text, start = seam.text, seam.ending.start
    if "　" in seam.gap:
        return True
    if seam.goes_on_with(_AFTER_MARK) or _NAMED_WITH_MARK.search(text, max(seam.head, start - 5), start):
        return False
    # Inside a name or an address: Go!Go!, a?b
    return bool(seam.gap) or not (_IS_LATIN.match(text, start - 1) and seam.goes_on_with(_IS_LATIN))


def _ends_after_dot(seam: _Seam) -> bool:
    """Whether a single `.` or `．` ends a sentence: after Japanese as a full stop, after Latin as in English."""
    text, start = seam.text, seam.ending.start
    if _IS_JAPANESE.match(text, start - 1):
        return bool(seam.gap) or seam.goes_on_with(_IS_JAPANESE)
    word = _last_latin_word(text, seam.head, start)
    if not seam.gap or not word or word in TITLES or word in NUMBERED:
        return False
    following = _NEXT_LATIN_WORD.match(text, seam.rest, seam.end)
    opening = following.group() if following else ""
    if len(word) == 1 or word in PERHAPS_LAST or word in MONTHS or is_dotted(word):
        return opening in OPENING_WORDS
    return opening[:1].isupper()


def _last_latin_word(text: str, head: int, place: int) -> str:
    last = _LAST_LATIN_WORD.search(text, max(head, place - 20), place)
    return last.group().lstrip(".．") if last else ""
