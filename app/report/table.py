"""The rows as an HTML table: Japanese | translation | source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.report.findings import Finding, RowFindings
from app.report.rows import Place, Row
from app.report.sentences import Side, Stretch, sentence_html, translation_html
from app.report.text import percent, text_html
from corpora.document import BlockKind
from eval.faithfulness import Check, Discrepancy
from translate.translation import Flag, Hypothesis

__all__ = ["TableSetting", "head_html", "is_flagged", "rows_html", "shade"]

# Kinds whose rows look different from running text, with the word that says so to those who cannot see the look.
_KIND_WORDS = {
    BlockKind.QUOTE: "quotation",
    BlockKind.CAPTION: "caption",
    BlockKind.LIST: "list",
    BlockKind.TABLE: "table",
}
_VALUES = (Check.NUMBER, Check.NAME)  # their values are short and say all
_LEAST_SIGNAL = 0.005  # what would be shown as 0.00
_LONG = 200  # rows; from there on the browser lays out only what is in the window


@dataclass(frozen=True, slots=True)
class TableSetting:
    """What all rows of a table have in common.

    Attributes:
        with_source: Whether there is a third column.
        prefix: Begins every element id, so that two renderings can stand on one page.
        pending: Whether translations are still to come.
        findings: What is to be marked in a row.
    """

    with_source: bool
    prefix: str
    pending: bool
    findings: Callable[[Row], RowFindings]


def rows_html(rows: Sequence[Row], setting: TableSetting) -> str:
    """The table of the rows, as `build_rows` gives them."""
    columns = [("japanese", "Japanese"), ("translation", "Translation")]
    if setting.with_source:
        columns.append(("source", "Source"))
    classes = "rows" + " two" * (not setting.with_source) + " long" * (len(rows) > _LONG)
    return (
        f'<table role="table" class="{classes}">'
        '<caption class="unseen">The article, sentence by sentence</caption>'
        f"{_columns_html(columns)}"
        '<tbody role="rowgroup">\n' + "\n".join(_row_html(row, setting) for row in rows) + "\n</tbody></table>"
    )


def _columns_html(columns: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f'<th role="columnheader" scope="col" class="{key}">{name}</th>' for key, name in columns)
    number = '<th role="columnheader" scope="col" class="gutter"><span class="unseen">Row</span></th>'
    return f'<thead role="rowgroup"><tr role="row">{number}{cells}</tr></thead>'


def head_html(*names: str) -> str:
    """The head of a table. The roles are spelled out because a style that lays a table out anew takes them away."""
    cells = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in names)
    return f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>'


def _row_html(row: Row, setting: TableSetting) -> str:
    findings = setting.findings(row)
    cells = (
        _gutter_html(row, setting.prefix) + _japanese_cell(row, findings) + _translation_cell(row, findings, setting)
    )
    if setting.with_source:
        cells += _source_cell(row, findings, setting.prefix)
    bead = "" if row.bead is None else f' data-bead="{row.bead}"'
    follows = f' data-follows="{row.follows or 0}"' if row.moved else ""
    return (
        f'<tr role="row" id="{setting.prefix}{row.number}" data-row="{row.number}"{bead}{follows}'
        f' class="{_row_classes(row, findings)}">{cells}</tr>'
    )


def _row_classes(row: Row, findings: RowFindings) -> str:
    classes = {
        f"k-{row.kind.value}": True,
        "starts": row.starts_block,
        "doubtful": row.is_doubtful,
        "reordered": row.moved,
        "added": row.is_added,
        "dropped": row.is_dropped,
        "flagged": is_flagged(row, findings),
        f"p{shade(row.probability)}": row.probability is not None,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def is_flagged(row: Row, findings: RowFindings) -> bool:
    """Whether the engine or a check has something to say against the row."""
    return bool(row.flags or findings.article or any(findings.translation.values()))


def shade(probability: float | None) -> int:
    """The tenth that a probability falls in, 0 to 9."""
    return min(9, max(0, int((probability or 0.0) * 10)))


def _gutter_html(row: Row, prefix: str) -> str:
    kind = _KIND_WORDS.get(row.kind)
    label = f'<span class="kind">{kind}</span>' if kind and row.starts_block else ""
    number = f'<span class="number">{row.number}</span>'
    parts = " ".join(part for part in (number, _confidence_html(row, prefix), label) if part)
    return f'<th role="rowheader" scope="row" class="gutter">{parts}</th>'


def _confidence_html(row: Row, prefix: str) -> str:
    """How likely the bead is to be right; where its signals are known, a button that shows them."""
    if row.probability is None:
        return ""
    words = f"{'doubtful: ' if row.is_doubtful else ''}confidence {percent(row.probability)}"
    if not row.signals:
        return f'<span class="confidence" title="{words}">{percent(row.probability)}</span>'
    return (
        f'<button type="button" class="confidence" data-do="why" tabindex="-1" title="{words}: why?"'
        f' aria-expanded="false" aria-controls="{prefix}{row.number}-why">{percent(row.probability)}</button>'
    )


def _why_html(row: Row, prefix: str) -> str:
    """What spoke for and against the bead, folded away."""
    if row.probability is None or not row.signals:
        return ""
    total = sum(worth for _, worth in row.signals)
    told = [("together", total), *((name, worth) for name, worth in row.signals if abs(worth) >= _LEAST_SIGNAL)]
    items = "".join(f"<div><dt>{text_html(name)}</dt><dd>{_signed(worth)}</dd></div>" for name, worth in told)
    return f'<dl class="why" id="{prefix}{row.number}-why" hidden>{items}</dl>'


def _signed(worth: float) -> str:
    return f"{worth:+.2f}".replace("-", "−")


def _cell(name: str, label: str, content: str) -> str:
    return f'<td role="cell" class="{name}" data-label="{label}">{content}</td>'


def _absent_html(row: Row) -> str:
    """What a null bead has in place of its other side."""
    if not (row.is_added or row.is_dropped):
        return ""
    return f'<p class="absent">only in the {"source" if row.is_dropped else "Japanese"}</p>'


def _japanese_cell(row: Row, findings: RowFindings) -> str:
    sentences = "".join(_japanese_html(place, findings) for place in row.japanese)
    return _cell("japanese", "Japanese", sentences or _absent_html(row))


def _japanese_html(place: Place, findings: RowFindings) -> str:
    role = ""
    if place.block.kind is BlockKind.HEADING:
        role = f' role="heading" aria-level="{min(6, 2 + max(1, place.block.level or 1))}"'
    return sentence_html(
        place.sentence.text,
        "ja",
        unit=place.number,
        side=Side.JAPANESE,
        index=place.index,
        stretches=_stretches(findings, Side.JAPANESE, place),
        lead=place.lead,
        tail=place.tail,
        attributes=role,
    )


def _stretches(findings: RowFindings, side: Side, place: Place) -> Sequence[Stretch]:
    return () if place.index is None else findings.stretches.get((side, place.index), ())


def _translation_cell(row: Row, findings: RowFindings, setting: TableSetting) -> str:
    content = "".join(_place_translation_html(place, findings, setting.pending) for place in row.japanese)
    # Read alone, this column would have a hole where a row is only in the source.
    return _cell("translation", "Translation", content or _absent_html(row))


def _place_translation_html(place: Place, findings: RowFindings, pending: bool) -> str:
    reasons = findings.translation.get(place.index, ()) if place.index is not None else ()
    shown = translation_html(
        _without_told_flags(place.hypothesis, reasons),
        unit=place.number,
        index=place.index,
        stretches=_stretches(findings, Side.TRANSLATION, place),
        pending=pending,
    )
    return shown + _reasons_html(reasons)


def _without_told_flags(hypothesis: Hypothesis | None, reasons: Sequence[Finding]) -> Hypothesis | None:
    """That numbers differ need not be said where each of them is named."""
    if hypothesis is None or not any(finding.discrepancy.check is Check.NUMBER for finding in reasons):
        return hypothesis
    return replace(hypothesis, flags=tuple(flag for flag in hypothesis.flags if flag is not Flag.NUMBERS_DIFFER))


def _source_cell(row: Row, findings: RowFindings, prefix: str) -> str:
    sentences = "".join(_english_html(place, findings) for place in row.english)
    notes = _reasons_html(findings.article) + _moved_html(row, prefix) + _apart_html(row) + _why_html(row, prefix)
    return _cell("source", "Source", (sentences or _absent_html(row)) + notes)


def _english_html(place: Place, findings: RowFindings) -> str:
    return sentence_html(
        place.sentence.text,
        "en",
        side=Side.SOURCE,
        index=place.index,
        stretches=_stretches(findings, Side.SOURCE, place),
        lead=place.lead,
        tail=place.tail,
        shown_number=place.number + 1,
    )


def _reasons_html(findings: Sequence[Finding]) -> str:
    items = "".join(f'<li data-q="{finding.link}">{_reason_html(finding.discrepancy)}</li>' for finding in findings)
    return f'<ul class="reasons">{items}</ul>' if items else ""


def _reason_html(found: Discrepancy) -> str:
    """Where both sides say something, the two beside each other; else the sentence that says what is missing."""
    if found.source is not None and found.target is not None and found.check in _VALUES:
        return f"<b>{text_html(found.value)}</b>"
    return text_html(found.reason)


def _moved_html(row: Row, prefix: str) -> str:
    if not row.moved:
        return ""
    if row.follows is None:
        origin = "it opens the source"
    elif row.follows == row.number - 1:
        origin = f"together with row {row.follows}"
    else:
        origin = f'in the source it follows <a href="#{prefix}{row.follows}">row {row.follows}</a>'
    return f'<p class="note"><b>reordered</b> {origin}</p>'


def _apart_html(row: Row) -> str:
    if not row.apart:
        return ""
    return f'<p class="note"><b>apart</b> from several places of the {" and of the ".join(row.apart)}</p>'
