"""`taiyaku view`: what it hands on to the viewer."""

from pathlib import Path
from typing import Any

import pytest

from app.viewer import Limits, Offer
from tests.app.calling import PhraseBook, Taiyaku


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the viewer was launched with."""
    asked: dict[str, Any] = {}

    def launch(offer: Offer, **options: Any) -> None:
        asked.update(options, offer=offer)

    monkeypatch.setattr("app.viewer.launch", launch)
    monkeypatch.delenv("TAIYAKU_PASSWORD", raising=False)
    return asked


def test_without_options_it_is_for_this_machine(taiyaku: Taiyaku, engine: PhraseBook, asked: dict[str, Any]) -> None:
    assert taiyaku("view", "one", "two", "--port", "0", "--no-browser").code == 0
    assert asked.pop("load_engine")(None) is engine
    assert asked == {
        "offer": Offer((Path("one"), Path("two"))),
        "host": "127.0.0.1",
        "port": 0,
        "open_browser": False,
        "password": None,
        "mcp": False,
    }


def test_every_option_reaches_the_viewer(taiyaku: Taiyaku, asked: dict[str, Any]) -> None:
    words = "--library a -l b --benchmark c -m embedded -m d --any-model --max-upload 3 --max-minutes 2.5 --per-user 1"
    assert taiyaku("view", *words.split(), "--password", "x", "--mcp").code == 0
    assert asked["offer"] == Offer(
        models=(None, "d"),
        any_model=True,
        library=(Path("a"), Path("b")),
        benchmark=Path("c"),
        limits=Limits(upload_megabytes=3, minutes=2.5, per_user=1),
    )
    assert asked["password"] == "x"
    assert asked["mcp"] is True


def test_open_to_others_edits_are_not_written_down_and_a_missing_password_is_said(
    taiyaku: Taiyaku, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = taiyaku("view", "--host", "0.0.0.0")
    assert asked["offer"].keeps_edits is False
    assert "--password" in outcome.err
    assert taiyaku("view", "--host", "0.0.0.0", "--keep-edits", "--password", "x").err == ""
    assert asked["offer"].keeps_edits is True
    monkeypatch.setenv("TAIYAKU_PASSWORD", "from the environment")
    assert taiyaku("view", "--host", "0.0.0.0").err == ""
    assert asked["password"] == "from the environment"


def test_agents_without_the_extra_are_one_line(taiyaku: Taiyaku, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    outcome = taiyaku("view", "--mcp", "--no-browser")
    assert outcome.code == 2
    assert "pip install 'taiyaku[mcp]'" in outcome.err
