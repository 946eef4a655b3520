"""A batch translation on a cluster: the texts of all inputs go there first, then each output is written as always.

The inputs are read twice, so that neither their texts nor their documents have to be kept in memory meanwhile.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.translation_inputs import Inputs
from app.translation_plan import JOURNAL_SUFFIX, Job, Request, journal_path
from app.translation_progress import ProgressReport
from corpora.errors import InputError
from translate.batch import Journal, Outcome
from translate.cluster import ClusterJob
from translate.loading import EngineChoice

__all__ = ["Cluster", "Work", "on_cluster", "shards_folder"]

FOLDER_SUFFIX = ".taiyaku-cluster"
"""Of the folder of shards, which lies where the journal of a job on this machine would lie."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a cluster is, and what its workers shall run."""

    address: str
    choice: EngineChoice


@dataclass(frozen=True, slots=True)
class Work:
    """Something that translates a stream of items, here or elsewhere.

    Attributes:
        line: The engine line.
        translated: The items with what became of their texts.
        journal: What is finished, if this machine keeps a journal.
    """

    line: str
    translated: Callable[[Iterable[tuple[Any, str]]], Iterator[Outcome[Any]]]
    journal: Journal | None = None


class _Unheard(ProgressReport):
    """Of the first reading, whose remarks and complaints the second one repeats."""

    def remark(self, line: str) -> None: ...

    def complain(self, line: str) -> None: ...


def shards_folder(request: Request, jobs: Sequence[Job]) -> Path:
    """Where the shards lie: beside the output file, or in the folder of the outputs.

    Raises:
        InputError: An input or the output is a stream.
    """
    journal = journal_path(request, list(jobs))
    if journal is None or any(job.source.is_stdin for job in jobs):
        raise InputError("--cluster reads and writes files", remedy="name the inputs, and the output with -o")
    return journal.with_name(f"{journal.name.removesuffix(JOURNAL_SUFFIX)}{FOLDER_SUFFIX}")


@contextmanager
def on_cluster(cluster: Cluster, request: Request, inputs: Inputs) -> Iterator[Work]:
    """The cluster, when it has translated the texts of all inputs.

    Raises:
        InputError: An input or the output is a stream, or an input changes while it is translated.
        TaiyakuError: The cluster cannot do it.
    """
    folder = shards_folder(request, inputs.jobs)
    job = ClusterJob(cluster.choice, address=cluster.address, folder=folder, report=inputs.report.update)
    first_reading = Inputs(request, inputs.jobs, _Unheard(quiet=True, clock=time.monotonic))
    inputs.report.total = job.prepare(segment.text for segment in first_reading.segments())
    job.run()
    yield Work(job.line, job.translated)
    job.remove()
