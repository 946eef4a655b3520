"""The report: what stands beside what, that nothing is lost, and that nothing of an article acts."""

import base64
import hashlib
import itertools
import random
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from app.report import render_hosted, render_report, script, stylesheet
from app.report.findings import Finder
from app.report.rows import Row, build_rows
from app.report.sentences import Side, Stretch, marked_html, sentence_html
from app.report.text import percent, text_html
from corpora.document import BlockKind, CommentInfo, Document
from eval.result import Scores
from tests.app.invented import HOSTILE, compared, differing, document, hostile, piece, translated, translated_only
from translate.translation import Flag, Hypothesis

VOID = {"meta", "link", "br", "wbr", "input", "path", "rect"}


class Page(HTMLParser):
    """A page as a browser without script would see it; complains about elements that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.inside: dict[str, str] = {"script": "", "style": ""}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.inside:
            self.inside[self.open[-1]] += data
        else:
            self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def row_of(comparison: Comparison, text: str) -> Row:
    """The row that holds a sentence."""
    return next(
        row for row in build_rows(comparison) if any(text in p.sentence.text for p in row.japanese + row.english)
    )


# Rows


def lettered(name: str, language: str, count: int, per_block: int) -> Document:
    """A document of `count` different sentences."""
    sentences = [f"{language}{index}。" for index in range(count)]
    groups = [sentences[at : at + per_block] for at in range(0, count, per_block)]
    return document(name, language, [piece(BlockKind.PARAGRAPH, *group) for group in groups])


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """Any alignment: runs of both sides tied to each other in any order, some runs with nothing."""
    sizes = st.lists(st.integers(1, 3), max_size=8)

    def runs(lengths: list[int]) -> list[tuple[int, ...]]:
        edges = [0, *itertools.accumulate(lengths)]
        return [tuple(range(low, high)) for low, high in itertools.pairwise(edges)]

    source, target = runs(draw(sizes)), runs(draw(sizes))
    shuffled = list(target)
    random.Random(draw(st.integers(0, 1000))).shuffle(shuffled)
    tied = draw(st.integers(0, min(len(source), len(shuffled))))
    alone = sorted(draw(st.permutations(range(len(source))))[tied:])
    beads, waiting = [], shuffled[:tied]
    for index, run in enumerate(source):
        beads.append(Bead(run, () if index in alone else waiting.pop(), draw(st.none() | st.floats(0, 1))))
    beads += [Bead((), run) for run in shuffled[tied:]]
    return Alignment(tuple(beads), sum(map(len, source)), sum(map(len, target)))


@given(alignments(), st.integers(1, 4))
def test_every_sentence_stands_in_exactly_one_row_and_beads_stay_together(alignment: Alignment, per_block: int) -> None:
    japanese = lettered("a", "ja", alignment.source_count, per_block)
    english = lettered("b", "en", alignment.target_count, per_block)
    translation = translated(japanese, {s.text: Hypothesis(s.text.upper()) for s in japanese.sentences()})
    rows = build_rows(Comparison(translation, english, alignment))

    beads = {(tuple(p.number for p in row.japanese), tuple(p.number for p in row.english)) for row in rows}
    assert beads == {(bead.source, bead.target) for bead in alignment.beads}
    assert len(rows) == len(alignment.beads)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    shown = [place.number for row in rows for place in row.japanese]
    assert shown == sorted(shown)
    # What is only in the source follows its predecessor, with nothing between but what is only in the source too.
    holder = {place.number: row.number for row in rows for place in row.english}
    for row in (row for row in rows if not row.japanese):
        between = rows[holder.get(row.english[0].number - 1, 0) : row.number - 1]
        assert all(not other.japanese for other in between)


def test_a_row_only_in_the_source_follows_the_source_sentence_before_it() -> None:
    rows = build_rows(compared())
    shut = row_of(compared(), "shut to visitors")
    assert not shut.japanese
    assert rows[shut.number - 2].english[-1].number == shut.english[0].number - 1


def test_a_run_of_sentences_only_in_the_source_keeps_its_order() -> None:
    english = lettered("b", "en", 5, 5)
    japanese = lettered("a", "ja", 2, 2)
    translation = translated(japanese, {s.text: Hypothesis("x") for s in japanese.sentences()})
    beads = (Bead((0,), (1,)), Bead((1,), (4,)), Bead((), (3,)), Bead((), (0,)), Bead((), (2,)))
    rows = build_rows(Comparison(translation, english, Alignment(beads, 2, 5)))
    assert [[p.number for p in row.english] for row in rows] == [[0], [1], [2], [3], [4]]


def test_a_moved_row_names_the_row_before_it_in_the_source() -> None:
    moved = row_of(compared(), "slept under that light")
    assert moved.moved
    assert moved.follows == row_of(compared(), "shut to visitors").number
    assert [row.number for row in build_rows(compared()) if row.moved] == [moved.number]


def test_a_moved_row_that_opens_the_source_follows_nothing() -> None:
    english, japanese = lettered("b", "en", 3, 3), lettered("a", "ja", 3, 3)
    translation = translated(japanese, {s.text: Hypothesis("x") for s in japanese.sentences()})
    beads = (Bead((0,), (1,)), Bead((1,), (2,)), Bead((2,), (0,)))
    comparison = Comparison(translation, english, Alignment(beads, 3, 3))
    assert build_rows(comparison)[2].follows is None
    assert "it opens the source" in render_report(comparison)


def test_rows_that_moved_together_say_so() -> None:
    english, japanese = lettered("b", "en", 5, 5), lettered("a", "ja", 5, 5)
    translation = translated(japanese, {s.text: Hypothesis("x") for s in japanese.sentences()})
    beads = tuple(Bead((i,), (j,)) for i, j in enumerate((2, 3, 4, 0, 1)))
    text = Page(render_report(Comparison(translation, english, Alignment(beads, 5, 5)))).text
    assert "it opens the source" in text
    assert "together with row 4" in text


def test_a_row_of_sentences_from_several_places_says_so() -> None:
    beads = (Bead((0, 2), (0,)), Bead((1,), (1, 3)), Bead((), (2,)))
    english, japanese = lettered("b", "en", 4, 4), lettered("a", "ja", 3, 3)
    translation = translated(japanese, {s.text: Hypothesis("x") for s in japanese.sentences()})
    comparison = Comparison(translation, english, Alignment(beads, 3, 4))
    assert [row.apart for row in build_rows(comparison)] == [("Japanese",), ("source",), ()]
    assert "from several places of the Japanese" in render_report(comparison)


def test_without_a_source_every_japanese_sentence_is_a_row() -> None:
    rows = build_rows(translated_only())
    assert [row.japanese[0].sentence.text for row in rows] == [
        s.text for s in translated_only().translation.document.sentences()
    ]


def test_a_sentence_that_was_not_translated_keeps_its_place() -> None:
    whole = translated_only()
    sentences = whole.translation.sentences
    part = Comparison(replace(whole.translation, sentences=sentences[:2] + sentences[3:]))
    missing = build_rows(part)[2]
    assert missing.japanese[0].sentence == sentences[2].sentence
    assert missing.japanese[0].hypothesis is None
    assert Page(render_report(part)).text.count("not translated") == 1


# The page


def test_every_text_of_a_comparison_is_on_the_page() -> None:
    comparison = compared()
    assert comparison.source is not None
    text = Page(render_report(comparison)).text
    for read in (comparison.translation.document, comparison.source):
        for block in read.blocks:
            for sentence in block.sentences:
                assert sentence.text in text
            for aside in block.asides:
                assert read.text[aside.start : aside.end].strip() in text
    for item in comparison.translation.sentences:
        assert item.hypothesis.text in text


def test_the_page_says_how_sure_it_is_and_what_moved_or_is_missing() -> None:
    page = Page(render_report(compared()))
    for words in ("93%", "31%", "reordered", "only in the source", "only in the Japanese"):
        assert words in page.text
    moved = row_of(compared(), "slept under that light")
    assert f"#row-{moved.follows}" in page.attributes("href")
    assert f"row-{moved.follows}" in page.attributes("id")


def test_scores_stand_with_their_signatures_and_their_coverage() -> None:
    comparison = compared()
    assert comparison.scores is not None
    text = Page(render_report(comparison)).text
    for score in comparison.scores.scores:
        assert score.metric in text
        assert score.signature in text
    assert "31.4" in text
    assert "± 4.2" in text
    assert "73% of the Japanese sentences and 85% of the source sentences" in text
    assert "11 of 15" in text
    assert "652 of 741" in text


def test_what_makes_scores_doubtful_stands_beside_them() -> None:
    scores = compared().scores
    assert scores is not None
    doubtful = replace(compared(), scores=replace(scores, notes=("9 of 10 <translations> equal the source",)))
    assert "Note: 9 of 10 <translations> equal the source." in Page(render_report(doubtful)).text


def test_without_scores_the_page_says_why() -> None:
    assert "No scores" in Page(render_report(replace(compared(), scores=None))).text
    assert "No scores" in Page(render_report(replace(compared(), scores=Scores((), 0)))).text
    assert "No scores" not in Page(render_report(translated_only())).text


def test_a_report_does_not_tell_in_which_folder_a_file_was() -> None:
    comparison = translated_only()
    for name in ("/home/reader/secret/x.txt", "C:\\secret\\x.txt"):
        read = replace(comparison.translation.document, name=name)
        html = render_report(Comparison(replace(comparison.translation, document=read)))
        assert "x.txt" in html
        assert "secret" not in html


def test_engine_line_and_method_are_on_the_page() -> None:
    text = Page(render_report(compared())).text
    assert "invented-ja-en r7 (CTranslate2 4.6.0, int8, beam 4)" in text
    assert "invented method 1" in text


def test_two_columns_without_a_source() -> None:
    page = Page(render_report(translated_only()))
    assert page.attributes("data-label").count("Source") == 0
    assert page.attributes("data-label").count("Translation") == 15
    assert "only in the" not in page.text


def test_flags_are_named_and_explained_where_raised() -> None:
    text = Page(render_report(compared())).text
    assert "the same words come over and over" in text
    assert "a number of one side has no equal on the other" in text
    assert "the model gave nothing for this sentence" not in text
    everything = Page(render_report(hostile())).text
    assert "the model gave nothing for this sentence" in everything


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_a_name_and_a_meaning(flag: Flag) -> None:
    japanese = document("a", "ja", [piece(BlockKind.PARAGRAPH, "夜。")])
    page = Page(render_report(Comparison(translated(japanese, {"夜。": Hypothesis("", None, (flag,))}))))
    assert any(attributes.get("class") == "flag" and attributes["title"] for _, attributes in page.elements)


def test_comments_keep_their_heads_and_their_depth() -> None:
    page = Page(render_report(compared()))
    for words in ("潮風", "12 votes", "通りすがり", "no name", "level 2"):
        assert words in page.text
    assert [name for name in page.attributes("class") if name.startswith("comment d")] == [
        "comment d0",
        "comment d1",
        "comment d2",
    ]


def test_a_very_deep_comment_has_the_deepest_indent_and_says_its_level() -> None:
    deep = document("a", "ja", [piece(BlockKind.COMMENT, "深い。", comment=CommentInfo("x", None, None, 40))])
    page = Page(render_report(Comparison(translated(deep, {}))))
    assert "comment d5" in page.attributes("class")
    assert "level 40" in page.text
    assert "The comments were not translated" in page.text


def test_what_was_set_aside_is_counted_and_shown() -> None:
    text = Page(render_report(compared())).text
    assert "1 date or byline, 2 related links, 1 teaser, 1 navigation line, 1 footer" in text
    assert "防波堤をめぐる三十年の議論" in text
    assert "Reporting by the Harbour Desk" in text


def test_a_page_without_an_article_still_renders() -> None:
    empty = document("menu.txt", "ja", [piece(BlockKind.NAVIGATION, "前の記事")])
    page = Page(render_report(Comparison(translated(empty, {}))))
    assert "No sentence of an article" in page.text
    assert "前の記事" in page.text
    assert "menu.txt" in page.text


def test_languages_are_marked() -> None:
    elements = [a for _, a in Page(render_report(compared())).elements if a.get("class") == "s"]
    assert {a["lang"] for a in elements if "data-n" in a} == {"en"}
    assert {a["lang"] for a in elements} == {"en", "ja"}


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("مرحبا بكم، 15 مارس.", "rtl"),
        ("שלום עולם.", "rtl"),
        ("「مرحبا」と市長は述べ、住民はうなずいて帰った。", None),
        ("«مرحبا», said the mayor of the town.", None),
        ("15.", None),
    ],
)
def test_a_sentence_of_arabic_or_hebrew_is_read_from_the_right(text: str, direction: str | None) -> None:
    page = Page(sentence_html(text, "en"))
    assert [attributes.get("dir") for _, attributes in page.elements] == [direction]


def test_filters_count_what_they_show() -> None:
    comparison, page = compared(), Page(render_report(compared()))
    rows = build_rows(comparison)
    wanted = {
        "doubtful": sum(row.is_doubtful for row in rows),
        "reordered": sum(row.moved for row in rows),
        "dropped": sum(row.is_dropped for row in rows),
        "added": sum(row.is_added for row in rows),
        "flagged": sum(bool(row.flags) for row in rows),
    }
    row_classes = [a["class"].split() for tag, a in page.elements if tag == "tr" and "data-row" in a]
    for name, count in wanted.items():
        assert count > 0
        assert sum(name in classes for classes in row_classes) == count
        assert f'[data-show="{name}"] .rows tbody tr:not(.{name})' in stylesheet()
        assert [a["title"] != "" for _, a in page.elements if a.get("value") == name] == [True]


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert render_report(compared()).encode() == render_report(compared()).encode()


def test_the_viewer_shows_the_same_rows_and_no_element_has_the_id_of_another() -> None:
    own, hosted = render_report(compared()), render_hosted(compared(), prefix="read-")
    table = re.compile(r'<table role="table" class="rows.*?</table>', re.DOTALL)
    found, twin = table.search(own), table.search(hosted)
    assert found is not None
    assert twin is not None
    assert found[0].replace("row-", "read-") == twin[0]
    ids = Page(own + render_hosted(compared(), prefix="a-") + render_hosted(compared(), prefix="b-")).attributes("id")
    assert len(ids) == len(set(ids)) > 0


# What an article may not do


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    page = Page(render_report(hostile()))
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(hashlib.sha256(page.inside[tag].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("make", [compared, translated_only, hostile])
def test_the_page_asks_for_nothing_from_outside(make: object) -> None:
    assert callable(make)
    page = Page(render_report(make()))
    for _, attributes in page.elements:
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            assert attributes.get(name, "#").startswith(("#", "data:,"))
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert "url(" not in page.inside["style"]
    assert "@import" not in page.inside["style"]
    assert "http" not in page.inside["script"]


def test_hostile_text_stands_there_as_text() -> None:
    page = Page(render_report(hostile()))
    for sentence in HOSTILE:
        shown = re.sub("[\u202a-\u202e\u2066-\u2069\x07]", lambda mark: f"[U+{ord(mark[0]):04X}]", sentence)
        assert page.text.count(shown) >= 4
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == 1
    assert tags.count("h1") == 1
    assert "img" not in tags
    assert page.inside["script"] == script() + "taiyaku(document.body);\n"


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_becomes_text_that_utf8_can_hold_and_a_browser_reads_back(text: str) -> None:
    escaped = text_html(text)
    escaped.encode("utf-8")
    page = Page(f'<p title="{escaped}">{escaped}</p>')
    shown = page.text.replace("\r\n", "\n").replace("\r", "\n")
    assert page.attributes("title") == [page.text]
    assert [tag for tag, _ in page.elements] == ["p"]
    named = re.sub(r"\[U\+([0-9A-F]{4})\]", lambda match: chr(int(match[1], 16)), shown)
    if "[U+" not in text:
        assert named == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.floats(0, 1))
def test_only_whole_shares_are_called_whole(share: float) -> None:
    assert (percent(share) == "100%") == (share == 1)
    assert (percent(share) == "0%") == (share == 0)


# Furigana and marks


def plain(html: str) -> str:
    return Page(f"<p>{html}</p>").text


def ruby(html: str) -> list[tuple[str, ...]]:
    return re.findall("<ruby>(.*?)<rp>.*?<rt>(.*?)</rt>", html)


def test_a_reading_behind_its_word_becomes_ruby_and_the_text_stays() -> None:
    text = "岬(みさき)の灯台（とうだい）と港《みなと》など(など)を見た(と思う)。"
    html = marked_html(text)
    assert ruby(html) == [("岬", "みさき"), ("灯台", "とうだい"), ("港", "みなと")]
    assert plain(html) == text


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Stretch]]:
    """A text of kanji, kana, brackets and markup, with any stretches."""
    text = draw(st.text(st.sampled_from("岬灯みさ(（)）《》<&\"'a1 "), max_size=30))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=6))
    reasons = st.sampled_from(["", "x", '"><b>'])
    return text, [Stretch(min(p), max(p), f"v{n}", draw(reasons)) for n, p in enumerate(pairs) if p[0] != p[1]]


@given(marked_texts())
def test_however_a_sentence_is_marked_its_text_stays_and_every_stretch_is_covered(
    case: tuple[str, list[Stretch]],
) -> None:
    text, stretches = case
    html = marked_html(text, stretches)
    assert plain(html) == text
    for stretch in stretches:
        parts = re.findall(rf'<span class="q[^"]*" data-q="[^"]*\b{stretch.link}\b[^"]*"[^>]*>(.*?)</span>', html)
        covered = plain("".join(parts))
        assert text[stretch.start : stretch.end] in covered


def test_a_mark_that_would_cut_a_word_from_its_reading_holds_both() -> None:
    html = marked_html("三日(みっか)後", [Stretch(0, 1, "v0")])
    assert re.fullmatch('<span class="q" data-q="v0"><ruby>三日.*</ruby></span>後', html)


def test_discrepancies_are_marked_on_both_sides_with_their_reason() -> None:
    page = Page(render_report(differing()))
    marks = [a for _, a in page.elements if a.get("class") == "q off"]
    assert [a["title"] for a in marks] == ["68 against 86", "68 against 86", "ハラダ is <b>missing</b>"]
    tied = marks[1]["data-q"]
    assert tied in marks[0]["data-q"].split()
    assert [tag for tag, a in page.elements if a.get("data-q") == tied] == ["span", "li"]
    assert "68 ≠ 86" in page.text
    assert "ハラダ is <b>missing</b>" in page.text
    assert "b" not in [tag for tag, a in page.elements if a.get("title")]


def test_a_bead_of_one_side_is_not_told_again_to_be_dropped() -> None:
    text = Page(render_report(differing())).text
    assert "only in the Japanese" in text
    assert "the source does not say this" not in text


def test_rows_with_a_discrepancy_count_as_flagged() -> None:
    rows = [a for tag, a in Page(render_report(differing())).elements if tag == "tr" and "data-row" in a]
    assert ["flagged" in a["class"].split() for a in rows] == [True, True, False]


def test_values_that_columns_share_are_tied_and_others_are_not() -> None:
    row = row_of(compared(), "62メートル")
    stretches = Finder(None).of(row).stretches

    def link(side: Side, index: int, text: str, value: str) -> set[str]:
        return {item.link for item in stretches[side, index] if text[item.start : item.end] == value}

    (japanese, *_), (english, *_) = row.japanese, row.english
    assert japanese.hypothesis is not None
    shared = link(Side.JAPANESE, 1, japanese.sentence.text, "62")
    assert len(shared) == 1
    assert link(Side.TRANSLATION, 1, japanese.hypothesis.text, "62") == shared
    assert link(Side.SOURCE, 1, english.sentence.text, "62") == shared
    assert link(Side.JAPANESE, 1, japanese.sentence.text, "3").isdisjoint(shared)
    alone = row_of(compared(), "駐車場は12台分")
    assert (Side.JAPANESE, 14) in Finder(None).of(alone).stretches  # 12, with its translation
    assert (Side.SOURCE, 2) not in Finder(None).of(row_of(compared(), "shut to visitors")).stretches


def test_names_are_tied_by_their_sound() -> None:
    row = row_of(compared(), "ハラダ・イツキ")
    stretches = Finder(None).of(row).stretches
    (japanese,) = row.japanese
    assert japanese.hypothesis is not None

    def link(side: Side, index: int, text: str, name: str) -> set[str]:
        marked = stretches[side, index]
        return {item.link for item in marked if item.is_name and text[item.start : item.end] == name}

    for katakana, latin in (("ハラダ", "Harada"), ("イツキ", "Itsuki")):
        tied = link(Side.JAPANESE, 7, japanese.sentence.text, katakana)
        assert len(tied) == 1
        assert link(Side.TRANSLATION, 7, japanese.hypothesis.text, latin) == tied
        assert link(Side.SOURCE, 3, row.english[0].sentence.text, latin) == tied


# What the viewer asks for


def test_sentences_carry_the_side_and_number_that_beads_count_by() -> None:
    comparison = compared()
    assert comparison.alignment is not None
    html = render_hosted(comparison, prefix="read-", selected="en:3")
    elements = Page(html).elements
    assert elements[0][1]["data-selected"] == "en:3"
    for side, count in (("ja", 15), ("mt", 15), ("en", 13)):
        numbers = sorted(int(a["data-i"]) for _, a in elements if a.get("data-side") == side)
        assert numbers == list(range(count))
    beads = [int(a["data-bead"]) for _, a in elements if "data-bead" in a]
    assert sorted(beads) == list(range(len(comparison.alignment.beads)))


def test_numbers_of_sentences_skip_what_was_not_translated_as_beads_do() -> None:
    whole = translated_only()
    sentences = whole.translation.sentences
    part = Comparison(replace(whole.translation, sentences=sentences[:2] + sentences[3:]))
    places = [place for row in build_rows(part) for place in row.japanese]
    assert [place.index for place in places[:5]] == [0, 1, None, 2, 3]
    by_index = [place.sentence for place in places if place.index is not None]
    assert by_index == [item.sentence for item in part.aligned_japanese()]


def test_while_translations_come_in_the_rest_waits_and_nothing_is_claimed() -> None:
    whole = compared()
    begun = Comparison(replace(whole.translation, sentences=whole.translation.sentences[:3]), whole.source)
    page = Page(render_hosted(begun, prefix="own-", pending=True))
    assert "not translated" not in page.text
    assert [a.get("class") for _, a in page.elements].count("pending") >= 12
    assert "only in the" not in page.text
    assert "No scores" not in page.text
