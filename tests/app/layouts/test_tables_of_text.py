"""CSV, TSV and JSON lines made by pandas, the csv module and `datasets`, and read back by them."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from datasets import Dataset, load_dataset
from hypothesis import given
from hypothesis import strategies as st

from app.layouts import Layout, Wishes, line_slots
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()
TEXTS = [FIRST_JA, THIRD_JA, "", '「港」, "町"', "港\n町", "港\r\n町", "港\r町", "\ufeff港\u2028町\x85", " 港 "]
SAID = [FIRST, THIRD, "", *(f"{len(text)} characters" for text in TEXTS[3:])]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_of_pandas_as_csv(taiyaku: Taiyaku, tmp_path: Path, end: str) -> None:
    table = pd.DataFrame({"id": range(len(TEXTS)), "text": TEXTS, "a, \"b\"\n'c'": TEXTS[::-1]})
    quoting = csv.QUOTE_NONNUMERIC  # or pandas leaves a lone \r as it is
    table.to_csv(tmp_path / "in.csv", index=False, lineterminator=end, encoding="utf-8-sig", quoting=quoting)
    assert taiyaku("translate", "in.csv", "-c", "text", "-o", "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, strict=True))
    assert rows[0] == [*table.columns, "translation"]
    assert rows[1:] == [
        [str(number), text, other, said]
        for number, (text, other, said) in enumerate(zip(TEXTS, TEXTS[::-1], SAID, strict=True))
    ]
    after = pd.read_csv(tmp_path / "out.csv", keep_default_na=False, lineterminator="\n")
    assert list(after["text"]) == TEXTS
    assert list(after["translation"]) == SAID


_CELLS = st.text(st.sampled_from("港a,\"\n\r\t ;'\ufeff\x85\u2028"), max_size=6)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_every_cell_of_csv_stays_as_it_was(rows: list[list[str]], end: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["id", "text"], *rows])
    found = line_slots(stream.getvalue().removesuffix("\n").split("\n"), Layout.CSV, "in", Wishes("text", "en"))
    written = "".join(str(slot.fill("one, two")) for slot in found)
    after = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert after == [["id", "text", "en"], *([*row, "one, two"] for row in rows)]


def test_a_table_of_pandas_as_tsv(taiyaku: Taiyaku, tmp_path: Path) -> None:
    cells = [FIRST_JA, '"港" と', "'町", ""]
    table = pd.DataFrame({"id": range(len(cells)), "text": cells})
    table.to_csv(tmp_path / "in.tsv", sep="\t", index=False, quoting=csv.QUOTE_NONE)
    assert taiyaku("translate", "in.tsv", "-c", "text", "-o", "out.tsv").code == 0
    after = pd.read_csv(tmp_path / "out.tsv", sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)
    assert after.drop(columns="translation").equals(table)
    assert list(after["translation"]) == [FIRST, "5 characters", "2 characters", ""]
    (tmp_path / "in.ja").write_text("".join(f"{cell}\n" for cell in cells))
    assert taiyaku("translate", "-l", "in.ja", "-o", "lines.tsv").code == 0
    both = pd.read_csv(
        tmp_path / "lines.tsv",
        sep="\t",
        header=None,
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
        skip_blank_lines=False,
    )
    assert both.to_numpy().tolist() == [list(pair) for pair in zip(cells, after["translation"], strict=True)]


def test_json_lines_of_a_data_set(taiyaku: Taiyaku, tmp_path: Path) -> None:
    given = Dataset.from_dict({"id": list(range(len(TEXTS))), "text": TEXTS, "score": [0.1] * len(TEXTS)})
    given.to_json(tmp_path / "in.jsonl", force_ascii=False)
    assert taiyaku("translate", "in.jsonl", "-c", "text", "-o", "out.jsonl").code == 0
    after = load_dataset(
        "json", data_files=str(tmp_path / "out.jsonl"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert after.remove_columns("translation").to_dict() == given.to_dict()
    assert after["translation"][:] == SAID


def test_json_lines_of_articles_and_of_lines(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    (tmp_path / "in.ja").write_text(f"{FIRST_JA}\n\n無言。\n港\u2028町\n")
    assert taiyaku("translate", article, "-o", "article.jsonl").code == 0
    assert taiyaku("translate", "-l", "in.ja", "-o", "lines.jsonl").code == 1
    rows, lines = (
        load_dataset("json", data_files=str(tmp_path / name), split="train", cache_dir=str(tmp_path / "cache"))
        for name in ("article.jsonl", "lines.jsonl")
    )
    assert list(zip(rows["source"], rows["translation"], strict=True)) == list(TRANSLATIONS.items())
    assert rows["score"][:] == [-0.25] * len(TRANSLATIONS)
    assert lines["source"][:] == [FIRST_JA, "", "無言。", "港\u2028町"]
    assert lines["flags"][:] == [[], [], ["empty"], []]


@pytest.mark.parametrize("name", ["out.jsonl", "out.tsv", "out.txt", "out.parquet", "out.tmx", "out.xlf"])
def test_half_a_character_stops_no_format(taiyaku: Taiyaku, tmp_path: Path, name: str) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "\\ud83d港"}\n')
    outcome = taiyaku(
        "translate",
        "in.jsonl",
        "-c",
        "text",
        "--to",
        {"txt": "text", "xlf": "xliff"}.get(name[4:], name[4:]),
        "-o",
        name,
    )
    assert outcome.code == 0, outcome.err
    assert "2 characters" in (tmp_path / name).read_bytes().decode("utf-8", "ignore")
