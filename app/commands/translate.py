"""`taiyaku translate`: articles or lines into English, from files or stdin."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import (
    BeamOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineOption,
    ModelOption,
    OutputFormat,
    QuietOption,
    examples,
)

__all__ = ["EXAMPLES", "translate"]

EXAMPLES = examples(
    "taiyaku translate article.html              the article, on stdout",
    "taiyaku translate article.html -o both.tsv  Japanese and English in columns",
    "taiyaku translate news/ 'b/*.txt' -o out/   many articles, one file each",
    "taiyaku translate --lines src.ja -o hyp.en  one line out for every line in",
    "taiyaku translate talk.srt -o talk.en.srt   subtitles, timing kept",
    "taiyaku translate t.csv -c text -o out.csv  a column of a table",
    "xclip -o | taiyaku translate                what was copied from a page",
)


def translate(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Files, folders or globs; - or nothing reads stdin.", show_default=False),
    ] = None,
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A file, or a folder (existing, or with a final /).",
            show_default="stdout",
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", "-l", help="Every input line is one segment: one output line each, in order.")
    ] = False,
    to: Annotated[
        OutputFormat | None, typer.Option("--to", help="Output format.", show_default="by the suffix of OUT, or text")
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="Input format: text, html, markdown, jsonl, srt, vtt; with --column csv, tsv or jsonl.",
            show_default="by suffix",
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", "-c", metavar="NAME", help="Translate this column of csv or tsv, or field of jsonl."),
    ] = None,
    into: Annotated[
        str, typer.Option("--into", metavar="NAME", help="With --column: the new column for the translation.")
    ] = "translation",
    bilingual: Annotated[
        bool, typer.Option("--bilingual", help="Text and subtitles show each sentence in both languages.")
    ] = False,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    journal: Annotated[
        Path | None,
        typer.Option(
            "--journal",
            metavar="FILE",
            help="Where finished sentences are kept until the output is complete.",
            show_default="beside OUT; none for stdout",
        ),
    ] = None,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Take what this machine has translated before from its cache.")
    ] = True,
    quiet: QuietOption = False,
    json: Annotated[bool, typer.Option("--json", help="Progress and remarks as JSON lines on stderr.")] = False,
) -> int:
    """Translate articles sentence by sentence, or lines as they are.

    Of an article, its body and its readers' comments are translated; menus, related links and footers are left out.
    Text keeps the article's blocks on lines of their own, jsonl has a line for each sentence with score and flags,
    tsv has Japanese and English side by side, html is the report, tmx and xliff are for translators' tools. Subtitles
    (srt, vtt) and tables (--column) keep their own format.

    Nothing is lost when a long job ends early, by Ctrl-C, a kill or a full disk: the same command goes on where it was.
    A sentence that the model cannot translate keeps its place, is listed, and makes the exit code 1.
    """
    import functools

    from app.translating import Request, run_requests
    from translate import load_engine

    request = Request(
        names=tuple(files or ()),
        output=output,
        lines=lines,
        output_format=to,
        input_format=from_,
        encoding=encoding,
        column=column,
        into=into,
        bilingual=bilingual,
        quiet=quiet,
        json=json,
        journal=journal,
        cache=cache,
    )
    return run_requests(
        request, functools.cache(lambda: load_engine(model, engine=engine, device=device.value, beam=beam))
    )
