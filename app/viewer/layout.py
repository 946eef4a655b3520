"""The viewer's page: a tab to read stored comparisons, and a tab to compare one's own articles.

Gradio draws the frame and carries the events. What stands in the frame is HTML made by `app.report`, passed as a value:
Gradio's templates would evaluate an article's text.
"""

import os
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.comparison import Comparison
from app.report import render_hosted, render_report, script
from app.report.text import text_html
from app.viewer.live import Given, LivePath
from corpora.errors import TaiyakuError
from corpora.samples import SAMPLES

if TYPE_CHECKING:
    import gradio

__all__ = ["build_viewer", "problem_html"]

_ON_LOAD = "\ntaiyaku(element);\n"
_EMPTY = '<div class="taiyaku hosted"><p class="scope">{}</p></div>'
_NOTHING_OPENED = _EMPTY.format("No comparison is open. Make one in the next tab, or start the viewer with its folder.")
_UPLOADS = [".txt", ".md", ".html", ".htm", ".jsonl"]


def build_viewer(comparisons: Sequence[tuple[str, Comparison]], *, live: LivePath | None = None) -> "gradio.Blocks":
    """Build the page.

    Args:
        comparisons: What can be read, each with its name, in order.
        live: How articles are compared; without it the page only reads.

    Returns:
        The blocks, to be launched with the style of `app.viewer.serving`.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # Gradio looks at it while it is imported
    import gradio as gr

    downloads = _Downloads()
    with gr.Blocks(title="Taiyaku", analytics_enabled=False) as blocks:
        gr.HTML("<h1>Taiyaku</h1>", padding=False, apply_default_css=True, elem_classes="taiyaku-name")
        with gr.Tabs(selected="read" if comparisons or live is None else "compare"):
            with gr.Tab("Read", id="read"):
                _reading_tab(comparisons, downloads)
            if live is not None:
                with gr.Tab("Compare your own", id="compare"):
                    _comparing_tab(live, downloads)
    return blocks


class _Downloads:
    """Reports written where Gradio may serve them from; gone with the viewer."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="taiyaku-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def report(self, comparison: Comparison, name: str) -> str:
        """Write a report and return its path."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        path = folder / f"{_file_stem(name)}.html"
        path.write_text(render_report(comparison), encoding="utf-8")
        return str(path)


def _file_stem(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:60].strip("-")
    return kept or "report"


def _reading_tab(comparisons: Sequence[tuple[str, Comparison]], downloads: _Downloads) -> None:
    import gradio as gr

    def show(position: int) -> tuple[str, Any]:
        """Show one of the open comparisons, by its position."""
        name, comparison = comparisons[position]
        return render_hosted(comparison, prefix="read-"), gr.update(value=downloads.report(comparison, name))

    if not comparisons:
        gr.HTML(_NOTHING_OPENED, apply_default_css=False, js_on_load=None)
        return
    choices = [(f"{position}. {name}", position - 1) for position, (name, _) in enumerate(comparisons, start=1)]
    name, first = comparisons[0]
    with gr.Row(equal_height=True):
        chosen = gr.Dropdown(choices, value=0, label="Article", scale=4, visible=len(comparisons) > 1)
        download = gr.DownloadButton("Download report", value=downloads.report(first, name), size="sm", scale=1)
    shown = _rendering(render_hosted(first, prefix="read-"))
    chosen.change(show, chosen, [shown, download], api_name="show", show_progress="minimal")


def _comparing_tab(live: LivePath, downloads: _Downloads) -> None:
    import gradio as gr

    progress_bar = gr.Progress()

    def compare(
        japanese_text: str,
        japanese_file: str | None,
        english_text: str,
        english_file: str | None,
        progress: gr.Progress = progress_bar,
    ) -> tuple[str, Any]:
        """Translate a Japanese article and, where there is an English source, align it with that and score it."""

        def tell(done: int, total: int) -> None:
            progress((done, total), desc="Translating", unit="sentences")

        try:
            comparison = live.run(_given(japanese_text, japanese_file), _given(english_text, english_file), tell)
        except TaiyakuError as error:
            return problem_html(error), gr.update(visible=False)
        name = comparison.translation.document.name
        report = downloads.report(comparison, Path(name).stem)
        return render_hosted(comparison, prefix="own-"), gr.update(value=report, visible=True)

    with gr.Row():
        japanese_text, japanese_file = _side("Japanese article", "日本語の記事")
        english_text, english_file = _side("English source (optional)", "The article it retells, if there is one")
    texts: list[Any] = [japanese_text, english_text]
    gr.Examples(
        [[sample.japanese.read_text("utf-8"), sample.english.read_text("utf-8")] for sample in SAMPLES],
        inputs=texts,
        label="Invented articles to try",
        example_labels=[sample.title for sample in SAMPLES],
        cache_examples=False,
    )
    with gr.Row():
        start = gr.Button("Translate and compare", variant="primary", scale=3)
        download = gr.DownloadButton("Download report", visible=False, scale=1)
    shown = _rendering("")
    start.click(
        compare,
        [japanese_text, japanese_file, english_text, english_file],
        [shown, download],
        api_name="compare",
        concurrency_limit=1,
        show_progress="full",
        show_progress_on=shown,
    )


def _side(label: str, placeholder: str) -> tuple[Any, Any]:
    import gradio as gr

    with gr.Column(min_width=280):
        text = gr.Textbox(label=label, placeholder=placeholder, lines=8, max_lines=16)
        file = gr.File(label="… or its file", file_types=_UPLOADS, height=140)
    return text, file


def _rendering(value: str) -> "gradio.HTML":
    import gradio as gr

    return gr.HTML(value, apply_default_css=False, padding=False, js_on_load=script() + _ON_LOAD, min_height=40)


def _given(text: str | None, upload: str | None) -> Given:
    return Given(text or "", Path(upload) if upload else None)


def problem_html(error: TaiyakuError) -> str:
    """The one line that an error has for the reader, without the place of the file on the server."""
    place = "" if error.path is None else f"{Path(error.path).name}: "
    remedy = "" if error.remedy is None else f" ({error.remedy})"
    return f'<p class="taiyaku-problem" role="alert">{text_html(f"{place}{error.message}{remedy}")}</p>'
