"""Books: a zip archive of the shape that the EPUB specification asks for goes in and comes out."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), (FOURTH_JA, FOURTH) = TRANSLATIONS.items()

EPUBCHECK, JAVA = shutil.which("epubcheck"), shutil.which("java")

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
PACKAGE = f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="ja">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:12345678-1234-4234-8234-123456789abc</dc:identifier>
<dc:title>{THIRD_JA}</dc:title><dc:language>ja</dc:language>
<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="c1" href="text/c%201.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine toc="ncx"><itemref idref="c1"/></spine></package>
"""
CHAPTER = f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ja" lang="ja"><head><title>{THIRD_JA}</title>
<link rel="stylesheet" href="../a.css" type="text/css"/></head>
<body><h1 id="h">{THIRD_JA}</h1><p>{FIRST_JA}<b>{SECOND_JA}</b><br/>{FOURTH_JA}</p></body></html>
"""
NAV = f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{THIRD_JA}</title></head>
<body><nav epub:type="toc"><ol><li><a href="text/c%201.xhtml#h">{THIRD_JA}</a></li></ol></nav></body></html>
"""
NCX = f"""<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="ja">
<head><meta name="dtb:uid" content="urn:uuid:12345678-1234-4234-8234-123456789abc"/></head>
<docTitle><text>{THIRD_JA}</text></docTitle><navMap><navPoint id="n1" playOrder="1">
<navLabel><text>{THIRD_JA}</text></navLabel><content src="text/c%201.xhtml"/></navPoint></navMap></ncx>
"""
CSS = "p { content: '港。' }\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "in.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        file.writestr("META-INF/container.xml", CONTAINER)
        file.writestr("OEBPS/book.opf", PACKAGE)
        file.writestr("OEBPS/nav.xhtml", NAV)
        file.writestr("OEBPS/toc.ncx", NCX)
        file.writestr("OEBPS/text/c 1.xhtml", CHAPTER)
        file.writestr("OEBPS/a.css", CSS)
    return path


def members(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip", "as the container format asks"
        found = {name: file.read(name).decode() for name in file.namelist()}
    for name, content in found.items():
        if name.endswith(("xml", "xhtml", "opf", "ncx")):
            etree.fromstring(content.encode())
    return found


def test_chapters_contents_and_title_are_translated(taiyaku: Taiyaku, book: Path, tmp_path: Path) -> None:
    assert taiyaku("translate", book, "-o", "out.epub").code == 0
    before, after = members(book), members(tmp_path / "out.epub")
    assert list(after) == list(before)
    assert after["OEBPS/a.css"] == CSS
    chapter = CHAPTER.replace('"ja"', '"en"').replace(f"<b>{SECOND_JA}", f"<b> {SECOND}")
    for japanese, english in TRANSLATIONS.items():
        chapter = chapter.replace(japanese, english)
    assert after["OEBPS/text/c 1.xhtml"] == chapter
    assert after["OEBPS/nav.xhtml"] == NAV.replace(THIRD_JA, THIRD)
    assert after["OEBPS/toc.ncx"] == NCX.replace(THIRD_JA, THIRD).replace('"ja"', '"en"')
    package = PACKAGE.replace(THIRD_JA, THIRD).replace("<dc:language>ja", "<dc:language>en")
    assert after["OEBPS/book.opf"] == package


def test_text_in_the_order_of_the_book(taiyaku: Taiyaku, book: Path) -> None:
    shown = taiyaku("translate", book).out
    assert shown.index(FIRST) < shown.rindex(THIRD)
    assert f"{FIRST} {SECOND}\n\n{FOURTH}\n\n" in shown


def test_both_languages(taiyaku: Taiyaku, book: Path, tmp_path: Path) -> None:
    for option in ("--bilingual", "--side-by-side"):
        assert taiyaku("translate", book, "-o", "out.epub", option).code == 0
        after = members(tmp_path / "out.epub")
        assert after["OEBPS/book.opf"] == PACKAGE.replace(THIRD_JA, f"{THIRD_JA} — {THIRD}")
        chapter = etree.fromstring(after["OEBPS/text/c 1.xhtml"].encode())
        assert chapter.xpath("string(//*[@lang='en'][1])") == THIRD


@pytest.mark.skipif(not (EPUBCHECK and JAVA), reason="epubcheck is not installed (apt-get install epubcheck)")
def test_the_checker_of_the_format_has_no_complaint(taiyaku: Taiyaku, book: Path, tmp_path: Path) -> None:
    for words in ((), ("--bilingual",), ("--side-by-side",)):
        assert taiyaku("translate", book, "-o", "out.epub", *words).code == 0
        # Debian's command is the jar itself, which not every machine can start as it is.
        start = [str(JAVA), "-jar"] if zipfile.is_zipfile(str(EPUBCHECK)) else []
        command = [*start, str(EPUBCHECK), str(tmp_path / "out.epub")]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("left_out", "added", "part"),
    [
        ("META-INF/container.xml", "", "is no EPUB"),
        ("", "META-INF/rights.xml", "is protected against copying"),
        ("OEBPS/book.opf", "", "lacks its part 'OEBPS/book.opf'"),
        ("", "/etc/evil", "reaches outside of it"),
    ],
)
def test_what_is_no_readable_book(
    taiyaku: Taiyaku, book: Path, tmp_path: Path, *, left_out: str, added: str, part: str
) -> None:
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(tmp_path / "bad.epub", "w") as new:
        for name in old.namelist():
            if name != left_out:
                new.writestr(name, old.read(name))
        if added:
            new.writestr(added, "x")
    outcome = taiyaku("translate", "bad.epub", "-o", "out.epub")
    assert (outcome.code, part in outcome.err) == (2, True), outcome.err
    assert not (tmp_path / "out.epub").exists()
