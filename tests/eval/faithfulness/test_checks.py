"""Each check on sentences of ours: what differs is marked at its place, what only looks different is let pass."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.alignment import Alignment, Bead
from corpora.errors import ScoreError
from eval.faithfulness import Check, Discrepancy, Mark, check_translation, find_discrepancies


def marked(source: str, target: str, check: Check) -> list[tuple[str, str]]:
    """What a check marks in a bead of two sentences, on either side."""
    found = [item for item in check_translation([source], [target]) if item.check is check]
    return [(item.source.text if item.source else "", item.target.text if item.target else "") for item in found]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("畑に木が42本ある。", "There are 24 trees in the field.", [("42", "24")]),
        ("料金は５００円だ。", "It costs 5,000 yen.", [("５００", "5,000")]),
        ("予算は3億円だ。", "The budget is 3 billion yen.", [("3億", "3 billion")]),
        ("10月3日に開く。", "It opens on October 13.", [("3", "13")]),
        ("木曜日に会う。", "We meet on Tuesday.", [("木曜", "Tuesday")]),
        ("客は25人だった。", "There were guests.", [("25", "")]),
        ("客が来た。", "Forty guests came.", [("", "Forty")]),
        ("3割が反対した。", "A quarter were against it.", [("3割", "A quarter")]),
        ("8週間続いた。", "It lasted eight months.", [("8", "eight")]),
        ("客は500人だった。", "Thousands came.", [("500", "Thousands")]),
        ("500円かかった。", "It cost thousands of yen.", [("500", "")]),
        ("2020年に数人が来た。", "Thousands of people came.", [("2020", "")]),
    ],
)
def test_numbers_that_differ(source: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert marked(source, target, Check.NUMBER) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("令和2年に結婚した。", "They married in 2020."),
        ("気温は氷点下5度だった。", "It was five degrees below zero."),
        ("5人に1人が賛成した。", "Twenty percent agreed."),
        ("道のりは16キロ（10マイル）だ。", "The way is 10 miles long."),
        ("修理に1時間半かかった。", "The repair took 90 minutes."),
        ("正午に鐘が鳴る。", "The bells ring at 12 p.m."),
        ("深夜に鐘が鳴る。", "The bells ring at midnight."),
        ("深夜に鐘が鳴る。", "The bells ring late at night."),
        ("三分の二が残った。", "Two-thirds were left."),
        ("四国に十分な水がある。", "There is enough water in Shikoku."),
        ("午後7時15分に出る。", "It leaves at 19:15."),
        ("数千人が並んだ。", "Thousands stood in line."),
        ("2万3000世帯が待った。", "Thousands of homes waited."),
        ("2万3000円かかった。", "It cost thousands of yen."),
        ("数百キロ歩いた。", "She walked 400 km."),
        ("打率は2割8分5厘だ。", "His average is .285."),
        ("値は182・44ドルだ。", "It stands at $182.44."),
        ("乃木坂46が歌った。", "Nogizaka46 sang."),
        ("昨年5月に開いた。", "It opened in May 2019."),
    ],
)
def test_numbers_that_only_look_different(source: str, target: str) -> None:
    assert marked(source, target, Check.NUMBER) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "マルティネス大統領が会見した。",
            "President Hoffmann held a news conference.",
            [("マルティネス", "Hoffmann")],
        ),
        ("英国の船が着いた。", "A French ship arrived.", [("", "French")]),
        ("マルティネス大統領が会見した。", "President Martinez held a news conference.", []),
        ("英国の船が着いた。", "A British ship arrived.", []),
        ("テニスが好きだ。", "I like tennis.", []),
    ],
)
def test_names(source: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert marked(source, target, Check.NAME) == expected


@pytest.mark.parametrize(
    ("source", "target", "differs"),
    [
        ("窓は開いていない。", "The window is open.", True),
        ("窓は開いている。", "The window is not open.", True),
        ("窓は開いていない。", "The window is not open.", False),
        ("急がなければならない。", "We have to hurry.", False),
        ("父は反対しなかった。", "My father opposed it.", True),
        ("会社は報道を否定した。", "The company said the report was not true.", False),
        ("残りは一つしかない。", "Only one is left.", False),
    ],
)
def test_negation(source: str, target: str, *, differs: bool) -> None:
    assert bool(marked(source, target, Check.NEGATION)) is differs


SOURCE = ["橋は去年できた。", "看護師たちは賃上げを求めている。", "猫が眠っている。"]
TARGET = ["The bridge was finished last year.", "The cat is asleep.", "The minister resigned."]


def test_sentences_without_a_counterpart_are_dropped_or_added() -> None:
    beads = (Bead((0, 1), (0,)), Bead((2,), (1,)), Bead((), (2,)))
    found = find_discrepancies(SOURCE, TARGET, Alignment(beads, 3, 3))
    assert [(item.check, (item.source or item.target or Mark(0, 0, 0, "")).text) for item in found] == [
        (Check.DROPPED, SOURCE[1]),
        (Check.ADDED, TARGET[2]),
    ]


def test_a_number_that_stands_elsewhere_in_the_article_was_only_moved() -> None:
    source, target = (
        ["会場には730人が来た。", "曲は三つだった。"],
        ["The hall was full.", "730 people heard three songs."],
    )
    alignment = Alignment((Bead((0,), (0,)), Bead((1,), (1,))), 2, 2)
    assert not [item for item in find_discrepancies(source, target, alignment) if item.check is Check.NUMBER]
    assert marked(source[0], target[0], Check.NUMBER) == [("730", "")]


def test_marks_say_the_sentence_they_stand_in() -> None:
    found = check_translation(["雪だ。", "", "客は25人だ。"], ["It snows.", "", "There are 52 guests."])
    assert [(item.source, item.target) for item in found] == [(Mark(2, 2, 4, "25"), Mark(2, 10, 12, "52"))]
    assert (found[0].value, found[0].reason) == ("25 ≠ 52", "25 in the Japanese, 52 in the English")


def test_what_does_not_belong_together_is_refused() -> None:
    with pytest.raises(ScoreError, match="1 translations of 2 source sentences"):
        check_translation(["a", "b"], ["c"])
    with pytest.raises(ScoreError, match="numbers 3 source sentences"):
        find_discrepancies(["a"], ["b"], Alignment((), 3, 1))
    with pytest.raises(ValueError, match="without a place"):
        Discrepancy(Check.NAME, None, None, "", "")


@settings(max_examples=60, deadline=None)
@given(
    source=st.text(
        alphabet="0123456789.,・:()（）万億千十〇一三割半年月日時分の数第人%に、。正午ケラー氏ないず", max_size=40
    ),
    target=st.text(alphabet="0123456789.,: $%-andhlfozenTuesdyinKro'tu", max_size=60),
)
def test_marks_lie_within_their_sentences(source: str, target: str) -> None:
    for item in check_translation([source], [target]):
        for mark, text in ((item.source, source), (item.target, target)):
            assert mark is None or text[mark.start : mark.end] == mark.text != ""
