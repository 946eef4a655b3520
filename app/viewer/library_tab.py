"""The tab of the library: which article belongs to which source, with the evidence; any pair can be opened."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.viewer.articles import Desk
from app.viewer.frame import line
from app.viewer.library import Library, Pairing, pairing_html
from app.viewer.live import LivePath
from app.viewer.messages import problem_html, said_html
from app.viewer.reading_tab import ReadingTab
from app.viewer.users import for_user, user_of
from app.viewer.working_tab import stream
from corpora.errors import InputError, TaiyakuError

if TYPE_CHECKING:
    import gradio

__all__ = ["LibraryTab"]

_NONE = -1
_ON_LOAD = """
element.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-pair]") : null;
  if (button) trigger("click", { pair: Number(button.dataset.pair) });
});
"""


class LibraryTab:
    """The tab.

    Attributes:
        jobs: The events that translate, to be cancelled by the reading tab.
    """

    def __init__(self, library: Library, live: LivePath, reading: ReadingTab, tabs: "gradio.Tabs") -> None:
        import gradio as gr

        self._library, self._live, self._reading = library, live, reading
        self._said = line("library-said")
        self._shown = gr.HTML(
            "", padding=False, apply_default_css=False, js_on_load=_ON_LOAD, min_height=0, elem_id="library"
        )
        with gr.Row(visible=False, elem_classes="taiyaku-send") as self._any:
            self._article = gr.Dropdown([], label="Open any pair: article", scale=3, min_width=200)
            self._source = gr.Dropdown([], label="with source", scale=3, min_width=200)
            start = gr.Button("Open", variant="primary", scale=1, min_width=100, elem_id="open-pair")
        working: dict[str, Any] = {
            "api_visibility": "private",
            "show_progress": "hidden",
            "concurrency_limit": live.limits.at_once,
            "concurrency_id": "work",
        }
        outputs = [tabs, self._said, *reading.outputs]

        def open_found(event: gr.EventData, request: gr.Request, desk: Desk) -> Iterator[list[Any]]:
            yield from self.open_pair(getattr(event, "pair", None), None, desk, user_of(request))

        self.jobs = [
            self._shown.click(open_found, reading.desk, outputs, **working),
            start.click(for_user(self.open_pair), [self._article, self._source, reading.desk], outputs, **working),
        ]

    def open_with(self, tab: "gradio.Tab") -> None:
        """Show the library whenever the tab is turned to."""
        outputs = [self._said, self._shown, self._any, self._article, self._source]
        tab.select(self.show, None, outputs, api_visibility="private", show_progress="hidden")

    def show(self) -> Iterator[list[Any]]:
        """Read and pair the library; the first time takes a while."""
        import gradio as gr

        wait = [gr.skip() for _ in range(4)]
        yield [said_html("Reading the articles and looking for their sources …"), *wait]
        try:
            pairing = self._library.pairing()
        except TaiyakuError as error:
            yield [problem_html(error), *wait]
            return
        articles = [(f"{n}. {paired.article.name}", n - 1) for n, paired in enumerate(pairing.pairs, start=1)]
        sources = [("none", _NONE), *((f"{n}. {doc.name}", n - 1) for n, doc in enumerate(pairing.sources, start=1))]
        yield [
            "",
            pairing_html(pairing),
            gr.update(visible=True),
            gr.update(choices=articles, value=0),
            gr.update(choices=sources, value=_source_of(pairing, 0)),
        ]

    def open_pair(self, position: object, source: int | None, desk: Desk, user: str) -> Iterator[list[Any]]:
        """Open an article with a source, by their positions; with `None`, the one that was found for it."""
        import gradio as gr

        try:
            pairing = self._library.pairing()
            if not isinstance(position, int) or not 0 <= position < len(pairing.pairs):
                raise InputError("no article is chosen", remedy="choose one")
            chosen = _source_of(pairing, position) if source is None else source
            english = pairing.sources[chosen] if 0 <= chosen < len(pairing.sources) else None
            with self._live.turns.taken_by(user):
                steps = self._live.compared(pairing.pairs[position].article, english)
                for started, updates in enumerate(stream(steps, desk, self._reading)):
                    yield [gr.skip() if started else gr.update(selected="read"), "", *updates]
        except TaiyakuError as error:
            yield [gr.update(selected="library"), problem_html(error), *self._reading.updates(desk)]


def _source_of(pairing: Pairing, position: int) -> int:
    source = pairing.pairs[position].finding.source
    return _NONE if source is None else source
