"""`taiyaku translate`: articles or lines into English, from files or stdin."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.options import (
    STDOUT,
    BeamOption,
    ComputeTypeOption,
    Device,
    DeviceOption,
    EncodingOption,
    EngineOption,
    GlossaryOption,
    ModelOption,
    OutputFormat,
    QuietOption,
    RevisionOption,
    examples,
)

__all__ = ["EXAMPLES", "EXAMPLE_CALLS", "translate"]

EXAMPLE_CALLS: Final = (
    ("taiyaku translate article.html", "in English, on stdout"),
    ("xclip -o | taiyaku translate", "what you have copied"),
    ("taiyaku translate page.html -o page.en.html", "markup kept; .docx too"),
    ("taiyaku translate news/ 'b/*.txt' -o out/", "a file for each"),
    ("taiyaku translate a.txt -o both.txt --bilingual", "Japanese, English below"),
    ("taiyaku translate a.txt -o both.txt --side-by-side", "or in two columns"),
    ("taiyaku translate book.epub -o en.epub --bilingual", "a book, both languages"),
    ("taiyaku translate talk.srt -o talk.en.srt", "subtitles, timing kept"),
    ("taiyaku translate -l src.ja -o hyp.en", "line by line, in step"),
    ("   the same again after a kill or Ctrl-C", "goes on where it was"),
    ("taiyaku translate -l src.ja -o memory.tmx", "for translators; .xlf"),
    ("taiyaku translate -l src.ja -o table.jsonl", "with scores and flags"),
    ("taiyaku translate t.csv -c text -o out.csv", "a column; .parquet too"),
    ("taiyaku translate hf:owner/set -c text -o o.parquet", "a data set of the hub"),
    ("taiyaku translate a.txt -g terms.tsv", "with your own terms"),
    ("taiyaku translate a.txt -b 1", "greedy: twice as fast"),
    ("taiyaku translate a.txt -m Helsinki-NLP/opus-mt-ja-en", "another model"),
    ("taiyaku translate a.txt -m openai:qwen3@http://host/v1", "a chat server's model"),
    ("taiyaku translate -l src.ja -o hyp.en --cluster local", "on Ray; see the docs"),
)
"""Calls that the help page shows, and what comes of them."""
EXAMPLES = examples(*(f"{call:<54} {what}" for call, what in EXAMPLE_CALLS))


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
            help="A file, or a folder (existing, or with a final /); - is stdout.",
            show_default="stdout",
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", "-l", help="Every input line is one segment: one output line each, in order.")
    ] = False,
    to: Annotated[
        OutputFormat | None,
        typer.Option("--to", help="Output format; same keeps that of the input.", show_default="by the suffix of OUT"),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="Input format: text, html, markdown, docx, epub, jsonl, srt, vtt, xliff, tmx; "
            "with --column csv, tsv, jsonl or parquet.",
            show_default="by suffix",
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", "-c", metavar="NAME", help="Translate this column of a table, or field of jsonl."),
    ] = None,
    into: Annotated[
        str, typer.Option("--into", metavar="NAME", help="With --column: the new column for the translation.")
    ] = "translation",
    split: Annotated[str, typer.Option("--split", metavar="NAME", help="Of a data set: the split.")] = "train",
    bilingual: Annotated[
        bool,
        typer.Option("--bilingual", help="Texts, documents and subtitles show both languages, one below the other."),
    ] = False,
    side_by_side: Annotated[
        bool, typer.Option("--side-by-side", help="Texts and documents show both languages in two columns.")
    ] = False,
    encoding: EncodingOption = None,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    compute_type: ComputeTypeOption = None,
    revision: RevisionOption = None,
    glossary: GlossaryOption = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Share the work out on a Ray cluster: local, auto, HOST:PORT or ray://HOST:PORT. The folder of OUT "
            "must be seen by all its machines.",
            show_default=False,
        ),
    ] = None,
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
    """Translate articles sentence by sentence, lines as they are, or documents in place.

    A file goes out in its own format when OUT has its suffix, is a folder, or with --to same. Pages, books and Word
    documents keep their markup, styles and pictures, and links and emphasis go with their words; subtitles keep their
    times and settings, and go out as UTF-8; XLIFF 2 and TMX get the translations that they lack; tables gain a column.

    In another format, and on stdout, only the article of a page is translated: its body and its readers' comments, but
    no menus, related links and footers. Text keeps its blocks on lines of their own; jsonl, tsv and parquet have a row
    for each sentence, with score and flags; html is the report side by side; tmx and xliff are for translators' tools.

    --model takes any sequence-to-sequence model that translates from Japanese: it is fetched and converted once, which
    needs torch, and then runs without. openai:MODEL@URL asks a chat server and shows it what stands around each
    sentence; its key is taken from OPENAI_API_KEY.

    Nothing is lost when a long job ends early, by Ctrl-C, a kill or a full disk: the same command goes on where it was.
    A sentence that the model cannot translate keeps its place, is listed, and makes the exit code 1.
    """
    import functools

    from app.layouts import Bilingual
    from app.terminal import Remarks
    from app.translating import Cluster, Request, run_requests
    from translate import load_engine
    from translate.glossary import read_glossary
    from translate.loading import EngineChoice

    request = Request(
        names=tuple(files or ()),
        output=None if output == STDOUT else output,
        lines=lines,
        output_format=to,
        input_format=from_,
        encoding=encoding,
        column=column,
        into=into,
        split=split,
        bilingual=Bilingual.SIDE_BY_SIDE if side_by_side else Bilingual.ALTERNATING if bilingual else None,
        quiet=quiet,
        json=json,
        journal=journal,
        cache=cache,
    )
    options: dict[str, Any] = {
        "engine": engine,
        "device": device.value,
        "beam": beam,
        "compute_type": compute_type,
        "revision": revision,
        "glossary": None if glossary is None else read_glossary(glossary),
    }
    workers = None if cluster is None else Cluster(cluster, EngineChoice(model, **options))
    tell = Remarks(quiet=quiet or json).say
    return run_requests(request, functools.cache(lambda: load_engine(model, **options, tell=tell)), cluster=workers)
