"""The leaderboard as one HTML page that needs nothing else, in the look of the report.

Like the report it forbids itself every outside request and every script but its own. Texts of suites and names of
systems are other people's and are escaped.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from app.leaderboard.cells import (
    COLUMNS_AFTER_SCORES,
    Row,
    bare,
    breakdown_rows,
    headings,
    method_line,
    overview,
    row_of,
    scope_line,
)
from app.leaderboard.charts import agreement_chart, chart_style, group_chart, ranking_chart, speed_chart
from app.report import script, stylesheet
from app.report.frame import own_page
from app.report.text import count, text_html
from eval.leaderboard import Contrast, Leaderboard, SegmentContrast, word_differences

__all__ = ["render_page"]

_CAPTIONS = {
    "domain": "by domain",
    "length": "by length of the source in characters without white space",
}


@cache
def _style() -> str:
    own = (files("app.leaderboard") / "leaderboard.css").read_text(encoding="utf-8")
    return stylesheet() + chart_style() + own


def render_page(boards: Sequence[tuple[Leaderboard, Contrast | None]]) -> str:
    """Render the leaderboards of some suites as one HTML page that needs no other file and no network.

    The same leaderboards give the same text, to the byte.
    """
    suites = "\n".join(_suite_html(number, *board) for number, board in enumerate(boards, start=1))
    head = _masthead_html([board for board, _ in boards])
    return own_page(
        title="Leaderboard",
        style=_style(),
        code=script() + "taiyaku(document.body);\n",
        body=f'<div class="taiyaku">\n{head}\n<main class="body">{suites}</main>\n</div>',
    )


def _masthead_html(boards: Sequence[Leaderboard]) -> str:
    links = "".join(
        f'<li><a href="#suite-{number}">{text_html(board.suite)}</a> <span class="quiet">{board.segments:,}</span></li>'
        for number, board in enumerate(boards, start=1)
    )
    button = '<div class="toolbar"><button type="button" data-theme-toggle>Light / dark</button></div>'
    inside = f'<h1>Leaderboard</h1><ul class="suites">{links}</ul>{_overview_html(boards)}{button}'
    return f'<header class="masthead">{inside}</header>'


def _overview_html(boards: Sequence[Leaderboard]) -> str:
    rows = overview(boards)
    if not rows:
        return ""
    head = "".join(f'<th scope="col" class="figure">{text_html(board.suite)}</th>' for board in boards)
    lines = "".join(
        f'<tr><th scope="row">{text_html(name)}</th>'
        + "".join(f'<td class="figure">{cell}</td>' for cell in cells)
        + "</tr>"
        for name, cells in rows
    )
    return (
        '<div class="wide overview"><table class="board"><caption class="unseen">The models on all suites</caption>'
        f'<thead><tr><th scope="col">{text_html(boards[0].metrics[0])}</th>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _suite_html(number: int, board: Leaderboard, contrast: Contrast | None) -> str:
    parts = [
        f'<section class="suite" id="suite-{number}"><h2>{text_html(board.suite)}</h2>',
        f'<p class="scope">{text_html(scope_line(board))} {text_html(method_line(board))}</p>',
        _ranking_html(board),
        _charts_html(board),
        _contrast_html(contrast) if contrast is not None else "",
        _parts_html(board),
        _documents_html(board),
        _method_html(board),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _ranking_html(board: Leaderboard) -> str:
    costly = any(placing.run for placing in board.placings)
    head = ['<th scope="col">Cluster</th><th scope="col">System</th>']
    for name in headings(board):
        head.append(f'<th scope="col" class="figure">{text_html(name)}</th><th scope="col"></th>')
        head.append('<th scope="col" class="figure">p</th>')
    head += [f'<th scope="col" class="figure">{name}</th>' for name in (COLUMNS_AFTER_SCORES if costly else ())]
    rows, before = [], ""
    for row in map(row_of, board.placings):
        rows.append(_row_html(row, begins=bool(before) and row.cluster != before, costly=costly))
        before = row.cluster
    return (
        '<div class="wide"><table class="board"><caption class="unseen">The systems, best first</caption>'
        f"<thead><tr>{''.join(head)}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row_html(row: Row, *, begins: bool, costly: bool) -> str:
    classes = " ".join(name for name, holds in (("model", row.is_model), ("begins", begins)) if holds)
    cells = f'<td>{row.cluster}</td><th scope="row">{text_html(row.name)}</th>'
    for score, interval, chance in row.scores:
        cells += f'<td class="figure">{score}</td><td><span class="quiet">{interval}</span></td>'
        cells += f'<td class="figure"><span class="quiet">{text_html(bare(chance))}</span></td>'
    cells += "".join(f'<td class="figure">{cell}</td>' for cell in (row.cost if costly else ()))
    return f'<tr class="{classes}">{cells}</tr>' if classes else f"<tr>{cells}</tr>"


def _charts_html(board: Leaderboard) -> str:
    figures = [(ranking_chart(board), f"{board.metrics[0]} with 95% bootstrap intervals.")]
    speed = speed_chart(board)
    if speed:
        figures.append((speed, "Lines are systems whose speed is not known; the best and the last are named."))
    for breakdown in board.breakdowns:
        if breakdown.by in _CAPTIONS:
            what = _CAPTIONS[breakdown.by]
            figures.append((group_chart(board, breakdown, what), f"{board.metrics[0]} {what}; n counts segments."))
    if board.human is not None:
        figures += [
            (agreement_chart(board.human, column), f"Human scores: {board.human.origin}")
            for column in range(len(board.human.metrics))
        ]
    shown = "".join(f"<figure>{svg}<figcaption>{text_html(caption)}</figcaption></figure>" for svg, caption in figures)
    return f'<div class="charts">{shown}</div>'


def _contrast_html(contrast: Contrast) -> str:
    first, second = text_html(contrast.first), text_html(contrast.second)
    summary = (
        f"Against {second}, {first} has the higher segment chrF2 in {count(contrast.better, 'segment')} "
        f"and the lower in {contrast.worse:,}. Marked words stand in one of the two outputs only."
    )
    parts = [f'<h3>{first} and {second}</h3><p class="scope">{summary}</p>']
    for title, segments in ((f"Where {first} gains most", contrast.wins), ("Where it loses most", contrast.losses)):
        if segments:
            items = "".join(_segment_html(contrast, segment) for segment in segments)
            parts.append(f"<h3>{title}</h3>{items}")
    return "".join(parts)


def _segment_html(contrast: Contrast, segment: SegmentContrast) -> str:
    lines = [("source", f'<dd lang="ja">{text_html(segment.source)}</dd>')]
    lines += [("reference", f'<dd lang="en">{text_html(reference)}</dd>') for reference in segment.references]
    for name, output, other in (
        (contrast.first, *segment.outputs),
        (contrast.second, *reversed(segment.outputs)),
    ):
        lines.append((text_html(name), f'<dd lang="en">{_marked_html(output, other)}</dd>'))
    entries = "".join(f"<dt>{name}</dt>{value}" for name, value in lines)
    what = f"segment {segment.number:,}: {segment.scores[0]:.1f} against {segment.scores[1]:.1f}"
    return f'<article class="contrast"><p class="what">{what}</p><dl>{entries}</dl></article>'


def _marked_html(text: str, other: str) -> str:
    runs = word_differences(text, other)
    return "".join(f"<mark>{text_html(run)}</mark>" if differs else text_html(run) for run, differs in runs)


def _parts_html(board: Leaderboard) -> str:
    """The figures of the charts by domain and by length, folded away."""
    names = [placing.name for placing in board.placings]
    tables = []
    for breakdown in board.breakdowns:
        if breakdown.by not in _CAPTIONS:
            continue
        head = "".join(
            f'<th scope="col" class="figure">{text_html(group.label)} '
            f'<span class="quiet">{group.segments:,}</span></th>'
            for group in breakdown.groups
        )
        rows = "".join(
            f'<tr><th scope="row">{text_html(name)}</th>'
            + "".join(f'<td class="figure">{cell}</td>' for cell in cells)
            + "</tr>"
            for name, cells in breakdown_rows(breakdown, names, 0)
        )
        tables.append(_folded_html(f"{board.metrics[0]} {_CAPTIONS[breakdown.by]}", "System", head, rows))
    return "".join(tables)


def _folded_html(summary: str, corner: str, head: str, rows: str) -> str:
    return (
        f'<details class="parts"><summary>{summary}</summary><div class="wide"><table class="board">'
        f'<thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _documents_html(board: Leaderboard) -> str:
    """The documents, folded away, for the models and the best other system."""
    found = next((breakdown for breakdown in board.breakdowns if breakdown.by == "document"), None)
    if found is None:
        return ""
    best = next((placing for placing in board.placings if not placing.is_model), None)
    chosen = [number for number, placing in enumerate(board.placings) if placing.is_model or placing is best]
    head = "".join(f'<th scope="col" class="figure">{text_html(board.placings[number].name)}</th>' for number in chosen)
    rows = "".join(
        f'<tr><th scope="row">{text_html(group.label)}</th><td class="figure">{group.segments}</td>'
        + "".join(f'<td class="figure">{group.scores[number][0]:.1f}</td>' for number in chosen)
        + "</tr>"
        for group in found.groups
    )
    head = f'<th scope="col" class="figure">Segments</th>{head}'
    return _folded_html(f"{board.metrics[0]} of {count(len(found.groups), 'document')}", "Document", head, rows)


def _method_html(board: Leaderboard) -> str:
    scores = [paired.score for paired in board.placings[0].scores]
    lines = [f"{score.metric}: <code>{text_html(score.signature)}</code>" for score in scores]
    for placing in board.placings:
        if placing.engine_line:
            cores = f", measured on {count(placing.run.cores, 'CPU core')}" if placing.run else ""
            lines.append(f"{text_html(placing.name)}: <code>{text_html(placing.engine_line)}</code>{cores}")
    lines += [f"Note: {text_html(note)}" for note in board.notes]
    if board.human is not None:
        lines.append(f"Human scores: {text_html(board.human.origin)}")
    return f'<ul class="method legend">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'
