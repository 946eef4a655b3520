"""Storing a comparison: it comes back as it was, and a broken file says where it is broken."""

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.comparison import Comparison
from app.storage import VERSION, load_comparison, save_comparison
from corpora.document import BlockKind
from corpora.errors import InputError, OutputError
from tests.app.invented import compared, document, hostile, piece, translated, translated_only
from translate.translation import Hypothesis


def data_of(comparison: Comparison, folder: Path) -> Any:
    """What the file holds."""
    save_comparison(comparison, folder / "document.json")
    return json.loads((folder / "document.json").read_text("utf-8"))


def load_data(data: object, folder: Path) -> Comparison:
    """What a file with this content gives."""
    path = folder / "changed.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_comparison(path)


@pytest.mark.parametrize("make", [compared, translated_only, hostile])
def test_a_comparison_comes_back_as_it_was(make: Callable[[], Comparison], tmp_path: Path) -> None:
    save_comparison(make(), tmp_path / "document.json")
    assert load_comparison(tmp_path / "document.json") == make()


def test_a_comparison_without_scores_or_encoding_comes_back_as_it_was(tmp_path: Path) -> None:
    comparison = compared()
    japanese = replace(comparison.translation.document, encoding=None)
    comparison = replace(comparison, scores=None, translation=replace(comparison.translation, document=japanese))
    save_comparison(comparison, tmp_path / "document.json")
    assert load_comparison(tmp_path / "document.json") == comparison


def test_what_makes_scores_doubtful_comes_back(tmp_path: Path) -> None:
    scores = compared().scores
    assert scores is not None
    comparison = replace(compared(), scores=replace(scores, notes=("3 translations are empty",)))
    save_comparison(comparison, tmp_path / "document.json")
    assert load_comparison(tmp_path / "document.json") == comparison


@given(text=st.text(st.characters(exclude_categories=[]), min_size=1), score=st.none() | st.floats(-50, 0))
def test_any_text_and_score_come_back(tmp_path_factory: pytest.TempPathFactory, text: str, score: float | None) -> None:
    path = tmp_path_factory.mktemp("any") / "document.json"
    japanese = document(text, "ja", [piece(BlockKind.PARAGRAPH, text)])
    comparison = Comparison(translated(japanese, {text: Hypothesis(text, score)}))
    save_comparison(comparison, path)
    assert load_comparison(path) == comparison


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    save_comparison(compared(), tmp_path / "a.json")
    save_comparison(compared(), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_japanese_can_be_read_in_the_file(tmp_path: Path) -> None:
    save_comparison(compared(), tmp_path / "document.json")
    assert "港町ミナソ" in (tmp_path / "document.json").read_text("utf-8")


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        save_comparison(compared(), tmp_path / "nowhere" / "document.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"[1, 2]", "is not a stored comparison"),
        (b'{"format": "other"}', "is not a stored comparison"),
        (b'{"format": "taiyaku-comparison"}', "has no 'version'"),
        (b'{"format": "taiyaku-comparison", "version": 99}', "version: 99 is unknown here"),
        (b'{"format": NaN}', "is not JSON that taiyaku wrote"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_stored_comparison_is_an_input_error(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        load_comparison(path)
    assert caught.value.path == path
    assert "\n" not in str(caught.value)


def test_a_cut_off_file_says_in_which_line(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    save_comparison(compared(), path)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:40]), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_comparison(path)
    assert caught.value.line in (39, 40)


def change(data: Any, way: tuple[str | int, ...], value: object) -> Any:
    """A copy with one value exchanged."""
    changed = copy.deepcopy(data)
    place = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("way", "value", "place"),
    [
        (("alignment", "beads", 3, "source"), [99], r"alignment\.beads\[3\]\.source\[0\]: 99 is out of range"),
        (("alignment", "beads", 3, "source"), [4], r"alignment\.beads: do not hold every source sentence exactly once"),
        (("alignment", "beads", 0, "probability"), 1.5, r"alignment\.beads\[0\]\.probability: 1\.5 is not between"),
        (("alignment", "beads", 0, "signals"), ["cosine"], r"alignment\.beads\[0\]\.signals: is not an object"),
        (("alignment", "beads", 0, "signals"), {"cosine": "5"}, r"beads\[0\]\.signals\.cosine: is not a number"),
        (("alignment", "target_count"), 14, r"alignment\.beads: do not hold every target sentence"),
        (("source",), None, "alignment: there is no source to align with"),
        (("japanese", "blocks", 1, "end"), 20, r"japanese\.blocks\[2\]: begins at"),
        (("japanese", "blocks", 0, "kind"), "poem", r"japanese\.blocks\[0\]\.kind: 'poem' is not one of"),
        (("japanese", "text"), "短い", r"japanese\.blocks\[0\]\.end: \d+ is out of range"),
        (("translation", "sentences", 1, "start"), 3, r"translation\.sentences\[1\]\.start: no sentence"),
        (("translation", "sentences", 1, "flags"), ["odd"], r"translation\.sentences\[1\]\.flags\[0\]: 'odd' is not"),
        (("translation", "engine"), 7, r"translation\.engine: is not a text"),
        (("scores", "scores", 0, "value"), True, r"scores\.scores\[0\]\.value: is not a number"),
        (("scores", "coverage"), {}, r"scores\.coverage: has no 'source_covered'"),
    ],
)
def test_a_contradiction_is_named_with_its_place(
    way: tuple[str | int, ...], value: object, place: str, tmp_path: Path
) -> None:
    data = data_of(compared(), tmp_path)
    assert data["version"] == VERSION
    with pytest.raises(InputError, match=place):
        load_data(change(data, way, value), tmp_path)


def ways(data: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of the file."""
    steps: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield (*way, step)
        yield from ways(value, (*way, step))


@pytest.mark.parametrize("junk", [None, -1, 10**9, 0.5, True, "", "x", [], [[]], {}, {"a": 1}])
def test_any_value_gone_wrong_is_an_input_error_or_still_a_comparison(junk: object, tmp_path: Path) -> None:
    data = data_of(compared(), tmp_path)
    for number, way in enumerate(ways(data)):
        if number % 7:  # every seventh value reaches each kind of field and keeps this quick
            continue
        with contextlib.suppress(InputError):
            assert isinstance(load_data(change(data, way, junk), tmp_path), Comparison)
