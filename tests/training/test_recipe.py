"""The whole recipe on a toy language: corpus, embedding, vocabularies, training, resuming, export, both engines."""

import dataclasses
import json
import random
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the recipe needs torch (extra [dev])")

from align.embedding import StaticEmbedding
from training.corpus import build_corpus, clean_pair, load_sources
from training.embedding import EmbeddingRecipe, train_embedding
from training.embedding_ablation import LEFT_OUT, run_embedding_ablation
from training.export import export_ctranslate2, export_hugging_face
from training.retrieval import score_retrieval
from training.subwords import train_vocabulary
from training.translation import TranslationRecipe, train_translation
from training.translation_data import TokenBatches, encode_corpus, load_encoded
from translate import Flag, load_engine
from translate.glossary import Glossary, Term, with_glossary
from translate.names import NameLexicon
from translate.placeholders import NAME_PLACEHOLDERS, PLACEHOLDERS

pytestmark = pytest.mark.torch

WHO = {"猫": "cat", "犬": "dog", "先生": "teacher"}
WHAT = {"魚": "fish", "本": "book", "橋": "bridge", "花": "flower", "船": "ship", "山": "mountain"}
NAMES = NameLexicon({"マルコ": "Marco", "ソフィア": "Sofia", "グレタ": "Greta", "ジルバート": "Gilbert"})
DOES = {"見た": "saw", "買った": "bought", "描いた": "drew", "忘れた": "forgot", "探した": "sought"}
SMALL = TranslationRecipe(
    width=32, encoder_layers=2, decoder_layers=1, heads=2, feed_forward=64, source_pieces=68, target_pieces=68,
    batch_tokens=256, pool_tokens=1500, tokens=120_000, warmup_steps=5, rate=4e-3, muon_rate=6e-3, threads=1,
    checkpoint_seconds=0,
)  # fmt: skip


def toy_pairs() -> list[tuple[str, str]]:
    random.seed(7)
    people = {ja: f"The {who}" for ja, who in WHO.items()} | dict(list(NAMES.names.items())[:3])
    return [
        (f"{ja_who}は{number}日に{ja_what}を{ja_does}。", f"{who} {does} the {what} on the {number}th.")
        for ja_who, who in people.items()
        for ja_what, what in WHAT.items()
        for ja_does, does in DOES.items()
        for number in random.sample(range(4, 20), 5)
    ]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which every step up to the piece ids has been run."""
    root = tmp_path_factory.mktemp("recipe")
    raw = root / "raw"
    raw.mkdir()
    lines = [f"{ja}\t{en}\n" for ja, en in toy_pairs()]
    (raw / "alt_wikinews.tsv").write_text("".join(lines), encoding="utf-8")
    (raw / "tatoeba.tsv").write_text("".join(lines[:40]), encoding="utf-8")
    build_corpus(raw, root / "corpus")
    recipe = EmbeddingRecipe(
        pieces=76, cognates=32, dimensions=32, batch=64, pairs=64 * 120, rate=2e-2, pool=256, leaf=32, threads=1
    )
    embedding = train_embedding(root / "corpus", root / "embedding", recipe)
    folder = root / "translation"
    folder.mkdir()
    for side, (name, size) in enumerate((("source", SMALL.source_pieces), ("target", SMALL.target_pieces))):
        (folder / f"{name}.spm").write_bytes(
            train_vocabulary(
                (pair[side] for pair in toy_pairs()), size=size, symbols=(*PLACEHOLDERS, *NAME_PLACEHOLDERS)
            )
        )
    source, target = ((folder / f"{name}.spm").read_bytes() for name in ("source", "target"))
    NAMES.save(folder / "names.tsv")
    encode_corpus(root / "corpus", folder / "data", source, target, embedding=embedding, names=NAMES)
    return root


def test_duplicates_across_files_go(runs: Path) -> None:
    table = json.loads((runs / "corpus" / "table.json").read_text(encoding="utf-8"))
    assert table["alt_wikinews"]["kept"] == len(set(toy_pairs()))
    assert table["tatoeba"]["duplicate"] == 40


def test_embedding_finds_translations(runs: Path) -> None:
    pairs = random.Random(1).sample(toy_pairs(), 60)
    score = score_retrieval(StaticEmbedding.load(runs / "embedding"), *map(list, zip(*pairs, strict=True)))
    assert score.cosine > 0.8


def test_ablation_leaves_one_part_out_at_a_time(runs: Path) -> None:
    recipe = EmbeddingRecipe(pieces=76, cognates=32, dimensions=16, batch=64, pairs=128, pool=128, leaf=32, threads=1)
    vocabulary = (runs / "embedding" / "pieces.spm").read_bytes()
    chosen = toy_pairs()[:20]
    tests = {"toy": ([ja for ja, _ in chosen], [en for _, en in chosen])}
    table = run_embedding_ablation(runs / "corpus", vocabulary, recipe, tests)
    assert set(table) == set(LEFT_OUT)
    assert len({row["toy"]["cosine"] for row in table.values()}) > 1


def test_batches_continue_where_they_stopped(runs: Path) -> None:
    def batches() -> TokenBatches:
        return TokenBatches(load_encoded(runs / "translation" / "data"), tokens=200, pool_tokens=1000, seed=3)

    whole = iter(first := batches())
    seen = [next(whole) for _ in range(20)]
    assert first.pools > 0
    resumed = batches()
    earlier = iter(resumed)
    for _ in range(9):
        next(earlier)
    later = batches()
    later.pools, later.seen = resumed.pools, resumed.seen
    assert [len(batch) for _, batch in zip(range(11), later, strict=False)] == [len(batch) for batch in seen[9:]]


def test_training_resumes_and_exports_to_both_engines(runs: Path) -> None:
    folder = runs / "translation"
    embedding = StaticEmbedding.load(runs / "embedding")
    half = dataclasses.replace(SMALL, tokens=SMALL.tokens // 2)
    train_translation(folder, half, embedding)
    stopped = json.loads((folder / "curve.json").read_text(encoding="utf-8"))
    model = train_translation(folder, SMALL, embedding)
    curve = json.loads((folder / "curve.json").read_text(encoding="utf-8"))
    assert curve[: len(stopped)] == stopped
    assert not model.get_decoder().embed_tokens.weight[-1].any(), "the decoder starts from a zero row"

    export_hugging_face(folder, runs / "hugging-face")
    export_ctranslate2(folder, runs / "ctranslate2", name="toy")
    sentences = [ja for ja, _ in toy_pairs()[:12]]
    fast = load_engine(str(runs / "ctranslate2"), beam=1)
    slow = load_engine(str(runs / "hugging-face"), engine="transformers", beam=1)
    assert "toy" in fast.line
    assert "int8" in fast.line
    outputs = [[hypothesis.text for hypothesis in engine.translate([*sentences, ""])] for engine in (fast, slow)]
    assert all(len(texts) == 13 and texts[-1] == "" for texts in outputs)
    # int8 and the decoder's guards may change a word, not the language.
    assert sum(text.startswith("The ") for texts in outputs for text in texts) >= 12, outputs


def test_numbers_and_names_are_copied_that_training_never_saw(runs: Path) -> None:
    engine = load_engine(str(runs / "ctranslate2"), beam=2)
    [hypothesis] = engine.translate(["ジルバートは27日に魚を見た。"])
    assert "27th" in hypothesis.text
    assert "Gilbert" in hypothesis.text
    assert Flag.NUMBERS_DIFFER not in hypothesis.flags


def test_a_glossary_is_copied_by_a_model_that_copies_names(runs: Path) -> None:
    engine = load_engine(str(runs / "ctranslate2"), beam=2)
    held = with_glossary(engine, Glossary((Term("先生", ("Professor",)),)))
    [hypothesis] = held.translate(["先生は9日に本を見た。"])
    assert "Professor" in hypothesis.text
    assert Flag.GLOSSARY not in hypothesis.flags


def test_a_name_that_gets_lost_is_flagged(runs: Path) -> None:
    engine = load_engine(str(runs / "ctranslate2"), beam=1)
    hypotheses = engine.translate([f"{'と'.join(NAMES.names)}は9日に本を見た。", "猫は9日に本を見た。"])
    missing = [name for name in NAMES.names.values() if name not in hypotheses[0].text]
    assert (Flag.NAME_MISSED in hypotheses[0].flags) == bool(missing)
    assert missing, "a model that never saw four names at a time loses one"
    assert Flag.NAME_MISSED not in hypotheses[1].flags


def test_late_pools_follow_the_late_shares(runs: Path) -> None:
    news = load_encoded(runs / "translation" / "data")[0]
    assert news.late_share > news.share, "sources.toml asks for more news in the end"
    other = dataclasses.replace(news, name="other", late_share=0.0)
    batches = TokenBatches([news, other], tokens=200, pool_tokens=1000, seed=3)
    batches.late_from = 5
    by_pool = [{index for batch in batches.pool(number, 50) for index, _ in batch} for number in (4, 5)]
    assert by_pool == [{0, 1}, {0}]


def test_neighbours_of_a_document_are_joined_now_and_then(runs: Path) -> None:
    table = json.loads((runs / "translation" / "data" / "table.json").read_text(encoding="utf-8"))
    news = load_encoded(runs / "translation" / "data")[0]
    joined = table["alt_wikinews"]["joined"]
    assert 1 / 9.5 < joined / table["alt_wikinews"]["pairs"] < 1 / 8.5, "one in eight of the single ones"
    assert table["tatoeba"]["joined"] == 0
    full_stops = [list(news.pair(row)[1]).count(news.pair(0)[1][-1]) for row in range(len(news.target_lengths))]
    assert full_stops.count(2) == joined


def test_every_source_states_a_licence_and_none_forbids_use() -> None:
    for source in load_sources():
        assert source.licence
        assert not any(word in source.licence for word in ("NC", "ND", "GFDL"))


def test_cleaning() -> None:
    kyoto = next(source for source in load_sources() if source.name == "kyoto_wiki")
    assert clean_pair(kyoto, "円城寺に住む源田実次。", "Sanetsugu GENDA lives in Enjo-ji Temple.") == (
        "円城寺に住む源田実次。",
        "Sanetsugu Genda lives in Enjoji Temple.",
    )
    assert clean_pair(kyoto, "ＡＢＣの　会議", "The “ABC” meeting") == ("ABCの 会議", 'The "ABC" meeting')
    assert clean_pair(kyoto, "", "nothing") is None
    assert clean_pair(kyoto, "彼はそこへ行った。", "<b>He went there.</b>") is None
    assert clean_pair(kyoto, "彼は町の新しい図書館へ行った。", "No.") is None
