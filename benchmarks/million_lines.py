"""The memory of a long job: a million short lines, 30% of them duplicates, through `taiyaku translate --lines`.

    python benchmarks/million_lines.py                    the whole figure; hours on two cores
    python benchmarks/million_lines.py --lines 100000     the same in a tenth of the time

The lines are made up from a seed, so that every run translates the same. Memory is read from /proc while the job runs
(Linux); flat means that the last quarter of the job needs no more than a tenth above the second quarter.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

PLACES = ("港", "駅", "市場", "図書館", "公園", "橋", "学校", "病院", "空港", "工場", "美術館", "市役所")
PEOPLE = ("市長", "医師", "学生", "漁師", "教授", "記者", "店主", "選手", "運転手", "住民")
DEEDS = ("を訪れた", "を出た", "で待っている", "で働いている", "に着いた", "へ歩いた", "の前で話した", "を調べた")
TIMES = ("昨日", "今朝", "三時に", "先週", "夏に", "去年", "来月", "夕方に")


def made_lines(count: int, duplicates: float, seed: int) -> Iterator[str]:
    """Lines of some fifteen characters; of each, this share repeats an earlier one."""
    choice = random.Random(seed)
    recent: list[str] = []
    for number in range(count):
        if recent and choice.random() < duplicates:
            yield choice.choice(recent)
            continue
        line = (
            f"{choice.choice(TIMES)}、{number}番の{choice.choice(PEOPLE)}は"
            f"{choice.choice(PLACES)}{choice.choice(DEEDS)}。"
        )
        if len(recent) < 200_000:
            recent.append(line)
        else:
            recent[choice.randrange(len(recent))] = line
        yield line


def resident(process: int) -> int:
    """The memory of a process in bytes, 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0)


def measured(command: Sequence[str], log: Path) -> tuple[int, float, list[int]]:
    """Run a command: exit code, seconds, and its memory at every half second."""
    began = time.monotonic()
    samples: list[int] = []
    with log.open("wb") as errors, subprocess.Popen(command, stderr=errors) as process:
        while process.poll() is None:
            if found := resident(process.pid):
                samples.append(found)
            time.sleep(0.5)
    return process.returncode, time.monotonic() - began, samples


def main() -> int:
    """Measure and report; 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines to translate (default: %(default)s)")
    parser.add_argument("--duplicates", type=float, default=0.3, help="share of repeated lines (default: %(default)s)")
    parser.add_argument("--beam", type=int, default=1, help="beam size (default: %(default)s)")
    parser.add_argument("--model", help="model to run (default: the embedded one)")
    parser.add_argument("--limit", type=float, default=1.5, help="GB that it may need at most (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=20, help="of the lines (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where to work and to keep the files (default: a temporary one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="taiyaku-benchmark-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        source, output, log = folder / "lines.ja", folder / "lines.en", folder / "progress.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in made_lines(options.lines, options.duplicates, options.seed))
        command = [sys.executable, "-m", "app", "translate", "--lines", str(source), "-o", str(output), "--no-cache"]
        command += ["--beam", str(options.beam), "--json", *(["--model", options.model] if options.model else [])]
        code, seconds, samples = measured(command, log)
        last = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
        written = sum(1 for _ in output.open("rb")) if output.exists() else 0
    rows = [
        ("exit code", f"{code}", code in (0, 1)),
        ("lines out", f"{written:,} of {options.lines:,}", written == options.lines),
        ("texts translated", f"{last.get('translated', 0):,}", True),
        ("seconds", f"{seconds:,.0f}", True),
        ("lines a second", f"{options.lines / seconds:,.0f}", True),
        *memory_rows([size / 1e9 for size in samples], options.limit),
    ]
    return report(rows)


def memory_rows(gigabytes: Sequence[float], limit: float) -> Iterator[tuple[str, str, bool]]:
    """What is said of memory: its peak, and whether it is flat."""
    peak = max(gigabytes, default=0.0)
    yield "peak memory", f"{peak:.2f} GB (limit {limit} GB)", peak <= limit
    quarter = max(len(gigabytes) // 4, 1)
    early, late = gigabytes[quarter : 2 * quarter] or [0.0], gigabytes[-quarter:] or [0.0]
    before, after = statistics.median(early), statistics.median(late)
    yield "second quarter, last quarter", f"{before:.2f} GB, {after:.2f} GB", after <= 1.1 * before


def report(rows: Sequence[tuple[str, str, bool]]) -> int:
    """Print the figures; 1 if one is missed."""
    for name, value, is_met in rows:
        print(f"{'ok    ' if is_met else 'MISSED'}  {name:30} {value}")
    return 0 if all(is_met for _, _, is_met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
