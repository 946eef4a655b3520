"""The Translate Toolkit as maker and judge of XLIFF 2 and TMX files.

Its import package has the name of one of ours, so it lies in a folder of its own inside the environment and works in a
process of its own.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

__all__ = ["ToolkitUnit", "made_by_toolkit", "needs_toolkit", "read_by_toolkit", "written_again_by_toolkit"]

FOLDER = Path(sys.prefix) / "translate-toolkit"
needs_toolkit = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"the Translate Toolkit is not there (pip install --target {FOLDER} --no-deps "
    "translate-toolkit unicode-segmentation-rs)",
)

_START = """
import json, sys
sys.path.insert(0, sys.argv[1])
from translate.storage import tmx, xliff2
path = sys.argv[2]
kind = tmx.tmxfile if path.endswith(".tmx") else xliff2.Xliff2File
"""
_READ = """
store = kind.parsefile(path)
rows = [(u.getid(), str(u.source), str(u.target or ""), bool(u.istranslated()), u.getnotes()) for u in store.units]
print(json.dumps({"source": store.sourcelanguage, "target": store.targetlanguage, "units": rows}))
"""
_MAKE = """
store = kind(sourcelanguage="ja", targetlanguage="en")
store.setsourcelanguage("ja")
for unit in json.load(sys.stdin):
    if kind is tmx.tmxfile:
        store.addtranslation(unit["source"], "ja", unit["target"] or "", "en", unit["note"])
        continue
    made = store.addsourceunit(unit["source"])
    made.setid(unit["name"])
    made.addnote(unit["note"])
    made.marktranslatable(unit["translatable"])
    if unit["target"] is not None:
        made.target = unit["target"]
store.savefile(path)
"""
_WRITE_AGAIN = """
store = kind.parsefile(path)
store.savefile(path)
"""


@dataclass(frozen=True)
class ToolkitUnit:
    """A unit of a file, as the toolkit sees it."""

    name: str
    source: str
    target: str | None = None
    note: str = ""
    translatable: bool = True
    translated: bool = False


def made_by_toolkit(path: Path, units: list[ToolkitUnit]) -> None:
    """Have the toolkit write a file."""
    _run(_MAKE, path, json.dumps([asdict(unit) for unit in units]))


def read_by_toolkit(path: Path) -> tuple[str, str | None, list[ToolkitUnit]]:
    """Source language, target language and units of a file, as the toolkit reads them."""
    found = json.loads(_run(_READ, path))
    units = [
        ToolkitUnit(name, source, target or None, note, translated=translated)
        for name, source, target, translated, note in found["units"]
    ]
    return found["source"], found["target"], units


def written_again_by_toolkit(path: Path) -> None:
    """Have the toolkit read a file and write it over again, in its own way."""
    _run(_WRITE_AGAIN, path)


def _run(program: str, path: Path, given: str = "") -> str:
    command = [sys.executable, "-c", _START + program, str(FOLDER), str(path)]
    result = subprocess.run(command, input=given, capture_output=True, text=True, check=False, cwd=path.parent)
    assert result.returncode == 0, result.stderr
    return result.stdout
