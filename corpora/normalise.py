"""The copy of a sentence that models and signals see; the reader's text itself is never changed.

Compatibility characters become ordinary ones (NFKC), furigana in parentheses and invisible characters go, white space
is folded. `translate`, `align` and `training` must all use these functions, or the models meet text unlike their own.
"""

import re
import unicodedata

__all__ = ["english_copy", "model_copy"]

# Zero-width and bidirectional controls, soft hyphens, variation selectors, interlinear marks, and control characters
# that are no white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_WHITE_SPACE = re.compile(r"\s+")

_KANJI = "㐀-䶿一-鿿豈-﫿々〆〇ヶヵ\U00020000-\U000323af"
_JAPANESE = f"ぁ-ゖァ-ヺー、。「」『』{_KANJI}"
# A wrapped line: Japanese is written without spaces, so the break leaves nothing behind.
_WRAP = re.compile(rf"(?<=[{_JAPANESE})!?])[ \t]*(?:\r\n|[\n\r\u2028])[ \t]*(?=[{_JAPANESE}(])")

# Anchored at the first kanji of a run and possessive, or a megabyte of kanji would take quadratic time.
_GLOSS = re.compile(r"\((?P<reading>[ぁ-ゖー・ ]++)\)|《(?P<ruby>[ぁ-ゖー・ ]++)》")
_GLOSSED = re.compile(rf"(?<![{_KANJI}])(?P<word>[{_KANJI}]++)(?P<glosses>(?:\([ぁ-ゖー・ ]++\)|《[ぁ-ゖー・ ]++》)++)")
# Hiragana that says something itself. A single kana is a particle; two in a row may be a reading: 母(はは), 元(もと).
_NO_READING = re.compile(
    r"(?:など|まで|のみ|だけ|ほか|ほど|くらい|ぐらい|から|より|たち|あり|なし|かも|ただし|または|および|もしくは|です|ます|である"
    r"|でした|だった|では|でも|には|にも|とは|いわゆる|つまり|すなわち|もちろん|ちなみに|いずれも|それぞれ|すべて|ともに|とか"
    r"|なの|のか|らしい|という|のはず|する|した|して|される|された|しない|できる|ない|たぶん|おそらく|たとえば|・)+[かなねよ]?|[らのがはもにとやかねよへでだ]"
)
_LONGEST_READING = 5  # kana of one kanji, as in 承(うけたまわ)る

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "‐": "-"})


def model_copy(text: str) -> str:
    """The model's copy of a Japanese sentence.

    NFKC; hiragana readings in parentheses after kanji removed (`不倶戴天(ふぐたいてん)` becomes `不倶戴天`); zero-width
    and bidirectional controls removed; a line break between Japanese characters removed, other white space folded to
    single spaces; trimmed. Doing it twice changes nothing more.

    A gloss in katakana stays, because after kanji it may say something of its own; so does hiragana that is no
    plausible reading, such as `(など)`.
    """
    return _folded(_GLOSSED.sub(_without_readings, _WRAP.sub("", _visible(text))))


def english_copy(text: str) -> str:
    """The model's copy of an English sentence.

    NFKC; typographic quotation marks straightened and the Unicode hyphen made a plain one; dashes kept; zero-width and
    bidirectional controls removed; white space folded; trimmed. Doing it twice changes nothing more.
    """
    return _folded(_visible(text).translate(_QUOTES))


def _visible(text: str) -> str:
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def _folded(text: str) -> str:
    # Once more NFKC: what has come to stand side by side may compose.
    return unicodedata.normalize("NFKC", _WHITE_SPACE.sub(" ", text).strip())


def _without_readings(match: re.Match[str]) -> str:
    word, glosses = match.group("word", "glosses")
    end = 0
    while (gloss := _GLOSS.match(glosses, end)) and _is_reading(word, gloss.group("reading") or gloss.group("ruby")):
        end = gloss.end()
    return word + glosses[end:]


def _is_reading(word: str, reading: str) -> bool:
    """Whether hiragana in brackets can be how the word before it is read."""
    kana = re.sub("[・ ]", "", reading)
    if "を" in kana or not kana.strip("ー") or _NO_READING.fullmatch(reading):
        return False
    # A family name in front, parted by a space, is read in the same brackets: twice the kanji that stand here.
    parts = 1 + len(re.findall("[・ ]+", reading.strip("・ ")))
    return (len(word) + 1) // 2 <= len(kana) <= _LONGEST_READING * len(word) * parts + 1
