"""`taiyaku compare --match`: which English article of a folder each Japanese one retells, told from what they say.

The files are read, `align.find_sources` judges their sentences, and the pairing is shown as a table and written as
`matches.tsv` and `matches.json`. What comes of the pairs is the business of `app.runs`.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from align.source_search import SourceFinding, find_sources
from app.failures import say
from app.outputs import output_folder
from app.terminal import print_json, print_table, progress_bar, results_console
from corpora import article_files, read_document, shown_name
from corpora.errors import InputError, TaiyakuError
from corpora.writing import atomic_writer

__all__ = ["Candidate", "Match", "Matches", "match_files", "report_matches", "run_match"]

SHOWN_ITEMS = 6
"""Names and numbers in a row of the table; the files hold all."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An English article that a Japanese one may retell.

    Attributes:
        path: Its file.
        probability: That the Japanese article retells it.
        counterparts: Pairs of sentences that speak for it, a Japanese and an English one, the closest first.
    """

    path: Path
    probability: float
    counterparts: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Its file, without the folder."""
        return shown_name(self.path.name)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a Japanese article.

    Attributes:
        japanese: Its file.
        likely: The likeliest English articles, best first; empty if there was nothing to judge.
        found: Whether the first of them is its source.
        names: Names that the pairs of sentences share, in English.
        numbers: Values of numbers that they share.
        mutual: Whether no other Japanese article is likelier to retell the first.
    """

    japanese: Path
    likely: tuple[Candidate, ...]
    found: bool
    names: tuple[str, ...]
    numbers: tuple[float, ...]
    mutual: bool

    @property
    def name(self) -> str:
        """The Japanese file, without its folder."""
        return shown_name(self.japanese.name)

    @property
    def english(self) -> Path | None:
        """The source, or `None`."""
        return self.likely[0].path if self.found else None


@dataclass(frozen=True, slots=True)
class Matches:
    """The pairing of a call, and the lines that say which files could not be read."""

    matches: tuple[Match, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    path: Path
    sentences: tuple[str, ...]


def run_match(
    japanese: Path, english: Path | None, folder: Path, *, encoding: str | None = None, quiet: bool = False
) -> Matches:
    """Find the sources and write the pairing into `folder`.

    Raises:
        InputError: If nothing can be read.
        OutputError: If the pairing cannot be written.
    """
    if english is None:
        raise InputError("--match looks for sources in EN", remedy="name a folder of English articles")
    matches = match_files(japanese, english, encoding=encoding, quiet=quiet)
    write_matches(matches.matches, folder)
    return matches


def report_matches(matches: Matches, folder: Path, *, as_json: bool = False, alone: bool = False) -> None:
    """Print the pairing on stdout; if nothing else follows, also what could not be read, and JSON where asked for."""
    if not as_json:
        console = results_console()
        print_matches(console, matches.matches)
        console.print(f"pairs {folder / 'matches.tsv'}", soft_wrap=True)
    elif alone:
        print_json([match_as_json(match) for match in matches.matches])
    if alone:
        for line in matches.unreadable:
            say(line)


def match_files(japanese: Path, english: Path, *, encoding: str | None = None, quiet: bool = False) -> Matches:
    """Find the source of a Japanese article, or of every one in a folder, among English articles.

    Args:
        japanese: A file or a folder.
        english: A folder, or a single file.
        encoding: Of the Japanese files; detected if `None`.
        quiet: No progress bar.

    Raises:
        InputError: If a folder holds no articles, or none of them can be read.
    """
    failures: list[str] = []
    articles = _read_all(_files(japanese), "ja", encoding, failures, quiet=quiet)
    sources = _read_all(_files(english), "en", None, failures, quiet=quiet)
    for read, place in ((articles, japanese), (sources, english)):
        if not read:
            raise InputError("no article could be read", path=place, remedy=failures[0])
    with progress_bar("looking for sources", quiet=quiet, unit="articles") as progress:
        findings = find_sources(
            [article.sentences for article in articles], [source.sentences for source in sources], progress=progress
        )
    return Matches(tuple(_match(finding, articles, sources) for finding in findings), tuple(failures))


def _files(place: Path) -> list[Path]:
    return article_files(place) if place.is_dir() else [place]


def _read_all(
    paths: Sequence[Path], language: str, encoding: str | None, failures: list[str], *, quiet: bool
) -> list[_Read]:
    read = []
    with progress_bar(f"reading {language}", quiet=quiet, unit="articles") as progress:
        for done, path in enumerate(paths, start=1):
            try:
                document = read_document(path, language=language, encoding=encoding)
                read.append(_Read(path, tuple(sentence.text for sentence in document.sentences())))
            except TaiyakuError as error:
                failures.append(str(error))
            if progress is not None:
                progress(done, len(paths))
    return read


def _match(finding: SourceFinding, articles: Sequence[_Read], sources: Sequence[_Read]) -> Match:
    article = articles[finding.article]
    likely = []
    for judged in finding.ranked:
        source = sources[judged.candidate]
        pairs = tuple(
            (article.sentences[pair.article], source.sentences[pair.candidate]) for pair in judged.counterparts
        )
        likely.append(Candidate(source.path, judged.probability, pairs))
    return Match(
        article.path, tuple(likely), finding.source is not None, finding.names, finding.numbers, finding.mutual
    )


def print_matches(console: Console, matches: Sequence[Match]) -> None:
    """A row for each Japanese article: its source and what speaks for it, or that it has none here."""
    table = Table()
    table.add_column("Article")
    table.add_column("English source")
    table.add_column("Probability", justify="right")
    table.add_column("Sentence\npairs", justify="right")
    table.add_column("Names and numbers in common")
    table.add_column("Next likely")
    for match in matches:
        table.add_row(*_row(match))
    print_table(console, table)
    found = sum(match.found for match in matches)
    console.print(f"source found for {found} of {len(matches)}", soft_wrap=True)


def _row(match: Match) -> tuple[str, ...]:
    if not match.likely:
        return (match.name, "–", "–", "–", "", "")
    first, *others = match.likely
    beyond = "".join(f"{other.name} {other.probability:.2f}" for other in others[:1])
    if not match.found:
        return (match.name, "–", "–", "–", "", f"{first.name} {first.probability:.2f}")
    items = [*match.names, *(f"{number:,g}" for number in match.numbers)]
    more = ["…"] if len(items) > SHOWN_ITEMS else []
    return (
        match.name,
        first.name if match.mutual else f"{first.name} (also found for another)",
        f"{first.probability:.2f}",
        str(len(first.counterparts)),
        ", ".join([*items[:SHOWN_ITEMS], *more]),
        beyond,
    )


def write_matches(matches: Sequence[Match], folder: Path) -> None:
    """Write the pairing as `matches.tsv`, and with everything that speaks for it as `matches.json`.

    Raises:
        OutputError: If they cannot be written.
    """
    with output_folder(folder) as staging:
        with atomic_writer(staging / "matches.tsv") as stream:
            rows = csv.writer(stream, delimiter="\t", lineterminator="\n")
            rows.writerow(("japanese", "english", "probability", "likeliest", "sentence_pairs"))
            for match in matches:
                likeliest = match.likely[0] if match.likely else None
                rows.writerow((
                    match.name,
                    "" if match.english is None else shown_name(match.english.name),
                    "" if likeliest is None else likeliest.probability,
                    "" if likeliest is None else likeliest.name,
                    0 if likeliest is None else len(likeliest.counterparts),
                ))  # fmt: skip
        with atomic_writer(staging / "matches.json") as stream:
            stream.write(json.dumps([match_as_json(match) for match in matches], ensure_ascii=False, indent=1) + "\n")


def match_as_json(match: Match) -> dict[str, Any]:
    """A match, ready for JSON; files are named without their folder."""
    return {
        "japanese": match.name,
        "english": None if match.english is None else shown_name(match.english.name),
        "likely": [
            {
                "english": candidate.name,
                "probability": candidate.probability,
                "sentence_pairs": [list(pair) for pair in candidate.counterparts],
            }
            for candidate in match.likely
        ],
        "names": list(match.names),
        "numbers": list(match.numbers),
        "mutual": match.mutual,
    }
