"""What the viewer says to its reader: one line at a time, escaped, without any place on the server."""

from pathlib import Path

from app.report.text import text_html
from corpora.errors import TaiyakuError

__all__ = ["DEFECT", "problem_html", "said_html", "working_html"]

DEFECT = "This failed because of a defect in Taiyaku. The server's log says more."
"""All that a reader learns of a defect."""


def problem_html(error: TaiyakuError | str) -> str:
    """What is wrong and what to do about it, without the folder of a file."""
    if isinstance(error, TaiyakuError):
        place = "" if error.path is None else f"{Path(error.path).name}: "
        remedy = "" if error.remedy is None else f" ({error.remedy})"
        error = f"{place}{error.message}{remedy}"
    return f'<p class="taiyaku-said problem" role="alert">{text_html(error)}</p>'


def said_html(line: str) -> str:
    """A remark; nothing for an empty one."""
    return f'<p class="taiyaku-said" role="status">{text_html(line)}</p>' if line else ""


def working_html(stage: str, done: int, total: int) -> str:
    """How far a job has come."""
    return (
        f'<p class="taiyaku-said working" role="status"><progress max="{max(total, 1)}" value="{done}" '
        f'aria-label="Sentences translated"></progress> {text_html(stage)}: {done:,} of {total:,} sentences</p>'
    )
