"""A comparison as files: the report to look at, and the data for viewer, translators and researchers.

No file holds a time stamp or a path, so the same article, model and settings give the same bytes.
"""

import json
from pathlib import Path

from align.formats import write_alignment
from app.comparison import Comparison
from app.figures import summarise
from app.report import render_report
from app.storage import save_comparison
from corpora.writing import atomic_writer

__all__ = ["FILES", "write_comparison"]

FILES = ("report.html", "document.json", "beads.jsonl", "pairs.tmx", "scores.json")
"""Everything that a comparison may be written as; without a source only the first two."""


def write_comparison(comparison: Comparison, folder: Path) -> None:
    """Write report.html and document.json; with a source also beads.jsonl, pairs.tmx and scores.json.

    Raises:
        OutputError: If a file cannot be written.
    """
    with atomic_writer(folder / "report.html") as stream:
        stream.write(render_report(comparison))
    save_comparison(comparison, folder / "document.json")
    if comparison.source is None or comparison.alignment is None:
        return
    for name in ("beads.jsonl", "pairs.tmx"):
        write_alignment(
            comparison.alignment,
            [item.sentence.text for item in comparison.aligned_japanese()],
            [sentence.text for sentence in comparison.aligned_english()],
            folder / name,
            source_name=comparison.translation.document.name,
            target_name=comparison.source.name,
        )
    with atomic_writer(folder / "scores.json") as stream:
        stream.write(json.dumps(summarise(comparison), ensure_ascii=False, indent=1) + "\n")
