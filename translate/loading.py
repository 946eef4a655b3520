"""`load_engine`: from a name to something that translates.

The name may be nothing (the embedded model), a local folder (CTranslate2 or Hugging Face layout, told apart by its
files), a hub name, or `openai:MODEL@URL` for a chat model behind a server. Hugging Face models are converted to
CTranslate2 once and kept in the cache, unless PyTorch is asked for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpora.errors import ModelError
from translate.engine import Engine

if TYPE_CHECKING:
    from translate.ctranslate2_engine import DecodingSettings, Device
    from translate.glossary import Glossary

__all__ = ["CHAT_PREFIX", "COMPUTE_TYPES", "DEVICES", "EMBEDDED_MODEL", "ENGINES", "EngineChoice", "load_engine"]

EMBEDDED_MODEL: Final = Path(__file__).parent / "models" / "ja-en"
ENGINES: Final = ("ctranslate2", "transformers")
DEVICES: Final = ("auto", "cpu", "cuda")
COMPUTE_TYPES: Final = (
    "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16", "float32",
)  # fmt: skip
"""CTranslate2's names; `auto` takes the fastest that the device has. PyTorch knows the last three."""
CHAT_PREFIX: Final = "openai:"


def load_engine(
    model: str | None = None,
    *,
    engine: str | None = None,
    device: str = "auto",
    beam: int | None = None,
    compute_type: str | None = None,
    revision: str | None = None,
    glossary: "Glossary | None" = None,
    tell: Callable[[str], None] | None = None,
) -> Engine:
    """Load the engine for a model.

    Args:
        model: Nothing for the embedded model, a local folder, a Hugging Face hub name such as
            `Helsinki-NLP/opus-mt-ja-en`, or `openai:MODEL@URL`.
        engine: `ctranslate2` or `transformers`; nothing lets the model's files decide.
        device: `auto`, `cpu` or `cuda`.
        beam: Beam size; nothing takes the engine's default. 1 is greedy search.
        compute_type: One of `COMPUTE_TYPES`; nothing takes what the weights are stored as, int8 for converted models.
        revision: Branch, tag or commit of a hub model; nothing takes `main`.
        glossary: Terms that the translations shall have.
        tell: Told, in one line, that a model has to be fetched and converted first.

    Raises:
        ModelError: The model is unknown or cannot be loaded, or an option has no such value or does not go with it.
    """
    choice = EngineChoice(model, engine, device, beam, compute_type, revision, glossary)
    choice.check()
    loaded = _embedded() if choice == EngineChoice() else _loaded(choice, tell)
    if glossary is None:
        return loaded
    from translate.glossary import with_glossary

    return with_glossary(loaded, glossary)


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What `load_engine` was asked for, as one thing that can be sent to another process; see there."""

    model: str | None = None
    engine: str | None = None
    device: str = "auto"
    beam: int | None = None
    compute_type: str | None = None
    revision: str | None = None
    glossary: "Glossary | None" = None

    def load(self) -> Engine:
        """The engine."""
        return load_engine(**{field.name: getattr(self, field.name) for field in fields(self)})

    def check(self) -> None:
        """Refuse values that no engine has.

        Raises:
            ModelError: There is such a value.
        """
        if self.model is not None and not self.model.strip():
            raise ModelError("the model has no name", remedy="give a folder, a hub name or openai:MODEL@URL")
        for what, value, known in (
            ("engine", self.engine, ENGINES),
            ("device", self.device, DEVICES),
            ("compute type", self.compute_type, COMPUTE_TYPES),
        ):
            if value is not None and value not in known:
                raise ModelError(f"unknown {what} {value!r}", remedy=f"one of {', '.join(known)}")
        if self.beam is not None and self.beam < 1:
            raise ModelError(f"beam must be at least 1, not {self.beam}", remedy="--beam 1 is greedy search")

    def refuse(self, options: Iterable[str], why: str) -> None:
        """Options that would have no effect are mistakes.

        Raises:
            ModelError: One of them is set.
        """
        for option in options:
            if getattr(self, option) is not None:
                name = option.replace("_", "-")
                raise ModelError(f"--{name} does not go with {why}", remedy=f"leave out --{name}")


@cache
def _embedded() -> Engine:
    """The embedded model with all defaults: translating and aligning share it."""
    return _loaded(EngineChoice(), None)


def _loaded(choice: EngineChoice, tell: Callable[[str], None] | None) -> Engine:
    model = choice.model
    if model is not None and model.startswith(CHAT_PREFIX):
        choice.refuse(("engine", "beam", "compute_type", "revision"), "a model behind a server")
        from translate.chat_engine import ChatEngine

        return ChatEngine.from_name(model, glossary=choice.glossary)
    folder = EMBEDDED_MODEL if model is None else Path(model)
    if (folder / "model.bin").is_file() and choice.engine != "transformers":
        choice.refuse(["revision"], "a model in a folder")
        return _ctranslate2(folder, choice)
    if model is None:
        if (folder / "model.bin").is_file():
            raise ModelError(
                "the embedded model runs on CTranslate2 only", remedy="leave out --engine, or name a --model"
            )
        raise ModelError("the embedded model is missing", path=folder, remedy="reinstall taiyaku")
    if choice.engine == "transformers":
        from translate.transformers_engine import TransformersEngine

        return TransformersEngine(
            model,
            revision=choice.revision,
            device=choice.device,
            precision=choice.compute_type,
            beam=choice.beam or 4,
        )
    from translate.conversion import converted_model

    folder = converted_model(model, revision=choice.revision, compute_type=choice.compute_type, tell=tell)
    return _ctranslate2(folder, choice)


def _ctranslate2(folder: Path, choice: EngineChoice) -> Engine:
    from translate.ctranslate2_engine import CTranslate2Engine, card_name

    settings = _settings(folder)
    if choice.beam is not None:
        settings = replace(settings, beam=choice.beam)
    device: Device = choice.device  # type: ignore[assignment]  # checked
    if not (folder / "source.spm").is_file():
        from translate.converted_engine import ConvertedEngine

        return ConvertedEngine(folder, device=device, compute_type=choice.compute_type, settings=settings)
    name = "taiyaku-ja-en (embedded)" if folder == EMBEDDED_MODEL else card_name(folder)
    return CTranslate2Engine(folder, name=name, device=device, compute_type=choice.compute_type, settings=settings)


def _settings(folder: Path) -> "DecodingSettings":
    """How a model searches unless told otherwise."""
    from translate.conversion import TOKENIZER
    from translate.ctranslate2_engine import DecodingSettings

    if folder == EMBEDDED_MODEL:
        # The embedded model stops too early. On the first 300 lines of WMT20 and of NTREX, BLEU was 7.22 and 11.87 with
        # a length penalty of 1, 7.42 and 11.99 with 1.5, 7.43 and 11.91 with 2; a repetition penalty of 1.1 gave 7.35
        # and 12.07. A beam of 8 gives nothing at half of the speed (see its card):
        # python -m training bleu --model translate/models/ja-en --sets wmt20,ntrex --limit 300 --length-penalty 1.5
        return DecodingSettings(length_penalty=1.5)
    if (folder / TOKENIZER).is_dir():
        return DecodingSettings(no_repeat_ngram_size=0)  # converted: searches as PyTorch does
    return DecodingSettings()
