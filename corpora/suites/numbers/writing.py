"""From templates to the numbers suite: `python -m corpora.suites.numbers.writing`. Same templates, same bytes."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpora.lines import read_lines
from corpora.writing import atomic_writer

__all__ = ["SENTENCES", "Filler", "sentences"]

SENTENCES: Final = 600
_HERE: Final = Path(__file__).parent
_SLOT = re.compile(r"\{(?P<name>\w):(?P<kind>\w+)\}")
_FULL_WIDTH: Final = str.maketrans("0123456789.", "０１２３４５６７８９．")
_KANJI: Final = "〇一二三四五六七八九"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_LARGE: Final = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))


@dataclass(frozen=True, slots=True)
class Filler:
    """A value as both languages write it, and what a translation must have: pairs of a kind and a number."""

    japanese: str
    english: str
    values: tuple[tuple[str, float], ...]


def sentences() -> list[tuple[str, str, list[tuple[str, float]]]]:
    """The suite: Japanese, English, and the values of each sentence."""
    rng = random.Random(20)  # any: one draw, kept
    templates = [line for line in read_lines(_HERE / "templates.txt") if line and not line.startswith("#")]
    written: dict[str, tuple[str, str, list[tuple[str, float]]]] = {}
    while len(written) < SENTENCES:
        template = templates[len(written) % len(templates)]
        japanese, english, values = _filled(template, rng)
        written.setdefault(japanese, (japanese, english, values))
    return list(written.values())


def _filled(template: str, rng: random.Random) -> tuple[str, str, list[tuple[str, float]]]:
    japanese, english = template.split(" | ")
    fillers = {match["name"]: _KINDS[match["kind"]](rng) for match in _SLOT.finditer(japanese)}
    values = [value for filler in fillers.values() for value in filler.values]
    wide = rng.random() < 0.2
    filled = _SLOT.sub(lambda match: fillers[match["name"]].japanese, japanese)
    return (
        filled.translate(_FULL_WIDTH) if wide else filled,
        _capitalised(_SLOT.sub(lambda match: fillers[match["name"]].english, english)).replace("..", "."),
        values,
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(rng: random.Random, digits: tuple[int, ...] = (1, 2, 3, 4, 5, 6)) -> tuple[str, str, float]:
    """A count of so many digits: as Japanese writes it, as English does, and itself."""
    size = rng.choice(digits)
    value = rng.randrange(max(2, 10 ** (size - 1)), 10**size)
    if size >= 5:
        value = round(value, -3)
        tens, thousands = divmod(value, 10_000)
        return f"{tens}万" + (f"{thousands}" if thousands else ""), f"{value:,}", float(value)
    if size <= 2 and rng.random() < 0.3:
        return _in_kanji(value), f"{value:,}", float(value)
    return (f"{value:,}" if rng.random() < 0.5 else str(value)), f"{value:,}", float(value)


def _in_kanji(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else _KANJI[tens]) + "十" if tens else ""
    return head + (_KANJI[ones] if ones else "")


def _counted(counter: str, noun: str, digits: tuple[int, ...]) -> Callable[[random.Random], Filler]:
    def fill(rng: random.Random) -> Filler:
        japanese, english, value = _count(rng, digits)
        return Filler(f"{japanese}{counter}", f"{english} {noun}", (("number", value),))

    return fill


def _money(rng: random.Random) -> Filler:
    japanese, english = rng.choice([("ドル", "dollars"), ("円", "yen"), ("ユーロ", "euros"), ("ポンド", "pounds")])
    if rng.random() < 0.4:
        count, written, value = _count(rng, (2, 3, 4, 5, 6))
        return Filler(f"{count}{japanese}", f"{written} {english}", (("number", value),))
    scale, size = rng.choice([("億", 1e8), ("億", 1e8), ("兆", 1e12)])
    amount = rng.choice([round(rng.uniform(1, 20), 2), float(rng.randrange(2, 900))])
    value = round(amount * size, 2)
    name, unit = next((name, unit) for name, unit in _LARGE if value >= unit)
    return Filler(f"{amount:g}{scale}{japanese}", f"{value / unit:g} {name} {english}", (("number", value),))


def _percent(rng: random.Random) -> Filler:
    if rng.random() < 0.25:
        tenths = rng.randrange(2, 10)
        return Filler(f"{tenths}割", f"{10 * tenths} percent", (("number", 10.0 * tenths),))
    value = rng.choice([rng.randrange(2, 98), round(rng.uniform(2, 98), 1)])
    return Filler(f"{value}{rng.choice(['%', 'パーセント'])}", f"{value} percent", (("number", float(value)),))


def _date(rng: random.Random) -> Filler:
    month, day = rng.randrange(1, 13), rng.randrange(2, 29)
    values: tuple[tuple[str, float], ...] = (("month", float(month)), ("number", float(day)))
    if rng.random() < 0.5:
        return Filler(f"{month}月{day}日", f"{_MONTHS[month - 1]} {day}", values)
    year = rng.randrange(1950, 2027)
    values += (("number", float(year)),)
    return Filler(f"{year}年{month}月{day}日", f"{_MONTHS[month - 1]} {day}, {year}", values)


def _month(rng: random.Random) -> Filler:
    month = rng.randrange(1, 13)
    return Filler(f"{month}月", _MONTHS[month - 1], (("month", float(month)),))


def _year(rng: random.Random) -> Filler:
    year = rng.randrange(1900, 2027)
    if year >= 2020 and rng.random() < 0.7:
        return Filler(f"令和{year - 2018}年", str(year), (("number", float(year)),))
    if 1990 <= year <= 2018 and rng.random() < 0.3:
        return Filler(f"平成{year - 1988}年", str(year), (("number", float(year)),))
    return Filler(f"{year}年", str(year), (("number", float(year)),))


def _time(rng: random.Random) -> Filler:
    hour, minute = rng.randrange(2, 12), rng.choice([0, 15, 30, 45, rng.randrange(1, 60)])
    half, name = rng.choice([("午前", "a.m."), ("午後", "p.m.")])
    if minute == 0:
        return Filler(f"{half}{hour}時", f"{hour} {name}", (("time", float(hour)),))
    values = (("time", hour + minute / 60),)
    return Filler(f"{half}{hour}時{minute}分", f"{hour}:{minute:02d} {name}", values)


def _length(rng: random.Random) -> Filler:
    japanese, english = rng.choice([("キロ", "kilometers"), ("メートル", "meters"), ("マイル", "miles")])
    value = rng.choice([rng.randrange(2, 990), round(rng.uniform(2, 99), 1)])
    return Filler(f"{value}{japanese}", f"{value} {english}", (("number", float(value)),))


def _weight(rng: random.Random) -> Filler:
    japanese, english = rng.choice([("キログラム", "kilograms"), ("トン", "tons")])
    count, written, value = _count(rng, (1, 2, 3, 4))
    return Filler(f"{count}{japanese}", f"{written} {english}", (("number", value),))


def _ordinal(rng: random.Random) -> Filler:
    value = rng.randrange(3, 98)
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return Filler(f"{value}回目", f"{value}{suffix}", (("number", float(value)),))


def _duration(rng: random.Random) -> Filler:
    units = [
        ("分間", "minutes"),
        ("時間", "hours"),
        ("日間", "days"),
        ("週間", "weeks"),
        ("か月", "months"),
        ("年", "years"),
    ]
    japanese, english = rng.choice(units)
    value = rng.randrange(2, 60)
    return Filler(f"{value}{japanese}", f"{value} {english}", (("number", float(value)),))


def _degree(rng: random.Random) -> Filler:
    value = rng.choice([rng.randrange(2, 42), round(rng.uniform(2, 42), 1)])
    return Filler(f"{value}度", f"{value} degrees", (("number", float(value)),))


_KINDS: Final[dict[str, Callable[[random.Random], Filler]]] = {
    "people": _counted("人", "people", (1, 2, 3, 4, 5, 6)),
    "houses": _counted("棟の家", "houses", (1, 2, 3, 4)),
    "schools": _counted("校", "schools", (1, 2, 3)),
    "countries": _counted("か国", "countries", (1, 2)),
    "books": _counted("冊の本", "books", (3, 4, 5, 6)),
    "games": _counted("試合", "games", (1, 2)),
    "age": _counted("歳", "years old", (2,)),
    "money": _money,
    "percent": _percent,
    "date": _date,
    "month": _month,
    "year": _year,
    "time": _time,
    "length": _length,
    "weight": _weight,
    "ordinal": _ordinal,
    "duration": _duration,
    "degree": _degree,
}


def main() -> None:
    """Write the suite's three files."""
    suite = sentences()
    for name, lines in (
        ("src.ja", [japanese for japanese, _, _ in suite]),
        ("ref.en", [english for _, english, _ in suite]),
        ("values.jsonl", [json.dumps(values) for _, _, values in suite]),
    ):
        with atomic_writer(_HERE / name) as out:
            out.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
