"""Markdown translated in place: the marks of lines and of words stay."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.layouts import Bilingual, Layout, Wishes, document_slots
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), (FOURTH_JA, FOURTH) = TRANSLATIONS.items()

SOURCE = f"""---
title: {FIRST_JA}
---

# {FIRST_JA} #

{FIRST_JA}{SECOND_JA}
{THIRD_JA}

* {FIRST_JA}
1. [ ] {SECOND_JA}

> {FOURTH_JA[:4]}
> {FOURTH_JA[4:]}

| {THIRD_JA} | 10 |
|---|---|
| x | **{THIRD_JA}** |

```python
print("{FIRST_JA}")
```

{THIRD_JA}
---

![{FIRST_JA}](a.png)

[1]: https://example.org/{FIRST_JA}
"""


def filled(source: str, translation: str, bilingual: Bilingual | None = None) -> str:
    found = document_slots(source.encode(), Layout.MARKDOWN, "file", Wishes(encoding="utf-8", bilingual=bilingual))
    pieces = [slot.fill(translation if slot.text.strip() else "") for slot in found]
    return b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode()


def test_the_marks_of_lines_stay(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.md").write_text(SOURCE)
    expected = SOURCE
    kept = (f"title: {FIRST_JA}", f'print("{FIRST_JA}")', f"![{FIRST_JA}]", f"org/{FIRST_JA}")
    for number, text in enumerate(kept):
        expected = expected.replace(text, f"@{number}@")
    expected = expected.replace(f"> {FOURTH_JA[:4]}\n> {FOURTH_JA[4:]}", f"> {FOURTH}")
    expected = expected.replace(f"{FIRST_JA}{SECOND_JA}", f"{FIRST} {SECOND}")
    for japanese, english in TRANSLATIONS.items():
        expected = expected.replace(japanese, english)
    for number, text in enumerate(kept):
        expected = expected.replace(f"@{number}@", text)
    assert taiyaku("translate", "in.md").out == expected
    assert taiyaku("translate", "in.md", "-o", "out/").code == 0
    assert (tmp_path / "out" / "in.en.md").read_text() == expected


def test_marks_inside_a_sentence_go_with_their_words() -> None:
    source = '昨日、[図書館](https://example.org/a_(b) "題")で**祭り**を見た。'
    shown = filled(source, "Yesterday we saw a festival at the library.")
    assert '[library](https://example.org/a_(b) "題")' in shown or "the library](" in shown
    assert "**festival**" in shown or "**a festival**" in shown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[国連](http://a.org)は歓迎した。\n", "The [UN](http://a.org) welcomed it.\n"),
        ("**[国連](http://a.org)は歓迎した。**\n", "**The [UN](http://a.org) welcomed it.**\n"),
        ("歓迎したのは[国連](http://a.org)\n", "The [UN](http://a.org) welcomed it.\n"),
    ],
)
def test_a_mark_at_the_edge_of_a_sentence_goes_with_its_words(source: str, expected: str) -> None:
    assert filled(source, "The UN welcomed it.") == expected


def test_new_text_makes_no_marks() -> None:
    for text in (
        "1. of *all* [x](y) <b> a_b _c_",
        "# not a heading",
        "- no item",
        "> no | quotation",
        ">no quotation either",
        "`no code",
        "~~~ no fence",
        "not ~~struck~~",
        "--- no rule",
        "R&amp;D &#65;",
        "1.",
    ):
        [_, inline, _] = MarkdownIt("gfm-like", {"linkify": False}).parse(filled("港。", text))
        assert "".join(child.content for child in inline.children or []) == text


@pytest.mark.parametrize("marks", ["> # ", "> - ", "- > ", "1. - [ ] ", "> > 2) ", "> > "])
def test_marks_inside_one_another_stay(marks: str) -> None:
    assert filled(f"{marks}港。\n", "x") == f"{marks}x\n"


def test_a_mark_that_no_word_is_left_for_goes() -> None:
    assert filled("**港**と*海*と`空`の[話](a.b)", "Talk.") in (
        "[Talk](a.b).",
        "**Talk**[](a.b).",
        "*Talk*[](a.b).",
        "`Talk`[](a.b).",
    )


_MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
_BLOCKS = st.sampled_from(
    [
        *("# 見出し", "段落です。", "段落で、**太字**と*斜体*の[港](http://a.b)だ。", "***港***の祭り。", "~~港~~だ。"),
        *(
            "- 項目",
            "  - 内の項目",
            "+ 港",
            "1. 番号",
            "1) 港",
            "- [x] 済み",
            "> 引用です。",
            "> - 引用の項目",
            "- > 項目の引用",
        ),
        *(
            "1. - [ ] 港",
            "```\n港。\n```",
            "| 表 | 列 |\n|---|---|\n| 港。 | `祭り` |\n",
            "---",
            "* * *",
        ),
        *(
            "<div>\n港\n</div>",
            "![港](a.png)",
            "港  \n祭り。",
            "\n[1]: http://a.b\n",
            "港。<br>祭り。",
            "\n港\n===\n",
            "  続き。",
        ),
        *("\\* 港", "&lt;港", "https://a.b/港 を見た。", "`港`と``祭り``。"),
    ]
)
_SAID = st.sampled_from(
    [
        *(
            "one two three four",
            "1. A. Smith said so",
            "# 3 - 4 + 5 > 2",
            "- x y z w",
            "= = = =",
            "=== a b c",
            "--- - - -",
        ),
        *(
            "2) x y z w",
            "&amp; &lt; \\ x y",
            "+1 point x y",
            ">x y z w",
            "~~~ x y z",
            "a *b* _c_ `d` [e](f) <g> h ~~i~~ ~~~j",
        ),
    ]
)


def shape(source: str) -> list[object]:
    """What markdown-it-py sees in a source but for its words: blocks in order, marks inside them in any."""
    seen: list[object] = []
    for token in _MARKDOWN.parse(source):
        kept = token.content if token.type == "fence" else ""
        inside = [child for child in token.children or [] if child.type not in ("text", "softbreak", "hardbreak")]
        marks = sorted(f"{child.type} {child.tag} {sorted(child.attrs.items())}" for child in inside)
        seen.append((token.type, token.tag, token.info, kept, sorted(token.attrs.items()), marks))
    return seen


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_BLOCKS, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=6), _SAID)
def test_blocks_and_marks_stay_as_a_parser_of_markdown_sees_them(blocks: list[tuple[str, str]], said: str) -> None:
    source = "港。\n\n" + "".join(block + end for block, end in blocks)
    assert shape(filled(source, said)) == shape(source)


def test_both_languages() -> None:
    source = "# 題名\n\n港で\n祭り。\n\n- 項目。\n"
    shown = filled(source, "x", Bilingual.ALTERNATING)
    assert shown == "# 題名<br>x\n\n港で\n祭り。\n\nx\n\n- 項目。<br>x\n"
    page = MarkdownIt().render(filled(source, "x", Bilingual.SIDE_BY_SIDE))
    assert "<td>\n<p>港で\n祭り。</p>\n</td><td>\n<p>x</p>\n</td>" in page


@settings(deadline=None)  # the first one loads the embedding
@given(
    st.lists(st.sampled_from([*"#*_`[]()<>|!\\~-=1. \n", "港。", "祭り", "http://a.b", "\n\n"]), max_size=30).map(
        "".join
    )
)
def test_nothing_is_lost_without_translations(source: str) -> None:
    if source.strip():
        assert filled(source, "") == source
