"""`taiyaku compare`: the whole path for one article and its English source, or for two folders of them."""

from pathlib import Path
from typing import Annotated

import typer

from app.failures import DONE, FLAGGED
from app.options import (
    BeamOption,
    ComputeTypeOption,
    Device,
    DeviceOption,
    EmbeddingOption,
    EncodingOption,
    EngineOption,
    GlossaryOption,
    JsonOption,
    ModelOption,
    OutputFolderOption,
    QuietOption,
    RevisionOption,
    examples,
)

__all__ = ["EXAMPLES", "compare"]

EXAMPLES = examples(
    "taiyaku compare article.html bbc.txt          into taiyaku-out/article/",
    "taiyaku compare article.html bbc.txt -o here  into here/",
    "taiyaku compare article.html                  only translate: two columns",
    "taiyaku compare japanese/ english/ -o out     files paired by stem",
    "taiyaku compare japanese/ english/ --match    each with the article it retells, or none",
    "taiyaku compare article.html english/ --match",
)


def compare(
    japanese: Annotated[
        Path, typer.Argument(metavar="JA", help="Japanese article (text, HTML, Markdown, JSONL), or a folder of them.")
    ],
    english: Annotated[
        Path | None,
        typer.Argument(
            metavar="EN",
            help="Its English source, or a folder of them with the same stems; with --match, of any.",
            show_default=False,
        ),
    ] = None,
    *,
    match: Annotated[
        bool,
        typer.Option("--match", help="Find the source of each article among those in EN by what they say."),
    ] = False,
    pairs_only: Annotated[
        bool, typer.Option("--pairs-only", help="With --match: write down which belongs to which, and no more.")
    ] = False,
    output: OutputFolderOption = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    compute_type: ComputeTypeOption = None,
    revision: RevisionOption = None,
    glossary: GlossaryOption = None,
    embedding: EmbeddingOption = None,
    explain: Annotated[bool, typer.Option("--explain", "-x", help="Show the signals behind each bead.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Translate an article, align it with its English source, score it, and write it all down side by side.

    Writes report.html (open it in a browser; it needs nothing else), document.json (for `taiyaku view`), beads.jsonl,
    pairs.tmx and scores.json into DIR, by default taiyaku-out/STEM. Without EN: report.html and document.json. With
    --json, folders give a list of what is in their scores.json, however few there are.

    With --match, EN holds articles of any names, thousands if need be: each Japanese article is compared with the one
    that it retells, and only translated if it more likely retells none. matches.tsv and matches.json tell which belongs
    to which, how likely, and what speaks for it.
    """
    from align.neural_encoder import load_encoder
    from app.engines import engine_loader
    from app.runs import plan_jobs, plan_matched, report_runs, results_folder, run_jobs
    from app.terminal import Remarks
    from corpora.errors import InputError

    load = engine_loader(
        engine=engine,
        device=device,
        beam=beam,
        compute_type=compute_type,
        revision=revision,
        glossary=glossary,
        tell=Remarks(quiet=quiet).say,
    )
    if match:
        from app.matching import report_matches, run_match

        folder = results_folder(japanese, output)
        matches = run_match(japanese, english, folder, encoding=encoding, quiet=quiet)
        report_matches(matches, folder, as_json=as_json, alone=pairs_only)
        if pairs_only:
            return FLAGGED if matches.unreadable else DONE
        plan = plan_matched(japanese, output, matches)
    elif pairs_only:
        raise InputError("--pairs-only goes with --match", remedy="add --match")
    else:
        plan = plan_jobs(japanese, english, output)
    encoder = None if embedding is None else load_encoder(embedding)
    runs = run_jobs(plan.jobs, load(model), encoding=encoding, embedding=encoder, quiet=quiet)
    return report_runs(runs, skipped=plan.skipped, explain=explain, as_json=as_json, as_list=japanese.is_dir())
