"""How good the checks are, on the beads of ours with known discrepancies, and the command that says so."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpora.errors import InputError
from corpora.suites import faithfulness
from corpora.suites.faithfulness import HALVES, planted_beads
from corpora.suites.faithfulness.planting import planted_lines
from eval.faithfulness import Check
from eval.faithfulness.__main__ import main
from eval.faithfulness.bead_text import BeadText
from eval.faithfulness.measuring import CheckQuality, measure_checks
from eval.faithfulness.numbers import number_discrepancies
from eval.suites import load_suite

LEAST = {  # precision and recall on the half that nothing was tuned on
    Check.NUMBER: (0.95, 0.90),
    Check.NAME: (0.85, 0.60),
    Check.NEGATION: (0.75, 0.70),
    Check.DROPPED: (0.90, 0.75),
    Check.ADDED: (0.80, 0.80),
}


@pytest.fixture(scope="module")
def qualities() -> dict[Check, CheckQuality]:
    return {quality.check: quality for quality in measure_checks(planted_beads("held-out"))}


@pytest.mark.parametrize("check", list(Check))
def test_precision_and_recall_on_the_held_out_half(qualities: dict[Check, CheckQuality], check: Check) -> None:
    precision, recall = LEAST[check]
    agreement = qualities[check].agreement
    assert agreement.precision >= precision
    assert agreement.recall >= recall


def test_the_set_is_what_it_says() -> None:
    beads = planted_beads()
    assert len(beads) >= 300
    assert sum(not bead.discrepancies for bead in beads) * 3 >= len(beads)
    assert {bead.half for bead in beads} == set(HALVES)
    counts = Counter(item.check for bead in beads for item in bead.discrepancies)
    assert counts.keys() == {check.value for check in Check}
    for bead in beads:
        for item in bead.discrepancies:
            for span, sentences in ((item.source, bead.source), (item.target, bead.target)):
                assert span is None or 0 <= span[1] < span[2] <= len(sentences[span[0]])
    with pytest.raises(InputError, match="no half 'best'"):
        planted_beads("best")


def test_a_bead_and_what_was_made_of_it_stay_in_one_half() -> None:
    halves: dict[str, set[str]] = {}
    for bead in planted_beads():
        halves.setdefault(bead.name[:3], set()).add(bead.half)
    assert all(len(found) == 1 for found in halves.values())


def test_planting_again_gives_the_same_bytes() -> None:
    folder = Path(faithfulness.__file__).parent
    made = "".join(planted_lines((folder / "beads.txt").read_text(encoding="utf-8")))
    assert made == (folder / "beads.jsonl").read_text(encoding="utf-8")


def test_lines_of_a_translation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    japanese, english = tmp_path / "ja", tmp_path / "en"
    japanese.write_text("客は25人だ。\n雪だ。\n", encoding="utf-8")
    english.write_text("There are 52 guests.\nIt snows.\n", encoding="utf-8")
    assert main(["--lines", str(japanese), str(english)]) == 0
    assert "| number | 1 of 2 | 50.0% |" in capsys.readouterr().out
    assert main(["--lines", str(japanese), str(english), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["number"] == {"share": 0.5, "of": 2, "lines": [1]}
    english.write_text("There are 52 guests.\n", encoding="utf-8")
    assert main(["--lines", str(japanese), str(english)]) == 2
    assert "2 lines, but" in capsys.readouterr().err


def test_the_references_of_the_numbers_suite_hold_every_number() -> None:
    suite = load_suite("numbers")
    for source, reference in zip(suite.source, suite.references[0], strict=True):
        assert not list(number_discrepancies(BeadText.of([source], [reference], (0,), (0,))))
