"""The CTranslate2 engine: a converted sequence-to-sequence model in a folder, int8 on the CPU, no torch.

This is what the embedded model runs on. A model folder holds CTranslate2's files and the two SentencePiece models
`source.spm` and `target.spm`, as OPUS-MT folders do.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from copy import copy as shallow_copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import ctranslate2
import sentencepiece as spm

from corpora.errors import ModelError
from corpora.normalise import model_copy
from translate.batch.ordering import BatchShape, batches
from translate.clauses import clauses
from translate.flags import flags_of
from translate.likelihood import Likelihood, likelihoods
from translate.names import NameFinder, NameLexicon, TermsFirst
from translate.placeholders import NAME_PLACEHOLDERS, PLACEHOLDERS, Masked, mask
from translate.translation import Hypothesis

__all__ = ["CTranslate2Engine", "DecodingSettings", "Device", "batch_shape", "decoded", "loading_remedy", "workers"]

Device = Literal["auto", "cpu", "cuda"]

NAMES: Final = "names.tsv"
"""The lexicon of names beside a model that was trained with one."""
PREPARED: Final = 8192
"""Sentences kept cut into pieces: as many as a batch job has in its largest window."""
LONGEST_PART: Final = 100
"""Source pieces; longer sentences are translated clause by clause."""
MAX_SOURCE_PIECES: Final = 200
"""Where no clause mark helps, the rest is cut off and the sentence flagged."""
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
        compute_type: CTranslate2's name; nothing runs the weights as they are stored.
        settings: How the decoder searches.

    Raises:
        ModelError: The folder is not such a model, or CTranslate2 cannot load it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        device: Device = "auto",
        compute_type: str | None = None,
        settings: DecodingSettings | None = None,
    ) -> None:
        self.folder = folder
        self.name = name
        self.settings = settings or DecodingSettings()
        try:
            self._source = spm.SentencePieceProcessor(model_proto=(folder / "source.spm").read_bytes())
            self._target = spm.SentencePieceProcessor(model_proto=(folder / "target.spm").read_bytes())
            # A batch job asks for the lengths of sentences right before it has them translated.
            self._reading = lru_cache(maxsize=PREPARED)(self._read)
            self._copies_numbers = self._knows(PLACEHOLDERS)
            lexicon = folder / NAMES
            self._has_names = self._knows(NAME_PLACEHOLDERS) and lexicon.exists()
            self._names: NameFinder = NameLexicon.load(lexicon) if self._has_names else NameLexicon({})
            # Many batches at a time with a thread each: two batches on two cores took .8 of the processor time of one
            # batch on both, and threads of one batch wait for each other when the machine is busy.
            self._translator = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=compute_type or "default",
                inter_threads=workers(device),
                intra_threads=1,
            )
        except (OSError, RuntimeError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(
                f"cannot load this model: {reason}",
                path=folder,
                remedy=loading_remedy(device, "source.spm and target.spm"),
            ) from error

    @cached_property
    def line(self) -> str:
        """What this engine is: model, hash of its weights and its names, quantisation, search, versions."""
        digest = hashlib.sha256((self.folder / "model.bin").read_bytes())
        if self._has_names:
            digest.update((self.folder / NAMES).read_bytes())
        settings = self.settings
        return (
            f"{self.name} | sha256:{digest.hexdigest()[:12]} | {self._translator.compute_type} | beam:{settings.beam} "
            f"lp:{settings.length_penalty:g} rp:{settings.repetition_penalty:g} ngram:{settings.no_repeat_ngram_size} "
            f"| ctranslate2 {ctranslate2.__version__} | sentencepiece {spm.__version__}"
        )

    @property
    def batch_shape(self) -> BatchShape:
        """What it likes to be given at a time; only equal lengths keep a result the same in every batch."""
        return batch_shape(self._translator)

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The source pieces of each sentence that the model sees, end marks included."""
        return [sum(len(part.pieces) + 1 for part in self._reading(sentence).parts) for sentence in sentences]

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        """Translate sentences; see `Engine.translate`. A sentence gives the same alone and among any others."""
        return [hypotheses[0] for hypotheses in self.alternatives(sentences, 1)]

    def copying(self, terms: NameFinder) -> "CTranslate2Engine | None":
        """The same engine, which copies these terms besides the names it knows; none if it was not taught to copy."""
        if not self._knows(NAME_PLACEHOLDERS):
            return None
        other = shallow_copy(self)
        other._names = TermsFirst(terms, self._names)
        other._reading = lru_cache(maxsize=PREPARED)(other._read)
        return other

    def alternatives(self, sentences: Sequence[str], count: int) -> list[list[Hypothesis]]:
        """Up to `count` translations of each sentence, the best first; at most as many as the beam is wide."""
        readings = [self._reading(sentence) for sentence in sentences]
        outputs = iter(self._decode([part for reading in readings for part in reading.parts], count))
        return [_hypotheses(reading.copy, [next(outputs) for _ in reading.parts]) for reading in readings]

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        """How likely given translations are; see `translate.likelihood`."""
        return likelihoods(self._translator, self._source, self._target, self._names, pairs)

    def _read(self, sentence: str) -> "_Reading":
        """What the model reads of a sentence: one part, or several of a very long one; none of a blank one."""
        copy = model_copy(sentence)
        texts = clauses(copy, self._length, LONGEST_PART)
        masked = [mask(text, self._names) if self._copies_numbers else Masked(text, {}) for text in texts]
        parts = [_Part(part, self._source.encode(part.text, out_type=str)) for part in masked]
        return _Reading(copy, [part for part in parts if part.pieces])

    def _knows(self, symbols: Sequence[str]) -> bool:
        """Whether both vocabularies have all of these pieces."""
        sides = (self._source, self._target)
        return all(side.piece_to_id(symbol) != side.unk_id() for side in sides for symbol in symbols)

    def _length(self, text: str) -> int:
        """The pieces of a text; a short one is not counted, as pieces are never more than characters and one."""
        return len(text) + 1 if len(text) < LONGEST_PART else len(self._source.encode(text))

    def _decode(self, parts: list["_Part"], count: int) -> list[list["_Output"]]:
        """Up to `count` outputs for each part, the best first; those with more of the numbers and names go first."""
        lines = [[*part.pieces[:MAX_SOURCE_PIECES], "</s>"] for part in parts]
        hypotheses = self.settings.beam if self._copies_numbers else min(count, self.settings.beam)
        results = decoded(self._translator, lines, self.settings, hypotheses=hypotheses)
        return [self._ranked(part, result, count) for part, result in zip(parts, results, strict=True)]

    def _ranked(self, part: "_Part", result: Any, count: int) -> list["_Output"]:  # noqa: ANN401
        found = [
            (self._target.decode(line), line, score)
            for line, score in zip(result.hypotheses, result.scores, strict=True)
        ]
        found.sort(key=lambda output: part.masked.faults(output[0]))
        cut = len(part.pieces) > MAX_SOURCE_PIECES
        return [
            _Output(
                part.masked.restore(text),
                float(score),
                len(line),
                limited=cut or len(line) >= self.settings.max_pieces,
                lacks_name=part.masked.lacks_name(text),
            )
            for text, line, score in found[:count]
        ]


@dataclass(frozen=True, slots=True)
class _Part:
    masked: Masked
    pieces: list[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    copy: str
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class _Output:
    text: str
    score: float  # mean log-probability
    pieces: int
    limited: bool
    lacks_name: bool


def _hypotheses(copy: str, parts: list[list[_Output]]) -> list[Hypothesis]:
    """What the outputs of a sentence's parts come to, the best of each part first."""
    if not parts:
        return [Hypothesis("", None, flags_of(copy, ""))]
    ranks = range(max(map(len, parts)))
    return [_joined(copy, [outputs[min(rank, len(outputs) - 1)] for outputs in parts]) for rank in ranks]


def _joined(copy: str, outputs: list[_Output]) -> Hypothesis:
    text = " ".join(output.text for output in outputs)
    weights = [max(output.pieces, 1) for output in outputs]
    score = sum(output.score * weight for output, weight in zip(outputs, weights, strict=True)) / sum(weights)
    limited, lacking = any(output.limited for output in outputs), any(output.lacks_name for output in outputs)
    return Hypothesis(text, score, flags_of(copy, text, hit_limit=limited, lacks_name=lacking))


def batch_shape(translator: ctranslate2.Translator) -> BatchShape:
    """What a translator likes to be given at a time; only equal lengths keep a result the same in every batch."""
    return BatchShape(
        tokens=BATCH_TOKENS,
        sentences=BATCH_TOKENS,
        workers=translator.num_translators,
        equal_lengths=True,
    )


def decoded(
    translator: ctranslate2.Translator,
    lines: Sequence[list[str]],
    settings: DecodingSettings,
    *,
    hypotheses: int,
    target_prefix: str | None = None,
) -> list[Any]:
    """CTranslate2's result for each line of source tokens, its end mark included.

    Args:
        translator: Holds the model.
        lines: Source tokens; none of them is empty.
        settings: How to search.
        hypotheses: How many of each line.
        target_prefix: The token that every output starts with, if the model wants one.
    """
    pending: list[tuple[int, Any]] = []
    for rows in batches([len(line) for line in lines], batch_shape(translator)):
        futures = translator.translate_batch(
            [lines[row] for row in rows],
            target_prefix=None if target_prefix is None else [[target_prefix] for _ in rows],
            beam_size=settings.beam,
            num_hypotheses=hypotheses,
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
    return [results[row] for row in range(len(lines))]


def workers(device: Device) -> int:
    """Batches at a time: one on a GPU, else one for each core that this process may use, or `OMP_NUM_THREADS`."""
    if device == "cuda" or (device == "auto" and ctranslate2.get_cuda_device_count()):
        return 1
    wished = os.environ.get("OMP_NUM_THREADS", "")
    if wished.isdecimal() and int(wished) > 0:
        return int(wished)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def loading_remedy(device: Device, files: str) -> str:
    """What helps where a model folder cannot be loaded, which should have these files."""
    if device == "cuda":
        return "--device cpu runs anywhere; a GPU needs NVIDIA's driver and CUDA libraries"
    return f"give a CTranslate2 model folder with {files}"


def card_name(folder: Path) -> str:
    """The name in the model's `taiyaku.json`, or the folder's own."""
    try:
        return str(json.loads((folder / "taiyaku.json").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return folder.name
