"""The viewer, served and driven like a reader would, with an engine that only repeats."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.comparison import Comparison
from app.viewer import LivePath, build_viewer, start
from app.viewer.live import Given, Progress
from corpora.document import BlockKind, Document
from corpora.errors import InputError
from tests.app.invented import HOSTILE, compared, document, hostile, piece, translated, translated_only
from translate.engine import Engine
from translate.translation import Hypothesis

LIT = "[...document.querySelectorAll('.s.lit')].map(s => s.textContent)"


class Echo:
    """An engine that says everything again."""

    line = "echo 1"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        return [Hypothesis(sentence) for sentence in sentences]


def read(given: Given, language: str) -> Document:
    if given.upload is not None and given.upload.suffix == ".html":
        raise InputError("is <b>no</b> article", path=given.upload, remedy="give another")
    text = given.text if given.upload is None else given.upload.read_text("utf-8")
    return document("given.txt", language, [piece(BlockKind.PARAGRAPH, line) for line in text.strip().split("\n")])


def repeat(
    japanese: Document, english: Document | None, engine: Engine, *, progress: Progress | None = None
) -> Comparison:
    texts = [sentence.text for sentence in japanese.sentences()]
    for done in range(len(texts)):
        if progress is not None:
            progress(done, len(texts))
    return Comparison(translated(japanese, dict(zip(texts, engine.translate(texts), strict=True))), english)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the viewer is served."""
    os.environ["NO_PROXY"] = "127.0.0.1,localhost"
    blocks = build_viewer(
        [("whole", compared()), ("two", translated_only()), ("hostile", hostile())],
        live=LivePath(load_engine=Echo, compare=repeat, read=read),
    )
    yield start(blocks)
    blocks.close(verbose=False)


def compare_own(page: Any, text: str) -> None:
    """Paste a text into the second tab and have it compared."""
    page.get_by_role("tab", name="Compare your own").click()
    page.get_by_label("Japanese article").fill(text)
    page.get_by_role("button", name="Translate and compare").click()


def nothing_from_outside(seen: Any, address: str) -> bool:
    return all(request.startswith((address, "data:", "blob:")) for request in seen.requests)


def test_an_opened_article_is_shown_and_lights_up(address: str, visit: Any) -> None:
    seen = visit(address)
    seen.page.hover("#read-2 .japanese .s >> nth=1")
    assert seen.page.evaluate(LIT)[1] == "It is the first time that the lighthouse, built in 1884, has been moved."
    seen.page.click("button[data-show=flagged]")
    assert seen.visible("tr[data-row]") == 3
    assert seen.troubles == []
    assert nothing_from_outside(seen, address)


def test_another_article_can_be_chosen_and_the_tools_go_on_working(address: str, visit: Any) -> None:
    seen = visit(address)
    seen.page.click("button[data-show=moved]")
    seen.page.get_by_label("Article").click()
    seen.page.get_by_role("option", name="hostile").click()
    seen.page.wait_for_selector("text=window.pwned = 1")
    assert seen.visible("tr[data-row]") == len(HOSTILE)
    seen.page.hover("#read-2 .source .s")
    assert len(seen.page.evaluate(LIT)) == 3
    seen.page.keyboard.press("j")
    assert seen.page.evaluate("document.activeElement.closest('[data-row]').id") == "read-1"
    assert seen.page.evaluate("window.pwned") is None
    assert seen.troubles == []


def test_a_hostile_text_pasted_in_does_nothing_and_is_read_as_it_is(address: str, visit: Any) -> None:
    seen = visit(address)
    compare_own(seen.page, "\n".join(HOSTILE))
    seen.page.wait_for_selector("#own-1")
    for row in range(1, len(HOSTILE) + 1):
        seen.page.hover(f"#own-{row} .translation .s")
    shown = [seen.page.inner_text(f"#own-{row} .japanese") for row in range(1, len(HOSTILE) + 1)]
    assert shown[0:4] == list(HOSTILE[0:4])
    assert shown[5:7] == list(HOSTILE[5:7])
    assert "[U+202E]" in shown[4]
    assert seen.page.evaluate("window.pwned") is None
    assert seen.troubles == []
    assert nothing_from_outside(seen, address)


def test_an_uploaded_file_is_compared_and_its_report_can_be_taken_away(
    address: str, visit: Any, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("夜の港。", encoding="utf-8")
    page = visit(address).page
    page.get_by_role("tab", name="Compare your own").click()
    page.set_input_files("input[type=file] >> nth=0", article)
    page.wait_for_selector("td[aria-label='article.txt']")
    page.get_by_role("button", name="Translate and compare").click()
    page.wait_for_selector("#own-1")
    with page.expect_download() as download:
        page.locator("button:visible, a:visible").filter(has_text="Download report").click()
    assert download.value.suggested_filename == "given.html"
    assert "夜の港。" in Path(download.value.path()).read_text("utf-8")


def test_a_problem_is_a_line_on_the_page(address: str, visit: Any, tmp_path: Path) -> None:
    seen = visit(address)
    compare_own(seen.page, " ")
    seen.page.wait_for_selector("[role=alert]")
    assert seen.page.inner_text(".taiyaku-problem") == "no Japanese article (paste its text or upload its file)"
    bad = tmp_path / "bad.html"
    bad.write_text("<p>x</p>", encoding="utf-8")
    seen.page.get_by_label("Japanese article").fill("")
    seen.page.set_input_files("input[type=file] >> nth=0", bad)
    seen.page.wait_for_selector("td[aria-label='bad.html']")
    seen.page.get_by_role("button", name="Translate and compare").click()
    seen.page.wait_for_selector(".taiyaku-problem >> text=no</b>")
    assert seen.page.inner_text(".taiyaku-problem") == "bad.html: is <b>no</b> article (give another)"
    assert seen.troubles == []


def test_keys_belong_to_the_text_field_while_one_writes_in_it(address: str, visit: Any) -> None:
    page = visit(address).page
    page.get_by_role("tab", name="Compare your own").click()
    field = page.get_by_label("Japanese article")
    field.press_sequentially("jk")
    assert field.input_value() == "jk"


@pytest.mark.parametrize("width", [390, 800])
def test_no_width_needs_scrolling_sideways(width: int, address: str, visit: Any) -> None:
    seen = visit(address, width=width)
    seen.page.wait_for_selector("#read-1")
    assert not seen.is_wider_than_its_window
    compare_own(seen.page, HOSTILE[2])
    seen.page.wait_for_selector("#own-1")
    assert not seen.is_wider_than_its_window


def test_the_page_is_dark_where_the_system_is(address: str, visit: Any) -> None:
    page = visit(address, dark=True).page
    page.wait_for_selector("#read-1")
    assert page.evaluate("getComputedStyle(document.querySelector('.taiyaku h1')).color") == "rgb(235, 230, 220)"
