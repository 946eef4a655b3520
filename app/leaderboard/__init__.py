"""The leaderboard to look at: tables for the terminal and Markdown, and one HTML page with charts."""

from app.leaderboard.page import render_page

__all__ = ["render_page"]
