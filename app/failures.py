"""How the command fails: every exception becomes one line on stderr and an exit code.

Problems that a user can mend are `TaiyakuError`s or errors of the operating system and end with code 2. Anything else
is a defect of ours and says so; `--debug` shows where it happened.
"""

import errno
import functools
import os
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec

import typer

from corpora.errors import TaiyakuError

__all__ = [
    "DEFECT",
    "DONE",
    "FLAGGED",
    "INTERRUPTED",
    "UNUSABLE",
    "UsageError",
    "explain_os_error",
    "guarded",
    "printable",
    "report_usage",
    "say",
    "tracebacks_wanted",
]

DONE = 0
FLAGGED = 1
UNUSABLE = 2
DEFECT = 70  # EX_SOFTWARE of sysexits.h: not one of the codes that mean something about the input
INTERRUPTED = 130
BROKEN_PIPE = 141  # what a shell reports of a program that SIGPIPE ended

tracebacks_wanted: ContextVar[bool] = ContextVar("tracebacks_wanted", default=False)
"""Set by `taiyaku --debug`."""

Parameters = ParamSpec("Parameters")

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises of words that it cannot use; it has no public name, and where it lies depends on the version."""

_OS_REMEDIES = {
    errno.ENOSPC: "free some space or write elsewhere with -o",
    errno.EDQUOT: "free some space or write elsewhere with -o",
    errno.EFBIG: "write elsewhere with -o, or raise the file size limit",
    errno.EROFS: "write elsewhere with -o",
    errno.EACCES: "check its permissions",
    errno.EPERM: "check its permissions",
    errno.ENOTDIR: "part of this path is a file, not a folder",
    errno.EISDIR: "this is a folder; name a file",
    errno.ENOENT: "check the path",
    errno.EEXIST: "a file stands there; name a folder",
    errno.ENAMETOOLONG: "use a shorter name",
    errno.EIO: "the device reports an error; write or read elsewhere",
}


def guarded(command: Callable[Parameters, int]) -> Callable[Parameters, None]:
    """Make a verb that returns its exit code into one that typer can call and that fails in one line."""

    @functools.wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt as error:
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            _silence_stdout()
            raise typer.Exit(BROKEN_PIPE) from error
        except Exception as error:
            code = _report(error)
        if code:
            raise typer.Exit(code)

    return run


def report_usage(error: Exception, *, verb: str | None) -> int:
    """Say in one line what is wrong with the words of a call; typer draws a box of five.

    Args:
        error: A `UsageError`. That of a call without words has no message, but has shown the help.
        verb: The verb that was called, if any.
    """
    message = str(getattr(error, "format_message", error.__str__)()).replace("Value error, ", "").rstrip(".")
    if message:
        command = f"taiyaku {verb}" if verb else "taiyaku"
        say(f"{message[0].lower()}{message[1:]} (see {command} --help)")
    return UNUSABLE


def say(line: str) -> None:
    """One line of ours on stderr."""
    sys.stderr.write(f"taiyaku: {printable(line)}\n")


def printable(line: str) -> str:
    """A line that says the same and cannot steer the terminal, whatever a file name or a text in it holds."""
    folded = " ".join(line.split())
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in folded
    )


def explain_os_error(error: OSError) -> str:
    """The message and the remedy of an error of the operating system, without the file name."""
    message = error.strerror or str(error) or type(error).__name__
    remedy = _OS_REMEDIES.get(error.errno or 0)
    return f"{message} ({remedy})" if remedy else message


def _report(error: Exception) -> int:
    if tracebacks_wanted.get():
        traceback.print_exception(error)
    if isinstance(error, TaiyakuError):
        say(str(error))
        return UNUSABLE
    if isinstance(error, OSError) and error.errno is not None:
        place = "the output" if error.filename is None else os.fsdecode(error.filename)
        say(f"{place}: {explain_os_error(error)}")
        return UNUSABLE
    culprit = _foreign_distribution(error)
    if culprit is not None:
        say(culprit)
        return UNUSABLE
    say(
        f"a defect of Taiyaku: {type(error).__name__}: {error} "
        "(please report it with what `taiyaku --debug …` prints for the same call)"
    )
    return DEFECT


def _foreign_distribution(error: Exception) -> str | None:
    """The line to say if an import failed because another distribution wrote its files over one of our rooms."""
    from app.entry import REMEDY, ROOMS

    room = (error.name or "").partition(".")[0] if isinstance(error, ImportError) else ""
    if room not in ROOMS:
        return None
    from importlib.metadata import packages_distributions

    others = sorted(set(packages_distributions().get(room, ())) - {"taiyaku"})
    if not others:
        return None
    return f"{room}: {', '.join(others)} installs a package of the same name over Taiyaku's ({REMEDY})"


def _silence_stdout() -> None:
    """Send what is still buffered for a reader that has gone to nowhere, or Python complains at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is not a file: nothing to flush at exit
        return
    finally:
        os.close(nowhere)
