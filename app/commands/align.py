"""`taiyaku align`: which sentences of two documents say the same."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.options import STDOUT, EmbeddingOption, EncodingOption, QuietOption, examples

__all__ = ["EXAMPLES", "AlignmentFormat", "align"]

EXAMPLES = examples(
    "taiyaku align article.html bbc.txt               beads on stdout, by numbers",
    "taiyaku align article.html bbc.txt -o pairs.tmx  a translation memory",
    "taiyaku align --lines src.ja tgt.en -f moses -o out/news",
    "taiyaku align --lines src.de tgt.fr --translation src.de.in-french",
    "taiyaku align article.html bbc.txt --explain     the signals behind each bead",
)


class AlignmentFormat(StrEnum):
    """The names of `align.formats`, known here so that --help need not load them."""

    VECALIGN = "vecalign"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    XLIFF = "xliff"
    MOSES = "moses"
    LADDER = "ladder"
    XCES = "xces"
    PARQUET = "parquet"


def align(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="The Japanese article, or lines in any language.")],
    target: Annotated[Path, typer.Argument(metavar="TGT", help="The English article, or lines in any language.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Output file; - is stdout.", show_default="stdout"),
    ] = None,
    format_: Annotated[
        AlignmentFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(AlignmentFormat)}.",
            show_default="by the suffix of FILE, or vecalign",
        ),
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", "-l", help="Sentences are given, one a line.")] = False,
    translation: Annotated[
        Path | None,
        typer.Option(
            "--translation",
            metavar="FILE",
            help="A translation of SRC into the language of TGT, one line for each sentence, as a further signal.",
            show_default=False,
        ),
    ] = None,
    embedding: EmbeddingOption = None,
    second_look: Annotated[
        bool,
        typer.Option(
            "--second-look/--first-look-only",
            help="Have the translation model read what is in doubt, in Japanese and English articles.",
        ),
    ] = True,
    explain: Annotated[
        bool,
        typer.Option("--explain", "-x", help="Show the signals behind each bead; -f jsonl writes them down."),
    ] = False,
    encoding: EncodingOption = None,
    quiet: QuietOption = False,
) -> int:
    """Align two documents sentence by sentence, with sentences merged, split, dropped, added or moved.

    Sentences are numbered from 0: of the article's body, or the lines of the files with --lines.
    """
    from app.aligning import AlignRequest, run_align

    request = AlignRequest(
        source=source,
        target=target,
        output=None if output == Path(STDOUT) else output,
        format_name=None if format_ is None else format_.value,
        lines=lines,
        translation=translation,
        embedding=embedding,
        second_look=second_look,
        explain=explain,
        encoding=encoding,
        quiet=quiet,
    )
    return run_align(request)
