"""What a leaderboard is made of, and what it yields."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.result import PairedScore

__all__ = ["Breakdown", "Contestant", "Group", "HumanAgreement", "Leaderboard", "MetricAgreement", "Placing", "Run"]


@dataclass(frozen=True, slots=True)
class Run:
    """What translating a suite cost.

    Attributes:
        seconds: Wall-clock time of translating, without loading the model.
        segments: Segments translated in that time.
        words: Words of the output, split at white space.
        peak_bytes: Most memory of the process meanwhile, the model included; `None` where the system does not tell.
        cores: CPU cores of the machine.
    """

    seconds: float
    segments: int
    words: int
    peak_bytes: int | None
    cores: int

    @property
    def segments_per_second(self) -> float:
        """Segments a second."""
        return self.segments / self.seconds if self.seconds else 0.0

    @property
    def words_per_second(self) -> float:
        """Output words a second."""
        return self.words / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """A system that takes part.

    Attributes:
        name: Its name in tables.
        hypotheses: Its output, one string a segment.
        engine_line: What made the output, of our models; `None` for systems that came with the suite.
        run: What that cost, of our models.
    """

    name: str
    hypotheses: Sequence[str]
    engine_line: str | None = None
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """A system's place.

    Attributes:
        cluster: 1 for the best. A new one begins where a system is significantly worse than the first of the last one.
        name: The system.
        scores: In the order of the metrics. The p-value is that of the difference to the system one place above.
        engine_line: As in `Contestant`.
        run: As in `Contestant`.
    """

    cluster: int
    name: str
    scores: tuple[PairedScore, ...]
    engine_line: str | None = None
    run: Run | None = None

    @property
    def is_model(self) -> bool:
        """Whether it was translated here, by a model of ours."""
        return self.engine_line is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Some segments of a suite.

    Attributes:
        label: A document, a domain, a range of lengths.
        segments: How many.
        scores: For each placing, in order, its corpus scores on these segments in the order of the metrics.
    """

    label: str
    segments: int
    scores: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All segments in groups `by` something: `domain`, `length` or `document`."""

    by: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MetricAgreement:
    """How the scores of a metric go with those of people, over systems.

    Attributes:
        metric: The metric.
        pearson: Pearson's correlation, -1 to 1.
        kendall: Kendall's tau-b, -1 to 1.
    """

    metric: str
    pearson: float
    kendall: float


@dataclass(frozen=True, slots=True)
class HumanAgreement:
    """The metrics against people.

    Attributes:
        origin: Whose human scores these are.
        systems: Name, human score, and our scores in the order of the metrics.
        metrics: The correlations.
    """

    origin: str
    systems: tuple[tuple[str, float, tuple[float, ...]], ...]
    metrics: tuple[MetricAgreement, ...]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The systems on a suite, best first by the first metric.

    Attributes:
        suite: Its name.
        segments: Segments scored.
        total_segments: Segments of the whole suite.
        references: Number of reference translations.
        metrics: The metrics, the first one ranks.
        samples: Resamples of the paired bootstrap.
        placings: Best first.
        breakdowns: By domain, length and document, as far as known.
        human: The metrics against people, where human scores are known for at least three of the systems.
        notes: What makes scores doubtful, in one line each.
    """

    suite: str
    segments: int
    total_segments: int
    references: int
    metrics: tuple[str, ...]
    samples: int
    placings: tuple[Placing, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    human: HumanAgreement | None = None
    notes: tuple[str, ...] = ()
