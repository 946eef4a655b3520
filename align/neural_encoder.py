"""Neural sentence embeddings behind the aligner's door: LaBSE, multilingual-e5, BGE-m3 and their like, on PyTorch.

A model is a folder or a hub name in the layout of the library sentence-transformers: a transformer, a way to pool its
token vectors, and perhaps a dense layer, each with a configuration file that is followed here. Weights are read from
safetensors only, and no code of a model is ever run.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from align.embedding import StaticEmbedding
from align.encoder import Encoder
from corpora.errors import ModelError
from translate.hub import model_files, quiet_transformers

__all__ = ["NeuralEncoder", "load_encoder"]

BATCH_SENTENCES: Final = 32
REMEMBERED: Final = 50_000
"""Sentences whose vectors are kept, so that explaining an alignment encodes nothing twice."""
REMEDY: Final = "give a folder or a hub name such as sentence-transformers/LaBSE"
E5: Final = re.compile(r"(?:^|[-_/])e5(?:[-_]|$)", re.IGNORECASE)
E5_PREFIX: Final = "query: "
"""What the authors of E5 put before both sides where neither asks a question of the other (Wang et al., 2022)."""
POOLING: Final = "pooling_mode_"
Vectors = npt.NDArray[np.float32]
Settings = Mapping[str, Any]


def load_encoder(name: str) -> Encoder:
    """Load a sentence embedding: a folder of ours, or a neural model as a folder or hub name.

    Raises:
        ModelError: There is no such model, it is no sentence embedding that can be run here, or PyTorch is missing.
    """
    if (Path(name) / "vectors.npz").is_file():
        return StaticEmbedding.load(Path(name))
    return NeuralEncoder(name)


class NeuralEncoder:
    """Sentence vectors of a transformer; see `align.encoder.Encoder`.

    Args:
        model: A hub name or a local folder.
        device: `auto` takes the GPU when there is one.

    Raises:
        ModelError: See `load_encoder`.
    """

    def __init__(self, model: str, *, device: str = "auto") -> None:
        try:
            import torch
        except ImportError as error:
            raise ModelError(
                f"{model}: a neural embedding needs PyTorch", remedy='pip install "taiyaku[torch]"'
            ) from error
        import transformers
        from safetensors import SafetensorError

        quiet_transformers()
        try:
            files = model_files(model)
        except ModelError as error:
            raise ModelError(error.message, path=error.path, remedy=REMEDY) from error
        self._torch = torch
        self._device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        self._layout = _Layout.read(files.folder, files.name)
        self.name = f"{files.name} {files.revision[:12]}"
        try:
            place = self._layout.transformer
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                place, trust_remote_code=False, local_files_only=True
            )
            whole = transformers.AutoModel.from_pretrained(
                place, trust_remote_code=False, use_safetensors=True, local_files_only=True, dtype=torch.float32
            )
            self._model = whole.get_encoder() if whole.config.is_encoder_decoder else whole
            self._model.to(self._device).eval()
            self._dense = [self._loaded(layer) for layer in self._layout.dense]
        except (OSError, ValueError, RuntimeError, ImportError, KeyError, SafetensorError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise ModelError(f"cannot load the sentence embedding {model!r}: {reason}", remedy=REMEDY) from error
        self._known: dict[str, Vectors] = {}

    @cached_property
    def dimensions(self) -> int:
        """Length of a sentence vector."""
        return int(self._dense[-1][0].shape[0] if self._dense else self._model.config.hidden_size)

    def sums(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1: those of neural models do not add up, but their sums are what the field takes for spans.

        Returns:
            Shape (len(sentences), dimensions); zeros for blank text.
        """
        return self.encode(sentences)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Vectors of length 1, shape (len(sentences), dimensions); zeros for blank text."""
        asked = {text for text in sentences if text.strip()}
        if len(self._known.keys() | asked) > REMEMBERED:
            self._known.clear()
        new = sorted(asked - self._known.keys(), key=lambda text: (len(text), text))  # alike lengths waste no padding
        for start in range(0, len(new), BATCH_SENTENCES):
            batch = new[start : start + BATCH_SENTENCES]
            self._known.update(zip(batch, self._vectors(batch), strict=True))
        nothing = np.zeros(self.dimensions, dtype=np.float32)
        found = [self._known.get(text, nothing) if text.strip() else nothing for text in sentences]
        return np.array(found, dtype=np.float32).reshape(len(sentences), self.dimensions)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        layout, torch = self._layout, self._torch
        copies = [layout.prefix + (text.lower() if layout.lower_case else text) for text in texts]
        limit = layout.longest or _limit(self._tokenizer, self._model.config)
        batch = self._tokenizer(copies, padding=True, truncation=True, max_length=limit, return_tensors="pt")
        with torch.inference_mode():
            output = self._model(**batch.to(self._device)).last_hidden_state
            if layout.pooling == "cls":
                pooled = output[:, 0]
            else:
                mask = batch["attention_mask"].unsqueeze(-1).to(output.dtype)
                pooled = (output * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
            for weight, bias, activation in self._dense:
                pooled = activation(torch.nn.functional.linear(pooled, weight, bias))
            unit = torch.nn.functional.normalize(pooled, dim=1)
        return np.asarray(unit.cpu().numpy(), dtype=np.float32)

    def _loaded(self, layer: Path) -> tuple[Any, Any, Any]:
        """Weight, bias and activation of a dense layer."""
        from safetensors.torch import load_file

        torch = self._torch
        name = _settings(layer / "config.json").get("activation_function", "torch.nn.modules.linear.Identity")
        functions = torch.nn.functional
        known = {
            "Tanh": torch.tanh, "Identity": lambda values: values, "ReLU": functions.relu, "GELU": functions.gelu,
        }  # fmt: skip
        activation = known.get(str(name).rpartition(".")[2])
        if activation is None:
            raise ModelError(f"the dense layer's activation {name} is not known here", path=layer, remedy=REMEDY)
        tensors = load_file(layer / "model.safetensors", device=self._device)
        bias = tensors.get("linear.bias")
        return tensors["linear.weight"].float(), None if bias is None else bias.float(), activation


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the files of sentence-transformers say of a model.

    Attributes:
        transformer: Folder of the transformer.
        pooling: `mean` over the tokens, or `cls`, the first one.
        dense: Folders of the dense layers after it.
        prefix: What stands before every sentence.
        lower_case: Whether sentences are made lower case.
        longest: Tokens that a sentence is cut to, if it says so.
    """

    transformer: Path
    pooling: str
    dense: tuple[Path, ...]
    prefix: str
    lower_case: bool
    longest: int | None

    @classmethod
    def read(cls, folder: Path, name: str) -> "_Layout":
        """Follow `modules.json`; a folder without one is a transformer whose token vectors are averaged.

        Raises:
            ModelError: A part is of a kind that is not known here, or a file cannot be read.
        """
        modules = [
            (str(module["type"]).rpartition(".")[2], folder / str(module["path"]))
            for module in _settings(folder / "modules.json", empty=[])
        ]
        places = dict(modules)
        for kind, place in modules:
            if kind not in ("Transformer", "Pooling", "Dense", "Normalize"):
                raise ModelError(f"a module of the kind {kind} is not known here", path=place, remedy=REMEDY)
        transformer = places.get("Transformer", folder)
        limits = _settings(transformer / "sentence_bert_config.json")
        return cls(
            transformer=transformer,
            pooling=_pooling(places["Pooling"]) if "Pooling" in places else "mean",
            dense=tuple(place for kind, place in modules if kind == "Dense"),
            prefix=_prefix(_settings(folder / "config_sentence_transformers.json"), name),
            lower_case=bool(limits.get("do_lower_case")),
            longest=limits.get("max_seq_length"),
        )


def _settings(path: Path, empty: Any = None) -> Any:  # noqa: ANN401
    """A configuration file; nothing where there is none.

    Raises:
        ModelError: It is no JSON.
    """
    if not path.is_file():
        return {} if empty is None else empty
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError("is not the JSON of a sentence embedding", path=path, remedy=REMEDY) from error


def _pooling(folder: Path) -> str:
    settings = _settings(folder / "config.json")
    named = [key.removeprefix(POOLING) for key, on in settings.items() if key.startswith(POOLING) and on]
    wanted = named or [str(settings.get("pooling_mode"))]
    known = {"cls_token": "cls", "mean_tokens": "mean"}
    modes: list[str] = [known.get(mode, mode) for mode in wanted]
    if modes not in (["cls"], ["mean"]) or settings.get("include_prompt") is False:
        raise ModelError(f"pooling by {' and '.join(modes)} is not known here", path=folder, remedy=REMEDY)
    return modes[0]


def _prefix(settings: Settings, name: str) -> str:
    """The model's own default prompt, or what E5 wants."""
    prompts = settings.get("prompts") or {}
    default = settings.get("default_prompt_name")
    if default is not None:
        return str(prompts.get(default, ""))
    return E5_PREFIX if E5.search(name) else ""


def _limit(tokenizer: Any, config: Any) -> int:  # noqa: ANN401
    """Tokens that the transformer has places for; its tokenizer may name a number beyond all bounds."""
    places = getattr(config, "max_position_embeddings", None) or 512
    return int(min(tokenizer.model_max_length, places))
