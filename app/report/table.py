"""The rows as an HTML table: Japanese | translation | source."""

from collections.abc import Sequence

from app.report.rows import Place, Row
from app.report.text import percent, text_html
from corpora.document import BlockKind
from translate.translation import Flag, Hypothesis

__all__ = ["FLAG_NAMES", "flag_html", "head_html", "rows_html", "sentence_html", "shade", "translation_html"]

FLAG_NAMES: dict[Flag, tuple[str, str]] = {
    Flag.EMPTY: ("empty", "the model gave nothing for this sentence"),
    Flag.REPETITION: ("repeats", "the same words come over and over"),
    Flag.KANA_LEFT: ("kana left", "Japanese letters stand in the English"),
    Flag.LENGTH_LIMIT: ("cut off", "the model stopped at its length limit"),
    Flag.LENGTH_RATIO: ("odd length", "far shorter or longer than such sentences usually become"),
    Flag.NUMBERS_DIFFER: ("numbers differ", "a number of one side has no equal on the other"),
}
"""What a flag is called on the page and what it means."""

# Kinds whose rows look different from running text, with the word that says so to those who cannot see the look.
_KIND_WORDS = {
    BlockKind.QUOTE: "quotation",
    BlockKind.CAPTION: "caption",
    BlockKind.LIST: "list",
    BlockKind.TABLE: "table",
}


def rows_html(rows: Sequence[Row], *, with_source: bool, prefix: str) -> str:
    """The table of the rows.

    Args:
        rows: As `build_rows` gives them.
        with_source: Whether there is a third column.
        prefix: Begins every element id, so that two renderings can stand on one page.
    """
    columns = ["Japanese", "Translation", *(["Source"] if with_source else [])]
    source_col = '<col class="c-source">' if with_source else ""
    return (
        f'<table role="table" class="rows{"" if with_source else " two"}">'
        '<caption class="unseen">The article, sentence by sentence</caption>'
        f'<colgroup><col class="c-gutter"><col class="c-japanese"><col class="c-translation">{source_col}</colgroup>'
        + head_html('<span class="unseen">Row</span>', *columns)
        + '<tbody role="rowgroup">\n'
        + "\n".join(_row_html(row, with_source=with_source, prefix=prefix) for row in rows)
        + "\n</tbody></table>"
    )


def head_html(*names: str) -> str:
    """The head of a table. The roles are spelled out because a style that lays a table out anew takes them away."""
    cells = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in names)
    return f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>'


def _row_html(row: Row, *, with_source: bool, prefix: str) -> str:
    cells = _gutter_html(row, with_source=with_source)
    cells += _cell(
        "japanese", "Japanese", "".join(_japanese_html(place) for place in row.japanese) or _absent("source")
    )
    cells += _cell("translation", "Translation", "".join(map(_place_translation_html, row.japanese)))
    if with_source:
        source = "".join(_english_html(place) for place in row.english) or _absent("Japanese")
        cells += _cell("source", "Source", source + _moved_html(row, prefix))
    return f'<tr role="row" id="{prefix}{row.number}" data-row class="{_row_classes(row, with_source)}">{cells}</tr>'


def _row_classes(row: Row, with_source: bool) -> str:
    classes = {
        f"k-{row.kind.value}": True,
        "starts": row.starts_block,
        "doubtful": row.is_doubtful,
        "moved": row.moved,
        "alone": with_source and row.is_alone,
        "flagged": bool(row.flags),
        f"p{shade(row.probability)}": row.probability is not None,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def shade(probability: float | None) -> int:
    """The tenth that a probability falls in, 0 to 9."""
    return min(9, max(0, int((probability or 0.0) * 10)))


def _gutter_html(row: Row, *, with_source: bool) -> str:
    confidence = ""
    if with_source and row.probability is not None:
        words = f"{'doubtful: ' if row.is_doubtful else ''}confidence {percent(row.probability)}"
        confidence = f'<span class="confidence" title="{words}">{percent(row.probability)}</span>'
    kind = _KIND_WORDS.get(row.kind)
    label = f'<span class="kind">{kind}</span>' if kind and row.starts_block else ""
    number = f'<span class="number">{row.number}</span>'
    parts = " ".join(part for part in (number, confidence, label) if part)
    return f'<th role="rowheader" scope="row" class="gutter">{parts}</th>'


def _cell(name: str, label: str, content: str) -> str:
    return f'<td role="cell" class="{name}" data-label="{label}">{content}</td>'


def _absent(side: str) -> str:
    return f'<p class="absent">only in the {side}</p>'


def _japanese_html(place: Place) -> str:
    role = ""
    if place.block.kind is BlockKind.HEADING:
        role = f' role="heading" aria-level="{min(6, 2 + max(1, place.block.level or 1))}"'
    return sentence_html(
        place.sentence.text, "ja", unit=place.number, lead=place.lead, tail=place.tail, attributes=role
    )


def _place_translation_html(place: Place) -> str:
    return translation_html(place.hypothesis, unit=place.number)


def _english_html(place: Place) -> str:
    return sentence_html(place.sentence.text, "en", lead=place.lead, tail=place.tail, shown_number=place.number + 1)


def _moved_html(row: Row, prefix: str) -> str:
    if not row.moved:
        return ""
    if row.follows is None:
        origin = "it opens the source"
    elif row.follows == row.number - 1:
        origin = f"together with row {row.follows}"
    else:
        origin = f'in the source it follows <a href="#{prefix}{row.follows}">row {row.follows}</a>'
    return f'<p class="note"><b>moved</b> {origin}</p>'


def sentence_html(
    text: str,
    language: str,
    *,
    unit: int | None = None,
    lead: str = "",
    tail: str = "",
    shown_number: int | None = None,
    attributes: str = "",
) -> str:
    """One sentence that can be pointed at.

    Args:
        text: The sentence.
        language: For fonts, hyphenation and screen readers.
        unit: What ties a Japanese sentence to its translation within a row; `None` ties it to the whole row.
        lead: Set quietly before it.
        tail: Set quietly after it.
        shown_number: Its number in its document, set before it where it cannot be copied.
        attributes: Further attributes, not from articles.
    """
    unit_attribute = "" if unit is None else f' data-u="{unit}"'
    number = "" if shown_number is None else f' data-n="{shown_number}"'
    before = f'<span class="lead">{text_html(lead)}</span> ' if lead else ""
    after = f' <span class="lead">{text_html(tail)}</span>' if tail else ""
    return (
        f'<p class="s" lang="{language}" tabindex="-1"{unit_attribute}{number}{attributes}>'
        f"{before}{text_html(text)}{after}</p>"
    )


def translation_html(hypothesis: Hypothesis | None, *, unit: int) -> str:
    """A translation with its flags, or the word that there is none."""
    if hypothesis is None:
        return '<p class="absent">not translated</p>'
    flags = "".join(map(flag_html, hypothesis.flags))
    notes = f'<p class="flags">{flags}</p>' if flags else ""
    return (sentence_html(hypothesis.text, "en", unit=unit) if hypothesis.text.strip() else "") + notes


def flag_html(flag: Flag) -> str:
    """The label of a flag."""
    name, meaning = FLAG_NAMES[flag]
    return f'<span class="flag" title="{meaning}">{name}</span>'
