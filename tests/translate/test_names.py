"""The lexicon of names: where it finds them, and what its file may hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import ModelError
from translate.names import NameLexicon

LEXICON = NameLexicon({"ミラン": "Milan", "大沢": "Osawa", "大沢池": "Osawa Pond", "直樹": "Naoki", "池": "Ike"})


def found(text: str) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.written) for name in LEXICON.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ミランに着いた。", [("ミラン", "Milan")]),
        ("エミランとミランダ", []),
        ("大沢直樹氏の話", [("大沢", "Osawa"), ("直樹", "Naoki")]),
        ("大沢池のほとり", [("大沢池", "Osawa Pond")]),
        ("広大沢の池", []),
        ("監督は大沢。", [("大沢", "Osawa")]),
        ("", []),
    ],
)
def test_names_are_whole_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    LEXICON.save(tmp_path / "names.tsv")
    assert NameLexicon.load(tmp_path / "names.tsv") == LEXICON


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("ミラン\tMilan\n大沢\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"names\.tsv:2: "):
        NameLexicon.load(path)


@given(st.text(alphabet="ミラン大沢直樹池のー a", max_size=30))
def test_found_names_stand_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for name in LEXICON.find(text):
        assert end <= name.start < name.end
        assert LEXICON.names[text[name.start : name.end]] == name.written
        end = name.end
