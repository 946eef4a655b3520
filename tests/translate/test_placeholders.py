"""Numbers and names go around the model, not through it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.names import NameLexicon
from translate.placeholders import NAME_PLACEHOLDERS, PLACEHOLDERS, mask, mask_pair

A, B, C = PLACEHOLDERS[:3]
X, Y, Z = NAME_PLACEHOLDERS[:3]
LEXICON = NameLexicon(
    {"マルコ": "Marco", "ヨーク": "York", "ニューヨーク": "New York", "三重": "Mie", "森田": "Morita"}
)


def test_numbers_become_placeholders_in_order() -> None:
    masked = mask("9月13日に50万人が1.06億ドルを払った。")
    assert masked.text == f"{A}に{B}人が{C}ドルを払った。"
    assert [expression.written for expression in masked.expressions.values()] == [
        "September 13",
        "500,000",
        "106 million",
    ]


@pytest.mark.parametrize(
    ("japanese", "output", "expected"),
    [
        ("50万人が来た。", f"{A} people came.", "500,000 people came."),
        ("3人が来た。", f"{A} people came.", "Three people came."),
        ("彼ら3人が来た。", f"The {A} of them came.", "The three of them came."),
        ("3人が来た。", f"In all, {A}% came.", "In all, 3% came."),
        ("23日に来た。", f"He came on the {A}th.", "He came on the 23rd."),
        ("12日に来た。", f"He came on the {A}nd.", "He came on the 12th."),
        ("令和4年に来た。", f"He came in {A}.", "He came in 2022."),
        ("3割が来た。", f"{A}% came.", "30% came."),
        ("午後10時05分に来た。", f"He came at {A} p.m.", "He came at 10:05 p.m."),
        ("2兆3000億円を払った。", f"They paid {A} yen.", "They paid 2.3 trillion yen."),
        ("12,345円を払った。", f"They paid {A} yen.", "They paid 12,345 yen."),
        ("2022年9月13日に来た。", f"He came on {A}.", "He came on September 13, 2022."),
        ("令和4年 9月 13日に来た。", f"He came on {A}.", "He came on September 13, 2022."),
        ("ひとりが来た。", f"{A} came.", " came."),
    ],
)
def test_numbers_are_put_in(japanese: str, output: str, expected: str) -> None:
    assert mask(japanese).restore(output) == expected


def test_an_output_must_have_every_number_once() -> None:
    masked = mask("30人が25日に来た。")
    assert masked.faults(f"{A} people came on the {B}th.") == 0
    assert masked.faults(f"{A} people came.") == 1
    assert masked.faults(f"{A} people came on the {B}th and the {B}th.") == 1
    assert masked.faults(f"{A} people came on the {B}th with {C} and {X}.") == 2


def test_names_become_placeholders_of_their_own() -> None:
    masked = mask("マルコと森田は3月にニューヨークへ行き、マルコは残った。", LEXICON)
    assert masked.text == f"{X}と{Y}は{A}月に{Z}へ行き、{X}は残った。"
    assert (
        masked.restore(f"{X} and {Y}'s son left for {Z} in {A}.")
        == "Marco and Morita's son left for New York in March."
    )


COUNTRIES = NameLexicon(
    {"エストリア": "Estoria", "ウルキア": "Urkia", "マルコ": "Marco"}, {"エストリア": "Estorian", "ウルキア": "Urkish"}
)


@pytest.mark.parametrize(
    ("japanese", "output", "expected"),
    [
        ("エストリア軍が来た。", f"The {X} army came.", "The Estorian army came."),
        ("エストリアの政府は拒んだ。", f"The {X} government refused.", "The Estorian government refused."),
        ("エストリア国防省が来た。", f"The {X} Ministry of Defense came.", "The Estorian Ministry of Defense came."),
        ("エストリアの兵がカナに来た。", f"{X} Marco came.", "Estoria Marco came."),
        ("エストリアの首相が来た。", f"{X}'s prime minister came.", "Estoria's prime minister came."),
        ("エストリアの首相が来た。", f"The prime minister of {X} came.", "The prime minister of Estoria came."),
        ("エストリアの学校は閉まる。", f"Schools in {X} close.", "Schools in Estoria close."),
        ("エストリアの学校は閉まった。", f"{X} closed schools.", "Estoria closed schools."),
        ("エストリアは学校を閉めた。", f"{X} schools closed.", "Estoria schools closed."),
        ("エストリアの道はエストリアで広い。", f"{X} roads are wide in {X}.", "Estorian roads are wide in Estoria."),
        ("マルコの家が建った。", f"The {X} house was built.", "The Marco house was built."),
    ],
)  # fmt: skip
def test_the_name_of_a_country_before_a_noun_is_an_adjective(japanese: str, output: str, expected: str) -> None:
    assert mask(japanese, COUNTRIES).restore(output) == expected


@pytest.mark.parametrize(
    ("japanese", "output", "expected"),
    [
        ("エストリアの船が来た。", f"A {X} ship came.", "An Estorian ship came."),
        ("マルコが一人いる。", f"There is an {X}.", "There is a Marco."),
        ("ウルキアの船が来た。", f"There is a {X} ship.", "There is a Urkish ship."),
        ("エストリアが勝った。", f"Group A {X} won.", "Group A Estoria won."),
        ("エストリアが勝った。", f"It is U.S.A {X}.", "It is U.S.A Estoria."),
        ("エストリアの船が来た。", f'He said: "A {X} ship."', 'He said: "An Estorian ship."'),
        ("8歳の子がいる。", f"There is a {A}-year-old.", "There is an 8-year-old."),
        ("11歳の子がいる。", f"There is a {A}-year-old.", "There is an 11-year-old."),
        ("110歳の人がいる。", f"There is an {A}-year-old.", "There is a 110-year-old."),
        ("マルコがいる。", f"Visa {X} has.", "Visa Marco has."),
        ("ひとりがいる。", f"There is a {A}.", "There is a ."),
    ],
)
def test_the_article_goes_with_what_is_put_in(japanese: str, output: str, expected: str) -> None:
    assert mask(japanese, COUNTRIES).restore(output) == expected


def test_a_name_may_come_again_but_not_be_missing() -> None:
    masked = mask("マルコと森田が来た。", LEXICON)
    assert masked.faults(f"{X} came with {Y}, whom {X} knew.") == 0
    assert masked.faults(f"{Y} came.") == 1


def test_names_that_both_sides_have() -> None:
    pair = mask_pair("マルコは森田とニューヨークへ。", "Morita went to New York, not York.", LEXICON)
    assert pair == (f"マルコは{X}と{Y}へ。", f"{X} went to {Y}, not York.")


def test_a_number_is_no_name() -> None:
    assert mask("三人が来た。", LEXICON).names == {}


def test_equal_numbers_of_a_pair() -> None:
    pair = mask_pair("3月に50万人、うち7人がF-16で来た。", "In March half a million came, 8 by F-16.")
    assert pair == (f"{A}月に{B}人、うち7人がF-16で来た。", f"In {A} {B} came, 8 by F-16.")


@pytest.mark.parametrize(
    ("japanese", "english", "expected"),
    [
        ("2022年9月13日、", "On September 13, 2022,", (f"{A}、", f"On {A},")),
        ("2022年9月13日、", "On the 13th of September 2022,", (f"{A}、", f"On the {A},")),
        ("9月13日、", "On Sept. 13th,", (f"{A}、", f"On {A},")),
        ("2022年9月13日、", "On September 13,", (f"2022年{A}月{B}日、", f"On {A} {B},")),
        ("2022年9月、", "In September 2022,", (f"{A}年{B}月、", f"In {B} {A},")),
    ],
)
def test_a_date_is_copied_as_a_whole_or_in_parts(japanese: str, english: str, expected: tuple[str, str]) -> None:
    assert mask_pair(japanese, english) == expected


def test_what_looks_like_a_placeholder_is_dropped() -> None:
    assert mask(f"{A}人と{B}人。").expressions == {}
    assert mask(f"{C}5人").text == f"{A}人"


@given(st.text(alphabet="1234567890.,万億兆千百十割分年月日時人円%第数三二約-Aあ ", max_size=40))
def test_placeholders_left_in_place_give_every_number(text: str) -> None:
    masked = mask(text)
    assert masked.faults(masked.text) == 0
    restored = masked.restore(masked.text)
    assert not set(PLACEHOLDERS) & set(restored)


@given(st.integers(0, 10**6))
def test_a_pair_has_the_same_placeholders_on_both_sides(seed: int) -> None:
    rng = random.Random(seed)
    numbers = [rng.randrange(2, 10**6) for _ in range(rng.randrange(15))]
    japanese, english = mask_pair("と".join(f"{n}人" for n in numbers), " and ".join(f"{n:,} people" for n in numbers))
    assert [c for c in japanese if c in PLACEHOLDERS] == [c for c in english if c in PLACEHOLDERS]
    assert sum(c in PLACEHOLDERS for c in japanese) == min(len(numbers), len(PLACEHOLDERS))
