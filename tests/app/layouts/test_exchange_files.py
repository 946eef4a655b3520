"""XLIFF 2 and TMX: what lacks a translation gets one, the rest stays."""

from pathlib import Path

import pytest
from lxml import etree

from align.formats import read_alignment
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


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("in.xlf", '<xliff version="1.2"></xliff>', "in.xlf: is XLIFF 1.2 (convert it to XLIFF 2)"),
        ("in.xlf", "<tmx></tmx>", "its root is no <xliff>"),
        ("in.tmx", "港", "its root is no <tmx>"),
    ],
)
def test_what_is_no_such_file(taiyaku: Taiyaku, tmp_path: Path, name: str, content: str, part: str) -> None:
    (tmp_path / name).write_text(content)
    outcome = taiyaku("translate", name)
    assert (outcome.code, part in outcome.err) == (2, True), outcome.err
