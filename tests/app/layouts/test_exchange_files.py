"""XLIFF 2 and TMX: what lacks a translation gets one, the rest stays."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from align.formats import read_alignment
from app.layouts import Layout, Wishes, document_slots
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()

XLIFF = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ja">
 <file id="f1">
  <unit id="u1">
   <segment id="s1"><source>{FIRST_JA}{SECOND_JA}</source></segment>
   <ignorable><source> </source></ignorable>
   <segment id="s2"><source><pc id="1">{THIRD_JA}</pc><ph id="2"/></source></segment>
   <segment id="s3" state="final"><source>橋。</source><target>A bridge &amp; a road.</target></segment>
   <segment id="s4"><source>無言。</source></segment>
  </unit>
 </file>
</xliff>
"""
TMX = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="ja" datatype="plaintext"/><body>
<tu><tuv xml:lang="ja-JP"><seg>{FIRST_JA}</seg></tuv></tu>
<tu><tuv xml:lang="ja"><seg><bpt i="1">&lt;b&gt;</bpt>{THIRD_JA}<ept i="1">&lt;/b&gt;</ept></seg></tuv></tu>
<tu><tuv xml:lang="ja"><seg>橋。</seg></tuv><tuv xml:lang="en-GB"><seg>Bridge.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Le port.</seg></tuv></tu>
</body></tmx>
"""


def test_segments_without_a_target_get_one(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.xlf").write_text(XLIFF)
    assert taiyaku("translate", "in.xlf", "-o", "out.xlf").code == 1
    expected = XLIFF.replace('srcLang="ja"', 'srcLang="ja" trgLang="en"')
    for source, target in (
        (f"{FIRST_JA}{SECOND_JA}", f"{FIRST} {SECOND}"),
        (f'<pc id="1">{THIRD_JA}</pc><ph id="2"/>', f'<pc id="1">{THIRD}</pc><ph id="2"/>'),
    ):
        expected = expected.replace(f"{source}</source>", f"{source}</source><target>{target}</target>")
    assert (tmp_path / "out.xlf").read_text() == expected
    assert read_alignment(tmp_path / "out.xlf").target_texts == (f"{FIRST} {SECOND}", THIRD, "A bridge & a road.", "")
    assert taiyaku("translate", "out.xlf").out == expected, "what is translated is left alone, 無言 is tried again"


def test_our_own_output_can_be_gone_on_with(taiyaku: Taiyaku, article: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", article, "-o", "out.xliff").code == 0
    again = taiyaku("translate", "out.xliff", "-o", "again.xliff")
    assert again.code == 0, again.err
    assert (tmp_path / "again.xliff").read_bytes() == (tmp_path / "out.xliff").read_bytes()


def test_units_without_english_get_it(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.tmx").write_text(TMX)
    assert taiyaku("translate", "in.tmx", "-o", "out.tmx").code == 0
    units = etree.parse(tmp_path / "out.tmx").findall(".//tu")
    assert ["".join(unit.itertext()).strip() for unit in units[2:]] == ["橋。Bridge.", "Le port."]
    assert read_alignment(tmp_path / "out.tmx").target_texts == (FIRST, THIRD, "Bridge.")
    removed = (tmp_path / "out.tmx").read_text()
    for text in (FIRST, f'<bpt i="1">&lt;b&gt;</bpt>{THIRD}<ept i="1">&lt;/b&gt;</ept>'):
        removed = removed.replace(f'<tuv xml:lang="en"><seg>{text}</seg></tuv>', "")
    assert removed == TMX


START = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ja" trgLang="en"><file id="f">'
END = "</file></xliff>"


def filled(content: str, translation: str = "x", layout: Layout = Layout.XLIFF, encoding: str = "utf-8") -> str:
    """The file with every sentence translated so."""
    found = list(document_slots(content.encode(encoding), layout, "file", Wishes(encoding=encoding)))
    pieces = [slot.fill(translation if slot.text.strip() else "") for slot in found]
    return b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode(encoding)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("<source>港。</source>", "", "<target>x</target>"),
        ("<source>港。</source>", "<target/>", "<target>x</target>"),
        (
            "<source>港。</source>\n",
            '<target order="2" xml:lang="en" />',
            '<target order="2" xml:lang="en">x</target>',
        ),
        ("<source>港。</source>", "<target> \n</target>", "<target>x</target>"),
        ("<source>港。</source>", "<target><ph id='1'/></target>", None),
        ("<source>港。</source>", "<target>Port.</target>", None),
        ("<source/>", "", None),
        ("<source></source>", "<target/>", None),
        ("<source><ph id='1'/></source>", "", None),
        ("<source><![CDATA[港 & <町>。]]></source>", "", "<target>x</target>"),
        ("<source>港<!-- </source> -->町。</source>", "", "<target><!-- </source> -->x</target>"),
        (
            "<source>港と<mrk id='m' translate='no'>橋<mrk id='n'>だ</mrk></mrk></source>",
            "",
            "<target>x<mrk id='m' translate='no'>橋<mrk id='n'>だ</mrk></mrk></target>",
        ),
        (
            "<source>港<sc id='1'/>町<ec startRef='1'/>だ。<cp hex='000B'/></source>",
            "",
            "<target><sc id='1'/>x<ec startRef='1'/><cp hex='000B'/></target>",
        ),
        ("<source>&#x6E2F;。</source>", "", "<target>x</target>"),
    ],
)
def test_segments_as_they_may_be(source: str, target: str, expected: str | None) -> None:
    start, end = f'{START}<unit id="u"><segment>{source}', f"</segment></unit>{END}"
    whole = f"{start}{target}{end}"
    assert filled(whole) == f"{start}{target if expected is None else expected}{end}"
    assert filled(whole, "") == whole


def test_what_must_not_be_translated_is_left_alone() -> None:
    segment = "<segment><source>港。</source></segment>"
    no, yes = 'translate="no"', 'translate="yes"'
    whole = (
        f'{START}<group id="g" {no}><unit id="a">{segment}</unit><unit id="b" {yes}>{segment}</unit></group>'
        f'<unit id="c" {no}>{segment}</unit><unit id="d">{segment}</unit>{END}'
    )
    root = etree.fromstring(filled(whole))
    assert [unit.get("id") for unit in root.iter("{*}unit") if unit.find("{*}segment/{*}target") is not None] == [
        "b",
        "d",
    ]


def test_prefixes_other_modules_and_encodings() -> None:
    prefixed = (
        '<?xml version="1.0" encoding="utf-16"?><x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.0" version="2.1" '
        'srcLang="ja"><x:file id="f"><x:unit id="u"><m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0">'
        '<m:match ref="#s"><x:source>橋。</x:source><x:target>A bridge.</x:target></m:match></m:matches>'
        '<x:segment id="s"><x:source>港。</x:source></x:segment></x:unit></x:file></x:xliff>'
    )
    expected = prefixed.replace('"ja"', '"ja" trgLang="en"').replace(
        "港。</x:source>", "港。</x:source><x:target>x</x:target>"
    )
    assert filled(prefixed, encoding="utf-16") == expected


_INLINE = st.recursive(
    st.sampled_from(["港。", "祭り", "x", " ", "&amp;", "&#28207;", "<ph id='p'/>", "<!--c-->", "<![CDATA[町 & ]]>"]),
    lambda inner: st.builds("<pc id='c'>{}</pc>".format, inner) | st.builds("{}{}".format, inner, inner),
    max_leaves=5,
)
_TARGETS = st.sampled_from(["", "<target/>", "<target></target>", "<target>done</target>"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_INLINE, _TARGETS, st.booleans()), min_size=1, max_size=4))
def test_a_segment_has_one_target_after_its_source(cases: list[tuple[str, str, bool]]) -> None:
    segments = (
        f"<unit id='u' translate='{'yes' if wanted else 'no'}'>"
        f"<segment><source>{source}</source>{target}</segment></unit>"
        for source, target, wanted in cases
    )
    whole = f"{START}{''.join(segments)}{END}"
    assert filled(whole, "") == whole
    before, after = (etree.fromstring(text).iter("{*}segment") for text in (whole, filled(whole, "one two")))
    for old, new, (_, target, wanted) in zip(before, after, cases, strict=True):
        assert etree.tostring(old[0], with_tail=False) == etree.tostring(new[0], with_tail=False)
        is_new = "one two" in "".join(new.itertext())
        assert not is_new or (wanted and "done" not in target)
        names = [etree.QName(child).localname for child in new]
        assert names == ["source", "target"][: 1 + (is_new or bool(target))]
        if is_new:
            codes = [sorted(str(code.tag) for code in side.iter("{*}pc", "{*}ph")) for side in new]
            assert codes[0] == codes[1]


def test_a_blank_english_text_of_a_memory_is_filled() -> None:
    start = '<tmx version="1.4"><header srclang="ja"/><body><tu><tuv xml:lang="ja"><seg>港。</seg></tuv>'
    for blank in ("<seg/>", "<seg></seg>", "<seg>\n</seg>"):
        whole = f'{start}<tuv xml:lang="en-GB">{blank}</tuv></tu></body></tmx>'
        assert filled(whole, layout=Layout.TMX) == whole.replace(blank, "<seg>x</seg>")


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("in.xlf", START.replace('"en"', '"de"') + END, "in.xlf: its target language is 'de'"),
        ("in.xlf", f"{START}\n<unit id='u'>", "in.xlf:2: not well-formed XML: Premature end of data"),
        ("in.xlf", f"{START}\n<unit id='u'></segment></unit>{END}", "in.xlf:2: not well-formed XML"),
        ("in.tmx", '<tmx version="1.4">\n<body>&nbsp;</body></tmx>', "in.tmx:2: not well-formed XML: Entity 'nbsp'"),
        ("in.xlf", '<xliff version="1.2"></xliff>', "in.xlf: is XLIFF 1.2 (convert it to XLIFF 2)"),
        ("in.xlf", "<tmx></tmx>", "its root is no <xliff>"),
        ("in.tmx", "港", "its root is no <tmx>"),
    ],
)
def test_what_is_no_such_file(taiyaku: Taiyaku, tmp_path: Path, name: str, content: str, part: str) -> None:
    (tmp_path / name).write_text(content)
    outcome = taiyaku("translate", name)
    assert (outcome.code, part in outcome.err) == (2, True), outcome.err
