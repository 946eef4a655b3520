"""`taiyaku benchmark` at work: every model translates every suite, every suite gets its leaderboard.

Everything that can be refused is refused before the first sentence is translated. Translations are kept in the folder
of the results, so a second run only scores.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.failures import DONE, FLAGGED
from app.leaderboard import render_page
from app.leaderboard.charts import agreement_chart, group_chart, ranking_chart, speed_chart, standalone
from app.leaderboard.markdown import check_markers, markdown, markdown_overview, replace_block
from app.leaderboard.plain import as_json, print_leaderboard, print_overview
from app.leaderboard.translations import file_name, translated
from app.outputs import output_file, output_folder
from app.terminal import Remarks, print_json, progress_bar, results_console
from corpora.errors import InputError, ScoreError
from corpora.writing import atomic_writer
from eval.leaderboard import Contestant, Contrast, Leaderboard, contrast, rank_systems
from eval.metrics import metric_names
from eval.suites import Suite, load_suite
from translate.engine import Engine

__all__ = ["BenchmarkRequest", "run_benchmark"]

DEFAULT_FOLDER: Final = Path("taiyaku-benchmark")
DEFAULT_METRICS: Final = ("BLEU", "chrF2")

EngineLoader = Callable[[str | None], Engine]
Board = tuple[Leaderboard, Contrast | None]


@dataclass(frozen=True, slots=True)
class BenchmarkRequest:
    """A call of `taiyaku benchmark`; `models` holds `None` for the embedded one.

    Attributes:
        suites: Folders or sacrebleu names.
        models: Names as `load_engine` takes them.
        output: Folder of the results.
        metrics: Metrics by name, the first one ranks.
        samples: Resamples of the paired bootstrap.
        limit: How many segments of each suite; `None` for all.
        between: The two systems to set side by side; empty for the first model and the best other system.
        markdown_into: A document with markers to bring up to date.
        as_json: Whether stdout gets JSON instead of tables.
        quiet: Whether to say nothing on stderr.
    """

    suites: tuple[str, ...]
    models: tuple[str | None, ...] = (None,)
    output: Path = DEFAULT_FOLDER
    metrics: tuple[str, ...] = DEFAULT_METRICS
    samples: int = 300
    limit: int | None = None
    between: tuple[str, ...] = ()
    markdown_into: Path | None = None
    as_json: bool = False
    quiet: bool = False


def run_benchmark(request: BenchmarkRequest, load_engine: EngineLoader) -> int:
    """Translate, score, write and print.

    Args:
        request: What was asked for.
        load_engine: Makes an engine of a model's name; called for one model after the other.

    Returns:
        The exit code: 1 if a model gave nothing for some segment.

    Raises:
        TaiyakuError: If a suite or model cannot be used, or a result cannot be written.
    """
    suites = _suites(request)
    contestants = _translate(request, suites, load_engine)
    boards = [_board(request, suite, taking_part) for suite, taking_part in zip(suites, contestants, strict=True)]
    with output_folder(request.output) as folder:
        _write(boards, folder)
    if request.markdown_into is not None:
        _bring_up_to_date(request.markdown_into, [board for board, _ in boards])
    _show(request, boards)
    lacking = [
        remark for suite, systems in zip(suites, contestants, strict=True) for remark in _untranslated(suite, systems)
    ]
    for remark in lacking:
        Remarks(quiet=request.quiet).say(remark)
    return FLAGGED if lacking else DONE


def _suites(request: BenchmarkRequest) -> list[Suite]:
    metric_names(request.metrics)
    suites = [load_suite(name).first(request.limit) for name in request.suites]
    names = [suite.name for suite in suites]
    for name in names:
        if names.count(name) > 1:
            raise InputError("two suites have this name", path=name, remedy="rename a folder, or give it once")
    if request.markdown_into is not None:
        check_markers(request.markdown_into, names)
    if len(set(request.models)) < len(request.models):
        raise ScoreError("a model is named twice", remedy="name each once")
    return suites


def _translate(request: BenchmarkRequest, suites: Sequence[Suite], load_engine: EngineLoader) -> list[list[Contestant]]:
    """For every suite the models' outputs, then those that came with it. One model is in memory at a time."""
    contestants: list[list[Contestant]] = [[] for _ in suites]
    for model in request.models:
        engine = load_engine(model)
        for suite, taking_part in zip(suites, contestants, strict=True):
            name = _model_name(engine, model, {*(other.name for other in taking_part), *dict(suite.systems)})
            with progress_bar(f"{name}: {suite.name}", quiet=request.quiet, unit="segments") as progress:
                taking_part.append(translated(suite, engine, name, request.output, progress=progress))
    for suite, taking_part in zip(suites, contestants, strict=True):
        taking_part += [Contestant(name, lines) for name, lines in suite.systems]
    return contestants


def _model_name(engine: Engine, model: str | None, taken: Iterable[str]) -> str:
    """What the engine calls its model; with the name that it was asked for by, where others are called the same."""
    name = engine.line.partition(" | ")[0].strip() or "model"
    return name if name not in taken else f"{name} ({model or 'embedded'})"


def _board(request: BenchmarkRequest, suite: Suite, contestants: Sequence[Contestant]) -> Board:
    with progress_bar(f"scoring {suite.name}", quiet=request.quiet, unit="metrics") as progress:
        board = rank_systems(suite, contestants, metrics=request.metrics, samples=request.samples, progress=progress)
    pair = _pair(request, board)
    if pair is None:
        return board, None
    by_name = {contestant.name: contestant for contestant in contestants}
    return board, contrast(suite, by_name[pair[0]], by_name[pair[1]])


def _pair(request: BenchmarkRequest, board: Leaderboard) -> tuple[str, str] | None:
    """The systems to set side by side: those asked for, or the best model and the best other system."""
    names = [placing.name for placing in board.placings]
    if request.between:
        for name in request.between:
            if name not in names:
                raise ScoreError(f"no system {name!r} on {board.suite}", remedy=f"one of {', '.join(names)}")
        return request.between[0], request.between[1]
    first = next((placing.name for placing in board.placings if placing.is_model), None)
    second = next((name for name in names if name != first), None)
    return None if first is None or second is None else (first, second)


def _write(boards: Sequence[Board], folder: Path) -> None:
    with atomic_writer(folder / "leaderboard.json") as stream:
        stream.write(json.dumps(_data(boards), ensure_ascii=False, indent=1) + "\n")
    with atomic_writer(folder / "leaderboard.md") as stream:
        overview = markdown_overview([board for board, _ in boards])
        stream.write("# Leaderboard\n\n" + overview + "\n".join(markdown(board) for board, _ in boards))
    with atomic_writer(folder / "leaderboard.html") as stream:
        stream.write(render_page(boards))


def _data(boards: Sequence[Board]) -> list[dict[str, object]]:
    return [as_json(board, pair) for board, pair in boards]


def _bring_up_to_date(document: Path, boards: Sequence[Leaderboard]) -> None:
    """Exchange the blocks of a document, and the charts in the folder beside it that has its name."""
    text = document.read_text(encoding="utf-8")
    charts = document.parent / document.stem
    for board in boards:
        images = []
        for kind, label, svg in _charts(board):
            path = charts / f"{file_name(board.suite)}-{kind}.svg"
            with output_file(path) as stream:
                stream.write(standalone(svg))
            images.append((label, f"{charts.name}/{path.name}"))
        text = replace_block(text, board.suite, "\n" + markdown(board, heading="", charts=images) + "\n")
    with atomic_writer(document) as stream:
        stream.write(text)


def _charts(board: Leaderboard) -> Iterator[tuple[str, str, str]]:
    """Kind, label and SVG of the charts that a document shows."""
    metric = board.metrics[0]
    yield "ranking", f"{metric} of every system with its interval", ranking_chart(board)
    speed = speed_chart(board)
    if speed:
        yield "speed", f"{metric} against speed", speed
    for breakdown in board.breakdowns:
        if breakdown.by in {"domain", "length"}:
            what = "by domain" if breakdown.by == "domain" else "by length of the source in characters"
            yield breakdown.by, f"{metric} {what}", group_chart(board, breakdown, what)
    if board.human is not None:
        for column, agreement in enumerate(board.human.metrics):
            label = f"{agreement.metric} against human scores"
            yield f"people-{agreement.metric}", label, agreement_chart(board.human, column)


def _show(request: BenchmarkRequest, boards: Sequence[Board]) -> None:
    if request.as_json:
        print_json(_data(boards))
    else:
        console = results_console()
        for board, _ in boards:
            print_leaderboard(console, board)
        print_overview(console, [board for board, _ in boards])
        console.print(f"Written: {request.output / 'leaderboard.html'}, .md, .json", soft_wrap=True)
    for board, _ in boards:
        for note in board.notes:
            Remarks(quiet=request.quiet).say(f"note: {board.suite}: {note}")


def _untranslated(suite: Suite, contestants: Iterable[Contestant]) -> Iterator[str]:
    """What models left untranslated, one remark a model."""
    for contestant in contestants:
        if contestant.engine_line is None:
            continue
        empty = [
            number
            for number, (source, line) in enumerate(zip(suite.source, contestant.hypotheses, strict=True), start=1)
            if source.strip() and not line.strip()
        ]
        if empty:
            shown = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
            yield f"{contestant.name} gave nothing for {len(empty)} segments of {suite.name}: {shown}"
