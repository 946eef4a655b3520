"""The command `taiyaku`: the verbs gathered under one name.

Only signatures are imported here; every verb imports the rooms it needs when it runs, so that `taiyaku --help` answers
at once. How verbs fail is in `app.failures`.
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from app import failures
from app.commands import align, benchmark, compare, demo, models, score, score_alignment, translate, view
from app.options import examples, flowing

__all__ = ["app", "run"]

app = typer.Typer(
    name="taiyaku",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog=examples(
        "taiyaku demo                          the whole path on bundled articles",
        "taiyaku compare article.html bbc.txt  one article and its English source",
        "taiyaku translate article.html        only the translation, on stdout",
        "taiyaku COMMAND --help                options and examples of a command",
    ),
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"taiyaku {version('taiyaku')}")
        except PackageNotFoundError:
            typer.echo("taiyaku (not installed, run from a checkout)")
        raise typer.Exit


@app.callback()
def taiyaku(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True)
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error happened (before the command).")] = False,
) -> None:
    """Read Japanese articles, translate them on this machine, and see them side by side with their English source.

    Nothing leaves this machine: the models that come with Taiyaku need neither network nor GPU.
    """
    failures.tracebacks_wanted.set(debug)


for verb, function, epilog in (
    ("demo", demo.demo, demo.EXAMPLES),
    ("compare", compare.compare, compare.EXAMPLES),
    ("translate", translate.translate, translate.EXAMPLES),
    ("align", align.align, align.EXAMPLES),
    ("score", score.score, score.EXAMPLES),
    ("score-alignment", score_alignment.score_alignment, score_alignment.EXAMPLES),
    ("benchmark", benchmark.benchmark, benchmark.EXAMPLES),
    ("view", view.view, view.EXAMPLES),
    ("models", models.models, models.EXAMPLES),
):
    app.command(verb, help=flowing(function.__doc__ or ""), epilog=epilog)(failures.guarded(function))


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    words = list(arguments)
    if "" in words:  # which a path would take for the folder that the reader happens to be in
        failures.say("an argument is empty (leave it out; a variable of the shell may not be set)")
        return failures.UNUSABLE
    try:
        code: int | None = app(args=words, prog_name="taiyaku", standalone_mode=False)
    except failures.UsageError as error:
        verbs = {command.name for command in app.registered_commands}
        return failures.report_usage(error, verb=next((word for word in words if word in verbs), None))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else failures.UNUSABLE if end.code else failures.DONE
    return code or failures.DONE
