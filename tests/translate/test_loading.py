"""Names of models and what becomes of wrong ones."""

from pathlib import Path

import pytest

from corpora.errors import ModelError
from translate import Engine, load_engine


def test_embedded_model_translates() -> None:
    engine = load_engine()
    assert isinstance(engine, Engine)
    hypotheses = engine.translate(["今日は雨が降っています。", "", "　"])
    assert hypotheses[0].text
    assert hypotheses[0].score is not None
    assert hypotheses[0].score <= 0
    assert [hypothesis.text for hypothesis in hypotheses[1:]] == ["", ""]
    assert "int8" in engine.line
    assert "beam:" in engine.line


def test_order_is_kept_whatever_the_lengths() -> None:
    engine = load_engine(beam=1)
    sentences = ["はい。", "昨日、友人と一緒に新しくできた駅前の図書館へ行って本を三冊借りた。", "犬が走る。"]
    together = [hypothesis.text for hypothesis in engine.translate(sentences)]
    assert together == [engine.translate([sentence])[0].text for sentence in sentences]


def test_over_long_sentences_are_flagged_not_lost() -> None:
    [hypothesis] = load_engine(beam=1).translate(["長い文が、" * 200])
    assert "length-limit" in hypothesis.flags


def test_wrong_names(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="unknown engine"):
        load_engine(engine="abacus")
    with pytest.raises(ModelError, match="unknown device"):
        load_engine(device="tpu")
    with pytest.raises(ModelError, match="beam"):
        load_engine(beam=0)
    with pytest.raises(ModelError, match="CTranslate2 only"):
        load_engine(engine="transformers")
    with pytest.raises(ModelError, match="not a model"):
        load_engine(str(tmp_path))
    with pytest.raises(ModelError, match="not a CTranslate2 model"):
        load_engine("nobody/nothing", engine="ctranslate2")


def test_damaged_model(tmp_path: Path) -> None:
    for name in ("model.bin", "source.spm", "target.spm", "config.json"):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot load"):
        load_engine(str(tmp_path))
