"""Pictures of the viewer for the documentation: `python -m tests.browser.screenshots docs`.

They show the bundled samples as the embedded models make them, so they change only when the project does.
"""

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.compare import align_and_score, compare_files
from app.viewer import Library, LivePath, Models, Shelved, build_viewer, start
from app.viewer.live import read_given
from corpora.samples import SAMPLES
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_path
from translate import load_engine

COLOURS = 96  # enough for text on paper, and a third of the size
WIDE, PHONE = (1280, 860), (390, 844)


def main(folder: Path) -> None:
    """Take every picture."""
    from playwright.sync_api import sync_playwright

    os.environ["NO_PROXY"] = "127.0.0.1,localhost"
    with TemporaryDirectory() as scratch, served(Path(scratch)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        for name, size, dark in (("light", WIDE, False), ("dark", WIDE, True), ("phone", PHONE, False)):
            take_tabs(opened(browser, address, size, dark=dark), folder, name)
        browser.close()


def take_tabs(page: Any, folder: Path, name: str) -> None:
    """A picture of every tab in one look."""
    read(page)
    take(page, folder / f"viewer-read-{name}.png")
    turn_to(page, "New article", "#start")
    page.get_by_text(SAMPLES[0].title).click()
    page.wait_for_function("document.querySelector('.in-ja textarea').value.length > 100")
    take(page, folder / f"viewer-new-{name}.png")
    turn_to(page, "Evaluate", "#judged >> text=nrefs:1")
    take(page, folder / f"viewer-evaluate-{name}.png")
    turn_to(page, "Library", "#library button[data-pair]")
    page.locator("#library summary").first.click()
    take(page, folder / f"viewer-library-{name}.png")


@contextmanager
def served(scratch: Path) -> Iterator[str]:
    """A viewer with the samples, and where it is."""
    engine = load_engine()
    shelf = [Shelved(sample.title, compare_files(sample.japanese, sample.english, engine)) for sample in SAMPLES]
    for sample in SAMPLES:
        shutil.copy(sample.japanese, scratch)
        shutil.copy(sample.english, scratch)
    live = LivePath(
        models=Models(load_engine),
        finish=lambda translation, source: align_and_score(translation, source) if source else shelf[0].comparison,
        read=read_given,
    )
    blocks = build_viewer(shelf, live=live, library=Library((scratch,)))
    yield start(blocks)
    blocks.close(verbose=False)


def opened(browser: Any, address: str, size: tuple[int, int], *, dark: bool = False) -> Any:
    """A window on the first article."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#read-1")
    return page


def read(page: Any) -> None:
    """Choose a sentence, and have its row stand where it can be seen."""
    page.evaluate("document.querySelector('#read-3').scrollIntoView({ block: 'center' })")
    page.click("#read-3 .japanese .s")
    page.wait_for_timeout(400)  # for the colours to settle


def turn_to(page: Any, tab: str, ready: str) -> None:
    """Turn to a tab and wait for what it shows."""
    shown = page.get_by_role("tab", name=tab, exact=True)
    if shown.count():
        shown.click()
    else:  # a narrow window keeps some tabs in a menu
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown").first.get_by_text(tab, exact=True).click()
    page.wait_for_selector(ready)
    page.evaluate("scrollTo(0, 0)")


def take(page: Any, path: Path) -> None:
    """Take the window as it stands."""
    from PIL import Image

    page.wait_for_timeout(600)
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few = whole.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
