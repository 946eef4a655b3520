"""Tokens of markup: without a gap, as Python's own parser of HTML sees them, in linear time."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.layouts.tokens import tokens

PIECES = (
    "<p>",
    "</p>",
    "<b class=x>",
    '<a href="a>b" id=1>',
    "<img src='1'/>",
    "<!-- < -->",
    "<!doctype html>",
    "x",
    " ",
)
MARKUP = st.lists(st.sampled_from((*PIECES, "港。", "&amp;", "&#12354;", "<script>1 < 2</script>")), max_size=12).map(
    "".join
)


class Expected(HTMLParser):
    """The tags that Python's parser finds."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str, dict[str, str]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(("open", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("close", tag, {}))


@given(st.text("<>/!-?&;a='\" \n港", max_size=40))
def test_nothing_is_lost_between_them(source: str) -> None:
    for xml in (True, False):
        found = list(tokens(source, xml=xml))
        assert "".join(source[token.start : token.end] for token in found) == source
        assert all(token.start < token.end for token in found)


@given(MARKUP)
def test_tags_are_those_of_pythons_own_parser(source: str) -> None:
    found = [
        ("open" if token.kind == "void" else token.kind, token.name, token.attributes)
        for token in tokens(source, xml=False)
        if token.kind in ("open", "close", "void")
    ]
    closed = [tag for tag in Expected(source).tags if tag != ("close", "img", {})]
    assert found == closed


@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", '<a b="', "<!--", "<!", "<?", "</", "<p =", "&", "<script>"])
def test_broken_tags_are_passed_over(piece: str) -> None:
    source = piece * 20_000 + ">港。"
    assert sum(token.end - token.start for token in tokens(source, xml=False)) == len(source)
