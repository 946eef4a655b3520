"""Alignment formats read back what they wrote, as far as each carries it."""

import io
import json
import re
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from align.alignment import Alignment, Bead
from align.formats import FORMATS, StoredAlignment, format_of, read_alignment, write_alignment
from align.formats.markup import PIECE, Heading
from align.formats.tmx import Tmx
from align.formats.xliff import Xliff
from corpora.errors import InputError, OutputError

SOURCE = ("港の灯台が昨夜消えた。", "原因はまだ\tわからない。", "船は３隻とも\n無事だった。", "市長は謝罪した。")
TARGET = ("The harbour light went out last night.", "All three ships <are> safe & sound.", "The mayor\u2028apologised.")
ALIGNMENT = Alignment(
    (
        Bead((0,), (0,), 0.98765),
        Bead((1,), (), 0.5),
        Bead((2, 3), (1, 2), None),
    ),
    4,
    3,
)
CROSSING = Alignment((Bead((0,), (1,), 0.9), Bead((1,), (0,), 0.8)), 2, 2)

# Control characters, both kinds of line break, characters that other tools take for line ends, XML's own.
_TEXTS = st.text(st.sampled_from("あ漢。Aa .<&>\"'\\\t\n\r\x00\x0b\x0c\x1f\x85\u2028\ufffe\ufeff𠮷n[];:"), max_size=8)
_PROBABILITIES = st.none() | st.floats(0, 1)


@st.composite
def alignments(draw: st.DrawFn, *, crossing: bool = True) -> tuple[Alignment, list[str], list[str]]:
    """Any alignment with its sentences; every sentence in exactly one bead."""
    sizes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), min_size=1, max_size=6))
    order = draw(st.permutations(range(len(sizes)))) if crossing else list(range(len(sizes)))
    targets: dict[int, tuple[int, ...]] = {}
    position = 0
    for index in order:
        targets[index] = tuple(range(position, position + sizes[index][1]))
        position += sizes[index][1]
    beads, source_count = [], 0
    for index, (size, _) in enumerate(sizes):
        source = tuple(range(source_count, source_count + size))
        beads.append(Bead(source, targets[index], draw(_PROBABILITIES)))
        source_count += size
    texts = [draw(st.lists(_TEXTS, min_size=n, max_size=n)) for n in (source_count, position)]
    return Alignment(tuple(beads), source_count, position), texts[0], texts[1]


def _round_trip(name: str, alignment: Alignment, source: list[str], target: list[str]) -> StoredAlignment:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "alignment"
        write_alignment(alignment, source, target, place, format_name=name)
        return read_alignment(place, name)


def _rounded(beads: tuple[Bead, ...]) -> list[Bead]:
    return [Bead(b.source, b.target, None if b.probability is None else round(b.probability, 4)) for b in beads]


def _joined(alignment: Alignment, source: list[str], target: list[str]) -> list[tuple[str, str]]:
    return [("".join(source[i] for i in b.source), " ".join(target[i] for i in b.target)) for b in alignment.beads]


def _texts(stored: StoredAlignment) -> list[tuple[str, str]]:
    assert stored.source_texts is not None
    assert stored.target_texts is not None
    return list(zip(stored.source_texts, stored.target_texts, strict=True))


@pytest.mark.parametrize("name", ["vecalign", "tsv", "jsonl", "xces"])
@settings(max_examples=40, deadline=None)
@given(case=alignments())
def test_formats_of_all_beads(name: str, case: tuple[Alignment, list[str], list[str]]) -> None:
    alignment, source, target = case
    stored = _round_trip(name, *case)
    assert list(stored.alignment.beads) == _rounded(alignment.beads)
    assert (stored.alignment.source_count, stored.alignment.target_count) == (len(source), len(target))
    if name in ("tsv", "jsonl"):
        assert _texts(stored) == _joined(*case)


@pytest.mark.parametrize("name", ["tmx", "xliff", "parquet"])
@settings(max_examples=40, deadline=None)
@given(case=alignments())
def test_formats_of_text_pairs(name: str, case: tuple[Alignment, list[str], list[str]]) -> None:
    alignment, source, target = case
    stored = _round_trip(name, *case)
    kept = [index for index, bead in enumerate(alignment.beads) if bead.source and (bead.target or name == "xliff")]
    assert list(stored.alignment.beads) == [_rounded(alignment.beads)[index] for index in kept]
    texts = [_joined(*case)[index] for index in kept]
    if name == "tmx":  # has no way to carry what XML forbids
        lossy = str.maketrans({"\x00": "\ufffd", "\ufffe": "\ufffd", "\x0b": " ", "\x0c": " ", "\x1f": " "})
        texts = [(a.translate(lossy), b.translate(lossy)) for a, b in texts]
    assert _texts(stored) == texts
    if name != "parquet":
        assert (stored.alignment.source_count, stored.alignment.target_count) == (len(source), len(target))


@pytest.mark.parametrize("output", [Tmx(), Xliff()], ids=lambda output: output.name)
def test_pairs_are_written_as_they_come(output: Tmx | Xliff, tmp_path: Path) -> None:
    taken = []

    def endless() -> Iterator[tuple[Bead, str, str]]:
        for number in count():
            taken.append(number)
            yield Bead((number,), (number,)), f"{number}番目の文。", f"Sentence {number}."

    pieces = output.pieces(endless(), Heading())
    begun = b"".join(islice(pieces, 3))
    assert len(begun) < 4 * PIECE
    assert f"Sentence {taken[-100]}." in begun.decode(), "a piece holds what was taken, but for a buffer's worth"
    pieces.close()

    (tmp_path / "few").write_bytes(b"".join(output.pieces(islice(endless(), 3), Heading(source_language="ja-JP"))))
    stored = output.read(tmp_path / "few", "ja", "en")
    assert stored.source_texts == ("0番目の文。", "1番目の文。", "2番目の文。")
    assert (stored.alignment.source_count, stored.alignment.target_count) == (3, 3)


@settings(max_examples=40, deadline=None)
@given(case=alignments(crossing=False))
def test_a_ladder_carries_every_alignment_in_order(case: tuple[Alignment, list[str], list[str]]) -> None:
    alignment, source, target = case
    stored = _round_trip("ladder", *case)
    assert set(stored.alignment.beads) == set(_rounded(alignment.beads))
    assert (stored.alignment.source_count, stored.alignment.target_count) == (len(source), len(target))


@settings(max_examples=40, deadline=None)
@given(case=alignments())
def test_moses_files_stay_in_step_for_every_reader(case: tuple[Alignment, list[str], list[str]]) -> None:
    alignment, source, target = case
    pairs = sum(not bead.is_null for bead in alignment.beads)
    with tempfile.TemporaryDirectory() as folder:
        files = write_alignment(alignment, source, target, Path(folder) / "out", format_name="moses")
        assert [file.name for file in files] == ["out.ja", "out.en"]
        for file in files:
            assert len(file.read_bytes().decode().splitlines()) == pairs  # splits at every line end there is
        assert len(read_alignment(Path(folder) / "out", "moses").alignment.beads) == pairs


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_alignment_gives_the_same_bytes_and_leaves_nothing_else(tmp_path: Path, name: str) -> None:
    contents = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        files = write_alignment(ALIGNMENT, SOURCE, TARGET, folder / "out", format_name=name)
        assert sorted(files) == sorted(folder.iterdir())
        contents.append([file.read_bytes() for file in files])
    assert contents[0] == contents[1]
    assert all(contents[0])


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"moses"}))
def test_a_stream_gets_the_same_bytes_as_a_file(tmp_path: Path, name: str) -> None:
    stream = io.BytesIO()
    assert write_alignment(ALIGNMENT, SOURCE, TARGET, stream, format_name=name) == ()
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / f"out{FORMATS[name].suffixes[0]}")
    assert file.read_bytes() == stream.getvalue()


def test_vecalign_lines_as_documented() -> None:
    stream = io.BytesIO()
    write_alignment(ALIGNMENT, SOURCE, TARGET, stream, format_name="vecalign")
    assert stream.getvalue() == b"[0]:[0]:0.9877\n[1]:[]:0.5\n[2,3]:[1,2]\n"


def test_costs_of_other_tools_are_not_taken_for_probabilities(tmp_path: Path) -> None:
    (tmp_path / "costs.vecalign").write_text("[0]:[0]:0.156006\n[1, 2]:[1]:1.204\n")
    assert read_alignment(tmp_path / "costs.vecalign").alignment.beads == (Bead((0,), (0,)), Bead((1, 2), (1,)))


def test_a_file_of_unknown_suffix_is_read_as_vecalign_lines(tmp_path: Path) -> None:
    (tmp_path / "test3.defr").write_text("[0]:[0, 1]\n[]:[2]\n\n[]:[]\n")
    assert read_alignment(tmp_path / "test3.defr").alignment.beads == (Bead((0,), (0, 1)), Bead((), (2,)))


def test_jsonl_keeps_sentences_apart_and_one_line_a_bead() -> None:
    stream = io.BytesIO()
    write_alignment(ALIGNMENT, SOURCE, TARGET, stream, format_name="jsonl")
    lines = stream.getvalue().decode().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2]) == {
        "source": [2, 3],
        "target": [1, 2],
        "probability": None,
        "source_text": list(SOURCE[2:]),
        "target_text": list(TARGET[1:]),
    }


def test_sentences_are_joined_as_their_language_does(tmp_path: Path) -> None:
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.tsv", source_language="ja")
    assert "無事だった。市長は" in file.read_text()
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.tsv", source_language="ko")
    assert "無事だった。 市長は" in file.read_text()


_TMX_DTD = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | prop | ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT note (#PCDATA)> <!ELEMENT ude EMPTY>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED segtype (block | paragraph | sentence | phrase) #IMPLIED>
<!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""
"""What TMX 1.4b asks of the elements we write, after its specification; no dates on purpose."""


@settings(max_examples=20, deadline=None)
@given(case=alignments())
def test_tmx_is_valid(case: tuple[Alignment, list[str], list[str]]) -> None:
    stream = io.BytesIO()
    write_alignment(*case, stream, format_name="tmx")
    tree = etree.fromstring(stream.getvalue())
    dtd = etree.DTD(io.StringIO(_TMX_DTD))
    assert dtd.validate(tree), dtd.error_log
    assert len(tree.findall("body/tu")) == sum(not bead.is_null for bead in case[0].beads)
    for unit in tree.iterfind("body/tu"):
        assert [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in unit.iterfind("tuv")] == ["ja", "en"]


def test_xliff_order_of_elements() -> None:
    stream = io.BytesIO()
    write_alignment(ALIGNMENT, SOURCE, TARGET, stream, format_name="xliff")
    root = etree.fromstring(stream.getvalue())
    core = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{core}xliff",
        "2.0",
        "ja",
        "en",
    )
    units = root.findall(f"{core}file/{core}unit")
    assert [unit.get("id") for unit in units] == ["u1", "u2", "u3"]
    for unit in units:  # the schema: modules first, then segments, each source before target
        assert [child.tag for child in unit][-1] == f"{core}segment"
    assert [len(unit.findall(f"{core}segment/{core}target")) for unit in units] == [1, 0, 1]
    states = [unit.find(f"{core}segment").get("state") for unit in units]  # type: ignore[union-attr]
    assert states == ["translated", None, "translated"]  # what has no counterpart is still to be translated


def test_xces_counts_from_one_as_opus_does() -> None:
    stream = io.BytesIO()
    write_alignment(
        ALIGNMENT, SOURCE, TARGET, stream, format_name="xces", source_name="ja/a.xml", target_name="en/a.xml"
    )
    group = etree.fromstring(stream.getvalue()).find("linkGrp")
    assert group is not None
    assert (group.get("fromDoc"), group.get("toDoc")) == ("ja/a.xml", "en/a.xml")
    assert [(link.get("xtargets"), link.get("certainty")) for link in group] == [
        ("1;1", "0.9877"),
        ("2;", "0.5"),
        ("3 4;2 3", None),
    ]


def test_parquet_has_the_translation_feature(tmp_path: Path) -> None:
    pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
    datasets = pytest.importorskip("datasets")
    (file,) = write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.parquet")
    table = pyarrow_parquet.read_table(file)
    features = datasets.Features.from_arrow_schema(table.schema)
    assert features["translation"] == datasets.Translation(languages=["en", "ja"])
    assert table.column("translation").to_pylist()[0] == {"ja": SOURCE[0], "en": TARGET[0]}


def test_a_translation_memory_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "memory.tmx").write_text(
        """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
        <tmx version="1.4"><header/><body>
        <tu><tuv xml:lang="EN-GB"><seg>Press <bpt i="1">&lt;b></bpt>start<ept i="1">&lt;/b></ept>.</seg></tuv>
            <tuv xml:lang="ja-JP"><seg>開始を<hi>押す</hi>。</seg></tuv></tu>
        <tu><tuv xml:lang="de"><seg>Nur deutsch.</seg></tuv></tu>
        <tu><tuv xml:lang="ja-JP"><seg>未訳</seg></tuv><tuv xml:lang="en-GB"><seg> </seg></tuv></tu>
        </body></tmx>"""
    )
    stored = read_alignment(tmp_path / "memory.tmx")
    assert stored.alignment.beads == (Bead((0,), (0,)),)
    assert _texts(stored) == [("開始を押す。", "Press start.")]
    with pytest.raises(InputError, match="no unit has both fr and en, only de, en-gb, ja-jp"):
        read_alignment(tmp_path / "memory.tmx", source_language="fr")


def test_a_reader_loads_nothing_that_a_file_points_to(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the password")
    (tmp_path / "evil.tmx").write_text(
        f"""<!DOCTYPE tmx [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>
        <tmx version="1.4"><body><tu><tuv xml:lang="ja"><seg>中身&x;</seg></tuv>
        <tuv xml:lang="en"><seg>content</seg></tuv></tu></body></tmx>"""
    )
    assert _texts(read_alignment(tmp_path / "evil.tmx")) == [("中身", "content")]


def test_an_xliff_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "job.xlf").write_text(
        """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ja"><file id="f"><group id="g">
        <unit id="1"><segment><source>一つ<pc id="1">太い</pc></source><target>One bold</target></segment>
        <segment><source>未訳</source></segment></unit>
        <unit id="3"><segment><source>空</source><target> </target></segment></unit>
        <unit id="2"><segment><source>二つ<cp hex="zz"/></source><target>Two</target></segment></unit>
        </group></file></xliff>"""
    )
    stored = read_alignment(tmp_path / "job.xlf")
    assert stored.alignment.beads == (Bead((0,), (0,)), Bead((1,), ()), Bead((2,), ()), Bead((3,), (1,)))
    assert _texts(stored) == [("一つ太い", "One bold"), ("未訳", ""), ("空", ""), ("二つ\ufffd", "Two")]


def test_links_of_opus(tmp_path: Path) -> None:
    (tmp_path / "links.xml").write_text(
        """<?xml version="1.0"?><!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
        <cesAlign version="1.0"><linkGrp targType="s" fromDoc="ja/x.xml.gz" toDoc="en/x.xml.gz">
        <link certainty="1.7" xtargets="s1 s2;s1" /><link xtargets=";s2" /></linkGrp></cesAlign>"""
    )
    assert read_alignment(tmp_path / "links.xml").alignment.beads == (Bead((0, 1), (0,)), Bead((), (1,)))


def test_a_ladder_refuses_what_it_cannot_hold(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"a ladder cannot hold this alignment: .*out of order .*choose vecalign"):
        write_alignment(CROSSING, ["一", "二"], ["one", "two"], tmp_path / "out.ladder")
    gap = Alignment((Bead((0, 2), (0,)), Bead((1,), ())), 3, 1)
    with pytest.raises(OutputError, match="not neighbours"):
        write_alignment(gap, ["一", "二", "三"], ["one"], tmp_path / "out.ladder")
    assert list(tmp_path.iterdir()) == []


def test_a_ladder_of_hunalign(tmp_path: Path) -> None:
    (tmp_path / "hand.ladder").write_text("0\t0\n1\t1\n3\t2\n3\t3\n")
    stored = read_alignment(tmp_path / "hand.ladder")
    assert stored.alignment.beads == (Bead((0,), (0,)), Bead((1, 2), (1,)), Bead((), (2,)))


@pytest.mark.parametrize("name", ["moses", "parquet"])
def test_formats_keyed_by_language_need_two(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="choose"):
        write_alignment(CROSSING, ["a", "b"], ["c", "d"], tmp_path / "out", format_name=name, source_language="en")
    assert list(tmp_path.iterdir()) == []


def test_doors_name_the_formats_there_are(tmp_path: Path) -> None:
    assert format_of("Memory.TMX") == "tmx"
    assert format_of("notes.docx") is None
    with pytest.raises(OutputError, match=r"out\.docx: no alignment format is known .*vecalign, tsv"):
        write_alignment(CROSSING, ["a", "b"], ["c", "d"], tmp_path / "out.docx")
    with pytest.raises(InputError, match="'excel' is no alignment format"):
        read_alignment(tmp_path / "in.tsv", "excel")
    with pytest.raises(OutputError, match="two files"):
        write_alignment(CROSSING, ["a", "b"], ["c", "d"], io.BytesIO(), format_name="moses")


def test_sentences_must_be_those_aligned(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="numbers 2 source sentences, but there are 1"):
        write_alignment(CROSSING, ["a"], ["c", "d"], tmp_path / "out.tsv")
    wrong = Alignment((Bead((0,), (5,)),), 1, 1)
    with pytest.raises(InputError, match=r"\[0\]:\[5\] names a sentence that does not exist"):
        write_alignment(wrong, ["a"], ["c"], tmp_path / "out.tsv")


def test_half_a_character_does_not_stop_the_work(tmp_path: Path) -> None:
    alignment = Alignment((Bead((0,), (0,)),), 1, 1)
    for name in FORMATS:
        write_alignment(alignment, ["半\ud83d"], ["half \ude00"], tmp_path / f"out-{name}", format_name=name)
    assert read_alignment(tmp_path / "out-jsonl", "jsonl").source_texts == ("半\ufffd",)


_BROKEN = [
    ("vecalign", "[0]:[0]\nzero:one\n", ":2: 'zero:one' is no bead"),
    ("vecalign", "[0]:[-1]\n", ":1: .* is no bead"),
    ("vecalign", "[0]:[0]:..\n", ":1: .* is no bead"),
    ("vecalign", "\n", "holds no beads"),
    ("tsv", "a\tb\n", ":1: the header lacks"),
    ("tsv", "source\ttarget\tprobability\tsource_text\ttarget_text\n0\t0\n", ":2: 2 cells"),
    ("tsv", "source\ttarget\tprobability\tsource_text\ttarget_text\nx\t0\t\ta\tb\n", ":2: 'x' is no list"),
    ("tsv", "source\ttarget\tprobability\tsource_text\ttarget_text\n0\t0\t7\ta\tb\n", ":2: '7' is no probability"),
    ("jsonl", '{"source": [0], "target": [0]}\n{"source": \n', ":2: not JSON"),
    ("jsonl", "[1]\n", ":1: not a JSON object"),
    ("jsonl", '{"source": [true], "target": [0]}\n', ":1: 'source' is no list"),
    ("jsonl", '{"source": [0], "target": [0], "probability": "high"}\n', ":1: 'high' is no probability"),
    ("jsonl", '{"source": [0], "target": [0], "explanation": {"cosine": "5"}}\n', ":1: 'explanation' is no object"),
    ("jsonl", '{"source": [0], "target": [0], "source_text": 3}\n', ":1: 'source_text' is neither"),
    ("jsonl", "", "holds no beads"),
    ("tmx", "<tmx><body>\n<tu></body></tmx>", ":2: not well-formed XML"),
    ("tmx", "<html/>", "its root is <html>"),
    ("tmx", "", "not well-formed XML"),
    ("xliff", '<xliff version="1.2"/>', "is XLIFF 1.2 .*convert"),
    ("xliff", "<tmx/>", "its root is <tmx>"),
    ("xces", '<cesAlign>\n<linkGrp><link xtargets="1.1;1.1"/></linkGrp></cesAlign>', ":2: cannot use the link"),
    ("xces", "<cesAlign>\n<linkGrp/>\n<linkGrp/></cesAlign>", ":3: holds more than one document pair"),
    ("ladder", "0\t0\nup\n", ":2: 'up' is no rung"),
    ("ladder", "0\t0\n2\t2\n1\t3\n", ":3: the ladder steps back"),
    ("ladder", "", "is empty"),
    ("parquet", "PAR1", "not a Parquet file"),
]


@pytest.mark.parametrize(("name", "content", "message"), _BROKEN)
def test_a_broken_file_is_one_line_with_its_place(tmp_path: Path, name: str, content: str, message: str) -> None:
    place = tmp_path / "broken"
    place.write_text(content)
    with pytest.raises(InputError, match=f"^{re.escape(str(place))}.*{message}") as caught:
        read_alignment(place, name)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("name", FORMATS)
def test_a_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_alignment(tmp_path / "missing", name)


def test_moses_files_out_of_step(tmp_path: Path) -> None:
    (tmp_path / "out.ja").write_text("一\n二\n")
    (tmp_path / "out.en").write_text("one\n")
    with pytest.raises(InputError, match=r"out\.en: ends before line 2 of out\.ja"):
        read_alignment(tmp_path / "out", "moses")


def test_parquet_without_the_language(tmp_path: Path) -> None:
    write_alignment(ALIGNMENT, SOURCE, TARGET, tmp_path / "out.parquet")
    with pytest.raises(InputError, match="its translations lack fr; they have en, ja"):
        read_alignment(tmp_path / "out.parquet", source_language="fr")


def test_jsonl_keeps_the_explanation_of_beads(tmp_path: Path) -> None:
    beads = (Bead((0,), (0,), 0.9, (("cosine", 5.25), ("length", -0.5))), Bead((1,), ()))
    write_alignment(Alignment(beads, 2, 1), ["雨。", "風。"], ["Rain."], tmp_path / "beads.jsonl")
    assert read_alignment(tmp_path / "beads.jsonl").alignment.beads == beads
