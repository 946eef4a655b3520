"""Our own imitations of real pages, block by block, against listings that were checked by eye."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpora import Block, Document, read_document

DATA = Path(__file__).parent / "data"
PAGES = sorted(path.name for path in DATA.iterdir() if path.suffix != ".json")


def listing(document: Document) -> list[dict[str, Any]]:
    """One entry for each block: its kind, its sentences and asides as text, and what else is known of it."""
    return [_entry(document, block) for block in document.blocks]


def _entry(document: Document, block: Block) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": block.kind.value}
    if block.sentences:
        entry["sentences"] = [sentence.text for sentence in block.sentences]
    else:
        entry["text"] = document.text[block.start : block.end].strip()
    if block.asides:
        entry["asides"] = [[aside.role, document.text[aside.start : aside.end]] for aside in block.asides]
    if block.level is not None:
        entry["level"] = block.level
    if block.comment is not None:
        comment = block.comment
        entry["comment"] = [comment.author, comment.date, comment.votes, comment.depth]
    return entry


def test_there_are_pages() -> None:
    assert len(PAGES) >= 7


@pytest.mark.parametrize("page", PAGES)
def test_page_is_read_as_its_golden_listing_says(page: str) -> None:
    golden = json.loads((DATA / f"{page}.json").read_text(encoding="utf-8"))
    assert listing(read_document(DATA / page)) == golden
