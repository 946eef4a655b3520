"""The options that mean the same for every verb, and how examples are set in the help texts."""

import inspect
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "BeamOption",
    "Device",
    "DeviceOption",
    "EncodingOption",
    "EngineOption",
    "JsonOption",
    "ModelOption",
    "OutputFolderOption",
    "OutputFormat",
    "QuietOption",
    "examples",
    "flowing",
]

MODEL_PANEL = "Model"


class Device(StrEnum):
    """Where the model runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class OutputFormat(StrEnum):
    """What a translation is written as."""

    TEXT = "text"
    JSONL = "jsonl"
    TSV = "tsv"
    HTML = "html"
    TMX = "tmx"
    XLIFF = "xliff"


ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME",
        help="Model: a folder, or a hub name such as Helsinki-NLP/opus-mt-ja-en.",
        show_default="the embedded model",
        rich_help_panel=MODEL_PANEL,
    ),
]

EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Engine that runs the model: ctranslate2 or transformers (needs torch).",
        show_default="what fits the model",
        rich_help_panel=MODEL_PANEL,
    ),
]

DeviceOption = Annotated[
    Device,
    typer.Option("--device", help="Where to run the model.", rich_help_panel=MODEL_PANEL),
]

BeamOption = Annotated[
    int | None,
    typer.Option(
        "--beam",
        "-b",
        min=1,
        metavar="N",
        help="Beam size; 1 is greedy and fastest.",
        show_default="the model's own",
        rich_help_panel=MODEL_PANEL,
    ),
]

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no remarks on stderr.")]

JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Encoding of the input.", show_default="detected; of lines utf-8"),
]

OutputFolderOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="DIR", help="Folder for the results.", show_default=False),
]


def examples(*lines: str) -> str:
    """The epilog of a help page: one example a line, shown as it is typed."""
    shown = "\n".join(f"  {line}".replace("[", r"\[") for line in lines)
    return f"[bold]Examples[/bold]\n{shown}"


def flowing(docstring: str) -> str:
    """A docstring with one line a paragraph, so that the help page wraps it to the terminal."""
    paragraphs = inspect.cleandoc(docstring).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
