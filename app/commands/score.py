"""`taiyaku score`: corpus scores of one system or several."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import JsonOption, QuietOption, examples

__all__ = ["EXAMPLES", "score"]

EXAMPLES = examples(
    "taiyaku score hyp.en ref.en                      BLEU, chrF2, TER, intervals",
    "taiyaku score hyp.en ref1.en ref2.en             two references",
    "taiyaku score hyp.en ref.en --system big=big.en  is big better than hyp.en?",
    "taiyaku score ref.en --system a=a.en --system b=b.en --metric BLEU",
    "taiyaku score hyp.en ref.en -s src.ja --metric BLEU --metric COMET --metric-python comet/bin/python",
)


def score(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="HYP REF", help="Translations and references, one segment a line."),
    ],
    *,
    source: Annotated[
        Path | None,
        typer.Option("--source", "-s", metavar="SRC", help="Source segments, to be counted with the others."),
    ] = None,
    systems: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            metavar="NAME=FILE",
            help="Another system, compared with the first by paired bootstrap. Repeat for more. With a single file "
            "before it, that file is the reference and the first --system the baseline.",
            show_default=False,
        ),
    ] = None,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="BLEU, chrF2, chrF2++, TER, or COMET, which needs --source and --metric-python. Repeat for more.",
            show_default="BLEU, chrF2, TER",
        ),
    ] = None,
    metric_python: Annotated[
        Path | None,
        typer.Option(
            "--metric-python",
            metavar="FILE",
            help="The python of an environment with unbabel-comet, which cannot share ours.",
            show_default=False,
        ),
    ] = None,
    metric_model: Annotated[
        str, typer.Option("--metric-model", metavar="NAME", help="COMET's model: a hub name or a checkpoint.")
    ] = "Unbabel/wmt22-comet-da",
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", min=0, metavar="N", help="Samples for the confidence intervals; 0 for none.")
    ] = 1000,
    allow_identical: Annotated[
        bool, typer.Option("--allow-identical", help="Score a system whose output is a reference word for word.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Score translations against references with sacrebleu, and say how sure the figures are.

    Every score comes with sacrebleu's signature. All files must have the same number of lines.
    """
    from app.scoring import ScoreRequest, run_score

    request = ScoreRequest(
        files=tuple(files),
        systems=tuple(systems or ()),
        source=source,
        metrics=tuple(metrics or ()),
        bootstrap=bootstrap,
        allow_identical=allow_identical,
        metric_python=metric_python,
        metric_model=metric_model,
        as_json=as_json,
        quiet=quiet,
    )
    return run_score(request)
