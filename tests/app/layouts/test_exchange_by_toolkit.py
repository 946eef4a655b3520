"""XLIFF 2 and TMX made by the Translate Toolkit go in, and it reads what comes out."""

from pathlib import Path

import pytest

from tests.app.calling import TRANSLATIONS, Taiyaku
from tests.localisation_toolkit import (
    ToolkitUnit,
    made_by_toolkit,
    needs_toolkit,
    read_by_toolkit,
    written_again_by_toolkit,
)

pytestmark = [pytest.mark.usefixtures("engine"), needs_toolkit]

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()
KINDS = pytest.mark.parametrize("kind", ["xlf", "tmx"])


def texts(path: Path) -> list[tuple[str, str | None]]:
    return [(unit.source, unit.target) for unit in read_by_toolkit(path)[2]]


@KINDS
def test_files_of_the_toolkit_get_what_they_lack(taiyaku: Taiyaku, tmp_path: Path, kind: str) -> None:
    given = [
        ToolkitUnit("a", FIRST_JA, note="on the front page"),
        ToolkitUnit("b", SECOND_JA, ""),  # a target that is there and blank
        ToolkitUnit("c", "橋 <b>と</b> 道。", "A bridge & <b>a road</b>."),
        ToolkitUnit("d", f"{FIRST_JA}{SECOND_JA}"),
        ToolkitUnit("e", "無言。"),
    ]
    path, out = tmp_path / f"in.{kind}", tmp_path / f"out.{kind}"
    made_by_toolkit(path, given)
    assert taiyaku("translate", path, "-o", out).code == 1
    source, target, units = read_by_toolkit(out)
    assert (source, target) == ("ja", "en" if kind == "xlf" else None), "TMX has no place for a target language"
    expected = [FIRST, SECOND, given[2].target, f"{FIRST} {SECOND}", None]
    assert [(unit.source, unit.target) for unit in units] == [
        (unit.source, english) for unit, english in zip(given, expected, strict=True)
    ]
    assert [unit.translated for unit in units] == [True, True, True, True, False]
    assert units[0].note == "on the front page"
    if kind == "xlf":
        assert [unit.name for unit in units] == [unit.name for unit in given]
    written_again_by_toolkit(out)
    again = taiyaku("translate", out, "-o", f"again.{kind}")
    assert (again.code, (tmp_path / f"again.{kind}").read_bytes()) == (1, out.read_bytes()), "only 無言 is tried again"


def test_what_the_toolkit_marks_as_not_to_be_translated_is_left_alone(taiyaku: Taiyaku, tmp_path: Path) -> None:
    made_by_toolkit(tmp_path / "in.xlf", [ToolkitUnit("a", FIRST_JA, translatable=False), ToolkitUnit("b", THIRD_JA)])
    assert taiyaku("translate", "in.xlf", "-o", "out.xlf").code == 0
    assert texts(tmp_path / "out.xlf") == [(FIRST_JA, None), (THIRD_JA, THIRD)]


@KINDS
def test_the_toolkit_reads_what_we_make_of_articles_and_lines(
    taiyaku: Taiyaku, article: Path, tmp_path: Path, kind: str
) -> None:
    assert taiyaku("translate", article, "-o", f"article.{kind}").code == 0
    source, target, units = read_by_toolkit(tmp_path / f"article.{kind}")
    assert (source, target) == ("ja", "en" if kind == "xlf" else None)
    assert [(unit.source, unit.target) for unit in units] == list(TRANSLATIONS.items())
    assert all(unit.translated for unit in units)
    (tmp_path / "in.ja").write_text(f"{FIRST_JA}\n\n無言。\n港 & <b>町</b>\u2028と\t海。\x0b\n")
    assert taiyaku("translate", "-l", "in.ja", "-o", f"lines.{kind}").code == 1
    odd = "港 & <b>町</b>\u2028と\t海。" + (" " if kind == "tmx" else "")  # the toolkit passes over <cp/>
    lines = [(FIRST_JA, FIRST), ("無言。", None), (odd, "18 characters")]
    assert texts(tmp_path / f"lines.{kind}") == [line for line in lines if kind == "xlf" or line[1]]


@KINDS
def test_what_the_toolkit_has_written_again_is_still_ours(
    taiyaku: Taiyaku, article: Path, tmp_path: Path, kind: str
) -> None:
    assert taiyaku("translate", article, "-o", f"out.{kind}").code == 0
    written_again_by_toolkit(tmp_path / f"out.{kind}")
    again = taiyaku("translate", f"out.{kind}", "-o", f"again.{kind}")
    assert again.code == 0, again.err
    assert texts(tmp_path / f"again.{kind}") == list(TRANSLATIONS.items())
