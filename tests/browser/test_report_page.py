"""The report from disk, in a browser."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.comparison import Comparison
from app.report import render_hosted, render_report
from corpora.document import BlockKind
from tests.app.invented import HOSTILE, compared, differing, document, hostile, piece, translated, translated_only
from translate.translation import Hypothesis

HERE = "document.activeElement.closest('[data-row]')?.id"
LIT = "[...document.querySelectorAll('.s.lit')].map(s => s.textContent)"


def with_furigana() -> Comparison:
    """Two readings, brackets that hold none, and a word in full-width letters."""
    lines = ("岬(みさき)の灯台(など)を動(うご)かす。", "ガボン製の鋼だ。")
    japanese = document("f.txt", "ja", [piece(BlockKind.PARAGRAPH, line) for line in lines])
    return Comparison(translated(japanese, {line: Hypothesis("x") for line in lines}))


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, str]:
    """Addresses of written reports."""
    addresses = {}
    pages = {
        "whole": compared,
        "two": translated_only,
        "hostile": hostile,
        "furigana": with_furigana,
        "differing": differing,
    }
    for name, make in pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(render_report(make()), encoding="utf-8")
        addresses[name] = path.as_uri()
    return addresses


def test_hostile_text_does_nothing_and_is_read_as_it_is(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["hostile"])
    for sentence in seen.page.query_selector_all(".s"):
        sentence.hover()
    for button in seen.page.query_selector_all("button:enabled"):
        if button.is_visible():
            button.click()
            seen.page.keyboard.press("Escape")
    assert seen.troubles == []
    assert [address for address in seen.requests if not address.startswith("data:")] == [reports["hostile"]]
    assert seen.page.evaluate("window.pwned") is None
    text = seen.page.inner_text("body")
    for sentence in (HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[3], HOSTILE[5], HOSTILE[6]):
        assert sentence in text
    assert "右から左[U+202E]へ[U+202C]向かう" in text


@pytest.mark.parametrize("name", ["whole", "two", "hostile"])
@pytest.mark.parametrize("width", [320, 390, 640, 641, 800, 1000, 1280])
def test_no_width_needs_scrolling_sideways(name: str, width: int, reports: dict[str, str], visit: Any) -> None:
    assert not visit(reports[name], width=width).is_wider_than_its_window


def test_a_phone_shows_one_column(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"], width=390).page
    boxes = [page.query_selector(f"#row-2 .{name}").bounding_box() for name in ("japanese", "translation", "source")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert boxes[1]["y"] + boxes[1]["height"] <= boxes[2]["y"]


def test_pointing_at_a_sentence_lights_its_partners(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.hover("#row-2 .japanese .s >> nth=1")
    lit = seen.page.evaluate(LIT)
    assert lit[:2] == [
        "1884年に建てられた灯台が動かされるのは初めて。",
        "It is the first time that the lighthouse, built in 1884, has been moved.",
    ]
    assert len(lit) == 3
    assert lit[2].startswith("A granite lighthouse")
    seen.page.hover("#row-2 .source .s")
    assert len(seen.page.evaluate(LIT)) == 5
    seen.page.hover("h1")
    assert seen.page.evaluate(LIT) == []


def test_keys_step_through_rows_and_columns(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    here = "document.activeElement.closest('[data-row]')?.id + ' ' + document.activeElement.parentElement.className"
    steps = [
        ("j", "row-1 japanese"),
        ("j", "row-2 japanese"),
        ("ArrowRight", "row-2 translation"),
        ("ArrowRight", "row-2 source"),
        ("ArrowRight", "row-2 source"),
        ("j", "row-3 source"),
        ("k", "row-2 source"),
        ("ArrowLeft", "row-2 translation"),
        ("k", "row-1 translation"),
        ("k", "row-1 translation"),
    ]
    for key, place in steps:
        page.keyboard.press(key)
        assert page.evaluate(here) == place
    assert page.evaluate("document.querySelectorAll('.s.lit').length") == 3
    assert page.evaluate("document.querySelectorAll('.s[tabindex=\"0\"]').length") == 1


def test_n_and_p_step_through_the_doubtful_rows(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    page.keyboard.press("n")
    assert page.evaluate(HERE) == "row-12"
    page.keyboard.press("n")
    assert page.evaluate(HERE) == "row-12"
    assert page.inner_text("[data-said]") == "No further doubtful row"
    page.keyboard.press("j")
    page.keyboard.press("p")
    assert page.evaluate(HERE) == "row-12"


def test_filters_leave_what_they_say_and_can_be_reached_by_key(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    wanted = {"doubtful": 1, "reordered": 1, "dropped": 2, "added": 4, "flagged": 3, "all": 16}
    for name, count in wanted.items():
        seen.page.focus(f"button[value={name}]")
        seen.page.keyboard.press("Enter")
        assert seen.visible("tr[data-row]") == count
        assert seen.page.inner_text("[data-said]") == f"{count} of 16 rows shown"
        assert seen.page.get_attribute(f"button[value={name}]", "aria-pressed") == "true"
        assert seen.visible(".filters button[aria-pressed=true]") == 1


def test_headings_and_comments_can_be_left_out(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.click(".menu summary")
    seen.page.get_by_label("Headings").uncheck()
    seen.page.get_by_label("Comments").uncheck()
    assert seen.visible("tr.k-heading") == 0
    assert seen.visible(".comments") == 0
    seen.page.get_by_label("Headings").check()
    assert seen.visible("tr.k-heading") == 1


def test_one_two_or_three_columns_but_never_none(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.click(".menu summary")
    names = ("Japanese", "Translation", "Source")
    boxes = {name: seen.page.get_by_role("checkbox", name=name) for name in names}
    boxes["Translation"].uncheck()
    assert [seen.visible(f"#row-2 .{name}") for name in ("japanese", "translation", "source")] == [1, 0, 1]
    boxes["Japanese"].uncheck()
    assert [seen.visible(f"#row-2 .{name}") for name in ("japanese", "translation", "source")] == [0, 0, 1]
    boxes["Source"].click()
    assert boxes["Source"].is_checked()
    seen.page.keyboard.press("Escape")
    for _ in range(3):
        seen.page.keyboard.press("j")
    assert seen.page.evaluate(HERE) == "row-3"


def test_alone_the_translation_says_what_is_only_in_the_source(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"] + "#columns=mt&show=dropped")
    assert seen.page.inner_text("#row-3 .translation") == "only in the source"
    assert seen.visible(".rows .absent") == 2


def test_the_translation_can_come_first_and_the_arrows_follow(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    left = "name => document.querySelector('#row-2 .' + name).getBoundingClientRect().left"
    assert seen.page.evaluate(left, "japanese") < seen.page.evaluate(left, "translation")
    seen.page.click(".menu summary")
    seen.page.locator("[data-set=first][value=translation]").check()
    assert seen.page.evaluate(left, "translation") < seen.page.evaluate(left, "japanese")
    assert seen.page.evaluate(left, "japanese") < seen.page.evaluate(left, "source")
    seen.page.click("#row-2 .translation .s >> nth=0")
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.parentElement.className") == "japanese"


def test_furigana_stand_above_their_word_and_can_be_switched_off(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["furigana"])
    assert seen.visible("rt") == 2
    assert seen.page.inner_text("#row-1 .japanese ruby >> nth=0") != "岬"
    seen.page.keyboard.press("f")
    assert seen.visible("rt") == 0
    assert seen.page.inner_text("#row-1 .japanese .s") == "岬の灯台(など)を動かす。"
    seen.page.keyboard.press("f")
    assert seen.visible("rt") == 2


def test_text_grows_and_shrinks_to_a_limit(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    size = "parseFloat(getComputedStyle(document.querySelector('#row-2 .japanese .s')).fontSize)"
    page.click(".menu summary")
    sizes = [page.evaluate(size)]
    for _ in range(6):
        page.get_by_label("Larger text").click()
        sizes.append(page.evaluate(size))
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1]
    assert sizes[-1] == sizes[-2]


SEARCHES = (
    ("灯台", 7),
    ("ＬＩＧＨＴＨＯＵＳＥ", 7),
    ("lighthouse", 7),
    ("１８８４", 3),
    ("不在の言葉", 0),
)


@pytest.mark.parametrize(("words", "count"), SEARCHES)
def test_the_search_counts_hits_of_any_width_and_case(
    words: str, count: int, reports: dict[str, str], visit: Any
) -> None:
    page = visit(reports["whole"]).page
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator("[data-hits]", has_text=str(count)).wait_for()
    assert page.evaluate("CSS.highlights.get('taiyaku-hit')?.size ?? 0") == count


def test_half_width_kana_find_full_width_ones_and_a_hit_may_span_a_ruby(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["furigana"]).page
    for words, hit in (("ｶﾞﾎﾞﾝ", "ガボン"), ("ガボン", "ガボン"), ("ｶﾞﾎﾞﾝ製", "ガボン製"), ("岬の灯", "岬の灯")):
        page.fill("[data-set=find]", words)
        page.keyboard.press("Enter")
        shown = "[...CSS.highlights.get('taiyaku-hit-here')].map(r => r.cloneContents()).map(f => "
        text = "{ for (const e of f.querySelectorAll('rt, rp')) e.remove(); return f.textContent; })[0]"
        assert page.evaluate(shown + text) == hit


def test_enter_goes_from_hit_to_hit_and_escape_stays_there(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    page.keyboard.press("/")
    page.keyboard.type("jack")
    page.keyboard.press("Enter")
    assert page.inner_text("[data-hits]") == "1 of 2"
    page.keyboard.press("Enter")
    assert page.inner_text("[data-hits]") == "2 of 2"
    page.keyboard.press("Enter")
    assert page.inner_text("[data-hits]") == "1 of 2"
    page.keyboard.press("Shift+Enter")
    assert page.inner_text("[data-hits]") == "2 of 2"
    page.keyboard.press("Escape")
    assert page.evaluate(HERE) == "row-6"
    assert page.input_value("[data-set=find]") == ""
    assert page.evaluate("CSS.highlights.has('taiyaku-hit')") is False


def test_words_that_differ_are_marked_on_demand_whatever_their_order(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    marked = (
        "[...(CSS.highlights.get('taiyaku-only') ?? [])].filter(r => r.startContainer.parentElement.closest('#row-2'))"
        ".map(r => r.toString())"
    )
    assert page.evaluate(marked) == []
    page.keyboard.press("d")
    words = page.evaluate(marked)
    assert "stone" in words
    assert "granite" in words
    assert not {"62", "metres", "inland", "1884", "the"} & set(words)
    page.keyboard.press("d")
    assert page.evaluate(marked) == []


def test_a_reordered_row_shows_where_it_stands_in_the_source(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    assert seen.page.locator(".crossings path").count() == 1
    seen.page.hover("#row-9 .source .s >> nth=0")
    assert seen.page.evaluate("[...document.querySelectorAll('.s.near')].map(s => s.closest('tr').id)") == ["row-3"]
    assert seen.page.evaluate("document.querySelector('.crossings .lit').dataset.from") == "9"
    seen.page.hover("#row-5 .japanese .s")
    assert seen.page.locator(".near, .crossings .lit").count() == 0


def test_a_number_lights_up_its_equals(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    page.hover("#row-2 .japanese .q >> text=62")
    tied = page.evaluate("[...document.querySelectorAll('.tied')].map(e => e.textContent)")
    assert tied == ["62", "62", "62"]


def test_the_map_leads_to_the_row_of_the_nearest_dot(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.keyboard.press("g")
    box = seen.page.locator(".plot svg").bounding_box()
    assert box["y"] + box["height"] < 900
    seen.page.mouse.click(box["x"] + box["width"] * 7.5 / 15, box["y"] + box["height"] * 3.8 / 13)
    assert seen.page.evaluate(HERE) == "row-9"
    assert seen.page.locator(".plot .dot.current").count() == 2
    seen.page.keyboard.press("g")
    assert seen.page.evaluate("document.querySelector('.plot svg').getBoundingClientRect().bottom < 0")


def test_the_confidence_tells_why_on_demand(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    assert seen.visible(".why") == 0
    seen.page.click("#row-2 .confidence")
    told = seen.page.inner_text("#row-2 .why").split()
    assert told == ["together", "+2.68", "weather", "+3.10", "old", "songs", "−0.42"]
    assert seen.page.get_attribute("#row-2 .confidence", "aria-expanded") == "true"
    seen.page.click("#row-2 .japanese .s >> nth=0")
    seen.page.keyboard.press("w")
    assert seen.visible(".why") == 0


def test_the_keys_are_told(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.keyboard.press("?")
    assert seen.visible("dialog.keys") == 1
    seen.page.keyboard.press("j")
    assert seen.page.locator(".selected").count() == 0
    seen.page.keyboard.press("Escape")
    assert seen.visible("dialog.keys") == 0
    seen.page.keyboard.press("j")
    assert seen.page.evaluate(HERE) == "row-1"


def test_a_link_gives_the_view_again(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    page.click("button[value=flagged]")
    page.click(".menu summary")
    page.get_by_label("Source", exact=True).uncheck()
    page.get_by_label("Larger text").click()
    page.locator("[data-set=theme][value=dark]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("ごと")
    page.wait_for_url(re.compile("find="))
    look = (
        "[...document.querySelectorAll('tr[data-row]')].filter(r => r.getClientRects().length).map(r => r.id)"
        ".concat(document.querySelector('.taiyaku').dataset.columns, document.querySelector('.taiyaku').dataset.size,"
        " document.documentElement.dataset.theme, document.querySelector('[data-set=find]').value,"
        " document.querySelector('.selected').id, document.querySelector('[data-hits]').textContent)"
    )
    before = page.evaluate(look)
    again = visit(page.url)
    assert again.page.evaluate(look) == before
    assert before[-5:] == ["1", "dark", "ごと", "row-6", "1"]
    assert again.troubles == []


def test_a_link_of_nonsense_is_as_none_and_what_others_put_there_stays(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"] + "#show=%3Cscript%3E&size=99&columns=&row=x&theme=pink&article=7")
    assert seen.visible("tr[data-row]") == 16
    seen.page.click("button[value=flagged]")
    seen.page.wait_for_url(re.compile("show=flagged"))
    assert "article=7" in seen.page.url
    assert "pink" not in seen.page.url
    assert seen.troubles == []


def test_the_reordered_mark_leads_to_the_row_before(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.click(".note a")
    assert seen.page.evaluate(HERE) == "row-3"
    seen.page.wait_for_url(re.compile("#row=3$"))


@pytest.mark.parametrize("dark", [False, True])
def test_colours_follow_the_system_until_the_reader_chooses(dark: bool, reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"], dark=dark).page
    paper = "getComputedStyle(document.querySelector('.taiyaku')).backgroundColor"
    colours = {"light": "rgb(253, 252, 250)", "dark": "rgb(23, 22, 20)"}
    page.click(".menu summary")
    for theme in ("light", "dark", "system"):
        page.locator(f"[data-set=theme][value={theme}]").check()
        assert page.evaluate(paper) == colours.get(theme, colours["dark" if dark else "light"])


def test_without_script_everything_is_there_but_the_tools(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"], javascript=False)
    assert seen.visible("tr[data-row]") == 16
    assert seen.visible(".toolbar") == 0
    seen.page.click(".aside summary >> nth=0")
    assert seen.visible(".aside dd") == 6


def test_paper_has_three_whole_columns_and_no_tools(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"], width=718)  # what A4 leaves between the margins
    seen.page.emulate_media(media="print")
    assert not seen.is_wider_than_its_window
    assert seen.visible(".toolbar button") == 0
    boxes = [seen.page.query_selector(f"#row-2 .{name}").bounding_box() for name in ("japanese", "source")]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[1]["x"] + boxes[1]["width"] <= 718


CONTRAST = """
() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const paint = (e) => parse(getComputedStyle(e).backgroundColor);
  const ground = (e) => e ? over(paint(e), ground(e.parentElement)) : [255, 255, 255, 1];
  let worst = [99, ""];
  const walker = document.createTreeWalker(document.querySelector(".taiyaku"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length || element.closest(":disabled")) continue;
    const style = getComputedStyle(element), back = ground(element);
    const ink = parse(style.color);
    ink[3] *= Number(style.opacity);
    const [a, b] = [light(over(ink, back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < worst[0]) worst = [ratio, element.className + ": " + walker.currentNode.data.trim().slice(0, 30)];
  }
  return worst;
}
"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_has_the_contrast_that_wcag_aa_asks_for(dark: bool, reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"], dark=dark).page
    page.hover("#row-12 .source .s")
    page.wait_for_timeout(200)  # the colours move for an eighth of a second
    ratio, where = page.evaluate(CONTRAST)
    assert ratio >= 4.5, where


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["whole", "two", "differing"])
def test_axe_finds_nothing_serious(name: str, dark: bool, reports: dict[str, str], visit: Any, axe: Any) -> None:
    page = visit(reports[name], dark=dark).page
    assert axe(page) == []
    page.click(".menu summary")
    page.keyboard.press("j")
    page.keyboard.press("d")
    assert axe(page) == []
    page.keyboard.press("?")
    assert axe(page) == []


def test_axe_finds_nothing_serious_on_a_phone(reports: dict[str, str], visit: Any, axe: Any) -> None:
    page = visit(reports["whole"], width=390).page
    page.click("#row-2 .japanese .s >> nth=0")
    page.keyboard.press("g")
    assert axe(page) == []


def test_a_reason_lights_up_what_it_speaks_of(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["differing"]).page
    page.hover(".reasons li >> text=68 ≠ 86")
    tied = page.evaluate("[...document.querySelectorAll('.tied')].map(e => e.textContent)")
    assert tied == ["68", "86", "68 ≠ 86"]


def test_a_line_of_a_megabyte_and_towers_of_marks_are_only_text(tmp_path: Path, visit: Any) -> None:
    long, tower = "長い行<b>" * 170_000, "と" + "\u0301\u0489\u0336" * 400 + "う。"
    lines = (long, tower, HOSTILE[0])
    japanese = document("h.txt", "ja", [piece(BlockKind.PARAGRAPH, line) for line in lines])
    comparison = Comparison(translated(japanese, {line: Hypothesis(line) for line in lines}))
    path = tmp_path / "huge.html"
    path.write_text(render_report(comparison), encoding="utf-8")
    seen = visit(path.as_uri())
    assert seen.page.evaluate("document.querySelector('#row-1 .s').textContent.length") == len(long)
    assert not seen.is_wider_than_its_window
    sentence = seen.page.locator("#row-3 .japanese .s")  # which nothing of the tower above it covers
    sentence.scroll_into_view_if_needed()
    # Rows out of sight are laid out when they come into view, and move what is below them once.
    seen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    sentence.hover()
    seen.page.wait_for_selector(".s.lit")
    assert HOSTILE[0] in seen.page.evaluate(LIT)
    assert seen.troubles == []
    assert seen.requests[1:] == ["data:,"] * len(seen.requests[1:])


def test_a_new_content_of_the_host_takes_over_what_the_reader_has_set(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.click("button[value=flagged]")
    seen.page.keyboard.press("f")
    again = render_hosted(compared(), prefix="read-", selected="en:6")
    seen.page.evaluate("html => { document.querySelector('.taiyaku').outerHTML = html; }", again)
    assert seen.visible("tr[data-row]") == 3
    assert seen.page.get_attribute(".taiyaku", "data-furigana") == "off"
    assert seen.page.evaluate("document.querySelector('.selected').id") == "read-6"
    assert seen.page.evaluate("document.activeElement === document.body")
    seen.page.keyboard.press("j")
    assert seen.page.evaluate(HERE) == "read-10"


def test_the_host_is_told_what_is_selected_and_can_say_where_to_go(reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"]).page
    page.evaluate("() => { window.told = []; addEventListener('taiyaku:select', e => told.push(e.detail)); }")
    page.click("#row-2 .translation .s >> nth=1")
    assert page.get_attribute(".taiyaku", "data-selected") == "mt:2"
    go = "detail => document.querySelector('.taiyaku').dispatchEvent(new CustomEvent('taiyaku:go', {detail}))"
    page.evaluate(go, {"side": "en", "index": 6})
    assert page.evaluate(HERE) == "row-6"
    page.keyboard.press("Escape")
    assert page.evaluate("told") == [
        {"side": "mt", "index": 2, "row": 2},
        {"side": "en", "index": 6, "row": 6},
        None,
    ]
    assert page.get_attribute(".taiyaku", "data-selected") is None
