"""The journal: whatever happens to the file's end, what was whole before it comes back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError, OutputError
from translate.batch import Journal
from translate.translation import Flag, Hypothesis

HYPOTHESES = st.builds(
    Hypothesis,
    st.text(st.characters()),
    st.none() | st.floats(max_value=0, allow_nan=False),
    st.lists(st.sampled_from(Flag), unique=True).map(tuple),
)
PAIRS = st.lists(st.tuples(st.binary(min_size=16, max_size=16), HYPOTHESES), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "out.taiyaku-journal"


def written(path: Path, *batches: list[tuple[bytes, Hypothesis]]) -> None:
    """A journal as a killed run leaves it."""
    path.unlink(missing_ok=True)
    with Journal(path, "engine") as journal:
        assert list(journal.replay()) == []
        for batch in batches:
            journal.append(batch)


def replayed(path: Path, engine_line: str = "engine") -> list[tuple[bytes, Hypothesis]]:
    with Journal(path, engine_line) as journal:
        return list(journal.replay())


@given(st.lists(PAIRS, min_size=1, max_size=3))
def test_what_was_appended_comes_back(path: Path, batches: list[list[tuple[bytes, Hypothesis]]]) -> None:
    written(path, *batches)
    assert replayed(path) == [pair for batch in batches for pair in batch]


@given(PAIRS, st.data())
def test_a_cut_at_any_byte_loses_only_what_it_touches(
    path: Path, pairs: list[tuple[bytes, Hypothesis]], data: st.DataObject
) -> None:
    written(path, pairs)
    content = path.read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:cut])
    whole = max(content[:cut].count(b"\n") - 2, 0)
    more = [(b"\0" * 16, Hypothesis("later"))]
    with Journal(path, "engine") as journal:
        assert list(journal.replay()) == pairs[:whole]
        journal.append(more)
    assert replayed(path) == pairs[:whole] + more


@given(PAIRS, st.binary(min_size=1, max_size=200))
def test_rubbish_at_the_end_is_cut_off(path: Path, pairs: list[tuple[bytes, Hypothesis]], rubbish: bytes) -> None:
    written(path, pairs)
    content = path.read_bytes()
    path.write_bytes(content + rubbish)
    assert replayed(path) == pairs
    assert path.read_bytes() == content


def test_a_damaged_record_ends_the_replay(path: Path) -> None:
    pairs = [(bytes([number]) * 16, Hypothesis(f"sentence {number}")) for number in range(3)]
    written(path, pairs)
    path.write_bytes(path.read_bytes().replace(b"sentence 1", b"sentence 7"))
    assert replayed(path) == pairs[:1]


def test_another_engine_or_other_settings_start_afresh(path: Path) -> None:
    pairs = [(b"k" * 16, Hypothesis("x"))]
    written(path, pairs)
    with Journal(path, "engine", {}) as same:
        assert not same.started_afresh
    with Journal(path, "engine", {"glossary": "terms.tsv"}) as other:
        assert other.started_afresh
        assert list(other.replay()) == []
        other.append(pairs)
    with Journal(path, "another engine") as another:
        assert another.started_afresh
        assert list(another.replay()) == []


def test_a_journal_without_a_sentence_does_not_stay(path: Path) -> None:
    path.unlink(missing_ok=True)
    with Journal(path, "engine") as journal:
        list(journal.replay())
        assert path.exists()
    assert not path.exists()


def test_a_file_of_another_kind_is_refused_and_kept(path: Path) -> None:
    for content in (b"taiyaku", b"Dear diary\n", b"\0" * 40):
        path.write_bytes(content)
        if not b"taiyaku-journal 1\n".startswith(content):
            with pytest.raises(InputError, match="no journal"):
                Journal(path, "engine")
            assert path.read_bytes() == content


def test_two_processes_cannot_share_one(path: Path) -> None:
    path.unlink(missing_ok=True)
    with Journal(path, "engine"), pytest.raises(OutputError, match="another process"):
        Journal(path, "engine")


def test_outputs_that_a_killed_run_left_half_written_are_removed(path: Path) -> None:
    half = path.with_name(".taiyaku-0123.part")
    foreign = path.with_name("not-ours.txt")
    half.write_text("half")
    foreign.write_text("whole")
    path.unlink(missing_ok=True)
    with Journal(path, "engine") as journal:
        list(journal.replay())
        journal.append([(b"k" * 16, Hypothesis("x"))])
        journal.note_scratch(half)
        journal.note_scratch(foreign)
    replayed(path)
    assert not half.exists()
    assert foreign.read_text() == "whole"


def test_an_output_is_noted_before_it_is_made(path: Path) -> None:
    path.unlink(missing_ok=True)
    half = path.with_name(".taiyaku-4567.part")
    with Journal(path, "engine") as journal:
        journal.append([(b"k" * 16, Hypothesis("x"))])
        journal.note_scratch(half)
    with Journal(path, "engine") as journal:
        journal.note_scratch(half)  # before anything is replayed
        half.write_text("")
        assert [key for key, _ in journal.replay()] == [b"k" * 16]
    with Journal(path, "engine"):
        assert not half.exists(), "gone as soon as the next run has the journal"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        Journal(tmp_path / "missing" / "journal", "engine")
