"""A real virtual environment with a stand-in for unbabel-comet, which is too large for a test."""

import venv
from pathlib import Path

STAND_IN = """
import sys
print("loading", flush=True)  # a chatty package must not spoil the answer

def download_model(name):
    return "/cache/" + name

class Prediction:
    def __init__(self, scores):
        self.scores = scores

class Model:
    def predict(self, segments, batch_size, gpus):
        print("progress bar", flush=True)
        return Prediction([len(set(row["mt"].split()) & set(row["ref"].split())) / 10 for row in segments])

def load_from_checkpoint(path):
    if "broken" in path:
        raise ValueError("no such checkpoint")
    return Model()
"""


def make_environment(folder: Path) -> Path:
    """Make an environment whose `comet` counts common words; returns its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    (package,) = folder.glob("lib/python*/site-packages")
    (package / "comet").mkdir()
    (package / "comet" / "__init__.py").write_text(STAND_IN)
    return folder / "bin" / "python"
