"""Why beads were chosen, for people: the strongest signals of each bead in words and figures."""

from collections import defaultdict
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from rich.console import Console
from rich.table import Table

from align.alignment import Alignment, Bead
from app.failures import printable
from app.terminal import print_table

__all__ = ["print_explanations", "strongest", "worth_of"]

SAID: Final = MappingProxyType({
    "cosine": "meaning",
    "gain": "meaning",
    "source_rival": "meaning",
    "target_rival": "meaning",
    "source_coverage": "words with a counterpart",
    "target_coverage": "words with a counterpart",
    "lesser_coverage": "words with a counterpart",
    "source_member_coverage": "words with a counterpart",
    "target_member_coverage": "words with a counterpart",
    "words": "translation",
    "characters": "translation",
    "characters_gain": "translation",
    "characters_margin": "translation",
    "extent": "length",
    "excess": "length",
    "misfit": "length",
    "misfit_squared": "length",
    "likelihood": "reading by the model",
    "commonness": "reading by the model",
    "fluency": "reading by the model",
    "commonness_rate": "reading by the model",
    "pieces": "reading by the model",
    "shape": "number of sentences",
})  # fmt: skip
"""What signals speak of. One that stands here with others makes sense with them only: its share of a weight may well be
negative where the evidence is good."""


def worth_of(bead: Bead) -> float:
    """What all signals add up to, in log-odds: at 0 the bead is no better than leaving its sentences alone."""
    return sum(worth for _, worth in bead.signals)


def strongest(bead: Bead, count: int | None = None) -> list[tuple[str, float]]:
    """What added or took most, with what it added: the signals put together by what they speak of."""
    sums: defaultdict[str, float] = defaultdict(float)
    for name, worth in bead.signals:
        sums[SAID.get(name, name.replace("_", " "))] += worth
    return sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0]))[:count]


def print_explanations(console: Console, alignment: Alignment, source: Sequence[str], target: Sequence[str]) -> None:
    """Print a row for each bead: its sentences, its probability, its worth, and what that is made of."""
    table = Table(show_lines=True)
    table.add_column("Bead")
    table.add_column("Sentences", ratio=3)
    table.add_column("Probability", justify="right")
    table.add_column("Worth", justify="right")
    table.add_column("Signals, in log-odds", ratio=2)
    for bead in alignment.beads:
        numbers = f"{_numbers(bead.source)}:{_numbers(bead.target)}"
        texts = [*(source[index] for index in bead.source), *(target[index] for index in bead.target)]
        table.add_row(numbers, "\n".join(map(printable, texts)), *_figures(bead))
    print_table(console, table)
    console.print("a worth of 0 is a bead no better than leaving its sentences alone", soft_wrap=True)


def _numbers(indices: tuple[int, ...]) -> str:
    return ",".join(map(str, indices)) or "–"


def _figures(bead: Bead) -> tuple[str, str, str]:
    probability = "–" if bead.probability is None else f"{bead.probability:.3f}"
    if not bead.signals:
        return probability, "–", "no counterpart" if bead.is_null else "–"
    return probability, f"{worth_of(bead):+.2f}", "\n".join(f"{worth:+.2f} {name}" for name, worth in strongest(bead))
