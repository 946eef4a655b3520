"""The door that every engine stands behind: source sentences in, hypotheses out."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from translate.translation import Hypothesis

__all__ = ["Engine", "Stoppable"]


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


@runtime_checkable
class Stoppable(Protocol):
    """An engine whose calls can take long, and can be cut short from another thread."""

    def stop(self) -> None:
        """Let the calls that are going on end soon, whatever they return; there will be no more."""
        ...
