"""The models that a reader may choose between, loaded when the first one asks for them.

Only what was named when the viewer was started can be chosen, unless any model was allowed. What readers see of a model
is its own name, never the folder on the server.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora.errors import InputError
from translate.engine import Engine

__all__ = ["EMBEDDED", "Models", "SharedEngine"]

EMBEDDED = "embedded"
"""What the embedded model is called in choices."""
_MOST_LOADED = 3


@dataclass(frozen=True, slots=True)
class SharedEngine:
    """An engine that several sessions use, one call at a time."""

    engine: Engine
    lock: threading.Lock


@dataclass(frozen=True, slots=True)
class Models:
    """The models at choice.

    Attributes:
        load: Loads the engine of a name as `load_engine` takes it; `None` is the embedded model.
        names: The models named at the start; `None` is the embedded one.
        any_allowed: Whether readers may name others: a folder on the server, a hub name.
    """

    load: Callable[[str | None], Engine]
    names: Sequence[str | None] = (None,)
    any_allowed: bool = False
    _loaded: OrderedDict[str, SharedEngine] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def choices(self) -> list[str]:
        """What readers choose from; the first is the usual one."""
        return list(self._by_label())

    def engine(self, label: str | None = None) -> SharedEngine:
        """The engine of a choice, the usual one by default.

        Raises:
            InputError: If it is none of the choices.
            ModelError: If it cannot be loaded.
        """
        known = self._by_label()
        wanted = (label or "").strip() or next(iter(known))
        if wanted not in known and not self.any_allowed:
            raise InputError("no such model here", remedy=f"choose one of {', '.join(known)}")
        with self._lock:
            if wanted not in self._loaded:
                self._loaded[wanted] = SharedEngine(self.load(known.get(wanted, wanted)), threading.Lock())
                while len(self._loaded) > _MOST_LOADED:
                    self._loaded.popitem(last=False)
            self._loaded.move_to_end(wanted)
            return self._loaded[wanted]

    def _by_label(self) -> dict[str, str | None]:
        labels: dict[str, str | None] = {}
        for name in self.names:
            label = EMBEDDED if name is None else name if not Path(name).exists() else Path(name).resolve().name
            labels[label if label not in labels else f"{label} ({len(labels) + 1})"] = name
        return labels
