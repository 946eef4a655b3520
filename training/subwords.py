"""SentencePiece vocabularies for both models, learned from the corpus.

The embedding has one joint vocabulary over lower-cased text. The translation model has one a side: a small English
vocabulary keeps its softmax cheap. Digits are pieces of their own, so that numbers are copied digit by digit.
"""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import sentencepiece as spm

from training.corpus import load_sources, read_pairs

__all__ = ["sample_pairs", "train_vocabulary"]


def sample_pairs(corpus: Path, caps: dict[str, int], *, cap: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Pairs of every source, at most `cap` (or `caps[domain]`) from each, chosen by `seed`."""
    for source in load_sources():
        path = corpus / f"{source.name}.tsv"
        if not path.exists():
            continue
        pairs = list(read_pairs(path))
        limit = caps.get(source.domain, cap)
        yield from pairs if len(pairs) <= limit else random.Random(seed).sample(pairs, limit)


def train_vocabulary(lines: Iterator[str], *, size: int, threads: int = 2, coverage: float = 0.9998) -> bytes:
    """A serialised unigram SentencePiece model (Kudo, 2018) of `size` pieces over already normalised lines.

    Ids 0 and 1 are `</s>` and `<unk>`, as Marian wants them; there are no `<s>` and `<pad>` pieces.
    """
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=lines,
        model_writer=model,
        vocab_size=size,
        model_type="unigram",
        character_coverage=coverage,
        normalization_rule_name="identity",
        split_digits=True,
        max_sentence_length=4000,
        input_sentence_size=1_200_000,
        shuffle_input_sentence=True,
        num_threads=threads,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        minloglevel=1,
    )
    return model.getvalue()
