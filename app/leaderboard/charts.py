"""The charts of a leaderboard as SVG, inline or as an image of its own. The tables beside them hold the same figures.

Colours come from classes only, so that a page whose policy forbids style attributes shows them, light and dark.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from app.leaderboard.scale import Scale, scale_over
from app.report.text import text_html
from eval.leaderboard import Breakdown, HumanAgreement, Leaderboard, Placing
from eval.result import Score

__all__ = ["agreement_chart", "chart_style", "group_chart", "line_chart", "ranking_chart", "speed_chart", "standalone"]

WIDTH: Final = 640
LEFT: Final = 46
RIGHT: Final = 190
"""Room for names at the end of lines."""
TOP: Final = 28
PLOT_HEIGHT: Final = 280
BOTTOM: Final = 40
LETTER: Final = 7.4
"""About the width of a bold letter at 12 px, to keep names apart."""

_LIGHT = "--paper:#fdfcfa;--ink:#1d1b18;--quiet:#625d55;--rule:#e4dfd6;--accent:#a8321a"
_DARK = "--paper:#171614;--ink:#ebe6dc;--quiet:#a39c90;--rule:#35322d;--accent:#f0937a"


@cache
def chart_style() -> str:
    """The style sheet of the charts; it takes its colours from the page."""
    return (files("app.leaderboard") / "chart.css").read_text(encoding="utf-8")


def standalone(svg: str) -> str:
    """A chart as a file of its own, with its colours in it."""
    style = (
        f".chart{{{_LIGHT};--plain:system-ui,sans-serif;background:var(--paper)}}"
        f"@media (prefers-color-scheme:dark){{.chart{{{_DARK}}}}}\n{chart_style()}"
    )
    opening, bracket, rest = svg.partition(">")
    return f'{opening} xmlns="http://www.w3.org/2000/svg"{bracket}<style>{style}</style>{rest}\n'


def ranking_chart(leaderboard: Leaderboard) -> str:
    """Every system's score in the first metric with its interval, best first."""
    line_height = 22
    left = max(len(placing.name) for placing in leaderboard.placings) * LETTER + 24
    scored = [(placing, placing.scores[0].score) for placing in leaderboard.placings]
    ends = {placing.name: _interval(score) for placing, score in scored}
    reach = [score.value for _, score in scored] + [end for pair in ends.values() for end in pair]
    across = scale_over(reach, left, WIDTH - 20)
    bottom = TOP + line_height * len(scored)
    parts = [_vertical_grid(across, TOP, bottom)]
    for position, (placing, score) in enumerate(scored):
        y = TOP + line_height * (position + 0.5)
        kind = "model" if placing.is_model else "name"
        parts.append(_text(left - 12, y + 4, placing.name, f"end {kind}"))
        low, high = map(across.place, ends[placing.name])
        parts.append(_line((low, y), (high, y), f"whisker {kind}"))
        parts.append(_dot(across.place(score.value), y, kind, f"{placing.name}: {score.value:.2f}"))
    label = f"{leaderboard.metrics[0]} of {len(scored)} systems with 95% intervals"
    return _svg(bottom + BOTTOM - 12, label, parts)


def speed_chart(leaderboard: Leaderboard) -> str:
    """Quality against speed of what was translated here; a level for each system whose speed nobody knows.

    Nothing where no speed was measured.
    """
    measured = [(placing, placing.run) for placing in leaderboard.placings if placing.run and placing.run.segments]
    speeds = [run.segments_per_second for _, run in measured]
    if not speeds or min(speeds) <= 0:
        return ""
    up = _up([placing.scores[0].score.value for placing in leaderboard.placings])
    across = scale_over(speeds, LEFT, WIDTH - RIGHT, logarithmic=True)
    parts = [_title(f"{leaderboard.metrics[0]} against sentences a second")]
    levels = [placing for placing in leaderboard.placings if not placing.run]
    for placing in reversed(levels):
        kind = "level best" if placing is levels[0] else "level"
        y = up.place(placing.scores[0].score.value)
        words = f"{placing.name}: {placing.scores[0].score.value:.2f}"
        parts.append(_line((LEFT, y), (WIDTH - RIGHT, y), kind, words))
    named = [(up.place(placing.scores[0].score.value), placing.name, "") for placing in levels[:1] + levels[1:][-1:]]
    parts += _names_at_the_end(named)
    parts.append(_axes(across, up, "sentences a second"))
    names = _Names()
    for placing, run in measured:
        x, y = across.place(run.segments_per_second), up.place(placing.scores[0].score.value)
        words = f"{placing.name}: {placing.scores[0].score.value:.2f}, {run.segments_per_second:.1f} a second"
        parts += [_dot(x, y, "model", words), names.put(x, y, placing.name, "model")]
    return _svg(TOP + PLOT_HEIGHT + BOTTOM, f"{leaderboard.metrics[0]} against speed", parts)


def group_chart(leaderboard: Leaderboard, breakdown: Breakdown, what: str) -> str:
    """The first metric in every group of a breakdown: models and the best other system named, the others faint."""
    values = [scores[0] for group in breakdown.groups for scores in group.scores]
    up = _up(values)
    step = (WIDTH - RIGHT - LEFT) / len(breakdown.groups)
    places = [round(LEFT + step * (number + 0.5), 1) for number in range(len(breakdown.groups))]
    parts = [_title(f"{leaderboard.metrics[0]} {what}"), _horizontal_grid(up, LEFT, WIDTH - RIGHT)]
    for x, group in zip(places, breakdown.groups, strict=True):
        parts.append(_text(x, TOP + PLOT_HEIGHT + 18, group.label, "middle"))
        parts.append(_text(x, TOP + PLOT_HEIGHT + 33, f"n = {group.segments:,}", "middle"))
    best = next((placing for placing in leaderboard.placings if not placing.is_model), None)
    named = []
    for number, placing in reversed(list(enumerate(leaderboard.placings))):
        heights = [up.place(group.scores[number][0]) for group in breakdown.groups]
        kind = _prominence(placing, best)
        points = " ".join(f"{x},{y}" for x, y in zip(places, heights, strict=True))
        title = f"<title>{text_html(placing.name)}</title>"
        parts.append(f'<polyline class="line {kind}" points="{points}">{title}</polyline>')
        parts += [_dot(x, y, kind, placing.name) for x, y in zip(places, heights, strict=True)]
        if kind != "faint":
            named.append((heights[-1], placing.name, "model" if placing.is_model else ""))
    parts += _names_at_the_end(named, x=places[-1] + 10)
    return _svg(TOP + PLOT_HEIGHT + BOTTOM + 6, f"{leaderboard.metrics[0]} {what}", parts)


def line_chart(
    title: str, lines: Mapping[str, Sequence[tuple[float, float, str]]], below: str, *, logarithmic: bool = False
) -> str:
    """Named lines through points, each point (x, y, what to call it; nothing leaves it without a dot).

    Args:
        title: Stands above, and says what goes upwards.
        lines: The points of each line, from left to right; the first line stands out.
        below: Says what goes to the right.
        logarithmic: Whether equal steps to the right are equal ratios.
    """
    points = [point for line in lines.values() for point in line]
    across = scale_over([x for x, _, _ in points], LEFT, WIDTH - RIGHT, logarithmic=logarithmic)
    up = _up([y for _, y, _ in points])
    parts = [_title(title), _horizontal_grid(up, LEFT, WIDTH - RIGHT), _axes(across, up, below)]
    named: list[tuple[float, str, str]] = []
    for number, (name, line) in enumerate(lines.items()):
        kind = "best" if number else "model"
        places = [(across.place(x), up.place(y)) for x, y, _ in line]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline class="line {kind}" points="{path}"><title>{text_html(name)}</title></polyline>')
        for (x, y), (_, _, label) in zip(places, line, strict=True):
            if label:
                parts += [_dot(x, y, kind, f"{name}: {label}"), _text(x, y - 8, label, "middle")]
        named.append((places[-1][1], name, "" if number else "model"))
    parts += _names_at_the_end(named)
    return _svg(TOP + PLOT_HEIGHT + BOTTOM, title, parts)


def agreement_chart(human: HumanAgreement, column: int) -> str:
    """A metric against the human scores, one dot a system."""
    agreement = human.metrics[column]
    across = scale_over([scores[column] for _, _, scores in human.systems], LEFT, WIDTH - 90, room=0.14)
    up = _up([score for _, score, _ in human.systems])
    points = [(across.place(scores[column]), up.place(score), name) for name, score, scores in human.systems]
    names = _Names()
    for x, y, _ in points:
        names.take(x - 5, y - 5, 10, 10)
    title = (
        f"People against {agreement.metric}: Pearson {agreement.pearson:.3f}, Kendall {agreement.kendall:.3f}, "
        f"{len(points)} systems"
    )
    parts = [_title(title), _horizontal_grid(up, LEFT, WIDTH - 90), _axes(across, up, agreement.metric)]
    parts += [_dot(x, y, "name", name) for x, y, name in points]
    parts += [names.put(x, y, name, "name") for x, y, name in points]
    return _svg(TOP + PLOT_HEIGHT + BOTTOM, title, parts)


def _interval(score: Score) -> tuple[float, float]:
    """The ends of the interval; the score itself where there is none."""
    if score.interval is None or score.mean is None:
        return score.value, score.value
    return score.mean - score.interval, score.mean + score.interval


def _prominence(placing: Placing, best: Placing | None) -> str:
    return "model" if placing.is_model else "best" if placing is best else "faint"


def _up(values: Sequence[float]) -> Scale:
    return scale_over(values, TOP + PLOT_HEIGHT, TOP)


class _Names:
    """Names beside dots, each where it covers no other."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def take(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a rectangle free of names."""
        self._taken.append((x, y, width, height))

    def put(self, x: float, y: float, name: str, kind: str) -> str:
        """The name of the dot at this place."""
        width = len(name) * LETTER
        places = [(x + 9, y + 4), (x - 9 - width, y + 4), (x - width / 2, y - 9), (x - width / 2, y + 18)]
        places += [(x + 9, y + shift) for shift in (16, -8, 28, -20)]
        left, base = next((place for place in places if self._is_free(*place, width)), places[0])
        self.take(left, base - 11, width, 14)
        return _text(left, base, name, kind)

    def _is_free(self, left: float, base: float, width: float) -> bool:
        top, height = base - 11, 14
        return (
            left >= LEFT
            and base < TOP + PLOT_HEIGHT
            and all(
                left + width <= x or x + w <= left or top + height <= y or y + h <= top for x, y, w, h in self._taken
            )
        )


def _names_at_the_end(named: Sequence[tuple[float, str, str]], x: float = WIDTH - RIGHT + 8) -> Iterator[str]:
    """Names of lines at their right ends, pushed down where they would cover each other."""
    lowest = 0.0
    for height, name, kind in sorted(named):
        y = max(height + 4, lowest + 14)
        lowest = y
        yield _text(x, y, name, kind or "name")


def _axes(across: Scale, up: Scale, below: str) -> str:
    floor = TOP + PLOT_HEIGHT
    ticks = "".join(
        _line((across.place(tick), floor), (across.place(tick), floor + 4), "axis")
        + _text(across.place(tick), floor + 18, f"{tick:g}", "middle")
        for tick in across.ticks()
    )
    values = "".join(_text(LEFT - 8, up.place(tick) + 4, f"{tick:g}", "end") for tick in up.ticks())
    middle = (across.start + across.end) / 2
    line = _line((across.start, floor), (across.end, floor), "axis")
    return line + ticks + values + _text(middle, floor + 34, below, "middle")


def _horizontal_grid(up: Scale, left: float, right: float) -> str:
    return "".join(
        _line((left, up.place(tick)), (right, up.place(tick)), "grid")
        + _text(left - 8, up.place(tick) + 4, f"{tick:g}", "end")
        for tick in up.ticks()
    )


def _vertical_grid(across: Scale, top: float, bottom: float) -> str:
    return "".join(
        _line((across.place(tick), top), (across.place(tick), bottom), "grid")
        + _text(across.place(tick), bottom + 16, f"{tick:g}", "middle")
        for tick in across.ticks()
    )


def _svg(height: float, label: str, parts: Sequence[str]) -> str:
    opening = f'<svg class="chart" role="img" aria-label="{text_html(label)}" viewBox="0 0 {WIDTH} {height:g}">'
    return f"{opening}{''.join(parts)}</svg>"


def _title(text: str) -> str:
    return _text(0, 14, text, "title")


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.4g}" y="{y:.4g}">{text_html(text)}</text>'


def _line(start: tuple[float, float], end: tuple[float, float], kind: str, words: str = "") -> str:
    inside = f"><title>{text_html(words)}</title></line>" if words else "/>"
    ends = f'x1="{start[0]:.4g}" y1="{start[1]:.4g}" x2="{end[0]:.4g}" y2="{end[1]:.4g}"'
    return f'<line class="{kind}" {ends}{inside}'


def _dot(x: float, y: float, kind: str, words: str) -> str:
    return f'<circle class="dot {kind}" cx="{x:.4g}" cy="{y:.4g}" r="4"><title>{text_html(words)}</title></circle>'
