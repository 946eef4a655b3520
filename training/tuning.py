"""Choosing the aligner's constants on the development sets, by random search over every fourth document.

What the signals say of a document does not depend on the constants, so it is computed once; a trial costs only the
dynamic programming. The search is deterministic for a seed and a number of trials.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from align.alignment import Alignment, Bead
from align.embedding import embedded_embedding
from align.formats import read_alignment
from align.monotone import BEAD_SHAPES, MonotoneSolver, PlacedBead
from align.scoring import BeadFeatures, Floats, ScoreWeights, SignalScorer
from corpora.lines import read_lines
from eval import score_alignment

__all__ = ["tune_alignment"]

SETS = {"base-news": 1.0, "news-moved-00": 1.0, "news-moved-20": 0.5}
"""Development sets and what their strict F1 counts for; no monotone aligner can do well on the moved one."""
EVERY = 4
RANGES = {
    "margin": (0.0, 1.0),
    "evidence": (0.0, 0.5),
    "length_deviation": (0.2, 1.5),
    "length_floor": (0.0, 1.0),
    "threshold": (-0.1, 0.35),
    "extra": (0.0, 0.3),
    "many_to_many": (0.0, 0.6),
}
SOLVER_SETTINGS = {"threshold", "extra", "many_to_many"}
Settings = dict[str, float]


@dataclass(frozen=True, slots=True)
class KnownScorer:
    """A scorer over signals computed before."""

    source_count: int
    target_count: int
    features: dict[tuple[int, int, int], BeadFeatures]
    weights: ScoreWeights

    def similarities(self, start: int, source_size: int, target_size: int) -> Floats:
        """See `BeadScorer.similarities`."""
        return self.weights.similarity(self.features[start, source_size, target_size])


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document pair with gold: what the signals say of every bead."""

    gold: Alignment
    source_count: int
    target_count: int
    features: dict[tuple[int, int, int], BeadFeatures]

    def align(self, settings: Settings) -> Alignment:
        """The best monotone alignment under these settings."""
        solver = MonotoneSolver(**{name: settings[name] for name in SOLVER_SETTINGS})
        weights = ScoreWeights(**{name: value for name, value in settings.items() if name not in SOLVER_SETTINGS})
        scorer = KnownScorer(self.source_count, self.target_count, self.features, weights)
        return with_all_nulls(solver.solve(scorer), self.source_count, self.target_count)


def with_all_nulls(placed: list[PlacedBead], source_count: int, target_count: int) -> Alignment:
    """Beads and the nulls they leave, in any order."""
    beads = [
        Bead(tuple(range(b.source, b.source + b.source_size)), tuple(range(b.target, b.target + b.target_size)))
        for b in placed
    ]
    sources, targets = ({index for bead in beads for index in side(bead)} for side in (_source, _target))
    beads += [Bead((index,), ()) for index in range(source_count) if index not in sources]
    beads += [Bead((), (index,)) for index in range(target_count) if index not in targets]
    return Alignment(tuple(beads), source_count, target_count)


def _source(bead: Bead) -> tuple[int, ...]:
    return bead.source


def _target(bead: Bead) -> tuple[int, ...]:
    return bead.target


def known_documents(folder: Path) -> list[KnownDocument]:
    """Every fourth document of a set."""
    documents = []
    for path in sorted(folder.glob("*.gold"))[::EVERY]:
        source, target = (list(read_lines(path.with_suffix(suffix))) for suffix in (".ja", ".en"))
        scorer = SignalScorer(source, target, embedded_embedding())
        features = {
            (start, a, b): scorer.features(start, a, b)
            for a, b in BEAD_SHAPES
            for start in range(len(source) - a + 1)
            if b <= len(target)
        }
        gold = read_alignment(path, "vecalign").alignment
        documents.append(KnownDocument(gold, len(source), len(target), features))
    return documents


def tune_alignment(bench: Path, *, trials: int, seed: int, say: Callable[[str], None]) -> Settings:
    """The best settings found; each improvement is told to `say`."""
    sets = {name: known_documents(bench / "align" / name) for name in SETS}
    rng = random.Random(seed)
    best: Settings = {name: (low + high) / 2 for name, (low, high) in RANGES.items()}
    best_value = -1.0
    settings = best
    for trial in range(trials):
        scores = {
            name: score_alignment([(document.gold, document.align(settings)) for document in documents]).strict.f1
            for name, documents in sets.items()
        }
        value = sum(SETS[name] * score for name, score in scores.items())
        if value > best_value:
            best, best_value = settings, value
            shown = {name: round(number, 3) for name, number in {**scores, **settings}.items()}
            say(f"trial {trial}: {shown}")
        settings = neighbour(best, rng)
    return best


def neighbour(settings: Settings, rng: random.Random) -> Settings:
    """Settings near these, or now and then anywhere."""
    anywhere = rng.random() < 0.2
    found = {}
    for name, (low, high) in RANGES.items():
        if anywhere:
            found[name] = rng.uniform(low, high)
        else:
            step = rng.gauss(0, 0.12) * (high - low) if rng.random() < 0.5 else 0.0
            found[name] = min(high, max(low, settings[name] + step))
    return found
