"""What judging yields: scores that carry their signature, and the coverage without which they mean little."""

from dataclasses import dataclass

__all__ = ["Coverage", "PairedScore", "Score", "Scores", "SystemComparison", "SystemScores"]


@dataclass(frozen=True, slots=True)
class Score:
    """One corpus score.

    Attributes:
        metric: `BLEU`, `chrF2`, `chrF2++` or `TER`, as sacrebleu names them.
        value: On sacrebleu's scale of 0 to 100 (TER may exceed it; lower is better there).
        signature: sacrebleu's full signature, version included.
        interval: Half width of the 95% bootstrap confidence interval around `mean`, `None` without a bootstrap.
        mean: Mean of the bootstrap samples, `None` without a bootstrap.
    """

    metric: str
    value: float
    signature: str
    interval: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of both texts an alignment accounts for; the counts are of sentences and of characters.

    A sentence is covered when it stands in a bead that has both sides.
    """

    source_covered: int
    source_total: int
    target_covered: int
    target_total: int
    source_characters_covered: int
    source_characters_total: int
    target_characters_covered: int
    target_characters_total: int

    @property
    def source_share(self) -> float:
        """Covered share of the source sentences, 0 to 1; 0 for an empty source."""
        return self.source_covered / self.source_total if self.source_total else 0.0

    @property
    def target_share(self) -> float:
        """Covered share of the target sentences, 0 to 1; 0 for an empty target."""
        return self.target_covered / self.target_total if self.target_total else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one system over `segments` segments, with the coverage where an alignment stands behind them.

    `notes` says in one line each what makes the scores doubtful: hypotheses that are the reference, empty lines …
    """

    scores: tuple[Score, ...]
    segments: int
    coverage: Coverage | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairedScore:
    """A score of one system among several.

    Attributes:
        score: The score; its interval and mean are there with the paired bootstrap only.
        p_value: Probability of a difference to the baseline this large by chance; `None` for the baseline itself.
    """

    score: Score
    p_value: float | None


@dataclass(frozen=True, slots=True)
class SystemScores:
    """The scores of one system in a comparison, in the order of the metrics asked for."""

    name: str
    scores: tuple[PairedScore, ...]


@dataclass(frozen=True, slots=True)
class SystemComparison:
    """Several systems on the same segments, each compared with the first one, the baseline.

    Attributes:
        test: `bs` for the paired bootstrap (Koehn 2004), `ar` for approximate randomisation (Riezler and Maxwell 2005).
        samples: Number of resamples or trials.
        systems: The baseline first.
        segments: Number of segments.
        notes: What makes the scores doubtful, in one line each.
    """

    test: str
    samples: int
    systems: tuple[SystemScores, ...]
    segments: int
    notes: tuple[str, ...] = ()
