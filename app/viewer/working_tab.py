"""The tab where a new article comes in: pasted, uploaded or taken from the examples.

What comes of it appears in the reading tab while it is being made. The content of an upload is taken into the session
at once and its file removed, so that none lies about on the server.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.editing import History
from app.report.text import text_html
from app.viewer.articles import Article, Desk
from app.viewer.frame import line
from app.viewer.live import Given, LivePath, Step, Upload
from app.viewer.messages import DEFECT, problem_html
from app.viewer.reading_tab import ReadingTab
from app.viewer.users import for_user
from corpora.errors import TaiyakuError
from corpora.samples import SAMPLES

if TYPE_CHECKING:
    import gradio

__all__ = ["WorkingTab", "stream"]

log = logging.getLogger(__name__)

_UPLOADS = [".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson"]
_FORMATS = [
    ("As it looks", ""),
    ("Plain text", "text"),
    ("HTML", "html"),
    ("Markdown", "markdown"),
    ("JSON Lines", "jsonl"),
]
_DRAWING_SHARE = 4.0
"""Drawing the page may take one part in so many of the time, so that a long article is not drawn again and again."""
_HINT = (
    '<p class="taiyaku-hint">Paste an article or drop its saved page. With its English source beside it, the two are '
    "aligned sentence by sentence; without one, it is translated.</p>"
)
_OWN = "own-"


@dataclass(frozen=True)
class _Side:
    text: "gradio.Textbox"
    title: "gradio.Textbox"
    file: "gradio.File"
    upload: "gradio.State"
    uploaded: "gradio.HTML"
    remove: "gradio.Button"

    @property
    def inputs(self) -> list[Any]:
        return [self.text, self.title, self.upload]


class WorkingTab:
    """The form, and what happens when it is sent.

    Attributes:
        job: The event that translates, to be cancelled by the reading tab.
    """

    def __init__(self, live: LivePath, reading: ReadingTab, tabs: "gradio.Tabs") -> None:
        import gradio as gr

        self._live, self._reading, self._tabs = live, reading, tabs
        line(None, _HINT)
        with gr.Row():
            japanese = self._side("Japanese article", "日本語の記事を貼り付ける", "ja")
            english = self._side("English source (optional)", "The article it retells, if there is one", "en")
        with gr.Row(elem_classes="taiyaku-send"):
            self._model = gr.Dropdown(
                live.models.choices,
                value=live.models.choices[0],
                label="Model",
                info="A hub name or a folder works too." if live.models.any_allowed else None,
                allow_custom_value=live.models.any_allowed,
                scale=2,
                min_width=200,
            )
            form = gr.Dropdown(_FORMATS, value="", label="Pasted text is read", scale=2, min_width=200)
            start = gr.Button("Translate and compare", variant="primary", scale=3, min_width=200, elem_id="start")
        self._said = line("form-said")
        gr.Examples(
            [[sample.japanese.read_text("utf-8"), sample.english.read_text("utf-8")] for sample in SAMPLES],
            inputs=[japanese.text, english.text],
            label="Invented articles to try",
            example_labels=[sample.title for sample in SAMPLES],
            cache_examples=False,
            api_visibility="private",
        )
        self.job = start.click(
            for_user(self.work),
            [*japanese.inputs, *english.inputs, self._model, form, reading.desk],
            [tabs, self._said, *reading.outputs],
            api_visibility="private",
            show_progress="hidden",
            concurrency_limit=live.limits.at_once,
            concurrency_id="work",
        )

    def _side(self, label: str, placeholder: str, language: str) -> _Side:
        import gradio as gr

        with gr.Column(min_width=280):
            text = gr.Textbox(label=label, placeholder=placeholder, lines=9, max_lines=9, elem_classes=f"in-{language}")
            title = gr.Textbox(label="Its headline, if it is not in the text", max_lines=1)
            file = gr.File(
                label="… or drop its file here", file_types=_UPLOADS, height=120, elem_classes="taiyaku-drop"
            )
            uploaded = line()
            remove = gr.Button("Remove the file", size="sm", visible=False)
        side = _Side(text, title, file, gr.State(None), uploaded, remove)
        shown = [side.upload, uploaded, remove, file]
        file.upload(self.take_in, file, shown, api_visibility="private", show_progress="hidden")
        remove.click(_without_upload, None, shown, api_visibility="private", show_progress="hidden")
        return side

    def take_in(self, path: str | None) -> list[Any]:
        """Take the content of an upload into the session, and remove its file."""
        import gradio as gr

        if path is None:
            return _without_upload()
        file = Path(path)
        try:
            self._live.limits.check_upload(file.stat().st_size, file.name)
            upload = Upload(file.name, file.read_bytes())
        except TaiyakuError as error:
            return [None, problem_html(error), gr.update(visible=False), None]
        finally:
            file.unlink(missing_ok=True)
        size = f"{len(upload.data) / 1000:,.0f} kB" if len(upload.data) >= 1000 else f"{len(upload.data)} bytes"
        chip = f'<p class="taiyaku-said"><bdi>{text_html(upload.name)}</bdi>, {size}</p>'
        return [upload, chip, gr.update(visible=True), None]

    def work(self, *sent: Any) -> Iterator[list[Any]]:  # noqa: ANN401  the values of the form, then the user
        """Translate an article and, where there is a source, align it, showing every step in the reading tab."""
        import gradio as gr

        *fields, model, form, desk, user = sent
        japanese, english = (
            Given(text or "", upload, title or "", form or None) for text, title, upload in (fields[:3], fields[3:])
        )
        steps = self._live.steps(japanese, english, model=model, user=user)
        try:
            for started, updates in enumerate(stream(steps, desk, self._reading)):
                turn = gr.skip() if started else gr.update(selected="read")
                yield [turn, "", *updates]
        except TaiyakuError as error:
            yield [gr.update(selected="new"), problem_html(error), *self._reading.updates(desk)]


def stream(steps: Iterator[Step], desk: Desk, reading: ReadingTab) -> Iterator[list[Any]]:
    """The values of the reading tab for every step worth showing; the last one is the finished article.

    Raises:
        TaiyakuError: If the job fails. A defect of ours becomes a line in the page and a traceback in the log.
    """
    import time

    key = _next_key(desk)
    next_drawing = 0.0
    try:
        for step in steps:
            now = time.monotonic()
            article = Article(key, step.comparison.translation.document.name, History.of(step.comparison))
            if not step.stage:
                yield reading.updates(desk.reading(article), note=step.note)
            elif step.stage != "Translating" or now >= next_drawing:
                yield reading.progress(desk.reading(_unfinished(article)), step)
                next_drawing = time.monotonic() + (time.monotonic() - now) * _DRAWING_SHARE
    except TaiyakuError:
        raise
    except Exception:
        log.exception("a job of the viewer failed")
        yield reading.updates(desk, problem=DEFECT)


def _unfinished(article: Article) -> Article:
    return Article(article.key, article.name, article.history, unfinished=True)


def _next_key(desk: Desk) -> str:
    numbers = [int(article.key.removeprefix(_OWN)) for article in desk.articles if article.key.startswith(_OWN)]
    return f"{_OWN}{max(numbers, default=0) + 1}"


def _without_upload() -> list[Any]:
    import gradio as gr

    return [None, "", gr.update(visible=False), None]
