"""The lexicon of names, learned from pairs of our own."""

from pathlib import Path

import pytest

from training.names import capitalised_sequences, learn_names

PAIRS = {
    "alt_wikinews": [
        ("サルヴェニアの首都で会談があった。", "Talks were held in the capital of Salvenia."),
        ("サルヴェニアは提案を断った。", "The proposal was refused by Salvenia and its Council."),
        ("ロス・ベルトランが勝った。", "The race was won by Los Beltran."),
        ("ベルトランは喜んだ。", "There was joy for Beltran."),
        ("テーブルの上に地図があった。", "On a Table there was a map."),
        ("テーブルを買った。", "She bought a table and then another table."),
        ("村田が話した。", "The speaker was Murata."),
        ("小村田の話。", "A tale of Komurata."),
    ],
    "dict_ejdict": [
        ("クラムト", "cramto"),
        ("モルダニア", "Moldania"),
        ("ベルトラン", "Bertram"),
        ("ゲリラ", "Irregular Fighter"),
    ],
    "names_enamdict": [("村田", "Murata"), ("村田", "Murada"), ("渡辺", "Watanabe")],
    "names_wikidata": [
        ("カルノーラ", "Carnolla"),
        ("カルノーラ", "Karnola"),
        ("テーブル", "Teibel"),
        ("ヴィレンコ", "Wilenko"),
        ("ヴィレンコ", "Vilenko"),
        ("フィデルト", "Fidelt"),
        ("ベルトラン", "Bertrand"),
        ("シリア", "Siria"),
        ("クラムト", "Kramt"),
    ],
    "python_docs": [
        ("ヴィレンコの関数。", "A function by Vilenko."),
        ("フィデルトを呼ぶ。", "Call the fidelt."),
        ("環境", "setting"),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, pairs in PAIRS.items():
        (tmp_path / f"{name}.tsv").write_text("".join(f"{ja}\t{en}\n" for ja, en in pairs), encoding="utf-8")
    return tmp_path


def test_names_that_sound_alike_are_listed_or_have_a_reading(corpus: Path) -> None:
    (corpus / "names_wikidata.tsv").unlink()
    assert learn_names(corpus).names == {
        "サルヴェニア": "Salvenia",
        "ベルトラン": "Beltran",
        "モルダニア": "Moldania",
        "村田": "Murata",
    }


def test_names_of_gazetteers_count_where_the_pairs_do_not_say_otherwise(corpus: Path) -> None:
    assert learn_names(corpus).names == {
        "カルノーラ": "Carnolla",
        "ヴィレンコ": "Vilenko",
        "サルヴェニア": "Salvenia",
        "シリア": "Siria",
        "ベルトラン": "Beltran",
        "モルダニア": "Moldania",
        "村田": "Murata",
    }


def test_countries_have_adjectives(corpus: Path) -> None:
    assert learn_names(corpus).adjectives == {"シリア": "Syrian"}


def test_sequences_of_capitalised_words() -> None:
    assert list(capitalised_sequences("In New York, Mr Abe Low said")) == [
        "In", "In New", "In New York", "New", "New York", "York", "Mr", "Mr Abe", "Mr Abe Low", "Abe", "Abe Low", "Low",
    ]  # fmt: skip
