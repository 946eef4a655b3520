"""The viewer's page: its tabs put together.

Gradio draws the frame and carries the events. What stands in the frame is HTML made by `app.report`, passed as a value:
Gradio's templates would evaluate an article's text.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.viewer.articles import Shelved
from app.viewer.evaluation_tab import EvaluationTab
from app.viewer.frame import HEAD, ON_LOAD_HEAD, viewer_script
from app.viewer.library import Library
from app.viewer.library_tab import LibraryTab
from app.viewer.live import LivePath
from app.viewer.programs import add_endpoints
from app.viewer.reading_tab import ReadingTab
from app.viewer.working_tab import WorkingTab

if TYPE_CHECKING:
    import gradio

__all__ = ["build_viewer"]

_CACHE_SECONDS = 600
"""Gradio's own temporary files (uploads on their way to us) live so long at most."""


def build_viewer(
    shelf: Sequence[Shelved],
    *,
    live: LivePath | None = None,
    library: Library | None = None,
    leaderboard: str | None = None,
) -> "gradio.Blocks":
    """Build the page.

    Args:
        shelf: What can be read, in order.
        live: How articles are compared; without it the page only reads.
        library: Articles to be paired; needs `live`.
        leaderboard: A page that `taiyaku benchmark` wrote.

    Returns:
        The blocks, to be launched with `app.viewer.serving.start`.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # Gradio looks at it while it is imported
    import gradio as gr

    with gr.Blocks(title="Taiyaku", analytics_enabled=False, delete_cache=(_CACHE_SECONDS, _CACHE_SECONDS)) as blocks:
        gr.HTML(HEAD, padding=False, apply_default_css=False, js_on_load=viewer_script() + ON_LOAD_HEAD, elem_id="head")
        with gr.Tabs(selected="read" if shelf or live is None else "new") as tabs:
            with gr.Tab("Read", id="read"):
                reading = ReadingTab(shelf)
            jobs = []
            if live is not None:
                with gr.Tab("New article", id="new"):
                    jobs.append(WorkingTab(live, reading, tabs).job)
            with gr.Tab("Evaluate", id="evaluate") as evaluate:
                EvaluationTab(live, reading, leaderboard).open_with(evaluate)
            if library is not None and live is not None:
                with gr.Tab("Library", id="library") as shelves:
                    tab = LibraryTab(library, live, reading, tabs)
                    tab.open_with(shelves)
                    jobs += tab.jobs
        if live is not None:
            add_endpoints(live)
        reading.open_first(blocks)
        if jobs:
            reading.cancel.click(None, None, None, cancels=jobs, api_visibility="private").then(
                reading.stopped, reading.desk, reading.outputs, api_visibility="private", show_progress="hidden"
            )
        if live is not None:
            blocks.queue(max_size=live.limits.waiting, default_concurrency_limit=8)
    return blocks
