"""A translation as data: text that keeps the blocks of the article, JSON lines, columns, or a translator's format."""

import io
import json
import re
from collections.abc import Iterator, Sequence

from app.layouts import one_line
from app.options import OutputFormat
from corpora.document import Block, BlockKind
from corpora.errors import InputError
from translate.translation import Hypothesis, Translation

__all__ = [
    "one_line",
    "render",
    "render_bilingual",
    "render_jsonl",
    "render_line",
    "render_text",
    "render_tsv",
    "render_units",
]

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
            sources = [item.sentence.text for item in translation.sentences]
            hypotheses = [item.hypothesis.text for item in translation.sentences]
            yield render_units(translation.document.name, sources, hypotheses, output_format)
        case OutputFormat.HTML:
            from app.comparison import Comparison  # brings the aligner with it, which nobody else here needs
            from app.report import render_report

            yield render_report(Comparison(translation))


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
            return json.dumps({"line": number, **hypothesis_row(source, hypothesis)}, ensure_ascii=False) + "\n"
        case OutputFormat.HTML | OutputFormat.TMX | OutputFormat.XLIFF:
            raise InputError(f"single lines have no {output_format} output", remedy="use --to text, tsv or jsonl")


def render_units(name: str, sources: Sequence[str], hypotheses: Sequence[str], output_format: OutputFormat) -> str:
    """A translation memory (TMX) or a file for localisation tools (XLIFF), a unit for each sentence.

    A sentence without translation is left out of the first, and a unit still to be translated in the second.
    """
    from align.alignment import Alignment, Bead
    from align.formats.base import Bitext
    from align.formats.tmx import Tmx
    from align.formats.xliff import Xliff

    targets = [text for text in hypotheses if text]
    places = iter(range(len(targets)))
    beads = tuple(Bead((row,), (next(places),) if text else ()) for row, text in enumerate(hypotheses))
    alignment = Alignment(beads, len(sources), len(targets), "translated sentence by sentence")
    written = io.BytesIO()
    output = Tmx() if output_format is OutputFormat.TMX else Xliff()
    output.write(Bitext(alignment, sources, targets, source_name=name, target_name=name), written)
    return written.getvalue().decode("utf-8")


def render_bilingual(translation: Translation) -> Iterator[str]:
    """Every sentence with its translation below it, then a blank line."""
    for item in translation.sentences:
        yield f"{one_line(item.sentence.text)}\n{one_line(item.hypothesis.text)}\n\n"


def render_jsonl(translation: Translation) -> Iterator[str]:
    """One JSON object a sentence: where it stands, what it is, its translation, score and flags."""
    for number, item in enumerate(translation.sentences):
        row = {
            "document": translation.document.name,
            "sentence": number,
            "kind": item.block.kind.value,
            "start": item.sentence.start,
            "end": item.sentence.end,
            **hypothesis_row(item.sentence.text, item.hypothesis),
        }
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
