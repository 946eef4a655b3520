"""Neural metrics, run by a Python of their own: unbabel-comet asks for other versions of what we use.

The other environment is only ever talked to by a process: JSON goes in, JSON comes out. What is missing there is an
error with the remedy, which the command turns into a line before it goes on without the metric.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpora.errors import ModelError, ScoreError
from eval.result import PairedScore, Score
from eval.scores import DEFAULT_SEED
from eval.segments import Segments

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["COMET", "DEFAULT_COMET", "NeuralMetric", "NeuralScores", "split_metrics"]

COMET: Final = "COMET"
DEFAULT_COMET: Final = "Unbabel/wmt22-comet-da"
"""What most papers of these years report (Rei et al. 2022)."""

_PROGRAM: Final = """
import json, sys
request = json.load(sys.stdin)
answer, sys.stdout = sys.stdout, sys.stderr  # what the package prints is no part of the answer
try:
    import comet
except ImportError as error:
    json.dump({"missing": str(error)}, answer)
    sys.exit(0)
from importlib.metadata import PackageNotFoundError, version
try:
    release = version("unbabel-comet")
except PackageNotFoundError:
    release = "unknown"
try:
    import torch
    gpus = int(torch.cuda.is_available())
except ImportError:
    gpus = 0
model = comet.load_from_checkpoint(comet.download_model(request["model"]))
prediction = model.predict(request["segments"], batch_size=16, gpus=gpus)
json.dump({"scores": [float(score) for score in prediction.scores], "version": release}, answer)
"""


@dataclass(frozen=True, slots=True)
class NeuralScores:
    """What a neural metric gave every segment; the system's score is their mean, on the metric's own scale."""

    metric: str
    segments: tuple[float, ...]
    signature: str

    def score(self, samples: int = 0, seed: int = DEFAULT_SEED) -> Score:
        """The system's score, with the 95% bootstrap interval over segments if there are samples."""
        value = sum(self.segments) / len(self.segments)
        if not samples:
            return Score(self.metric, value, self.signature)
        from sacrebleu.significance import estimate_ci

        mean, interval = estimate_ci(self._sampled(samples, seed))
        return Score(self.metric, value, f"{self.signature}|bs:{samples}|seed:{seed}", float(interval), float(mean))

    def against(self, baseline: "NeuralScores", samples: int, seed: int = DEFAULT_SEED) -> PairedScore:
        """The same with the p-value of the difference to a baseline, by the paired bootstrap (Koehn 2004)."""
        import numpy as np
        from sacrebleu.significance import _compute_p_value

        difference = abs(sum(self.segments) - sum(baseline.segments)) / len(self.segments)
        differences = np.abs(self._sampled(samples, seed) - baseline._sampled(samples, seed))
        return PairedScore(
            self.score(samples, seed), float(_compute_p_value(differences - differences.mean(), difference))
        )

    def _sampled(self, samples: int, seed: int) -> "npt.NDArray[np.float64]":
        """The means of the resamples."""
        import numpy as np

        values = np.array(self.segments)
        drawn = np.random.default_rng(seed).choice(len(values), size=(samples, len(values)), replace=True)
        return np.asarray(values[drawn].mean(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class NeuralMetric:
    """COMET in an environment of its own.

    Attributes:
        python: The interpreter of an environment with unbabel-comet; `None` where nobody named one.
        model: The metric's model: a hub name or a checkpoint.
    """

    python: Path | None
    model: str = DEFAULT_COMET

    def score(self, segments: Segments) -> NeuralScores:
        """Score segments, against the first reference.

        Raises:
            ScoreError: The source is not known, which the metric reads too.
            ModelError: There is no such environment, it lacks the package, or the metric fails.
        """
        segments.check()
        if segments.source is None:
            raise ScoreError("COMET reads the source, too", remedy="name it with --source")
        rows = zip(segments.source, segments.hypotheses, segments.references[0], strict=True)
        request = {"model": self.model, "segments": [{"src": src, "mt": mt, "ref": ref} for src, mt, ref in rows]}
        answer = self._answer(json.dumps(request))
        scores = answer.get("scores")
        if not isinstance(scores, list) or len(scores) != len(segments.hypotheses):
            raise ModelError("COMET gave no score for every segment", path=self.python, remedy="try it there by hand")
        return NeuralScores(COMET, tuple(map(float, scores)), f"model:{self.model}|unbabel-comet:{answer['version']}")

    def _answer(self, request: str) -> dict[str, Any]:
        if self.python is None:
            raise ModelError(
                "COMET needs an environment of its own",
                remedy="make one with `python -m venv comet && comet/bin/pip install unbabel-comet`, "
                "and name it with --metric-python comet/bin/python",
            )
        try:
            done = subprocess.run(  # noqa: S603 - the user names the interpreter
                [str(self.python), "-I", "-c", _PROGRAM], input=request, capture_output=True, text=True, check=False,
                encoding="utf-8",
            )  # fmt: skip
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ModelError(
                f"cannot be run: {reason}", path=self.python, remedy="name the python of an environment"
            ) from error
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            last = (done.stderr.strip().splitlines() or ["no output"])[-1]
            raise ModelError(f"COMET failed: {last}", path=self.python, remedy="try it there by hand") from None
        if not isinstance(answer, dict) or "missing" in answer:
            raise ModelError(
                "this environment lacks unbabel-comet", path=self.python, remedy="install it there with pip"
            )
        return answer


def split_metrics(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The names without COMET, and whether it was among them."""
    return tuple(name for name in names if name.lower() != "comet"), any(name.lower() == "comet" for name in names)
