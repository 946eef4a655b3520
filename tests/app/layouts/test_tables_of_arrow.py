"""Parquet files and data sets, made by pyarrow and `datasets` and read back by them."""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset, DatasetDict, load_dataset

from app.layouts.rows import ROWS_AT_A_TIME, row_slots
from corpora.hub import read_tables
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()
COLUMNS = {"id": [3, 2, 1], "pair": [{"ja": FIRST_JA}, {"ja": None}, {"ja": THIRD_JA}], "score": [0.5, None, 1.0]}


def test_a_column_of_parquet(taiyaku: Taiyaku, tmp_path: Path) -> None:
    table = pa.table({"id": pa.array([3, 2, 1], pa.int8()), "ja": [FIRST_JA, None, THIRD_JA]})
    pq.write_table(table, tmp_path / "in.parquet")
    assert taiyaku("translate", "in.parquet", "-c", "ja", "--into", "en", "-o", "out.parquet").code == 0
    after = pq.read_table(tmp_path / "out.parquet")
    assert after.drop_columns("en") == table
    assert after.column("en").to_pylist() == [FIRST, "", THIRD]


def test_data_sets_on_disk_and_their_splits(taiyaku: Taiyaku, tmp_path: Path) -> None:
    data = Dataset.from_dict(COLUMNS)
    data.save_to_disk(str(tmp_path / "one"))
    DatasetDict({"test": data}).save_to_disk(str(tmp_path / "many"))
    (tmp_path / "hub" / "data").mkdir(parents=True)
    data.to_parquet(str(tmp_path / "hub" / "data" / "test-00000-of-00001.parquet"))
    for words in (("one",), ("many", "--split", "test"), ("hf:one",), ("hf:hub", "--split", "test")):
        assert taiyaku("translate", *words, "-c", "pair.ja", "-o", "out.parquet").code == 0
        after = load_dataset("parquet", data_files=str(tmp_path / "out.parquet"), split="train", streaming=True)
        rows = list(after)
        assert [row.pop("translation") for row in rows] == [FIRST, "", THIRD]
        assert rows == list(data)
    outcome = taiyaku("translate", "many", "-c", "pair.ja", "-o", "out.parquet")
    assert "has no split 'train' (it has test)" in outcome.err


def test_a_data_set_on_stdout_is_json_lines(taiyaku: Taiyaku, tmp_path: Path) -> None:
    Dataset.from_dict(COLUMNS).to_parquet(str(tmp_path / "in.parquet"))
    rows = [json.loads(line) for line in taiyaku("translate", "in.parquet", "-c", "pair.ja").out.splitlines()]
    assert [(row["line"], row["translation"]) for row in rows] == [(1, FIRST), (3, THIRD)]


def test_rows_are_read_and_written_in_groups(tmp_path: Path) -> None:
    count = 2 * ROWS_AT_A_TIME + 5
    pq.write_table(pa.table({"t": [f"{number}番" for number in range(count)]}), tmp_path / "in.parquet")
    tables = read_tables(tmp_path / "in.parquet", rows=ROWS_AT_A_TIME)
    pieces = [slot.fill(f"<{slot.text}>" if slot.text else "") for slot in row_slots(tables, "in", "t", "en")]
    written = [piece for piece in pieces if isinstance(piece, bytes)]
    assert sum(map(bool, written)) == 4, "three groups and the end"
    after = pq.ParquetFile(io.BytesIO(b"".join(written)))
    assert after.num_row_groups == 3
    assert after.read().column("en").to_pylist() == [f"<{number}番>" for number in range(count)]


def test_parquet_of_articles_and_of_lines(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", article, "-o", "out.parquet").code == 0
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["source"], row["translation"]) for row in rows] == list(TRANSLATIONS.items())
    assert taiyaku("translate", article, "-o", "out.jsonl").code == 0
    assert rows == [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    (tmp_path / "in.ja").write_text(f"{FIRST_JA}\n\n無言。\n")
    assert taiyaku("translate", "-l", "in.ja", "-o", "lines.parquet").code == 1
    rows = pq.read_table(tmp_path / "lines.parquet").to_pylist()
    assert [(row["line"], row["translation"], row["flags"]) for row in rows] == [
        (1, FIRST, []),
        (2, "", []),
        (3, "", ["empty"]),
    ]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["-c", "x"], "in.parquet: has no column 'x' (it has id, pair, score)"),
        (["-c", "pair.x"], "has no column 'pair.x' (pair has ja)"),
        (["-c", "id"], "its column 'id' holds no text"),
        (["-c", "pair.ja", "--into", "id"], "has a column 'id' already"),
        ([], "a parquet table has several columns (name one with --column)"),
    ],
)
def test_columns_that_are_none(taiyaku: Taiyaku, tmp_path: Path, words: list[str], part: str) -> None:
    Dataset.from_dict(COLUMNS).to_parquet(str(tmp_path / "in.parquet"))
    outcome = taiyaku("translate", "in.parquet", *words, "-o", "out.parquet")
    assert (outcome.code, part in outcome.err) == (2, True), outcome.err
    assert not (tmp_path / "out.parquet").exists()


def test_what_is_no_table(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"no parquet")
    assert "in.parquet: cannot be read: " in taiyaku("translate", "in.parquet", "-c", "x").err
    assert "missing.parquet: no such file" in taiyaku("translate", "missing.parquet", "-c", "x").err
