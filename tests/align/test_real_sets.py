"""The aligner on documents with gold alignment: the figures that it must keep."""

import os
from itertools import islice
from pathlib import Path

import pytest

from align import align
from align.formats import read_alignment
from corpora.lines import read_lines
from corpora.samples import SAMPLES, Sample
from eval import score_alignment

BENCH = os.environ.get("TAIYAKU_BENCH")
DOCUMENTS = 10


def strict_f1(*documents: tuple[Path, Path, Path]) -> float:
    """Pooled over documents, each a source file, a target file and a gold file."""
    return score_alignment(
        (read_alignment(gold, "vecalign").alignment, align(read_lines(source), read_lines(target)))
        for source, target, gold in documents
    ).strict.f1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_sample_articles(sample: Sample) -> None:
    assert strict_f1((sample.japanese_sentences, sample.english_sentences, sample.gold)) >= 0.85


@pytest.mark.skipif(not BENCH, reason="TAIYAKU_BENCH names no folder of test sets")
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("base-news", 0.98),
        ("news-moved-00", 0.93),
        ("news-moved-05", 0.92),
        ("news-moved-20", 0.92),
        ("coursera-ja-en", 0.93),
    ],
)
def test_development_sets(name: str, floor: float) -> None:
    golds = sorted((Path(BENCH or "") / "align" / name).glob("*.gold"))
    # Weights are learned on the even documents; where there is more than one, judge by the odd ones.
    chosen = islice(golds[1::2] or golds, DOCUMENTS)
    found = strict_f1(*((gold.with_suffix(".ja"), gold.with_suffix(".en"), gold) for gold in chosen))
    assert found >= floor
