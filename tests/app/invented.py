"""An invented article, its invented translation and source: what the showing tests show."""

from collections.abc import Iterable, Mapping, Sequence

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from corpora.document import Aside, Block, BlockKind, CommentInfo, Document, Sentence
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark
from eval.result import Coverage, Score, Scores
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

Piece = tuple[BlockKind, Sequence[str], Mapping[str, object]]


def piece(kind: BlockKind, *sentences: str, **more: object) -> Piece:
    """A block to be: its sentences, and `lead`, `level` or `comment`."""
    return kind, sentences, more


def document(name: str, language: str, pieces: Iterable[Piece]) -> Document:
    """Put pieces together into a document, with a blank block after each."""
    text = ""
    blocks: list[Block] = []
    for kind, sentences, more in pieces:
        start = len(text)
        spans: list[Sentence] = []
        asides: list[Aside] = []
        if lead := str(more.get("lead", "")):
            asides.append(Aside(start, start + len(lead), "marker"))
            text += lead
        for sentence in sentences:
            text += " " if language == "en" and spans else ""
            spans.append(Sentence(len(text), len(text) + len(sentence), sentence))
            text += sentence
        level, comment = more.get("level"), more.get("comment")
        assert level is None or isinstance(level, int)
        assert comment is None or isinstance(comment, CommentInfo)
        blocks.append(Block(kind, start, len(text), tuple(spans), tuple(asides), level, comment))
        blocks.append(Block(BlockKind.BLANK, len(text), len(text) + 2))
        text += "\n\n"
    return Document(name, language, text, tuple(blocks), encoding="utf-8")


def translated(japanese: Document, hypotheses: Mapping[str, Hypothesis]) -> Translation:
    """The translation of those sentences of a document that have a hypothesis."""
    return Translation(
        japanese,
        tuple(
            TranslatedSentence(block, sentence, hypotheses[sentence.text])
            for block, sentence in japanese.located_sentences(None)
            if sentence.text in hypotheses
        ),
        "invented-ja-en r7 (CTranslate2 4.6.0, int8, beam 4)",
    )


K = BlockKind
JAPANESE: tuple[tuple[str, str, tuple[Flag, ...]], ...] = (
    (
        "港町ミナソで灯台が140年ぶりに移設、沖の侵食で",
        "Lighthouse moved for first time in 140 years in port town of Minaso",
        (),
    ),
    (
        "北の港町ミナソで3日、海に崩れ落ちる恐れのあった石造りの灯台が、内陸へ62メートル移された。",
        (
            "In the northern port town of Minaso, a stone lighthouse that was in danger of falling into the sea "
            "was moved 62 metres inland on the 3rd."
        ),
        (),
    ),
    (
        "1884年に建てられた灯台が動かされるのは初めて。",
        "It is the first time that the lighthouse, built in 1884, has been moved.",
        (),
    ),
    ("移設を終えたミナソ灯台", "The Minaso lighthouse after its move", ()),
    ("作業には9日かかった。", "The work took nine days.", ()),
    (
        "重さ1800トンの塔は油圧ジャッキで持ち上げられ、せっけんを塗った鋼のレールの上を時速2メートルで進んだ。",
        (
            "The tower, which weighs 1,800 tonnes, was lifted by hydraulic jacks and moved at 2 metres an hour over "
            "steel rails, steel rails, steel rails, steel rails."
        ),
        (Flag.REPETITION,),
    ),
    ("住民の記憶", "Memories of residents", ()),
    (
        "元灯台守のハラダ・イツキさん(81)は「父も祖父もこの光の下で眠った。動くところを見るとは思わなかった」と話した。",
        (
            "Itsuki Harada (81), a former keeper, said: “My father and grandfather slept under this light. I did not "
            "think that I would see it move.”"
        ),
        (),
    ),
    (
        "費用は4億2000万円で、その3分の1は寄付で賄われた。",
        "It cost 42 million yen, a third of which came from donations.",
        (Flag.NUMBERS_DIFFER,),
    ),
    ("町は来年5月に灯台を再び公開する。", "The town will open the lighthouse again in May next year.", ()),
    ("海が来るなら、こちらが下がるまでだ", "If the sea comes, we step back", ()),
    (
        "沖の砂州は毎年1.5メートルずつ失われている。",
        "The sandbar off the coast loses 1.5 metres ごと a year.",
        (Flag.KANA_LEFT,),
    ),
    (
        "専門家は、同じ海岸の家屋48戸も20年以内に危うくなるとみている。",
        "Experts believe that 48 houses on the same coast will also be in danger within 20 years.",
        (),
    ),
    ("灯台は夜間のみ点灯", "Lit only at night", ()),
    ("駐車場は12台分", "Parking for 12 cars", ()),
    ("いい話。うちの町の駅舎も動かしてほしい。", "A good story. I would like our town to move its station too.", ()),
    ("時速2メートルはカタツムリより遅い。", "Two metres an hour is slower than a snail.", ()),
    ("カタツムリは時速50メートルだそうです。", "Snails are said to do 50 metres an hour.", ()),
)
"""Sentence, translation, flags."""


def japanese_document() -> Document:
    s = [sentence for sentence, _, _ in JAPANESE]
    return document(
        "minaso.ja.txt",
        "ja",
        [
            piece(K.DATELINE, "2031年10月4日 9時12分"),
            piece(K.TITLE, s[0]),
            piece(K.PARAGRAPH, s[1], s[2]),
            piece(K.CAPTION, s[3]),
            piece(K.PARAGRAPH, s[4], s[5]),
            piece(K.LINKS, "ミナソの海岸線、30年で45メートル後退", lead="参考:"),
            piece(K.HEADING, s[6], level=2),
            piece(K.PARAGRAPH, s[7]),
            piece(K.PARAGRAPH, s[8], s[9]),
            piece(K.QUOTE, s[10], lead="> "),
            piece(K.PARAGRAPH, s[11], s[12]),
            piece(K.LIST, s[13], lead="・"),
            piece(K.LIST, s[14], lead="・"),
            piece(K.LINKS, "砂州はどこへ消えたのか", lead="関連記事:"),
            piece(K.TEASER, "防波堤をめぐる三十年の議論、町議会で…"),
            piece(K.NAVIGATION, "前の記事"),
            piece(K.COMMENT, s[15], comment=CommentInfo("潮風", "2031年10月4日", 12, 0)),
            piece(K.COMMENT, s[16], comment=CommentInfo("通りすがり", "2031年10月4日", -1, 1)),
            piece(K.COMMENT, s[17], comment=CommentInfo(None, None, None, 2)),
            piece(K.FOOTER, "PAGE TOP"),
        ],
    )


def english_document() -> Document:
    return document(
        "minaso.en.txt",
        "en",
        [
            piece(K.TITLE, "Minaso moves its lighthouse away from the sea"),
            piece(
                K.PARAGRAPH,
                "A granite lighthouse that threatened to topple into the sea has been moved 62 metres inland in the "
                "northern port of Minaso, the first time that the tower has left its place since it was built in 1884.",
                "It was shut to visitors two winters ago.",
            ),
            piece(
                K.PARAGRAPH,
                "“My father and my grandfather slept under that light,” said Itsuki Harada, 81, the last keeper.",
                "“I never thought that I would watch it walk.”",
            ),
            piece(
                K.PARAGRAPH,
                "The job took nine days.",
                "Hydraulic jacks lifted the 1,800-tonne tower onto steel rails greased with soap, and it crept along "
                "at two metres an hour.",
                "Schoolchildren chalked its progress on the road.",
            ),
            piece(
                K.PARAGRAPH,
                "The bill came to 420 million yen, a third of it from donations.",
                "Minaso plans to let visitors back in next May.",
            ),
            piece(K.HEADING, "A coast on the move", level=2),
            piece(
                K.PARAGRAPH,
                "The sandbar that shields the town shrinks by 1.5 metres a year.",
                "Forty-eight houses along the same shore could be at risk within two decades, engineers say.",
            ),
            piece(K.FOOTER, "Reporting by the Harbour Desk"),
        ],
    )


BEADS = (
    Bead((0,), (0,), 0.97),
    Bead((1, 2), (1,), 0.93, (("weather", 3.1), ("old songs", -0.42), ("tides", 0.001))),
    Bead((), (2,), 0.81),
    Bead((3,), (), 0.88),
    Bead((4,), (5,), 0.99),
    Bead((5,), (6,), 0.95),
    Bead((), (7,), 0.9),
    Bead((6,), (), 0.72),
    Bead((7,), (3, 4), 0.9),
    Bead((8,), (8,), 0.86),
    Bead((9,), (9,), 0.64),
    Bead((10,), (10,), 0.31),
    Bead((11,), (11,), 1.0),
    Bead((12,), (12,), 0.78),
    Bead((13,), (), None),
    Bead((14,), (), None),
)
"""Over `JAPANESE` and the sentences of `english_document()`; the keeper's words (7) were moved."""

SCORES = Scores(
    scores=(
        Score("BLEU", 31.42, "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0", 4.2, 31.3),
        Score("chrF2", 58.17, "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0", 3.1, 58.0),
        Score("TER", 61.05, "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0"),
    ),
    segments=10,
    coverage=Coverage(11, 15, 11, 13, 321, 362, 652, 741),
)


def compared() -> Comparison:
    """Everything there is: title, headings, moved and missing sentences, flags, comments, set-aside blocks."""
    hypotheses = {sentence: Hypothesis(translation, -0.3, flags) for sentence, translation, flags in JAPANESE}
    return Comparison(
        translated(japanese_document(), hypotheses),
        english_document(),
        Alignment(BEADS, 15, 13, "invented method 1"),
        SCORES,
    )


def translated_only() -> Comparison:
    """The same article without a source."""
    return Comparison(compared().translation)


def differing() -> Comparison:
    """An article that says 68 where its source says 86, and a translation that leaves out a name."""
    japanese = document(
        "a", "ja", [piece(BlockKind.PARAGRAPH, "死者は68人。", "市長のハラダ氏が話した。", "海は青い。")]
    )
    english = document("b", "en", [piece(BlockKind.PARAGRAPH, "The dead number 86.", "The mayor spoke.")])
    translations = ("68 people died.", "The mayor spoke.", "The sea is blue.")
    texts = [sentence.text for sentence in japanese.sentences()]
    hypotheses = {text: Hypothesis(made) for text, made in zip(texts, translations, strict=True)}
    beads = (Bead((0,), (0,), 0.05, (("weather", -1.0),)), Bead((1,), (1,), 0.9), Bead((2,), (), 0.9))
    found = Faithfulness(
        article=(
            Discrepancy(Check.NUMBER, Mark(0, 3, 5, "68"), Mark(0, 16, 18, "86"), "68 ≠ 86", "68 against 86"),
            Discrepancy(Check.DROPPED, Mark(2, 0, 5, "海は青い。"), None, "dropped", "the source does not say this"),
        ),
        translation=(Discrepancy(Check.NAME, Mark(1, 3, 6, "ハラダ"), None, "Harada", "ハラダ is <b>missing</b>"),),
    )
    return Comparison(translated(japanese, hypotheses), english, Alignment(beads, 3, 2), faithfulness=found)


HOSTILE = (
    "<script>window.pwned = 1; alert(1)</script>です。",
    '<img src="x" onerror="alert(2)">という画像。',
    "${alert(3)}と`${window.pwned = 2}`と{{7*7}}と{{#each value}}の型。",
    "C:\\new\\u0041\\x41\\`という経路。",
    "右から左\u202eへ\u202c向かう\u2067字\u2069と\u0007鈴。",
    '\'" onmouseover="alert(4)" x=\'</style></p></td></table></script><h1>外へ</h1>',
    "&lt;b&gt;も&amp;も&#x3c;もそのまま。",
)
"""Japanese sentences that no page may act on."""


def hostile() -> Comparison:
    """Every place that an article's text reaches, filled with what must not act."""
    bad = "".join(HOSTILE)
    japanese = document(
        f"{bad}.txt",
        "ja",
        [
            piece(K.TITLE, HOSTILE[0]),
            *(piece(K.PARAGRAPH, text, lead=HOSTILE[1]) for text in HOSTILE[1:]),
            piece(K.LINKS, HOSTILE[2], lead=HOSTILE[1]),
            piece(K.COMMENT, *HOSTILE, comment=CommentInfo(bad, bad, 3, 1)),
        ],
    )
    english = document(bad, "en", [piece(K.TITLE, HOSTILE[0]), *(piece(K.PARAGRAPH, text) for text in HOSTILE[1:])])
    translation = translated(japanese, {text: Hypothesis(text, None, tuple(Flag)) for text in HOSTILE})
    count = len(HOSTILE)
    beads = tuple(Bead((index,), (index,), 0.5) for index in range(count))
    scores = Scores((Score("BLEU", 1.0, bad),), count, None)
    return Comparison(
        Translation(japanese, translation.sentences, bad), english, Alignment(beads, count, count, bad), scores
    )
