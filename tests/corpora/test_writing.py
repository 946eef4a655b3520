"""Writing whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from corpora.errors import OutputError
from corpora.writing import atomic_writer, check_place


def test_text_appears_complete_with_plain_line_ends(tmp_path: Path) -> None:
    place = tmp_path / "out.txt"
    with atomic_writer(place) as stream:
        stream.write("一行目\nsecond\n")
        assert not place.exists()
    assert place.read_bytes() == "一行目\nsecond\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt])
def test_an_interruption_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    place = tmp_path / "out.bin"
    place.write_bytes(b"old")

    def interrupted() -> None:
        with atomic_writer(place, "wb") as stream:
            stream.write(b"half of the new")
            raise interruption

    with pytest.raises(interruption):
        interrupted()
    assert place.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.bin"]


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    place = tmp_path / "out.txt"
    with pytest.raises(OutputError, match=r"no space left on device .*free some space") as caught, atomic_writer(place):
        pass
    assert caught.value.path == place
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_device_is_written_to_directly_and_its_errors_are_ours() -> None:
    with pytest.raises(OutputError, match="no space left"), atomic_writer("/dev/full", "wb") as stream:
        stream.write(b"anything")
    assert Path("/dev/full").is_char_device()


def test_a_missing_folder_names_the_path_and_the_remedy(tmp_path: Path) -> None:
    place = tmp_path / "nowhere" / "out.txt"
    with pytest.raises(OutputError, match=r"nowhere/out\.txt: .*make its folder first"), atomic_writer(place):
        pass


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="name a file, not a folder"), atomic_writer(tmp_path):
        pass
    assert tmp_path.is_dir()


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="where its folder should be"), atomic_writer(tmp_path / "file" / "out"):
        pass


def test_a_read_only_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out.txt"
    place.write_text("kept")
    monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) == place and mode == os.W_OK))
    with pytest.raises(OutputError, match="check the permissions"), atomic_writer(place):
        pass
    assert place.read_text() == "kept"


def test_a_symbolic_link_still_points_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "out.txt", tmp_path / "link.txt"
    link.symlink_to(real)
    with atomic_writer(link) as stream:
        stream.write("through")
    assert link.is_symlink()
    assert real.read_text() == "through"


def test_permissions_of_the_old_file_stay(tmp_path: Path) -> None:
    place = tmp_path / "out.txt"
    place.write_text("old")
    place.chmod(0o640)
    with atomic_writer(place) as stream:
        stream.write("new")
    assert place.stat().st_mode & 0o777 == 0o640


def test_an_error_of_the_callers_own_reading_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic_writer(tmp_path / "out.txt"):
        (tmp_path / "input.txt").read_text()


def test_the_hidden_name_is_announced_before_there_is_a_file(tmp_path: Path) -> None:
    announced: list[Path] = []

    def announce(path: Path) -> None:
        assert not path.exists()
        announced.append(path)

    with atomic_writer(tmp_path / "out.txt", announce=announce) as stream:
        assert [Path(stream.name)] == announced


def test_a_place_is_tried_without_a_trace(tmp_path: Path) -> None:
    place = tmp_path / "out.txt"
    check_place(place)
    assert list(tmp_path.iterdir()) == []
    place.write_text("old")
    check_place(place)
    assert place.read_text() == "old"
    for bad in (tmp_path, tmp_path / "missing" / "out.txt", place / "below"):
        with pytest.raises(OutputError, match="cannot be written"):
            check_place(bad)
