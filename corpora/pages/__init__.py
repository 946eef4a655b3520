"""The structure of pages that people copied from a browser as plain text.

Readers hand a text to `page_drafts` and get back which stretch is title, heading, paragraph, reader comment, footer and
so on. `rules` knows single lines, `structure` the page as a whole, `title` and `prose` the article, `comments` what
readers wrote below it.
"""

from corpora.pages.structure import page_drafts

__all__ = ["page_drafts"]
