"""The recipe, step by step: `python -m training STEP --help`.

corpus        raw pair files → cleaned corpus
embedding     corpus → the static bilingual sentence embedding
encode        corpus → vocabularies and piece ids for the translation model
translation   piece ids → checkpoint (resumable: run it again)
export        checkpoint → Hugging Face folder and CTranslate2 int8 folder
retrieval     accuracy of the embedding on test sets
bleu          BLEU and chrF of a translation model on test sets
ratios        share of human translations within the length ratio that raises no flag
tune-alignment  alignment development sets → align/weights.json
calibrate     the same → align/calibration.json
"""

import json
import logging
from pathlib import Path
from typing import Annotated

import typer

logger = logging.getLogger("training")
command = typer.Typer(help=__doc__, no_args_is_help=True, rich_markup_mode=None)
RUNS = Path(__file__).parent / "runs"
Folder = Annotated[Path, typer.Option(help="working folder of all steps")]
Bench = Annotated[Path, typer.Option(envvar="TAIYAKU_BENCH", help="folder of test sets")]

TEST_SETS = {
    "wmt21": ("wmt21-ja-en/src.ja", "wmt21-ja-en/refA.en"),
    "wmt20": ("wmt20-ja-en/src.ja", "wmt20-ja-en/refA.en"),
    "ntrex": ("ntrex-ja-en/ja.txt", "ntrex-ja-en/en.txt"),
    "flores": ("flores200-devtest/devtest.ja", "flores200-devtest/devtest.en"),
    "pud": ("pud-ja-en/ja.txt", "pud-ja-en/en.txt"),
    "kftt": ("kftt/test.ja", "kftt/test.en"),
    "tatoeba": ("tatoeba-test-v2021-08-07/test.ja", "tatoeba-test-v2021-08-07/test.en"),
}


def read_test_set(bench: Path, name: str, limit: int = 0) -> tuple[list[str], list[str]]:
    """Japanese and English lines of a test set, the first `limit` (0: all)."""
    sides = [(bench / path).read_text(encoding="utf-8").split("\n")[:-1] for path in TEST_SETS[name]]
    return sides[0][: limit or None], sides[1][: limit or None]


@command.command()
def corpus(train: Path, runs: Folder = RUNS) -> None:
    """Clean and deduplicate the pair files of the folder TRAIN."""
    from training.corpus import build_corpus

    build_corpus(train, runs / "corpus")


@command.command()
def embedding(runs: Folder = RUNS, pairs: int = 6_000_000, threads: int = 2) -> None:
    """Train the sentence embedding."""
    from training.embedding import EmbeddingRecipe, train_embedding

    train_embedding(runs / "corpus", runs / "embedding", EmbeddingRecipe(pairs=pairs, threads=threads))


@command.command()
def encode(runs: Folder = RUNS, source_pieces: int = 16_000, target_pieces: int = 8_000) -> None:
    """Learn both vocabularies and turn the corpus into piece ids."""
    from align.embedding import StaticEmbedding
    from training.subwords import sample_pairs, train_vocabulary
    from training.translation_data import encode_corpus

    folder = runs / "translation"
    folder.mkdir(parents=True, exist_ok=True)
    caps = {"names": 20_000, "dictionary": 20_000, "documentation": 8_000, "documentation-mt": 0, "examples": 60_000}
    for side, (name, size) in enumerate((("source", source_pieces), ("target", target_pieces))):
        path = folder / f"{name}.spm"
        if not path.exists():
            lines = (pair[side] for pair in sample_pairs(runs / "corpus", caps, cap=120_000))
            path.write_bytes(train_vocabulary(lines, size=size, coverage=(0.9998, 0.9999)[side]))
    source, target = ((folder / f"{name}.spm").read_bytes() for name in ("source", "target"))
    encode_corpus(runs / "corpus", folder / "data", source, target, StaticEmbedding.load(runs / "embedding"))


@command.command()
def translation(
    runs: Folder = RUNS,
    tokens: Annotated[int, typer.Option(help="target pieces in all, resumed parts included")] = 14_000_000,
    batch_tokens: int = 2500,
    threads: int = 2,
    device: str = "cpu",
) -> None:
    """Train the translation model, or go on with it."""
    from align.embedding import StaticEmbedding
    from training.translation import TranslationRecipe, train_translation

    recipe = TranslationRecipe(tokens=tokens, batch_tokens=batch_tokens, threads=threads)
    train_translation(runs / "translation", recipe, StaticEmbedding.load(runs / "embedding"), device)


@command.command()
def export(runs: Folder = RUNS, name: str = "taiyaku-ja-en") -> None:
    """Write the newest checkpoint as `runs/hugging-face` and `runs/ctranslate2`."""
    from training.export import export_ctranslate2, export_hugging_face

    export_hugging_face(runs / "translation", runs / "hugging-face")
    export_ctranslate2(runs / "translation", runs / "ctranslate2", name=name)


@command.command()
def retrieval(bench: Bench, model: Path = RUNS / "embedding") -> None:
    """Accuracy at 1 of the sentence embedding on every test set, as JSON."""
    from dataclasses import asdict

    from align.embedding import StaticEmbedding
    from training.retrieval import score_retrieval

    loaded = StaticEmbedding.load(model)
    table = {name: asdict(score_retrieval(loaded, *read_test_set(bench, name))) for name in TEST_SETS}
    typer.echo(json.dumps(table, indent=1))


@command.command()
def bleu(
    *,
    bench: Bench,
    model: Path = RUNS / "ctranslate2",
    sets: Annotated[str, typer.Option(help="comma-separated")] = ",".join(TEST_SETS),
    beam: int = 4,
    length_penalty: Annotated[float, typer.Option(help="0: what the model ships with")] = 0.0,
    repetition_penalty: Annotated[float, typer.Option(help="1: none")] = 1.0,
    limit: Annotated[int, typer.Option(help="first so many lines only")] = 0,
) -> None:
    """BLEU and chrF2 of a translation model on test sets, as JSON."""
    import time

    from sacrebleu import BLEU, CHRF

    from translate import Engine
    from translate.ctranslate2_engine import CTranslate2Engine, DecodingSettings, card_name
    from translate.loading import EMBEDDED_MODEL, load_engine

    engine: Engine
    if length_penalty:
        settings = DecodingSettings(beam=beam, length_penalty=length_penalty, repetition_penalty=repetition_penalty)
        engine = CTranslate2Engine(model, name=card_name(model), settings=settings)
    else:
        engine = load_engine(None if model.resolve() == EMBEDDED_MODEL else str(model), beam=beam)
    table = {}
    for name in sets.split(","):
        japanese, english = read_test_set(bench, name, limit)
        started = time.monotonic()
        hypotheses = [hypothesis.text for hypothesis in engine.translate(japanese)]
        seconds = time.monotonic() - started
        table[name] = {
            "BLEU": round(BLEU().corpus_score(hypotheses, [english]).score, 2),
            "chrF2": round(CHRF().corpus_score(hypotheses, [english]).score, 2),
            "sentences_per_second": round(len(japanese) / seconds, 1),
        }
    typer.echo(json.dumps({"engine": engine.line, "sets": table}, indent=1))


@command.command()
def ratios(bench: Bench) -> None:
    """Share of human-translated test lines, of 12 or more characters, within the length ratio that raises no flag."""
    from corpora.normalise import model_copy
    from translate import Flag
    from translate.flags import flags_of

    table = {}
    for name in TEST_SETS:
        pairs = [(model_copy(ja), en) for ja, en in zip(*read_test_set(bench, name), strict=True)]
        flagged = [Flag.LENGTH_RATIO in flags_of(ja, en) for ja, en in pairs if len(ja) >= 12]
        table[name] = round(1 - sum(flagged) / len(flagged), 4)
    typer.echo(json.dumps(table, indent=1))


@command.command()
def calibrate(bench: Bench) -> None:
    """Fit `align/calibration.json` on the alignment development sets; prints what held-out documents say of it."""
    from align.probability import CALIBRATION
    from training.calibration import calibrate as fit

    typer.echo(json.dumps(fit(bench / "align", CALIBRATION), indent=1))


@command.command()
def tune_alignment(bench: Bench) -> None:
    """Learn `align/weights.json`, what beads are worth, on the alignment development sets; prints held-out F1."""
    from align.scoring import WEIGHTS
    from training.tuning import tune_alignment as learn

    typer.echo(json.dumps(learn(bench, WEIGHTS, say=logger.info), indent=1))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    command()
