"""The viewer: comparisons in the browser, and a place to compare, edit and judge one's own articles.

It shows the rendering of `app.report` inside a Gradio page. Nothing leaves the machine: no analytics, no fonts or
scripts from elsewhere, no public link.
"""

from app.viewer.articles import Article, Desk, Shelved
from app.viewer.layout import build_viewer
from app.viewer.library import Library
from app.viewer.limits import Limits
from app.viewer.live import LivePath
from app.viewer.models import Models
from app.viewer.opening import open_shelf
from app.viewer.serving import Offer, launch, start

__all__ = [
    "Article",
    "Desk",
    "Library",
    "Limits",
    "LivePath",
    "Models",
    "Offer",
    "Shelved",
    "build_viewer",
    "launch",
    "open_shelf",
    "start",
]
