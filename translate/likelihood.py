"""How well a translation model explains a given English text as the translation of a given Japanese one.

The model reads both and says how likely each piece of the English is with the Japanese before it. Set against how
common the pieces are, that says how much the Japanese informs of the English: much for a translation, little for a
stranger that merely shares a subject. `align` asks for it where cheaper signals leave a doubt.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from corpora.normalise import model_copy
from translate.names import NameFinder
from translate.placeholders import mask_pair

if TYPE_CHECKING:
    import ctranslate2
    import sentencepiece as spm

__all__ = ["Likelihood", "PairReader", "RememberingReader", "likelihoods"]

MOST_PIECES: Final = 160
"""Of either side; what lies beyond is not read."""
BATCH_PAIRS: Final = 4
"""Of like lengths, read at a time: more of them outgrow the processor's cache, 512 pieces took 1.4 times as long."""
REMEMBERED: Final = 50_000
END: Final = "</s>"


class Likelihood(NamedTuple):
    """What a model makes of an English text beside a Japanese one; logarithms are natural.

    Attributes:
        given: Log-probability of the English pieces given the Japanese.
        usual: The same by the frequency of each piece alone, as the target vocabulary has it. The model itself, asked
            without any Japanese, takes as long again and tells translations from strangers no better.
        pieces: How many they are, the end mark included.
    """

    given: float
    usual: float
    pieces: int


@runtime_checkable
class PairReader(Protocol):
    """A translation model that says how likely a given translation is."""

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        """For each pair of a Japanese and an English text what the model makes of it."""
        ...


class RememberingReader:
    """Has another reader read no pair twice, as long as it remembers: the last `REMEMBERED`."""

    def __init__(self, reader: PairReader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], Likelihood] = {}

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        """See `PairReader.likelihoods`."""
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        found = {pair: self._known[pair] for pair in pairs if pair in self._known}
        found.update(zip(missing, self._reader.likelihoods(missing) if missing else (), strict=True))
        self._known.update(found)
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return [found[pair] for pair in pairs]


def likelihoods(
    translator: "ctranslate2.Translator",
    source: "spm.SentencePieceProcessor",
    target: "spm.SentencePieceProcessor",
    names: NameFinder,
    pairs: Sequence[tuple[str, str]],
) -> list[Likelihood]:
    """What a CTranslate2 model makes of pairs of texts; numbers and names that agree are placeholders, as in training.

    Args:
        translator: The model.
        source: Its source vocabulary.
        target: Its target vocabulary.
        names: The names that it copies.
        pairs: Japanese and English texts.
    """
    masked = [mask_pair(model_copy(japanese), model_copy(english), names) for japanese, english in pairs]
    sources = [tuple(line[:MOST_PIECES]) for line in source.encode([ja for ja, _ in masked], out_type=str)]
    targets = [tuple(line[:MOST_PIECES]) for line in target.encode([en for _, en in masked], out_type=str)]
    read = list(zip(sources, targets, strict=True))
    asked = sorted(set(read), key=lambda pair: (len(pair[1]), len(pair[0]), pair))
    results = translator.score_batch(
        [[*japanese, END] for japanese, _ in asked],
        [list(english) for _, english in asked],
        max_batch_size=BATCH_PAIRS,
    )
    given = {pair: sum(result.log_probs) for pair, result in zip(asked, results, strict=True)}
    usual = (float(sum(map(target.get_score, target.piece_to_id(list(line))))) for line in targets)
    return [Likelihood(given[pair], common, len(pair[1]) + 1) for pair, common in zip(read, usual, strict=True)]
