"""`load_suite`: from a folder, a name of ours or a sacrebleu name to a suite."""

from dataclasses import replace
from pathlib import Path

from corpora.errors import InputError
from eval.suites.folder import read_folder
from eval.suites.human_scores import published_human_scores
from eval.suites.ours import OURS, read_ours
from eval.suites.sacrebleu_sets import is_sacrebleu_name, read_sacrebleu
from eval.suites.suite import Suite

__all__ = ["load_suite"]


def load_suite(name: str | Path) -> Suite:
    """Read a suite.

    Args:
        name: A folder (see `eval.suites.folder.LAYOUTS`), a name in `eval.suites.ours.OURS`, or a sacrebleu test set
            with its language pair such as `wmt21/systems/ja-en`, which sacrebleu downloads once. A folder goes first.

    Raises:
        InputError: There is no such suite, it cannot be downloaded, or a file of it cannot be read.
        ScoreError: Its files do not have the same number of lines.
    """
    suite = _read(name)
    return suite if suite.human else replace(suite, human=published_human_scores(suite.name))


def _read(name: str | Path) -> Suite:
    folder = Path(name)
    if folder.is_dir():
        return read_folder(folder)
    if str(name) in OURS:
        return read_ours(str(name))
    if is_sacrebleu_name(str(name)):
        return read_sacrebleu(str(name))
    what = "is a file, not a suite" if folder.exists() else "no such suite"
    raise InputError(
        what,
        path=name,
        remedy="give a folder with src.ja and ref.en, or a sacrebleu name such as wmt23/ja-en; "
        f"of ours there are {' and '.join(OURS)}",
    )
