"""The readers through their front door: files, streams, formats, and one clear line for what cannot be read."""

import io
import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import (
    BlockKind,
    Document,
    InputError,
    article_files,
    document_from_text,
    model_copy,
    read_document,
    read_stream,
)

PROSE = "白浜灯台が百年ぶりに灯され、式典には町民ら約500人が集まった。"
MORE = "灯台は1924年の嵐で壊れ、その後は長いあいだ放置されていたという。"


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end].strip()) for block in document.blocks]


def html(body: str, head: str = "") -> Document:
    return document_from_text(f"<html><head>{head}</head><body>{body}</body></html>", name="page", format="html")


# --- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kinds"),
    [
        ("a.txt", f"見出しの行\n\n{PROSE}", ["title", "paragraph"]),
        ("a.TEXT", PROSE, ["paragraph"]),
        ("a", PROSE, ["paragraph"]),
        ("a.weird", PROSE, ["paragraph"]),
        ("a.html", f"<p>{PROSE}</p>", ["paragraph"]),
        ("a.xhtml", f'<?xml version="1.0" encoding="utf-8"?><html><h1>題</h1><p>{PROSE}</p>', ["title", "paragraph"]),
        ("a.md", f"# 題\n\n{PROSE}", ["title", "paragraph"]),
        ("a.jsonl", json.dumps({"text": PROSE}), ["paragraph"]),
        ("b.weird", f"<!DOCTYPE html><p>{PROSE}</p>", ["paragraph"]),
    ],
)  # fmt: skip
def test_format_by_suffix(tmp_path: Path, name: str, content: str, kinds: list[str]) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    document = read_document(file)
    assert [block.kind.value for block in document.blocks] == kinds
    assert document.name == str(file)
    assert document.encoding == "utf-8"


def test_format_and_language_can_be_forced(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("# Light\n\nThe tower was lit.", encoding="utf-8")
    document = read_document(file, format="markdown", language="ja")
    assert (document.title, document.language) == ("# Light", "ja")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(PROSE.encode("euc_jp"))

    monkeypatch.setattr(sys, "stdin", Stdin())
    document = read_document("-")
    assert (document.text, document.name, document.encoding) == (PROSE, "<stdin>", "euc_jp")


def test_stream_that_looks_like_html() -> None:
    assert read_stream(io.BytesIO(b"\n<html><body><p>Light.</p></body></html>")).text == "Light."
    assert read_stream(io.BytesIO(b"<p>Light.</p>"), name="x", format="text").text == "<p>Light.</p>"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", "\u3000\n".encode(), b"\xef\xbb\xbf"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    with pytest.raises(InputError, match="is empty"):
        read_document(file)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_document(tmp_path)


def test_page_without_visible_text(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><script>var a = 1;</script><!-- nothing --></body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="no visible text"):
        read_document(file)


def test_unknown_format_and_language() -> None:
    with pytest.raises(InputError, match="unknown format 'pdf'"):
        read_stream(io.BytesIO(b"text"), format="pdf")
    with pytest.raises(InputError, match="unknown language 'fr'"):
        document_from_text("texte", name="x", language="fr")


def test_text_may_be_empty_when_it_comes_as_text() -> None:
    for format in ("text", "html", "markdown", "jsonl"):  # noqa: A001
        assert document_from_text("", name="x", format=format).blocks == ()


def test_folder_of_articles(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "README.md", ".hidden.txt", "picture.png", "c.jsonl"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.txt").mkdir()
    assert [file.name for file in article_files(tmp_path)] == ["a.html", "b.txt", "c.jsonl"]


def test_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="no article in this folder"):
        article_files(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        article_files(tmp_path / "missing")
    with pytest.raises(InputError, match="not a folder"):
        article_files(tmp_path / "README.md")


# --- HTML ----------------------------------------------------------------------------------------------------------


def test_furigana_are_shown_once_and_stay_out_of_the_models_copy() -> None:
    page = html(
        "<p>その<ruby>不倶戴天<rp>（</rp><rt>ふぐたいてん</rt><rp>）</rp></ruby>の敵は<ruby>嵐<rt>あらし</rt></ruby>だった。</p>"
    )
    assert page.text == "その不倶戴天(ふぐたいてん)の敵は嵐(あらし)だった。"
    assert model_copy(page.sentences()[0].text) == "その不倶戴天の敵は嵐だった。"


def test_what_is_not_displayed_is_no_text() -> None:
    page = html(
        f"<style>p{{}}</style><script>隠れた</script><template><p>隠れた</p></template><noscript>隠れた</noscript>"
        f'<p hidden>隠れた</p><div style="display: none"><p>隠れた</p></div><!-- 隠れた --><p>{PROSE}</p>',
        "<title>隠れた</title>",
    )
    assert page.text == PROSE


def test_lines_and_paragraphs() -> None:
    page = html(
        "<p>一行目だ。<br>二行目だ。</p><div>三つ目だ。<br><br>四つ目だ。</div><p>古い\n改行と  空白 words\nhere</p>"
    )
    assert page.text == "一行目だ。\n二行目だ。\n\n三つ目だ。\n\n四つ目だ。\n\n古い改行と 空白 words here"


def test_entities_and_bad_nesting() -> None:
    assert (
        html("<p>A &amp; B &lt;x&gt; &#28783;&nbsp;&copy; &unknown; <b>x<i>y</b>z</i></p>").text
        == "A & B <x> 灯\xa0© &unknown; xyz"
    )


def test_title_is_the_articles_not_the_sites() -> None:
    page = html(
        f"<h1>みなと新報</h1><article><h1>灯台が百年ぶりに点灯</h1><p>{PROSE}</p><h2>町の誇り</h2><p>{MORE}</p></article>",
        "<title>灯台が百年ぶりに点灯 | みなと新報</title>",
    )
    assert page.title == "灯台が百年ぶりに点灯"
    assert shown(page)[0] == ("navigation", "みなと新報")
    assert ("heading", "町の誇り") in shown(page)


def test_layout_table_is_no_table() -> None:
    page = html(f"<table><tr><td><p>{PROSE}</p></td><td><p>{MORE}</p></td></tr></table>")
    assert shown(page) == [("paragraph", PROSE), ("paragraph", MORE)]


def test_furniture_around_the_article() -> None:
    page = html(
        f"<header><nav><a href='/'>ホーム</a></nav></header><main><h1>灯台が点灯</h1><p>{PROSE}</p><p>{MORE}</p>"
        "<div class='share-buttons'>広めてください</div><aside><p>この新聞の読者は一万人いる。</p></aside></main>"
        "<footer>みなと新報社</footer>"
    )
    assert [kind for kind, _ in shown(page)] == [
        "navigation", "title", "paragraph", "paragraph", "navigation", "navigation", "footer",
    ]  # fmt: skip


def test_trafilatura_sets_aside_what_no_tag_gives_away() -> None:
    paragraphs = "".join(f"<p>{PROSE}{MORE}{number}人が見た。</p>" for number in range(9))
    page = html(
        f"<main><article><h1>灯台が点灯</h1>{paragraphs}</article></main>"
        "<div>この欄は編集部がお届けする宣伝です。新聞の購読はこちらから申し込めます。</div>"
    )
    assert shown(page)[-1][0] == "footer"
    assert len([kind for kind, _ in shown(page) if kind == "paragraph"]) == 9


def test_comments_without_telling_class_names_are_read_as_copied_ones() -> None:
    page = html(
        f"<article><h1>灯台が点灯</h1><p>{PROSE}</p></article><div id='comments'><h3>コメント</h3>"
        "<div>海の人 2023/05/01 12:34</div><div>きれいでした。</div>"
        "<div>町の人 2023/05/02 8:00</div><div>同感です</div></div>"
    )
    found = [block.comment for block in page.blocks if block.comment]
    assert [(info.author, info.date) for info in found] == [
        ("海の人", "2023/05/01 12:34"),
        ("町の人", "2023/05/02 8:00"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + PROSE + "</div>" * 3000,
        "<b><i><span>" * 2000 + PROSE,
        "<ul><li>" * 1500 + PROSE,
        "<table><tr><td>" * 600 + PROSE,
        f"<p>{PROSE}" + "</div></p></b>" * 1000,
        f"<p>{PROSE}</p>\x00<p>\x01\x0b\ud800</p>",
        f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yy'>]><p>{PROSE}&x;&y;</p>",
        f"<p>{PROSE}</p><img src='http://example.org/x.png'><link href='http://example.org/x.css'><iframe src='http://example.org/'>",
        f"<p>{PROSE}</p><![CDATA[ x ]]><?php echo 1; ?>",
        f"<p class='{'comment ' * 3000}' style='{'x' * 100_000}'>{PROSE}</p>",
    ],
    ids=["deep", "inline", "lists", "tables", "closing", "controls", "entities", "outside", "cdata", "attributes"],
)  # fmt: skip
def test_hostile_pages(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a page must not make us open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    document = html(body)
    assert "root:" not in document.text
    assert "".join(document.text[block.start : block.end] for block in document.blocks) == document.text
    assert PROSE in document.text


PARTS = st.one_of(
    st.sampled_from(
        [
            "<p>", "</p>", "<div class='comment'>", "</div>", "<ul>", "<li>", "</ul>", "<br>", "<h1>", "</h1>",
            "<h2>", "<table>", "<tr>", "<td>", "</table>", "<ruby>漢字<rt>かんじ</rt></ruby>", "<div id='comments'>",
            "<time>", "</time>", "<pre>", "</pre>", "<nav>", "</nav>", "<aside class='related'>", "<figcaption>",
            "<blockquote>", "<article>", "<main>", "<footer>", "&amp;", PROSE, MORE, "関連記事", "コメント",
            "海の人 2023/05/01 12:34", "返信", "12", " ", "\n", "<script>", "</script>", "<!--", "-->",
        ]
    ),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PARTS, max_size=40))
def test_nothing_visible_is_lost(parts: list[str]) -> None:
    try:
        page = document_from_text("".join(parts), name="page", format="html")
    except InputError:
        return
    assert "".join(page.text[block.start : block.end] for block in page.blocks) == page.text
    for block in page.blocks:
        covered = [(sentence.start, sentence.end) for sentence in block.sentences]
        covered += [(aside.start, aside.end) for aside in block.asides]
        position = block.start
        for start, end in sorted(covered):
            assert position <= start < end <= block.end
            if block.sentences:
                assert not page.text[position:start].strip()
            position = end
        if block.kind not in (BlockKind.NAVIGATION, BlockKind.FOOTER, BlockKind.CODE):
            assert not page.text[position : block.end].strip()


# --- Markdown ------------------------------------------------------------------------------------------------------


def markdown(source: str) -> list[tuple[str, list[str]]]:
    page = document_from_text(source, name="page", format="markdown")
    return [(block.kind.value, [sentence.text for sentence in block.sentences]) for block in page.blocks]


def test_sentences_are_the_visible_words() -> None:
    source = "これは**重要な**話で、[公式の発表](https://example.org/a_(b))と`code_name`を*よく*読む。![灯台](a.png)の絵。<br>\\*そのまま\\*\n"
    assert markdown(source) == [
        ("paragraph", ["これは重要な話で、公式の発表とcode_nameをよく読む。", "灯台の絵。", "*そのまま*"])
    ]


def test_marks_that_are_no_markup_stay() -> None:
    source = "値は 2 * 3 * 4 で、snake_case_name と a*b は残る。\n"
    assert markdown(source) == [("paragraph", [source.strip()])]


def test_blocks_by_their_marks() -> None:
    source = (
        "題名\n====\n\n本文だ。\n続きだ。\n\n## 見出し ##\n\n1. 一つ\n2. [x] 二つ\n\n> 引用だ。\n\n"
        "~~~\ncode\n\n# no heading\n~~~\n\n"
        "a | b\n--|--\n1 | 2\n\n---\n\n終わりの一文だ。\n"
    )
    assert markdown(source) == [
        ("title", ["題名"]),
        ("paragraph", ["本文だ。", "続きだ。"]),
        ("heading", ["見出し"]),
        ("list", ["一つ", "二つ"]),
        ("quote", ["引用だ。"]),
        ("code", []),
        ("table", ["a", "b", "1", "2"]),
        ("navigation", []),
        ("paragraph", ["終わりの一文だ。"]),
    ]


def test_open_fence_reaches_to_the_end() -> None:
    assert [kind for kind, _ in markdown("```\n# x\n\n> y")] == ["code"]


# --- JSON Lines ----------------------------------------------------------------------------------------------------


def test_records_are_parts_of_one_document(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    records = [
        {"title": "題", "body": f"{PROSE}\n\n{MORE}"},
        {"body": "短い記録"},
        {"title": None, "body": "\ud800残り。"},
    ]
    file.write_text("\n\n".join(json.dumps(record) for record in records), encoding="utf-8")
    document = read_document(file, field="body")
    assert shown(document) == [
        ("title", "題"), ("paragraph", PROSE), ("paragraph", MORE), ("paragraph", "短い記録"), ("paragraph", "?残り。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "x"', "malformed JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"body": "x"}', "no text in the field 'text'"),
        ('{"text": 5}', "the field 'text' holds no text but 5"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_malformed_records_name_their_line(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "fine."}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_document(file)
    assert (caught.value.line, caught.value.path) == (3, str(file))


# --- what is short -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "kinds"),
    [
        (f"<p>灯台が灯った。</p><p>{PROSE}</p>", ["paragraph", "paragraph"]),
        (f"<p>{PROSE}</p><p>雨だった。</p>", ["paragraph", "paragraph"]),
        (f"<ul><li>式典は三日続く。</li><li>入場には町の許可証が要る。</li></ul><p>{PROSE}</p>", ["list", "paragraph"]),
        (f"<p>{PROSE}</p><h2>式典</h2><p>雨だった。</p>", ["paragraph", "heading", "paragraph"]),
        (f"<p>{PROSE}</p><p>続きを読む</p>", ["paragraph", "navigation"]),
    ],
)
def test_short_sentences_at_the_edges_of_an_article_are_its_own(inner: str, kinds: list[str]) -> None:
    document = html(
        f"<nav><a href=x>港</a></nav><article><h1>灯台が点灯</h1>{inner}</article><footer>会社概要</footer>"
    )
    assert [kind for kind, _ in shown(document)] == ["navigation", "title", *kinds, "footer"]


# --- size ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["text", "html", "markdown"])
def test_long_lines_and_long_pages(format: str) -> None:  # noqa: A002
    line = "長い一文が続く。" * 30_000
    assert len(document_from_text(line, name="x", format=format).sentences(None)) == 30_000
    lines = f"{PROSE}\n\n短い行\n\n" * 1500
    assert document_from_text(lines, name="x", format=format).text.count(PROSE) == 1500


def test_a_long_line_without_any_mark() -> None:
    for piece in ("あ", "a", "1", "・", "2023/", "(", "「", "*", "[", "x ", "<", "#a ", "－"):
        text = piece * (200_000 // len(piece))
        for format in ("text", "markdown"):  # noqa: A001
            document = document_from_text(text, name="x", format=format)
            assert document.blocks[-1].end == len(document.text)
