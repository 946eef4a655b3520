"""The learned weights of the signals: one set for each kind of evidence there is about a document pair.

`python -m training tune-alignment` learns them and writes `weights.json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["BEAD_SHAPES", "SIGNALS", "WEIGHTS", "Kind", "ScoreWeights"]

WEIGHTS: Final = Path(__file__).with_name("weights.json")
BEAD_SHAPES: Final = (
    (1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 4), (4, 1), (2, 3), (3, 2), (3, 3),
)  # fmt: skip
SIGNALS: Final = (
    "cosine",  # of the sums of both sides' vectors
    "gain",  # of the cosine over that of the best bead with one sentence fewer; 0 for 1-1
    "source_rival",  # mean over the source sentences of their greatest cosine with a target outside of the bead
    "target_rival",  # the same of the target sentences
    "words",  # Dice coefficient of the words of a given translation
    "characters",  # cosine of the weighted character runs of a given translation
    "characters_gain",  # of that, as gain is of the cosine
    "characters_margin",  # that less what the sentences reach with their nearest, where there is a translation
    "extent",  # logarithm of the source characters over usual ones: the more there are, the more all else has to say
    "excess",  # logarithm of the length ratio over the expected one, between -2 and 2
    "misfit",  # how far that is from 0
    "misfit_squared",  # the same squared, at most 2
    "source_coverage",  # weight of the source pieces that have a counterpart
    "target_coverage",  # weight of the target pieces that have one
    "lesser_coverage",  # the lesser of the two
    "source_member_coverage",  # source coverage of the source sentence of which the least has a counterpart
    "target_member_coverage",  # target coverage of such a target sentence
)


class Kind(StrEnum):
    """What there is to compare a document pair by."""

    PIECES = "ja-en"
    """Japanese with English: everything but a translation."""
    PIECES_AND_TRANSLATION = "ja-en with a translation"
    """The same, and a translation of the source."""
    TRANSLATION = "translation"
    """Other languages with a translation, which stands in for the source in every signal."""
    VECTORS = "vectors"
    """Other languages with an encoder that knows them: no pieces to compare, and no translation."""


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """How the signals are put together.

    Attributes:
        signals: A weight for each of `SIGNALS`.
        shapes: What a bead of each of `BEAD_SHAPES` earns before any signal.
    """

    signals: Mapping[str, float]
    shapes: Mapping[tuple[int, int], float]

    @classmethod
    @cache
    def load(cls, kind: Kind = Kind.PIECES) -> "ScoreWeights":
        """The weights that ship with the project."""
        known = json.loads(WEIGHTS.read_text(encoding="utf-8"))["kinds"][kind]
        shapes = {shape: float(known["shapes"][f"{shape[0]}-{shape[1]}"]) for shape in BEAD_SHAPES}
        return cls({name: float(known["signals"].get(name, 0)) for name in SIGNALS}, shapes)
