"""`taiyaku translate`: articles or lines into English, from files or stdin."""

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
            "--from", metavar="FORMAT", help="Input format: text, html, markdown, jsonl.", show_default="by suffix"
        ),
    ] = None,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    quiet: QuietOption = False,
) -> int:
    """Translate articles sentence by sentence, or lines as they are.

    Of an article, its body and its readers' comments are translated; menus, related links and footers are left out.
    Text keeps the article's blocks on lines of their own, jsonl has a line for each sentence with score and flags,
    tsv has Japanese and English side by side, html is the report.
    """
    from functools import cache

    from app.translating import Request, run_requests
    from translate import load_engine

    request = Request(
        names=tuple(files or ()),
        output=output,
        lines=lines,
        output_format=to,
        input_format=from_,
        encoding=encoding,
        quiet=quiet,
    )
    return run_requests(request, cache(lambda: load_engine(model, engine=engine, device=device.value, beam=beam)))
