"""`taiyaku score-alignment`: how good an alignment is, against a gold one."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.options import JsonOption, examples

__all__ = ["EXAMPLES", "ScorerName", "score_alignment"]

EXAMPLES = examples(
    "taiyaku score-alignment gold.txt pred.txt    strict and lax precision, recall and F1",
    "taiyaku score-alignment gold/ pred/ --json   folders, paired by stem, counts pooled",
    "taiyaku score-alignment gold/ pred/ --html scores.html    with pictures of what probabilities are worth",
    "taiyaku score-alignment gold.txt pred.txt --scorer sentalign",
)


class ScorerName(StrEnum):
    """The names of `eval.alignment_scorers`, known here so that --help need not load them."""

    VECALIGN = "vecalign"
    SENTALIGN = "sentalign"


def score_alignment(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The right alignment, or a folder of them.")],
    predicted: Annotated[Path, typer.Argument(metavar="PRED", help="The alignment to judge, or a folder of them.")],
    *,
    scorer: Annotated[
        ScorerName, typer.Option("--scorer", metavar="NAME", help=f"Whose count: {', '.join(ScorerName)}.")
    ] = ScorerName.VECALIGN,
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the figures and pictures of them.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Compare an alignment with a gold one as vecalign or SentAlign count: a bead is right if it is in the gold.

    Strict wants the same bead; lax wants a bead that shares a sentence on both sides. Any alignment format is read.
    Where the beads carry probabilities, it is told whether these keep their word: reliability, expected calibration
    error, and with --json or --html the risk of keeping ever less sure beads.
    """
    from app.alignment_scoring import run_score_alignment

    return run_score_alignment(gold, predicted, scorer=scorer.value, page=page, as_json=as_json)
