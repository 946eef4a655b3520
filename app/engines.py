"""The engine that the options of a verb ask for; every verb with these options gets it here."""

from collections.abc import Callable
from pathlib import Path

from app.options import Device
from translate.engine import Engine

__all__ = ["engine_loader"]


def engine_loader(
    *,
    engine: str | None,
    device: Device,
    beam: int | None,
    compute_type: str | None,
    revision: str | None,
    glossary: Path | None,
    tell: Callable[[str], None],
) -> Callable[[str | None], Engine]:
    """What loads a model by its name with these options, which are those of `translate.load_engine`.

    The glossary is a file, and is read now: its mistakes show before a model is loaded.

    Raises:
        InputError: The glossary cannot be read.
    """
    from translate import load_engine
    from translate.glossary import read_glossary

    terms = None if glossary is None else read_glossary(glossary)
    return lambda model: load_engine(
        model,
        engine=engine,
        device=device.value,
        beam=beam,
        compute_type=compute_type,
        revision=revision,
        glossary=terms,
        tell=tell,
    )
