"""Progress of a batch translation, for people and for programs."""

import io
import json
import sys

import pytest

from app.translation_progress import progress_report
from translate.batch import Counts
from translate.translation import Flag


class Terminal(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_person_sees_figures_and_cached_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, terminal = Clock(), Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with progress_report(quiet=False, json=False, unit="lines", clock=clock) as report:
        assert report.shows_progress
        report.label("in.ja")
        report.expect(200)
        clock.now += 10
        report.flagged = 3
        report.update(Counts(done=50, translated=40, tokens=1000, cached=10, failed=1))
    shown = terminal.getvalue()
    for part in ("in.ja", "50/200", "lines", "4.0/s", "100 tokens/s", "10 cached", "3 flagged", "1 failed"):
        assert part in shown


@pytest.mark.parametrize("quiet", [True, False])
def test_nobody_watching_nothing_shown(quiet: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_report(quiet=quiet, json=False, unit="lines") as report:
        assert not report.shows_progress
        report.update(Counts(done=50))
        report.remark("worth knowing")
        report.finish()
    assert capsys.readouterr().err == ("" if quiet else "worth knowing\n")


def test_a_program_gets_a_line_a_second_with_rates_and_an_estimate(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with progress_report(quiet=True, json=True, unit="lines", clock=clock) as report:
        report.expect(100)
        for step in range(1, 11):
            clock.now += 0.25
            report.update(Counts(done=step * 10, translated=step * 5, tokens=step * 50, cached=step * 5))
        report.finish()
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(event["event"], event["done"]) for event in events] == [("progress", 40), ("progress", 80), ("done", 100)]
    assert events[0]["total"] == 100
    assert events[0]["sentences_per_second"] == 20
    assert events[0]["tokens_per_second"] == 200
    assert events[0]["seconds_left"] == 1.5
    assert events[-1]["seconds_left"] == 0


def test_the_estimate_is_not_flattered_by_what_was_there_before(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with progress_report(quiet=True, json=True, unit="lines", clock=clock) as report:
        report.label("in.ja")
        report.expect(1000)
        clock.now += 4  # the model loads
        report.update(Counts(resumed=500))
        report.update(Counts(resumed=500, done=500))
        clock.now += 5
        report.flags = {Flag.EMPTY: 2}
        report.update(Counts(resumed=500, done=500, tokens=300))
        report.update(Counts(resumed=500, done=550, tokens=300, translated=50))
        assert report.seconds_left() == 45
        report.finish()
    done = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (done["input"], done["flags"], done["seconds_left"]) == ("in.ja", {"empty": 2}, 45)
