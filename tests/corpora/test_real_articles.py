"""Three real pages as people copy them. They are other people's texts, so they are no part of the project.

`TAIYAKU_ARTICLES` names the folder that holds them; without it these tests are skipped.
"""

import os
from pathlib import Path

import pytest

from corpora import BlockKind, CommentInfo, Document, model_copy, read_document

FOLDER = os.environ.get("TAIYAKU_ARTICLES")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="TAIYAKU_ARTICLES does not name the folder of the real articles")


def page(name: str) -> Document:
    document = read_document(Path(FOLDER or "") / name)
    assert "".join(document.text[block.start : block.end] for block in document.blocks) == document.text
    assert document.language == "ja"
    return document


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[block.start : block.end].strip() for block in document.blocks if block.kind is kind]


@pytest.fixture(scope="module")
def syria() -> Document:
    return page("syria-homs.ja.txt")


@pytest.fixture(scope="module")
def blog() -> Document:
    return page("armenia-azerbaijan-blog.ja.txt")


@pytest.fixture(scope="module")
def live() -> Document:
    return page("ukraine-live.ja.txt")


def test_syria_has_39_sentences_and_no_title(syria: Document) -> None:
    assert len(syria.sentences()) == 39
    assert syria.title is None
    assert {block.kind for block in syria.blocks} == {BlockKind.PARAGRAPH}


def test_syria_line_with_two_sentences_and_unfinished_one(syria: Document) -> None:
    assert [len(block.sentences) for block in syria.blocks].count(2) == 1
    assert sum(sentence.text.endswith("おり、") for sentence in syria.sentences()) == 1


def test_blog_article(blog: Document) -> None:
    assert blog.title is not None
    assert blog.title.endswith("前進か")
    assert texts(blog, BlockKind.DATELINE) == ["欧州関連"]
    paragraphs = texts(blog, BlockKind.PARAGRAPH)
    assert len(paragraphs) == 6
    assert all(paragraph.endswith(("。", "主張。")) for paragraph in paragraphs)
    assert not any("2022年" in paragraph for paragraph in paragraphs)
    (caption,) = texts(blog, BlockKind.CAPTION)
    assert caption.endswith("訴えている")


def test_blog_links_and_furniture(blog: Document) -> None:
    links = [block for block in blog.blocks if block.kind is BlockKind.LINKS]
    labels = [blog.text[block.asides[0].start : block.asides[0].end] for block in links]
    assert [block.asides[0].role for block in links] == ["marker"] * 10
    assert labels == ["参考:"] * 2 + ["関連記事:"] * 8
    assert all(len(block.sentences) >= 1 for block in links)
    (credit,) = texts(blog, BlockKind.CREDIT)
    assert credit.startswith("※アイキャッチ")
    navigation = texts(blog, BlockKind.NAVIGATION)
    assert [line[-6:] for line in navigation] == [
        navigation[0][-6:],
        navigation[1][-6:],
        "関連記事"[-6:],
        "コメント"[-6:],
    ]
    assert navigation[0].endswith("前のページ")
    assert navigation[1].endswith("次のページ")
    teasers = texts(blog, BlockKind.TEASER)
    assert [teaser[:2] for teaser in teasers] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert all(teaser.endswith("…") for teaser in teasers)
    footer = texts(blog, BlockKind.FOOTER)
    assert len(footer) == 7
    assert footer[-1] == "PAGE TOP"


def test_blog_comments(blog: Document) -> None:
    blocks = [block for block in blog.blocks if block.comment is not None]
    infos: list[CommentInfo] = [block.comment for block in blocks if block.comment is not None]
    assert len(infos) == 27
    assert sum(info.date is not None for info in infos) == 25
    assert sum(info.votes is not None for info in infos) == 26
    assert sum(info.author is None for info in infos) == 3
    assert sum(info.author is None and info.date is None for info in infos) == 2
    assert {info.date for info in infos} == {None, "2022年 9月 13日", "2022年 9月 14日"}
    assert [info.depth for info in infos] == [0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, *[0] * 10, 1, 0, 1, 1, 0]
    assert [info.votes for info in infos][:5] == [50, 73, 26, 43, 17]
    assert sum(info.votes or 0 for info in infos) == 513
    for block in blocks:
        assert block.sentences
        for sentence in block.sentences:
            assert not sentence.text.strip().isdigit()
            assert "•" not in sentence.text
            assert "9月 1" not in sentence.text


def test_live_page(live: Document) -> None:
    assert live.title is not None
    assert live.title.startswith("【詳細】")
    assert len(texts(live, BlockKind.HEADING)) == 7
    assert texts(live, BlockKind.CAPTION) == ["ウクライナ軍の戦車"]
    (note,) = texts(live, BlockKind.DATELINE)
    assert "時差" in note
    assert all(
        sentence.text.endswith("。")
        for block in live.blocks
        if block.kind is BlockKind.PARAGRAPH
        for sentence in block.sentences
    )


def test_live_furigana_stay_out_of_the_models_copy(live: Document) -> None:
    (sentence,) = [sentence for sentence in live.sentences() if "ふぐたいてん" in sentence.text]
    copy = model_copy(sentence.text)
    assert "ふぐたいてん" not in copy
    assert "不倶戴天の" in copy
