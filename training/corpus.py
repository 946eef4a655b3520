"""From raw pair files to the cleaned, deduplicated corpus that both models learn from.

Reads the files that `sources.toml` lists, makes the model's copy of both sides, throws out what cannot be a
translation, removes duplicates across files, and writes one `NAME.tsv` per source with a table of what went in.
Deterministic: same files, same bytes.
"""

import json
import logging
import lzma
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError

__all__ = ["Source", "build_corpus", "clean_pair", "load_sources", "read_pairs"]

logger = logging.getLogger(__name__)

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆]")
LATIN = re.compile(r"[A-Za-z]")
MARKUP = re.compile(r"</?[a-z][^>]*>|\{\{|\}\}|\]\(|&[a-z]+;|\\[a-z]+\{", re.IGNORECASE)
CAPITAL_WORD = re.compile(r"\b[A-Z]{3,}(?:-[A-Z]+)*\b")
HYPHENATED_SUFFIX = re.compile(
    r"\b([A-Z][a-z]+)-(ji|in|do|jo|an|ku|shi|cho|machi|mura|gun|ken|fu|kyo|den|mon|bo|ko|gu|sha|tei|za|ryu|ha|shu|ban|"
    r"kan|ro|dera|tera|yama|san|kawa|gawa|jima|ie|ke|kami|no)\b"
)
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "´": "'"})
MAX_JAPANESE = 400  # characters; longer lines are paragraphs
MAX_ENGLISH = 900
RATIO = (0.7, 9.0)  # English characters per Japanese character, for lines long enough to tell


@dataclass(frozen=True, slots=True)
class Source:
    """One pair file of `sources.toml`: its name, where it comes from, and its part in training.

    `late_share` stands for `share` while the learning rate falls, where it is given.
    """

    name: str
    title: str
    licence: str
    domain: str
    share: float = 0.0
    late_share: float | None = None
    mt: bool = False
    documents: bool = False


def load_sources() -> list[Source]:
    """The sources of `sources.toml`, in its order."""
    table = tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))
    return [Source(name=name, **entry) for name, entry in table["source"].items()]


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The `ja<TAB>en` pairs of a `.tsv` or `.tsv.xz` file.

    Raises:
        InputError: A line has no tab.
    """
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            japanese, tab, english = line.rstrip("\n").partition("\t")
            if not tab:
                raise InputError("no tab between Japanese and English", path=path, line=number)
            yield japanese, english


def clean_pair(source: Source, japanese: str, english: str) -> tuple[str, str] | None:
    """The model's copy of a pair, or `None` where it cannot teach a translation."""
    japanese = " ".join(unicodedata.normalize("NFKC", japanese).split())
    english = " ".join(unicodedata.normalize("NFKC", english.translate(QUOTES)).split())
    if source.name.startswith("kyoto"):
        english = plain_romanisation(english)
    words_only = source.domain in {"dictionary", "names", "terms"}
    if not JAPANESE.search(japanese) or not LATIN.search(english) or JAPANESE.search(english):
        return None
    if len(japanese) > MAX_JAPANESE or len(english) > MAX_ENGLISH or MARKUP.search(japanese) or MARKUP.search(english):
        return None
    if not words_only:
        ratio = len(english) / len(japanese)
        if len(japanese) >= 8 and not RATIO[0] <= ratio <= RATIO[1]:
            return None
        if len(LATIN.findall(english)) < 0.5 * len(english.replace(" ", "")):
            return None
    return japanese, english


def plain_romanisation(english: str) -> str:
    """The Kyoto corpus writes `Gempo MITSUKURI` and `Myoshin-ji`; newspapers write `Gempo Mitsukuri`, `Myoshinji`."""
    english = CAPITAL_WORD.sub(lambda word: word[0].title() if len(word[0]) > 3 else word[0], english)
    return HYPHENATED_SUFFIX.sub(r"\1\2", english)


def build_corpus(train: Path, target: Path) -> None:
    """Write `target/NAME.tsv` for every source found under `train`, and `target/table.json` with the counts.

    Raises:
        InputError: None of the listed files is under `train`.
    """
    target.mkdir(parents=True, exist_ok=True)
    seen: set[int] = set()
    table: dict[str, dict[str, int]] = {}
    missing: list[str] = []
    for source in load_sources():
        path = next((p for suffix in (".tsv.xz", ".tsv") if (p := train / f"{source.name}{suffix}").exists()), None)
        if path is None:
            missing.append(source.name)
            continue
        counts: Counter[str] = Counter()
        with (target / f"{source.name}.tsv").open("w", encoding="utf-8") as out:
            for japanese, english in read_pairs(path):
                counts["read"] += 1
                pair = clean_pair(source, japanese, english)
                if pair is None:
                    counts["unfit"] += 1
                elif (key := hash(pair)) in seen:
                    counts["duplicate"] += 1
                else:
                    seen.add(key)
                    counts["kept"] += 1
                    out.write(f"{pair[0]}\t{pair[1]}\n")
        table[source.name] = dict(sorted(counts.items()))
        logger.info("%s: %s", source.name, table[source.name])
    if not table:
        raise InputError("none of the files of sources.toml", path=train, remedy="give the folder with NAME.tsv.xz")
    if missing:
        logger.warning("not under %s: %s", train, ", ".join(missing))
    (target / "table.json").write_text(json.dumps(table, indent=1), encoding="utf-8")
