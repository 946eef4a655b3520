"""Alignments read by the tools that other people use, and files made by those tools read by us."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from datasets import load_dataset

from align.alignment import Alignment, Bead
from align.formats import read_alignment, write_alignment
from tests.localisation_toolkit import (
    ToolkitUnit,
    made_by_toolkit,
    needs_toolkit,
    read_by_toolkit,
    written_again_by_toolkit,
)

SOURCE = ("港の灯台が昨夜消えた。", "原因は\tまだ\nわからない。", '"船"は <３隻> とも無事だった。', "市長は謝罪した。")
TARGET = ("The harbour light went out.", 'All "three" ships <are> safe & sound.', "The mayor\u2028apologised.")
ALIGNMENT = Alignment((Bead((0,), (0,), 0.9877), Bead((1,), (), 0.5), Bead((2, 3), (1, 2))), 4, 3)
PAIRS = [
    (SOURCE[0], TARGET[0]),
    (SOURCE[1], None),
    (f"{SOURCE[2]}{SOURCE[3]}", f"{TARGET[1]} {TARGET[2]}"),
]


@needs_toolkit
@pytest.mark.parametrize("kind", ["tmx", "xliff"])
def test_the_toolkit_reads_what_we_write(tmp_path: Path, kind: str) -> None:
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / f"out.{kind}")
    source, target, units = read_by_toolkit(file)
    assert (source, target) == ("ja", "en" if kind == "xliff" else None), "TMX has no place for a target language"
    kept = PAIRS if kind == "xliff" else [PAIRS[0], PAIRS[2]]
    assert [(unit.source, unit.target) for unit in units] == kept
    assert [unit.translated for unit in units] == [english is not None for _, english in kept]


@needs_toolkit
@pytest.mark.parametrize("kind", ["tmx", "xliff"])
def test_what_the_toolkit_has_written_again_is_the_same_alignment(tmp_path: Path, kind: str) -> None:
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / f"out.{kind}")
    before = read_alignment(file)
    written_again_by_toolkit(file)
    after = read_alignment(file)
    assert after.alignment == before.alignment
    assert (after.source_texts, after.target_texts) == (before.source_texts, before.target_texts)


@needs_toolkit
@pytest.mark.parametrize("kind", ["tmx", "xlf"])
def test_files_that_the_toolkit_makes(tmp_path: Path, kind: str) -> None:
    made = [ToolkitUnit("a", SOURCE[0], TARGET[0]), ToolkitUnit("b", SOURCE[2], TARGET[1], "with a note")]
    made_by_toolkit(tmp_path / f"in.{kind}", made)
    stored = read_alignment(tmp_path / f"in.{kind}")
    assert stored.alignment.beads == (Bead((0,), (0,)), Bead((1,), (1,)))
    assert (stored.source_texts, stored.target_texts) == ((SOURCE[0], SOURCE[2]), TARGET[:2])


def test_pandas_reads_the_columns(tmp_path: Path) -> None:
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.tsv")
    table = pd.read_csv(file, sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)
    assert list(table["source"]) == ["0", "1", "2 3"]
    assert list(table["target"]) == ["0", "", "1 2"]
    assert list(table["probability"]) == ["0.9877", "0.5", ""]
    assert list(table["source_text"])[::2] == [PAIRS[0][0], PAIRS[2][0]]
    assert list(table["target_text"]) == [PAIRS[0][1], "", PAIRS[2][1]]


def test_datasets_reads_json_lines(tmp_path: Path) -> None:
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.jsonl")
    rows = load_dataset("json", data_files=str(file), split="train", cache_dir=str(tmp_path / "cache"))
    assert rows["source"][:] == [[0], [1], [2, 3]]
    assert rows["target"][:] == [[0], [], [1, 2]]
    assert rows["probability"][:] == [0.9877, 0.5, None]
    assert rows["source_text"][:] == [[SOURCE[0]], [SOURCE[1]], list(SOURCE[2:])]
    assert rows["target_text"][:] == [[TARGET[0]], [], list(TARGET[1:])]
