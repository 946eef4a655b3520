"""Dates and times as pages write them, in Japanese and in English: one pattern for all who look for a date."""

__all__ = ["CLOCK", "DATE", "STAMP", "TIME", "ZONE", "one_of"]


def one_of(*patterns: str) -> str:
    """A group that matches any of the patterns, the first that fits."""
    return "(?:" + "|".join(patterns) + ")"


_HOUR_AND_MINUTE = one_of(
    r"[:：]\s?\d{2}(?:[:：]\d{2}(?:\.\d+)?)?",
    r"時(?:\s?\d{1,2}\s?分|半)?",
)
TIME = rf"(?:午前|午後|夜|朝|AM|PM)?\s?\d{{1,2}}\s?{_HOUR_AND_MINUTE}(?:頃|ごろ)?(?:\s?[AaPp]\.?[Mm]\.?)?"
"""A time of day: `15:30`, `午後3時半ごろ`, `7:05 am`."""

ZONE = r"(?:\s?[(（]?(?:JST|GMT|UTC|BST|EST|EDT|PST|日本時間)(?:[+-]\d{1,2})?[)）]?)?"
"""A time zone, if there is one."""

CLOCK = rf"(?:午前|午後)?\s?\d{{1,2}}[:：]\d{{2}}(?:\s?[AaPp]\.?[Mm]\.?)?{ZONE}"
"""A time written with a colon, as at the head of the entries of a live page."""

_WEEKDAY_JA = r"(?:\s?[(（]?[月火水木金土日](?:曜日?)?(?:[・･]?祝)?[)）]?)"
_DAY_JA = one_of(
    r"(?:(?:\d{4}|(?:令和|平成|昭和)\s?(?:\d{1,2}|元))\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日",
    r"\d{4}\s?[./／-]\s?\d{1,2}\s?[./／-]\s?\d{1,2}",
    r"\d{2}[./]\d{1,2}[./]\d{1,2}",
    r"\d{1,2}[/／]\d{1,2}(?:[/／]\d{2,4})?",
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY_EN = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s)?"
_DAY_EN = _WEEKDAY_EN + one_of(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?",
    rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?",
)
_AGO = one_of(
    r"(?:約\s?)?\d{1,3}\s?(?:秒|分|時間|日|週間|か月|ヶ月|カ月|年)\s?前",
    r"(?:\d{1,3}|an?|one)\s(?:second|minute|min|hour|hr|day|week|month|year)s?\sago",
)
DATE = (
    one_of(
        rf"{_DAY_JA}{_WEEKDAY_JA}?(?:[\s\u3000T、,]*{TIME})?",
        rf"{_DAY_EN}(?:,?\s(?:at\s)?{TIME})?",
        rf"{TIME}[,\s]+{_DAY_EN}",
        _AGO,
    )
    + ZONE
)
"""A date with or without a time of day: `2022年 9月 13日`, `2023/05/01(月) 12:34`, `3 March 2024`, `2時間前`."""

STAMP = one_of(
    r"(?:更新|公開|投稿|掲載|配信)日?時?",
    r"最終更新日?時?",
    "作成日|初版|日時|日付|発表|発信",
    "(?:First |Last )?(?:Published|Updated|Posted|Modified)(?: on)?",
    "Date|on|at",
)
"""What a date is said to be the date of."""
