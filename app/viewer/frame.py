"""What stands around the tabs: the viewer's own style sheet and script, and the head of its page."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

__all__ = ["HEAD", "ON_LOAD_HEAD", "line", "viewer_script", "viewer_stylesheet"]

if TYPE_CHECKING:
    import gradio

HEAD = (
    '<header class="taiyaku-name"><h1><span lang="ja">対訳</span> Taiyaku</h1>'
    "<p>Japanese articles beside their translation and their English source</p>"
    '<button type="button" data-theme>Light / dark</button></header>'
)
ON_LOAD_HEAD = "\ntaiyakuTheme(element);\n"


@cache
def viewer_script() -> str:
    """The viewer's script: it defines functions and calls nothing."""
    return "\n" + (files("app.viewer") / "viewer.js").read_text(encoding="utf-8")


@cache
def viewer_stylesheet() -> str:
    """The viewer's style sheet, to stand after the report's."""
    return (files("app.viewer") / "viewer.css").read_text(encoding="utf-8")


def line(element_id: str | None = None, value: str = "") -> "gradio.HTML":
    """A place for one line of ours, which takes no room while it is empty."""
    import gradio as gr

    return gr.HTML(
        value,
        padding=False,
        apply_default_css=False,
        js_on_load=None,
        min_height=0,
        elem_id=element_id,
        elem_classes="taiyaku-line",
    )
