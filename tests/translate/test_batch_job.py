"""The batch job: order, repeats, windows, poison, memory, and the end of a process at any moment."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import translate
from corpora.errors import ModelError
from translate import Hypothesis, load_engine
from translate.batch import BatchJob, BatchShape, Cache, Counts, Journal
from translate.translation import Flag

ROOT = Path(translate.__file__).resolve().parent.parent


class Echo:
    """An engine that says what it was given and chokes on what is poisonous."""

    line = "echo"

    def __init__(self, *, workers: int = 1, sentences: int = 4) -> None:
        self.batch_shape = BatchShape(tokens=10_000, sentences=sentences, workers=workers)
        self.calls: list[list[str]] = []
        self._lock = threading.Lock()

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return [len(sentence) for sentence in sentences]

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if any("poison" in sentence for sentence in sentences):
            raise ValueError("cannot swallow this")
        with self._lock:
            self.calls.append(list(sentences))
        return [Hypothesis(f"<{sentence}>", -0.5) for sentence in sentences]

    @property
    def given(self) -> list[str]:
        return [sentence for call in self.calls for sentence in call]


def texts_of(job: BatchJob, texts: Sequence[str]) -> list[str]:
    return [outcome.hypothesis.text for outcome in job.translated((text, text) for text in texts)]


@given(st.lists(st.text("あいう \u3000", max_size=4)), st.integers(1, 3), st.integers(1, 7))
def test_order_is_kept_and_no_text_is_translated_twice(texts: list[str], workers: int, window: int) -> None:
    engine = Echo(workers=workers)
    job = BatchJob(engine, largest_window=window)
    outcomes = list(job.translated(enumerate(texts)))
    assert [outcome.item for outcome in outcomes] == list(range(len(texts)))
    assert [outcome.hypothesis.text for outcome in outcomes] == [f"<{text}>" if text.strip() else "" for text in texts]
    assert sorted(engine.given) == sorted({text for text in texts if text.strip()})
    assert job.counts.done == len(texts)
    assert job.counts.tokens == sum(map(len, engine.given))


def test_poison_is_singled_out_and_the_rest_goes_on() -> None:
    engine = Echo(sentences=16)
    texts = [f"{number} poison" if number in (3, 11) else f"{number} bread" for number in range(16)]
    outcomes = list(BatchJob(engine).translated(enumerate(texts)))
    assert [outcome.item for outcome in outcomes if outcome.failure] == [3, 11]
    assert outcomes[3].failure == "ValueError: cannot swallow this"
    assert outcomes[3].hypothesis == Hypothesis("", None, (Flag.FAILED,))
    assert sorted(engine.given) == sorted(text for text in texts if "bread" in text)


def test_many_poisonous_sentences_in_a_row_are_no_dead_engine() -> None:
    engine = Echo()
    texts = [f"{number} poison" for number in range(50)] + ["bread"]
    assert texts_of(BatchJob(engine), texts) == [""] * 50 + ["<bread>"]


def test_a_dead_engine_ends_the_job_and_what_was_finished_is_kept(tmp_path: Path) -> None:
    class Mortal(Echo):
        def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
            if len(self.calls) == 3:
                raise ConnectionError("gone")
            return super().translate(sentences)

    texts = [f"{number:04}" for number in range(100)]
    path = tmp_path / "journal"
    with pytest.raises(ModelError, match="every sentence: ConnectionError: gone"), Journal(path, "echo") as journal:
        texts_of(BatchJob(Mortal(), journal=journal), texts)
    engine = Echo()
    with Journal(path, "echo") as journal:
        job = BatchJob(engine, journal=journal)
        assert texts_of(job, texts) == [f"<{text}>" for text in texts]
    assert job.counts.resumed == 12
    assert len(engine.given) == 88


def test_an_engine_that_loses_a_sentence_is_found_out() -> None:
    class Careless(Echo):
        def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
            return super().translate(sentences)[1:]

    with pytest.raises(ModelError, match="3 translations for 4 sentences"):
        texts_of(BatchJob(Careless()), ["a", "b", "c", "d"])


def test_the_cache_is_asked_before_the_engine(tmp_path: Path) -> None:
    for expected in (3, 0):
        cache = Cache(tmp_path / "cache.sqlite")
        engine = Echo()
        job = BatchJob(engine, cache=cache)
        assert texts_of(job, ["a", "b", "a", "c"]) == ["<a>", "<b>", "<a>", "<c>"]
        cache.close()
        assert len(engine.given) == expected
        assert job.counts.cached == 3 - expected
    other = Echo()
    texts_of(BatchJob(other, cache=Cache(tmp_path / "cache.sqlite"), settings={"glossary": "x"}), ["a", "b"])
    assert len(other.given) == 2, "other settings, other translations"


def test_several_processes_can_share_a_cache(tmp_path: Path) -> None:
    path = tmp_path / "made" / "cache.sqlite"
    script = (
        "import sys; from pathlib import Path; from translate import Hypothesis; from translate.batch import Cache\n"
        "cache, name = Cache(Path(sys.argv[1])), sys.argv[2]\n"
        "for number in range(200):\n"
        "    cache.add([(f'{name}{number}'.encode(), Hypothesis(name)), (b'both', Hypothesis('same'))])\n"
        "cache.close(); sys.exit(cache.trouble)\n"
    )
    words = [sys.executable, "-c", script, str(path)]
    running = [subprocess.Popen([*words, name], env={**os.environ, "PYTHONPATH": str(ROOT)}) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    cache = Cache(path)
    keys = [f"{name}{number}".encode() for name in "abc" for number in range(200)]
    assert len(cache.find([*keys, b"both"])) == 601
    cache.close()


def test_the_oldest_leave_a_full_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.batch.cache.MOST_SENTENCES", 3)
    cache = Cache(tmp_path / "cache.sqlite")
    cache.add([(bytes([number]), Hypothesis(str(number))) for number in range(5)])
    cache.close()
    assert list(cache.find([bytes([number]) for number in range(5)])) == [b"\2", b"\3", b"\4"]
    cache.close()


def test_memory_does_not_grow_with_the_input() -> None:
    def lines(count: int) -> Iterator[tuple[int, str]]:
        for number in range(count):
            yield number, f"これは{number * 7 // 10}番目の、あまり長くはない行です。"

    engine = Echo(sentences=512)
    engine.calls = _Forgetful()
    tracemalloc.start()
    try:
        assert sum(1 for _ in BatchJob(engine, largest_window=2048).translated(lines(200_000))) == 200_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000, "140,000 texts and their translations alone are five times that"


class _Forgetful(list[list[str]]):
    def append(self, item: list[str]) -> None:
        """A fake engine must not be what fills the memory."""


def test_the_embedded_model_gives_the_same_whatever_the_batches() -> None:
    engine = load_engine(beam=2)
    texts = [f"{number}日の朝、{'港の' * (number % 4)}市場で魚を{number * 3}匹買った。" for number in range(1, 25)]
    alone = [engine.translate([text])[0] for text in texts]
    assert engine.translate(texts) == alone
    reports: list[Counts] = []
    job = BatchJob(engine, largest_window=16, report=reports.append)
    assert [outcome.hypothesis for outcome in job.translated(enumerate(texts))] == alone
    assert [counts.done for counts in reports] == sorted(counts.done for counts in reports)
    assert reports[-1].tokens == sum(engine.lengths(texts))  # type: ignore[attr-defined]


SLOW_TRANSLATE = """
import sys
import translate
from translate import Hypothesis
from translate.batch import BatchShape

class Slow:
    line = "slow"
    batch_shape = BatchShape(tokens=10_000, sentences=8, workers=2)

    def lengths(self, sentences):
        return [len(sentence) for sentence in sentences]

    def translate(self, sentences):
        with open("asked", "a", encoding="utf-8") as asked:
            asked.write("".join(f"{sentence}\\n" for sentence in sentences))
        sys.stdout.write(".")
        sys.stdout.flush()
        return [Hypothesis(f"<{sentence}>", -1 / len(sentence)) for sentence in sentences]

translate.load_engine = lambda *_, **__: Slow()
from app.entry import main
sys.exit(main(sys.argv[1:]))
"""


def run_slowly(folder: Path, output: str) -> subprocess.Popen[bytes]:
    (folder / "slow.py").write_text(SLOW_TRANSLATE)
    words = ["translate", "--lines", "in.ja", "-o", output, "--no-cache", "--quiet"]
    return subprocess.Popen(
        [sys.executable, "slow.py", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )


def test_a_job_killed_again_and_again_ends_as_an_uninterrupted_one(tmp_path: Path) -> None:
    lines = [f"{number % 900}番目の{'とても' * (number % 11)}短い行" for number in range(1500)]
    (tmp_path / "in.ja").write_text("\n".join(lines) + "\n")
    assert run_slowly(tmp_path, "whole.jsonl").communicate()[0] == b"." * 188
    (tmp_path / "asked").unlink()
    for batches_until_killed in (2, 41, 67, 50):
        process = run_slowly(tmp_path, "out.jsonl")
        assert process.stdout is not None
        process.stdout.read(batches_until_killed)
        process.kill()
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL, "it was still at work"
        assert not (tmp_path / "out.jsonl").exists()
    run_slowly(tmp_path, "out.jsonl").communicate()
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    asked = (tmp_path / "asked").read_text().splitlines()
    assert set(asked) == set(lines)
    in_flight = 2 * 8 + 2 * 8  # a batch in work for each worker, and as many finished but not yet written down
    assert len(asked) - len(set(asked)) <= 4 * in_flight
    assert sorted(path.name for path in tmp_path.iterdir()) == ["asked", "in.ja", "out.jsonl", "slow.py", "whole.jsonl"]
