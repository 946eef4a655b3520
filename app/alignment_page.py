"""Alignment scores as one HTML page that needs nothing else: tables, and pictures of what the probabilities are worth.

The charts and the look are those of the leaderboard; the same scores give the same bytes.
"""

from functools import cache
from importlib.resources import files

from app.alignment_cells import (
    HEADINGS,
    RELIABILITY_HEADINGS,
    agreement_rows,
    calibration_line,
    reliability_rows,
    risk_line,
)
from app.leaderboard.charts import chart_style, line_chart
from app.report import script, stylesheet
from app.report.frame import own_page
from app.report.text import text_html
from eval import AlignmentScores
from eval.calibration import Calibration

__all__ = ["render_alignment_page"]


@cache
def _style() -> str:
    return stylesheet() + chart_style() + (files("app.leaderboard") / "leaderboard.css").read_text(encoding="utf-8")


def render_alignment_page(scores: AlignmentScores, *, gold: str, predicted: str) -> str:
    """Render the scores of an alignment as a page.

    Args:
        scores: What was counted.
        gold: What to call the gold alignments.
        predicted: What to call the alignments that were judged.
    """
    documents = "1 document" if scores.documents == 1 else f"{scores.documents} documents, counts pooled"
    parts = [
        f"<p>{text_html(predicted)} against {text_html(gold)}; {documents}; {text_html(scores.scorer)}</p>",
        _table_html("Agreement", HEADINGS, agreement_rows(scores)),
    ]
    if scores.calibration is not None:
        parts.append(_calibration_html(scores.calibration))
    main = "\n".join(parts)
    button = '<div class="toolbar"><button type="button" data-theme-toggle>Light / dark</button></div>'
    body = (
        f'<div class="taiyaku">\n<header class="masthead"><h1>Alignment</h1>{button}</header>\n'
        f'<main class="body">{main}</main>\n</div>'
    )
    return own_page(title="Alignment", style=_style(), code=script() + "taiyaku(document.body);\n", body=body)


def _calibration_html(calibration: Calibration) -> str:
    return (
        f"<h2>What the probabilities are worth</h2><p>{text_html(calibration_line(calibration))}</p>"
        f"<figure>{_reliability_chart(calibration)}</figure>"
        f"<p>{text_html(risk_line(calibration).capitalize())}.</p>"
        f"<figure>{_risk_chart(calibration)}</figure>"
        + _table_html("Reliability", RELIABILITY_HEADINGS, reliability_rows(calibration))
    )


def _reliability_chart(calibration: Calibration) -> str:
    found = [(item.stated, item.right, f"{item.beads:,}") for item in calibration.bins]
    lines = {"these beads": found, "as stated": [(0.0, 0.0, ""), (1.0, 1.0, "")]}
    return line_chart("Share of right beads, with their number", lines, "probability that was stated")


def _risk_chart(calibration: Calibration) -> str:
    curve = [(kept.coverage, kept.risk, "") for kept in calibration.curve]
    return line_chart("Share of wrong beads among those kept", {"surest first": curve}, "share of the beads kept")


def _table_html(caption: str, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(
        f'<th scope="col"{" class=figure" if number else ""}>{name}</th>' for number, name in enumerate(headings)
    )
    lines = "".join(
        f'<tr><th scope="row">{text_html(row[0])}</th>'
        + "".join(f'<td class="figure">{text_html(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table class="board"><caption class="unseen">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
