"""Quantities in Japanese text: 50万人, 1.06億ドル, 二〇二二年, 3割5分, 令和4年9月13日, 午後10時30分."""

import re
from typing import Final

from corpora.quantities.numerals import DIGITS, halfwidth, plain_value, surroundings
from corpora.quantities.quantity import Quantity, QuantityKind

__all__ = ["japanese_quantities", "kanji_value"]

_KANJI_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_SMALL_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS: Final = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
_SCALE: Final = "[十百千]?[万億兆京]|[百千]"
# ４６９・８９ドル is a decimal, 7・8月 and 1・2号機 are two numbers.
_DOTTED: Final = r"\d[\d,]*・(?:\d\d(?!\d)|\d(?=ドル|円|ユーロ|[%㍍㌔㌘㌧㌢度倍]|パーセント|ポイント|メートル|キロ))"
_DECIMAL: Final = rf"(?:{_DOTTED}|{DIGITS})"
_PART = re.compile(rf"(?P<digits>{_DECIMAL}) ?(?P<scale>{_SCALE})?")
_SCALED: Final = rf"{_DECIMAL} ?(?:{_SCALE})(?!葉|代田|載)"
_ARABIC: Final = rf"(?:{_SCALED} ?)*{_DECIMAL}(?: ?(?:{_SCALE})(?!葉|代田|載))?"
_KANJI: Final = "[〇一二三四五六七八九十百千][〇一二三四五六七八九十百千万億兆]*"
_ERAS: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
# The look ahead says nothing new, but spares most characters the trial of every form.
_NUMERAL = re.compile(
    rf"(?=[\d〇一二三四五六七八九十百千元明大昭平令])(?P<era>{'|'.join(_ERAS)})?(?:(?P<clock>\d{{1,2}}(?::[0-5]\d(?![:\d])|時[0-5]?\d分))"
    rf"|(?P<arabic>{_ARABIC})|(?P<kanji>{_KANJI})|(?P<first>(?<=[治正和成])元(?=年)))"
)
_BEGINS_A_NUMERAL = re.compile(r"[\d〇一二三四五六七八九十百千元]")
_CURRENCIES: Final = {
    "円": "JPY", "米ドル": "USD", "ドル": "USD", "㌦": "USD", "ユーロ": "EUR", "ポンド": "GBP", "英ポンド": "GBP",
    "人民元": "CNY", "元": "CNY", "ウォン": "KRW", "ルピー": "INR", "ルーブル": "RUB", "フラン": "CHF",
    "バーツ": "THB", "ペソ": "PHP", "豪ドル": "AUD", "香港ドル": "HKD", "カナダドル": "CAD", "台湾ドル": "TWD",
    "リラ": "TRY",
}  # fmt: skip
_MEASURES: Final = {
    "キロメートル": "km", "km": "km", "キログラム": "kg", "kg": "kg", "キロ": "kilo", "センチメートル": "cm",
    "センチ": "cm", "cm": "cm", "ミリ": "mm", "mm": "mm", "メートル": "m", "m": "m", "マイル": "mile",
    "フィート": "foot", "インチ": "inch", "ヤード": "yard",
    "㍍": "m", "㌔": "kilo", "㌢": "cm", "㍉": "mm", "㌘": "g", "㌧": "t", "㌶": "ha",
    "グラム": "g", "g": "g", "ミリグラム": "mg",
    "mg": "mg", "トン": "t", "ヘクタール": "ha", "エーカー": "acre", "平方キロメートル": "km2",
    "平方キロ": "km2", "平方メートル": "m2", "リットル": "l", "㍑": "l",
    "ミリリットル": "ml", "ml": "ml", "cc": "ml", "バレル": "barrel", "ガロン": "gallon",
    "度": "degree", "ワット": "W", "キロワット": "kW", "メガワット": "MW", "ギガワット": "GW", "ノット": "knot",
    "ヘクトパスカル": "hPa", "ギガバイト": "GB", "メガバイト": "MB", "テラバイト": "TB", "GB": "GB", "MB": "MB",
    "TB": "TB",
}  # fmt: skip
_UNIT = re.compile("|".join(sorted(map(re.escape, {**_CURRENCIES, **_MEASURES}), key=len, reverse=True)))
_PERCENT = re.compile(r"%|㌫|パーセント|ポイント")
_TENTHS = re.compile(r"割(?![りれ合引])(?:(\d)分(?:(\d)厘)?)?")
_COUNTER = re.compile(
    r"(?:[かカヶケヵ箇]所|[かカヶケヵ箇](?:国|月|年)|週間|日間|時間|年間|分間|秒間|世紀|年代|種類|人|名|つ"
    r"|個|件|回|歳|才|社|校|台|機|隻|両|本|枚|点|倍|"
    r"階|位|票|区|州|市|町|村|世代|者|番|羽|頭|匹|戸|軒|棟|室|席|線|路線|段|行|組|冊|着|丁|発|句|曲|秒|分"
    r"|日|年|月|時|羽|膳|節|章|試合|得点|度|国)"
)
# After a kanji numeral these are part of a word more often than a count.
_NO_COUNT = re.compile(r"分[なにのだで]|方|般|部|番[目々]?の?意|時的|度に?と|人前|人称|行目")
_YEAR = re.compile("年(?![間生ぶ代]|以上|余|近く|の歴史|に(?:わた|渡)|前(?![半期]))")
# Places and words that begin like a count: 四国 is an island, 十分 is enough.
_NO_COUNT_AT_ALL = re.compile(
    "四国(?!会議|首脳)|九州|八州|六戸|八戸|三戸|五戸|七戸|四球|四死球|五輪|三重[県の]"
    "|十分(?![間前後以で過遅])|三国志|千代|百人一首|八百屋|一番(?![目線])|万[一歳]|百科|十字|四季|五感|三角"
    "|二枚目|三枚目"
)
_NO_NUMBER_AFTER = re.compile(r"[数何幾割]$|割\d分$")
_NAME_BEFORE = re.compile(r"[A-Za-z][-.]?$|\d[.:]$")
_LETTERS = re.compile(r"[A-Za-z]+")
_MORE_DIGITS = re.compile(r"[.:]\d")
_DAY = re.compile(r"日(?![間本])")
_HOUR = re.compile(r"時(?!間)")
_KANJI_BEFORE = re.compile(r"[一-鿿]$")
_CURRENCY_SIGNS: Final = {"$": "USD", "¥": "JPY", "€": "EUR", "£": "GBP"}


def japanese_quantities(text: str) -> list[Quantity]:
    """The quantities of a Japanese sentence, by place; see `find_quantities`."""
    plain = halfwidth(text)
    if not _BEGINS_A_NUMERAL.search(plain):
        return []
    found = (_quantity(plain, match) for match in _NUMERAL.finditer(plain))
    return [quantity for quantity in found if quantity is not None]


def kanji_value(written: str) -> float:
    """The value of `三十五`, `二〇二二`, `一万二千`."""
    if all(character in _KANJI_DIGITS for character in written):
        return float("".join(str(_KANJI_DIGITS[character]) for character in written))
    total = section = digit = 0
    for character in written:
        if character in _KANJI_DIGITS:
            digit = _KANJI_DIGITS[character]
        elif character in _SMALL_UNITS:
            section += (digit or 1) * _SMALL_UNITS[character]
            digit = 0
        else:
            total += (section + digit or 1) * _LARGE_UNITS[character]
            section = digit = 0
    return float(total + section + digit)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    before, after = surroundings(text, start, end)
    if _is_part_of_a_name(before, after) or _NO_NUMBER_AFTER.search(before) or after.startswith("数"):
        return None  # 数十人, 十数人: nobody knows how many
    if match["clock"]:
        return _time(match)
    if match["kanji"] and _NO_COUNT_AT_ALL.match(text, start):
        return None
    if match["kanji"] and (_NO_COUNT.match(after) or not _counts(match["kanji"], before, after)):
        return None
    value = _value(match)
    if not match["era"]:
        return _with_unit(start, end, value, before, after)
    in_era = Quantity(start, end, value + _ERAS[match["era"]], QuantityKind.YEAR, "年")
    return in_era if after.startswith("年") else None


def _time(match: re.Match[str]) -> Quantity | None:
    hours, minutes = map(int, re.findall(r"\d+", match["clock"]))
    return Quantity(*match.span(), hours + minutes / 60, QuantityKind.TIME) if hours < 25 else None


def _value(match: re.Match[str]) -> float:
    if match["first"]:
        return 1.0
    if match["kanji"]:
        return kanji_value(match["kanji"])
    total = 0.0
    for part in _PART.finditer(match["arabic"]):
        scale = 1
        for character in part["scale"] or "":
            scale *= _SMALL_UNITS.get(character) or _LARGE_UNITS[character]
        total += plain_value(part["digits"].replace("・", ".")) * scale
    return round(total, 6)


def _is_part_of_a_name(before: str, after: str) -> bool:
    """Whether Latin letters stand around the digits, as in F-35, G7, iOS16.2 or 3D."""
    if _NAME_BEFORE.search(before):
        return True
    letters = _LETTERS.match(after)
    return bool(letters and letters[0] not in _MEASURES) or bool(_MORE_DIGITS.match(after))


def _counts(written: str, before: str, after: str) -> bool:
    """Whether a kanji numeral is a number and no part of a word: a counter or a unit follows, or it is long."""
    if written == "一" and after[:1] in tuple("番部方般度時連環致種杯切層定応瞬律般") and not after.startswith("時間"):
        return False
    if _KANJI_BEFORE.search(before) and before[-1:] not in tuple("約計第全各同他前後間の年月日時人"):
        return False
    return bool(_COUNTER.match(after) or _UNIT.match(after) or _PERCENT.match(after)) or len(written) >= 3


def _with_unit(start: int, end: int, value: float, before: str, after: str) -> Quantity:
    kind, unit = _kind(value, before, after)
    if tenths := _TENTHS.match(after) if unit == "割" else None:
        # 割 is a scale: it belongs to the numeral, as 万 does.
        return Quantity(
            start, end + tenths.end(), round(value * 10 + int(tenths[1] or 0) + int(tenths[2] or 0) / 10, 6), kind, unit
        )
    return Quantity(start, end, value, kind, unit)


def _kind(value: float, before: str, after: str) -> tuple[QuantityKind, str]:
    """What the numeral counts, by what stands around it."""
    following = after.removeprefix(" ").lstrip("余強弱")
    if _TENTHS.match(after):
        return QuantityKind.PERCENT, "割"
    if _PERCENT.match(following) and value <= 100_000:
        return QuantityKind.PERCENT, "%"
    if before[-1:] in _CURRENCY_SIGNS:
        return QuantityKind.MONEY, _CURRENCY_SIGNS[before[-1]]
    if date := _date_part(value, following):
        return date
    if (unit := _UNIT.match(following)) and not (unit[0] == "元" and following[1:2] in tuple("首大従祖々の")):
        code = _CURRENCIES.get(unit[0])
        return (QuantityKind.MONEY, code) if code else (QuantityKind.MEASURE, _MEASURES[unit[0]])
    counter = _COUNTER.match(following)
    name = counter[0] if counter else ""
    return (QuantityKind.ORDINAL if before.endswith("第") else QuantityKind.NUMBER), name


def _date_part(value: float, following: str) -> tuple[QuantityKind, str] | None:
    if value != int(value):
        return None
    if _YEAR.match(following) and 1000 <= value < 2200:
        return QuantityKind.YEAR, "年"
    if following.startswith("月") and 1 <= value <= 12:
        return QuantityKind.MONTH, "月"
    if _DAY.match(following) and 1 <= value <= 31:
        return QuantityKind.DAY, "日"
    if _HOUR.match(following) and value <= 24:
        return QuantityKind.TIME, "時"
    return None
