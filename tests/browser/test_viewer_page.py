"""The viewer, served and driven like a reader would, with engines that only repeat."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from align.source_search import Counterpart, Judged, SourceFinding
from app.compare import judged
from app.comparison import Comparison
from app.report.frame import own_page
from app.storage import save_comparison
from app.viewer import Library, Limits, LivePath, Models, build_viewer, open_shelf, start
from app.viewer.live import read_given
from tests.app.invented import HOSTILE, compared, hostile, translated_only
from tests.app.test_viewer import ARTICLE, SOURCE, in_step
from translate.engine import Engine
from translate.translation import Hypothesis

LIT = "[...document.querySelectorAll('.s.lit')].map(s => s.textContent)"
ROWS = "document.querySelectorAll('#reading tr[data-row]').length"
TABS = ("Read", "New article", "Evaluate", "Library")
ZALGO = "夜" + "\u0335\u0321\u0489\u0362" * 200 + "の港。"


class Echo:
    """An engine that says everything again; at 待 it waits until the test lets it go on."""

    line = "echo 1 | test"
    go_on = threading.Event()

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if any("待" in sentence for sentence in sentences):
            self.go_on.wait(timeout=60)
        return [Hypothesis(sentence) for sentence in sentences]


class Shout(Echo):
    """Another one."""

    line = "shout 1 | test"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        return [Hypothesis(f"{sentence}!") for sentence in sentences]


def load(model: str | None) -> Engine:
    return Echo() if model is None else Shout()


def finder(
    articles: Sequence[Sequence[str]], _candidates: Sequence[Sequence[str]], **_: object
) -> tuple[SourceFinding, ...]:
    """The first article retells the first candidate."""
    judged = (Judged(0, 0.9, (Counterpart(0, 0, 0.5),), ()),)
    return tuple(SourceFinding(number, judged, ("minaso",), (1884.0,), True) for number in range(len(articles)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the viewer is started with."""
    folder = tmp_path_factory.mktemp("viewer")
    for name, make in {"1-whole": compared, "2-two": translated_only, "3-hostile": hostile}.items():
        (folder / name).mkdir()
        save_comparison(make(), folder / name / "document.json")
    (folder / "library").mkdir()
    (folder / "library" / "a.ja.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "library" / "b.en.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "temporary").mkdir()
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the viewer is served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "temporary"))
        patch.setattr("app.viewer.working_tab._DRAWING_SHARE", 0)
        limits = Limits(upload_megabytes=5, characters=1_200_000, per_user=8)
        blocks = build_viewer(
            open_shelf([folder]),
            live=LivePath(models=Models(load, (None, "shout")), finish=in_step, read=read_given, limits=limits),
            library=Library((folder / "library",), finder),
            leaderboard=own_page(
                title="Leaderboard",
                style="h1 { color: rgb(1, 2, 3) }",
                code="document.querySelector('h1').textContent += ', sorted'",
                body="<main><h1>A leaderboard</h1></main>",
            ),
        )
        yield start(blocks, upload_megabytes=limits.upload_megabytes)
        blocks.close(verbose=False)


def opened(visit: Any, address: str, **how: Any) -> Any:
    """The viewer, with its first article open."""
    seen = visit(address, **how)
    seen.page.set_default_timeout(60_000)
    seen.page.wait_for_selector("#read-1")
    return seen


def turn_to(page: Any, tab: str) -> None:
    page.get_by_role("tab", name=tab, exact=True).click()


def send(page: Any, text: str, source: str = "") -> None:
    """Paste an article and have it worked on."""
    turn_to(page, "New article")
    page.get_by_label("Japanese article").fill(text)
    page.get_by_label("English source").fill(source)
    page.click("#start")


def choose(page: Any, sentence: str) -> None:
    """Click a sentence, `ja:3`, and wait until it is the chosen one."""
    side, index = sentence.split(":")
    page.click(f'#reading .s[data-side="{side}"][data-i="{index}"]')
    page.wait_for_selector(f'#reading .taiyaku[data-selected="{sentence}"]')


def rows(page: Any, count: int) -> None:
    """Wait until the page has so many rows."""
    page.wait_for_function(f"{ROWS} === {count}")


def nothing_from_outside(seen: Any, address: str) -> bool:
    return all(request.startswith((address, "data:", "blob:", "about:")) for request in seen.requests)


# Reading


def test_an_opened_article_is_shown_and_lights_up(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    seen.page.hover("#read-2 .japanese .s >> nth=1")
    assert seen.page.evaluate(LIT)[1] == "It is the first time that the lighthouse, built in 1884, has been moved."
    assert seen.troubles == []
    assert nothing_from_outside(seen, address)


def test_another_article_can_be_chosen_and_its_link_leads_there(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    seen.page.get_by_label("Article", exact=True).click()
    seen.page.get_by_role("option", name="3-hostile").click()
    seen.page.wait_for_selector("text=window.pwned = 1")
    seen.page.hover("#read-2 .source .s")
    assert len(seen.page.evaluate(LIT)) == 3
    seen.page.wait_for_function("location.hash.includes('article=stored-3')")
    again = visit(seen.page.url)
    again.page.wait_for_selector("text=window.pwned = 1")
    for page in (seen, again):
        assert page.page.evaluate("window.pwned") is None
        assert page.troubles == []


def test_the_theme_can_be_turned_and_stays(address: str, visit: Any) -> None:
    seen = opened(visit, address, dark=True)
    paper = "getComputedStyle(document.querySelector('.taiyaku')).backgroundColor"
    assert seen.page.evaluate(paper) == "rgb(23, 22, 20)"
    seen.page.get_by_role("button", name="Light / dark").click()
    assert seen.page.evaluate(paper) == "rgb(253, 252, 250)"
    seen.page.reload()
    seen.page.wait_for_selector("#read-1")
    assert seen.page.evaluate(paper) == "rgb(253, 252, 250)"


# Working


def test_a_hostile_text_pasted_in_does_nothing_and_is_read_as_it_is(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    lines = [*HOSTILE, "{{7*7}} ${alert(1)} \\u0041 \\ `code`", ZALGO]
    send(seen.page, "\n".join(lines))
    seen.page.wait_for_selector("#cancel", state="hidden")
    seen.page.wait_for_selector("#reading >> text=\\u0041")
    body = seen.page.inner_text("#reading")
    assert "{{7*7}} ${alert(1)} \\u0041 \\ `code`" in body
    assert "[U+202E]" in body
    for sentence in seen.page.query_selector_all("#reading .s"):
        sentence.hover()
    assert seen.page.evaluate("window.pwned") is None
    assert seen.troubles == []
    assert nothing_from_outside(seen, address)
    assert not seen.is_wider_than_its_window


def test_a_line_of_a_megabyte_is_shown(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    send(seen.page, "港" * 1_000_000)
    seen.page.wait_for_selector("#reading-status .working")
    seen.page.wait_for_selector("#cancel", state="hidden")
    assert seen.page.evaluate("document.querySelector('#read-1 .japanese').textContent.length") >= 10_000
    assert not seen.is_wider_than_its_window
    assert seen.troubles == []


def test_the_translation_streams_in_and_can_be_stopped(address: str, visit: Any) -> None:
    Echo.go_on.clear()
    seen = opened(visit, address)
    send(seen.page, "".join(f"船{number}が港に着いた。" for number in range(8)) + "待った。")
    seen.page.wait_for_selector("#reading-status >> text=8 of 9 sentences")
    assert seen.page.get_by_role("tab", name="Read", exact=True).get_attribute("aria-selected") == "true"
    assert seen.page.inner_text("#read-8 .translation") == "船7が港に着いた。"
    assert seen.visible("#read-9 .pending") == 1
    assert seen.visible("#tools") == 0
    seen.page.click("#cancel")
    Echo.go_on.set()
    seen.page.wait_for_selector("#reading-status >> text=Stopped: 8 sentences are translated")
    assert seen.visible("#cancel") == 0
    assert seen.visible("#download") == 1
    send(seen.page, ARTICLE, SOURCE)  # the next one is not held up by the stopped one
    seen.page.wait_for_selector("#reading tr[data-bead]")
    assert seen.troubles == []


def test_an_uploaded_page_is_read_and_no_file_of_it_stays(
    address: str, visit: Any, tmp_path: Path, folder: Path
) -> None:
    page = tmp_path / "港.html"
    page.write_text("<!doctype html><html><body><p>夜の港。</p><script>window.pwned = 1</script>", encoding="utf-8")
    seen = opened(visit, address)
    turn_to(seen.page, "New article")
    seen.page.set_input_files("input[type=file] >> nth=0", page)
    seen.page.wait_for_selector(".taiyaku-said >> text=港.html")
    stayed = [path for path in (folder / "temporary").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in stayed) == 0  # Gradio leaves an empty one
    seen.page.click("#start")
    seen.page.wait_for_selector("#reading >> text=夜の港。")
    assert seen.page.inner_text("#reading .file >> nth=0") == "港.html"
    turn_to(seen.page, "New article")
    seen.page.get_by_role("button", name="Remove the file").click()
    seen.page.wait_for_selector(".taiyaku-said >> text=港.html", state="detached")
    assert str(folder) not in seen.page.content()
    assert seen.page.evaluate("window.pwned") is None
    assert seen.troubles == []


def test_what_cannot_be_worked_on_is_a_line_in_the_form(address: str, visit: Any, tmp_path: Path) -> None:
    seen = opened(visit, address)
    send(seen.page, " ")
    seen.page.wait_for_selector("#form-said >> text=no Japanese article (paste its text or upload its file)")
    send(seen.page, "港" * 1_200_001)
    seen.page.wait_for_selector("#form-said >> text=too long: 1,200,001 characters, where 1,200,000 are allowed")
    seen.page.get_by_label("Japanese article").fill("")
    bad = tmp_path / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 40)
    seen.page.set_input_files("input[type=file] >> nth=0", bad)
    seen.page.wait_for_selector(".taiyaku-said >> text=bad.txt")
    seen.page.click("#start")
    seen.page.wait_for_selector("#form-said >> text=bad.txt:")
    seen.page.get_by_role("button", name="Remove the file").click()
    seen.page.wait_for_selector(".taiyaku-said:not(.problem) >> text=bad.txt", state="detached")
    bad.write_bytes(b"x" * 5_500_000)
    seen.page.set_input_files("input[type=file] >> nth=0", bad)
    seen.page.wait_for_selector("text=maximum allowed size")
    assert "Traceback" not in seen.page.content()
    assert seen.page.get_by_role("tab", name="New article").get_attribute("aria-selected") == "true"
    assert seen.troubles == []


def test_an_example_is_one_click_away(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    turn_to(seen.page, "New article")
    seen.page.get_by_text("A night train from Brussels").click()
    seen.page.wait_for_function("document.querySelector('.in-ja textarea').value.includes('夜行列車')")
    assert "Brussels" in seen.page.get_by_label("English source").input_value()


# Editing


def test_rows_are_merged_split_and_unlinked_and_every_edit_undone(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    page = seen.page
    before = page.evaluate(ROWS)
    choose(page, "ja:1")
    assert page.inner_text("#chosen-sentence").endswith("Japanese sentence 2")
    page.click("#edit-merge")
    rows(page, before - 1)
    page.wait_for_selector('#reading .taiyaku[data-selected="ja:1"]')  # the sentence stays the chosen one
    choose(page, "ja:2")
    page.keyboard.press("s")
    rows(page, before)
    page.keyboard.press("z")
    rows(page, before - 1)
    page.keyboard.press("z")
    rows(page, before)
    assert page.is_disabled("#edit-undo")
    page.keyboard.press("Z")
    rows(page, before - 1)
    page.click("#edit-undo")
    rows(page, before)
    assert seen.troubles == []


def test_a_sentence_is_moved_to_another_row(address: str, visit: Any) -> None:
    page = opened(visit, address).page
    choose(page, "en:1")
    page.click("#edit-move")
    page.wait_for_selector("#tools-said >> text=Moving source sentence 2")
    choose(page, "ja:0")
    page.click("#edit-move")
    page.wait_for_selector('#read-1 .s[data-side="en"][data-i="1"]')
    page.keyboard.press("z")
    page.wait_for_selector('#read-1 .s[data-side="en"][data-i="1"]', state="detached")


def test_edits_pressed_in_haste_are_all_made(
    address: str, visit: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(visit, address).page
    pressed = threading.Event()

    def patient(comparison: Comparison) -> Comparison:
        assert pressed.wait(60)
        return judged(comparison)

    monkeypatch.setattr("app.editing.judged", patient)
    choose(page, "ja:1")
    page.keyboard.press("m")
    with page.expect_request("**/queue/join*"):
        page.keyboard.press("u")
    page.wait_for_function("document.getElementById('tools-said').offsetHeight > 10")  # what takes longer says so
    pressed.set()
    page.wait_for_selector("#edit-undo:not([disabled])")
    page.keyboard.press("z")  # waits for both
    page.wait_for_selector("#edit-redo:not([disabled])")
    (kept,) = (folder / "1-whole").glob("document.edits-*.json")
    assert [edit["edit"] for edit in json.loads(kept.read_text("utf-8"))["edits"]] == ["merge", "unlink"]
    page.keyboard.press("z")
    page.wait_for_selector("#edit-undo[disabled]")
    assert not page.is_visible("#edit-stay")


def test_a_sentence_picked_up_can_be_left_where_it_is(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    page = seen.page
    before = page.inner_text("#reading .rows")
    for leave in ("Escape", "x"):  # Move once more, on the sentence itself
        choose(page, "en:1")
        page.keyboard.press("x")
        page.wait_for_selector("#tools-said >> text=Moving source sentence 2")
        page.keyboard.press(leave)
        page.wait_for_selector("#tools-said >> text=Moving", state="detached")
        assert page.inner_text("#reading .rows") == before
        assert page.is_disabled("#edit-undo")
    page.click("#edit-move")
    page.wait_for_selector("#tools-said >> text=Moving source sentence 2")
    page.get_by_label("Article", exact=True).click()
    page.get_by_role("option", name="2. 2-two").click()
    page.wait_for_selector("#tools-said >> text=Moving", state="detached")
    assert seen.troubles == []


def test_a_reworded_translation_goes_home_in_the_download(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    page = seen.page
    choose(page, "mt:1")
    page.keyboard.press("e")
    wording = page.inner_text('#reading .s[data-side="mt"][data-i="1"]')
    page.wait_for_function("(text) => document.querySelector('#wording textarea')?.value === text", arg=wording)
    choose(page, "ja:4")  # the field goes on being for the sentence that it was opened for
    page.fill("#wording textarea", "Worded by hand: <b>bold</b> ${1+1} jk")
    page.click("#keep-wording")
    page.wait_for_selector("#reading >> text=Worded by hand: <b>bold</b> ${1+1} jk")
    assert "Worded by hand" in page.inner_text('#reading .s[data-side="mt"][data-i="1"]')
    page.get_by_label("Download as").click()
    page.get_by_role("option", name="Japanese with translation, TMX").click()
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename.endswith("-translated.tmx")
    assert "Worded by hand: &lt;b&gt;bold" in Path(download.value.path()).read_text("utf-8")
    page.keyboard.press("z")
    page.wait_for_selector("#reading >> text=Worded by hand", state="detached")
    assert seen.troubles == []


def test_edits_are_kept_beside_the_comparison_and_come_back(address: str, visit: Any, folder: Path) -> None:
    seen = opened(visit, address + "#article=stored-3")
    seen.page.wait_for_selector("text=window.pwned = 1")
    before = seen.page.evaluate(ROWS)
    choose(seen.page, "ja:1")
    seen.page.click("#edit-merge")
    rows(seen.page, before - 1)
    (kept,) = (folder / "3-hostile").glob("document.edits-*.json")
    assert json.loads(kept.read_text("utf-8"))["done"] == 1
    again = opened(visit, address + "#article=stored-3")
    rows(again.page, before - 1)
    again.page.click("#edit-undo")
    rows(again.page, before)
    # The first window has not seen that; it does not overwrite it.
    choose(seen.page, "ja:3")
    seen.page.click("#edit-unlink")
    seen.page.wait_for_selector("#tools-said >> text=edited in another window")
    assert json.loads(kept.read_text("utf-8"))["done"] == 0


def test_sessions_do_not_see_each_others_articles(address: str, visit: Any) -> None:
    first, second = opened(visit, address), opened(visit, address)
    send(first.page, "秘密の港。")
    first.page.wait_for_selector("#reading >> text=秘密の港。")
    second.page.reload()
    second.page.wait_for_selector("#read-1")
    second.page.get_by_label("Article", exact=True).click()
    assert second.page.get_by_role("option").count() == 3
    assert "秘密" not in second.page.content()


def test_keys_belong_to_the_text_field_while_one_writes_in_it(address: str, visit: Any) -> None:
    page = opened(visit, address).page
    turn_to(page, "New article")
    field = page.get_by_label("Japanese article")
    field.press_sequentially("jkmsuz")
    assert field.input_value() == "jkmsuz"


# Judging, and the library


def test_the_evaluation_leads_back_to_its_rows(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    turn_to(seen.page, "Evaluate")
    seen.page.wait_for_selector("#judged >> text=nrefs:1")
    turn_to(seen.page, "Two models")
    seen.page.click("#two-models")
    link = seen.page.wait_for_selector("[data-row-link]")
    number = link.get_attribute("data-row-link")
    link.click()
    seen.page.wait_for_selector(f"#read-{number}.selected")
    assert seen.page.get_by_role("tab", name="Read", exact=True).get_attribute("aria-selected") == "true"
    turn_to(seen.page, "Evaluate")
    turn_to(seen.page, "Leaderboard")
    heading = seen.page.frame_locator("iframe").get_by_role("heading")
    assert heading.inner_text() == "A leaderboard, sorted"
    assert heading.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    assert heading.evaluate("() => { try { return parent.document.title } catch { return 'shut' } }") == "shut"
    assert seen.troubles == []


def test_a_pair_of_the_library_opens(address: str, visit: Any) -> None:
    seen = opened(visit, address)
    turn_to(seen.page, "Library")
    seen.page.wait_for_selector("text=90% likely")
    seen.page.get_by_role("button", name="Open a.ja.txt").click()
    seen.page.wait_for_selector("#reading tr[data-bead]")
    assert seen.page.inner_text("#reading .file >> nth=1") == "b.en.txt"
    assert seen.troubles == []


# Every tab


@pytest.mark.parametrize("width", [390, 800])
def test_no_tab_needs_scrolling_sideways(width: int, address: str, visit: Any) -> None:
    seen = opened(visit, address, width=width)
    choose(seen.page, "ja:1")
    for tab in TABS:
        turn_to_narrow(seen.page, tab)
        seen.page.wait_for_timeout(300)  # for what Gradio moves
        assert not seen.is_wider_than_its_window, tab


def test_on_a_phone_the_tools_come_when_asked_for(address: str, visit: Any) -> None:
    seen = opened(visit, address, width=390)
    choose(seen.page, "ja:1")
    assert seen.visible("#edit-merge") == 0
    seen.page.get_by_role("button", name="Edit", exact=True).click()
    before = seen.page.evaluate(ROWS)
    seen.page.click("#edit-merge")
    rows(seen.page, before - 1)
    assert not seen.is_wider_than_its_window


def turn_to_narrow(page: Any, tab: str) -> None:
    """Turn to a tab that may be behind the menu of tabs that have no room."""
    button = page.get_by_role("tab", name=tab, exact=True)
    if not button.is_visible():
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown").first.get_by_text(tab, exact=True).click()
    else:
        button.click()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious_on_any_tab(dark: bool, address: str, visit: Any, axe: Any) -> None:
    page = opened(visit, address, dark=dark).page
    choose(page, "ja:1")
    page.click("#edit-reword")
    page.wait_for_selector("#wording")
    assert axe(page) == []
    for tab, ready in (
        ("New article", "#start"),
        ("Evaluate", "#judged >> text=nrefs:1"),
        ("Library", "text=90% likely"),
    ):
        turn_to(page, tab)
        page.wait_for_selector(ready)
        assert axe(page) == [], tab
    turn_to(page, "Evaluate")
    for tab in ("Two models", "Leaderboard"):
        turn_to(page, tab)
        assert axe(page) == [], tab
