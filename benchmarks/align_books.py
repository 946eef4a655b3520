"""Time and memory of aligning two books, ours and, given a checkout, vecalign's.

    python benchmarks/align_books.py PAIRS.tsv --sentences 100000
    python benchmarks/align_books.py PAIRS.tsv --sentences 100000 --vecalign CHECKOUT

PAIRS.tsv holds `ja<TAB>en` lines in the order of their text. Out of them come two long texts of which the alignment is
known: every twelfth sentence is missing on one side, some are cut in two, and now and then one side lacks a chapter.
Each tool runs on one thread of a process of its own, model loading and embedding included; vecalign is given vectors
by the same embedding for all the joined sentences it asks for, so the two differ in nothing but the aligning. Prints
JSON.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = 0.002
"""How often a chapter that one side lacks begins at a line."""
ONE_THREAD = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
OVERLAPS = 4
"""Sentences that vecalign may join on a side, as many as ours."""


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of a file, in its order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            japanese, english = line.rstrip("\n").split("\t")[:2]
            yield japanese, english


def make_book(pairs: Iterator[tuple[str, str]], sentences: int, seed: int) -> tuple[list[str], list[str], list[str]]:
    """Source sentences, target sentences, and the gold beads in vecalign's lines; the same for the same seed."""
    rng = random.Random(seed)
    source: list[str] = []
    target: list[str] = []
    gold: list[str] = []
    left, source_lacks = 0, False
    for japanese, english in pairs:
        if min(len(source), len(target)) >= sentences:
            break
        if left:
            left -= 1
        elif rng.random() < CHAPTER:
            left, source_lacks = rng.randint(20, 200), rng.random() < 0.5
        sources, targets = changed(japanese, english, rng)
        if left:
            sources, targets = ([], [english]) if source_lacks else ([japanese], [])
        rows = list(range(len(source), len(source) + len(sources)))
        columns = list(range(len(target), len(target) + len(targets)))
        source += sources
        target += targets
        if len(source) <= sentences and len(target) <= sentences:
            gold.append(f"{rows}:{columns}")
    return source[:sentences], target[:sentences], gold


def changed(japanese: str, english: str, rng: random.Random) -> tuple[list[str], list[str]]:
    """A pair as it is, without one side, or with one side cut in two."""
    fate = rng.random()
    comma, space = japanese.find("、", len(japanese) // 3), english.find(" ", len(english) // 2)
    if fate < 0.04:
        return [], [english]
    if fate < 0.08:
        return [japanese], []
    if fate < 0.15 and space > 0:
        return [japanese], [english[:space], english[space + 1 :]]
    if fate < 0.20 and comma > 0:
        return [japanese[: comma + 1], japanese[comma + 1 :]], [english]
    return [japanese], [english]


def run_ours(folder: Path) -> dict[str, object]:
    """Align with `align.align`; the time includes loading and embedding."""
    sys.path.insert(0, str(ROOT))
    started = time.perf_counter()
    from align import align
    from align.formats import write_alignment
    from corpora.lines import read_lines

    source, target = read_lines(folder / "book.ja"), read_lines(folder / "book.en")
    alignment = align(source, target)
    seconds = time.perf_counter() - started
    write_alignment(
        alignment, source, target, folder / "ours.vecalign", format_name="vecalign", source_language="ja",
        target_language="en", source_name="book.ja", target_name="book.en",
    )  # fmt: skip
    return {"seconds": round(seconds, 1), "method": alignment.method}


def run_vecalign(folder: Path, checkout: Path) -> dict[str, object]:
    """Embed every run of up to `OVERLAPS` sentences with our embedding, then run vecalign on it."""
    sys.path.insert(0, str(ROOT))
    started = time.perf_counter()
    from align.embedding import embedded_embedding

    embedding = embedded_embedding()
    for side in ("ja", "en"):
        text = (folder / f"book.{side}").read_text(encoding="utf-8")
        lines = [line.strip() or "BLANK_LINE" for line in text.split("\n")[:-1]]  # as vecalign has them
        runs = sorted({
            " ".join(lines[start : start + size])
            for size in range(1, OVERLAPS + 1)
            for start in range(len(lines) - size + 1)
        })  # fmt: skip
        (folder / f"overlaps.{side}").write_text("".join(f"{run}\n" for run in runs), encoding="utf-8")
        with (folder / f"overlaps.{side}.emb").open("wb") as out:
            for start in range(0, len(runs), 10_000):
                embedding.encode(runs[start : start + 10_000]).tofile(out)
    embedded = time.perf_counter() - started
    command = [
        sys.executable, "-m", "vecalign.vecalign", "--alignment_max_size", str(OVERLAPS),
        "--src", str(folder / "book.ja"), "--tgt", str(folder / "book.en"),
        "--src_embed", str(folder / "overlaps.ja"), str(folder / "overlaps.ja.emb"),
        "--tgt_embed", str(folder / "overlaps.en"), str(folder / "overlaps.en.emb"),
    ]  # fmt: skip
    with (folder / "vecalign.vecalign").open("w", encoding="utf-8") as out:
        subprocess.run(command, check=True, stdout=out, cwd=checkout)
    seconds = time.perf_counter() - started
    return {"seconds": round(seconds, 1), "of_which_embedding": round(embedded, 1)}


def score(folder: Path, name: str) -> float:
    """Strict F1."""
    sys.path.insert(0, str(ROOT))
    from eval import score_alignment_files

    return round(score_alignment_files(folder / "book.gold", folder / f"{name}.vecalign").strict.f1, 4)


def measured(folder: Path, name: str, checkout: Path | None) -> dict[str, object]:
    """Run one tool in a process of its own and add its peak memory and its score."""
    command = [sys.executable, __file__, str(folder), "--only", name]
    if checkout is not None:
        command += ["--vecalign", str(checkout)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=ONE_THREAD)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "strict_f1": score(folder, name)}


def peak_megabytes() -> int:
    """Of this process and of those it ran, whichever is more."""
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(peaks) // (1_000_000 if sys.platform == "darwin" else 1_000)


def processor_seconds() -> float:
    """Of this process and of those it ran: what a machine that has other things to do counts by."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(each.ru_utime + each.ru_stime for each in used), 1)


def main() -> None:
    """Make the book, run the tools, print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, help="ja<TAB>en lines in the order of their text")
    parser.add_argument("--sentences", type=int, default=100_000, help="of each side")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vecalign", type=Path, help="a checkout of vecalign, built in place")
    parser.add_argument("--only", choices=["ours", "vecalign"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        ours = options.only == "ours"
        found = run_ours(options.pairs) if ours else run_vecalign(options.pairs, options.vecalign)
        found |= {"processor_seconds": processor_seconds(), "peak_megabytes": peak_megabytes()}
        sys.stdout.write(json.dumps(found) + "\n")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target, gold = make_book(read_pairs(options.pairs), options.sentences, options.seed)
        for suffix, lines in (("ja", source), ("en", target), ("gold", gold)):
            (folder / f"book.{suffix}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        result: dict[str, object] = {"source": len(source), "target": len(target), "processors": os.cpu_count()}
        result["ours"] = measured(folder, "ours", None)
        if options.vecalign:
            result["vecalign"] = measured(folder, "vecalign", options.vecalign)
        sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
