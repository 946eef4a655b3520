"""The models at hand: those that come with Taiyaku, and the hub's that this machine has converted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.terminal import results_console
from corpora.errors import ModelError

__all__ = ["ListedModel", "cached_models", "embedded_models", "print_models"]

HOME = Path(__file__).resolve().parent.parent
CARD = "MODEL.md"
CARD_LINES = 4


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model folder.

    Attributes:
        room: The package that it comes with, `translate` or `align`; `cache` for one that was converted.
        name: The folder's name, such as `ja-en`, or the name that it has on the hub.
        folder: Where it lies.
        size: Bytes of all its files.
        card: The first lines of its card that are not blank; of a converted model, what it was made from.
    """

    room: str
    name: str
    folder: Path
    size: int
    card: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "room": self.room,
            "name": self.name,
            "folder": str(self.folder),
            "bytes": self.size,
            "card": list(self.card),
        }


def embedded_models(home: Path = HOME) -> list[ListedModel]:
    """The models in this installation, whose packages lie in `home`.

    Raises:
        ModelError: If there are none, so the installation is incomplete.
    """
    found = [
        _describe(room, folder)
        for room in ("translate", "align")
        for folder in sorted((home / room / "models").glob("*/"))
        if (folder / CARD).is_file()
    ]
    if not found:
        raise ModelError("this installation has no models", path=home, remedy="reinstall taiyaku")
    return found


def cached_models() -> list[ListedModel]:
    """The models that were converted on this machine; any of them may be deleted, and is made again when needed."""
    from translate.conversion import converted_models

    return [
        ListedModel("cache", model.name, model.folder, model.size, (f"{model.stored}, from {model.revision}",))
        for model in converted_models()
    ]


def print_models(models: list[ListedModel]) -> None:
    """Print a paragraph for each model."""
    console = results_console()
    for model in models:
        console.print(f"{model.room} {model.name}  {model.size / 1e6:.1f} MB  {model.folder}", soft_wrap=True)
        for line in model.card:
            console.print(f"  {line}", soft_wrap=True)


def _describe(room: str, folder: Path) -> ListedModel:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    card = [line for line in (folder / CARD).read_text(encoding="utf-8").splitlines() if line.strip()]
    return ListedModel(room, folder.name, folder, size, tuple(card[:CARD_LINES]))
