"""`taiyaku compare`: the whole path for one article and its English source, or for two folders of them."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import (
    BeamOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineOption,
    JsonOption,
    ModelOption,
    OutputFolderOption,
    QuietOption,
    examples,
)

__all__ = ["EXAMPLES", "compare"]

EXAMPLES = examples(
    "taiyaku compare article.html bbc.txt          into taiyaku-out/article/",
    "taiyaku compare article.html bbc.txt -o here  into here/",
    "taiyaku compare article.html                  only translate: two columns",
    "taiyaku compare japanese/ english/ -o out     files paired by stem",
)


def compare(
    japanese: Annotated[
        Path, typer.Argument(metavar="JA", help="Japanese article (text, HTML, Markdown, JSONL), or a folder of them.")
    ],
    english: Annotated[
        Path | None,
        typer.Argument(
            metavar="EN", help="Its English source, or a folder of them with the same stems.", show_default=False
        ),
    ] = None,
    *,
    output: OutputFolderOption = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Translate an article, align it with its English source, score it, and write it all down side by side.

    Writes report.html (open it in a browser; it needs nothing else), document.json (for `taiyaku view`), beads.jsonl,
    pairs.tmx and scores.json into DIR, by default taiyaku-out/STEM. Without EN: report.html and document.json.
    """
    from app.runs import plan_jobs, report_runs, run_jobs
    from translate import load_engine

    plan = plan_jobs(japanese, english, output)
    loaded = load_engine(model, engine=engine, device=device.value, beam=beam)
    runs = run_jobs(plan.jobs, loaded, encoding=encoding, quiet=quiet)
    return report_runs(runs, skipped=plan.skipped, as_json=as_json)
