"""Suites that come with the project, by name: the numbers test and the sample articles."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from corpora.lines import read_lines
from corpora.samples import SAMPLES, Sample
from corpora.suites.numbers import FOLDER as NUMBERS
from eval.suites.folder import read_folder
from eval.suites.suite import Suite

__all__ = ["OURS", "read_ours"]


def read_ours(name: str) -> Suite:
    """Read a suite of ours.

    Args:
        name: One of `OURS`.
    """
    return OURS[name]()


def _numbers() -> Suite:
    return replace(read_folder(NUMBERS), name="numbers")


def _samples() -> Suite:
    """The gold beads of the sample articles, of those with both sides: retellings, so no system can come near 100."""
    segments = [(sample, *segment) for sample in SAMPLES for segment in _segments(sample)]
    names = tuple(sample.name for sample, _, _ in segments)
    return Suite(
        name="samples",
        source=tuple(source for _, source, _ in segments),
        references=(tuple(target for _, _, target in segments),),
        documents=names,
        domains=names,
    )


def _segments(sample: Sample) -> list[tuple[str, str]]:
    from align.formats import read_alignment

    japanese, english = read_lines(sample.japanese_sentences), read_lines(sample.english_sentences)
    return [
        ("".join(japanese[index] for index in bead.source), " ".join(english[index] for index in bead.target))
        for bead in read_alignment(sample.gold, "vecalign").alignment.beads
        if not bead.is_null
    ]


OURS: Final[Mapping[str, Callable[[], Suite]]] = {"numbers": _numbers, "samples": _samples}
"""What can be named instead of a folder."""
