"""The weakest member: single sentences against the whole other side."""

import numpy as np
import numpy.typing as npt

from align.signals.members import weakest_members

Floats = npt.NDArray[np.float32]


def tables(source_size: int, target_size: int) -> tuple[Floats, Floats]:
    """Of 4 source and 3 target sentences: the later a sentence stands on its own side, the less is said of it."""
    rows, columns = np.indices((4 - source_size + 1, 3 - target_size + 1))
    source, target = 100 - rows + columns / 10, 100 + rows / 10 - columns
    return source.astype(np.float32), target.astype(np.float32)


def test_the_last_member_is_the_weakest_here() -> None:
    source, target = weakest_members(tables, 2, 2)
    assert source.shape == target.shape == (3, 2)
    assert source[1].tolist() == tables(1, 2)[0][2].tolist()
    assert target[:, 0].tolist() == tables(2, 1)[1][:, 1].tolist()


def test_of_one_sentence_it_is_that_sentence() -> None:
    source, target = weakest_members(tables, 1, 1)
    assert np.array_equal(source, tables(1, 1)[0])
    assert np.array_equal(target, tables(1, 1)[1])
