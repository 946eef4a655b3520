"""`taiyaku score-alignment` at work: how the beads of one file, or of a folder of them, agree with gold ones."""

from pathlib import Path
from typing import Any

from rich.table import Table

from app.failures import DONE
from app.terminal import print_json, results_console
from eval import Agreement, AlignmentScores, score_alignment_files

__all__ = ["run_score_alignment"]


def run_score_alignment(gold: Path, predicted: Path, *, as_json: bool = False) -> int:
    """Score and print.

    Returns:
        The exit code.

    Raises:
        TaiyakuError: If a file cannot be read, or folders do not pair.
    """
    scores = score_alignment_files(gold, predicted)
    if as_json:
        print_json(_as_json(scores))
    else:
        _print(scores)
    return DONE


def _as_json(scores: AlignmentScores) -> dict[str, Any]:
    return {
        "strict": _agreement(scores.strict),
        "lax": _agreement(scores.lax),
        "by_type": {item.type: _agreement(item.agreement) for item in scores.by_type},
        "null_sentences": _agreement(scores.null_sentences),
        "crossings": _agreement(scores.crossings),
        "documents": scores.documents,
        "scorer": scores.scorer,
    }


def _agreement(agreement: Agreement) -> dict[str, float]:
    return {
        "precision": agreement.precision,
        "recall": agreement.recall,
        "f1": agreement.f1,
        "predicted_right": agreement.predicted_right,
        "predicted": agreement.predicted,
        "gold_found": agreement.gold_found,
        "gold": agreement.gold,
    }


def _print(scores: AlignmentScores) -> None:
    table = Table()
    table.add_column("Beads")
    for heading in ("Precision", "Recall", "F1", "Right / predicted", "Found / gold"):
        table.add_column(heading, justify="right")
    rows = [("strict", scores.strict), ("lax", scores.lax)]
    rows += [(f"  {item.type}", item.agreement) for item in scores.by_type]
    rows += [("null sentences", scores.null_sentences), ("crossings", scores.crossings)]
    for name, agreement in rows:
        if agreement.predicted or agreement.gold:
            table.add_row(name, *_cells(agreement))
    console = results_console()
    console.print(table)
    documents = "1 document" if scores.documents == 1 else f"{scores.documents} documents, counts pooled"
    console.print(f"{documents}; {scores.scorer}", soft_wrap=True)


def _cells(agreement: Agreement) -> tuple[str, ...]:
    return (
        f"{agreement.precision:.3f}",
        f"{agreement.recall:.3f}",
        f"{agreement.f1:.3f}",
        f"{agreement.predicted_right} / {agreement.predicted}",
        f"{agreement.gold_found} / {agreement.gold}",
    )
