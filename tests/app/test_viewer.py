"""The viewer without a browser: what is opened, what is compared, and what the page is made of."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.comparison import Comparison
from app.storage import save_comparison
from app.viewer import LivePath, build_viewer, launch, open_comparisons
from app.viewer.layout import problem_html
from app.viewer.live import Given, Progress
from corpora.document import BlockKind, Document
from corpora.errors import InputError
from tests.app.invented import HOSTILE, compared, document, hostile, piece, translated, translated_only
from translate.engine import Engine
from translate.translation import Hypothesis

# Gradio's own imports warn of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore")


class Upper:
    """An engine that shouts."""

    line = "upper 1"

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        return [Hypothesis(sentence.upper()) for sentence in sentences]


def read(given: Given, language: str) -> Document:
    """Read every line as a paragraph."""
    text = given.text if given.upload is None else given.upload.read_text("utf-8")
    return document(f"given.{language}.txt", language, [piece(BlockKind.PARAGRAPH, line) for line in text.split("\n")])


def shout(
    japanese: Document, english: Document | None, engine: Engine, *, progress: Progress | None = None
) -> Comparison:
    """Translate and do no more."""
    texts = [sentence.text for sentence in japanese.sentences()]
    if "失敗" in texts:
        raise InputError("cannot be compared", path="/secret/place/given.ja.txt", remedy="try <another>")
    if progress is not None:
        progress(len(texts), len(texts))
    return Comparison(translated(japanese, dict(zip(texts, engine.translate(texts), strict=True))), english)


def live() -> LivePath:
    return LivePath(load_engine=Upper, compare=shout, read=read)


def handler(blocks: Any, name: str) -> Any:
    """The function behind an event, by the name it has in the API."""
    return next(function.fn for function in blocks.fns.values() if function.api_name == name)


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
    assert open_comparisons([tmp_path]) == [("deep", translated_only()), ("b", compared())]


def test_a_file_is_opened_once(tmp_path: Path) -> None:
    file = stored(tmp_path / "b", compared())
    assert [name for name, _ in open_comparisons([file, file])] == ["b"]


def test_no_path_means_the_usual_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_comparisons([]) == []
    stored(tmp_path / "taiyaku-out" / "x", compared())
    assert [name for name, _ in open_comparisons([])] == ["x"]


def test_what_cannot_be_shown_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("本文。", encoding="utf-8")
    for path in (tmp_path, tmp_path / "missing", tmp_path / "article.txt"):
        with pytest.raises(InputError) as caught:
            open_comparisons([path])
        assert caught.value.path == path


# Comparing


def test_pasted_text_and_uploaded_files_are_compared(tmp_path: Path) -> None:
    upload = tmp_path / "x.txt"
    upload.write_text("abc", encoding="utf-8")
    told: list[tuple[int, int]] = []
    comparison = live().run(Given("", upload), Given("a source", None), lambda done, total: told.append((done, total)))
    assert comparison.translation.sentences[0].hypothesis.text == "ABC"
    assert comparison.source is not None
    assert told == [(1, 1)]


def test_the_engine_is_loaded_once_and_not_before_it_is_needed() -> None:
    loaded: list[Upper] = []

    def load() -> Upper:
        loaded.append(Upper())
        return loaded[-1]

    path = LivePath(load_engine=load, compare=shout, read=read)
    assert loaded == []
    for _ in range(2):
        path.run(Given("夜。", None), Given("", None), lambda *_: None)
    assert len(loaded) == 1


@pytest.mark.parametrize(
    ("japanese", "english", "message"),
    [
        (Given(" \n", None), Given("x", None), "no Japanese article"),
        (Given("夜。", Path("x.txt")), Given("", None), "Japanese article is there twice"),
        (Given("夜。", None), Given("x", Path("x.txt")), "English article is there twice"),
    ],
)
def test_a_form_filled_in_wrongly_is_an_input_error(japanese: Given, english: Given, message: str) -> None:
    with pytest.raises(InputError, match=message):
        live().run(japanese, english, lambda *_: None)


def test_a_problem_is_one_escaped_line_without_the_servers_folders() -> None:
    html = problem_html(InputError("bad <b>", path="/secret/place/a<i>.txt", line=3, remedy="mend & go on"))
    assert "a&lt;i&gt;.txt: bad &lt;b&gt; (mend &amp; go on)" in html
    assert "secret" not in html


# The page


def test_the_page_holds_the_rendering_and_neither_analytics_nor_templates() -> None:
    blocks = build_viewer([("one", compared()), ("bad", hostile())], live=live())
    config = blocks.get_config_file()
    assert config["analytics_enabled"] is False
    html = [component["props"] for component in config["components"] if component["type"] == "html"]
    assert {props["html_template"] for props in html} == {"${value}"}
    assert sum("港町ミナソ" in (props["value"] or "") for props in html) == 1


def test_choosing_an_article_shows_it_and_offers_its_report() -> None:
    blocks = build_viewer([("one", compared()), ("../bad name", hostile())])
    shown, download = handler(blocks, "show")(1)
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    report = Path(download["value"])
    assert report.name == "bad-name.html"
    assert report.read_text("utf-8").startswith("<!doctype html>")


def test_comparing_shows_the_result_and_offers_its_report() -> None:
    blocks = build_viewer([], live=live())
    shown, download = handler(blocks, "compare")(HOSTILE[0], None, "", None)
    assert "&lt;SCRIPT&gt;" in shown
    assert download["visible"] is True
    assert Path(download["value"]).is_file()


def test_a_failed_comparison_shows_its_line_and_takes_the_report_away() -> None:
    blocks = build_viewer([], live=live())
    shown, download = handler(blocks, "compare")("失敗", None, "", None)
    assert "given.ja.txt: cannot be compared (try &lt;another&gt;)" in shown
    assert 'role="alert"' in shown
    assert "secret" not in shown
    assert download["visible"] is False


def test_a_viewer_with_nothing_open_says_so() -> None:
    config = build_viewer([]).get_config_file()
    assert any("No comparison is open" in str(component["props"].get("value")) for component in config["components"])


# Serving


def test_a_taken_port_is_an_input_error(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", translated_only())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="is taken"):
            launch([file], port=taken.getsockname()[1], open_browser=False)


def test_an_address_that_is_not_ours_is_an_input_error(tmp_path: Path) -> None:
    file = stored(tmp_path / "x", translated_only())
    with pytest.raises(InputError, match="cannot listen"):
        launch([file], host="192.0.2.1", port=0, open_browser=False)


def test_a_path_that_cannot_be_shown_stops_the_launch(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        launch([tmp_path / "missing"], open_browser=False)
