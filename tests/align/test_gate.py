"""The reorder gate: packing only where order cannot hold."""

from align.gate import Order, ReorderGate, measure_order
from align.monotone import MonotoneSolver
from align.packing import PackingSolver
from tests.align.hand_made import TableScorer, shapes_of


def in_this_order(*targets: int, worth: float = 6.0) -> TableScorer:
    """Source sentence i says what target sentence `targets[i]` says."""
    beads = {(row, 1, column, 1): worth for row, column in enumerate(targets)}
    return TableScorer(len(targets), len(targets), beads)


def test_text_in_order_stays_monotone() -> None:
    decision = ReorderGate().decide(in_this_order(*range(12)))
    assert isinstance(decision.solver, MonotoneSolver)
    assert len(decision.beads) == 12
    assert "in order" in decision.reason
    assert "0 of 12 anchors cross" in decision.reason


def test_moved_text_is_packed() -> None:
    scorer = in_this_order(0, 1, 8, 2, 3, 4, 9, 5, 6, 7)
    decision = ReorderGate().decide(scorer)
    assert isinstance(decision.solver, PackingSolver)
    assert shapes_of(decision.beads) == sorted(scorer.beads)
    assert "2 of 10 anchors cross" in decision.reason


def test_one_weak_crossing_is_not_believed() -> None:
    scorer = in_this_order(*range(10))
    del scorer.beads[4, 1, 4, 1]
    scorer.beads[4, 1, 9, 1] = 2.0
    del scorer.beads[9, 1, 9, 1]
    assert isinstance(ReorderGate().decide(scorer).solver, MonotoneSolver)


def test_long_text_needs_crossing_anchors_before_packing_is_tried() -> None:
    moved = in_this_order(*range(10, 20), *range(10))
    assert isinstance(ReorderGate(small=100).decide(moved).solver, PackingSolver)
    assert isinstance(ReorderGate(small=100, crossing_share=0.6).decide(moved).solver, MonotoneSolver)


def test_too_long_for_packing() -> None:
    decision = ReorderGate(small=10, large=100).decide(in_this_order(*range(10, 20), *range(10)))
    assert isinstance(decision.solver, MonotoneSolver)
    assert "too long" in decision.reason


def test_anchors_are_clear_favourites_of_each_other() -> None:
    beads = {(0, 1, 0, 1): 6.0, (1, 1, 2, 1): 6.0, (2, 1, 1, 1): 6.0, (3, 1, 3, 1): 6.0, (3, 1, 4, 1): 5.5}
    order = measure_order(TableScorer(5, 5, beads))
    assert order == Order(anchors=3, crossing=1)
    assert abs(order.share - 1 / 3) < 1e-9


def test_nothing_to_measure() -> None:
    assert measure_order(TableScorer(0, 3, {})) == Order(0, 0)
    assert ReorderGate().decide(TableScorer(3, 0, {})).beads == []
