"""The cluster: shards, a worker that is killed, a second run, and the same bytes as without it."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError, ModelError
from translate import Hypothesis
from translate.batch import BatchJob, Outcome
from translate.cluster import ClusterJob
from translate.cluster.shards import Shard, translate_shard, write_shards
from translate.loading import EngineChoice
from translate.translation import Flag


class Echo:
    """Says what it was given, chokes on poison, and on its first sight of a bomb takes its process with it."""

    line = "echo"

    def __init__(self, seen: Path | None = None) -> None:
        self.seen = seen
        self.given: list[str] = []

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if self.seen is not None and not self.seen.exists() and any("bomb" in sentence for sentence in sentences):
            self.seen.write_text("seen")
            os.kill(os.getpid(), signal.SIGKILL)
        if any("poison" in sentence for sentence in sentences):
            raise ValueError("cannot swallow this")
        self.given += sentences
        return [Hypothesis(f"<{sentence}>", -0.5, (Flag.REPETITION,)) for sentence in sentences]


@dataclass(frozen=True)
class EchoChoice(EngineChoice):
    """What makes the workers echo."""

    seen: Path | None = None

    def load(self) -> Echo:
        return Echo(self.seen)


def outcomes_of(shards: list[Shard]) -> list[tuple[str, Hypothesis, str | None]]:
    return [(found.item, found.hypothesis, found.failure) for shard in shards for found in shard.outcomes()]


def by_job(texts: list[str]) -> list[tuple[str, Hypothesis, str | None]]:
    found: Iterator[Outcome[str]] = BatchJob(Echo()).translated((text, text) for text in texts)
    return [(outcome.item, outcome.hypothesis, outcome.failure) for outcome in found]


@settings(deadline=None, max_examples=30)  # files, flushed to the disk
@given(st.lists(st.text(max_size=5) | st.just("poison"), max_size=20), st.integers(1, 7))
def test_shards_give_what_one_job_gives(tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int) -> None:
    shards = list(write_shards(texts, tmp_path_factory.mktemp("shards"), size))
    assert [text for shard in shards for text in shard.texts()] == texts
    for shard in reversed(shards):
        translate_shard(shard, Echo())
    assert outcomes_of(shards) == by_job(texts)


def test_a_finished_shard_is_not_done_again_unless_something_changed(tmp_path: Path) -> None:
    [shard] = write_shards(["a", "b", "", "a"], tmp_path, 10)
    first, second = Echo(), Echo()
    assert translate_shard(shard, first).translated == 2
    assert (translate_shard(shard, second).sentences, second.given) == (4, [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shard-000000.done", "shard-000000.jsonl"]
    [same] = write_shards(["a", "b", "", "a"], tmp_path, 10)
    translate_shard(same, second)
    assert second.given == []
    [other] = write_shards(["a", "c"], tmp_path, 10)
    translate_shard(other, second)
    assert second.given == ["a", "c"]
    second.line = "another"
    translate_shard(other, second)
    assert second.given == ["a", "c"] * 2


def test_failures_are_kept_and_counted(tmp_path: Path) -> None:
    [shard] = write_shards(["a", "poison", "c"], tmp_path, 10)
    for _ in range(2):
        assert translate_shard(shard, Echo()).failed == 1
    _, hypothesis, failure = outcomes_of([shard])[1]
    assert (hypothesis, failure) == (Hypothesis("", None, (Flag.FAILED,)), "ValueError: cannot swallow this")


def test_a_damaged_done_file_is_told(tmp_path: Path) -> None:
    [shard] = write_shards(["a", "b"], tmp_path, 10)
    translate_shard(shard, Echo())
    content = shard.file("done").read_text().splitlines(keepends=True)
    shard.file("done").write_text("".join(content[:-1]))
    with pytest.raises(InputError, match="is damaged"):
        outcomes_of([shard])


def test_other_texts_than_before_are_refused(tmp_path: Path) -> None:
    job = ClusterJob(EchoChoice(), address="local", folder=tmp_path / "shards", shard_sentences=2)
    assert job.prepare(["a", "b", "c"]) == 3
    for shard in shards_in(tmp_path / "shards"):
        translate_shard(shard, Echo())
    assert [outcome.item for outcome in job.translated(enumerate(["a", "b", "c"]))] == [0, 1, 2]
    with pytest.raises(InputError, match="an input changed"):
        list(job.translated(enumerate(["a", "x", "c"])))
    with pytest.raises(InputError, match="an input changed"):
        list(job.translated(enumerate(["a", "b", "c", "d"])))
    with pytest.raises(InputError, match="an input changed"):
        list(job.translated(enumerate(["a", "b", "c", "a"])))
    with pytest.raises(InputError, match="an input changed"):
        list(job.translated(enumerate(["a", "b"])))


def shards_in(folder: Path) -> list[Shard]:
    return [Shard(folder, int(name[-6:])) for name in sorted({path.stem for path in folder.iterdir()})]


@settings(deadline=None, max_examples=30)  # files, flushed to the disk
@given(st.lists(st.text("あいう \u3000", max_size=2) | st.just("poison"), max_size=20), st.integers(1, 4))
def test_a_text_that_comes_again_is_translated_once(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int
) -> None:
    folder = tmp_path_factory.mktemp("job") / "shards"
    job = ClusterJob(EchoChoice(), address="local", folder=folder, shard_sentences=size)
    assert job.prepare(texts) == len(texts)
    shards = shards_in(folder)
    assert [text for shard in shards for text in shard.texts()] == list(dict.fromkeys(texts))
    for shard in shards:
        translate_shard(shard, Echo())
    found = [(o.item, o.hypothesis, o.failure) for o in job.translated((text, text) for text in texts)]
    assert found == by_job(texts)
    job.remove()


def test_to_a_chat_model_repeats_are_context(tmp_path: Path) -> None:
    job = ClusterJob(EchoChoice("openai:some@http://host/v1"), address="local", folder=tmp_path, shard_sentences=2)
    job.prepare(["a", "b", "a"])
    assert [list(shard.texts()) for shard in shards_in(tmp_path)] == [["a", "b"], ["a"]]
    for shard in shards_in(tmp_path):
        translate_shard(shard, Echo())
    assert [outcome.hypothesis.text for outcome in job.translated(enumerate("aba"))] == ["<a>", "<b>", "<a>"]


def test_without_ray_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    job = ClusterJob(EchoChoice(), address="local", folder=tmp_path)
    job.prepare(["a"])
    with pytest.raises(ModelError, match=r"taiyaku\[ray\]"):
        job.run()


@pytest.mark.ray
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs Ray (extra [ray])")
    texts = [f"{number} bread" for number in range(40)]
    texts[17], texts[23] = "a bomb", "poison"
    texts[29] = texts[3]
    shown: list[int] = []
    job = ClusterJob(
        EchoChoice(seen=tmp_path / "seen"), address="local", folder=tmp_path / "shards", shard_sentences=8,
        report=lambda counts: shown.append(counts.done),
    )  # fmt: skip
    assert job.prepare(texts) == 40
    job.run()
    assert (tmp_path / "seen").exists(), "a worker was killed"
    assert job.line == "echo"
    found = [(o.item, o.hypothesis, o.failure) for o in job.translated((text, text) for text in texts)]
    assert found == by_job(texts)
    assert shown == sorted(shown)
    assert shown[-1] == 40
    assert (job.counts.translated, job.counts.failed) == (38, 1)
    job.remove()
    assert not (tmp_path / "shards").exists()


@pytest.mark.ray
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_what_keeps_the_workers_from_working_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="needs Ray (extra [ray])")
    (tmp_path / "empty").mkdir()
    choice = EngineChoice(str(tmp_path / "empty"))
    job = ClusterJob(choice, address="local", folder=tmp_path / "shards")
    job.prepare(["a", "b"])
    with pytest.raises(ModelError, match=r"empty: not a model: no model\.bin"):
        job.run()

    def no_answer(**_: object) -> None:
        raise ConnectionError("nobody answers")

    # Ray itself would find, and pull down with it, a cluster that another test has started on this machine.
    monkeypatch.setattr(ray, "init", no_answer)
    job = ClusterJob(choice, address="auto", folder=tmp_path / "shards")
    with pytest.raises(ModelError, match="no cluster at 'auto': nobody answers"):
        job.run()
