"""How long an article takes once it is translated: aligning, judging, writing down, each at several lengths.

    python benchmarks/article_speed.py [--sentences 40 250 1000]

The articles are made of the project's own sentences (the numbers suite and the beads of the faithfulness suite), some
of them moved, some missing on one side; the translations are their English with some words changed. Each length runs
in a process of its own, so that nothing is remembered from another one. Prints a Markdown table of processor seconds,
with the hash of everything written: two versions of the code with the same hash give the same result.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

STEPS = ("align", "explain", "translation checks", "article checks", "BLEU", "chrF2", "TER", "report", "files")


@dataclass(frozen=True, slots=True)
class Pair:
    """A Japanese sentence or two, and their English."""

    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds of each step, and the hash of what came out."""

    seconds: dict[str, float]
    outcome: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, nargs="+", default=[40, 250, 1000], help="lengths of the article")
    lengths = parser.parse_args().sentences
    rows = [("Sentences", *STEPS, "together", "outcome"), (":--", *["--:"] * (len(STEPS) + 1), ":--")]
    for length in lengths:
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as alone:
            measured = alone.submit(measure, length).result()
        times = [f"{measured.seconds[step]:.2f}" for step in STEPS]
        rows.append((f"{length:,}", *times, f"{sum(measured.seconds.values()):.2f}", measured.outcome))
    sys.stdout.write("".join(f"| {' | '.join(row)} |\n" for row in rows))


def made_pairs(count: int) -> list[Pair]:
    """So many pairs out of the suites of ours, in an order that is the same every time."""
    from corpora.lines import read_lines
    from corpora.suites.faithfulness import planted_beads
    from corpora.suites.numbers import FOLDER

    numbers = zip(read_lines(FOLDER / "src.ja"), read_lines(FOLDER / "ref.en"), strict=True)
    pairs = [Pair("".join(bead.source), " ".join(bead.target)) for bead in planted_beads()]
    pairs += [Pair(japanese, english) for japanese, english in numbers]
    random.Random(1).shuffle(pairs)
    return (pairs * (count // len(pairs) + 1))[:count]


def measure(count: int) -> Measured:
    """Take an article of so many pairs through every step after its translation."""
    from align import align
    from align.explaining import explained
    from app.comparison import Comparison
    from app.report import render_report
    from app.written import write_comparison
    from corpora import document_from_text
    from eval import score_beads
    from eval.faithfulness import Faithfulness, check_translation, find_discrepancies

    pairs = made_pairs(count)
    draw = random.Random(2)
    english = document_from_text("\n\n".join(_retold(pairs, draw)), name="made.en.txt", language="en")
    comparison = Comparison(_translated(pairs, draw), english)
    source = [item.sentence.text for item in comparison.aligned_japanese()]
    target = [sentence.text for sentence in comparison.aligned_english()]
    hypotheses = [item.hypothesis.text for item in comparison.aligned_japanese()]
    align(source[:9], target[:9], translation=hypotheses[:9])  # loads the embedding
    score_beads(["a"], align(["あ"], ["a"]), ["あ"], ["a"])  # loads sacrebleu
    seconds: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step gives
        began = time.process_time()
        result = work()
        seconds[step] = time.process_time() - began
        return result

    alignment = timed("align", lambda: align(source, target, translation=hypotheses))
    alignment = timed("explain", lambda: explained(alignment, source, target, translation=hypotheses))
    of_translation = timed("translation checks", lambda: check_translation(source, hypotheses))
    of_article = timed("article checks", lambda: find_discrepancies(source, target, alignment))
    for metric in ("BLEU", "chrF2", "TER"):
        timed(metric, lambda: score_beads(hypotheses, alignment, source, target, metrics=(metric,)))  # noqa: B023
    comparison = replace(
        comparison,
        alignment=alignment,
        scores=score_beads(hypotheses, alignment, source, target),
        faithfulness=Faithfulness(of_article, of_translation),
    )
    timed("report", lambda: render_report(comparison))
    with tempfile.TemporaryDirectory() as folder:
        timed("files", lambda: write_comparison(comparison, Path(folder)))
        written = b"".join(path.read_bytes() for path in sorted(Path(folder).iterdir()))
    return Measured(seconds, hashlib.sha256(written).hexdigest()[:12])


def _retold(pairs: list[Pair], draw: random.Random) -> list[str]:
    """The English of the pairs: one in twelve is missing, one in ten stands elsewhere."""
    told = [pair.english for pair in pairs if draw.random() > 1 / 12]
    for _ in range(len(told) // 10):
        told.insert(draw.randrange(len(told)), told.pop(draw.randrange(len(told))))
    return told


def _translated(pairs: list[Pair], draw: random.Random) -> Any:  # noqa: ANN401 - a Translation; loaded late
    from corpora import document_from_text
    from translate.translation import Hypothesis, TranslatedSentence, Translation

    document = document_from_text("\n\n".join(pair.japanese for pair in pairs), name="made.ja.txt", language="ja")
    english = iter(pairs)
    last, items = None, []
    for block, sentence in document.located_sentences():
        if block is not last:
            last, pair = block, next(english)
        items.append(TranslatedSentence(block, sentence, Hypothesis(_reworded(pair.english, draw))))
    return Translation(document, tuple(items), "made")


def _reworded(english: str, draw: random.Random) -> str:
    """A third of the words dropped, exchanged with the next, or other words."""
    words = english.split()
    for place in range(len(words) - 1):
        chance = draw.random()
        if chance < 0.1:
            words[place] = ""
        elif chance < 0.2:
            words[place], words[place + 1] = words[place + 1], words[place]
        elif chance < 0.3:
            words[place] = draw.choice(words).lower()
    return " ".join(word for word in words if word)


if __name__ == "__main__":
    main()
