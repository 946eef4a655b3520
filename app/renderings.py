"""A translation as data: text that keeps the blocks of the article, JSON lines, columns, or a translator's format."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import count, zip_longest
from typing import Final

from app.layouts import Bilingual, one_line
from app.options import OutputFormat
from corpora.document import Block, BlockKind
from corpora.errors import InputError
from translate.translation import Hypothesis, Translation

__all__ = [
    "line_row",
    "one_line",
    "render",
    "render_both",
    "render_jsonl",
    "render_line",
    "render_text",
    "render_tsv",
    "sentence_rows",
    "unit_chunks",
]

COLUMN_WIDTH: Final = 58
"""Of each of two columns of text, in cells of a terminal."""

_MANY_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def render_text(translation: Translation) -> str:
    """The article in English: every sentence replaced by its translation, what lies between them kept.

    Blocks that were not translated (menus, related links, footers) are left out.
    """
    hypotheses = {item.sentence.start: item.hypothesis for item in translation.sentences}
    blocks = (
        _render_block(translation.document.text, block, hypotheses)
        for block in translation.document.blocks
        if block.kind is BlockKind.BLANK or any(sentence.start in hypotheses for sentence in block.sentences)
    )
    text = _MANY_BLANK_LINES.sub("\n\n", "".join(blocks)).strip("\n")
    return f"{text}\n" if text else ""


def render(translation: Translation, output_format: OutputFormat) -> Iterator[str]:
    """The translation in this format, in pieces to be written one after the other."""
    match output_format:
        case OutputFormat.TEXT:
            yield render_text(translation)
        case OutputFormat.JSONL:
            yield from render_jsonl(translation)
        case OutputFormat.TSV:
            yield from render_tsv(translation)
        case OutputFormat.TMX | OutputFormat.XLIFF:
            pairs = ((item.sentence.text, item.hypothesis.text) for item in translation.sentences)
            yield b"".join(unit_chunks(translation.document.name, pairs, output_format)).decode()
        case OutputFormat.HTML:
            from app.comparison import Comparison  # brings the aligner with it, which nobody else here needs
            from app.report import render_report

            yield render_report(Comparison(translation))
        case OutputFormat.PARQUET | OutputFormat.SAME:
            raise ValueError(f"{output_format} is not written in text")


def render_line(number: int, source: str, hypothesis: Hypothesis, output_format: OutputFormat) -> str:
    """One translated input line, `number` from 1, as one output line.

    Raises:
        InputError: The format is not one of lines.
    """
    match output_format:
        case OutputFormat.TEXT:
            return one_line(hypothesis.text) + "\n"
        case OutputFormat.TSV:
            return f"{one_line(source)}\t{one_line(hypothesis.text)}\n"
        case OutputFormat.JSONL:
            return json.dumps(line_row(number, source, hypothesis), ensure_ascii=False) + "\n"
        case _:
            raise InputError(f"single lines have no {output_format} output", remedy="use --to text, tsv or jsonl")


def unit_chunks(name: str, pairs: Iterable[tuple[str, str]], output_format: OutputFormat) -> Iterator[bytes]:
    """A translation memory (TMX) or a file for localisation tools (XLIFF), a unit for each sentence, as they come.

    A sentence without translation is left out of the first, and a unit still to be translated in the second.

    Args:
        name: What the source is called.
        pairs: Sentences with their translations; few of them are in memory at a time.
        output_format: Which of the two.
    """
    from align.alignment import Bead
    from align.formats.markup import Heading
    from align.formats.tmx import Tmx
    from align.formats.xliff import Xliff

    places = count()
    beads = (
        (Bead((row,), (next(places),) if target else ()), source, target) for row, (source, target) in enumerate(pairs)
    )
    output = Tmx() if output_format is OutputFormat.TMX else Xliff()
    return output.pieces(beads, Heading(name=name))


def render_both(source: str, translation: str, bilingual: Bilingual) -> str:
    """A sentence with its translation: below it and then a blank line, or in a second column."""
    source, translation = one_line(source), one_line(translation)
    if bilingual is Bilingual.ALTERNATING:
        return f"{source}\n{translation}\n\n"
    from rich.cells import cell_len, chop_cells

    left, right = chop_cells(source, COLUMN_WIDTH), textwrap.wrap(translation, COLUMN_WIDTH)
    rows = zip_longest(left or [""], right, fillvalue="")
    return "".join(f"{one}{' ' * (COLUMN_WIDTH + 2 - cell_len(one))}{other}".rstrip() + "\n" for one, other in rows)


def line_row(number: int, source: str, hypothesis: Hypothesis) -> dict[str, object]:
    """What a table says of a line, `number` from 1."""
    return {"line": number, **hypothesis_row(source, hypothesis)}


def sentence_rows(translation: Translation) -> Iterator[dict[str, object]]:
    """What a table says of each sentence of an article: where it stands, what it is, its translation."""
    for number, item in enumerate(translation.sentences):
        yield {
            "document": translation.document.name,
            "sentence": number,
            "kind": item.block.kind.value,
            "start": item.sentence.start,
            "end": item.sentence.end,
            **hypothesis_row(item.sentence.text, item.hypothesis),
        }


def render_jsonl(translation: Translation) -> Iterator[str]:
    """One JSON object a sentence: where it stands, what it is, its translation, score and flags."""
    for row in sentence_rows(translation):
        yield json.dumps(row, ensure_ascii=False) + "\n"


def render_tsv(translation: Translation) -> Iterator[str]:
    """Two columns, Japanese and English, one sentence a line."""
    for item in translation.sentences:
        yield f"{one_line(item.sentence.text)}\t{one_line(item.hypothesis.text)}\n"


def hypothesis_row(source: str, hypothesis: Hypothesis) -> dict[str, object]:
    """What every JSON row says of a sentence and its translation."""
    return {
        "source": source,
        "translation": hypothesis.text,
        "score": None if hypothesis.score is None else round(hypothesis.score, 4),
        "flags": [flag.value for flag in hypothesis.flags],
    }


def _render_block(text: str, block: Block, hypotheses: dict[int, Hypothesis]) -> str:
    """The block's own text with every sentence replaced; English wants a blank where Japanese has none.

    A sentence that came out empty stays in Japanese: a gap that nobody sees would be worse.
    """
    parts: list[str] = []
    end = block.start
    for sentence in block.sentences:
        between = text[end : sentence.start]
        parts.append(between or (" " if end > block.start else ""))
        hypothesis = hypotheses.get(sentence.start)
        parts.append(sentence.text if hypothesis is None or not hypothesis.text else hypothesis.text)
        end = sentence.end
    parts.append(text[end : block.end])
    return "".join(parts)
