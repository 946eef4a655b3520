"""The frame of every page of ours that stands alone: one HTML file that asks for nothing and runs only its own script.

A content security policy with the hashes of its style sheet and script says so to the browser.
"""

import base64
import hashlib

from app.report.text import text_html

__all__ = ["own_page"]


def own_page(*, title: str, style: str, code: str, body: str) -> str:
    """A whole HTML page.

    Args:
        title: Plain text; it is escaped here.
        style: The style sheet, ours alone.
        code: The script, ours alone; it runs after the body.
        body: HTML in which everything of other people is escaped.
    """
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(code)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Taiyaku">\n'
        f"<title>{text_html(title)} – Taiyaku</title>\n"
        f'<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body class="own-page">\n'
        f"{body}\n<script>{code}</script>\n</body>\n</html>\n"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode("ascii")
