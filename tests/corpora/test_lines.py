"""Line files: only a line feed ends a line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.lines import numbered_lines, read_lines


def _file(folder: Path, content: bytes) -> Path:
    place = folder / "lines.txt"
    place.write_bytes(content)
    return place


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\ufeff", exclude_categories=["Cs"])), min_size=1))
def test_lines_come_back_whatever_they_hold(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    place = _file(tmp_path_factory.getbasetemp(), "".join(line + "\n" for line in lines).encode())
    assert read_lines(place) == lines


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("a\nb\n", ["a", "b"]),
        ("a\nb", ["a", "b"]),
        ("a\n\n", ["a", ""]),
        ("\n", [""]),
        ("一\u2028二\x0c三\x85\n四", ["一\u2028二\x0c三\x85", "四"]),
        ("\ufeffa\r\nb\r\n", ["a", "b"]),
    ],
)
def test_what_ends_a_line(tmp_path: Path, content: str, lines: list[str]) -> None:
    assert read_lines(_file(tmp_path, content.encode())) == lines


def test_wrong_encoding_names_file_and_line(tmp_path: Path) -> None:
    place = _file(tmp_path, "正しい行\n".encode() + "違う行\n".encode("cp932"))
    with pytest.raises(InputError, match=r"lines\.txt:2: not UTF-8 text"):
        read_lines(place)


def test_empty_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        read_lines(_file(tmp_path, b""))
    with pytest.raises(InputError, match="no such file"):
        read_lines(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="is a folder"):
        list(numbered_lines(tmp_path))
