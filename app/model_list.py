"""The models that come with Taiyaku, as their folders and cards describe them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.terminal import results_console
from corpora.errors import ModelError

__all__ = ["EmbeddedModel", "embedded_models", "print_models"]

HOME = Path(__file__).resolve().parent.parent
CARD = "MODEL.md"
CARD_LINES = 4


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """A model folder.

    Attributes:
        room: The package that uses it: `translate` or `align`.
        name: The folder's name, such as `ja-en`.
        folder: Where it lies.
        size: Bytes of all its files.
        card: The first lines of its card that are not blank.
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


def embedded_models(home: Path = HOME) -> list[EmbeddedModel]:
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


def print_models(models: list[EmbeddedModel]) -> None:
    """Print a paragraph for each model."""
    console = results_console()
    for model in models:
        console.print(f"{model.room} {model.name}  {model.size / 1e6:.1f} MB  {model.folder}", soft_wrap=True)
        for line in model.card:
            console.print(f"  {line}", soft_wrap=True)


def _describe(room: str, folder: Path) -> EmbeddedModel:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    card = [line for line in (folder / CARD).read_text(encoding="utf-8").splitlines() if line.strip()]
    return EmbeddedModel(room, folder.name, folder, size, tuple(card[:CARD_LINES]))
