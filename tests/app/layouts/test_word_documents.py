"""Word documents made and read by python-docx: text replaced, everything else kept."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.shared import Inches

from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), (FOURTH_JA, FOURTH) = TRANSLATIONS.items()
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A document with what documents have."""
    document = docx.Document()
    document.add_heading(THIRD_JA, 1)
    paragraph = document.add_paragraph(FIRST_JA[:3])
    paragraph.add_run(FIRST_JA[3:6]).bold = True
    paragraph.add_run(FIRST_JA[6:] + SECOND_JA)
    paragraph.add_run("\t" + THIRD_JA).italic = True
    document.add_paragraph(FOURTH_JA, style="List Bullet").add_run().add_picture(io.BytesIO(PIXEL), width=Inches(1))
    table = document.add_table(1, 2)
    table.cell(0, 0).text = THIRD_JA
    table.cell(0, 1).text = "10 km"
    document.sections[0].header.paragraphs[0].text = THIRD_JA
    document.core_properties.author = "港"
    document.save(str(tmp_path / "in.docx"))
    return tmp_path / "in.docx"


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_text_is_replaced_and_the_rest_kept(taiyaku: Taiyaku, made: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", made, "-o", "out.docx").code == 0
    before, after = docx.Document(str(made)), docx.Document(str(tmp_path / "out.docx"))
    assert texts(after) == [THIRD, f"{FIRST} {SECOND}\t{THIRD}", FOURTH]
    assert [one.style.name for one in after.paragraphs] == [one.style.name for one in before.paragraphs]
    assert [run.text for run in after.paragraphs[1].runs if run.italic and run.text.strip()] == [THIRD]
    assert all(run.text in FIRST and 0 < len(run.text) < len(FIRST) for run in after.paragraphs[1].runs if run.bold)
    assert any(run.bold for run in after.paragraphs[1].runs)
    assert [cell.text for cell in after.tables[0].rows[0].cells] == [THIRD, "10 km"]
    assert after.sections[0].header.paragraphs[0].text == THIRD
    assert len(after.inline_shapes) == 1
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(tmp_path / "out.docx") as new:
        assert new.namelist() == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"word/document.xml", "word/header1.xml"}


def test_on_stdout_a_document_is_text(taiyaku: Taiyaku, made: Path) -> None:
    assert taiyaku("translate", made).out == (
        f"{THIRD}\n\n{FIRST} {SECOND} {THIRD}\n\n{FOURTH}\n\n{THIRD}\n\n{THIRD}\n"
    )


def test_other_formats(taiyaku: Taiyaku, made: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", made, "-o", "out.tsv").code == 0
    assert (tmp_path / "out.tsv").read_text().splitlines()[1] == f"{FIRST_JA}\t{FIRST}"
    outcome = taiyaku("translate", "in.docx", "-o", "out.epub")
    assert (outcome.code, "only a epub file" in outcome.err) == (2, True)


def test_both_languages(taiyaku: Taiyaku, made: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", made, "-o", "out.docx", "--bilingual").code == 0
    after = docx.Document(str(tmp_path / "out.docx"))
    assert texts(after)[:2] == [THIRD_JA, THIRD]
    assert [paragraph.style.name for paragraph in after.paragraphs[:2]] == ["Heading 1", "Heading 1"]
    assert after.tables[0].cell(0, 0).text == f"{THIRD_JA}\n{THIRD}"
    assert taiyaku("translate", made, "-o", "out.docx", "--side-by-side").code == 0
    after = docx.Document(str(tmp_path / "out.docx"))
    assert [cell.text for cell in after.tables[0].rows[0].cells] == [THIRD_JA, THIRD]


def test_a_sentence_without_translation_stays(taiyaku: Taiyaku, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(f"無言。{THIRD_JA}")
    document.save(str(tmp_path / "in.docx"))
    assert taiyaku("translate", "in.docx", "-o", "out.docx").code == 1
    assert texts(docx.Document(str(tmp_path / "out.docx"))) == [f"無言。 {THIRD}"]


def test_links_stay_links(taiyaku: Taiyaku, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    link = OxmlElement("w:hyperlink")
    link.set(docx.oxml.ns.qn("w:anchor"), "there")
    link.append(paragraph.add_run(THIRD_JA[:2])._r)
    paragraph._p.append(link)
    paragraph.add_run(THIRD_JA[2:])
    document.save(str(tmp_path / "in.docx"))
    assert taiyaku("translate", "in.docx", "-o", "out.docx").code == 0
    [after] = docx.Document(str(tmp_path / "out.docx")).paragraphs
    assert after.text == THIRD
    assert [bool(one.text) for one in after.hyperlinks] == [True]


def test_content_controls_and_furigana(taiyaku: Taiyaku, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    words = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {words}><w:sdtPr><w:alias w:val='name'/></w:sdtPr><w:sdtContent><w:r><w:t>{THIRD_JA}</w:t></w:r>"
            "</w:sdtContent></w:sdt>"
        )
    )
    paragraph._p.append(
        parse_xml(
            f"<w:r {words}><w:ruby><w:rubyPr/><w:rt><w:r><w:t>みなと</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>"
            f"{FIRST_JA[:1]}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        )
    )
    paragraph.add_run(FIRST_JA[1:])
    document.save(str(tmp_path / "in.docx"))
    assert taiyaku("translate", "in.docx", "-o", "out.docx").code == 0
    [after] = docx.Document(str(tmp_path / "out.docx")).paragraphs
    assert after._p.xpath("string(./w:sdt/w:sdtContent)") == THIRD
    assert after._p.xpath("string(./w:sdt//w:alias/@w:val)") == "name"
    assert after.text == FIRST
    assert not after._p.xpath(".//w:ruby")


def repacked(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        members = {info.filename: old.read(info.filename) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member, data in (members | {name: content}).items():
            new.writestr(member, data)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("word/document.xml", b"<w:document", "'word/document.xml' is not well-formed"),
        ("../evil", b"x", "'../evil' reaches outside of it"),
        ("word/media/bomb.png", bytes(30 << 20), "unpacks to more than a Word document holds"),
    ],
)
def test_hostile_packages_are_refused(taiyaku: Taiyaku, made: Path, name: str, content: bytes, part: str) -> None:
    repacked(made, name, content)
    outcome = taiyaku("translate", made, "-o", "out.docx")
    assert outcome.code == 2
    assert part in outcome.err


def test_entities_are_not_expanded_and_nothing_is_fetched(taiyaku: Taiyaku, made: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("港の秘密。")
    with zipfile.ZipFile(made) as old:
        body = old.read("word/document.xml").decode()
    declared = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret"><!ENTITY b "{"港。" * 9}">]>'
    head, rest = body.split("?>", 1)
    repacked(made, "word/document.xml", f"{head}?>{declared}{rest.replace(THIRD_JA, '&a;&b;' + THIRD_JA)}".encode())
    outcome = taiyaku("translate", made)
    assert "秘密" not in outcome.out
    assert "characters" not in outcome.out


def test_what_is_no_document(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.docx").write_bytes(b"PK no zip")
    assert "in.docx: is no Word document" in taiyaku("translate", "in.docx").err
    with zipfile.ZipFile(tmp_path / "in.docx", "w") as file:
        file.writestr("a", "b")
    assert "in.docx: is no Word document" in taiyaku("translate", "in.docx").err
