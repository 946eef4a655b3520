"""A job that is killed again and again ends as one that is left in peace, and does nothing twice.

    python benchmarks/kill_and_resume.py                           20,000 lines, killed 50 times
    python benchmarks/kill_and_resume.py --lines 2000 --kills 5    a small one

The job is `taiyaku translate --lines` with a real model. Each run is ended by SIGKILL at a random moment; then the same
command runs to the end. Its output has to be that of an uninterrupted run, byte by byte. Every text that is handed to
the engine is written down: one that was handed over twice has to have been in flight at a kill, not yet in the journal.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.million_lines import made_lines

WATCHED = """
import os, sys, threading
import translate
load, lock = translate.load_engine, threading.Lock()

def watched(*names, **options):
    engine = load(*names, **options)
    work = engine.translate
    def asked(sentences):
        with lock, open(os.environ["TAIYAKU_ASKED"], "ab") as stream:
            stream.write("".join(f"{sentence}\\n" for sentence in sentences).encode())
        return work(sentences)
    engine.translate = asked
    return engine

translate.load_engine = watched
from app.entry import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, with an engine that writes down what it is asked."""


def started(words: Sequence[str], asked: Path) -> subprocess.Popen[bytes]:
    """The job, begun."""
    environment = {**os.environ, "TAIYAKU_ASKED": str(asked), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WATCHED, "translate", *words]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def texts_in(path: Path) -> list[str]:
    """The texts that an engine was asked; a torn last line is none."""
    if not path.exists():
        return []
    return path.read_bytes().decode("utf-8", "replace").split("\n")[:-1]


def finished_in(journal: Path) -> int:
    """The sentences that a journal holds."""
    if not journal.exists():
        return 0
    return sum(line.endswith(b"\n") and line[9:11] == b'["' for line in journal.read_bytes().splitlines(keepends=True))


def main() -> int:
    """Kill, resume, compare; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=20_000, help="lines to translate (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=50, help="how often the job is killed (default: %(default)s)")
    parser.add_argument("--beam", type=int, default=1, help="beam size (default: %(default)s)")
    parser.add_argument("--model", help="model to run (default: the embedded one)")
    parser.add_argument("--seed", type=int, default=20, help="of lines and moments (default: %(default)s)")
    options = parser.parse_args()
    choice = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="taiyaku-benchmark-") as temporary:
        folder = Path(temporary)
        source = folder / "lines.ja"
        source.write_text("".join(f"{line}\n" for line in made_lines(options.lines, 0.3, options.seed)), "utf-8")
        words = ["--lines", str(source), "--no-cache", "--quiet", "--beam", str(options.beam)]
        words += ["--model", options.model] if options.model else []
        began = time.monotonic()
        started([*words, "-o", str(folder / "whole.jsonl")], folder / "asked-whole").wait()
        whole = time.monotonic() - began
        print(f"uninterrupted: {whole:.1f} s", flush=True)

        output, asked, journal = folder / "out.jsonl", folder / "asked", folder / "out.jsonl.taiyaku-journal"
        in_flight = kills = 0
        while kills < options.kills:
            finished, before = finished_in(journal), len(texts_in(asked))
            process = started([*words, "-o", str(output)], asked)
            try:
                process.wait(timeout=choice.uniform(0.0, 2.0 * whole / options.kills) + 0.5)
                print(f"the job was through after {kills} kills; the rest is not needed")
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            kills += 1
            in_flight += len(texts_in(asked)) - before - (finished_in(journal) - finished)
        if not output.exists():
            started([*words, "-o", str(output)], asked).wait()
        everything = texts_in(asked)
        repeated = len(everything) - len(set(everything))
        left = sorted(path.name for path in folder.iterdir())
        rows = [
            ("output as uninterrupted", output.read_bytes() == (folder / "whole.jsonl").read_bytes()),
            (f"killed {kills} times of {options.kills}", kills == options.kills),
            (f"texts done twice: {repeated}; in flight at a kill: {in_flight}", repeated <= in_flight),
            ("nothing lost", set(everything) == set(texts_in(folder / "asked-whole"))),
            (f"nothing left behind: {', '.join(left)}", len(left) == 5),
        ]
    for name, is_met in rows:
        print(f"{'ok    ' if is_met else 'MISSED'}  {name}")
    return 0 if all(is_met for _, is_met in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
