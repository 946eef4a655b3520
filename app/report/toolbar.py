"""The tools above the rows: filters, search, the view menu, and the dialog that tells the keys.

They only say what they set (`data-set`) or do (`data-do`); the script gives them life and hides nothing without it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.report.rows import Row

__all__ = ["Tools", "toolbar_html"]


@dataclass(frozen=True, slots=True)
class Tools:
    """What there is to set on a page.

    Attributes:
        prefix: Begins every element id and every name of a group.
        with_source: Whether there is a third column.
        with_map: Whether there is an alignment to be seen as a map.
        with_theme: Whether light and dark are set here.
        with_comments: Whether there are comments to leave out.
    """

    prefix: str
    with_source: bool
    with_map: bool
    with_theme: bool
    with_comments: bool


_KEYS = (
    ("j k", "next and previous row"),
    ("← →", "other columns of the row"),
    ("n p", "next and previous doubtful row"),
    ("/", "search, Enter for the next hit"),
    ("g", "map of the alignment"),
    ("w", "why the row was put together"),
    ("d", "differences between translation and source"),
    ("f", "furigana"),
    ("Esc", "close, forget the search"),
    ("?", "these keys"),
)


def toolbar_html(rows: Sequence[Row], tools: Tools, *, is_flagged: Callable[[Row], bool]) -> str:
    """The tools of a page with these rows."""
    mapped = _button("map", "Map", pressed=False) if tools.with_map else ""
    return (
        f'<div class="toolbar">{_filters_html(rows, tools, is_flagged)}{_search_html()}'
        f'<div class="tools">{mapped}{_menu_html(tools)}'
        '<button type="button" data-do="keys" aria-label="Keys" class="round">?</button></div>'
        f'<p class="unseen" role="status" data-said></p></div>{_keys_html(tools)}'
    )


def _button(action: str, name: str, *, pressed: bool) -> str:
    return f'<button type="button" data-do="{action}" aria-pressed="{str(pressed).lower()}">{name}</button>'


def _filters_html(rows: Sequence[Row], tools: Tools, is_flagged: Callable[[Row], bool]) -> str:
    filters = [("all", "All", "every row", len(rows))]
    if tools.with_source:
        filters += [
            ("doubtful", "Doubtful", "more likely wrong than right", sum(row.is_doubtful for row in rows)),
            ("reordered", "Reordered", "elsewhere in the source", sum(row.moved for row in rows)),
            ("dropped", "Dropped", "only in the source", sum(row.is_dropped for row in rows)),
            ("added", "Added", "only in the Japanese", sum(row.is_added for row in rows)),
        ]
    filters.append(("flagged", "Flagged", "something speaks against it", sum(map(is_flagged, rows))))
    buttons = "".join(
        f'<button type="button" data-set="show" value="{key}" title="{meaning}"'
        f' aria-pressed="{"true" if key == "all" else "false"}"'
        f'{"" if number or key == "all" else " disabled"}>{name} <span class="count">{number:,}</span></button>'
        for key, name, meaning, number in filters
    )
    return f'<div class="filters" role="group" aria-label="Rows to show">{buttons}</div>'


def _search_html() -> str:
    return (
        '<div class="finder" role="search">'
        '<input type="search" data-set="find" placeholder="Search" aria-label="Search all columns"'
        ' autocomplete="off" spellcheck="false" maxlength="200">'
        '<span class="hits" data-hits></span>'
        '<button type="button" data-do="hit-before" aria-label="Previous hit" class="round" hidden>↑</button>'
        '<button type="button" data-do="hit-after" aria-label="Next hit" class="round" hidden>↓</button></div>'
    )


def _menu_html(tools: Tools) -> str:
    columns = [("ja", "Japanese"), ("mt", "Translation"), *([("en", "Source")] if tools.with_source else [])]
    parts = [
        _group("Columns", "".join(_check("columns", value, name) for value, name in columns)),
        _group("First", _radios(tools, "first", (("original", "Original"), ("translation", "Translation")))),
        _group(
            "Text",
            _check("furigana", "on", "Furigana")
            + (_check("differences", "on", "Differences") if tools.with_source else ""),
        ),
        _group(
            "Parts",
            _check("headings", "in", "Headings")
            + (_check("comments", "in", "Comments") if tools.with_comments else ""),
        ),
        _group(
            "Size",
            '<button type="button" data-do="smaller" aria-label="Smaller text" class="round">A−</button>'
            '<button type="button" data-do="larger" aria-label="Larger text" class="round">A+</button>',
        ),
    ]
    if tools.with_theme:
        themes = (("system", "System"), ("light", "Light"), ("dark", "Dark"))
        parts.append(_group("Colours", _radios(tools, "theme", themes)))
    return f'<details class="menu"><summary>View</summary><div class="panel">{"".join(parts)}</div></details>'


def _group(name: str, content: str) -> str:
    return f'<div role="group" aria-label="{name}"><span class="name" aria-hidden="true">{name}</span>{content}</div>'


def _check(key: str, value: str, name: str) -> str:
    on = "" if key == "differences" else " checked"
    return f'<label><input type="checkbox" data-set="{key}" value="{value}"{on}>{name}</label>'


def _radios(tools: Tools, key: str, choices: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<label><input type="radio" name="{tools.prefix}{key}" data-set="{key}" value="{value}"'
        f"{'' if number else ' checked'}>{name}</label>"
        for number, (value, name) in enumerate(choices)
    )


def _keys_html(tools: Tools) -> str:
    only_with_source = {"n p", "g", "w", "d"} if not tools.with_source else set()
    keys = "".join(
        f"<div><dt>{' '.join(f'<kbd>{key}</kbd>' for key in keys.split())}</dt><dd>{meaning}</dd></div>"
        for keys, meaning in _KEYS
        if keys not in only_with_source
    )
    return (
        f'<dialog class="keys" aria-label="Keys"><form method="dialog"><h2>Keys</h2><dl>{keys}</dl>'
        '<button value="close">Close</button></form></dialog>'
    )
