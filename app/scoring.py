"""`taiyaku score` at work: line files into scores, of one system or of several against the first."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.table import Table

from app.failures import DONE
from app.figures import scores_as_json
from app.terminal import Remarks, print_json, print_table, results_console
from corpora.errors import ScoreError, TaiyakuError
from eval import DEFAULT_METRICS, compare_systems, read_segments, score_segments
from eval.neural import COMET, DEFAULT_COMET, NeuralMetric, NeuralScores, split_metrics
from eval.result import PairedScore, Score, Scores, SystemComparison, SystemScores
from eval.segments import Segments

__all__ = ["ScoreRequest", "run_score"]

SIGNIFICANT = 0.05
"""Below this p-value a difference gets its star, as in sacrebleu's own table."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A call of `taiyaku score`; `systems` are `NAME=FILE`."""

    files: tuple[Path, ...]
    systems: tuple[str, ...] = ()
    source: Path | None = None
    metrics: tuple[str, ...] = ()
    bootstrap: int = 1000
    allow_identical: bool = False
    metric_python: Path | None = None
    metric_model: str = DEFAULT_COMET
    as_json: bool = False
    quiet: bool = False


def run_score(request: ScoreRequest) -> int:
    """Score and print.

    Returns:
        The exit code.

    Raises:
        TaiyakuError: If the files do not belong together or cannot be read.
    """
    systems, references = _sort_files(request)
    metrics = request.metrics or DEFAULT_METRICS
    if len(systems) == 1:
        _score_one(request, systems[0][1], references, metrics)
    else:
        _score_several(request, systems, references, metrics)
    return DONE


def _sort_files(request: ScoreRequest) -> tuple[list[tuple[str, Path]], list[Path]]:
    """Tell systems from references: HYP comes first, unless a single file stands beside systems."""
    named = [_named_file(system) for system in request.systems]
    if named and len(request.files) == 1:
        return named, list(request.files)
    if len(request.files) < 2:
        raise ScoreError("a reference is missing", path=request.files[0], remedy="give HYP and at least one REF")
    return [(str(request.files[0]), request.files[0]), *named], list(request.files[1:])


def _named_file(system: str) -> tuple[str, Path]:
    name, equals, path = system.partition("=")
    if not (name and equals and path):
        raise ScoreError(f"--system {system}: not of the form NAME=FILE", remedy="for example --system big=big.en")
    return name, Path(path)


def _read(request: ScoreRequest, hypotheses: Path, references: Sequence[Path]) -> Segments:
    """The segments of a system, which is not to be its own reference.

    Raises:
        ScoreError: It is, and nobody said that this is meant.
    """
    segments = read_segments(hypotheses, references, request.source)
    if not request.allow_identical:
        for path, reference in zip(references, segments.references, strict=True):
            if list(segments.hypotheses) == list(reference):
                raise ScoreError(
                    f"is the same text as {path}: every score would be perfect",
                    path=hypotheses,
                    remedy="give the system's output first, then the references; --allow-identical if it is meant",
                )
    return segments


def _score_one(request: ScoreRequest, hypotheses: Path, references: Sequence[Path], metrics: Sequence[str]) -> None:
    segments = _read(request, hypotheses, references)
    metrics, with_comet = split_metrics(metrics)
    neural = _neural(request, [segments], alone=not metrics) if with_comet else ()
    if metrics:
        scores = score_segments(segments, metrics=metrics, bootstrap=request.bootstrap)
    else:
        scores = Scores((), segments=len(segments.hypotheses), notes=segments.notes())
    scores = replace(scores, scores=scores.scores + tuple(item.score(request.bootstrap) for item in neural))
    if request.as_json:
        print_json(
            {"system": str(hypotheses), "references": [str(path) for path in references]} | scores_as_json(scores)
        )
        return
    table = Table()
    table.add_column("Metric")
    table.add_column("Score", justify="right")
    if request.bootstrap:
        table.add_column("95% interval", justify="right")
    for score in scores.scores:
        table.add_row(*_cells(score))
    print_table(results_console(), table)
    _print_signatures(scores.scores, scores.segments)
    _say_notes(request, scores)


def _score_several(
    request: ScoreRequest, systems: Sequence[tuple[str, Path]], references: Sequence[Path], metrics: Sequence[str]
) -> None:
    if request.bootstrap == 0:
        raise ScoreError("systems cannot be compared without resampling", remedy="leave --bootstrap 0 out")
    read = [(name, _read(request, path, references)) for name, path in systems]
    metrics, with_comet = split_metrics(metrics)
    if not metrics:
        raise ScoreError("systems are compared by a metric of sacrebleu's first", remedy="add --metric BLEU")
    neural = _neural(request, [segments for _, segments in read]) if with_comet else ()
    comparison = compare_systems(
        [(name, segments.hypotheses) for name, segments in read],
        read[0][1].references,
        samples=request.bootstrap,
        metrics=metrics,
    )
    comparison = _with_neural(comparison, neural, request.bootstrap)
    if request.as_json:
        print_json(asdict(comparison))
        return
    table = Table()
    table.add_column("System")
    for paired in comparison.systems[0].scores:
        table.add_column(paired.score.metric, justify="right")
    for position, system in enumerate(comparison.systems):
        name = f"{system.name} (baseline)" if position == 0 else system.name
        table.add_row(name, *(_paired_cell(paired.score, paired.p_value) for paired in system.scores))
    print_table(results_console(), table)
    _print_signatures([paired.score for paired in comparison.systems[0].scores], comparison.segments)
    _say_notes(request, comparison)


def _neural(request: ScoreRequest, systems: Sequence[Segments], *, alone: bool = False) -> tuple[NeuralScores, ...]:
    """COMET's scores of all systems; none, with a line that says why, where it cannot be had beside other metrics."""
    metric = NeuralMetric(request.metric_python, request.metric_model)
    try:
        return tuple(metric.score(segments) for segments in systems)
    except TaiyakuError as error:
        if alone:
            raise
        Remarks(quiet=request.quiet).say(f"COMET is left out: {error}")
        return ()


def _with_neural(comparison: SystemComparison, neural: Sequence[NeuralScores], samples: int) -> SystemComparison:
    if not neural:
        return comparison
    paired = [PairedScore(neural[0].score(samples), None)]
    paired += [item.against(neural[0], samples) for item in neural[1:]]
    systems = zip(comparison.systems, paired, strict=True)
    return replace(
        comparison, systems=tuple(SystemScores(system.name, (*system.scores, score)) for system, score in systems)
    )


def _cells(score: Score) -> tuple[str, ...]:
    digits = _digits(score)
    if score.interval is None or score.mean is None:
        return score.metric, f"{score.value:.{digits}f}"
    return score.metric, f"{score.value:.{digits}f}", f"{score.mean:.{digits}f} ± {score.interval:.{digits}f}"


def _digits(score: Score) -> int:
    """COMET's scale ends at 1, sacrebleu's at 100."""
    return 4 if score.metric == COMET else 2


def _paired_cell(score: Score, p_value: float | None) -> str:
    digits = _digits(score)
    interval = "" if score.interval is None else f" ± {score.interval:.{digits}f}"
    chance = "" if p_value is None else f" (p = {p_value:.4f}{'*' if p_value < SIGNIFICANT else ''})"
    return f"{score.value:.{digits}f}{interval}{chance}"


def _print_signatures(scores: Sequence[Score], segments: int) -> None:
    console = results_console()
    for score in scores:
        console.print(f"{score.metric:6} {score.signature}", soft_wrap=True)
    console.print(f"{segments} segments", soft_wrap=True)
    if any(score.metric == "TER" for score in scores):
        console.print("TER: lower is better", soft_wrap=True)


def _say_notes(request: ScoreRequest, scores: Scores | SystemComparison) -> None:
    for note in scores.notes:
        Remarks(quiet=request.quiet).say(f"note: {note}")
