"""The door behind which a sentence embedding stands: the static one that ships with the project, or a neural one.

An encoder turns sentences into vectors in which translations lie close together. The aligner asks for nothing else, so
any model that can do this takes the place of the embedded one; what else a model knows, such as its pieces, is a bonus
that single signals look for.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["Encoder"]


class Encoder(Protocol):
    """Something that makes vectors of sentences."""

    @property
    def name(self) -> str:
        """What outputs call it: model, and revision where there is one."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a sentence vector."""
        ...

    def sums(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """Vectors that may be added up: the sum of two sentences' vectors stands for both joined.

        Returns:
            Shape (len(sentences), dimensions); zeros for blank text. An encoder whose vectors are not additive gives
            its unit vectors times the root of the sentences' lengths, or simply its unit vectors.
        """
        ...

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """Vectors of length 1, shape (len(sentences), dimensions); zeros for blank text."""
        ...
