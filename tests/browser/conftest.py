"""A real Chromium for the pages, and a record of everything that it complains about."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    """Where Chromium is, if it is installed."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is below this folder; the modules need not repeat it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(
                pytest.mark.filterwarnings("ignore")
            )  # Gradio and Playwright leave sockets to the collector


@dataclass
class Visit:
    """A page and what happened on it that should not."""

    page: Any
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down script errors, console errors, dialogs and requests."""
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def is_wider_than_its_window(self) -> bool:
        """Whether one has to scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def visible(self, selector: str) -> int:
        """How many of these are to be seen."""
        return sum(element.is_visible() for element in self.page.query_selector_all(selector))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium: install it (apt-get install chromium) or name it in CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: install the extra [dev]")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Open a page of a given width: `visit(url, width=390, javascript=False)`."""
    contexts = []

    def open_page(url: str, *, width: int = 1280, dark: bool = False, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.watch()
        visit.page.goto(url)
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Any:
    """What axe-core finds serious or critical in a page, a line each: `axe(page) == []`."""
    sync_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the extra [dev]")

    def run(page: Any) -> list[str]:
        found = sync_playwright.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{finding['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for finding in found
            if finding["impact"] in ("serious", "critical")
            for node in finding["nodes"]
        ]

    return run
