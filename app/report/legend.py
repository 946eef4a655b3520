"""The foot of a rendering: what its figures, marks and flags mean, as far as there are any."""

from collections.abc import Iterator, Sequence

from app.comparison import Comparison
from app.report.rows import Row
from app.report.sentences import FLAG_NAMES, flag_html
from app.report.text import count
from corpora.document import BlockKind
from translate.translation import Flag

__all__ = ["legend_html"]


def legend_html(comparison: Comparison, rows: Sequence[Row]) -> str:
    """One paragraph for each thing that needs words."""
    notes = [
        *_notes_on_rows(rows),
        *_notes_on_marks(comparison),
        *_notes_on_flags(comparison),
        *_notes_on_comments(comparison),
        f"{count(len(rows), 'row')}, made on the reader’s own machine by Taiyaku.",
    ]
    return '<footer class="legend">' + "".join(f"<p>{note}</p>" for note in notes) + "</footer>"


def _notes_on_rows(rows: Sequence[Row]) -> Iterator[str]:
    if any(row.probability is not None for row in rows):
        yield (
            "The percentage beside a row says how likely it is that its sentences belong together; "
            "the darker the shade of the source, the less likely. Below 50% a row is called doubtful."
        )
    if any(row.signals for row in rows):
        yield (
            "Behind the percentage (press it, or <kbd>w</kbd>) stand the signals that spoke for and against the row, "
            "in log-odds; at 0 together, its sentences might as well stand alone."
        )
    if any(row.moved for row in rows):
        yield "A row marked <b>reordered</b> stands elsewhere in the source."


def _notes_on_marks(comparison: Comparison) -> Iterator[str]:
    yield "Dots underline numbers and dates that columns share, and names where you point."
    if comparison.faithfulness is not None:
        yield "A wavy line marks what another column does not say, or says differently; the reason stands below."


def _notes_on_flags(comparison: Comparison) -> Iterator[str]:
    raised = {flag for item in comparison.translation.sentences for flag in item.hypothesis.flags}
    meanings = [f"{flag_html(flag)} {FLAG_NAMES[flag][1]}" for flag in Flag if flag in raised]
    if meanings:
        yield f"Flags on a translation: {'; '.join(meanings)}."


def _notes_on_comments(comparison: Comparison) -> Iterator[str]:
    blocks = comparison.translation.document.blocks
    has_comments = any(block.kind is BlockKind.COMMENT and block.sentences for block in blocks)
    if has_comments and not any(item.block.kind is BlockKind.COMMENT for item in comparison.translation.sentences):
        yield "The comments were not translated."
