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


def test_the_embedded_model_is_loaded_once() -> None:
    assert load_engine() is load_engine()
    assert load_engine(beam=1) is not load_engine()


def test_order_is_kept_whatever_the_lengths() -> None:
    engine = load_engine(beam=1)
    sentences = ["はい。", "昨日、友人と一緒に新しくできた駅前の図書館へ行って本を三冊借りた。", "犬が走る。"]
    together = [hypothesis.text for hypothesis in engine.translate(sentences)]
    assert together == [engine.translate([sentence])[0].text for sentence in sentences]


def test_over_long_sentences_are_translated_clause_by_clause() -> None:
    engine = load_engine(beam=1)
    clause = "男は駅の前で長いあいだ友人を待っていたが、"
    [whole, part] = engine.translate([clause * 12, clause])
    assert "length-limit" not in whole.flags
    assert len(whole.text) > 3 * len(part.text)


def test_what_cannot_be_cut_is_flagged_not_lost() -> None:
    [hypothesis] = load_engine(beam=1).translate(["漢字仮名" * 200])
    assert "length-limit" in hypothesis.flags
    assert hypothesis.text


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
    with pytest.raises(ModelError, match="unknown compute type"):
        load_engine(compute_type="int3")
    with pytest.raises(ModelError, match="--revision does not go with"):
        load_engine(revision="main")


def test_damaged_model(tmp_path: Path) -> None:
    for name in ("model.bin", "source.spm", "target.spm", "config.json"):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot load"):
        load_engine(str(tmp_path))


def test_an_empty_name_is_no_folder() -> None:
    with pytest.raises(ModelError, match="the model has no name"):
        load_engine(" ")


def test_a_missing_gpu_is_no_fault_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_driver(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA driver version is insufficient for CUDA runtime version")

    monkeypatch.setattr("ctranslate2.Translator", without_driver)
    with pytest.raises(ModelError, match=r"CUDA driver .*--device cpu"):
        load_engine(device="cuda")
