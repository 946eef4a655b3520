"""`load_suite`: from a folder or a sacrebleu name to a suite."""

from pathlib import Path

from corpora.errors import InputError
from eval.suites.folder import read_folder
from eval.suites.sacrebleu_sets import is_sacrebleu_name, read_sacrebleu
from eval.suites.suite import Suite

__all__ = ["load_suite"]


def load_suite(name: str | Path) -> Suite:
    """Read a suite.

    Args:
        name: A folder (see `eval.suites.folder.LAYOUTS`), or a sacrebleu test set with its language pair such as
            `wmt21/systems/ja-en`, which sacrebleu downloads once. A folder of that name goes first.

    Raises:
        InputError: There is no such suite, it cannot be downloaded, or a file of it cannot be read.
        ScoreError: Its files do not have the same number of lines.
    """
    folder = Path(name)
    if folder.is_dir():
        return read_folder(folder)
    if is_sacrebleu_name(str(name)):
        return read_sacrebleu(str(name))
    what = "is a file, not a suite" if folder.exists() else "no such suite"
    raise InputError(
        what,
        path=name,
        remedy="give a folder with src.ja and ref.en, or a sacrebleu name such as wmt23/ja-en",
    )
