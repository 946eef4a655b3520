"""Hugging Face sequence-to-sequence models as CTranslate2 folders, converted once into a cache for all processes.

Converting needs torch, running the result does not. A conversion is made under a hidden name and renamed when it is
complete; one process converts while others of the same model wait for it. Each folder keeps the tokenizer's files and
a `taiyaku.json` that says what it is.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpora.errors import ModelError, OutputError
from translate.batch.cache import cache_folder
from translate.hub import ModelFiles, model_files, quiet_transformers
from translate.languages import LanguageMarks, language_marks

if TYPE_CHECKING:
    from ctranslate2.specs import TransformerSpec
    from transformers import PreTrainedModel

__all__ = [
    "CARD",
    "TOKENIZER",
    "ConvertedModel",
    "converted_model",
    "converted_models",
    "marian_specification",
]

CARD: Final = "taiyaku.json"
TOKENIZER: Final = "tokenizer"
"""The subfolder with the tokenizer's files and the model's own `config.json`."""
STORED: Final = {"int16": "int16", "float16": "float16", "bfloat16": "bfloat16", "float32": "float32"}
"""What weights are stored as; int8 serves all others."""
SCALED_IF_SAID: Final = frozenset({"t5", "mt5"})
"""T5's own kind, of which some scale the decoder's output and some do not."""
KEPT: Final = frozenset({".json", ".spm", ".model", ".txt"})
"""Suffixes of tokenizers' files; a folder may hold much else."""
INDEX: Final = ".safetensors.index.json"


@dataclass(frozen=True, slots=True)
class ConvertedModel:
    """A folder of the cache.

    Attributes:
        folder: Holds CTranslate2's files.
        name: The hub name, or the name of the folder that it was made from.
        revision: The commit it was made from.
        stored: What its weights are stored as.
        size: Bytes of all its files.
    """

    folder: Path
    name: str
    revision: str
    stored: str
    size: int


def models_folder() -> Path:
    """Where converted models are kept."""
    return cache_folder() / "models"


def converted_models() -> list[ConvertedModel]:
    """The models in the cache, by name."""
    found = []
    for card in sorted(models_folder().glob(f"[!.]*/{CARD}")):
        try:
            described = json.loads(card.read_text(encoding="utf-8"))
            name, revision, stored = (str(described[field]) for field in ("model", "revision", "stored"))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not ours
        size = sum(path.stat().st_size for path in card.parent.rglob("*") if path.is_file())
        found.append(ConvertedModel(card.parent, name, revision, stored, size))
    return found


def converted_model(
    model: str,
    *,
    revision: str | None = None,
    compute_type: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Path:
    """The CTranslate2 folder of a Hugging Face model, from the cache or made now.

    What is asked for by the same name and revision again comes from the cache without a look at the hub.

    Args:
        model: A hub name, or a local folder in Hugging Face layout.
        revision: Of the hub; nothing takes `main` as it is when the model is converted.
        compute_type: Decides what the weights are stored as.
        tell: Told that there will be a wait.

    Raises:
        ModelError: There is no such model, CTranslate2 cannot run it, or torch is missing.
        OutputError: The cache cannot be written.
    """
    stored = STORED.get(compute_type or "", "int8")
    local = model_files(model, revision) if Path(model).exists() else None
    asked = local.revision if local is not None else revision or "main"
    place = local.folder.resolve() if local is not None else model
    folder = models_folder() / _key(str(place), asked, stored)
    if (folder / CARD).is_file():
        return folder
    from filelock import FileLock

    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{folder.name}.lock"):
            if not (folder / CARD).is_file():  # another process may have made it meanwhile
                files = local or model_files(model, revision, tell=tell)
                if tell is not None:
                    tell(f"converting {model}, once; a large model takes minutes")
                _make(files, folder, stored)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"the converted model cannot be kept: {reason}", path=folder.parent, remedy="free some space"
        ) from error
    return folder


def _key(model: str, revision: str, stored: str) -> str:
    """A folder name that people can read and that no two models share."""
    readable = re.sub(r"[^A-Za-z0-9.-]+", "_", model)[-60:].strip("._")
    digest = hashlib.sha256(json.dumps([model, revision]).encode()).hexdigest()[:10]
    return f"{readable}-{digest}-{stored}"


def _make(files: ModelFiles, folder: Path, stored: str) -> None:
    """Convert under a hidden name; a name that a killed process left behind is used again."""
    scratch = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        _convert(files, scratch, stored)
        shutil.rmtree(folder, ignore_errors=True)  # without a card: not whole
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _convert(files: ModelFiles, target: Path, stored: str) -> None:
    from safetensors import SafetensorError
    from transformers import AutoTokenizer

    quiet_transformers()
    try:
        converter = _converter(files)
        tokenizer = AutoTokenizer.from_pretrained(files.folder, local_files_only=True, trust_remote_code=False)
        marks = language_marks(tokenizer, files.config())
        converter.convert(str(target), quantization=stored)
    except SafetensorError as error:
        raise ModelError(
            f"the weights of {files.name} cannot be read: {error}", remedy="fetch the model again"
        ) from error
    except (ValueError, RuntimeError, NotImplementedError, KeyError, ImportError, AttributeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk, not of the model
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ModelError(
            f"CTranslate2 cannot take {files.name}: {reason}", remedy="use --engine transformers"
        ) from error
    _keep_tokenizer(files, target, marks)
    with (target / "model.bin").open("rb") as weights:
        digest = hashlib.file_digest(weights, "sha256").hexdigest()
    card = {
        "name": f"{files.name} | {files.revision[:12]}",
        "model": files.name,
        "revision": files.revision,
        "stored": stored,
        "sha256": digest,
    }
    (target / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _converter(files: ModelFiles) -> Any:  # noqa: ANN401
    """CTranslate2's converter for a model in a folder, with what it lacks.

    It is told to read safetensors only and no code, and learns of Marian models with two vocabularies. CTranslate2 4.8
    asks transformers 5 three things in ways that have changed: see the comments.
    """
    try:
        import torch  # noqa: F401
        from ctranslate2.converters import TransformersConverter
    except ImportError as error:
        raise ModelError(
            f"{files.name}: converting a Hugging Face model needs PyTorch, once",
            remedy='pip install "taiyaku[torch]"',
        ) from error

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, folder: str, **options: Any) -> Any:  # noqa: ANN401
            model = model_class.from_pretrained(folder, use_safetensors=True, local_files_only=True, **options)
            if model.config.model_type in SCALED_IF_SAID:
                # Of T5 it asks "tied?" to learn "scaled?", and the first is now always answered with yes.
                model.config.tie_word_embeddings = bool(getattr(model.config, "scale_decoder_outputs", False))
            return model

        def load_tokenizer(self, tokenizer_class: Any, folder: str, **options: Any) -> Any:  # noqa: ANN401
            options |= {"local_files_only": True, "trust_remote_code": False}
            tokenizer = super().load_tokenizer(tokenizer_class, folder, **options)
            if languages := getattr(tokenizer, "lang_token_to_id", None):  # M2M100's are no longer where it looks
                vocabulary = {**tokenizer.get_vocab(), **languages}
                tokenizer.get_vocab = lambda: vocabulary
            if tokenizer.bos_token is None:  # mBART-50 has none any more, and any will do
                tokenizer.bos_token = tokenizer.cls_token
            return tokenizer

        def _load(self) -> Any:  # noqa: ANN401
            config = files.config()
            if config.get("model_type") == "marian" and not config.get("share_encoder_decoder_embeddings", True):
                return _spec_of_two_vocabularies(files)
            return super()._load()

    return Converter(str(files.folder), low_cpu_mem_usage=True)


def _keep_tokenizer(files: ModelFiles, target: Path, marks: LanguageMarks) -> None:
    (target / TOKENIZER).mkdir()
    for path in files.folder.iterdir():
        if path.is_file() and path.suffix in KEPT and not path.name.endswith(INDEX):
            shutil.copyfile(path, target / TOKENIZER / path.name)
    if files.config().get("model_type") == "marian" and marks == LanguageMarks():
        for side in ("source.spm", "target.spm"):  # all that a bilingual model needs
            shutil.copyfile(files.folder / side, target / side)


def _spec_of_two_vocabularies(files: ModelFiles) -> "TransformerSpec":
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(files.folder, use_safetensors=True, local_files_only=True)
    tokens = []
    for name in ("vocab.json", "target_vocab.json"):
        numbers: dict[str, int] = json.loads((files.folder / name).read_text(encoding="utf-8"))
        tokens.append([token for token in sorted(numbers, key=numbers.__getitem__) if token != "<pad>"])  # noqa: S105
    return marian_specification(model, *tokens)


def marian_specification(
    model: "PreTrainedModel", source_tokens: Sequence[str], target_tokens: Sequence[str]
) -> "TransformerSpec":
    """CTranslate2's specification of a Marian model whose two sides have vocabularies of their own.

    Args:
        model: A `MarianMTModel` whose last row of every table is `<pad>`.
        source_tokens: Its source pieces by id, without `<pad>`.
        target_tokens: Its target pieces by id, without `<pad>`.
    """
    from ctranslate2.converters.transformers import MarianMTLoader
    from ctranslate2.specs.common_spec import LinearSpec

    class Loader(MarianMTLoader):  # type: ignore[misc]
        def _remove_pad_weights(self, spec: Any) -> None:  # noqa: ANN401
            """Drop the last row of every table; the library does so for equal tables only."""
            for part in (spec.encoder.embeddings[0], spec.decoder.embeddings, spec.decoder.projection):
                part.weight = part.weight[:-1]
                if isinstance(part, LinearSpec) and part.has_bias():
                    part.bias = part.bias[:-1]

    specification = Loader().get_model_spec(model)
    specification.register_source_vocabulary(list(source_tokens))
    specification.register_target_vocabulary(list(target_tokens))
    specification.config.eos_token = "</s>"  # noqa: S105
    specification.config.unk_token = "<unk>"  # noqa: S105
    specification.config.decoder_start_token = "</s>"  # noqa: S105  # any: the decoder starts from a zero embedding
    return specification
