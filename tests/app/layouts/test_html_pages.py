"""Pages translated in place: markup, links and attributes stay, byte by byte, whatever the page is like."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from app.layouts import Bilingual, Layout, Wishes, document_slots
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), (FOURTH_JA, FOURTH) = TRANSLATIONS.items()

PAGE = f"""<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{THIRD_JA}</title><script>var 港 = "{FIRST_JA}";</script></head>
<body  class='a'>
<!-- {FIRST_JA} -->
<p data-x="1 > 0">{FIRST_JA}<a href="/m?a=1&amp;b=2">{SECOND_JA}</a></p>
<ul><li>{THIRD_JA}<li>Opening hours: 9–5</ul>
<p translate="no">{FIRST_JA}</p>
<img src="a.png" alt="{THIRD_JA}"><br>
<P>{FOURTH_JA}<sup><a id="n1" href="#f1">[1]</a></sup>
</body></html>
"""
TRANSLATED = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{THIRD}</title><script>var 港 = "{FIRST_JA}";</script></head>
<body  class='a'>
<!-- {FIRST_JA} -->
<p data-x="1 > 0">{FIRST}<a href="/m?a=1&amp;b=2"> {SECOND}</a></p>
<ul><li>{THIRD}<li>Opening hours: 9–5</ul>
<p translate="no">{FIRST_JA}</p>
<img src="a.png" alt="{THIRD_JA}"><br>
<P>{FOURTH}<sup><a id="n1" href="#f1">[1]</a></sup>
</body></html>
"""


def filled(page: str, translation: str, *, bilingual: Bilingual | None = None, encoding: str = "utf-8") -> str:
    """The page with every sentence translated so."""
    wishes = Wishes(encoding=encoding, bilingual=bilingual)
    found = document_slots(page.encode(encoding), Layout.HTML, "page", wishes)
    pieces = [slot.fill(translation if slot.text.strip() else "") for slot in found]
    return b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode(encoding)


def test_markup_and_all_that_is_no_sentence_stays(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.html").write_text(PAGE)
    assert taiyaku("translate", "in.html", "-o", "out.html").code == 0
    assert (tmp_path / "out.html").read_text() == TRANSLATED


def test_a_folder_of_pages_becomes_one_of_pages(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(PAGE)
    assert taiyaku("translate", "in", "-o", "out").code == 0
    assert (tmp_path / "out" / "a.en.html").read_text() == TRANSLATED
    assert taiyaku("translate", "in", "-o", "text", "--to", "text").code == 0
    assert THIRD in (tmp_path / "text" / "a.en.txt").read_text()


def test_a_page_on_stdout_is_its_article_unless_the_same_format_is_wanted(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.html").write_text(PAGE)
    assert "<p" not in taiyaku("translate", "in.html").out
    assert taiyaku("translate", "in.html", "--to", "same").out == TRANSLATED


def test_a_page_keeps_its_encoding(taiyaku: Taiyaku, tmp_path: Path) -> None:
    for encoding in ("cp932", "euc_jp", "utf-16", "iso2022_jp"):
        (tmp_path / "in.html").write_bytes(PAGE.replace("9–5", "9-5").encode(encoding))
        taiyaku("translate", "in.html", "-o", "out.html", "--encoding", encoding)
        assert (tmp_path / "out.html").read_bytes().decode(encoding) == TRANSLATED.replace("9–5", "9-5")


def test_bytes_that_an_encoding_writes_in_two_ways_stay() -> None:
    page = "<p>∵</p><p>港。</p>".encode("cp932").replace("∵".encode("cp932"), b"\x87\x9a")
    found = document_slots(page, Layout.HTML, "page", Wishes(encoding="cp932"))
    pieces = [slot.fill("“Port”" if slot.text.strip() else "") for slot in found]
    assert b"".join(piece for piece in pieces if isinstance(piece, bytes)) == (
        b"<p>\x87\x9a</p><p>" + "“Port”".encode("cp932") + b"</p>"
    )


def test_an_encoding_that_shifts_ends_as_it_should() -> None:
    assert filled("<p>港。</p>日本", "x", encoding="iso2022_jp") == "<p>x</p>x"
    assert filled("<p>x</p><script>日本", "x", encoding="iso2022_jp") == "<p>x</p><script>日本"


def test_characters_that_xml_cannot_hold_become_blanks() -> None:
    assert filled("<p>港。</p>", "a\x0bb\ud800c") == "<p>a b c</p>"


def test_what_an_encoding_lacks_becomes_a_reference() -> None:
    assert filled("<p>店。</p>", "Café", encoding="cp932") == "<p>Caf&#233;</p>"


def test_links_go_with_the_words_that_say_the_same() -> None:
    page = '<p>昨日、<a href="/1">二千二十二年の<b>祭り</b></a>を<em>図書館</em>で見た。</p>'
    wanted = "We saw the festival of 2022 at the library."
    shown = filled(page, wanted)
    assert html.fromstring(shown).text_content() == wanted
    assert re.search(r'<a href="/1">[^<]*<b>festival</b>[^<]*</a>', shown)
    assert "<em>library</em>" in shown or "<em>the library</em>" in shown


def test_furigana_goes_and_the_numbers_of_notes_stay() -> None:
    page = "<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>で祭り<sup>2</sup>だ。</p>"
    [slot, _] = document_slots(page.encode(), Layout.HTML, "page", Wishes())
    assert slot.text == "港で祭りだ。"
    assert filled(page, "A festival in the port.") == "<p>A festival in the port.<sup>2</sup></p>"


def test_a_wrapped_line_is_one_sentence_and_new_text_is_escaped() -> None:
    assert filled("<p>港で\n  祭り。</p>", "a < b & c") == "<p>a &lt; b &amp; c</p>"
    [slot, _] = document_slots("<p>港で\n  祭&#x308A;。</p>".encode(), Layout.HTML, "page", Wishes())
    assert slot.text == "港で祭り。"


def test_lines_of_preformatted_text_stay_lines() -> None:
    assert filled("<pre>\n港。\n  祭り。\n</pre>", "x") == "<pre>\nx\n  x\n</pre>"


def test_a_sentence_without_translation_stays() -> None:
    assert filled(PAGE, "").replace('lang="en"', 'lang="ja"') == PAGE


def test_both_languages_one_below_the_other() -> None:
    shown = filled('<p lang="ja">港。<b>祭り。</b></p>', "x", bilingual=Bilingual.ALTERNATING)
    assert shown == '<p lang="ja">港。<b>祭り。</b><br><span lang="en">x<b> x</b></span></p>'


def test_both_languages_side_by_side() -> None:
    shown = filled('<p id="a">港。</p><td>祭<b>り</td>', "x", bilingual=Bilingual.SIDE_BY_SIDE)
    first, second = html.fromstring(f"<div>{shown}</div>").xpath("//span[contains(@style, 'grid')]/span")
    assert (first.text, second.text, second.get("lang")) == ("港。", "x", "en")
    assert shown.endswith('祭<b>り<br><span lang="en">x</span></td>'), "marks that are not whole are left alone"


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)


PARTS = ['<a href="?a&amp;b">', "<i class=x>", "<img src=1>", "<script>1 < 2</script>", " ", "\n"]
MARKUP = st.lists(
    st.sampled_from(
        [
            *PARTS,
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "</a>",
            "<br>",
            "</",
            "<",
            "x",
            "&amp;",
            "&#12354;",
            "港で祭り。",
        ]
    ),
    max_size=14,
).map("".join)


@settings(deadline=None)  # the first one loads the embedding
@given(MARKUP)
def test_no_tag_is_lost_or_made(page: str) -> None:
    assert filled(page, "") == page
    before, after = _Tags(page).seen, _Tags(filled(page, "one two three")).seen
    assert sorted(map(str, before)) == sorted(map(str, after))


def judged(page: str) -> tuple[list[str], Counter[str]]:
    """The complaints of html5lib, which parses as the standard has browsers do it, and the elements that it sees."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    elements = (f"{element.tag} {sorted(element.attrib.items())}" for element in tree.iter())
    return [code for _, code, _ in parser.errors], Counter(elements)


_PHRASES = st.recursive(
    st.sampled_from(["港で祭り。", "x", "&amp;", "<br>", '<img src="1" alt="">', "<!-- 港 -->", "\n"]),
    lambda inner: st.one_of(
        *(
            st.builds(f"{opening}{{}}{closing}".format, inner)
            for opening, closing in (("<b>", "</b>"), ("<em>", "</em>"))
        ),
        st.builds('<a href="?a&amp;b">港{}</a>'.format, st.sampled_from(["", "<i>町</i>だ。"])),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=5,
)
_FRAMES = st.sampled_from(
    [
        "<p>{}</p>",
        "<p>{}",
        "<ul><li>{}<li>港</ul>",
        "<table><tr><td>{}<td>港</table>",
        "<h2>{}</h2>",
        "<div>{}<p>港。</div>",
        "<pre>\n{}</pre>",
        '<p translate="no">{}</p>',
        "<dl><dt>{}<dd>港。</dl>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(str.format, _FRAMES, _PHRASES), min_size=1, max_size=3).map("".join),
    st.sampled_from([None, *Bilingual]),
)
def test_a_page_that_keeps_to_the_standard_does_so_translated(body: str, bilingual: Bilingual | None) -> None:
    page = f"<!DOCTYPE html><html><head><title>港</title></head><body>{body}</body></html>"
    before, after = judged(page), judged(filled(page, "one < two & three", bilingual=bilingual))
    assert before[0] == after[0] == []
    if bilingual is None:
        assert before[1] == after[1]
