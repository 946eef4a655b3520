"""Which files a call means: files, folders and globs made into a list, and folders paired by stem."""

import glob
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError

__all__ = ["STDIN", "Listed", "Paired", "files_by_stem", "list_files", "pair_by_stem", "stem_of"]

LANGUAGE_SUFFIXES = (".ja", ".en")

Lister = Callable[[Path], Sequence[Path]]
"""The files of a folder that count, in order; raises `InputError` if there are none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to work on.

    Attributes:
        path: Where it is.
        relative: Its place below the folder it was found in; only its name if it was named itself.
        is_stdin: It is no file but the standard input.
    """

    path: Path
    relative: Path
    is_stdin: bool = False


STDIN = Listed(Path("-"), Path("stdin"), is_stdin=True)


@dataclass(frozen=True, slots=True)
class Paired:
    """Two folders paired by stem.

    Attributes:
        pairs: Stem, left file, right file, by stem.
        left_only: Files without a partner.
        right_only: Files without a partner.
    """

    pairs: tuple[tuple[str, Path, Path], ...]
    left_only: tuple[Path, ...]
    right_only: tuple[Path, ...]


def stem_of(path: Path) -> str:
    """The name of a file without its suffix, and without its language: `a.ja.txt` and `a.en.html` are both `a`."""
    if path == STDIN.path:
        return STDIN.relative.name
    stem = path.with_suffix("")
    return stem.with_suffix("").name if stem.suffix.lower() in LANGUAGE_SUFFIXES else stem.name


def list_files(names: Sequence[str], lister: Lister) -> list[Listed]:
    """The files that these names mean, each once, in the order given.

    Args:
        names: Files, folders, globs (for shells that leave them alone), `-` for stdin; nothing means stdin too.
        lister: Tells the files of a folder.

    Raises:
        InputError: If a glob matches nothing or a folder holds nothing to read.
    """
    listed: dict[Path, Listed] = {}
    for name in names or ("-",):
        if name == "-":
            listed.setdefault(STDIN.path, STDIN)
            continue
        for path in _matches(name):
            if path.is_dir():
                found = [Listed(file, _below(file, path)) for file in lister(path)]
            else:
                found = [Listed(path, Path(path.name))]
            for item in found:
                listed.setdefault(item.path, item)
    return list(listed.values())


def pair_by_stem(left: Path, right: Path, lister: Lister) -> Paired:
    """Pair the files of two folders whose paths below them agree but for suffix and language.

    Raises:
        InputError: If no stem is in both folders, or one stands for two files of the same folder.
    """
    lefts, rights = files_by_stem(left, lister), files_by_stem(right, lister)
    both = sorted(lefts.keys() & rights.keys())
    if not both:
        raise InputError(
            f"no file has the same stem as one in {right}",
            path=left,
            remedy="files are paired by name without suffix and language, such as a.ja.txt with a.html",
        )
    return Paired(
        pairs=tuple((stem, lefts[stem], rights[stem]) for stem in both),
        left_only=tuple(path for stem, path in lefts.items() if stem not in rights),
        right_only=tuple(path for stem, path in rights.items() if stem not in lefts),
    )


def files_by_stem(folder: Path, lister: Lister) -> dict[str, Path]:
    """The files of a folder by their path below it without suffix and language.

    Raises:
        InputError: If one stem stands for two files.
    """
    stems: dict[str, Path] = {}
    for path in lister(folder):
        stem = path.relative_to(folder).with_name(stem_of(path)).as_posix()
        if stem in stems:
            raise InputError(
                f"has the same stem as {stems[stem].name}", path=path, remedy="rename one: files are paired by stem"
            )
        stems[stem] = path
    return stems


def _below(file: Path, folder: Path) -> Path:
    """The place of a file below its folder; a lister may take the folder itself for one thing."""
    return Path(folder.name or folder.resolve().name) if file == folder else file.relative_to(folder)


def _matches(name: str) -> list[Path]:
    path = Path(name)
    if not glob.has_magic(name) or path.exists():
        return [path]
    matches = [Path(match) for match in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207  takes absolute globs
    if not matches:
        raise InputError("nothing matches", path=name, remedy="check the pattern")
    return matches
