"""How people scored the systems of a suite: from `human.tsv` beside it."""

from pathlib import Path
from typing import Final

from corpora.errors import InputError
from corpora.lines import numbered_lines
from eval.suites.suite import HumanScores

__all__ = ["HUMAN_FILE", "read_human_scores"]

HUMAN_FILE: Final = "human.tsv"


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
