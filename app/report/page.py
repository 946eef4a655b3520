"""The rendering itself, in its two settings: a page of its own, and a part of the viewer.

Both hold the same HTML under the same style sheet and script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.comparison import Comparison
from app.report.frame import own_page
from app.report.margins import comments_html, set_aside_html
from app.report.rows import Row, build_rows
from app.report.summary import page_title, summary_html
from app.report.table import FLAG_NAMES, flag_html, rows_html
from app.report.text import count
from corpora.document import BlockKind
from translate.translation import Flag

__all__ = ["render_hosted", "render_report", "script", "stylesheet"]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What differs between a page of its own and a part of another page."""

    classes: str
    main: str
    prefix: str
    theme_button: str


_THEME_BUTTON = '<button type="button" data-theme-toggle>Light / dark</button>'
_OWN_PAGE = _Setting(classes="taiyaku", main="main", prefix="row-", theme_button=_THEME_BUTTON)


@cache
def stylesheet() -> str:
    """The style sheet of both settings."""
    return (files("app.report") / "report.css").read_text(encoding="utf-8")


@cache
def script() -> str:
    """The script of both settings: it defines the function `taiyaku(host)` and calls nothing."""
    return (files("app.report") / "report.js").read_text(encoding="utf-8")


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


def render_hosted(comparison: Comparison, *, prefix: str) -> str:
    """Render a comparison for a place in a page that has loaded `stylesheet()` and runs `script()`.

    Args:
        comparison: What to show.
        prefix: Begins every element id; another one for each place of the page.
    """
    return _render(comparison, _Setting(classes="taiyaku live hosted", main="div", prefix=prefix, theme_button=""))


def _render(comparison: Comparison, setting: _Setting) -> str:
    rows = build_rows(comparison)
    with_source = comparison.source is not None
    document = comparison.translation.document
    hypotheses = {item.sentence: item.hypothesis for item in comparison.translation.sentences}
    parts = [
        summary_html(comparison),
        f'<{setting.main} class="body"><section class="article"><h2 class="unseen">Side by side</h2>',
        _toolbar_html(rows, with_source, setting),
        rows_html(rows, with_source=with_source, prefix=setting.prefix) if rows else _NOTHING,
        "</section>",
        comments_html(document, hypotheses, heading="Comments"),
        comments_html(comparison.source, {}, heading="Comments under the source") if comparison.source else "",
        set_aside_html(document, where="from the Japanese page" if with_source else "from the page"),
        set_aside_html(comparison.source, where="from the source") if comparison.source else "",
        f"</{setting.main}>",
        _legend_html(comparison, rows),
    ]
    inside = "\n".join(part for part in parts if part)
    return f'<div class="{setting.classes}" data-filter="all">\n{inside}\n</div>'


_NOTHING = '<p class="scope">No sentence of an article was found on this page.</p>'


def _toolbar_html(rows: Sequence[Row], with_source: bool, setting: _Setting) -> str:
    filters = [("all", "All", len(rows))]
    if with_source:
        filters += [
            ("doubtful", "Doubtful", sum(row.is_doubtful for row in rows)),
            ("moved", "Moved", sum(row.moved for row in rows)),
            ("alone", "Only on one side", sum(row.is_alone for row in rows)),
        ]
    filters.append(("flagged", "Flagged", sum(bool(row.flags) for row in rows)))
    buttons = "".join(
        f'<button type="button" data-show="{key}" aria-pressed="{"true" if key == "all" else "false"}"'
        f'{"" if number or key == "all" else " disabled"}>{name} <span class="count">{number:,}</span></button>'
        for key, name, number in filters
    )
    return (
        '<div class="toolbar"><div class="filters" role="group" aria-label="Rows to show">'
        f'{buttons}</div><p class="keys"><kbd>j</kbd> <kbd>k</kbd> next and previous row, '
        f"<kbd>←</kbd> <kbd>→</kbd> other columns</p>{setting.theme_button}"
        '<p class="unseen" role="status" data-shown></p></div>'
    )


def _legend_html(comparison: Comparison, rows: Sequence[Row]) -> str:
    notes = []
    if any(row.probability is not None for row in rows):
        notes.append(
            "The percentage beside a row says how likely it is that its sentences belong together; "
            "the darker the shade of the source, the less likely. Below 50% a row is called doubtful."
        )
    if any(row.moved for row in rows):
        notes.append("A row marked <b>moved</b> stands elsewhere in the source.")
    flags = _raised_flags(comparison)
    if flags:
        meanings = "; ".join(f"{flag_html(flag)} {FLAG_NAMES[flag][1]}" for flag in flags)
        notes.append(f"Flags on a translation: {meanings}.")
    untranslated = sum(
        block.kind is BlockKind.COMMENT and bool(block.sentences) for block in comparison.translation.document.blocks
    ) and not any(item.block.kind is BlockKind.COMMENT for item in comparison.translation.sentences)
    if untranslated:
        notes.append("The comments were not translated.")
    notes.append(f"{count(len(rows), 'row')}, made on the reader’s own machine by Taiyaku.")
    return '<footer class="legend">' + "".join(f"<p>{note}</p>" for note in notes) + "</footer>"


def _raised_flags(comparison: Comparison) -> list[Flag]:
    raised = {flag for item in comparison.translation.sentences for flag in item.hypothesis.flags}
    return [flag for flag in Flag if flag in raised]
