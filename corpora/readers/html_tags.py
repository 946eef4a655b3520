"""What the tags and class names of an HTML page say about a stretch of it: the table that the HTML reader goes by."""

import re

from corpora.document import BlockKind

__all__ = [
    "BLOCK_TAGS",
    "DROPPED_TAGS",
    "KIND_BY_TAG",
    "REGION_BY_TAG",
    "comment_role",
    "is_comment_container",
    "is_comment_item",
    "region_by_words",
    "words_of",
]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DROPPED_TAGS = _set(
    "script style template noscript head iframe object embed svg canvas audio video select datalist map rp"
)
"""Elements whose text no reader of the page sees."""

BLOCK_TAGS = _set(
    """
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre section summary
    table tbody textarea tfoot thead tr ul
    """
)
"""Elements that begin and end a line of their own."""

KIND_BY_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),  # one of them becomes the title
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
    "address": BlockKind.DATELINE,
    "tr": BlockKind.TABLE,
}

REGION_BY_TAG = {
    **dict.fromkeys(("nav", "aside", "form", "button", "dialog", "header"), BlockKind.NAVIGATION),
    "footer": BlockKind.FOOTER,
}
"""Regions that are not the article; `header` and `footer` only where they are the page's, not the article's."""

_REGION_WORDS = (
    (BlockKind.FOOTER, _set("footer copyright ranking popular archive trackback pagetop")),
    (BlockKind.TEASER, _set("related relate recommend recommended teaser kanren osusume")),
    (
        BlockKind.NAVIGATION,
        _set(
            """
            ad ads advert advertisement banner breadcrumb breadcrumbs cookie login menu nav navbar navi navigation
            newsletter pagenation pager pagination pankuzu paywall promo share sharing sidebar skip sns social sponsor
            sponsored subscribe toc widget
            """
        ),
    ),
    (BlockKind.CREDIT, _set("credit credits")),
    (BlockKind.CAPTION, _set("caption")),
    (
        BlockKind.DATELINE,
        _set("author byline category date datetime posted pubdate published tag tags time timestamp updated"),
    ),
)
_ROLE_WORDS = (
    ("votes", _set("bad good iine karma like likes rating score thumb upvote vote votes")),
    ("marker", _set("action actions button edit num number permalink reply report says tools")),
    ("date", _set("ago date datetime metadata posted published time timestamp")),
    ("author", _set("author commenter fn handle name nickname user username vcard")),
)
_PARTS_OF_A_COMMENT = _set(
    """
    action actions area author avatar body container content count date footer form head header inner like link links
    list lists message meta metadata name navigation number reply respond section text time title user vote votes wrap
    wrapper
    """
)
_COMMENT_CONTAINERS = _set("area container list lists section thread wrap wrapper")


def words_of(names: str) -> frozenset[str]:
    """The words in a class attribute or id: `comment-list`, `commentList` and `comment_list` give comment and list."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", names[:500])
    return frozenset(re.split(r"[^a-z]+", spaced.lower())) - {""}


def region_by_words(words: frozenset[str]) -> BlockKind | None:
    """What a class name says that a region is, if it says anything."""
    return next((kind for kind, known in _REGION_WORDS if words & known), None)


def is_comment_container(words: frozenset[str]) -> bool:
    """Whether a class name is that of the whole section of readers' comments."""
    return "comments" in words or "commentlist" in words or ("comment" in words and bool(words & _COMMENT_CONTAINERS))


def is_comment_item(tag: str, words: frozenset[str]) -> bool:
    """Whether an element is one comment, not a part of one nor the list of all."""
    return tag in ("li", "article", "div", "section", "dl") and "comment" in words and not words & _PARTS_OF_A_COMMENT


def comment_role(tag: str, words: frozenset[str]) -> str | None:
    """What a part of a comment is, if not its words."""
    by_tag = {"time": "date", "button": "marker", "cite": "author"}.get(tag)
    return by_tag or next((role for role, known in _ROLE_WORDS if words & known), None)
