"""Learning the aligner's weights: sums over all alignments against counting them one by one; perturbed documents."""

import itertools

import numpy as np
import pytest

from align.alignment import Alignment, Bead
from align.scattered import is_scattered
from training.perturbation import GoldDocument, perturbed, scattered
from training.random_field import expected_beads

SHAPES = ((1, 1), (1, 2), (2, 1))
Place = tuple[int, int, int, int]


def all_alignments(rows: int, columns: int) -> list[tuple[Place, ...]]:
    places = [
        (row, a, column, b)
        for a, b in SHAPES
        for row in range(rows - a + 1)
        for column in range(columns - b + 1)
    ]  # fmt: skip
    return [
        chosen
        for count in range(min(rows, columns) + 1)
        for chosen in itertools.combinations(sorted(places), count)
        if all(one[0] + one[1] <= two[0] and one[2] + one[3] <= two[2] for one, two in itertools.pairwise(chosen))
    ]


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 3), (3, 3), (4, 2)])
def test_sums_over_all_monotone_alignments(rows: int, columns: int) -> None:
    random = np.random.default_rng(rows * 10 + columns)
    worths = {shape: np.full((1, 5, 5), -1e9) for shape in SHAPES}  # padded beyond the document
    for (a, b), table in worths.items():
        free = table[0, : max(rows - a + 1, 0), : max(columns - b + 1, 0)]
        free[:] = random.normal(size=free.shape)
    sums, expected = expected_beads(worths, np.array([[rows, columns]]))
    odds = {
        chosen: np.exp(sum(worths[a, b][0, row, column] for row, a, column, b in chosen))
        for chosen in all_alignments(rows, columns)
    }
    total = sum(odds.values())
    assert sums[0] == pytest.approx(np.log(total))
    for (a, b), table in expected.items():
        for row, column in itertools.product(range(rows), range(columns)):
            with_it = sum(value for chosen, value in odds.items() if (row, a, column, b) in chosen)
            assert table[0, row, column] == pytest.approx(with_it / total, abs=1e-9)


def document(sentences: int) -> GoldDocument:
    beads = tuple(Bead((index,), (index,)) for index in range(sentences))
    source, target = ([f"{side}{index}" for index in range(sentences)] for side in "se")
    return GoldDocument(source, target, Alignment(beads, sentences, sentences))


def test_perturbed_documents_keep_their_gold() -> None:
    numbers = [str(number) for number in range(30)]
    seen = set()
    for seed in numbers:
        found = perturbed(document(30), seed)
        assert sorted(index for bead in found.gold.beads for index in bead.source) == list(range(len(found.source)))
        assert sorted(index for bead in found.gold.beads for index in bead.target) == list(range(len(found.target)))
        for bead in found.gold.beads:
            seen.add((len(bead.source), len(bead.target)))
            if not bead.is_null:
                source = "".join(found.source[index] for index in bead.source).replace("s", " ").split()
                target = " ".join(found.target[index] for index in bead.target).replace("e", "").split()
                assert source == target
    assert seen == {(1, 1), (1, 2), (2, 1), (0, 1), (1, 0)}


def test_the_same_seed_gives_the_same_document() -> None:
    assert perturbed(document(20), "7") == perturbed(document(20), "7")
    assert perturbed(document(20), "7") != perturbed(document(20), "8")


def test_torn_apart_beads_keep_their_sentences() -> None:
    source, target = [f"ja{n}" for n in range(12)], [f"en{n}" for n in range(10)]
    beads = [Bead((n,), (n,)) for n in range(8)] + [Bead((8, 9), (8,)), Bead((10, 11), (9,))]
    document = GoldDocument(source, target, Alignment(tuple(beads), 12, 10))
    torn = scattered(document, "seed", rate=1.0)
    assert sorted(torn.source) == sorted(source)
    apart = [bead for bead in torn.gold.beads if is_scattered(bead)]
    assert [len(bead.source) for bead in apart] == [2, 2]
    assert [{torn.source[index] for index in bead.source} for bead in apart] == [{"ja8", "ja9"}, {"ja10", "ja11"}]
