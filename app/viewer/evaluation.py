"""What the evaluation tab shows, as HTML: scores, discrepancies, and two models side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.comparison import Comparison
from app.report.rows import build_rows
from app.report.summary import scores_html
from app.report.text import count, text_html
from eval import sentence_scores
from eval.faithfulness import Check, Discrepancy
from translate.translation import Translation

__all__ = ["Difference", "differences", "differences_html", "evaluation_html"]

_MOST_ROWS = 200
"""Rows of a table; more are counted, not shown."""

_RETOLD: Final = {Check.DROPPED: "only in the Japanese", Check.ADDED: "only in the source"}
"""The page beside it says of a retelling what it dropped and added; a check says that of the English."""


def evaluation_html(name: str, comparison: Comparison) -> str:
    """The scores of an article with their signatures and coverage, and every discrepancy that was found in it."""
    scores = (
        '<p class="scope">There are no scores without an English source: compare the article with one.</p>'
        if comparison.source is None
        else scores_html(comparison)
    )
    engine = f'<p class="quiet">Translated by {text_html(comparison.translation.engine_line)}</p>'
    return (
        f'<div class="taiyaku hosted"><h2><bdi>{text_html(name)}</bdi></h2>{engine}{scores}'
        f"{_discrepancies_html(comparison)}</div>"
    )


def _discrepancies_html(comparison: Comparison) -> str:
    faithfulness = comparison.faithfulness
    if faithfulness is None:
        return ""
    parts = (
        ("Between the article and its source", faithfulness.article, True),
        ("Between the article and its translation", faithfulness.translation, False),
    )
    rows = _RowNumbers(comparison)
    return "".join(_list_html(heading, found, rows, aligned) for heading, found, aligned in parts if found) or (
        '<p class="scope">No discrepancy was found.</p>'
    )


class _RowNumbers:
    """Where a sentence stands on the page."""

    def __init__(self, comparison: Comparison) -> None:
        rows = build_rows(comparison)
        self._japanese = {place.index: row.number for row in rows for place in row.japanese}
        self._english = {place.index: row.number for row in rows for place in row.english}

    def of(self, found: Discrepancy, *, aligned: bool) -> int | None:
        if found.source is not None:
            return self._japanese.get(found.source.sentence)
        if found.target is None:
            return None
        return (self._english if aligned else self._japanese).get(found.target.sentence)


def _list_html(heading: str, found: Sequence[Discrepancy], rows: _RowNumbers, aligned: bool) -> str:
    shown = ((item, rows.of(item, aligned=aligned)) for item in found[:_MOST_ROWS])
    lines = "".join(_discrepancy_html(item, row, aligned=aligned) for item, row in shown)
    return (
        f'<h3>{heading} <span class="quiet">{count(len(found), "discrepancy", "discrepancies")}</span></h3>'
        '<div class="wide" tabindex="0" role="group" aria-label="Discrepancies"><table class="found"><thead><tr>'
        '<th scope="col">Row</th><th scope="col">Kind</th><th scope="col">Japanese</th><th scope="col">English</th>'
        f'<th scope="col">Why</th></tr></thead><tbody>{lines}</tbody></table></div>{_left_out(len(found))}'
    )


def _discrepancy_html(found: Discrepancy, row: int | None, *, aligned: bool) -> str:
    kind = _RETOLD.get(found.check, found.check.value) if aligned else found.check.value
    japanese = "" if found.source is None else text_html(_shortened(found.source.text))
    english = "" if found.target is None else text_html(_shortened(found.target.text))
    return (
        f"<tr><td>{_row_link(row)}</td><td>{text_html(kind)}</td>"
        f'<td lang="ja">{japanese}</td><td lang="en">{english}</td><td>{text_html(found.reason)}</td></tr>'
    )


def _row_link(row: int | None) -> str:
    return "" if row is None else f'<a href="#read-{row}" data-row-link="{row}">{row}</a>'


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _left_out(number: int) -> str:
    return f'<p class="quiet">The first {_MOST_ROWS:,} are shown.</p>' if number > _MOST_ROWS else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the article as two models translate it.

    Attributes:
        row: Its number on the page, `None` where it has none.
        japanese: What is translated.
        first: One translation.
        second: The other one.
        source: The aligned source; empty without one.
        first_score: chrF2 of the first, against the source if there is one, else against the second.
        second_score: chrF2 of the second against the source; `None` without one.
    """

    row: int | None
    japanese: str
    first: str
    second: str
    source: str
    first_score: float
    second_score: float | None

    @property
    def size(self) -> float:
        """How far apart the two are: in their scores, or from each other."""
        return 100 - self.first_score if self.second_score is None else abs(self.second_score - self.first_score)


def differences(comparison: Comparison, other: Translation) -> list[Difference]:
    """An article's translation beside another one, the biggest differences first.

    With an aligned source the two are compared row by row through their chrF2 against it, without one sentence by
    sentence through the chrF2 of one against the other. Where both say the same, nothing is listed.
    """
    found = list(_against_source(comparison, other) if comparison.alignment is not None else _each(comparison, other))
    return sorted((item for item in found if item.first != item.second), key=lambda item: -item.size)


def _against_source(comparison: Comparison, other: Translation) -> Iterator[Difference]:
    second_texts = {item.sentence.start: item.hypothesis.text for item in other.sentences}
    rows = [row for row in build_rows(comparison) if row.japanese and row.english]
    firsts = [_joined(place.hypothesis.text for place in row.japanese if place.hypothesis) for row in rows]
    seconds = [_joined(second_texts.get(place.sentence.start, "") for place in row.japanese) for row in rows]
    sources = [_joined(place.sentence.text for place in row.english) for row in rows]
    if not rows:
        return
    scored = zip(_scores(firsts, sources), _scores(seconds, sources), strict=True)
    for row, first, second, source, (one, two) in zip(rows, firsts, seconds, sources, scored, strict=True):
        japanese = "".join(place.sentence.text for place in row.japanese)
        yield Difference(row.number, japanese, first, second, source, one, two)


def _each(comparison: Comparison, other: Translation) -> Iterator[Difference]:
    second_texts = {item.sentence.start: item.hypothesis.text for item in other.sentences}
    items = [item for item in comparison.translation.sentences if item.sentence.start in second_texts]
    if not items:
        return
    rows = {place.sentence.start: row.number for row in build_rows(comparison) for place in row.japanese}
    firsts = [item.hypothesis.text for item in items]
    seconds = [second_texts[item.sentence.start] for item in items]
    for item, first, second, score in zip(items, firsts, seconds, _scores(firsts, seconds), strict=True):
        yield Difference(rows.get(item.sentence.start), item.sentence.text, first, second, "", score, None)


def _joined(texts: Iterator[str]) -> str:
    return " ".join(text for text in texts if text)


def _scores(hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
    return [score.value for (score,) in sentence_scores(hypotheses, [references], metrics=("chrF2",))]


def differences_html(found: Sequence[Difference], first: str, second: str) -> str:
    """The table of two models' differences."""
    with_source = any(item.second_score is not None for item in found)
    about = (
        "Scores are chrF2 against the aligned source."
        if with_source
        else "Without a source nothing says which is better: the figure is the chrF2 of one against the other."
    )
    if not found:
        return '<div class="taiyaku hosted"><p class="scope">Both models say the same in every sentence.</p></div>'
    lines = "".join(_difference_html(item) for item in found[:_MOST_ROWS])
    source = '<th scope="col">Source</th>' if with_source else ""
    return (
        '<div class="taiyaku hosted">'
        f'<p class="scope">{count(len(found), "difference")}, the biggest first. {about}</p>'
        '<div class="wide" tabindex="0" role="group" aria-label="Differences"><table class="found differing">'
        '<thead><tr><th scope="col">Row</th><th scope="col">Japanese</th>'
        f'<th scope="col"><bdi>{text_html(first)}</bdi></th><th scope="col"><bdi>{text_html(second)}</bdi></th>{source}'
        f"</tr></thead><tbody>{lines}</tbody></table></div>{_left_out(len(found))}</div>"
    )


def _difference_html(item: Difference) -> str:
    scores = (
        (f"{item.first_score:.0f}", "")
        if item.second_score is None
        else (
            f"{item.first_score:.0f}",
            f"{item.second_score:.0f}",
        )
    )
    cells = "".join(
        f'<td lang="en">{text_html(text)} <span class="quiet">{score}</span></td>'
        for text, score in zip((item.first, item.second), scores, strict=True)
    )
    source = "" if item.second_score is None else f'<td lang="en">{text_html(item.source)}</td>'
    return f'<tr><td>{_row_link(item.row)}</td><td lang="ja">{text_html(item.japanese)}</td>{cells}{source}</tr>'
