"""Sentences a second of the same weights: Taiyaku, CTranslate2 by hand, transformers, argos-translate.

    python benchmarks/throughput.py news.ja                                    beam 4 and greedy
    python benchmarks/throughput.py news.ja --hugging-face FOLDER              and transformers, fp32
    python benchmarks/throughput.py news.ja --argos ENVIRONMENT/bin/python     and argos-translate

Every contestant translates the same lines with the embedded model's weights on all cores that this process may use;
loading is not counted, tokenisation is. By hand means `Translator.translate_batch` over all lines with the batch size
that was best on a part of them. transformers runs `generate` in fp32 on lines sorted by length, with its best batch
size too. argos-translate, in an environment of its own, is asked sentence by sentence as it works; its sentence
splitting is left out, in its favour. One after the other, several rounds; the median counts. With --processor-time the
seconds are those of the processor and not of the clock: for a machine that has other things to do.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import ctranslate2
import sentencepiece

from corpora.lines import read_lines
from corpora.normalise import model_copy
from translate import load_engine
from translate.batch import BatchJob, Journal
from translate.ctranslate2_engine import DecodingSettings
from translate.loading import EMBEDDED_MODEL

TARGETS = {"ctranslate2 by hand": 0.95, "transformers": 5.0, "argos-translate": 3.0}
"""What Taiyaku's throughput has to be of each one's."""
PART = 200
"""Lines on which batch sizes are tried."""

Contestant = Callable[[Sequence[str]], None]
Clock = Callable[[], float]

ARGOS = """
import json, sys, time
from argostranslate import package, settings, translate
import ctranslate2

class Whole:
    def split_sentences(self, text):
        return [text]

given = json.load(sys.stdin)
found = package.Package(given["package"])
translator = ctranslate2.Translator(
    str(found.package_path / "model"), device="cpu", inter_threads=settings.inter_threads,
    intra_threads=given["cores"],
)
def run(lines):
    for line in lines:
        translate.apply_packaged_translation(found, line, translator, Whole(), num_hypotheses=1)
settings.beam_size = given["beam"]
run(given["lines"][:5])
clock = getattr(time, given["clock"])
began = clock()
run(given["lines"])
print(json.dumps(clock() - began))
"""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def taiyaku(beam: int, folder: Path) -> Contestant:
    """The batch path with its journal, as the command runs it without the cache of the machine."""
    engine = load_engine(beam=beam)

    def run(lines: Sequence[str]) -> None:
        with Journal(folder / "journal", engine.line) as journal:
            for _ in BatchJob(engine, journal=journal).translated((line, line) for line in lines):
                pass
            journal.remove()

    return run


def by_hand(beam: int, batch_tokens: int) -> Contestant:
    """CTranslate2 with the settings of the embedded model, fed as its documentation advises."""
    source = sentencepiece.SentencePieceProcessor(model_file=str(EMBEDDED_MODEL / "source.spm"))
    target = sentencepiece.SentencePieceProcessor(model_file=str(EMBEDDED_MODEL / "target.spm"))
    translator = ctranslate2.Translator(str(EMBEDDED_MODEL), device="cpu", inter_threads=cores(), intra_threads=1)
    settings = DecodingSettings(beam=beam)

    def run(lines: Sequence[str]) -> None:
        pieces = source.encode([model_copy(line) for line in lines], out_type=str)
        results = translator.translate_batch(
            [[*line, "</s>"] for line in pieces],
            max_batch_size=batch_tokens,
            batch_type="tokens",
            beam_size=beam,
            length_penalty=settings.length_penalty,
            repetition_penalty=settings.repetition_penalty,
            no_repeat_ngram_size=settings.no_repeat_ngram_size,
            max_decoding_length=settings.max_pieces,
            disable_unk=True,
        )
        for result in results:
            target.decode(result.hypotheses[0])

    return run


def with_transformers(beam: int, batch: int, model: Path) -> Contestant:
    """`generate` in fp32 on lines sorted by length."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    torch.set_num_threads(cores())
    tokeniser = AutoTokenizer.from_pretrained(model)
    network = AutoModelForSeq2SeqLM.from_pretrained(model, dtype=torch.float32).eval()
    settings = DecodingSettings(beam=beam)

    def run(lines: Sequence[str]) -> None:
        copies = sorted((model_copy(line) for line in lines), key=len, reverse=True)
        with torch.inference_mode():
            for start in range(0, len(copies), batch):
                inputs = tokeniser(copies[start : start + batch], return_tensors="pt", padding=True, truncation=True)
                outputs = network.generate(
                    **inputs,
                    num_beams=beam,
                    no_repeat_ngram_size=settings.no_repeat_ngram_size,
                    max_new_tokens=settings.max_pieces,
                )
                tokeniser.batch_decode(outputs, skip_special_tokens=True)

    return run


def argos_package(folder: Path) -> Path:
    """The embedded model as argos-translate packages models."""
    package = folder / "argos"
    shutil.copytree(EMBEDDED_MODEL, package / "model")
    shutil.copy(EMBEDDED_MODEL / "source.spm", package / "sentencepiece.model")
    config = json.loads((package / "model" / "config.json").read_text(encoding="utf-8"))
    (package / "model" / "config.json").write_text(json.dumps(config | {"add_source_eos": True}), encoding="utf-8")
    names = {"from_code": "ja", "from_name": "Japanese", "to_code": "en", "to_name": "English"}
    described = {"package_version": "1.0", "argos_version": "1.9", **names}
    (package / "metadata.json").write_text(json.dumps(described), encoding="utf-8")
    return package


def seconds_of_argos(python: Path, package: Path, beam: int, lines: Sequence[str], clock: Clock) -> float:
    """The seconds that argos-translate needs in its own environment."""
    given = {
        "package": str(package), "beam": beam, "cores": cores(), "clock": clock.__name__,
        "lines": [model_copy(line) for line in lines],
    }  # fmt: skip
    done = subprocess.run([python, "-c", ARGOS], input=json.dumps(given), capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1]))


def seconds_of(contestant: Contestant, lines: Sequence[str], clock: Clock) -> float:
    """The seconds that one needs for these lines."""
    began = clock()
    contestant(lines)
    return clock() - began


def best(
    make: Callable[[int], Contestant], sizes: Sequence[int], lines: Sequence[str], clock: Clock
) -> tuple[int, Contestant]:
    """The batch size that is quickest on a part of the lines."""
    part = list(lines[:: max(len(lines) // PART, 1)])
    made = {size: make(size) for size in sizes}
    for contestant in made.values():
        contestant(part[:20])
    size = min(made, key=lambda size: seconds_of(made[size], part, clock))
    return size, made[size]


def main() -> int:
    """Measure and report; 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="Japanese sentences, one a line")
    parser.add_argument("--limit", type=int, help="only so many of the lines, evenly spread")
    parser.add_argument("--beams", type=int, nargs="+", default=[4, 1], help="beam sizes (default: 4 1)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each one runs (default: %(default)s)")
    parser.add_argument("--hugging-face", type=Path, metavar="DIR", help="the same weights for transformers")
    parser.add_argument("--argos", type=Path, metavar="PYTHON", help="the Python of argos-translate's environment")
    parser.add_argument("--processor-time", action="store_true", help="count the processor's seconds, not the clock's")
    options = parser.parse_args()
    lines = [line for file in options.files for line in read_lines(file) if line.strip()]
    if options.limit:
        lines = lines[:: max(len(lines) // options.limit, 1)][: options.limit]
    print(f"{len(lines):,} lines, {cores()} cores, median of {options.rounds}")
    missed = False
    with tempfile.TemporaryDirectory(prefix="taiyaku-benchmark-") as temporary:
        for beam in options.beams:
            missed |= round_of(beam, lines, options, Path(temporary) / str(beam))
    return 1 if missed else 0


def round_of(beam: int, lines: Sequence[str], options: argparse.Namespace, folder: Path) -> bool:
    """All contestants with this beam; whether Taiyaku missed one of its figures."""
    folder.mkdir()
    contestants: dict[str, Callable[[], float]] = {}
    ours = taiyaku(beam, folder)
    clock: Clock = time.process_time if options.processor_time else time.perf_counter
    contestants["taiyaku"] = lambda: seconds_of(ours, lines, clock)
    size, hand = best(lambda tokens: by_hand(beam, tokens), (512, 1024, 2048, 4096), lines, clock)
    notes = {"ctranslate2 by hand": f"batches of {size:,} tokens"}
    contestants["ctranslate2 by hand"] = lambda: seconds_of(hand, lines, clock)
    if options.hugging_face is not None:
        sizes = (16, 64)
        size, torch = best(lambda batch: with_transformers(beam, batch, options.hugging_face), sizes, lines, clock)
        notes["transformers"] = f"fp32, batches of {size}"
        contestants["transformers"] = lambda: seconds_of(torch, lines, clock)
    if options.argos is not None:
        package = argos_package(folder)
        contestants["argos-translate"] = lambda: seconds_of_argos(options.argos, package, beam, lines, clock)
    ours(lines[:20])
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(options.rounds):
        for name, run in contestants.items():
            times[name].append(run())
    rates = {name: len(lines) / statistics.median(found) for name, found in times.items()}
    missed = False
    print(f"\nbeam {beam}")
    for name, rate in rates.items():
        ratio = rates["taiyaku"] / rate
        is_met = ratio >= TARGETS.get(name, 0.0)
        missed |= not is_met
        goal = f"taiyaku has {ratio:.2f} of it (goal {TARGETS[name]:g})" if name in TARGETS else ""
        print(f"{'ok    ' if is_met else 'MISSED'}  {name:20} {rate:8.1f} sentences/s  {goal}  {notes.get(name, '')}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
