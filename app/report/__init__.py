"""The report: a comparison as one HTML page that needs nothing else, and the rendering that the viewer shares."""

from app.report.page import render_hosted, render_report, script, stylesheet

__all__ = ["render_hosted", "render_report", "script", "stylesheet"]
