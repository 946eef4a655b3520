"""Articles through the whole path, one after the other: read, compare, write down, and tell what came of it.

`taiyaku demo` and `taiyaku compare` are both this. An article that fails does not stop the others; one that is alone
ends the command with its error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from align.encoder import Encoder
from app.compare import compare_files
from app.comparison import Comparison
from app.doubts import language_doubts
from app.explanations import print_explanations
from app.failures import DONE, FLAGGED, say
from app.figures import print_summary, summarise
from app.inputs import STDIN, files_by_stem, pair_by_stem, stem_of
from app.outputs import check_not_read, output_folder
from app.terminal import Remarks, print_json, progress_bar, results_console
from app.written import FILES, write_comparison
from corpora import article_files, shown_name
from corpora.errors import InputError, TaiyakuError
from translate.engine import Engine

if TYPE_CHECKING:
    from app.matching import Matches

__all__ = ["Job", "Plan", "Run", "plan_jobs", "plan_matched", "report_runs", "results_folder", "run_jobs"]

DEFAULT_FOLDER = Path("taiyaku-out")


@dataclass(frozen=True, slots=True)
class Job:
    """An article to compare: what to call it, its files, and the folder for its results."""

    name: str
    japanese: Path
    english: Path | None
    folder: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a call, and the lines that say what was left out."""

    jobs: tuple[Job, ...]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a job: a comparison and its files, or the error that stopped it."""

    job: Job
    comparison: Comparison | None = None
    error: TaiyakuError | None = None


def plan_jobs(japanese: Path, english: Path | None, output: Path | None) -> Plan:
    """Make a call's files or folders into jobs.

    Raises:
        InputError: If one is a file and the other a folder, or the folders have nothing to pair.
    """
    if english is not None and japanese.is_dir() != english.is_dir():
        folder, file = (japanese, english) if japanese.is_dir() else (english, japanese)
        remedy = "give two files or two folders, or find sources by content with --match"
        raise InputError(f"is a folder, but {file} is not", path=folder, remedy=remedy)
    base = results_folder(japanese, output)
    if not japanese.is_dir():
        name = STDIN.relative.name if japanese == STDIN.path else shown_name(japanese.name)
        return Plan((Job(name, japanese, english, base),))
    if english is None:
        stems = files_by_stem(japanese, article_files)
        return Plan(tuple(Job(stem, file, None, base / stem) for stem, file in stems.items()))
    paired = pair_by_stem(japanese, english, article_files)
    alone = paired.left_only + paired.right_only
    return Plan(
        jobs=tuple(Job(stem, left, right, base / stem) for stem, left, right in paired.pairs),
        skipped=tuple(f"{path}: no file of this stem in the other folder" for path in alone),
    )


def plan_matched(japanese: Path, output: Path | None, matches: "Matches") -> Plan:
    """Make jobs of what `app.matching` found; an article without a source is only translated.

    Raises:
        InputError: If two articles have the same stem.
    """
    sources = {match.japanese: match.english for match in matches.matches}
    alone = plan_jobs(japanese, None, output).jobs
    jobs = [replace(job, english=sources[job.japanese]) for job in alone if job.japanese in sources]
    return Plan(tuple(jobs), matches.unreadable)


def results_folder(japanese: Path, output: Path | None) -> Path:
    """Where the results of a call go: those of an article, or the folders of those of many."""
    return output or (DEFAULT_FOLDER if japanese.is_dir() else DEFAULT_FOLDER / stem_of(japanese))


def run_jobs(
    jobs: Sequence[Job],
    engine: Engine,
    *,
    encoding: str | None = None,
    embedding: Encoder | None = None,
    quiet: bool = False,
) -> list[Run]:
    """Do every job; of several, one that fails is kept with its error.

    Raises:
        TaiyakuError: If the only job fails, or the results cannot be written.
    """
    for job in jobs:
        inputs = [path for path in (job.japanese, job.english) if path is not None]
        check_not_read((job.folder / name for name in FILES), inputs)
    runs = []
    for position, job in enumerate(jobs, start=1):
        label = job.name if len(jobs) == 1 else f"{position}/{len(jobs)} {job.name}"
        try:
            with (
                progress_bar(label, quiet=quiet) as progress,
                output_folder(job.folder, together=FILES) as staging,
            ):
                comparison = compare_files(
                    job.japanese, job.english, engine, encoding=encoding, embedding=embedding, progress=progress
                )
                write_comparison(comparison, staging)
            runs.append(Run(job, comparison))
            for doubt in language_doubts(comparison.translation.document, comparison.source):
                Remarks(quiet=quiet).say(f"note: {doubt}")
        except InputError as error:
            if len(jobs) == 1:
                raise
            runs.append(Run(job, error=error))
    return runs


def report_runs(
    runs: Sequence[Run],
    *,
    skipped: Iterable[str] = (),
    explain: bool = False,
    as_json: bool = False,
    as_list: bool = True,
) -> int:
    """Print the results on stdout, with the reasons of the beads where asked for, and what failed on stderr.

    Args:
        runs: What was done.
        skipped: What was not, and why, in one line each.
        explain: Whether to tell why beads were chosen.
        as_json: Whether to print JSON instead of a table.
        as_list: Whether that is a list; else the one result itself.

    Returns:
        The exit code.

    Raises:
        InputError: If nothing succeeded.
    """
    done = [(run.job, run.comparison) for run in runs if run.comparison is not None]
    failures = [str(run.error) for run in runs if run.error is not None] + list(skipped)
    if done and as_json:
        summaries = [{"folder": str(job.folder), **summarise(comparison)} for job, comparison in done]
        print_json(summaries if as_list else summaries[0])
    elif done:
        console = results_console()
        print_summary(console, [(job.name, comparison) for job, comparison in done])
        for _, comparison in done if explain else ():
            _print_reasons(console, comparison)
        for job, _ in done:
            console.print(f"report {job.folder / 'report.html'}", soft_wrap=True)
    for failure in failures:
        say(failure)
    if not done:
        raise InputError("no article could be compared", remedy="see the lines above")
    return FLAGGED if failures else DONE


def _print_reasons(console: Console, comparison: Comparison) -> None:
    if comparison.alignment is None:
        return
    source = [item.sentence.text for item in comparison.aligned_japanese()]
    target = [sentence.text for sentence in comparison.aligned_english()]
    console.print(f"{comparison.translation.document.name}: why its beads were chosen", soft_wrap=True)
    print_explanations(console, comparison.alignment, source, target)
