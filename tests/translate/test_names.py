"""The lexicon of names: where it finds them, and what its file may hold."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import ModelError
from translate.names import NameLexicon

LEXICON = NameLexicon(
    {"ミラン": "Milan", "大沢": "Osawa", "大沢池": "Osawa Pond", "直樹": "Naoki", "池": "Ike"}, {"ミラン": "Milanese"}
)


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


@pytest.mark.parametrize(
    ("text", "adjective"),
    [
        ("ミランの市場", "Milanese"),
        ("ミラン市場", "Milanese"),
        ("ミラン製の靴", "Milanese"),
        ("ミランで買う", None),
        ("ミラン、そしてミラン", None),
        ("ミラン首都圏", None),
        ("ミラン代表", None),
        ("ミラン", None),
        ("大沢の市場", None),
    ],
)
def test_an_adjective_where_the_next_word_is_meant(text: str, adjective: str | None) -> None:
    assert LEXICON.find(text)[0].adjective == adjective


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    LEXICON.save(tmp_path / "names.tsv")
    assert NameLexicon.load(tmp_path / "names.tsv") == LEXICON


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    for bad in ("大沢", "大沢\t", "\tOsawa", "大沢\tOsawa\t", "大沢\tOsawa\tOsawan\tOsawas"):
        path.write_text(f"ミラン\tMilan\tMilanese\n{bad}\n", encoding="utf-8")
        with pytest.raises(ModelError, match=r"names\.tsv:2: "):
            NameLexicon.load(path)


@given(
    st.dictionaries(
        st.text("アイウ大沢", min_size=1), st.tuples(st.text("Abc ", min_size=1), st.none() | st.just("Abcan"))
    )
)
def test_any_lexicon_is_read_as_it_was_written(entries: dict[str, tuple[str, str | None]]) -> None:
    names = {japanese: english for japanese, (english, _) in entries.items()}
    lexicon = NameLexicon(names, {japanese: adjective for japanese, (_, adjective) in entries.items() if adjective})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "names.tsv"
        lexicon.save(path)
        assert NameLexicon.load(path) == lexicon


@given(st.text(alphabet="ミラン大沢直樹池のー a", max_size=30))
def test_found_names_stand_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for name in LEXICON.find(text):
        assert end <= name.start < name.end
        assert LEXICON.names[text[name.start : name.end]] == name.written
        end = name.end
