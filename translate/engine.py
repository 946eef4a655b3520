"""The door that every engine stands behind: source sentences in, hypotheses out."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from translate.translation import Hypothesis

__all__ = ["Engine"]


@runtime_checkable
class Engine(Protocol):
    """Something that turns source sentences into translations."""

    @property
    def line(self) -> str:
        """What this engine is, in one line: model, revision or hash, quantisation, beam, versions."""
        ...

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences as the reader sees them; the engine makes its own model's copy.

        Args:
            sentences: Any number of source sentences; blank ones give an empty hypothesis.

        Returns:
            One hypothesis for each sentence, in the same order.
        """
        ...
