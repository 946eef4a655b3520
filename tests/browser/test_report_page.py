"""The report from disk, in a browser."""

from pathlib import Path
from typing import Any

import pytest

from app.report import render_report
from tests.app.invented import HOSTILE, compared, hostile, translated_only

LIT = "[...document.querySelectorAll('.s.lit')].map(s => s.textContent)"


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, str]:
    """Addresses of written reports."""
    addresses = {}
    for name, make in {"whole": compared, "two": translated_only, "hostile": hostile}.items():
        path = tmp_path / f"{name}.html"
        path.write_text(render_report(make()), encoding="utf-8")
        addresses[name] = path.as_uri()
    return addresses


def test_hostile_text_does_nothing_and_is_read_as_it_is(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["hostile"])
    for sentence in seen.page.query_selector_all(".s"):
        sentence.hover()
    for button in seen.page.query_selector_all("button:enabled"):
        button.click()
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


def test_filters_leave_what_they_say_and_can_be_reached_by_key(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    for name, count in {"doubtful": 1, "moved": 1, "alone": 6, "flagged": 3, "all": 16}.items():
        seen.page.focus(f"button[data-show={name}]")
        seen.page.keyboard.press("Enter")
        assert seen.visible("tr[data-row]") == count
        assert seen.page.inner_text("[data-shown]") == f"{count} of 16 rows shown"
        assert seen.page.get_attribute(f"button[data-show={name}]", "aria-pressed") == "true"
    assert seen.visible("button[aria-pressed=true]") == 1


def test_the_moved_mark_leads_to_the_row_before(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"])
    seen.page.click(".note a")
    assert seen.page.evaluate("location.hash") == "#row-3"


@pytest.mark.parametrize("dark", [False, True])
def test_the_toggle_turns_light_and_dark(dark: bool, reports: dict[str, str], visit: Any) -> None:
    page = visit(reports["whole"], dark=dark).page
    paper = "getComputedStyle(document.querySelector('.taiyaku')).backgroundColor"
    colours = {"rgb(253, 252, 250)", "rgb(23, 22, 20)"}
    before = page.evaluate(paper)
    assert before == ("rgb(23, 22, 20)" if dark else "rgb(253, 252, 250)")
    page.click("[data-theme-toggle]")
    assert {before, page.evaluate(paper)} == colours
    page.click("[data-theme-toggle]")
    assert page.evaluate(paper) == before


def test_without_script_everything_is_there_but_the_tools(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"], javascript=False)
    assert seen.visible("tr[data-row]") == 16
    assert seen.visible(".toolbar") == 0
    seen.page.click("summary >> nth=0")
    assert seen.visible("details dd") == 6


def test_paper_has_three_whole_columns_and_no_tools(reports: dict[str, str], visit: Any) -> None:
    seen = visit(reports["whole"], width=718)  # what A4 leaves between the margins
    seen.page.emulate_media(media="print")
    assert not seen.is_wider_than_its_window
    assert seen.visible("button") == 0
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
