"""The viewer without a browser: what is opened, made, edited and taken away, and what the page is made of."""

import asyncio
import base64
import json
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from align.alignment import Alignment, Bead
from align.source_search import Counterpart, Judged, SourceFinding
from app.comparison import Comparison
from app.storage import save_comparison
from app.viewer import Desk, Library, Limits, LivePath, Models, Offer, Shelved, build_viewer, launch, open_shelf
from app.viewer.evaluation import differences, differences_html, evaluation_html
from app.viewer.library import pairing_html
from app.viewer.limits import Turns
from app.viewer.live import Given, Step, Upload, read_given
from app.viewer.messages import problem_html
from corpora.document import BlockKind, Document
from corpora.errors import InputError, ModelError, TaiyakuError
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark
from tests.app.invented import HOSTILE, compared, hostile, translated_only
from translate.engine import Engine
from translate.translation import Hypothesis, Translation

# Gradio's own imports warn of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore")

ARTICLE = "港に船が着いた。船は古い。船長は若い。\n\n夜になった。灯台が光る。"
SOURCE = "A ship came into the harbour. It is old. Night fell."


class Upper:
    """An engine that shouts, and has no word for one sentence."""

    line = "upper 1 | test"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        if any("失敗" in sentence for sentence in sentences):
            raise ModelError("cannot say this", path="/secret/place/model", remedy="try <another>")
        if any("故障" in sentence for sentence in sentences):
            raise ZeroDivisionError("/secret/place")
        return [Hypothesis(f"ABOUT {len(sentence)} LETTERS") for sentence in sentences]


class Lower(Upper):
    """Another one."""

    line = "lower 1 | test"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        return [Hypothesis(item.text.lower()) for item in super().translate(sentences)]


def load(model: str | None) -> Engine:
    return Upper() if model is None else Lower()


def in_step(translation: Translation, source: Document | None) -> Comparison:
    """The nth sentence with the nth; no scores."""
    comparison = Comparison(translation, source)
    if source is None:
        return comparison
    counts = len(comparison.aligned_japanese()), len(comparison.aligned_english())
    beads = [Bead((n,), (n,), 0.75) for n in range(min(counts))]
    beads += [Bead((n,), ()) for n in range(counts[1], counts[0])] + [Bead((), (n,)) for n in range(*counts)]
    return Comparison(translation, source, Alignment(tuple(beads), *counts, "in step"))


def live(**more: Any) -> LivePath:
    return LivePath(models=Models(load, (None, "other")), finish=in_step, read=read_given, **more)


def handler(blocks: Any, name: str) -> Any:
    """The function behind an event, by the name of the method or function that it is."""
    return next(function.fn for function in blocks.fns.values() if function.name == name)


def shelved(*comparisons: Comparison) -> list[Shelved]:
    return [Shelved(f"number {n}", comparison) for n, comparison in enumerate(comparisons, start=1)]


@pytest.fixture(autouse=True)
def _closed_loops(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the event loops that Gradio makes while it builds a page and leaves open."""
    made: list[asyncio.AbstractEventLoop] = []
    make = asyncio.new_event_loop

    def remember() -> asyncio.AbstractEventLoop:
        made.append(make())
        return made[-1]

    monkeypatch.setattr(asyncio, "new_event_loop", remember)
    yield
    for loop in made:
        loop.close()
    asyncio.set_event_loop(None)


# Opening


def stored(folder: Path, comparison: Comparison) -> Path:
    folder.mkdir(parents=True)
    save_comparison(comparison, folder / "document.json")
    return folder / "document.json"


def test_a_folder_gives_every_stored_comparison_below_it(tmp_path: Path) -> None:
    stored(tmp_path / "b", compared())
    stored(tmp_path / "a" / "deep", translated_only())
    assert [(item.name, item.comparison) for item in open_shelf([tmp_path])] == [
        ("deep", translated_only()),
        ("b", compared()),
    ]


def test_a_file_is_opened_once(tmp_path: Path) -> None:
    file = stored(tmp_path / "b", compared())
    assert [item.name for item in open_shelf([file, file])] == ["b"]


def test_no_path_means_the_usual_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_shelf([]) == []
    stored(tmp_path / "taiyaku-out" / "x", compared())
    assert [item.name for item in open_shelf([])] == ["x"]


def test_what_cannot_be_shown_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("本文。", encoding="utf-8")
    for path in (tmp_path, tmp_path / "missing", tmp_path / "article.txt"):
        with pytest.raises(InputError) as caught:
            open_shelf([path])
        assert caught.value.path == path


def test_a_damaged_comparison_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    good, bad = stored(tmp_path / "good", compared()), stored(tmp_path / "bad", compared())
    bad.write_text(bad.read_text(encoding="utf-8")[:200], encoding="utf-8")
    told: list[str] = []
    assert [item.file for item in open_shelf([tmp_path], tell=told.append)] == [good]
    assert len(told) == 1
    assert str(bad) in told[0]
    with pytest.raises(InputError):
        open_shelf([tmp_path, bad], tell=told.append)


# Working


def run(japanese: Given, english: Given | None = None, **more: Any) -> list[Step]:
    return list(live(**more).steps(japanese, english or Given()))


def test_a_pasted_article_grows_a_few_sentences_at_a_time_and_is_aligned_at_once() -> None:
    steps = run(Given(ARTICLE, title="港のニュース"), Given(SOURCE))
    assert [(step.stage, step.done) for step in steps] == [
        ("Loading the model", 0),
        ("Translating", 0),
        ("Translating", 4),
        ("Translating", 6),
        ("Aligning with the source", 6),
        ("", 6),
    ]
    last = steps[-1].comparison
    assert last.translation.document.title == "港のニュース"
    assert last.translation.document.name == "港のニュース"
    assert last.alignment is not None
    assert last.alignment.source_count == 6
    assert steps[2].comparison.translation.sentences == last.translation.sentences[:4]


def test_an_upload_is_read_as_its_kind_and_keeps_its_name() -> None:
    page = "<!doctype html><html><body><p>港に船が着いた。</p><script>x()</script></body></html>"
    document = read_given(Given(upload=Upload("ページ.html", page.encode())), "ja")
    assert document.name == "ページ.html"
    assert [sentence.text for sentence in document.sentences()] == ["港に船が着いた。"]
    assert read_given(Given(page), "ja").text.strip() == "港に船が着いた。"
    for given in (Given("# 夜\n\n夜になった。"), Given("夜になった。", title=" 夜 ")):
        titled = read_given(replace(given, format="markdown"), "ja")
        assert [(block.kind, sentence.text) for block, sentence in titled.located_sentences()] == [
            (BlockKind.TITLE, "夜"),
            (BlockKind.PARAGRAPH, "夜になった。"),
        ]


def test_a_file_that_cannot_be_read_is_named_as_the_reader_calls_it() -> None:
    for upload in (Upload("空.txt", b" \n"), Upload("空.\0x", b""), Upload("../../etc/空.jsonl", b"{")):
        with pytest.raises(InputError) as caught:
            read_given(Given(upload=upload), "ja")
        assert caught.value.path == upload.name
        assert "tmp" not in problem_html(caught.value)


@pytest.mark.parametrize(
    ("japanese", "english", "message"),
    [
        (Given(" \n"), Given("x"), "no Japanese article"),
        (Given("夜。", Upload("x.txt", b"x")), Given(), "Japanese article is there twice"),
        (Given("夜。"), Given("x", Upload("x.txt", b"x")), "English article is there twice"),
        (Given("夜" * 50), Given(), "Japanese article is too long: 50 characters, where 40 are allowed"),
        (Given("夜。\n" * 9), Given(), "too long: 9 sentences, where 8 are allowed"),
        (Given("夜。"), Given("Night fell here. " * 4), "English source is too long"),
        (Given(upload=Upload("x.txt", b"x" * 1_000_001)), Given(), "is too big: 1.0 MB, where 1 MB are allowed"),
        (Given("――\n\n――"), Given(), "holds no sentence"),
    ],
)
def test_a_form_filled_in_wrongly_is_an_input_error(japanese: Given, english: Given, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(japanese, english, limits=Limits(upload_megabytes=1, characters=40, sentences=8))


def test_a_text_in_another_language_is_translated_with_a_remark() -> None:
    english = "This is plain English. It has two sentences."
    assert run(Given(english))[-1].note == "Pasted article does not look Japanese."
    swapped = run(Given(english), Given(ARTICLE))[-1].note
    assert swapped == "Pasted article does not look Japanese. Pasted source does not look English."
    assert run(Given(ARTICLE))[-1].note == ""


def test_after_the_longest_time_the_rest_is_left_and_said() -> None:
    seconds = iter(range(0, 10_000, 40))
    last = run(Given(ARTICLE * 3), limits=Limits(minutes=1), clock=lambda: float(next(seconds)))[-1]
    assert 0 < last.done < last.total
    assert last.note == f"Stopped after 1 minutes: {last.done} of {last.total} sentences are translated."


def test_nobody_has_more_in_work_than_allowed_and_a_stop_makes_room() -> None:
    path = live(limits=Limits(per_user=1))
    first = path.steps(Given(ARTICLE), Given(), user="a")
    next(first)
    with pytest.raises(InputError, match="still being translated"):
        next(path.steps(Given(ARTICLE), Given(), user="a"))
    next(path.steps(Given(ARTICLE), Given(), user="b"))
    first.close()
    assert list(path.steps(Given(ARTICLE), Given(), user="a"))[-1].stage == ""
    assert Turns(1)._running == {}


def test_a_model_is_loaded_when_first_asked_for_and_only_if_it_was_named(tmp_path: Path) -> None:
    loaded: list[str | None] = []

    def remember(model: str | None) -> Engine:
        loaded.append(model)
        return Upper()

    folder = tmp_path / "my-model"
    folder.mkdir()
    models = Models(remember, (None, str(folder), "hub/name"))
    assert models.choices == ["embedded", "my-model", "hub/name"]
    assert loaded == []
    assert models.engine() is models.engine("embedded")
    models.engine("my-model")
    assert loaded == [None, str(folder)]
    with pytest.raises(InputError, match="no such model"):
        models.engine("/etc/passwd")
    assert Models(remember, any_allowed=True).engine("hub/other").engine.line == Upper.line


# The page


def test_the_page_has_neither_analytics_nor_templates_nor_an_article_before_it_is_asked_for() -> None:
    blocks = build_viewer(shelved(compared(), hostile()), live=live())
    config = blocks.get_config_file()
    assert config["analytics_enabled"] is False
    html = [component["props"] for component in config["components"] if component["type"] == "html"]
    assert {props["html_template"] for props in html} == {"${value}"}
    assert not any("港町ミナソ" in (props["value"] or "") for props in html)
    assert list(blocks.get_api_info()["named_endpoints"]) == ["/translate", "/align", "/compare", "/score"]


def test_an_article_is_chosen_by_its_link_or_else_the_first() -> None:
    blocks = build_viewer(shelved(compared(), hostile()))
    open_linked = handler(blocks, "open_linked")
    assert open_linked("stored-2", Desk())[0].article.name == "number 2"
    desk, chooser, *_ = open_linked("nonsense", Desk())
    assert desk.article.name == "number 1"
    assert chooser["choices"] == [("1. number 1", "stored-1"), ("2. number 2", "stored-2")]
    shown = handler(blocks, "choose")("stored-2", desk)[6]
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    missing = handler(blocks, "choose")("stored-9", desk)
    assert missing[0].article == desk.article
    assert "not here any more" in missing[4]


def work(blocks: Any, text: str, source: str = "", desk: Desk | None = None) -> list[list[Any]]:
    """What the form gives for a pasted article: `[tabs, said, desk, chooser, …]` for each step."""
    event = handler(blocks, "event")
    return list(event(None, text, "", None, source, "", None, "embedded", "", desk or Desk()))


def test_a_new_article_is_shown_as_it_comes_and_then_rests_on_the_desk() -> None:
    steps = work(build_viewer([], live=live()), ARTICLE, SOURCE)
    assert steps[0][0]["selected"] == "read"
    assert "0 of 5 sentences" in steps[0][6]
    assert "ABOUT" not in steps[0][8]
    assert steps[0][7]["visible"] is True
    desk, chooser = steps[-1][2:4]
    assert desk.article.comparison.alignment is not None
    assert chooser["choices"] == [("1. Pasted article", "own-1")]
    assert steps[-1][7]["visible"] is False
    assert "ABOUT 8 LETTERS" in steps[-1][8]
    again = work(build_viewer([], live=live()), ARTICLE, desk=desk)[-1][2]
    assert [article.key for article in again.articles] == ["own-1", "own-2"]


def test_a_stopped_article_keeps_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.viewer.working_tab._DRAWING_SHARE", 0)
    blocks = build_viewer([], live=live())
    halfway = next(step for step in work(blocks, ARTICLE * 20) if "<progress" in step[6] and "ABOUT" in step[8])
    outputs = handler(blocks, "stopped")(halfway[2])
    done = len(outputs[0].article.comparison.translation.sentences)
    assert done > 0
    assert f"Stopped: {done} sentences are translated" in outputs[4]
    assert outputs[7]["visible"] is False  # half an article is read, not edited


def test_a_problem_is_a_line_in_the_form_and_the_desk_stays_as_it_was() -> None:
    blocks = build_viewer([], live=live())
    desk = work(blocks, ARTICLE)[-1][2]
    tabs, said, after, *_ = work(blocks, "失敗した。", desk=desk)[-1]
    assert tabs["selected"] == "new"
    assert "model: cannot say this (try &lt;another&gt;)" in said
    assert 'role="alert"' in said
    assert "secret" not in said
    assert after == desk


def test_a_defect_is_a_calm_line_and_shows_nothing_of_the_server() -> None:
    last = work(build_viewer([], live=live()), "故障した。")[-1]
    assert "defect in Taiyaku" in last[6]
    assert "secret" not in str(last)


def test_an_upload_is_taken_in_and_its_file_is_gone(tmp_path: Path) -> None:
    blocks = build_viewer([], live=live(limits=Limits(upload_megabytes=1)))
    file = tmp_path / "a<b>.txt"
    file.write_text("夜になった。", encoding="utf-8")
    upload, chip, remove, emptied = handler(blocks, "take_in")(str(file))
    assert upload == Upload("a<b>.txt", "夜になった。".encode())
    assert "a&lt;b&gt;.txt" in chip
    assert remove["visible"] is True
    assert emptied is None
    assert not file.exists()
    file.write_bytes(b"x" * 1_200_000)
    assert "is too big" in handler(blocks, "take_in")(str(file))[1]
    assert not file.exists()


# Editing and taking away


def opened(blocks: Any) -> Desk:
    desk: Desk = handler(blocks, "open_linked")("stored-1", Desk())[0]
    return desk


def tools(blocks: Any) -> dict[str, Any]:
    """The four tools that change beads, by name, in the order of their buttons."""
    uses = [function.fn for function in blocks.fns.values() if function.name == "use"]
    return dict(zip(("merge", "split", "move", "unlink"), uses, strict=True))


def bead_shapes(desk: Desk) -> list[str]:
    assert desk.article is not None
    alignment = desk.article.comparison.alignment
    assert alignment is not None
    return [f"{len(bead.source)}-{len(bead.target)}" for bead in alignment.beads]


def test_edits_change_the_page_and_are_undone_and_kept(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", compared())
    blocks = build_viewer(open_shelf([file]))
    use, desk = tools(blocks), opened(blocks)
    before = bead_shapes(desk)
    said, _, _, merged, *_ = use["merge"]("ja:0", "", desk)
    assert said == ""
    assert len(bead_shapes(merged)) == len(before) - 1
    again = opened(build_viewer(open_shelf([file])))
    assert bead_shapes(again) == bead_shapes(merged)
    undone = handler(blocks, "undo")(merged)[3]
    assert bead_shapes(undone) == before
    assert bead_shapes(handler(blocks, "redo")(undone)[3]) == bead_shapes(merged)
    assert file.read_bytes() == stored(tmp_path / "y", compared()).read_bytes()


def test_without_keeping_edits_stay_in_the_session(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", compared())
    blocks = build_viewer(open_shelf([file], keeps_edits=False))
    desk = opened(blocks)
    merged = tools(blocks)["merge"]("ja:0", "", desk)[3]
    assert bead_shapes(merged) != bead_shapes(desk)
    assert bead_shapes(opened(blocks)) == bead_shapes(desk)
    assert [path.name for path in file.parent.iterdir()] == ["document.json"]


def test_a_sentence_is_moved_in_two_steps() -> None:
    blocks = build_viewer(shelved(compared()))
    use, desk = tools(blocks), opened(blocks)
    said, picked_up, *_ = use["move"]("en:1", "", desk)
    assert "Moving source sentence 2" in said
    assert picked_up == "stored-1 en:1"
    moved = use["move"]("mt:0", picked_up, desk)[3]
    assert moved.article.comparison.alignment.beads[0].target[:2] == (0, 1)


def test_what_was_picked_up_in_one_article_is_not_put_down_in_another() -> None:
    blocks = build_viewer(shelved(compared(), translated_only(), compared()))
    use, desk = tools(blocks), opened(blocks)
    _, picked_up, *_ = use["move"]("en:1", "", desk)
    _, held, *_ = handler(blocks, "ask_wording")("mt:1", desk)
    other = handler(blocks, "choose")("stored-3", desk)[0]
    said, picked_up_there, *_ = use["move"]("ja:0", picked_up, other)
    assert "Moving Japanese sentence 1" in said
    assert picked_up_there == "stored-3 ja:0"
    assert "no sentence is chosen" in handler(blocks, "reword")(held, "Of the first article.", other)[0]


@pytest.mark.parametrize("chosen", ["", "ja:", "ja:999", "xx:1", "ja:-1", "ja:²", "ja:" + "9" * 9999, '"><script>'])
def test_a_tool_without_a_sentence_says_so_and_changes_nothing(chosen: str) -> None:
    import gradio as gr

    blocks = build_viewer(shelved(compared()))
    for use in tools(blocks).values():
        said, picked_up, _, *rest = use(chosen, "stored-1 ja:0", opened(blocks))
        assert 'role="alert"' in said
        assert "<script" not in said
        assert picked_up == ""
        assert rest == [gr.skip()] * len(rest)


def test_a_defect_in_an_edit_is_a_calm_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = build_viewer(shelved(compared()))
    desk = opened(blocks)
    monkeypatch.setattr("app.editing.judged", lambda _: 1 / 0)
    said, *_ = tools(blocks)["merge"]("ja:0", "", desk)
    assert "defect in Taiyaku" in said
    assert "division" not in said


def test_a_translation_is_reworded() -> None:
    blocks = build_viewer(shelved(compared()))
    desk = opened(blocks)
    _, held, group, field = handler(blocks, "ask_wording")("mt:1", desk)
    assert group["visible"] is True
    assert field["value"] == desk.article.comparison.aligned_japanese()[1].hypothesis.text  # type: ignore[union-attr]
    reworded = handler(blocks, "reword")(held, "By hand <b>", desk)
    assert "By hand &lt;b&gt;" in reworded[9]
    assert "source is not a translation" in handler(blocks, "ask_wording")("en:1", desk)[0]


def test_every_download_comes_from_the_edited_state_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    blocks = build_viewer(shelved(compared()))
    desk = handler(blocks, "reword")("stored-1 mt:1", "Worded by hand.", opened(blocks))[3]
    formats = handler(blocks, "choose")("stored-1", desk)[2]["choices"]
    keys = [key for _, key in formats]
    assert {"report", "aligned-tmx", "aligned-xliff", "aligned-tsv", "aligned-jsonl", "aligned-parquet"} <= set(keys)
    for key in keys:
        taken, problem = handler(blocks, "take_away")(key, desk)
        content = base64.b64decode(json.loads(taken)["content"])
        assert content
        assert problem == ""
        if key in {"report", "translated-tmx", "translated-text", "stored"}:
            assert b"Worded by hand." in content
    assert "no such download" in handler(blocks, "take_away")("nonsense", desk)[1]
    assert list(tmp_path.iterdir()) == []


# Judging


def test_the_evaluation_has_signatures_coverage_and_links_to_rows() -> None:
    html = evaluation_html("a <b>", compared())
    assert "a &lt;b&gt;" in html
    assert "nrefs:1" in html
    assert "Covered" in html
    assert "without an English source" in evaluation_html("x", translated_only())


def test_the_evaluation_says_of_sentences_without_a_counterpart_where_they_stand() -> None:
    """The filters beside the article call dropped what only the source says; a check calls so what only it lacks."""
    found = (
        Discrepancy(Check.DROPPED, Mark(0, 0, 1, "灯"), None, "", "nothing in the English says this"),
        Discrepancy(Check.ADDED, None, Mark(1, 0, 1, "A"), "", "nothing in the Japanese says this"),
    )
    html = evaluation_html("x", replace(compared(), faithfulness=Faithfulness(found, found)))
    article, translation = html.split("Between the article and its translation")
    kinds = r"</td><td>([^<]+)</td><td lang=\"ja\">"
    assert re.findall(kinds, article) == ["only in the Japanese", "only in the source"]
    assert re.findall(kinds, translation) == ["dropped", "added"]


def test_two_models_are_compared_biggest_differences_first() -> None:
    path = live()
    *_, last = path.steps(Given(ARTICLE), Given("ABOUT 8 LETTERS. Night fell. It is old."))
    *_, other = path.translations(last.comparison.translation.document, model="other")
    found = differences(last.comparison, other)
    assert [item.size for item in found] == sorted((item.size for item in found), reverse=True)
    assert found[0].row == 1
    assert found[0].second_score is not None
    assert found[0].first_score > found[0].second_score
    alone = differences(Comparison(last.comparison.translation), other)
    assert len(alone) == 5
    html = differences_html(found, "one <i>", "two")
    assert "one &lt;i&gt;" in html
    assert 'data-row-link="1"' in html
    assert "say the same" in differences_html(differences(last.comparison, last.comparison.translation), "one", "two")


def test_a_second_model_in_the_page() -> None:
    blocks = build_viewer(shelved(translated_only()), live=live())
    events = [function.fn for function in blocks.fns.values() if function.name == "event"]
    beside = events[1]
    steps = list(beside(None, "other", opened(blocks)))
    assert "<progress" in steps[0][0]
    assert "differences" in steps[-1][1]
    assert "no article is open" in list(beside(None, "other", Desk()))[-1][0]
    assert "no such model" in list(beside(None, "/etc/passwd", opened(blocks)))[-1][0]


def test_a_leaderboard_stands_in_a_frame_of_its_own() -> None:
    config = build_viewer([], leaderboard='<p title="x">&amp;</p><script>own()</script>').get_config_file()
    values = [str(component["props"].get("value")) for component in config["components"]]
    framed = next(value for value in values if "<iframe" in value)
    assert 'sandbox="allow-scripts"' in framed
    assert "<script" not in framed
    assert "&lt;p title=&quot;x&quot;&gt;&amp;amp;" in framed


# The library


def finder(
    articles: Sequence[Sequence[str]], candidates: Sequence[Sequence[str]], **_: object
) -> tuple[SourceFinding, ...]:
    """The nth article retells the nth candidate; later ones retell none."""
    found = []
    for number, _sentences in enumerate(articles):
        near = min(number, len(candidates) - 1)
        judged = Judged(near, 0.9 if number == near else 0.1, (Counterpart(0, 0, 0.5),), ())
        found.append(SourceFinding(number, (judged,), ("minaso",), (1884.0,), True))
    return tuple(found)


def library(folder: Path) -> Library:
    for name, text in {
        "a.ja.txt": ARTICLE,
        "b.ja.txt": "夜になった。<b>灯台</b>が光る。",
        "c.en.txt": SOURCE,
        "d.txt": "",
        "e.jsonl": "{",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Library((folder,), finder)


def test_a_library_shows_what_belongs_together_with_the_evidence(tmp_path: Path) -> None:
    shelves = library(tmp_path)
    shelves.check()
    html = pairing_html(shelves.pairing())
    assert "2 Japanese articles and 1 English article; a source was found for 1" in html
    assert "90% likely" in html
    assert "minaso" in html
    assert "numbers: 1884" in html
    assert "none of them" in html
    assert "d.txt: is empty" in html
    assert str(tmp_path) not in html
    assert "<b>灯台" not in html
    assert shelves.pairing() is shelves.pairing()


def test_a_pair_of_the_library_is_opened_in_the_reading_tab(tmp_path: Path) -> None:
    blocks = build_viewer([], live=live(), library=library(tmp_path))
    events = [function.fn for function in blocks.fns.values() if function.name == "event"]
    open_pair, open_found = events[-1], handler(blocks, "open_found")
    shown = list(handler(blocks, "show")())[-1]
    assert "b.ja.txt" in shown[1]

    class Clicked:
        pair = 0

    desk = list(open_found(Clicked(), None, Desk()))[-1][2]
    assert desk.article.comparison.source is not None
    assert desk.article.comparison.source.name == "c.en.txt"
    assert list(open_pair(None, 1, 0, Desk()))[-1][2].article.comparison.alignment is not None
    assert list(open_pair(None, 1, -1, Desk()))[-1][2].article.comparison.source is None
    for wrong in (None, 7, -1, "0"):
        assert "no article is chosen" in list(open_pair(None, wrong, 0, Desk()))[-1][1]


def test_a_library_that_is_none_stops_the_launch(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        launch(Offer(library=(tmp_path,)), open_browser=False)
    (tmp_path / "c.en.txt").write_text(SOURCE, encoding="utf-8")
    blocks = build_viewer([], live=live(), library=Library((tmp_path,), finder))
    assert "no Japanese article" in list(handler(blocks, "show")())[-1][0]


# Serving


def test_a_taken_port_is_an_input_error(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", translated_only())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="is taken"):
            launch(Offer((file,)), port=taken.getsockname()[1], open_browser=False)


def test_an_address_that_is_not_ours_is_an_input_error(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", translated_only())
    with pytest.raises(InputError, match="cannot listen"):
        launch(Offer((file,)), host="192.0.2.1", port=0, open_browser=False)


def test_what_cannot_be_offered_stops_the_launch(tmp_path: Path) -> None:
    for offer in (Offer((tmp_path / "missing",)), Offer(benchmark=tmp_path)):
        with pytest.raises(TaiyakuError):
            launch(offer, open_browser=False)


def test_a_hostile_problem_is_one_escaped_line_without_the_servers_folders() -> None:
    html = problem_html(InputError("bad <b>", path="/secret/place/a<i>.txt", line=3, remedy=f"mend & {HOSTILE[0]}"))
    assert "a&lt;i&gt;.txt: bad &lt;b&gt; (mend &amp; " in html
    assert "secret" not in html
