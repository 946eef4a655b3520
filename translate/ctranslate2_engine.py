"""The CTranslate2 engine: a converted sequence-to-sequence model in a folder, int8 on the CPU, no torch.

This is what the embedded model runs on. A model folder holds CTranslate2's files and the two SentencePiece models
`source.spm` and `target.spm`, as OPUS-MT folders do.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import ctranslate2
import sentencepiece as spm

from corpora.errors import ModelError
from corpora.normalise import model_copy
from translate.batch.ordering import BatchShape, batches
from translate.flags import flags_of
from translate.translation import Hypothesis

__all__ = ["CTranslate2Engine", "DecodingSettings", "Device"]

Device = Literal["auto", "cpu", "cuda"]

MAX_SOURCE_PIECES: Final = 200
"""Longer sentences are cut off by the model's training; they are translated and flagged."""
BATCH_TOKENS: Final = 1024
"""Source pieces in a batch; on two cores 512 cost 3% more processor time and 2,048 gained nothing."""
MOST_WORKERS: Final = 32


@dataclass(frozen=True, slots=True)
class DecodingSettings:
    """How the decoder searches."""

    beam: int = 4
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 4
    max_pieces: int = 256


class CTranslate2Engine:
    """An engine over one CTranslate2 model folder.

    Args:
        folder: Holds `model.bin`, `source.spm` and `target.spm`.
        name: What the engine line calls the model.
        device: `auto` takes the GPU when there is one.
        settings: How the decoder searches.

    Raises:
        ModelError: The folder is not such a model, or CTranslate2 cannot load it.
    """

    def __init__(
        self, folder: Path, *, name: str, device: Device = "auto", settings: DecodingSettings | None = None
    ) -> None:
        self.folder = folder
        self.name = name
        self.settings = settings or DecodingSettings()
        try:
            self._source = spm.SentencePieceProcessor(model_proto=(folder / "source.spm").read_bytes())
            self._target = spm.SentencePieceProcessor(model_proto=(folder / "target.spm").read_bytes())
            # Many batches at a time with a thread each: two batches on two cores took .8 of the processor time of one
            # batch on both, and threads of one batch wait for each other when the machine is busy.
            self._translator = ctranslate2.Translator(
                str(folder), device=device, inter_threads=_workers(device), intra_threads=1
            )
        except (OSError, RuntimeError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"cannot load this model: {reason}",
                path=folder,
                remedy="give a CTranslate2 model folder with source.spm and target.spm",
            ) from error

    @cached_property
    def line(self) -> str:
        """What this engine is: model, hash of its weights, quantisation, search, versions."""
        digest = hashlib.sha256((self.folder / "model.bin").read_bytes()).hexdigest()[:12]
        settings = self.settings
        return (
            f"{self.name} | sha256:{digest} | {self._translator.compute_type} | beam:{settings.beam} "
            f"lp:{settings.length_penalty:g} rp:{settings.repetition_penalty:g} ngram:{settings.no_repeat_ngram_size} "
            f"| ctranslate2 {ctranslate2.__version__} | sentencepiece {spm.__version__}"
        )

    @property
    def batch_shape(self) -> BatchShape:
        """What it likes to be given at a time; only equal lengths keep a result the same in every batch."""
        return BatchShape(
            tokens=BATCH_TOKENS,
            sentences=BATCH_TOKENS,
            workers=self._translator.num_translators,
            equal_lengths=True,
        )

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The source pieces of each sentence that the model sees, the end mark included."""
        copies = [model_copy(sentence) for sentence in sentences]
        return [min(len(line), MAX_SOURCE_PIECES) + 1 for line in self._source.encode(copies)]

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`. A sentence gives the same alone and among any others."""
        copies = [model_copy(sentence) for sentence in sentences]
        pieces: list[list[str]] = self._source.encode(copies, out_type=str)
        present = [row for row, line in enumerate(pieces) if line]
        results = iter(self._decode([pieces[row][:MAX_SOURCE_PIECES] for row in present]))
        hypotheses = []
        for copy, line in zip(copies, pieces, strict=True):
            if not line:
                hypotheses.append(Hypothesis("", None, flags_of(copy, "")))
                continue
            output, score = next(results)
            text = self._target.decode(output)
            limited = len(line) > MAX_SOURCE_PIECES or len(output) >= self.settings.max_pieces
            hypotheses.append(Hypothesis(text, score, flags_of(copy, text, hit_limit=limited)))
        return hypotheses

    def _decode(self, pieces: list[list[str]]) -> list[tuple[list[str], float]]:
        """Output pieces and mean log-probability for each line of source pieces."""
        settings = self.settings
        pending: list[tuple[int, Any]] = []
        for rows in batches([len(line) + 1 for line in pieces], self.batch_shape):
            futures = self._translator.translate_batch(
                [[*pieces[row], "</s>"] for row in rows],
                beam_size=settings.beam,
                length_penalty=settings.length_penalty,
                repetition_penalty=settings.repetition_penalty,
                no_repeat_ngram_size=settings.no_repeat_ngram_size,
                max_decoding_length=settings.max_pieces,
                disable_unk=True,  # a mark for "unknown" is no translation
                return_scores=True,
                asynchronous=True,
            )
            pending += zip(rows, futures, strict=True)
        results = {row: future.result() for row, future in pending}
        return [(results[row].hypotheses[0], float(results[row].scores[0])) for row in range(len(pieces))]


def _workers(device: Device) -> int:
    """Batches at a time: one on a GPU, else one for each core that this process may use, or `OMP_NUM_THREADS`."""
    if device == "cuda" or (device == "auto" and ctranslate2.get_cuda_device_count()):
        return 1
    wished = os.environ.get("OMP_NUM_THREADS", "")
    if wished.isdecimal() and int(wished) > 0:
        return int(wished)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def card_name(folder: Path) -> str:
    """The name in the model's `taiyaku.json`, or the folder's own."""
    try:
        return str(json.loads((folder / "taiyaku.json").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return folder.name
