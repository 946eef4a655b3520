"""`align`: two lists of sentences in, an alignment out, every bead with the probability that it is right."""

from collections.abc import Sequence
from typing import Final

from align.alignment import Alignment, Bead
from align.embedding import embedded_embedding
from align.gate import Decision, ReorderGate
from align.monotone import Solver
from align.probability import Calibration, bead_of
from align.scoring import SignalScorer
from corpora.errors import InputError

__all__ = ["align"]

SIGNALS: Final = "coverage + names + numbers + length"


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    solver: Solver | None = None,
    calibration: Calibration | None = None,
) -> Alignment:
    """Align Japanese sentences with English ones.

    Args:
        source: Japanese sentences, as the reader sees them.
        target: English sentences.
        translation: A translation of the source sentences, one for one; its words become a signal, which also serves
            other language pairs.
        solver: How beads are chosen; by default the reorder gate picks by evidence, the best monotone alignment unless
            the sentences stand in another order, then set packing. `Alignment.method` says which and why.
        calibration: How beads become probabilities; by default the calibration that ships with the project.

    Returns:
        Every sentence in exactly one bead. Null beads carry no probability.

    Raises:
        InputError: There are not as many translations as source sentences.
        ModelError: The embedded sentence embedding is missing.
    """
    if translation is not None and len(translation) != len(source):
        raise InputError(
            f"{len(translation)} translations for {len(source)} source sentences",
            remedy="give one line for each sentence",
        )
    embedding = embedded_embedding()
    scorer = SignalScorer(source, target, embedding, translation=translation)
    decision = Decision(solver.solve(scorer), solver, "as asked") if solver else ReorderGate().decide(scorer)
    probabilities = (calibration or Calibration.load()).probabilities(decision.beads, scorer)
    placed = {
        bead.source: bead_of(bead, probability) for bead, probability in zip(decision.beads, probabilities, strict=True)
    }
    return Alignment(
        beads=tuple(_with_nulls(placed, len(source), len(target))),
        source_count=len(source),
        target_count=len(target),
        method=f"{decision.solver.name}, {decision.reason} | {embedding.name} + {SIGNALS}"
        + (" + translation" if translation is not None else ""),
    )


def _with_nulls(placed: dict[int, Bead], source_count: int, target_count: int) -> list[Bead]:
    """Beads in source order, with null beads for what they leave out.

    A target sentence without a counterpart stands right after the bead of the target sentence before it.
    """
    used = {index for bead in placed.values() for index in bead.target}
    after: dict[int, list[int]] = {}  # target index of the bead before (-1: none) -> lonely target sentences
    last = -1
    for index in range(target_count):
        if index in used:
            last = index
        else:
            after.setdefault(last, []).append(index)
    beads = [Bead((), (index,)) for index in after.get(-1, [])]
    row = 0
    while row < source_count:
        bead = placed.get(row, Bead((row,), ()))
        beads.append(bead)
        row += len(bead.source)
        for index in bead.target:
            beads += [Bead((), (lonely,)) for lonely in after.get(index, [])]
    return beads
