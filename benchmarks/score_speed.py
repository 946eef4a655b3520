"""`taiyaku score` beside sacrebleu's own command: all systems of a suite, 1,000 bootstrap samples, seconds.

    python benchmarks/score_speed.py SUITE [--samples 1000] [--runs 3]

SUITE is a folder with `ref*.en` and `systems/*.en`, such as WMT21's ja-en. Both commands run as processes of their own,
turn and turn about, with one thread. The CPU's seconds are there because another job on the machine does not change
them much.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

METRICS = ("BLEU", "chrF2", "TER")


def main() -> int:
    """Measure and print a Markdown table; 1 if ours is slower, or the two disagree on a score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--metric", action="append", help="default: BLEU, chrF2 and TER")
    options = parser.parse_args()
    metrics = options.metric or list(METRICS)
    references = sorted(options.suite.glob("ref*.en"))
    systems = sorted((options.suite / "systems").glob("*.en"))
    commands = {
        "taiyaku score": _taiyaku(systems, references, metrics, options.samples),
        "sacrebleu": _sacrebleu(systems, references, metrics, options.samples),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    outputs: dict[str, str] = {}
    for _ in range(options.runs):
        for name, command in commands.items():
            measured, outputs[name] = _timed(command)
            times[name].append(measured)
    print(f"{len(systems)} systems, {options.samples:,} samples, {', '.join(metrics)}\n")
    print("| Command | Seconds | CPU seconds | Runs |\n| :-- | --: | --: | --: |")
    for name, runs in times.items():
        print(f"| {name} | {min(run[0] for run in runs):.1f} | {min(run[1] for run in runs):.1f} | {len(runs)} |")
    same = _scores(outputs["taiyaku score"]) >= _scores(outputs["sacrebleu"])
    seconds = [min(run[0] for run in runs) for runs in times.values()]
    return 0 if same and seconds[0] <= seconds[1] else 1


def _taiyaku(systems: Sequence[Path], references: Sequence[Path], metrics: Sequence[str], samples: int) -> list[str]:
    named = [word for path in systems[1:] for word in ("--system", f"{path.stem}={path}")]
    chosen = [word for metric in metrics for word in ("--metric", metric)]
    files = [str(path) for path in (systems[0], *references)]
    return [sys.executable, "-m", "app", "score", *files, *named, *chosen, "--bootstrap", str(samples), "--json"]


def _sacrebleu(systems: Sequence[Path], references: Sequence[Path], metrics: Sequence[str], samples: int) -> list[str]:
    names = [re.sub("2.*", "", metric).lower() for metric in metrics]
    files = [*(str(path) for path in references), "-i", *(str(path) for path in systems)]
    return [sys.executable, "-m", "sacrebleu", *files, "-m", *names, "--paired-bs", "--paired-bs-n", str(samples),
            "--format", "text"]  # fmt: skip


def _timed(command: Sequence[str]) -> tuple[tuple[float, float], str]:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), done.stdout


def _scores(output: str) -> set[str]:
    """Every score in an output, to one decimal, as sacrebleu prints them."""
    if output.lstrip().startswith("{"):
        return {f"{float(value):.1f}" for value in re.findall(r'"value": ([\d.]+)', output)}
    return set(re.findall(r"(?<![\d.])(\d+\.\d) \(", output))


if __name__ == "__main__":
    sys.exit(main())
