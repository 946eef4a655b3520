"""`load_engine`: from a name to something that translates.

The name may be nothing (the embedded model), a local folder (CTranslate2 or Hugging Face layout, told apart by its
files) or a hub name. Hub models and folders in Hugging Face layout run on PyTorch.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from corpora.errors import ModelError
from translate.engine import Engine

__all__ = ["EMBEDDED_MODEL", "ENGINES", "load_engine"]

EMBEDDED_MODEL: Final = Path(__file__).parent / "models" / "ja-en"
ENGINES: Final = ("ctranslate2", "transformers")
DEVICES: Final = ("auto", "cpu", "cuda")


def load_engine(
    model: str | None = None, *, engine: str | None = None, device: str = "auto", beam: int | None = None
) -> Engine:
    """Load the engine for a model.

    Args:
        model: Nothing for the embedded model, a local folder, or a Hugging Face hub name such as
            `Helsinki-NLP/opus-mt-ja-en`.
        engine: `ctranslate2` or `transformers`; nothing lets the model's files decide.
        device: `auto`, `cpu` or `cuda`.
        beam: Beam size; nothing takes the engine's default. 1 is greedy search.

    Raises:
        ModelError: The model is unknown or cannot be loaded, or the engine or device has no such name.
    """
    if engine is not None and engine not in ENGINES:
        raise ModelError(f"unknown engine {engine!r}", remedy=f"one of {', '.join(ENGINES)}")
    if device not in DEVICES:
        raise ModelError(f"unknown device {device!r}", remedy=f"one of {', '.join(DEVICES)}")
    if beam is not None and beam < 1:
        raise ModelError(f"beam must be at least 1, not {beam}", remedy="--beam 1 is greedy search")
    folder = EMBEDDED_MODEL if model is None else Path(model)
    if (folder / "model.bin").is_file() and engine != "transformers":
        return _ctranslate2(folder, device, beam)
    if model is None:
        if (folder / "model.bin").is_file():
            raise ModelError(
                "the embedded model runs on CTranslate2 only", remedy="leave out --engine, or name a --model"
            )
        raise ModelError("the embedded model is missing", path=folder, remedy="reinstall taiyaku")
    if folder.exists() and not (folder / "config.json").is_file():
        raise ModelError(
            "not a model: no model.bin and no config.json",
            path=folder,
            remedy="give a CTranslate2 or Hugging Face folder",
        )
    if engine == "ctranslate2":
        raise ModelError(
            "not a CTranslate2 model",
            path=model,
            remedy="convert it with ct2-transformers-converter, or use --engine transformers",
        )
    from translate.transformers_engine import TransformersEngine

    return TransformersEngine(model, device=device, beam=beam or 4)


def _ctranslate2(folder: Path, device: str, beam: int | None) -> Engine:
    from translate.ctranslate2_engine import CTranslate2Engine, DecodingSettings, card_name

    embedded = folder == EMBEDDED_MODEL
    # The embedded model stops too early. On the first 300 lines of WMT20 and of NTREX, BLEU was 5.4 and 7.9 with a
    # length penalty of 1, 5.7 and 8.2 with 1.5, 5.7 and 8.1 with 2; a repetition penalty of 1.1 beside 1 gave 4.9 and
    # 7.7:
    # python -m training bleu --model translate/models/ja-en --sets wmt20,ntrex --limit 300 --length-penalty 1.5
    settings = DecodingSettings(length_penalty=1.5) if embedded else DecodingSettings()
    if beam is not None:
        settings = replace(settings, beam=beam)
    name = "taiyaku-ja-en (embedded)" if embedded else card_name(folder)
    return CTranslate2Engine(folder, name=name, device=device, settings=settings)  # type: ignore[arg-type]
