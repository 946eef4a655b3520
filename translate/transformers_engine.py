"""The Transformers engine: any sequence-to-sequence hub model or Hugging Face folder, on PyTorch.

Slower than CTranslate2, but it runs every model of the ecosystem as it is. Weights are read from safetensors only, and
no code of a model is ever run.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from corpora.errors import ModelError
from corpora.normalise import model_copy
from translate.flags import flags_of
from translate.hub import model_files, quiet_transformers
from translate.languages import language_marks
from translate.translation import Hypothesis

__all__ = ["TransformersEngine"]

MAX_NEW_TOKENS: Final = 256
BATCH_SENTENCES: Final = 16
PRECISIONS: Final = ("float32", "float16", "bfloat16")


class TransformersEngine:
    """An engine over `AutoModelForSeq2SeqLM`.

    Args:
        model: A hub name or a local folder.
        revision: Of a hub model; nothing takes `main`.
        device: `auto` takes the GPU when there is one.
        precision: `float32`, `float16` or `bfloat16`; nothing takes what the weights are stored as.
        beam: Beam size.

    Raises:
        ModelError: PyTorch is not installed, or there is no such model or precision.
    """

    def __init__(
        self,
        model: str,
        *,
        revision: str | None = None,
        device: str = "auto",
        precision: str | None = None,
        beam: int = 4,
    ) -> None:
        if precision not in (None, *PRECISIONS):
            raise ModelError(f"PyTorch has no compute type {precision!r}", remedy=f"one of {', '.join(PRECISIONS)}")
        try:
            import torch
        except ImportError as error:
            raise ModelError(
                f"{model}: --engine transformers needs PyTorch", remedy='pip install "taiyaku[torch]"'
            ) from error
        import transformers
        from safetensors import SafetensorError

        quiet_transformers()
        files = model_files(model, revision)
        self.name = files.name
        self.beam = beam
        self._revision = files.revision
        self._torch = torch
        self._versions = f"transformers {transformers.__version__} | torch {torch.__version__}"
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                files.folder, trust_remote_code=False, local_files_only=True
            )
            self._model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                files.folder,
                trust_remote_code=False,
                use_safetensors=True,
                local_files_only=True,
                dtype=precision or "auto",
            )
            self._model.to(self.device).eval()
        except SafetensorError as error:
            raise ModelError(
                f"the weights of {self.name} cannot be read: {error}", remedy="fetch the model again"
            ) from error
        except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"cannot load the model {model!r}: {reason}",
                remedy="choose a sequence-to-sequence model, or talk to a server with openai:MODEL@URL",
            ) from error
        self._marks = language_marks(self._tokenizer, files.config())
        if self._marks.source_code is not None:
            self._tokenizer.src_lang = self._marks.source_code

    @cached_property
    def line(self) -> str:
        """What this engine is: model, revision, precision, search, versions."""
        return f"{self.name} | {self._revision[:12]} | {self._model.dtype} | beam:{self.beam} | {self._versions}"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`."""
        return [hypotheses[0] for hypotheses in self.alternatives(sentences, 1)]

    def alternatives(self, sentences: Sequence[str], count: int) -> list[list[Hypothesis]]:
        """Up to `count` translations of each sentence, the best first; at most as many as the beam is wide."""
        copies = [model_copy(sentence) for sentence in sentences]
        present = [row for row, copy in enumerate(copies) if copy]
        present.sort(key=lambda row: len(copies[row]))  # alike lengths waste little padding
        found = [[Hypothesis("", None, flags_of(copy, ""))] for copy in copies]
        for start in range(0, len(present), BATCH_SENTENCES):
            rows = present[start : start + BATCH_SENTENCES]
            outputs = self._generate([copies[row] for row in rows], max(1, min(count, self.beam)))
            for row, output in zip(rows, outputs, strict=True):
                found[row] = [
                    Hypothesis(text, score, flags_of(copies[row], text, hit_limit=limited))
                    for text, score, limited in output
                ]
        return found

    def _generate(self, copies: list[str], count: int) -> list[list[tuple[str, float, bool]]]:
        """Text, mean log-probability and whether the limit was hit, `count` times for each sentence."""
        texts = [self._marks.before_text + copy for copy in copies]
        batch = self._tokenizer(texts, return_tensors="pt", padding=True, truncation=True).to(self.device)
        options: dict[str, Any] = {}
        if (target := self._marks.target_token) is not None:
            options["forced_bos_token_id"] = self._tokenizer.convert_tokens_to_ids(target)
        with self._torch.inference_mode():
            output = self._model.generate(
                input_ids=batch["input_ids"],
                attention_mask=batch["attention_mask"],
                num_beams=self.beam,
                num_return_sequences=count,
                max_new_tokens=MAX_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=True,
                **options,
            )
        mark = options.get("forced_bos_token_id")
        spoken = [[int(number) for number in line if int(number) != mark] for line in output.sequences]
        decoded = self._tokenizer.batch_decode(spoken, skip_special_tokens=True)
        limits = [len(sequence) > MAX_NEW_TOKENS and bool(sequence[-1] != self._pad) for sequence in output.sequences]
        flat = list(zip((text.strip() for text in decoded), self._scores(output), limits, strict=True))
        return [flat[start : start + count] for start in range(0, len(flat), count)]

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
