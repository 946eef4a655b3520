"""Learning the second look: what a reader says is believed as far as it proved right."""

from collections.abc import Sequence

from align.alignment import Alignment, Bead
from align.second_look import READ_SIGNALS
from align.weights import Kind
from tests.align.test_aligner import ENGLISH, JAPANESE
from training.perturbation import GoldDocument
from training.second_look import examples_of, fit
from translate.likelihood import Likelihood

PAIRS = set(zip(JAPANESE, ENGLISH, strict=True))


class Knowing:
    """Finds the true pairs likely and all others unlikely."""

    def likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
        return [Likelihood(-40.0 if pair in PAIRS else -120.0, -160.0, 20) for pair in pairs]


def test_a_reader_that_knows_is_believed() -> None:
    documents = []
    for gap in range(1, len(JAPANESE) - 1):
        # One sentence of each side is missing, not the same one: strangers stand in one place.
        source = [line for index, line in enumerate(JAPANESE) if index != gap]
        target = [line for index, line in enumerate(ENGLISH) if index != gap + 1]
        beads = [
            Bead((source.index(ja),), (target.index(en),))
            for ja, en in zip(JAPANESE, ENGLISH, strict=True)
            if ja in source and en in target
        ]
        documents.append(GoldDocument(source, target, Alignment(tuple(beads), len(source), len(target))))
    examples = [example for document in documents for example in examples_of(document, Kind.PIECES, Knowing())]
    assert len(examples) == len(documents)
    weights = fit(examples)
    assert weights[0] > 0
    assert weights[1 + READ_SIGNALS.index("likelihood")] + weights[1 + READ_SIGNALS.index("fluency")] > 0
