"""`taiyaku benchmark`: test suites, models and published systems on one leaderboard."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import (
    MODEL_PANEL,
    BeamOption,
    ComputeTypeOption,
    Device,
    DeviceOption,
    EngineOption,
    GlossaryOption,
    JsonOption,
    QuietOption,
    RevisionOption,
    examples,
)

__all__ = ["EXAMPLES", "benchmark"]

EXAMPLES = examples(
    "taiyaku benchmark wmt21/systems/ja-en           the embedded model among the systems of WMT21",
    "taiyaku benchmark my-suite/ -m a/ -m b/         two models on a folder with src.ja and ref.en",
    "taiyaku benchmark my-suite/ --limit 50          a quick look",
    "taiyaku benchmark numbers samples               two suites that come with taiyaku",
    "taiyaku benchmark wmt23/ja-en --between 'taiyaku-ja-en (embedded)' --between ONLINE-W",
)


def benchmark(
    suites: Annotated[
        list[str],
        typer.Argument(
            metavar="SUITE",
            help="A folder (src.ja, ref*.en; if there are any docids.tsv, domains.tsv, systems/*.en, human.tsv), "
            "a suite of ours (numbers, samples), or a sacrebleu name such as wmt21/systems/ja-en or wmt23/ja-en.",
        ),
    ],
    *,
    models: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            help="Model: a folder, a hub name, or `embedded`. Repeat for more.",
            show_default="the embedded model",
            rich_help_panel=MODEL_PANEL,
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the results and the translations.")
    ] = Path("taiyaku-benchmark"),
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="BLEU, chrF2, chrF2++ or TER; the first one ranks. Repeat for more.",
            show_default="BLEU, chrF2",
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option("--bootstrap", min=40, metavar="N", help="Samples of the paired bootstrap.")
    ] = 300,
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, metavar="N", help="Only the first N segments of a suite.", show_default="all"),
    ] = None,
    between: Annotated[
        list[str] | None,
        typer.Option(
            "--between",
            metavar="NAME",
            help="Give it twice: the systems whose biggest differences the page shows.",
            show_default="best model and best other system",
        ),
    ] = None,
    markdown_into: Annotated[
        Path | None,
        typer.Option(
            "--markdown-into",
            metavar="FILE",
            help="Also put the tables into this document, between <!-- benchmark NAME --> and "
            "<!-- end of benchmark NAME -->, and the charts into the folder beside it.",
            show_default=False,
        ),
    ] = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    compute_type: ComputeTypeOption = None,
    revision: RevisionOption = None,
    glossary: GlossaryOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Translate test suites, score the translations, and rank models among published systems.

    Writes leaderboard.html (charts, biggest differences; it needs nothing else), leaderboard.md and leaderboard.json
    into DIR, and the translations below it: a second run reuses them. Speed and memory are those of this machine.
    """
    from app.benchmarking import DEFAULT_METRICS, BenchmarkRequest, run_benchmark
    from app.engines import engine_loader
    from app.terminal import Remarks

    if between and len(between) != 2:
        raise typer.BadParameter("give it twice, once for each system", param_hint="--between")

    load = engine_loader(
        engine=engine,
        device=device,
        beam=beam,
        compute_type=compute_type,
        revision=revision,
        glossary=glossary,
        tell=Remarks(quiet=quiet).say,
    )

    request = BenchmarkRequest(
        suites=tuple(suites),
        models=tuple(None if name == "embedded" else name for name in models) if models else (None,),
        output=output,
        metrics=tuple(metrics or DEFAULT_METRICS),
        samples=samples,
        limit=limit,
        between=tuple(between or ()),
        markdown_into=markdown_into,
        as_json=as_json,
        quiet=quiet,
    )
    return run_benchmark(request, load)
