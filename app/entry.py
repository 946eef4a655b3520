"""The console script `taiyaku`: it looks whether the rooms are ours, then hands over to the command.

The rooms have plain names (`translate`, `eval`, …), and another distribution in the same environment may bring a
package of the same name. That has to be noticed before anything is imported from them, so nothing of ours is imported
here at module level.
"""

import signal
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

__all__ = ["ROOMS", "foreign_room", "main"]

ROOMS = ("corpora", "translate", "align", "eval", "app")
"""The import packages that the command needs."""

REMEDY = "install Taiyaku into an environment of its own, for example: pipx install taiyaku"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after `taiyaku`; those of the process if `None`.

    Returns:
        The exit code: 0 done, 1 done with flagged failures, 2 unusable input or arguments, 130 interrupted.
    """
    foreign = foreign_room()
    if foreign is not None:
        name, place = foreign
        sys.stderr.write(f"taiyaku: {place}: this package `{name}` is not Taiyaku's but shadows it ({REMEDY})\n")
        return 2
    _leave_in_order_when_terminated()
    _let_stdout_take_every_character()
    try:
        from app.cli import run  # only now is it known that the rooms are ours

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # while loading; later the verbs see to it
        sys.stderr.write("taiyaku: interrupted\n")
        return 130


def foreign_room() -> tuple[str, str] | None:
    """The first of our package names that is somebody else's package, and where that one lies."""
    home = Path(__file__).resolve().parent.parent
    for name in ROOMS:
        place = _package_folder(find_spec(name))
        if place is not None and place.parent != home:
            return name, str(place)
    return None


def _package_folder(spec: ModuleSpec | None) -> Path | None:
    """Where a package lies; a plain module `eval.py` lies in its own file."""
    if spec is None:
        return None
    for place in spec.submodule_search_locations or ():
        return Path(place).resolve()
    return Path(spec.origin).resolve() if spec.origin else None


def _let_stdout_take_every_character() -> None:
    """Write UTF-8 into files and pipes whatever the locale; a terminal is shown what it lacks as escapes."""
    stdout = sys.stdout
    if not isinstance(stdout, TextIOWrapper):  # replaced by a host program
        return
    if stdout.isatty():
        stdout.reconfigure(errors="backslashreplace")
    else:
        stdout.reconfigure(encoding="utf-8", errors="replace")


def _leave_in_order_when_terminated() -> None:
    """Let a polite kill unwind the stack, so that half-written files are removed on the way out."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(143)

    try:
        signal.signal(signal.SIGTERM, leave)
    except ValueError:  # not in the main thread: then the host program decides
        return


if __name__ == "__main__":
    sys.exit(main())
