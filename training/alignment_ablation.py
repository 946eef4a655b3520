"""What every signal and every solver brings: the aligner on the development sets with one part taken away or forced.

A signal is taken away by learning the weights anew without it, so that the others take over what they can. To be done
in minutes, weights are learned here from a quarter of the documents that those that ship have seen, with all copies.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from align import align
from align.alignment import Alignment
from align.embedding import embedded_embedding
from align.gate import ReorderGate
from align.monotone import MonotoneSolver, Solver
from align.nulls import NullRuns, with_nulls
from align.packing import PackingSolver
from align.probability import bead_of
from align.scattered import is_scattered
from align.scoring import SignalScorer
from align.weights import SIGNALS, Kind, ScoreWeights
from eval import score_alignment
from training.perturbation import GoldDocument, perturbed, scattered
from training.tuning import (
    COVERAGE_SIGNALS,
    FITTED_SET,
    USABLE,
    fit_weights,
    gold_documents,
    machine_translated,
    with_variants,
)

__all__ = ["ablation_table", "figures_table", "scattered_table", "translated_table"]

THINNED: Final = 4
SETS: Final = ("base-news", "news-moved-00", "news-moved-05", "news-moved-20", "coursera-ja-en")
GROUPS: Final = {
    "everything": frozenset[str](),
    "without coverage": COVERAGE_SIGNALS,
    "without the weakest member": frozenset({"source_member_coverage", "target_member_coverage"}),
    "without length": frozenset({"extent", "excess", "misfit", "misfit_squared"}),
    "without extent": frozenset({"extent"}),
    "without rivals": frozenset({"source_rival", "target_rival"}),
    "without gain": frozenset({"gain"}),
    "cosine and shape alone": frozenset(SIGNALS) - {"cosine"},
}
"""What is taken away, and the signals that this means."""
SOLVERS: Final[dict[str, Solver | None]] = {
    "the gate decides": None,
    "always monotone": MonotoneSolver(),
    "always packing": PackingSolver(),
}


def ablation_table(bench: Path, *, say: Callable[[str], None]) -> str:
    """Strict F1 on the documents that nothing was learned from, by signals left out and by solver, as Markdown."""
    folder = bench / "align"
    learned = with_variants(list(gold_documents(folder / FITTED_SET, first=0))[::THINNED])
    held_out = {name: _held_out(folder / name) for name in SETS}
    rows = []
    for name, removed in GROUPS.items():
        say(name)
        weights = fit_weights(learned, Kind.PIECES, USABLE[Kind.PIECES] - removed)
        solvers = SOLVERS if not removed else {"the gate decides": None}
        rows += [
            [name, how, *(f"{_strict_f1(held_out[each], weights, solver):.3f}" for each in SETS)]
            for how, solver in solvers.items()
        ]
    return markdown(["signals", "solver", *SETS], rows)


def figures_table(bench: Path) -> str:
    """Strict and lax F1 on all documents of every set, after the first look and in the end.

    The third figure counts with the runs of nulls of gold and of ours taken apart.
    """
    rows = []
    for name in SETS:
        documents = [document for first in (0, 1) for document in gold_documents(bench / "align" / name, first=first)]
        first = ((each.gold, align(each.source, each.target, second_look=False)) for each in documents)
        pairs = [(each.gold, align(each.source, each.target)) for each in documents]
        scores = score_alignment(pairs)
        single = score_alignment((single_nulls(gold), single_nulls(found)) for gold, found in pairs)
        figures = (score_alignment(first).strict.f1, scores.strict.f1, single.strict.f1, scores.lax.f1)
        rows.append([name, len(pairs), *(f"{f1:.3f}" for f1 in figures)])
    head = ["set", "documents", "first look", "strict F1", "strict F1, one null a sentence", "lax F1"]
    return markdown(head, rows)


def translated_table(bench: Path) -> str:
    """Strict and lax F1 on the tests of the German-French set, by the MT system whose translation is given."""
    systems: dict[str, list[GoldDocument]] = {}
    for name, document in machine_translated(bench / "align", "test"):
        systems.setdefault(name, []).append(document)
    rows = []
    for name, documents in systems.items():
        found = ((each.gold, align(each.source, each.target, translation=each.translation)) for each in documents)
        scores = score_alignment(found)
        rows.append([name, len(documents), f"{scores.strict.f1:.3f}", f"{scores.lax.f1:.3f}"])
    return markdown(["translation", "documents", "strict F1", "lax F1"], rows)


def scattered_table(bench: Path) -> str:
    """Strict F1 where half of the beads of several sentences are torn apart, and the beads made of sentences apart.

    The documents are every fourth of base-news, none that weights were learned from, with sentences merged and dropped.
    """
    documents = [
        scattered(perturbed(document, f"scattered/{place}"), str(place))
        for place, document in enumerate(list(gold_documents(bench / "align" / FITTED_SET, first=1))[::2])
    ]
    rows = []
    for name, second_look in (("first look only", False), ("with the second look", True)):
        pairs = [
            (each.gold, align(each.source, each.target, nulls=NullRuns(), second_look=second_look))
            for each in documents
        ]
        made = [(bead, gold) for gold, found in pairs for bead in found.beads if is_scattered(bead)]
        right = sum(any((bead.source, bead.target) == (b.source, b.target) for b in gold.beads) for bead, gold in made)
        there = sum(is_scattered(bead) for gold, _ in pairs for bead in gold.beads)
        f1 = score_alignment(pairs).strict.f1
        rows.append([name, len(documents), f"{f1:.3f}", there, len(made), right])
    return markdown(["", "documents", "strict F1", "gold beads apart", "made", "right"], rows)


def aligned(document: GoldDocument, weights: ScoreWeights, solver: Solver | None) -> Alignment:
    """What `align` does at first, with other weights."""
    source, target = document.source, document.target
    scorer = SignalScorer(source, target, embedded_embedding(), weights=weights)
    found = solver.solve(scorer) if solver else ReorderGate().decide(scorer).beads
    beads = with_nulls(map(bead_of, found), len(source), len(target), NullRuns.of(source, target))
    return Alignment(beads, len(source), len(target))


def single_nulls(alignment: Alignment) -> Alignment:
    """The same with one null bead for each sentence that is in none with both sides."""
    paired = [bead for bead in alignment.beads if not bead.is_null]
    beads = with_nulls(paired, alignment.source_count, alignment.target_count)
    return replace(alignment, beads=beads)


def markdown(head: list[str], rows: Iterable[Sequence[object]]) -> str:
    """A table."""
    lines: list[Sequence[object]] = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _held_out(folder: Path) -> list[GoldDocument]:
    """The odd documents; a set of one document nothing was learned from."""
    return list(gold_documents(folder, first=1)) or list(gold_documents(folder, first=0))


def _strict_f1(documents: list[GoldDocument], weights: ScoreWeights, solver: Solver | None) -> float:
    return score_alignment((document.gold, aligned(document, weights, solver)) for document in documents).strict.f1
