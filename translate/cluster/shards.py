"""Shards: files of so many texts, and beside each a done file with what became of them, in the same order.

    shard-000000.jsonl        one text a line, as a JSON string
    shard-000000.journal      while it is worked on: what is finished, as in any batch job
    shard-000000.done         a header (engine line, hash of the texts), then one translation a line

A done file appears whole or not at all, and counts only for its texts and its engine line. So a shard may be begun on
one machine and finished on another, or be given out twice, and nothing is lost or mixed up.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpora.errors import InputError, OutputError
from corpora.lines import numbered_lines
from corpora.writing import atomic_writer
from translate.batch import BatchJob, Journal, Outcome
from translate.batch.records import hypothesis_in, record_of
from translate.engine import Engine

__all__ = ["Shard", "ShardResult", "translate_shard", "write_shards"]


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard of a job.

    Attributes:
        folder: Where the job's shards lie.
        number: Its place in the job, from 0.
    """

    folder: Path
    number: int

    def file(self, kind: str) -> Path:
        """Its file of this kind: `jsonl`, `journal` or `done`."""
        return self.folder / f"shard-{self.number:06}.{kind}"

    def texts(self) -> Iterator[str]:
        """Its texts, in order."""
        for _, line in numbered_lines(self.file("jsonl")):
            yield json.loads(line)

    def digest(self) -> str:
        """A hash of its texts."""
        with self.file("jsonl").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def outcomes(self) -> Iterator[Outcome[str]]:
        """Each text with what became of it, once it is done.

        Raises:
            InputError: The done file is damaged.
        """
        results = numbered_lines(self.file("done"))
        next(results, None)
        for text in self.texts():
            number, line = next(results, (0, "null"))
            try:
                record, failure = json.loads(line)
                yield Outcome(text, hypothesis_in(record), failure)
            except (ValueError, TypeError) as error:
                raise InputError(
                    "is damaged", path=self.file("done"), line=number or None, remedy="delete it and go on"
                ) from error


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What came of a shard.

    Attributes:
        number: The shard's.
        engine_line: What translated it.
        sentences: Texts in it.
        translated: Texts that were translated in this run; the others came from an earlier one or stood there before.
        failed: Texts on which the engine failed.
        tokens: Source tokens of the translated ones, as the engine counts.
    """

    number: int
    engine_line: str
    sentences: int
    translated: int = 0
    failed: int = 0
    tokens: int = 0


def write_shards(texts: Iterable[str], folder: Path, size: int) -> Iterator[Shard]:
    """Write texts as shards, each yielded when it is there; a shard that is there already is left as it is.

    Args:
        texts: In order; read a shard at a time.
        folder: Exists, and is seen by all machines.
        size: Texts in a shard.

    Raises:
        OutputError: The folder cannot be written.
    """
    stream = iter(texts)
    number = 0
    while some := list(islice(stream, size)):
        shard = Shard(folder, number)
        content = "".join(f"{json.dumps(text)}\n" for text in some).encode("ascii")
        path = shard.file("jsonl")
        if not path.is_file() or path.read_bytes() != content:
            with atomic_writer(path, "wb") as file:
                file.write(content)
        yield shard
        number += 1


def translate_shard(shard: Shard, engine: Engine) -> ShardResult:
    """Translate a shard, or go on where an earlier attempt ended.

    Raises:
        ModelError: The engine fails altogether.
        OutputError: The folder cannot be written, or another process is at work on this shard.
    """
    header = {"engine": engine.line, "texts": shard.digest()}
    if (known := _known_result(shard, header)) is not None:
        return known
    sentences = failed = 0
    with Journal(shard.file("journal"), engine.line) as journal:
        job = BatchJob(engine, journal=journal)
        with atomic_writer(shard.file("done")) as done:
            done.write(json.dumps(header) + "\n")
            for outcome in job.translated((None, text) for text in shard.texts()):
                done.write(f"[{record_of(outcome.hypothesis)}, {json.dumps(outcome.failure)}]\n")
                sentences += 1
                failed += outcome.failure is not None
        journal.remove()
    return ShardResult(shard.number, engine.line, sentences, job.counts.translated, failed, job.counts.tokens)


def _known_result(shard: Shard, header: dict[str, str]) -> ShardResult | None:
    """What an earlier attempt finished with this engine and these texts."""
    if not shard.file("done").is_file():
        return None
    lines = numbered_lines(shard.file("done"))
    try:
        if json.loads(next(lines, (0, "null"))[1]) != header:
            return None
    except ValueError:
        return None
    failures = [json.loads(line)[1] for _, line in lines]
    failed = sum(failure is not None for failure in failures)
    return ShardResult(shard.number, header["engine"], len(failures), failed=failed)


def shared_folder(path: Path) -> Path:
    """The folder of a job, made if need be.

    Raises:
        OutputError: It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot be made: {reason}", path=path, remedy="write elsewhere") from error
    return path.resolve()
