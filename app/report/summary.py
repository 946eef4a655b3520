"""The head of a rendering: what was compared, with what, and how well it went."""

import re

from app.comparison import Comparison
from app.report.table import head_html
from app.report.text import count, percent, text_html
from corpora.document import BlockKind, Document
from eval.result import Coverage, Score, Scores
from translate.translation import Translation

__all__ = ["page_title", "scores_html", "summary_html"]


def page_title(comparison: Comparison) -> str:
    """The Japanese title, or the file's name where the text has none; not escaped."""
    document = comparison.translation.document
    return " ".join((document.title or _file_name(document)).split())


def summary_html(comparison: Comparison, plot: str) -> str:
    """Title, files, engine and method; the scores with their coverage; the plot of the alignment beside them."""
    document = comparison.translation.document
    language = document.language if document.title else "en"
    parts = [
        '<header class="masthead">',
        f'<h1><bdi lang="{language}">{text_html(page_title(comparison))}</bdi></h1>',
        _standfirst_html(comparison.translation),
        _facts_html(comparison),
        "</header>",
    ]
    if comparison.source is not None and comparison.alignment is not None:
        parts.append(f'<section class="judged"><h2 class="unseen">Scores</h2>{scores_html(comparison)}{plot}</section>')
    return "\n".join(part for part in parts if part)


def _standfirst_html(translation: Translation) -> str:
    title = " ".join(
        item.hypothesis.text
        for item in translation.sentences
        if item.block.kind is BlockKind.TITLE and item.hypothesis.text
    )
    return f'<p class="standfirst" lang="en">{text_html(title)}</p>' if title else ""


def _facts_html(comparison: Comparison) -> str:
    facts = [("Japanese", _file_html(comparison.translation.document))]
    if comparison.source is not None:
        facts.append(("Source", _file_html(comparison.source)))
    facts.append(("Engine", text_html(comparison.translation.engine_line)))
    if comparison.alignment is not None and comparison.alignment.method:
        facts.append(("Alignment", text_html(comparison.alignment.method)))
    return (
        '<dl class="facts">' + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts) + "</dl>"
    )


def _file_name(document: Document) -> str:
    """The name without its folders: a report is passed on, and the reader's folders are nobody's business."""
    return re.split(r"[/\\]", document.name)[-1] or document.name


def _file_html(document: Document) -> str:
    sentences = count(len(document.sentences()), "sentence")
    encoding = f", {text_html(document.encoding)}" if document.encoding else ""
    return f'<bdi class="file">{text_html(_file_name(document))}</bdi> <span class="quiet">{sentences}{encoding}</span>'


def scores_html(comparison: Comparison) -> str:
    """The scores with their signatures and coverage, or why there are none."""
    scores = comparison.scores
    if scores is None or not scores.scores:
        aligned = comparison.alignment is not None and any(not bead.is_null for bead in comparison.alignment.beads)
        reason = "." if aligned else ": nothing of the translation could be aligned with the source."
        return f'<p class="scope">No scores{reason}</p>'
    rows = "".join(map(_score_row_html, scores.scores))
    return (
        '<div class="scores"><table role="table">'
        '<caption class="unseen">Scores of the translation against the source</caption>'
        f"{head_html('Metric', 'Score', 'Signature')}"
        f'<tbody role="rowgroup">{rows}</tbody></table>{_scope_html(scores)}</div>'
    )


def _score_row_html(score: Score) -> str:
    direction = ' <span class="quiet">lower is better</span>' if score.metric == "TER" else ""
    interval = f' <span class="quiet">± {score.interval:.1f}</span>' if score.interval is not None else ""
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{text_html(score.metric)}{direction}</th>'
        f'<td role="cell" class="value">{score.value:.1f}{interval}</td>'
        f'<td role="cell"><code>{_signature_html(score.signature)}</code></td></tr>'
    )


def _signature_html(signature: str) -> str:
    """A signature, with places to break its line."""
    return "|<wbr>".join(map(text_html, signature.split("|")))


def _scope_html(scores: Scores) -> str:
    segments = count(scores.segments, "aligned segment")
    if scores.coverage is None:
        return f'<p class="scope">Over {segments}.{_notes_html(scores)}</p>'
    coverage = scores.coverage
    return (
        f'<p class="scope">The scores cover only what was aligned, {segments}: {_sides(coverage)}. '
        f"They say nothing about the rest.{_notes_html(scores)}</p>"
        '<table role="table" class="coverage"><caption class="unseen">Coverage</caption>'
        f"{head_html('Covered', 'Sentences', 'Characters')}"
        f'<tbody role="rowgroup">{_coverage_rows(coverage)}</tbody></table>'
    )


def _notes_html(scores: Scores) -> str:
    """What makes the scores doubtful."""
    return "".join(f"<br>Note: {text_html(note)}." for note in scores.notes)


def _sides(coverage: Coverage) -> str:
    return (
        f"{percent(coverage.source_share)} of the Japanese sentences and "
        f"{percent(coverage.target_share)} of the source sentences"
    )


def _coverage_rows(coverage: Coverage) -> str:
    sides = (
        (
            "Japanese",
            (coverage.source_covered, coverage.source_total),
            (coverage.source_characters_covered, coverage.source_characters_total),
        ),
        (
            "Source",
            (coverage.target_covered, coverage.target_total),
            (coverage.target_characters_covered, coverage.target_characters_total),
        ),
    )
    return "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{name}</th>{_share(*sentences)}{_share(*characters)}</tr>'
        for name, sentences, characters in sides
    )


def _share(covered: int, total: int) -> str:
    share = covered / total if total else 0.0
    return (
        f'<td role="cell">{percent(share)} <span class="quiet">{covered:,} of {total:,}</span>'
        f'<svg class="bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">'
        f'<rect class="all" width="100" height="1"/><rect width="{share * 100:.1f}" height="1"/></svg></td>'
    )
