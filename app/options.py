"""The options that mean the same for every verb, and how examples are set in the help texts."""

import inspect
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

__all__ = [
    "STDOUT",
    "BeamOption",
    "ComputeTypeOption",
    "Device",
    "DeviceOption",
    "EmbeddingOption",
    "EncodingOption",
    "EngineOption",
    "GlossaryOption",
    "JsonOption",
    "ModelOption",
    "OutputFolderOption",
    "OutputFormat",
    "QuietOption",
    "RevisionOption",
    "examples",
    "flowing",
]

STDOUT: Final = "-"
"""What a verb takes for its output as other commands do."""
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
    PARQUET = "parquet"
    SAME = "same"


def model_names(incomplete: str) -> list[str]:
    """The names that a shell offers after --model: what this machine has converted, and the form of a server's."""
    from translate.conversion import converted_models

    names = sorted({model.name for model in converted_models() if not model.revision.startswith("local-")})
    return [name for name in [*names, "openai:"] if name.startswith(incomplete)]


def compute_types(incomplete: str) -> list[str]:
    """The names that a shell offers after --compute-type."""
    from translate.loading import COMPUTE_TYPES

    return [name for name in COMPUTE_TYPES if name.startswith(incomplete)]


ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME",
        help="Model: a folder, a hub name such as Helsinki-NLP/opus-mt-ja-en, or openai:MODEL@URL for a chat server.",
        show_default="the embedded model",
        rich_help_panel=MODEL_PANEL,
        autocompletion=model_names,
    ),
]

EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="Engine that runs the model: ctranslate2 or transformers (needs torch).",
        show_default="ctranslate2",
        rich_help_panel=MODEL_PANEL,
        autocompletion=lambda: ["ctranslate2", "transformers"],
    ),
]

ComputeTypeOption = Annotated[
    str | None,
    typer.Option(
        "--compute-type",
        metavar="NAME",
        help="Precision of the model: int8, float16, bfloat16, float32 …; auto is the device's fastest.",
        show_default="int8 on CTranslate2",
        rich_help_panel=MODEL_PANEL,
        autocompletion=compute_types,
    ),
]

RevisionOption = Annotated[
    str | None,
    typer.Option(
        "--revision",
        metavar="NAME",
        help="Branch, tag or commit of a hub model.",
        show_default="main",
        rich_help_panel=MODEL_PANEL,
    ),
]

GlossaryOption = Annotated[
    Path | None,
    typer.Option(
        "--glossary",
        "-g",
        metavar="FILE",
        help="Terms that the translation shall have: TSV (Japanese, tab, English) or TBX. Where one is missing, "
        "the sentence is flagged.",
        show_default=False,
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

EmbeddingOption = Annotated[
    str | None,
    typer.Option(
        "--embedding",
        metavar="NAME",
        help="Embedding to align by: a folder, or a hub name such as sentence-transformers/LaBSE (needs torch).",
        show_default="the embedded model",
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
