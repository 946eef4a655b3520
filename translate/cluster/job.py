"""The job of a cluster: texts go into shards, Ray Data gives the shards to workers, the results come back in order.

Each worker loads the engine once and runs an ordinary batch job for each of its shards, with a journal. A worker that
dies is started again and goes on; when the driver dies, the same command goes on with the shards that are not done.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, TypeVar

from corpora.errors import InputError, ModelError, TaiyakuError
from translate.batch import Counts, Outcome
from translate.cluster.repeats import Repeats
from translate.cluster.shards import Shard, ShardResult, shared_folder, translate_shard, write_shards
from translate.engine import Engine
from translate.loading import CHAT_PREFIX, EngineChoice

__all__ = ["SHARD_SENTENCES", "ClusterJob"]

SHARD_SENTENCES: Final = 20_000
"""Minutes of work for a processor, seconds for a GPU: short enough to share out evenly, long enough not to matter."""
CHANGED: Final = "an input changed while it was translated"
PROCESSORS: Final = 8
"""Of a worker without GPU; on a smaller machine all it has."""

Item = TypeVar("Item")


class ClusterJob:
    """Translates a stream of texts on a Ray cluster.

    Args:
        choice: The engine of every worker.
        address: Of the cluster: `local` starts one on this machine, `auto` finds that of this machine,
            `HOST:PORT` and `ray://HOST:PORT` name one.
        folder: Where the shards lie; seen by all machines under this name.
        shard_sentences: Texts in a shard.
        report: Called with the counts after every shard.

    Attributes:
        counts: How far the job has come.
        line: The engine line of the workers, once `run` has ended.
    """

    def __init__(
        self,
        choice: EngineChoice,
        *,
        address: str,
        folder: Path,
        shard_sentences: int = SHARD_SENTENCES,
        report: Callable[[Counts], None] | None = None,
    ) -> None:
        choice.check()
        self.choice = choice
        self.address = address
        self.folder = folder
        self.counts = Counts()
        self.line = ""
        self._shard_sentences = shard_sentences
        self._report = report
        self._shards: list[Shard] = []
        self._repeats = Repeats()

    def prepare(self, texts: Iterable[str]) -> int:
        """Write the shards; the number of texts comes back.

        A text that comes again is left out, so that no two workers translate the same. To a chat model it is left in:
        there it is context of its neighbours.

        Raises:
            OutputError: The folder cannot be written.
        """
        folder = shared_folder(self.folder)
        count = 0

        def counted() -> Iterator[str]:
            nonlocal count
            for text in texts:
                count += 1
                yield text

        chat = (self.choice.model or "").startswith(CHAT_PREFIX)
        wanted = counted() if chat else self._repeats.first_of_each(counted())
        self._shards = list(write_shards(wanted, folder, self._shard_sentences))
        return count

    def run(self) -> None:
        """Translate all shards.

        Raises:
            ModelError: Ray is not installed, its cluster is not there, or a worker cannot do its work.
        """
        lines: set[str] = set()
        self._tell(Counts(done=self._repeats.count))
        with _cluster(self.address) as ray:
            try:
                for row in self._results(ray):
                    if row["error"]:
                        raise ModelError(**json.loads(row["error"]))
                    result = ShardResult(**json.loads(row["result"]))
                    lines.add(result.engine_line)
                    self._count(result)
            except ray.exceptions.RayError as error:
                reason = (str(error).splitlines() or [type(error).__name__])[0]
                raise ModelError(
                    f"the cluster failed: {reason}", remedy="see the logs of Ray, then the same command goes on"
                ) from error
        if len(lines) > 1:
            raise ModelError(
                f"the machines do not run the same engine: {' / '.join(sorted(lines))}",
                remedy="give them the same model, versions and kind of device, or name a --compute-type",
            )
        self.line = lines.pop() if lines else ""

    def translated(self, items: Iterable[tuple[Item, str]]) -> Iterator[Outcome[Item]]:
        """The items with what became of their texts, which are those given to `prepare`, in the same order.

        Raises:
            InputError: The texts are others than before.
        """
        outcomes = self._repeats.kept(outcome for shard in self._shards for outcome in shard.outcomes())
        expected = next(outcomes, None)
        for item, text in items:
            if expected is not None and expected.item == text:
                found: Outcome[str] | None = expected
                expected = next(outcomes, None)
            else:
                found = self._repeats.find(text)
            if found is None:
                raise InputError(CHANGED, remedy="start the same command again")
            yield Outcome(item, found.hypothesis, found.failure)
        if expected is not None:
            raise InputError(CHANGED, remedy="start the same command again")

    def remove(self) -> None:
        """The results are safe: the shards have done their work."""
        self._repeats.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _results(self, ray: Any) -> Iterable[dict[str, Any]]:  # noqa: ANN401
        """The fields of each shard's result, in any order, as they come."""
        resources = ray.cluster_resources()
        gpus = int(resources.get("GPU", 0)) if self.choice.device != "cpu" else 0
        if self.choice.device == "cuda" and not gpus:
            raise ModelError("the cluster has no GPU", remedy="leave out --device cuda")
        smallest = min(int(node["Resources"].get("CPU", 0)) or PROCESSORS for node in ray.nodes() if node["Alive"])
        processors = 1 if gpus else max(1, min(PROCESSORS, smallest))
        workers = gpus or max(1, int(resources.get("CPU", 1)) // processors)
        if not self._shards:
            return ()
        rows = [{"folder": str(shard.folder), "number": shard.number} for shard in self._shards]
        data = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            ShardWorker,
            fn_constructor_args=(self.choice,),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=min(workers, len(rows))),
            num_cpus=processors,
            num_gpus=1 if gpus else None,
        )
        results: Iterable[dict[str, Any]] = data.iter_rows()
        return results

    def _count(self, result: ShardResult) -> None:
        before = self.counts
        self._tell(
            Counts(
                done=before.done + result.sentences,
                translated=before.translated + result.translated,
                tokens=before.tokens + result.tokens,
                resumed=before.resumed,
                failed=before.failed + result.failed,
            )
        )

    def _tell(self, counts: Counts) -> None:
        self.counts = counts
        if self._report is not None:
            self._report(self.counts)


class ShardWorker:
    """What runs on a worker: the engine, loaded with the first shard, and a call for each shard.

    Errors travel as results: Ray starts a worker that fails again and again.
    """

    def __init__(self, choice: EngineChoice) -> None:
        self._choice = choice
        self._engine: Engine | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, str]:
        """The fields of the `ShardResult`, or those of the error, as JSON."""
        try:
            if self._engine is None:
                self._engine = self._choice.load()
            result = translate_shard(Shard(Path(row["folder"]), row["number"]), self._engine)
        except TaiyakuError as error:
            return {"error": json.dumps(_described(error)), "result": ""}
        except Exception as error:
            own = ModelError(f"a worker failed: {type(error).__name__}: {error}", remedy="see the logs of Ray")
            return {"error": json.dumps(_described(own)), "result": ""}
        return {"error": "", "result": json.dumps(asdict(result))}


def _described(error: TaiyakuError) -> dict[str, Any]:
    path = None if error.path is None else str(error.path)
    return {"message": error.message, "path": path, "line": error.line, "remedy": error.remedy}


class _cluster:  # noqa: N801  reads as the context manager that it is
    """Ray, connected to a cluster for the time of the block."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> Any:  # noqa: ANN401
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machines unasked
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # stderr is ours; errors reach us as exceptions
        try:
            import ray
            import ray.data
        except ImportError as error:
            raise ModelError("--cluster needs Ray", remedy='pip install "taiyaku[ray]"') from error
        try:
            ray.init(address=self._address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"no cluster at {self._address!r}: {reason}", remedy="name its HOST:PORT, or local for this machine"
            ) from error
        ray.data.DataContext.get_current().enable_progress_bars = False
        for name in ("ray", "ray.data"):  # its remarks are for its developers; errors reach us as exceptions
            logging.getLogger(name).setLevel(logging.ERROR)
        return ray

    def __exit__(self, *_: object) -> None:
        import ray

        ray.shutdown()
