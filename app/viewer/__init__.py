"""The viewer: comparisons in the browser, and a place to compare one's own articles.

It shows the rendering of `app.report` inside a Gradio page. Nothing leaves the machine: no analytics, no fonts or
scripts from elsewhere, no public link.
"""

from app.viewer.layout import build_viewer
from app.viewer.live import LivePath
from app.viewer.opening import open_comparisons
from app.viewer.serving import launch, start

__all__ = ["LivePath", "build_viewer", "launch", "open_comparisons", "start"]
