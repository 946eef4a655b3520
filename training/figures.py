"""The pictures of the translation model's card: how it learned, and what a wider beam gives and costs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.leaderboard.charts import line_chart, standalone
from corpora.writing import atomic_writer

__all__ = ["draw_learning", "draw_speed"]


def draw_learning(curve: Path, target: Path) -> None:
    """The loss over the tokens of a run, from its `curve.json`, as SVG."""
    entries = json.loads(curve.read_text(encoding="utf-8"))
    losses = {
        name: [(entry["tokens"] / 1e6, entry[key], "") for entry in entries]
        for name, key in (("validation", "validation"), ("training, smoothed", "loss"))
    }
    _write(line_chart("Cross-entropy a target piece", losses, "million target pieces"), target)


def draw_speed(points: Sequence[Mapping[str, str | float]], target: Path) -> None:
    """BLEU against sentences a second, a line for each model, a dot for each beam, as SVG."""
    lines: dict[str, list[tuple[float, float, str]]] = {}
    for point in sorted(points, key=lambda point: float(point["speed"])):
        dot = (float(point["speed"]), float(point["BLEU"]), f"beam {point['beam']}")
        lines.setdefault(str(point["model"]), []).append(dot)
    _write(line_chart("Mean BLEU", lines, "sentences a second", logarithmic=True), target)


def _write(chart: str, target: Path) -> None:
    with atomic_writer(target) as out:
        out.write(standalone(chart))
