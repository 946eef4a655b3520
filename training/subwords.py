"""SentencePiece vocabularies for both models, learned from the corpus.

The embedding has one joint vocabulary over lower-cased text. The translation model has one a side: a small English
vocabulary keeps its softmax cheap. Digits are pieces of their own, so that numbers are copied digit by digit.
"""

import io
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import sentencepiece as spm

from training.corpus import load_sources, read_pairs

__all__ = ["mark_words", "sample_pairs", "train_vocabulary"]

WORD_MARK = "␟"
WORD_EDGE = re.compile(
    r"(?<=[ぁ-ゖ])(?=[一-鿿々ァ-ヺ])|(?<=[一-鿿々])(?=[ァ-ヺ])|(?<=[ァ-ヺー])(?=[一-鿿々ぁ-ゖ])"
    r"|(?<=[一-鿿々])(?=[をはへのにとでも]|が(?![らりるれろっ]))"
)


def mark_words(text: str) -> str:
    """Japanese text with `WORD_MARK` where a word surely begins: no piece learned from it spans such a place.

    Script tells: a kanji or katakana after hiragana begins a word, and so does a particle after a kanji. Without the
    marks the vocabulary fills with the likes of を実施 and 国の, and rare words fall into single characters.
    """
    return WORD_EDGE.sub(WORD_MARK, text)


def sample_pairs(corpus: Path, caps: dict[str, int], *, cap: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Pairs of every source, at most `cap` (or `caps[domain]`) from each, chosen by `seed`."""
    for source in load_sources():
        path = corpus / f"{source.name}.tsv"
        if not path.exists():
            continue
        pairs = list(read_pairs(path))
        limit = caps.get(source.domain, cap)
        yield from pairs if len(pairs) <= limit else random.Random(seed).sample(pairs, limit)


def train_vocabulary(
    lines: Iterator[str], *, size: int, threads: int = 2, coverage: float = 0.9998, symbols: Sequence[str] = ()
) -> bytes:
    """A serialised unigram SentencePiece model (Kudo, 2018) of `size` pieces over already normalised lines.

    Ids 0 and 1 are `</s>` and `<unk>`, as Marian wants them; there are no `<s>` and `<pad>` pieces. Each of `symbols`
    is always a piece of its own, from id 2 on.
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
        pretokenization_delimiter=WORD_MARK,
        max_sentence_length=4000,
        input_sentence_size=1_200_000,
        shuffle_input_sentence=True,
        num_threads=threads,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        user_defined_symbols=list(symbols),
        minloglevel=1,
    )
    return model.getvalue()
