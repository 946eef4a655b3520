"""`taiyaku score-alignment`: how good an alignment is, against a gold one."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import JsonOption, examples

__all__ = ["EXAMPLES", "score_alignment"]

EXAMPLES = examples(
    "taiyaku score-alignment gold.txt pred.txt    strict and lax precision, recall and F1",
    "taiyaku score-alignment gold/ pred/ --json   folders, paired by stem, counts pooled",
)


def score_alignment(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The right alignment, or a folder of them.")],
    predicted: Annotated[Path, typer.Argument(metavar="PRED", help="The alignment to judge, or a folder of them.")],
    *,
    as_json: JsonOption = False,
) -> int:
    """Compare an alignment with a gold one as vecalign counts: a bead is right if it is in the gold.

    Strict wants the same bead; lax wants a bead that shares a sentence on both sides. Any alignment format is read.
    """
    from app.alignment_scoring import run_score_alignment

    return run_score_alignment(gold, predicted, as_json=as_json)
