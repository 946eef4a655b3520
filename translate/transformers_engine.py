"""The Transformers engine: any sequence-to-sequence hub model or Hugging Face folder, on PyTorch.

Slower than CTranslate2, but it runs every model of the ecosystem as it is. Weights are read from safetensors only, and
no code of a model is ever run.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from corpora.errors import ModelError
from corpora.normalise import model_copy
from translate.flags import flags_of
from translate.translation import Hypothesis

__all__ = ["TransformersEngine"]

MAX_NEW_TOKENS: Final = 256
BATCH_SENTENCES: Final = 16
HUB_SECONDS: Final = 10
SOURCE_CODES: Final = ("jpn_Jpan", "ja_XX", "ja")
TARGET_CODES: Final = ("eng_Latn", "en_XX", "en")


class TransformersEngine:
    """An engine over `AutoModelForSeq2SeqLM`.

    Args:
        model: A hub name or a local folder.
        device: `auto` takes the GPU when there is one.
        beam: Beam size.

    Raises:
        ModelError: PyTorch is not installed, or there is no such model.
    """

    def __init__(self, model: str, *, device: str = "auto", beam: int = 4) -> None:
        try:
            import torch
        except ImportError as error:
            raise ModelError(f"{model}: hub models need PyTorch", remedy='pip install "taiyaku[torch]"') from error
        import transformers

        self.name = Path(model).name if Path(model).exists() else model
        self.beam = beam
        self._torch = torch
        self._versions = f"transformers {transformers.__version__} | torch {torch.__version__}"
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        local = _is_local(model)
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                model, trust_remote_code=False, local_files_only=local
            )
            self._model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                model, trust_remote_code=False, use_safetensors=True, local_files_only=local
            )
            self._model.to(self.device).eval()
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"cannot load the model {model!r}: {reason}",
                remedy="check the name and the network, or give a local folder",
            ) from error

    @cached_property
    def line(self) -> str:
        """What this engine is: model, revision, precision, search, versions."""
        revision = getattr(self._model.config, "_commit_hash", None) or "local"
        return f"{self.name} | {revision[:12]} | {self._model.dtype} | beam:{self.beam} | {self._versions}"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`."""
        copies = [model_copy(sentence) for sentence in sentences]
        present = [row for row, copy in enumerate(copies) if copy]
        present.sort(key=lambda row: len(copies[row]))  # alike lengths waste little padding
        hypotheses = [Hypothesis("", None, flags_of(copy, "")) for copy in copies]
        for start in range(0, len(present), BATCH_SENTENCES):
            rows = present[start : start + BATCH_SENTENCES]
            for row, (text, score, limited) in zip(rows, self._generate([copies[r] for r in rows]), strict=True):
                hypotheses[row] = Hypothesis(text, score, flags_of(copies[row], text, hit_limit=limited))
        return hypotheses

    def _generate(self, copies: list[str]) -> list[tuple[str, float, bool]]:
        """Text, mean log-probability and whether the limit was hit, for each sentence."""
        if source := self._code(SOURCE_CODES):
            self._tokenizer.src_lang = source
        batch = self._tokenizer(copies, return_tensors="pt", padding=True, truncation=True).to(self.device)
        options: dict[str, Any] = {}
        if target := self._code(TARGET_CODES):
            options["forced_bos_token_id"] = self._tokenizer.convert_tokens_to_ids(target)
        with self._torch.inference_mode():
            output = self._model.generate(
                **batch,
                num_beams=self.beam,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
                **options,
            )
        texts = self._tokenizer.batch_decode(output.sequences, skip_special_tokens=True)
        scores = self._scores(output)
        limits = [len(sequence) > MAX_NEW_TOKENS and bool(sequence[-1] != self._pad) for sequence in output.sequences]
        return list(zip((text.strip() for text in texts), scores, limits, strict=True))

    @property
    def _pad(self) -> int:
        return int(self._model.config.pad_token_id)

    def _scores(self, output: Any) -> list[float]:  # noqa: ANN401
        """Mean log-probability of each output; greedy search has no sequence scores of its own."""
        if self.beam > 1:
            return [float(score) for score in output.sequences_scores]
        steps = self._model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        steps = steps.masked_fill(steps.isinf(), 0)
        lengths = (steps != 0).sum(dim=1).clamp(min=1)
        return [float(value) for value in steps.sum(dim=1) / lengths]

    def _code(self, codes: tuple[str, ...]) -> str | None:
        """The language code this multilingual model uses, `None` for a bilingual one."""
        known = set(getattr(self._tokenizer, "additional_special_tokens", None) or [])
        known |= set(getattr(self._tokenizer, "lang_code_to_token", None) or {})
        return next((code for code in codes if code in known or f"__{code}__" in known), None)


def _is_local(model: str) -> bool:
    """Whether to load from this machine only: a folder, or a hub name while the hub cannot be reached.

    The hub is asked once, and briefly. Left to itself, the library tries for a minute and tells of every attempt.

    Raises:
        ModelError: The hub has no such model, or it can neither be reached nor is the model in its cache.
    """
    if Path(model).exists():
        return True
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        HfApi().model_info(model, timeout=HUB_SECONDS)
    except (HFValidationError, RepositoryNotFoundError) as error:
        raise ModelError(
            f"no model {model!r}", remedy="give a local folder or a hub name such as Helsinki-NLP/opus-mt-ja-en"
        ) from error
    except Exception as error:  # whatever this version's HTTP library raises: the hub cannot be reached
        if not isinstance(try_to_load_from_cache(model, "config.json"), str):
            raise ModelError(
                f"no model {model!r} on this machine, and the hub cannot be reached",
                remedy="check the name and the network, or give a local folder",
            ) from error
        return True
    return False
