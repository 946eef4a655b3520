"""`taiyaku score-alignment` at work: how the beads of one file, or of a folder of them, agree with gold ones."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.alignment_cells import (
    HEADINGS,
    RELIABILITY_HEADINGS,
    agreement_rows,
    calibration_line,
    reliability_rows,
    risk_line,
)
from app.failures import DONE
from app.outputs import check_not_read, output_file
from app.terminal import print_json, print_table, results_console
from eval import Agreement, AlignmentScores, score_alignment_files

__all__ = ["run_score_alignment"]


def run_score_alignment(
    gold: Path, predicted: Path, *, scorer: str = "vecalign", page: Path | None = None, as_json: bool = False
) -> int:
    """Score and print; with `page` also write an HTML page.

    Returns:
        The exit code.

    Raises:
        TaiyakuError: If a file cannot be read or written, or folders do not pair.
    """
    if page is not None:
        check_not_read([page], [gold, predicted])
    scores = score_alignment_files(gold, predicted, scorer=scorer)
    if page is not None:
        from app.alignment_page import render_alignment_page

        with output_file(page) as stream:
            stream.write(render_alignment_page(scores, gold=gold.name, predicted=predicted.name))
    if as_json:
        print_json(_as_json(scores))
    else:
        _print(results_console(), scores)
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
        "calibration": None if scores.calibration is None else asdict(scores.calibration),
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


def _print(console: Console, scores: AlignmentScores) -> None:
    print_table(console, _table(HEADINGS, agreement_rows(scores)))
    documents = "1 document" if scores.documents == 1 else f"{scores.documents} documents, counts pooled"
    console.print(f"{documents}; {scores.scorer}", soft_wrap=True)
    if scores.calibration is not None:
        print_table(console, _table(RELIABILITY_HEADINGS, reliability_rows(scores.calibration)))
        console.print(calibration_line(scores.calibration), soft_wrap=True)
        console.print(risk_line(scores.calibration), soft_wrap=True)


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Table:
    table = Table()
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    return table
