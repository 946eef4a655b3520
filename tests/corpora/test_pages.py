"""The structure of copied pages: single rules on small invented pages, and the promise that nothing is lost on any."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import Block, BlockKind, CommentInfo, Document, document_from_text

PROSE = "白浜灯台が百年ぶりに灯され、式典には町民ら約500人が集まった。"
MORE = "灯台は1924年の嵐で壊れ、その後は長いあいだ放置されていたという。"


def read(text: str, language: str | None = None) -> Document:
    return document_from_text(text, name="page", language=language)


def kinds(text: str, language: str | None = None) -> list[str]:
    return [block.kind.value for block in read(text, language).blocks]


def comments(text: str) -> list[tuple[CommentInfo, list[str]]]:
    page = read(f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n{text}")
    return [
        (block.comment, [sentence.text for sentence in block.sentences])
        for block in page.blocks
        if block.comment is not None
    ]


def only(blocks: Iterable[Block], kind: BlockKind) -> Block:
    (block,) = [block for block in blocks if block.kind is kind]
    return block


# --- title ---------------------------------------------------------------------------------------------------------


def test_title_stands_above_the_prose() -> None:
    assert read(f"灯台が百年ぶりに点灯\n\n{PROSE}\n").title == "灯台が百年ぶりに点灯"
    assert read(f"灯台が百年ぶりに点灯\n{PROSE}\n{MORE}\n").title == "灯台が百年ぶりに点灯"


def test_article_that_begins_with_a_sentence_has_no_title() -> None:
    assert read(f"{PROSE}\n{MORE}\n").title is None
    assert kinds(f"{PROSE}\n{MORE}\n") == ["paragraph", "paragraph"]


def test_category_and_menu_above_the_title() -> None:
    assert kinds(f"地域\n\n灯台が百年ぶりに再点灯した港町\n\n{PROSE}\n") == ["dateline", "title", "paragraph"]
    menu = "ホーム\n速報\n国際\n経済\n暮らし\nスポーツ\n\n灯台が百年ぶりに再点灯した港町\n\n"
    assert kinds(menu + PROSE) == ["navigation"] * 6 + ["title", "paragraph"]


def test_question_can_be_a_title() -> None:
    assert read(f"灯台はなぜ百年も消えていたのか?\n\n{PROSE}").title == "灯台はなぜ百年も消えていたのか?"


def test_a_text_without_any_sentence_has_no_title() -> None:
    assert read("灯台\n\n港").title is None


# --- body ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2022年 9月 13日", "dateline"),
        ("更新 2022年9月13日 15:30", "dateline"),
        ("2022年9月13日(火)15時30分 公開", "dateline"),
        ("2023/05/01 12:34", "dateline"),
        ("公開日:2023.05.01 | 最終更新日:2023.05.03", "dateline"),
        ("15:30", "dateline"),
        ("午後3時30分更新", "dateline"),
        ("3時間前", "dateline"),
        ("タグ:灯台, 港", "dateline"),
        ("#灯台 #港町", "dateline"),
        ("文・写真:山田花子", "dateline"),
        ("(白浜支局 山田花子記者)", "dateline"),
        ("※時刻はすべて日本時間", "dateline"),
        ("By Jane Doe", "dateline"),
        ("By JANE DOE and Ken Sato", "dateline"),
        ("Published 3 March 2024", "dateline"),
        ("Updated 2 hours ago", "dateline"),
        ("May 3, 2023 at 7:30 am", "dateline"),
        ("BBC News", "dateline"),
        ("Middle East correspondent", "dateline"),
        ("写真:時事", "credit"),
        ("画像:白浜町", "credit"),
        ("※アイキャッチ画像の出典:白浜町観光課", "credit"),
        ("(c)白浜通信", "credit"),
        ("Image source, Getty Images", "credit"),
        ("写真:式典の会場となった港の広場に集まった町民たち", "caption"),
        ("灯台の前に立つ町長(写真:白浜通信)", "caption"),
        ("式典で手を振る町長=3日、白浜町(共同)", "caption"),
        ("Image caption, The light can be seen from afar", "caption"),
        ("参考:灯台の歴史", "links"),
        ("関連記事:漁港の朝市が再開", "links"),
        ("Source: The lighthouse journal", "links"),
        ("https://example.org/lighthouse", "links"),
        ("前の記事", "navigation"),
        ("次の記事:白浜トンネル開通へ", "navigation"),
        ("漁港の朝市が再開前のページ", "navigation"),
        ("続きを読む", "navigation"),
        ("シェア", "navigation"),
        ("ツイート シェア はてブ", "navigation"),
        ("この記事をシェアする", "navigation"),
        ("[広告]", "navigation"),
        ("スポンサーリンク", "navigation"),
        ("ホーム > 地域 > 港", "navigation"),
        ("1 2 3 次へ", "navigation"),
        ("＜前の記事＞", "navigation"),
        ("< 漁港の朝市が再開", "navigation"),
        ("＜独自＞町長が辞意", "heading"),
        ("<速報> 灯台が再び消える", "heading"),
        ("≪解説≫灯台の歴史", "heading"),
        ("Advertisement", "navigation"),
        ("* * *", "navigation"),
    ],
)
def test_line_between_paragraphs_is_set_aside(line: str, kind: str) -> None:
    page = f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n{line}\n\n{MORE}\n"
    assert kinds(page) == ["title", "paragraph", kind, "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "前の記事で書いたとおり、灯台の修復には1億円を超える費用がかかったとみられている。",
        "2022年9月13日、灯台は静かにその役目を終えることになった。",
        "広告の収入だけでは灯台を維持できないと、町の担当者は繰り返し話していた。",
        "シェアという考え方が、この港町でも少しずつ広がってきているようだ。",
        "15:30に始まった式典には、町の内外から多くの人が集まってきた。",
        "By then the harbour was empty.",
        "写真を見た町長は「すばらしい」と何度もくり返していた。",
        "コメントを求められた町長は、何も答えずに会場を後にした。",
    ],
)
def test_sentence_that_only_begins_like_furniture_stays(line: str) -> None:
    page = read(f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n{line}\n\n{MORE}\n")
    assert [block.kind.value for block in page.blocks] == ["title", "paragraph", "paragraph", "paragraph"]
    assert line in [sentence.text for sentence in page.sentences()]


def test_headings_stand_alone_and_captions_are_glued() -> None:
    page = f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n町の誇りを次の世代に\n\n再点灯した灯台\n{MORE}\n\n{PROSE}\n"
    assert kinds(page) == ["title", "paragraph", "heading", "caption", "paragraph", "paragraph"]


def test_where_no_heading_stands_alone_glued_ones_are_headings() -> None:
    page = f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n修復の歩み\n{MORE}\n\nこれからの計画\n{PROSE}\n"
    assert kinds(page) == ["title", "paragraph", "heading", "paragraph", "heading", "paragraph"]


def test_heading_with_a_time_stamp() -> None:
    page = read(f"灯台が百年ぶりに点灯\n\n{PROSE}\n\n15:30 臨時バスの運行始まる\n\n{MORE}\n")
    heading = only(page.blocks, BlockKind.HEADING)
    assert [sentence.text for sentence in heading.sentences] == ["臨時バスの運行始まる"]
    assert [aside.role for aside in heading.asides] == ["date"]


def test_unfinished_sentence_at_the_end_is_kept() -> None:
    assert kinds(f"{PROSE}\n\n{MORE}\n\n町は今後も見守るとしており、") == ["paragraph"] * 3
    assert kinds(f"{PROSE}\n\n{MORE}\n\n町長は強く非難した") == ["paragraph"] * 3


def test_text_that_never_uses_full_stops_has_no_headings() -> None:
    lines = ["灯台が灯された", "人が集まった", "花火も上がった", "来年も開かれる", "町は喜んでいる"]
    assert set(kinds("\n\n".join(lines))) == {"paragraph"}


def test_speech_alone_is_no_heading() -> None:
    assert kinds(f"{PROSE}\n\n「子どものころから待っていた」\n\n{MORE}") == ["paragraph"] * 3


def test_lists_and_quotations_have_their_marks_aside() -> None:
    page = read(
        f"{PROSE}\n\n・土曜に公開\n・入場は300円\n\n> 光は道しるべだ。\n> 忘れるな。\n\n"
        f"1. 朝に開く\n2. 夜に閉じる\n\n{MORE}"
    )
    assert [block.kind.value for block in page.blocks] == ["paragraph", "list", "quote", "list", "paragraph"]
    assert [sentence.text for sentence in page.blocks[1].sentences] == ["土曜に公開", "入場は300円"]
    assert [sentence.text for sentence in page.blocks[2].sentences] == ["光は道しるべだ。", "忘れるな。"]


def test_full_width_indents_begin_paragraphs() -> None:
    assert kinds(f"\u3000{PROSE}\n\u3000{MORE}\n\u3000{PROSE}\n") == ["paragraph"] * 3


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    page = read(
        "Harbour town lights its tower\nBy Jane Doe\n\n"
        "The lighthouse of the town was lit again on Friday, a hundred years after a\n"
        "great storm had broken it. About five hundred people came to the harbour to\n"
        "watch, among them the mayor.\n\n"
        "The tower opens on Saturdays, when a guide tells visitors the long story of\n"
        "the storm and of the keeper who stayed.\n"
    )
    assert [block.kind.value for block in page.blocks] == ["title", "dateline", "paragraph", "paragraph"]
    assert len(page.blocks[2].sentences) == 2


def test_english_article() -> None:
    page = read(
        "Harbour town lights its tower\n\nBy Jane Doe\nBBC News\n\nPublished 3 March 2024\n\n"
        "The lighthouse was lit again on Friday, a hundred years after the storm.\n\n"
        "What comes next\n\nThe tower opens on Saturdays. Entrance is free.\n\n"
        "More on this story\n\nFish market opens again\n\nTunnel to be finished in May\n"
    )
    assert [block.kind.value for block in page.blocks] == [
        "title",
        *["dateline"] * 3,
        "paragraph",
        "heading",
        "paragraph",
        "navigation",
        "links",
        "links",
    ]


# --- around the article --------------------------------------------------------------------------------------------


def test_teasers_in_a_list_and_without_one() -> None:
    listed = "関連記事\n\n  1. 地域\n\n    朝市が再開\n\n    漁港の朝市は…\n\n  2. 地域\n\n    トンネル開通へ\n"
    bare = "あわせて読みたい\n\n朝市が再開\n漁港の朝市が3年ぶりに…\n\nトンネル開通へ\n県は来年5月に…\n"
    for section in (listed, bare):
        assert kinds(f"灯台が点灯\n\n{PROSE}\n\n{section}")[2:] == ["navigation", "teaser", "teaser"]


def test_prose_after_a_box_of_links_is_the_article_again() -> None:
    page = f"灯台が点灯\n\n{PROSE}\n\nあわせて読みたい\n朝市が再開\n\n{MORE}\n"
    assert kinds(page) == ["title", "paragraph", "navigation", "links", "paragraph"]


def test_footer_ends_the_page() -> None:
    page = f"灯台が点灯\n\n{PROSE}\n\nアクセスランキング\n\n1. 朝市\n2. トンネル\n\nCopyright © 2024 白浜通信\n"
    assert kinds(page) == ["title", "paragraph", "footer", "footer", "footer", "footer"]


def test_menu_words_above_the_article_do_not_end_it() -> None:
    page = read(f"お問い合わせ\nログイン\n\n灯台が百年ぶりに再点灯した港町\n\n{PROSE}\n")
    assert [block.kind.value for block in page.blocks] == ["footer", "navigation", "title", "paragraph"]


# --- comments ------------------------------------------------------------------------------------------------------


def test_comment_can_be_a_heading_of_the_article() -> None:
    assert "comment" not in kinds(f"灯台が点灯\n\n{PROSE}\n\nコメント\n\n{MORE}\n\n{PROSE}\n")


def test_names_above_dates_without_any_list() -> None:
    found = comments(
        "コメント (2)\n\n匿名\n2023/05/01 12:34\n\nきれいでした。\nまた行きたい\n\nいいね! 12\n返信\n\n"
        "海の人\n2023年5月2日 9:05\n\n雨でも見えますか?\n\n返信\n"
    )
    assert found == [
        (CommentInfo("匿名", "2023/05/01 12:34", 12, 0), ["きれいでした。", "また行きたい"]),
        (CommentInfo("海の人", "2023年5月2日 9:05", None, 0), ["雨でも見えますか?"]),
    ]


def test_name_and_date_on_one_line() -> None:
    found = comments(
        "コメント一覧\n\n1: 名無しさん: 2023/05/01(月) 12:34:56.78 ID:aBcD+1/2\nきれいだ\n\n>>1\n次の行\n\n"
        "2: 海の人 2023-05-02 09:00\n同感\n"
    )
    assert [(info.author, info.date) for info, _ in found] == [
        ("1: 名無しさん", "2023/05/01(月) 12:34:56.78"),
        ("2: 海の人", "2023-05-02 09:00"),
    ]
    assert found[0][1] == ["きれいだ", "次の行"]


def test_wordpress_comments() -> None:
    found = comments(
        "「灯台が点灯」への2件のフィードバック\n\n海の人 より:\n2023年5月1日 12:34 PM\n\nきれいでした。\n\n返信\n"
        "Tom says:\nMay 3, 2023 at 7:30 am\n\nNice light!\n\nReply\n\nコメントを残す\n\n"
        "メールアドレスが公開されることはありません。\n\nコメント *\n名前\n"
    )
    assert [(info.author, info.date, words) for info, words in found] == [
        ("海の人", "2023年5月1日 12:34 PM", ["きれいでした。"]),
        ("Tom", "May 3, 2023 at 7:30 am", ["Nice light!"]),
    ]


def test_names_below_the_words() -> None:
    found = comments(
        "この記事へのコメント\n\nきれいでした。\nまた行きます。\nPosted by 海の人 at 2023年05月01日 12:34\n\n"
        "同感です。\nPosted by 匿名 at 2023年05月02日 08:00\n"
    )
    assert [(info.author, words) for info, words in found] == [
        ("海の人", ["きれいでした。", "また行きます。"]),
        ("匿名", ["同感です。"]),
    ]


def test_votes_alone_separate_comments() -> None:
    found = comments("コメント(2件)\n\nきれいでした。\nまた行きたい\n👍 5 👎 1\n\n灯りが好きだ\nいいね 0\n")
    assert [(info.votes, words) for info, words in found] == [
        (5, ["きれいでした。", "また行きたい"]),
        (0, ["灯りが好きだ"]),
    ]


def test_depth_is_the_indentation_of_the_words() -> None:
    found = comments(
        "コメント\n\n  • 海の人\n  • 2023/05/01\n\n  最初の言葉\n\n    • 町の人\n    • 2023/05/02\n\n    返事の言葉\n\n"
        "      • 山の人\n      • 2023/05/03\n\n      返事の返事\n\n  • 空の人\n  • 2023/05/04\n\n  別の言葉\n"
    )
    assert [(info.author, info.depth) for info, _ in found] == [
        ("海の人", 0),
        ("町の人", 1),
        ("山の人", 2),
        ("空の人", 0),
    ]


def test_numbers_and_dates_that_readers_write_are_their_words() -> None:
    found = comments(
        "コメント\n\n海の人\n2023/05/01 12:00\n\n次の公開は\n5月6日\nだそうです\n2024\nより前は無理\n\n3\n"
    )
    assert found == [
        (
            CommentInfo("海の人", "2023/05/01 12:00", 3, 0),
            ["次の公開は", "5月6日", "だそうです", "2024", "より前は無理"],
        )
    ]


def test_rules_of_the_section_are_no_comment() -> None:
    page = (
        f"灯台が点灯\n\n{PROSE}\n\nコメント\n\nコメントは承認されてから公開されます。\n\n海の人\n2023/05/01\n\nきれい\n"
    )
    assert kinds(page)[2:] == ["navigation", "navigation", "comment"]


def test_counts_below_their_labels() -> None:
    found = comments(
        "コメント2件\n\nおすすめ順\n新着順\nabc*****\n3時間前\n維持費が気になる。\n返信12件\n共感した\n234\nうーん\n5\n"
        "umi*****\n5時間前\nきれい\n返信3件\n共感した\n99\nうーん\n0\nもっと見る\n"
    )
    assert [(info.author, info.date, info.votes, words) for info, words in found] == [
        ("abc*****", "3時間前", 234, ["維持費が気になる。"]),
        ("umi*****", "5時間前", 99, ["きれい"]),
    ]


def test_a_count_of_comments_above_the_article_opens_no_comments() -> None:
    page = (
        f"灯台が百年ぶりに点灯\n5/3(金) 20:15配信\n\n141\nコメント2件\n\n\u3000{PROSE}\n\n"
        "【関連記事】\n朝市が再開\n\nコメント2件\n\n海の人\n3時間前\nきれい\n"
    )
    assert kinds(page) == [
        "title", "dateline", "navigation", "navigation", "paragraph", "navigation", "links", "navigation", "comment",
    ]  # fmt: skip


# --- the promise ---------------------------------------------------------------------------------------------------

LINES = st.one_of(
    st.sampled_from(
        [
            "", "", "", " ", "\u3000", PROSE, MORE, "見出しになる行", "    • 名前", "    • 2022年 9月 13日",
            "      • 返す人", "50", "いいね 5 返信", "返信", "コメント", "コメント(3)", "関連記事", "  1. 地域",
            "    短い言葉が切れて…", "PAGE TOP", "参考:何か", "匿名 2023/05/01 12:34", "15:30 見出し", "・箇条書き",
            "> 引用", "■ 印つき", "※注", "•", "1.", ">>1", "タグ:a, b", "前の記事", "ランキング", "海の人 より:",
            "Posted by 海 at 2023年1月2日 3:04", "By Jane Doe", "***", "The light was lit again on Friday, and",
            "people came to see it from far away.", "\u3000字下げの段落だ。",
            "写真:説明のつづく長い長い長い長い長い言葉", "「閉じない引用", "\ttab", "a\tb", "\x0c", "\u2028x",
        ]
    ),
    st.text(max_size=30),
)  # fmt: skip


@settings(max_examples=300)
@given(
    lines=st.lists(LINES, max_size=40),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    language=st.sampled_from(["ja", "en", None]),
    format=st.sampled_from(["text", "markdown"]),
)
def test_nothing_is_lost(lines: list[str], newline: str, language: str | None, format: str) -> None:  # noqa: A002
    text = newline.join(lines)
    page = document_from_text(text, name="page", language=language, format=format)
    if format == "text":
        assert page.text == text
    assert_whole(page)


def assert_whole(page: Document) -> None:
    """Blocks join to the text; in the article and the comments every character is a sentence's or an aside's."""
    assert "".join(page.text[block.start : block.end] for block in page.blocks) == page.text
    for block in page.blocks:
        assert block.start < block.end
        spans = sorted(
            [(sentence.start, sentence.end) for sentence in block.sentences]
            + [(aside.start, aside.end) for aside in block.asides]
        )
        position = block.start
        without_words = block.kind in (BlockKind.NAVIGATION, BlockKind.FOOTER, BlockKind.CODE)
        for start, end in [*spans, (block.end, block.end)]:
            assert position <= start <= end
            assert without_words or not page.text[position:start].strip(), (block, page.text[position:start])
            position = end
        for sentence in block.sentences:
            assert page.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert list(block.asides) == sorted(block.asides, key=lambda aside: aside.start)
        assert (block.comment is not None) == (block.kind is BlockKind.COMMENT)
