"""Lists of names, from files of our own in the shape of those that are published."""

import json
from pathlib import Path

import pytest

from corpora.errors import InputError
from training.corpus import read_pairs
from training.name_lists import geonames_pairs, wikidata_pairs, write_pairs


def test_personal_names_the_commonest_spelling_first(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text(
        "mcardlo\tマ ッ カ ー ド ロ\t2\nlünda\tル ン ダ\t1\no'lunda\tル ン ダ\t3\nlu\tル ー\t9\n鄭\tテ イ ー\t4\n"
        "karnola\tカ ル ノ ー ラ\t2\ncarnola\tカ ル ノ ー ラ\t2\n",
        encoding="utf-8",
    )
    assert list(wikidata_pairs(tokens)) == [
        ("カルノーラ", "Carnola"),
        ("カルノーラ", "Karnola"),
        ("マッカードロ", "McArdlo"),
        ("ルンダ", "O'Lunda"),
        ("ルンダ", "Lunda"),
    ]


@pytest.mark.parametrize("line", ["lunda\tル ン ダ", "lunda\tル ン ダ\tmany"])
def test_a_line_that_is_no_name_is_told(tmp_path: Path, line: str) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text(f"lunda\tル ン ダ\t1\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="tokens:2: "):
        list(wikidata_pairs(tokens))


def test_places_that_sound_like_their_names_the_largest_first(tmp_path: Path) -> None:
    table = tmp_path / "cities.json"
    cities = [
        {"name": "Karnöl", "alternatenames": ["Karnol", "カルノル"], "population": 900},
        {"name": "Carnol", "alternatenames": ["カルノル", "Новый"], "population": 20_000},
        {"name": "Saint Dort", "alternatenames": ["ビリミュー"], "population": 5_000},
    ]
    table.write_text(json.dumps(dict(enumerate(cities))), encoding="utf-8")
    assert list(geonames_pairs(table)) == [("カルノル", "Carnol"), ("カルノル", "Karnol")]


@pytest.mark.parametrize("content", ["[1", "[]", '{"1": {"name": "Carnol"}}'])
def test_a_table_of_something_else_is_told(tmp_path: Path, content: str) -> None:
    table = tmp_path / "cities.json"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"cities\.json"):
        list(geonames_pairs(table))


def test_lists_are_pair_files(tmp_path: Path) -> None:
    write_pairs([("カルノル", "Carnol"), ("ルンダ", "Lunda")], tmp_path / "names.tsv")
    assert list(read_pairs(tmp_path / "names.tsv")) == [("カルノル", "Carnol"), ("ルンダ", "Lunda")]
