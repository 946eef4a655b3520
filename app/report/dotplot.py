"""The alignment at a glance: a small plot with the Japanese sentences across and the source sentences down.

Text that keeps its order lies on the diagonal; what moved lies off it; what is missing on one side leaves a gap. The
script makes a map of it: a click goes to the row of the nearest dot.
"""

from collections.abc import Iterator, Sequence

from app.report.rows import Row
from app.report.table import shade
from app.report.text import count

__all__ = ["dot_plot_html"]

_FINEST = 80  # dots that find room beside each other; more sentences than that get dots that overlap


def dot_plot_html(rows: Sequence[Row]) -> str:
    """An inline SVG; nothing when either side is empty."""
    width = _behind_last(place.number for row in rows for place in row.japanese)
    height = _behind_last(place.number for row in rows for place in row.english)
    if not width or not height:
        return ""
    wide, high = max(1.0, width / _FINEST), max(1.0, height / _FINEST)
    dots = "".join(_dots(row, wide, high) for row in rows)
    moved = sum(row.moved for row in rows)
    said = f", {count(moved, 'bead')} reordered" if moved else ", nothing reordered"
    label = f"Alignment of {count(width, 'Japanese sentence')} with {count(height, 'source sentence')}{said}"
    return (
        '<figure class="plot" data-map>'
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
        f'<rect class="view" width="0" height="{height}"/>'
        f'<path class="diagonal" d="M0 0L{width} {height}"/>{dots}</svg>'
        "<figcaption>Japanese →<br>source ↓</figcaption></figure>"
    )


def _behind_last(numbers: Iterator[int]) -> int:
    return max(numbers, default=-1) + 1


def _dots(row: Row, wide: float, high: float) -> str:
    """The dots of a row, each around the middle of its square."""
    classes = ["dot"] + ["moved"] * row.moved
    if row.probability is not None:
        classes.append(f"p{shade(row.probability)}")
    return "".join(
        f'<rect x="{x.number + (1 - wide) / 2:g}" y="{y.number + (1 - high) / 2:g}" width="{wide:g}" height="{high:g}"'
        f' class="{" ".join(classes)}" data-to="{row.number}"/>'
        for x in row.japanese
        for y in row.english
    )
