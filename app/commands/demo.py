"""`taiyaku demo`: the main job on the articles that come with Taiyaku."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import (
    BeamOption,
    ComputeTypeOption,
    Device,
    DeviceOption,
    EngineOption,
    GlossaryOption,
    JsonOption,
    ModelOption,
    QuietOption,
    RevisionOption,
    examples,
)

__all__ = ["EXAMPLES", "demo"]

EXAMPLES = examples(
    "taiyaku demo                 translate, align and score three articles",
    "taiyaku demo -o /tmp/look    write the reports elsewhere",
    "taiyaku demo --beam 1 -q     faster, without the progress bar",
)


def demo(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the reports.")] = Path(
        "taiyaku-demo"
    ),
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    compute_type: ComputeTypeOption = None,
    revision: RevisionOption = None,
    glossary: GlossaryOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Translate, align and score the bundled articles, and say where their reports are.

    The three articles are a news report, a blog page with comments and a live page; each has its English source.
    DIR then holds a folder for each, as `taiyaku compare` writes it.
    """
    from app.engines import engine_loader
    from app.runs import Job, report_runs, run_jobs
    from app.terminal import Remarks
    from corpora.samples import SAMPLES

    load = engine_loader(
        engine=engine,
        device=device,
        beam=beam,
        compute_type=compute_type,
        revision=revision,
        glossary=glossary,
        tell=Remarks(quiet=quiet).say,
    )
    jobs = [Job(sample.name, sample.japanese, sample.english, output / sample.name) for sample in SAMPLES]
    return report_runs(run_jobs(jobs, load(model), quiet=quiet), as_json=as_json)
