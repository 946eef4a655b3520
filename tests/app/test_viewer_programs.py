"""The viewer for programs: its endpoints, called over the network of this machine as their users call them."""

import gc
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from gradio_client.exceptions import AppError

from app.viewer import Limits, LivePath, Models, build_viewer, start
from app.viewer.live import read_given
from tests.app.test_viewer import ARTICLE, SOURCE, in_step, load

# Gradio's client and server leave sockets to the collector.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a viewer is served that small texts are too long for."""
    os.environ["NO_PROXY"] = "127.0.0.1,localhost"
    limits = Limits(characters=200)
    live = LivePath(models=Models(load, (None, "other")), finish=in_step, read=read_given, limits=limits)
    blocks = build_viewer([], live=live)
    yield start(blocks, mcp=find_spec("mcp") is not None)
    blocks.close(verbose=False)
    gc.collect()  # what Gradio leaves open is closed here, where nobody minds


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Any]:
    """A program."""
    from gradio_client import Client

    program = Client(address, verbose=False)
    yield program
    program.close()


def test_translate(client: Any) -> None:
    answer = client.predict(ARTICLE, title="港", api_name="/translate")
    assert answer["engine"] == "upper 1 | test"
    assert [item["source"] for item in answer["sentences"]][:2] == ["港", "港に船が着いた。"]
    assert answer["sentences"][1] == {
        "source": "港に船が着いた。",
        "translation": "ABOUT 8 LETTERS",
        "score": None,
        "flags": [],
    }
    assert client.predict(ARTICLE, model="other", api_name="/translate")["engine"] == "lower 1 | test"


def test_align(client: Any) -> None:
    answer = client.predict(ARTICLE, SOURCE, api_name="/align")
    assert answer["method"] == "in step"
    assert answer["english"] == ["A ship came into the harbour.", "It is old.", "Night fell."]
    assert answer["beads"][0] == {"japanese": [0], "english": [0], "probability": 0.75}
    assert answer["beads"][-1] == {"japanese": [4], "english": [], "probability": None}


def test_compare(client: Any) -> None:
    answer = client.predict(ARTICLE, SOURCE, api_name="/compare")
    assert set(answer) == {"summary", "translation", "alignment"}
    assert answer["summary"]["sentences"] == {"translated": 5, "japanese_body": 5, "english_body": 3}


def test_score(client: Any) -> None:
    answer = client.predict(["one two three four five"], ["one two three four five"], api_name="/score")
    assert {item["metric"]: round(item["value"]) for item in answer["scores"]} == {"BLEU": 100, "chrF2": 100, "TER": 0}
    assert all("version:" in item["signature"] for item in answer["scores"])


@pytest.mark.parametrize(
    ("endpoint", "arguments", "message"),
    [
        ("/translate", [" "], "no Japanese article"),
        ("/translate", ["夜" * 201], "too long: 201 characters, where 200 are allowed"),
        ("/translate", ["夜。", "", "/etc/passwd"], "no such model here"),
        ("/translate", ["失敗した。"], "cannot say this (try <another>)"),
        ("/align", ["夜。", ""], "no English article"),
        ("/score", [["a"], ["a", "b"]], "1 "),
        ("/score", [["a"], "a"], "lists of strings"),
    ],
)
def test_a_problem_is_one_line_without_a_place_on_the_server(
    client: Any, endpoint: str, arguments: list[Any], message: str
) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(*arguments, api_name=endpoint)
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_defect_says_nothing_of_the_server(client: Any) -> None:
    with pytest.raises(AppError) as caught:
        client.predict("故障した。", api_name="/translate")
    assert "secret" not in str(caught.value)


def test_the_endpoints_describe_themselves_and_only_they_are_public(address: str) -> None:
    with urllib.request.urlopen(f"{address}gradio_api/info") as answer:
        endpoints = json.load(answer)["named_endpoints"]
    assert set(endpoints) == {"/translate", "/align", "/compare", "/score"}
    assert "sentence by sentence" in endpoints["/translate"]["description"]
    assert [item["parameter_name"] for item in endpoints["/compare"]["parameters"]] == [
        "japanese",
        "english",
        "title",
        "model",
    ]


def test_every_answer_forbids_the_browser_what_comes_from_elsewhere(address: str) -> None:
    with urllib.request.urlopen(address) as answer:
        headers = answer.headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_file_of_the_server_cannot_be_had(address: str) -> None:
    for path in ("/etc/hostname", str(Path(__file__).resolve()), "../pyproject.toml"):
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}gradio_api/file={path}")


def test_with_a_password_nobody_comes_in_without_it() -> None:
    from gradio_client import Client

    live = LivePath(models=Models(load), finish=in_step, read=read_given)
    blocks = build_viewer([], live=live)
    address = start(blocks, password="pässword")
    try:
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{address}gradio_api/info")
        assert caught.value.code == 401
        with pytest.raises(ValueError, match="Could not login"):
            Client(address, auth=("anyone", "password"), verbose=False)
        admitted = Client(address, auth=("anyone", "pässword"), verbose=False)
        assert admitted.predict("夜。", api_name="/translate")["sentences"][0]["source"] == "夜。"
    finally:
        blocks.close(verbose=False)


@pytest.mark.skipif(find_spec("mcp") is None, reason="needs the extra [mcp]")
def test_agents_find_the_same_four_tools(address: str) -> None:
    with urllib.request.urlopen(f"{address}gradio_api/mcp/schema") as answer:
        tools = {tool["name"]: tool for tool in json.load(answer)}
    assert set(tools) == {"translate", "align", "compare", "score"}
    assert "Japanese article" in tools["translate"]["description"]
    assert set(tools["translate"]["inputSchema"]["properties"]) == {"text", "title", "model"}
