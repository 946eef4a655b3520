"""The chat engine against `transformers serve` with a tiny Llama: a public server and a real causal model."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytest.importorskip("torch", reason="the server needs torch (extra [dev])")
if not all(importlib.util.find_spec(name) for name in ("openai", "accelerate", "uvicorn", "fastapi")):
    pytest.skip("the server needs transformers[serving] (extra [dev])", allow_module_level=True)

from tests.translate.tiny_models import tiny_llama
from translate import load_engine

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

PATIENCE = 240.0
SERVE = "from transformers.cli.transformers import main; main()"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A model's folder, and the URL of a server that runs it."""
    folder = tiny_llama(tmp_path / "llama", "1. The dog runs along the river.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *words],
            stdout=log,
            stderr=log,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        )
    try:
        url = f"http://127.0.0.1:{port}/v1"
        for _ in range(int(PATIENCE / 0.5)):
            if process.poll() is not None:
                pytest.fail((tmp_path / "log").read_text()[-2000:])
            try:
                httpx.get(f"{url}/models", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.5)  # there is nothing to wait on: the server says nowhere that it is up
        yield folder, url
    finally:
        process.terminate()
        process.wait(30)


def test_a_causal_model_translates(served: tuple[Path, str]) -> None:
    folder, url = served
    engine = load_engine(f"openai:{folder}@{url}")
    found = engine.translate(["犬が川のそばを走る。", ""])
    assert [hypothesis.text for hypothesis in found] == ["The dog runs along the river.", ""]
    assert found[0].flags == ()
    # For two sentences it says the same one line: each is asked for alone.
    assert [hypothesis.text for hypothesis in engine.translate(["犬だ。", "犬だよ。"])] == [found[0].text] * 2
