"""Which stored comparisons the paths of a call mean."""

from collections.abc import Sequence
from pathlib import Path

from app.storage import load_comparison
from app.viewer.articles import Shelved
from corpora.errors import InputError

__all__ = ["STORED_NAME", "open_shelf"]

STORED_NAME = "document.json"
_USUAL_FOLDERS = (Path("taiyaku-out"), Path("taiyaku-demo"))


def open_shelf(paths: Sequence[Path], *, keeps_edits: bool = True) -> list[Shelved]:
    """Load stored comparisons with a name to choose each by.

    Args:
        paths: Files that `save_comparison` wrote, or folders that hold such files anywhere below. None means the
            folders where the command writes, if they are there.
        keeps_edits: Whether edits made in the viewer are written down beside them.

    Raises:
        InputError: If a path is missing, is no stored comparison, or is a folder without one.
    """
    wanted = list(paths) or [folder for folder in _USUAL_FOLDERS if any(folder.rglob(STORED_NAME))]
    stored = dict.fromkeys(file for path in wanted for file in _files(Path(path)))
    return [Shelved(_name(file), load_comparison(file), file, keeps_edits) for file in stored]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob(STORED_NAME))
    if not found:
        raise InputError(f"holds no {STORED_NAME}", path=path, remedy="make one with taiyaku compare -o FOLDER")
    return found


def _name(file: Path) -> str:
    """The folder's name where the file has the usual one, else the file's own."""
    return file.resolve().parent.name if file.name == STORED_NAME else file.stem
