"""Glossaries: reading them, finding their terms, and holding engines to them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpora.errors import InputError
from translate import Hypothesis, load_engine
from translate.batch.ordering import Shaped
from translate.glossary import Glossary, Term, read_glossary, with_glossary
from translate.names import NameFinder
from translate.translation import Flag

TERMS = Glossary((Term("港町", ("port town", "harbour town")), Term("港", ("harbour",)), Term("市長", ("mayor",))))

TBX2 = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX" xml:lang="ja"><text><body>
<termEntry id="1"><!-- a remark --><langSet xml:lang="ja"><tig><term>港町</term></tig></langSet>
<langSet xml:lang="en-GB"><tig><term>harbour
 town</term></tig><tig><term>port town</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Hafenstadt</term></tig></langSet></termEntry>
<termEntry id="2"><langSet xml:lang="en"><ntig><termGrp><term>mayor</term></termGrp></ntig></langSet></termEntry>
</body></text></martif>
"""
TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="ja" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="ja"><termSec><term>市長</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>mayor</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""


class Says:
    """An engine that knows a few sentences, and what else it might have said."""

    line = "says"

    def __init__(self, known: dict[str, list[str]]) -> None:
        self.known = known
        self.asked: list[str] = []

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        self.asked += sentences
        return [Hypothesis(self.known.get(sentence, ["?"])[0], -1.0) for sentence in sentences]


class ThinksOf(Says):
    def alternatives(self, sentences: Sequence[str], count: int) -> list[list[Hypothesis]]:
        return [[Hypothesis(text, -1.0) for text in self.known[sentence][:count]] for sentence in sentences]


class Copies(Says):
    """An engine that says what it was told to copy, and nothing else."""

    def copying(self, terms: NameFinder) -> Says:
        texts = {text: [" and ".join(term.written for term in terms.find(text))] for text in self.known}
        return Says(texts)


def test_an_engine_that_copies_is_given_the_terms() -> None:
    engine = Copies({"港町の市長": ["The head of the town"]})
    [hypothesis] = with_glossary(engine, TERMS).translate(["港町の市長"])
    assert hypothesis.text == "port town and mayor"
    assert engine.asked == ["港町の市長"], "no English was put into the Japanese"


def test_tsv(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("﻿ja\ten\n# a remark\n港町\tport town\tnoun\n\nＮＨＫ\tNHK\n港町\tharbour town\n", encoding="utf-8")
    glossary = read_glossary(path)
    assert glossary.terms == (Term("港町", ("port town", "harbour town")), Term("NHK", ("NHK",)))
    path.write_text("港町\tport town\n港町 port town\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"terms\.tsv:2: has no two terms"):
        read_glossary(path)
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no Japanese term"):
        read_glossary(path)


def test_tbx(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(TBX2, encoding="utf-8")
    assert read_glossary(path).terms == (Term("港町", ("harbour town", "port town")),)
    path.write_text(TBX3, encoding="utf-8")
    assert read_glossary(path).terms == (Term("市長", ("mayor",)),)
    path.write_text("<martif><oops>", encoding="utf-8")
    with pytest.raises(InputError, match="is not TBX"):
        read_glossary(path)
    path.write_text('<!DOCTYPE m [<!ENTITY e SYSTEM "/etc/hostname">]><m><termEntry/>&e;</m>', encoding="utf-8")
    with pytest.raises(InputError, match="holds no Japanese term"):
        read_glossary(path)


def test_the_longer_term_is_meant_and_forms_are_known() -> None:
    assert [term.source for term in TERMS.found_in("港町の市長と港町の港")] == ["港町", "市長", "港"]
    assert [term.source for term in TERMS.found_in("港町")] == ["港町"]
    [mayor] = TERMS.found_in("市長")
    assert mayor.is_in("Mayors met.")
    assert not mayor.is_in("The mayoral race")
    assert TERMS.substituted("港町の市長", [mayor]) == "港町の mayor"


def test_a_term_is_taken_from_the_other_hypotheses() -> None:
    engine = with_glossary(ThinksOf({"港町だ。": ["A city.", "A port city.", "A Harbour town."]}), TERMS)
    assert engine.translate(["港町だ。", ""])[0] == Hypothesis("A Harbour town.", -1.0)


def test_a_term_is_put_into_the_sentence_where_nothing_else_helps() -> None:
    says = Says({"港町だ。": ["A city."], "port town だ。": ["It is a port town."], "犬だ。": ["A dog."]})
    found = with_glossary(says, TERMS).translate(["犬だ。", "港町だ。"])
    assert [hypothesis.text for hypothesis in found] == ["A dog.", "It is a port town."]
    assert says.asked == ["犬だ。", "港町だ。", "port town だ。"], "nothing more is asked where nothing is missing"


def test_what_is_still_missing_is_flagged_and_nothing_worse_is_taken() -> None:
    class Doubtful(Says):
        def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
            return [
                Hypothesis("port town 港", -1.0, (Flag.KANA_LEFT,)) if "port" in sentence else Hypothesis("A city.")
                for sentence in sentences
            ]

    [found] = with_glossary(Doubtful({}), TERMS).translate(["港町だ。"])
    assert found == Hypothesis("A city.", None, (Flag.GLOSSARY,))


def test_the_engine_line_tells_the_glossary_and_the_shape_is_kept() -> None:
    plain = load_engine(beam=1)
    held = load_engine(beam=1, glossary=TERMS)
    other = load_engine(beam=1, glossary=Glossary(TERMS.terms[:1]))
    assert held.line.startswith(f"{plain.line} | glossary:")
    assert held.line != other.line
    assert isinstance(held, Shaped)
    assert isinstance(plain, Shaped)
    assert held.batch_shape == plain.batch_shape
    assert held.lengths(["港町だ。"]) == plain.lengths(["港町だ。"])
    [found] = held.translate(["港町の市長が来た。"])
    assert (Flag.GLOSSARY in found.flags) == (not all(t.is_in(found.text) for t in TERMS.found_in("港町の市長")))
    assert not isinstance(with_glossary(Says({}), TERMS), Shaped)
