"""How people scored the systems of a suite: from `human.tsv` beside it, or as published, where we know that."""

from pathlib import Path
from typing import Final

from corpora import suites
from corpora.errors import InputError
from corpora.lines import numbered_lines
from eval.suites.suite import HumanScores

__all__ = ["HUMAN_FILE", "published_human_scores", "read_human_scores"]

HUMAN_FILE: Final = "human.tsv"


def published_human_scores(suite: str) -> HumanScores | None:
    """The published scores of the systems of a public suite that come with the project; `None` for other suites."""
    path = Path(suites.__file__).parent / f"{suite}.{HUMAN_FILE}"
    return read_human_scores(path) if path.is_file() else None


def read_human_scores(path: Path) -> HumanScores:
    """Read lines of `system<TAB>score`; lines that begin with `#` say where the scores come from.

    Raises:
        InputError: A line is of another form; it is named.
    """
    scores: dict[str, float] = {}
    origin: list[str] = []
    for number, line in numbered_lines(path):
        if line.startswith("#"):
            origin.append(line.lstrip("# ").strip())
        elif line.strip():
            name, _, score = line.partition("\t")
            try:
                scores[name] = float(score)
            except ValueError:
                raise InputError(
                    "not of the form SYSTEM, tab, SCORE", path=path, line=number, remedy="mend or remove the line"
                ) from None
    return HumanScores(scores, " ".join(origin))
