"""Suites that sacrebleu knows by name; it downloads them once and keeps them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpora.errors import InputError
from corpora.lines import read_lines
from eval.segments import Segments
from eval.suites.suite import Suite

if TYPE_CHECKING:
    from sacrebleu.dataset.base import Dataset

__all__ = ["is_sacrebleu_name", "read_sacrebleu"]

_ABOUT_SEGMENTS: Final = ("src", "docid", "origlang", "domain", "genre")
"""Fields of sacrebleu's that are no system's output; references begin with `ref`."""


def is_sacrebleu_name(name: str) -> bool:
    """Whether sacrebleu has a test set and language pair of this name, such as `wmt21/ja-en`."""
    return _find(name) is not None


def read_sacrebleu(name: str) -> Suite:
    """Read a test set of sacrebleu's, downloading it if it is not there yet.

    Args:
        name: Test set and language pair, such as `wmt21/ja-en`, or `wmt21/systems/ja-en` for the systems with it.

    Raises:
        InputError: sacrebleu does not know it, or it cannot be downloaded.
        ScoreError: Its files do not have the same number of lines.
    """
    found = _find(name)
    if found is None:
        raise InputError("not a test set of sacrebleu", path=name, remedy="`sacrebleu --list` names them all")
    dataset, pair = found
    try:
        files = dict(zip(dataset.fieldnames(pair), _paths(dataset.get_files, pair), strict=True))
        references = _paths(dataset.get_reference_files, pair)
    except (OSError, SystemExit) as error:  # sacrebleu ends the program when a download is damaged
        reason = "the download is damaged" if isinstance(error, SystemExit) else getattr(error, "reason", error)
        raise InputError(
            f"cannot be downloaded: {' '.join(str(reason).split())}",
            path=name,
            remedy="connect to a network for the first run, or give a folder",
        ) from error
    # `wmt21/systems` is `wmt21` with the outputs of the systems that took part: one suite, one name.
    return _suite(name.replace("/systems/", "/").replace("/", "-"), files, references)


def _find(name: str) -> "tuple[Dataset, str] | None":
    from sacrebleu.dataset import DATASETS

    test_set, _, pair = name.rpartition("/")
    dataset = DATASETS.get(test_set)
    return None if dataset is None or pair not in dataset.langpairs else (dataset, pair)


def _paths(get: Callable[[str], list[str]], pair: str) -> list[Path]:
    """What a method of sacrebleu's returns; its own types are not declared."""
    return [Path(path) for path in get(pair)]


def _suite(name: str, files: Mapping[str, Path], references: list[Path]) -> Suite:
    lines = {field: tuple(read_lines(path)) for field, path in files.items()}
    read = tuple(tuple(read_lines(path)) for path in references)
    beside = [*(list(reference) for reference in read), *(list(lines[field]) for field in lines if field != "src")]
    names = [*(path.name for path in references), *(files[field].name for field in lines if field != "src")]
    Segments(list(lines["src"]), beside, hypothesis_name=files["src"].name, reference_names=names).check()
    return Suite(
        name=name,
        source=lines["src"],
        references=read,
        documents=lines.get("docid"),
        domains=lines.get("domain") or lines.get("genre"),
        systems=tuple(
            (field, lines[field])
            for field in sorted(lines)
            if field not in _ABOUT_SEGMENTS and not field.startswith("ref")
        ),
    )
