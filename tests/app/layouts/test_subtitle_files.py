"""Subtitles made by pysubs2, srt and webvtt-py go in, and the same tools read what comes out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pysubs2
import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layouts import Bilingual, Layout, Wishes, document_slots
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("engine")

(FIRST_JA, FIRST), (SECOND_JA, SECOND), (THIRD_JA, THIRD), _ = TRANSLATIONS.items()
TIMES = "00:00:01,000 --> 00:00:02,000"


def filled(
    content: str | bytes,
    layout: Layout = Layout.SRT,
    *,
    bilingual: bool = False,
    say: Callable[[str], str] = lambda text: str(len(text)),
) -> str:
    """The subtitles, each text of them translated so."""
    data = content if isinstance(content, bytes) else content.encode()
    wishes = Wishes(bilingual=Bilingual.ALTERNATING if bilingual else None)
    found = document_slots(data, layout, "talk", wishes)
    pieces = [slot.fill(say(slot.text) if slot.text.strip() else "") for slot in found]
    return b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode()


def texts(content: str, layout: Layout = Layout.SRT) -> list[str]:
    """What is translated of them."""
    return [slot.text for slot in document_slots(content.encode(), layout, "talk", Wishes()) if slot.text.strip()]


def by_pysubs2() -> pysubs2.SSAFile:
    made = pysubs2.SSAFile()
    made.styles["aside"] = pysubs2.SSAStyle(italic=True)
    made.append(pysubs2.SSAEvent(1_000, 3_500, FIRST_JA[:7] + r"\N" + FIRST_JA[7:]))
    made.append(pysubs2.SSAEvent(3_000, 4_000, SECOND_JA, style="aside"))  # overlaps the one before it
    made.append(pysubs2.SSAEvent(99 * 3_600_000, 99 * 3_600_000 + 1, rf"{{\u1}}{THIRD_JA}{{\u0}}"))
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_subtitles_of_pysubs2(taiyaku: Taiyaku, tmp_path: Path, kind: str, encoding: str) -> None:
    made = by_pysubs2()
    text = made.to_string(kind).replace("\n", "\r\n" if encoding == "utf-8-sig" else "\n")
    (tmp_path / f"in.{kind}").write_bytes(text.encode(encoding))
    assert taiyaku("translate", f"in.{kind}", "-o", f"out.{kind}").code == 0
    written = (tmp_path / f"out.{kind}").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") is encoding.startswith("utf-") ^ (encoding == "utf-8")
    assert (b"\r\n" in written) is (encoding == "utf-8-sig")
    assert b"\n" not in written.replace(b"\r\n", b"") or encoding != "utf-8-sig"
    after = pysubs2.SSAFile.load(str(tmp_path / f"out.{kind}"), encoding="utf-8-sig")
    assert [(event.start, event.end) for event in after] == [(event.start, event.end) for event in made]
    assert [event.plaintext.replace("\n", " ") for event in after] == [FIRST, SECOND, THIRD]
    assert after[1].text.startswith(r"{\i1}")
    assert after[1].text.endswith(r"{\i0}")
    assert after[2].text == rf"{{\u1}}{THIRD}{{\u0}}"


_WORDS = st.sampled_from(["港", "<i>", "</i>", "{\\an8}", '<font color="#ff0">', "</font>", "300", "- ", "<拍手>", " "])
_CONTENTS = st.lists(st.lists(_WORDS, min_size=1, max_size=4).map("".join), min_size=1, max_size=3).map("\n".join)
_MOMENTS = st.integers(0, 10**10).map(lambda milliseconds: timedelta(milliseconds=milliseconds))
_SUBTITLES = st.builds(
    srt.Subtitle,
    index=st.integers(0, 10**5),
    start=_MOMENTS,
    end=_MOMENTS,
    content=_CONTENTS.filter(lambda content: any("港" in line for line in content.split("\n"))),
    proprietary=st.sampled_from(["", "X1:63 X2:223 Y1:43 Y2:58"]),
)


@settings(max_examples=60, deadline=None)
@given(made=st.lists(_SUBTITLES, min_size=1, max_size=4), ends=st.sampled_from(["\n", "\r\n"]))
def test_whatever_srt_composes_it_can_parse_again(made: list[srt.Subtitle], ends: str) -> None:
    """Gaps in the numbers, overlaps, more than a hundred hours, positions, tags that cross."""
    data = srt.compose(made, reindex=False, eol=ends)
    before, after = list(srt.parse(data)), list(srt.parse(filled(data, say=lambda _: "one two")))
    assert [(cue.index, cue.start, cue.end, cue.proprietary) for cue in after] == [
        (cue.index, cue.start, cue.end, cue.proprietary) for cue in before
    ]
    assert all("one two" in cue.content and "港" not in cue.content for cue in after)


def test_cues_that_lack_their_blank_line_or_have_too_many() -> None:
    crowded = f"1\n{TIMES}\n港\n2\n{TIMES}\n橋\n7\n{TIMES}\n300\n8\n{TIMES}\n"
    assert filled(crowded) == f"1\n{TIMES}\n1\n2\n{TIMES}\n1\n7\n{TIMES}\n3\n8\n{TIMES}\n"
    gaping = f"\n\n1\n\n{TIMES}\n\n港\n\n\nと橋\n\n12\n\n{TIMES}\n \n3\n{TIMES}\n海だ"
    assert texts(gaping) == ["港", "と橋", "海だ"]
    assert filled(gaping) == gaping.replace("港", "1").replace("と橋", "2").replace("海だ", "2\n")
    for content in (crowded, gaping):
        times = [[(event.start, event.end) for event in pysubs2.SSAFile.from_string(text, "srt")]
                 for text in (content, filled(content))]  # fmt: skip
        assert times[0] == times[1]


def test_old_line_ends_and_times_as_other_tools_write_them() -> None:
    old = f"1\r{TIMES}\r港\r\r2\r{TIMES}\r橋\r"
    assert filled(old) == old.replace("港", "1").replace("橋", "1")
    odd = "0:00:01.5-->0:00:02.5\n港\n\n 100:00:01,000 --> 100:00:02,000 X1:1\n橋\n"
    assert filled(odd) == odd.replace("港", "1").replace("橋", "1")
    assert texts(f"{TIMES}\n左 --> 右\n") == ["左 --> 右"]
    assert filled(f"{TIMES}\n港\n", say=lambda _: "a --> b") == f"{TIMES}\na -> b\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<i>港</i>", "<i>1</i>"),
        ("{\\an8}<i>港</i>", "{\\an8}<i>1</i>"),
        ("<b><i>港</b></i>", "<b><i>1</b></i>"),
        ("<i>港</i>と<b>橋</b>", "3"),
        ("<i>港</i>と橋", "3"),
        ("<i>港と</i>\n<i>橋と</i>\n<i>海</i>", "<i>5</i>"),
        ('<font color="#ff0">港', '<font color="#ff0">1'),
        ("港</i>", "1</i>"),
        ("<拍手>", "4"),
        ("2 < 3 > 1 港", "11"),
        ("<i></i>", "<i></i>"),
        ("- 港？\n- 橋。", "- 2\n- 2"),
        ("<i>－港は\n どこ？\n－橋</i>", "<i>－5\n－1</i>"),
        ("-5度だ", "4"),
        ("――港", "3"),
    ],
)
def test_tags_and_dashes_stay_around_what_they_stood_around(text: str, expected: str) -> None:
    content = f"1\n{TIMES}\n{text}\n\n"
    assert filled(content) == f"1\n{TIMES}\n{expected}\n\n"
    assert filled(content, say=lambda _: "") == content
    assert set(text.splitlines()) <= set(filled(content, bilingual=True).splitlines())


def test_each_speaker_is_followed_by_the_translation() -> None:
    assert filled(f"{TIMES}\n- 港？\n- 橋。\n", bilingual=True) == f"{TIMES}\n- 港？\n- 2\n- 橋。\n- 2\n"


def by_webvtt_py() -> webvtt.WebVTT:
    made = webvtt.WebVTT(
        captions=[
            webvtt.Caption("00:00:01.000", "00:00:03.500", f"<v 市長>{FIRST_JA}</v>", "intro"),
            webvtt.Caption(
                "00:00:03.000",
                "123:00:04.000",
                f"<c.yellow>{SECOND_JA[:3]}\n{SECOND_JA[3:]}</c>",
                settings="align:start position:10% region:below",
            ),
            webvtt.Caption(
                "123:00:05.000", "123:00:06.000", f"<00:00:05.500>{THIRD_JA[:4]}<00:00:05.700>{THIRD_JA[4:]}"
            ),
            webvtt.Caption("123:00:07.000", "123:00:08.000", "Q &amp; A &lt;港"),
            webvtt.Caption("123:00:07.000", "123:00:08.000", ""),
        ],
        styles=[webvtt.Style("::cue(.yellow) {\n  color: yellow;\n}")],
        regions=[webvtt.Region(id="below", width="40%", lines="3")],
        header_comments=[FIRST_JA],
        footer_comments=[f"{SECOND_JA}\n{THIRD_JA}"],
        header_text="港の話",
        metadata=["X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"],
    )
    made.captions[1].comments = [THIRD_JA]
    return made


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_webvtt_of_webvtt_py(taiyaku: Taiyaku, tmp_path: Path, end: str) -> None:
    made = by_webvtt_py()
    (tmp_path / "in.vtt").write_bytes(f"\ufeff{made.content}".replace("\n", end).encode())
    assert taiyaku("translate", "in.vtt", "-o", "out.vtt").code == 0
    after = webvtt.read(str(tmp_path / "out.vtt"), strict=True)
    assert [caption.text.replace("\n", " ") for caption in after.captions] == [FIRST, SECOND, THIRD, "8 characters", ""]
    assert [caption.voice for caption in after.captions] == ["市長", None, None, None, None]
    assert after[1].raw_text.startswith("<c.yellow>")
    assert after[1].raw_text.endswith("</c>")
    assert after[2].raw_text.startswith("<00:00:05.500>The")
    for caption, before in zip(after.captions, made.captions, strict=True):
        caption.text = before.raw_text
    assert after.content == made.content, "header, styles, regions, comments, names, times and settings"


_CUE_TEXTS = st.lists(
    st.sampled_from(
        ["港", "<b>", "</b>", "<c.a>", "</c>", "<v 町>", "<00:01.500>", "&amp;", "<ruby>", " ", "\n", "- "]
    ),
    min_size=1,
    max_size=8,
).map(lambda parts: "\n".join(filter(None, "".join(["港", *parts]).split("\n"))))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_CUE_TEXTS, st.sampled_from([None, "name"])), min_size=1, max_size=4))
def test_whatever_webvtt_py_writes_it_can_read_again(cues: list[tuple[str, str | None]]) -> None:
    made = webvtt.WebVTT(captions=[webvtt.Caption("00:00:01.000", "00:00:02.000", *cue) for cue in cues])
    after = webvtt.from_string(filled(made.content, Layout.VTT, say=lambda _: "a & <b> --> c"), strict=True)
    assert [(cue.identifier, cue.start, cue.end) for cue in after.captions] == [
        (cue.identifier, cue.start, cue.end) for cue in made.captions
    ]
    assert all("a &amp; &lt;b&gt; -&gt; c" in cue.raw_text and "港" not in cue.text for cue in after.captions)


def test_rolling_subtitles_whose_lines_hold_only_a_blank() -> None:
    rolling = f"WEBVTT\nKind: captions\n\n{TIMES}\n \n港<00:00:01.500><c>町</c>\n\n{TIMES}\n港町\n \n\n{TIMES}\n \n \n"
    assert texts(rolling, Layout.VTT) == ["港町", "港町"]
    shown = filled(rolling, Layout.VTT)
    assert shown == f"WEBVTT\nKind: captions\n\n{TIMES}\n2\n\n{TIMES}\n2\n\n{TIMES}\n \n \n"


def test_readings_are_not_part_of_the_text() -> None:
    cue = f"WEBVTT\n\n{TIMES}\n<ruby>港<rt>みなと</rt>町<rt>まち</ruby>だ\n"
    assert texts(cue, Layout.VTT) == ["港町だ"]


def test_subtitles_become_no_subtitles_of_another_kind(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "in.srt").write_text(f"1\n{TIMES}\n{FIRST_JA}\n")
    outcome = taiyaku("translate", "in.srt", "-o", "out.vtt")
    assert (outcome.code, "out.vtt: only a vtt file can become one" in outcome.err) == (2, True), outcome.err
    (tmp_path / "empty.srt").write_text(f"1\n{TIMES}\n\n")
    assert taiyaku("translate", "empty.srt").out == f"1\n{TIMES}\n\n"
