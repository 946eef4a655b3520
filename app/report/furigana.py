"""Furigana over its word: what stands in brackets behind kanji becomes ruby.

Readers of pages keep a reading where it was read, `灯台(とうだい)`; here it goes above the word, where print has it.
The brackets stay in the HTML for whatever cannot draw ruby, so the text of an element is still that of the article.
"""

import re

from app.report.text import text_html
from corpora.normalise import model_copy

__all__ = ["find_readings", "ruby_html"]

_CANDIDATE = re.compile(
    r"(?P<word>[々〆〇ヶヵ㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]++)"
    r"(?P<open>[(（《])(?P<reading>[ぁ-ゖー・ ]++)(?P<close>[)）》])"
)


def find_readings(text: str) -> list[re.Match[str]]:
    """The words of a sentence that have their reading behind them, each with it, in order.

    The model's copy drops readings: what it drops is one, so that there is one rule for what a reading is.
    """
    return [match for match in _CANDIDATE.finditer(text) if model_copy(match[0]) == model_copy(match["word"])]


def ruby_html(reading: re.Match[str]) -> str:
    """A word with its reading above it."""
    word, opening, kana, closing = map(text_html, reading.group("word", "open", "reading", "close"))
    return f"<ruby>{word}<rp>{opening}</rp><rt>{kana}</rt><rp>{closing}</rp></ruby>"
