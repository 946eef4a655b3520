"""Documents out to data sets and back, through Parquet files on disk."""

import errno
import os
from pathlib import Path

import pytest
from datasets import Dataset

from corpora import BlockKind, Document, InputError, document_from_text
from corpora.hub import COLUMNS, dataset_to_documents, documents_to_dataset, is_saved_dataset, read_dataset

JA = (
    "灯台が点灯\n\n白浜灯台が百年ぶりに灯された。人々が集まった。\n\n参考:灯台の歴史\n\n"
    "コメント\n\n海の人\n2023/05/01\n\nきれい。\n"
)
EN = "Light again\n\nThe tower was lit on Friday. People came to see it from far away.\n"


@pytest.fixture
def documents() -> list[Document]:
    return [document_from_text(JA, name="ja"), document_from_text(EN, name="en")]


def places(document: Document) -> list[tuple[BlockKind, int, int, str]]:
    return [
        (block.kind, sentence.start, sentence.end, sentence.text)
        for block, sentence in document.located_sentences(None)
    ]


def test_one_row_a_sentence(documents: list[Document]) -> None:
    dataset = documents_to_dataset(documents)
    assert tuple(dataset.column_names) == COLUMNS
    assert len(dataset) == sum(len(document.sentences(None)) for document in documents)
    first = dataset[0]
    assert (first["document"], first["language"], first["kind"], first["text"]) == ("ja", "ja", "title", "灯台が点灯")
    assert JA[first["start"] : first["end"]] == "灯台が点灯"


def test_through_parquet_and_back(documents: list[Document], tmp_path: Path) -> None:
    file = tmp_path / "articles.parquet"
    documents_to_dataset(documents).to_parquet(str(file))
    for source in (file, str(tmp_path)):
        back = list(read_dataset(source))
        assert [document.name for document in back] == ["ja", "en"]
        assert [places(document) for document in back] == [places(document) for document in documents]
        for document in back:
            assert "".join(document.text[block.start : block.end] for block in document.blocks) == document.text


def test_other_peoples_columns(tmp_path: Path) -> None:
    file = tmp_path / "corpus.parquet"
    Dataset.from_dict({"id": [1, 2], "body": [JA, EN]}).to_parquet(str(file))
    back = list(read_dataset(file, field="body"))
    assert [document.text for document in back] == [JA, EN]
    assert [document.language for document in back] == ["ja", "en"]
    with pytest.raises(InputError, match="no text in the column 'text'"):
        list(read_dataset(file))


def test_empty_data_set(tmp_path: Path) -> None:
    file = tmp_path / "none.parquet"
    documents_to_dataset([]).to_parquet(str(file))
    with pytest.raises(InputError, match="is empty"):
        list(read_dataset(file))


def test_what_is_no_data_set(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no parquet")
    for source in (broken, tmp_path / "missing.parquet", tmp_path / "missing"):
        with pytest.raises(InputError) as caught:
            list(read_dataset(source))
        assert str(source) in str(caught.value)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="no Parquet file"):
        list(read_dataset(tmp_path / "folder"))


def test_rows_that_do_not_fit(documents: list[Document]) -> None:
    rows = documents_to_dataset(documents).to_list()
    with pytest.raises(InputError, match="do not fit"):
        list(dataset_to_documents([rows[1], rows[0]]))
    with pytest.raises(InputError, match="unknown kind"):
        list(dataset_to_documents([{**rows[0], "kind": "poem"}]))
    with pytest.raises(InputError, match="'start'"):
        list(dataset_to_documents([{**rows[0], "start": None}]))


def test_a_folder_that_may_not_be_looked_into_is_no_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the superuser nothing is closed, so the system's answer is put into its mouth."""

    def closed(*_: object, **__: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "stat", closed)
    assert not is_saved_dataset(tmp_path)
