"""Which stored comparisons the paths of a call mean."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.comparison import Comparison
from app.failures import say
from app.storage import load_comparison
from app.viewer.articles import Shelved
from corpora.errors import InputError

__all__ = ["STORED_NAME", "open_shelf"]

STORED_NAME = "document.json"
_USUAL_FOLDERS = (Path("taiyaku-out"), Path("taiyaku-demo"))


def open_shelf(paths: Sequence[Path], *, keeps_edits: bool = True, tell: Callable[[str], None] = say) -> list[Shelved]:
    """Load stored comparisons with a name to choose each by.

    Args:
        paths: Files that `save_comparison` wrote, or folders that hold such files anywhere below. None means the
            folders where the command writes, if they are there.
        keeps_edits: Whether edits made in the viewer are written down beside them.
        tell: Told in one line what cannot be read among others of a folder; by default a line on stderr.

    Raises:
        InputError: If a path is missing, is no stored comparison, or is a folder without one that can be read.
    """
    wanted = list(paths) or [folder for folder in _USUAL_FOLDERS if any(folder.rglob(STORED_NAME))]
    shelf: dict[Path, Shelved] = {}
    for path in map(Path, wanted):
        shelf |= {file: Shelved(_name(file), comparison, file, keeps_edits) for file, comparison in _read(path, tell)}
    return list(shelf.values())


def _read(path: Path, tell: Callable[[str], None]) -> list[tuple[Path, Comparison]]:
    read: list[tuple[Path, Comparison]] = []
    damaged: list[InputError] = []
    for file in _files(path):
        try:
            read.append((file, load_comparison(file)))
        except InputError as error:
            damaged.append(error)
    if damaged and not read:
        raise damaged[0]
    for left_out in damaged:
        tell(f"left out: {left_out}")
    return read


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
