"""Japanese sentence splitting through its public door."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.sentences import is_hard_wrapped, split_sentences

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from('「」『』（）()【】"“”。．.！？!?…・、 　\n\rあの漢ａAw1^笑'), st.characters())
)


def sentences(text: str, *, hard_wrapped: bool = False) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, "ja", hard_wrapped=hard_wrapped)]


@pytest.mark.parametrize(
    "expected",
    [
        ["川があふれた。", "橋が流された。"],
        ["重さは0.5キロ。", "長さは０．５メートル。", "値段は2.18億円だ。"],
        ["詳しくはhttps://kawa.example/map?q=1!をどうぞ。", "次へ。"],
        ["U.S. Fishing Inc. の船だ。", "No.1の漁師はMr. タナカだ。", "Ｕ．Ｋ．の船もいる。"],
        ["港で聞いた。", "次号はVol. 3だ。"],
        ["本当？！", "信じられない！！", "まさか。。。"],
        ["半角です｡", "次です｡", "終わり｡"],
        ["論文である．", "続きがある．"],
        ["「灯台娘。」", "夜に船が出た。"],
        ["灯台娘。の公演があった。", "客は泣いた。"],
        ["灯台娘。は、港の出身だ。", "歌がうまい。"],
        ["市長は「橋は落ちた。人は無事だ」と述べた。", "会見は続いた。"],
        ["市長は「橋は落ちた。」と述べた。", "会見は続いた。"],
        ["「橋は落ちた。」などと話した。", "会見は続いた。"],
        ["「もう行くぞ。」", "父は立ち上がった。"],
        ["「行くぞ。」", "「うん。」", "二人は歩き出した。"],
        ["「どこへ？」", "弟が聞いた。"],
        ["弟は「どこへ？」と聞いた。", "答えはない。"],
        ["催し「走れ！」代表の岡さんが来た。", "拍手が起きた。"],
        ["映画『港の灯。』公開。", "列ができた。"],
        ["彼は答えた：「行け！」", "犬が走った。"],
        ["宿（一泊二食。税込み。）に着いた。", "雨だった。"],
        ["（昨日のことだ。今日も同じだ。）", "朝が来た。"],
        ["どうする？と皆が聞いた。", "どうする？", "とても困った。"],
        ["すごい！って叫んだ。", "本当ですか？、と返した。"],
        ["ヤフー！の記事だ。", "Yahoo!ニュースも報じた。"],
        ["行った。", "が、会えなかった。"],
        ["鐘が鳴った。", "と同時に門が開いた。"],
        ["それはない(T_T)でも行く。", "やった！(^^)", "次も頑張る。"],
        ["楽しい！（笑）", "また来ます！♪", "では。"],
        ["そう…それは違う。", "やめて…！", "帰ろう。"],
        ["川が増水した。[1]", "町は備えた。"],
        ["皆が喜んだ。👨\u200d👩\u200d👧", "次は？🇯🇵", "町だ。"],
        ["町に出た。", "👨\u200d👩\u200d👧が喜んだ🎉。"],
        ["…そうか。", "分かった。"],
        ["！？何だろう。", "風だ。"],
    ],
)
def test_sentences_written_without_spaces_are_found(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


def test_spaces_after_marks_are_no_part_of_a_sentence() -> None:
    assert sentences("すごい！ 次は？　終わり。  はい。") == ["すごい！", "次は？", "終わり。", "はい。"]


def test_spaces_between_marks_and_closing_brackets_do_not_part_them() -> None:
    assert sentences("彼は「走れ ！ ！ 」 と叫んだ。犬は走った。") == ["彼は「走れ ！ ！ 」 と叫んだ。", "犬は走った。"]


def test_dots_with_a_full_width_space_end_a_sentence_and_with_a_plain_one_do_not() -> None:
    assert sentences("それは…　違う。") == ["それは…", "違う。"]
    assert sentences("それは… 違う。") == ["それは… 違う。"]


def test_headline_stays_whole() -> None:
    assert sentences("北の港 嵐で船三隻が転覆 漁師ら救助") == ["北の港 嵐で船三隻が転覆 漁師ら救助"]


def test_sentence_that_breaks_off_at_a_line_end_is_kept() -> None:
    text = "知事は支援を約束しており、\nしかし、町は待っている。村 漁協によると船は無事だ。"
    assert sentences(text) == ["知事は支援を約束しており、", "しかし、町は待っている。", "村 漁協によると船は無事だ。"]


def test_bracket_that_is_never_closed_swallows_nothing() -> None:
    assert sentences("彼は「終わらない。波は高い。（風も強い。夜だ。") == [
        "彼は「終わらない。",
        "波は高い。",
        "（風も強い。",
        "夜だ。",
    ]


def test_bracket_of_another_line_does_not_count() -> None:
    assert sentences("彼は「言った。\n雨だ。風だ。」") == ["彼は「言った。", "雨だ。", "風だ。」"]


def test_very_long_quotation_is_cut_at_its_full_stops() -> None:
    inner = [f"これは{number}番目の長い長い証言の一部である。" for number in range(20)]
    found = sentences(f"市長は「{''.join(inner)}」と述べた。次。")
    assert found == ["市長は「" + inner[0], *inner[1:-1], inner[-1] + "」と述べた。", "次。"]


def test_agency_at_the_end_of_a_paragraph_is_no_sentence() -> None:
    assert sentences("町は静かだった。（北浜通信）") == ["町は静かだった。（北浜通信）"]


def test_line_breaks_are_breaks_unless_the_text_is_hard_wrapped() -> None:
    text = "嵐は夜のうちに\n港を越えた。船は\n無事だ。\n\n町は静か\nだった。\n　朝が\n来た。"
    assert len(sentences(text)) == 8
    assert sentences(text, hard_wrapped=True) == [
        "嵐は夜のうちに\n港を越えた。",
        "船は\n無事だ。",
        "町は静か\nだった。",
        "朝が\n来た。",
    ]


def test_bullets_open_paragraphs_of_hard_wrapped_text() -> None:
    text = "必要なもの：\n・水と\n食料\n・ラジオ\n●毛布"
    assert sentences(text, hard_wrapped=True) == ["必要なもの：", "・水と\n食料", "・ラジオ", "●毛布"]
    assert sentences("会見したのはジョン\n・ミル氏だ。", hard_wrapped=True) == ["会見したのはジョン\n・ミル氏だ。"]


WRAPPED = """嵐は夜のうちに北の港を越えて山の方へ進み、
川沿いの村々では朝までに多くの家が水につか
った。消防団は小舟を出して年寄りを助け、学
校の体育館に運んだ。けが人はいないという。"""


def test_wraps_of_one_width_are_recognised() -> None:
    assert is_hard_wrapped(WRAPPED, "ja")
    assert is_hard_wrapped(WRAPPED.replace("\n", "\r\n"), "ja")


@pytest.mark.parametrize(
    "text",
    [
        "",
        WRAPPED.replace("\n", ""),
        "嵐は夜のうちに北の港を越えて山の方へ進んだ。\n川沿いの村では朝までに家が水につかった。\n消防団は小舟を出し続けた。",
        "北の港で船三隻が転覆\n知事、川沿いの村々に避難を呼びかけ\n橋の修理に一年\n嵐のあとの町を歩く、年寄りたちの声を聞いて",
        "風\n波\n船\n港",
    ],
)
def test_lines_that_mean_something_are_no_wraps(text: str) -> None:
    assert not is_hard_wrapped(text, "ja")


@given(TEXTS, st.booleans())
def test_spans_hold_every_visible_character_once_and_in_order(text: str, hard_wrapped: bool) -> None:
    spans = split_sentences(text, "ja", hard_wrapped=hard_wrapped)
    places = [place for start, end in spans for place in range(start, end)]
    assert places == sorted(set(places))
    assert set(places) >= {place for place, character in enumerate(text) if not character.isspace()}
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert spans == split_sentences(text, "ja", hard_wrapped=hard_wrapped)
    assert is_hard_wrapped(text, "ja") in {True, False}


@given(st.lists(st.text(alphabet="海山川が鳴る", min_size=1, max_size=12), min_size=1), st.data())
def test_sentences_joined_are_found_again_and_stay_whole(stems: list[str], data: st.DataObject) -> None:
    marks = st.sampled_from(["。", "！", "？", "！？", "。。。", "「鳴る。山」と鳴る。"])
    # A particle may never open a sentence, so none does here.
    expected = ["海" + stem + data.draw(marks) for stem in stems]
    assert sentences("".join(expected)) == expected
    assert [sentences(sentence) for sentence in expected] == [[sentence] for sentence in expected]


@pytest.mark.parametrize(
    "unit", ["あ", "「", "」", "。", "「。」", "…", "あ！と", "(^", "www.!", "！w", "\u3000", "。 ", '"', "・・", "(「"]
)
def test_large_monotonous_text_is_split(unit: str) -> None:
    """With a quadratic step this test would not end."""
    text = unit * (300_000 // len(unit))
    spans = split_sentences(text, "ja")
    assert sum(end - start for start, end in spans) >= len(text.replace(" ", "").replace("\u3000", ""))


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        split_sentences("Guten Tag.", "de")


def test_real_report_has_its_39_sentences() -> None:
    folder = os.environ.get("TAIYAKU_ARTICLES")
    if not folder:
        pytest.skip("TAIYAKU_ARTICLES does not name a folder of articles")
    found = sentences((Path(folder) / "syria-homs.ja.txt").read_text("utf-8"))
    assert len(found) == 39
    assert sum(sentence.endswith("、") for sentence in found) == 1
    assert sum(sentence.startswith("彼 国営通信社") for sentence in found) == 1


def test_real_blog_keeps_its_quotations_whole() -> None:
    folder = os.environ.get("TAIYAKU_ARTICLES")
    if not folder:
        pytest.skip("TAIYAKU_ARTICLES does not name a folder of articles")
    found = sentences((Path(folder) / "armenia-azerbaijan-blog.ja.txt").read_text("utf-8"))
    assert all(sentence.count("「") == sentence.count("」") for sentence in found if not sentence.endswith("…"))
    assert sum("。" in sentence[:-1] and "「" in sentence for sentence in found) == 2
