"""The alignment at a glance: a small plot with the Japanese sentences across and the source sentences down.

Text that keeps its order lies on the diagonal; what moved lies off it; what is missing on one side leaves a gap.
"""

from align.alignment import Alignment
from app.report.table import shade
from app.report.text import count

__all__ = ["dot_plot_html"]


def dot_plot_html(alignment: Alignment) -> str:
    """An inline SVG; nothing when either side is empty."""
    width, height = alignment.source_count, alignment.target_count
    if not width or not height:
        return ""
    crossings = alignment.crossings()
    dots = "".join(
        _dot(i, j, bead.probability, index in crossings)
        for index, bead in enumerate(alignment.beads)
        for i in bead.source
        for j in bead.target
    )
    moved = f", {count(len(crossings), 'bead')} moved" if crossings else ", nothing moved"
    label = f"Alignment of {count(width, 'Japanese sentence')} with {count(height, 'source sentence')}{moved}"
    return (
        '<figure class="plot">'
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
        f'<path class="diagonal" d="M0 0L{width} {height}"/>{dots}</svg>'
        "<figcaption>Japanese →<br>source ↓</figcaption></figure>"
    )


def _dot(x: int, y: int, probability: float | None, moved: bool) -> str:
    classes = ["moved"] if moved else []
    if probability is not None:
        classes.append(f"p{shade(probability)}")
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f'<rect x="{x}" y="{y}" width="1" height="1"{attribute}/>'
