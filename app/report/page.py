"""The rendering itself, in its two settings: a page of its own, and a part of the viewer.

Both hold the same HTML under the same style sheet and script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.comparison import Comparison
from app.report.dotplot import dot_plot_html
from app.report.findings import Finder
from app.report.frame import own_page
from app.report.legend import legend_html
from app.report.margins import comments_html, set_aside_html
from app.report.rows import Row, build_rows
from app.report.summary import page_title, summary_html
from app.report.table import TableSetting, is_flagged, rows_html
from app.report.text import text_html
from app.report.toolbar import Tools, toolbar_html
from corpora.document import BlockKind

__all__ = ["render_hosted", "render_report", "script", "stylesheet"]

_STYLES = ("base", "head", "tools", "rows", "around", "narrow", "print")
_DARK_COLOURS = "/* the colours of dark.css */"  # for those whose system is dark, and for those who ask for it
_SCRIPTS = ("state", "filters", "light", "steps", "search", "differences", "map", "crossings", "reader", "page")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What differs between a page of its own and a part of another page.

    Attributes:
        classes: Of the outermost element.
        main: Tag of the element that holds the article.
        prefix: Begins every element id.
        is_own: Whether the whole page is ours.
        selected: The sentence that is the current one: its side and index.
        pending: Whether translations are still to come.
    """

    classes: str
    main: str
    prefix: str
    is_own: bool
    selected: str | None = None
    pending: bool = False


_OWN_PAGE = _Setting(classes="taiyaku", main="main", prefix="row-", is_own=True)


@cache
def stylesheet() -> str:
    """The style sheet of both settings."""
    folder = files("app.report") / "style"
    sheets = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return sheets.replace(_DARK_COLOURS, (folder / "dark.css").read_text(encoding="utf-8"))


@cache
def script() -> str:
    """The script of both settings: it defines the function `taiyaku(host)` and calls nothing."""
    folder = files("app.report") / "script"
    parts = "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    return f'const taiyaku = (() => {{\n"use strict";\n{parts}\nreturn taiyaku;\n}})();\n'


def render_report(comparison: Comparison) -> str:
    """Render a comparison as one HTML page that needs no other file and no network.

    The same comparison gives the same text, to the byte.
    """
    return own_page(
        title=page_title(comparison),
        style=stylesheet(),
        code=script() + "taiyaku(document.body);\n",
        body=_render(comparison, _OWN_PAGE),
    )


def render_hosted(comparison: Comparison, *, prefix: str, selected: str | None = None, pending: bool = False) -> str:
    """Render a comparison for a place in a page that has loaded `stylesheet()` and runs `script()`.

    Args:
        comparison: What to show.
        prefix: Begins every element id; another one for each place of the page.
        selected: The sentence that is to be the current one, as `ja:3`, `mt:3` or `en:7`: its side and its number as
            beads count.
        pending: Whether translations are still to come: a sentence without one waits and is not called untranslated.
    """
    setting = _Setting("taiyaku live hosted", "div", prefix, is_own=False, selected=selected, pending=pending)
    return _render(comparison, setting)


def _render(comparison: Comparison, setting: _Setting) -> str:
    rows = build_rows(comparison)
    with_source = comparison.source is not None
    document = comparison.translation.document
    hypotheses = {item.sentence: item.hypothesis for item in comparison.translation.sentences}
    plot = dot_plot_html(rows)
    parts = [
        summary_html(comparison, plot),
        f'<{setting.main} class="body">',
        _article_html(comparison, rows, setting, with_map=bool(plot)),
        comments_html(document, hypotheses, heading="Comments"),
        comments_html(comparison.source, {}, heading="Comments under the source") if comparison.source else "",
        set_aside_html(document, where="from the Japanese page" if with_source else "from the page"),
        set_aside_html(comparison.source, where="from the source") if comparison.source else "",
        f"</{setting.main}>",
        "" if setting.pending else legend_html(comparison, rows),
    ]
    inside = "\n".join(part for part in parts if part)
    selected = "" if setting.selected is None else f' data-selected="{text_html(setting.selected)}"'
    return f'<div class="{setting.classes}" data-prefix="{setting.prefix}"{selected}>\n{inside}\n</div>'


_NOTHING = '<p class="scope">No sentence of an article was found on this page.</p>'


def _article_html(comparison: Comparison, rows: Sequence[Row], setting: _Setting, *, with_map: bool) -> str:
    if not rows:
        return f'<section class="article"><h2 class="unseen">Side by side</h2>{_NOTHING}</section>'
    finder = Finder(comparison.faithfulness)
    findings = {row.number: finder.of(row) for row in rows}
    read = [comparison.translation.document, *([comparison.source] if comparison.source else [])]
    tools = Tools(
        prefix=setting.prefix,
        with_source=comparison.source is not None,
        with_map=with_map,
        with_theme=setting.is_own,
        with_comments=any(block.kind is BlockKind.COMMENT for document in read for block in document.blocks),
    )
    table = TableSetting(tools.with_source, setting.prefix, setting.pending, lambda row: findings[row.number])
    toolbar = toolbar_html(rows, tools, is_flagged=lambda row: is_flagged(row, findings[row.number]))
    return (
        f'<section class="article"><h2 class="unseen">Side by side</h2>{toolbar}'
        f'<div class="sheet">{rows_html(rows, table)}<svg class="crossings" aria-hidden="true"></svg></div></section>'
    )
