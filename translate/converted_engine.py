"""The engine of converted Hugging Face models: CTranslate2 does the work, the model's own tokenizer cuts the text.

NLLB, M2M100, mBART-50, T5 and MADLAD-400 run on it, and OPUS-MT models with several target languages. It needs no
torch. (A bilingual OPUS-MT model needs no more than its two SentencePiece models and runs on `CTranslate2Engine`.)
"""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import ctranslate2

from corpora.errors import ModelError
from corpora.normalise import model_copy
from translate.batch.ordering import BatchShape
from translate.conversion import CARD, TOKENIZER
from translate.ctranslate2_engine import (
    MAX_SOURCE_PIECES,
    DecodingSettings,
    Device,
    batch_shape,
    card_name,
    decoded,
    loading_remedy,
    workers,
)
from translate.flags import flags_of
from translate.languages import language_marks
from translate.translation import Hypothesis

__all__ = ["ConvertedEngine"]

MARKS: Final = 4
"""Room for language codes and the end mark beside a source text's pieces."""


class ConvertedEngine:
    """An engine over a CTranslate2 folder with a Hugging Face tokenizer.

    Args:
        folder: Holds `model.bin`, and the tokenizer's files in its subfolder `tokenizer` or beside it.
        device: `auto` takes the GPU when there is one.
        compute_type: CTranslate2's; nothing takes what the weights are stored as.
        settings: How the decoder searches.

    Raises:
        ModelError: The folder is not such a model, or does not translate from Japanese into English.
    """

    def __init__(
        self,
        folder: Path,
        *,
        device: Device = "auto",
        compute_type: str | None = None,
        settings: DecodingSettings | None = None,
    ) -> None:
        import transformers

        self.folder = folder
        self.settings = settings or DecodingSettings()
        home = folder / TOKENIZER if (folder / TOKENIZER).is_dir() else folder
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                home, local_files_only=True, trust_remote_code=False
            )
            self._translator = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=compute_type or "default",
                inter_threads=workers(device),
                intra_threads=1,
            )
        except (OSError, RuntimeError, ValueError, ImportError, KeyError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise ModelError(
                f"cannot load this model: {reason}",
                path=folder,
                remedy=loading_remedy(device, "the files of its tokenizer"),
            ) from error
        self._marks = language_marks(self._tokenizer, _config(home))
        if self._marks.source_code is not None:
            self._tokenizer.src_lang = self._marks.source_code
        self._versions = f"ctranslate2 {ctranslate2.__version__} | transformers {transformers.__version__}"
        # Cutting off a text changes the tokenizer's state, and a job calls from several threads.
        self._cutting = threading.Lock()

    @cached_property
    def line(self) -> str:
        """What this engine is: model, revision, hash of its weights, quantisation, search, versions."""
        settings = self.settings
        return (
            f"{card_name(self.folder)} | sha256:{_digest(self.folder)[:12]} | {self._translator.compute_type} "
            f"| beam:{settings.beam} lp:{settings.length_penalty:g} rp:{settings.repetition_penalty:g} "
            f"ngram:{settings.no_repeat_ngram_size} | {self._versions}"
        )

    @property
    def batch_shape(self) -> BatchShape:
        """What it likes to be given at a time; only equal lengths keep a result the same in every batch."""
        return batch_shape(self._translator)

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The source tokens of each sentence that the model sees, its marks included."""
        return [len(tokens) for tokens in self.source_tokens(sentences)]

    def source_tokens(self, sentences: Sequence[str]) -> list[list[str]]:
        """What the model sees of each sentence, its marks included."""
        return [tokens for tokens, _ in self._cut([model_copy(sentence) for sentence in sentences])]

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`. A sentence gives the same alone and among any others."""
        return [hypotheses[0] for hypotheses in self.alternatives(sentences, 1)]

    def alternatives(self, sentences: Sequence[str], count: int) -> list[list[Hypothesis]]:
        """Up to `count` translations of each sentence, the best first; at most as many as the beam is wide."""
        copies = [model_copy(sentence) for sentence in sentences]
        present = [row for row, copy in enumerate(copies) if copy]
        cut = self._cut([copies[row] for row in present])
        results = decoded(
            self._translator,
            [tokens for tokens, _ in cut],
            self.settings,
            hypotheses=max(1, min(count, self.settings.beam)),
            target_prefix=self._marks.target_token,
        )
        found = [[Hypothesis("", None, flags_of(copy, ""))] for copy in copies]
        for row, (_, shortened), result in zip(present, cut, results, strict=True):
            found[row] = [
                self._hypothesis(copies[row], tokens, score, shortened)
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
        return found

    def _hypothesis(self, copy: str, tokens: list[str], score: float, shortened: bool) -> Hypothesis:
        spoken = tokens[1:] if tokens[:1] == [self._marks.target_token] else tokens
        with self._cutting:
            numbers = self._tokenizer.convert_tokens_to_ids(spoken)
            text = self._tokenizer.decode(numbers, skip_special_tokens=True).strip()
        limited = shortened or len(tokens) >= self.settings.max_pieces
        return Hypothesis(text, float(score), flags_of(copy, text, hit_limit=limited))

    def _cut(self, copies: list[str]) -> list[tuple[list[str], bool]]:
        """The tokens of each text, its marks included, and whether it had to be cut off."""
        if not copies:
            return []
        most = MAX_SOURCE_PIECES + MARKS
        texts = [self._marks.before_text + copy for copy in copies]
        with self._cutting:
            whole = self._tokenizer(texts, verbose=False)["input_ids"]
            cut = [
                self._tokenizer(text, truncation=True, max_length=most)["input_ids"] if len(numbers) > most else numbers
                for text, numbers in zip(texts, whole, strict=True)
            ]
            tokens = [self._tokenizer.convert_ids_to_tokens(numbers) for numbers in cut]
        return [(line, len(numbers) > most) for line, numbers in zip(tokens, whole, strict=True)]


def _config(folder: Path) -> dict[str, Any]:
    """What the model's own `config.json` says; CTranslate2's says nothing of interest."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return config if isinstance(config, dict) else {}


def _digest(folder: Path) -> str:
    """The hash of the weights, from the card of the conversion or taken now."""
    import hashlib

    try:
        return str(json.loads((folder / CARD).read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        with (folder / "model.bin").open("rb") as weights:
            return hashlib.file_digest(weights, "sha256").hexdigest()
