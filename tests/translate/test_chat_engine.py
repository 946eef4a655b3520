"""The chat engine against a real server that fails in every way that servers fail."""

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import read_document
from corpora.errors import ModelError
from tests.translate.chat_stub import Answer, ChatStub, chat_stub, completion, lines_of, shouted
from translate import load_engine, translate_document
from translate.batch import BatchJob, Journal
from translate.batch.context import Contextual
from translate.chat_engine import ChatEngine, ChatSettings, answers_in
from translate.chat_server import ChatServer
from translate.glossary import read_glossary
from translate.translation import Flag, Hypothesis

SENTENCES = [f"{number}番目の犬が走る。" for number in range(7)]
EXPECTED = [f"EN<{sentence}>" for sentence in SENTENCES]


@pytest.fixture
def server() -> Iterator[ChatStub]:
    with chat_stub() as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def engine(server: ChatStub, pauses: list[float]) -> ChatEngine:
    chat = ChatServer(server.url, "stub", key="secret", attempts=3, seconds=20, pause=pauses.append)
    return ChatEngine(chat, ChatSettings(lines=3, context=2, concurrency=3))


def texts(hypotheses: list[Hypothesis]) -> list[str]:
    return [hypothesis.text for hypothesis in hypotheses]


def test_lines_are_numbered_counted_and_in_their_context(engine: ChatEngine, server: ChatStub) -> None:
    assert texts(engine.translate(["", *SENTENCES, "  "])) == ["", *EXPECTED, ""]
    assert [len(lines_of(request)) for request in server.requests] == [3, 3, 1]
    assert server.headers[0]["Authorization"] == "Bearer secret"
    assert server.requests[0]["temperature"] == 0
    second = server.requests[1]["messages"][-1]["content"]
    assert f"{SENTENCES[1]}\n= {EXPECTED[1]}\n{SENTENCES[2]}\n= {EXPECTED[2]}" in second
    assert f"not to be translated now:\n{SENTENCES[6]}\n" in second
    assert SENTENCES[0] not in second


def test_the_context_slides_over_a_job_of_any_length(engine: ChatEngine, server: ChatStub) -> None:
    """Through batches, windows, blank lines, and what was translated before; it ends where a document ends."""
    texts = [f"{number}番目の文。" for number in range(200)]
    known = texts[77]
    job = BatchJob(engine, document_of=lambda row: row >= 150, first_window=16, largest_window=64)
    items = [pair for pair in enumerate(texts) for pair in ((pair[0], ""), pair)]
    items.insert(100, (50, known))  # a repeat is translated where it stands first
    outcomes = [outcome.hypothesis.text for outcome in job.translated(items)]
    assert [text for text in outcomes if text] == [f"EN<{text}>" for _, text in items if text]
    in_order = [text for _, text in items if text]
    for request in server.requests:
        content = request["messages"][-1]["content"]
        lines = lines_of(request)
        first, last = in_order.index(lines[0]), in_order.index(lines[-1])
        document = range(151) if first < 151 else range(151, 201)
        before = [in_order[row] for row in range(first - 2, first) if row in document]
        after = [in_order[row] for row in range(last + 1, last + 2) if row in document]
        shown = content.partition("Translate these lines:")[0].splitlines()
        assert [line for line in shown if line in in_order] == [*before, *after]


def test_a_job_that_goes_on_asks_what_it_would_have_asked(server: ChatStub, tmp_path: Path) -> None:
    def asked(stop: str) -> list[str]:
        server.faults.clear()
        server.always(lambda _: (401, {}, "stop"), stop)
        engine = ChatEngine(ChatServer(server.url, "stub", attempts=1), ChatSettings(lines=3, context=2, concurrency=1))
        began = len(server.requests)
        with Journal(tmp_path / "journal", engine.line) as journal, suppress(ModelError):
            list(BatchJob(engine, journal=journal).translated(enumerate(many)))
        return [request["messages"][-1]["content"] for request in server.requests[began:]]

    many = [f"{number:02}番目の犬が走る。" for number in range(40)]
    first, second = asked("26番目"), asked("never")
    (tmp_path / "journal").unlink()
    assert first[:8] + second == asked("never"), "the second batch of twelve was under way"


def test_an_article_is_translated_in_its_context(engine: ChatEngine, server: ChatStub, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("\n".join(f"{number}番目の犬が走る。" for number in range(40)), encoding="utf-8")
    translate_document(read_document(tmp_path / "page.txt"), engine)
    [crossing] = [request for request in server.requests if lines_of(request)[0].startswith("32番目")]
    content = crossing["messages"][-1]["content"]
    assert "now:\n30番目の犬が走る。\n31番目の犬が走る。\n" in content


def too_few(request: dict[str, Any]) -> Answer:
    return completion("\n".join(f"{n}. one" for n in range(1, len(lines_of(request)))))


def merged(_: dict[str, Any]) -> Answer:
    return completion("1. all of it in one line")


def chatty(request: dict[str, Any]) -> Answer:
    return completion("Here is the translation:\n" + "\n".join(f"{n}. x" for n in range(1, len(lines_of(request)) + 1)))


def cut_off(request: dict[str, Any]) -> Answer:
    return completion("\n".join(f"{n}. x" for n in range(1, len(lines_of(request)) + 1)), "length")


@pytest.mark.parametrize("wrong", [too_few, merged, chatty, cut_off])
def test_where_the_count_is_wrong_each_sentence_is_asked_for_alone(
    wrong: Any, engine: ChatEngine, server: ChatStub
) -> None:
    server.always(wrong, "1番目", together=False)
    assert texts(engine.translate(SENTENCES)) == EXPECTED
    assert [len(lines_of(request)) for request in server.requests] == [3, 1, 1, 1, 3, 1]
    assert f"= {EXPECTED[1]}" in server.requests[3]["messages"][-1]["content"], "with what was translated before"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(status: int, engine: ChatEngine, server: ChatStub, pauses: list[float]) -> None:
    for _ in range(2):
        server.once((status, {}, {"error": {"message": "busy"}}), "4番目")
    assert texts(engine.translate(SENTENCES)) == EXPECTED
    assert len(pauses) == 2
    assert 0.7 < pauses[0] < pauses[1] < 3


def test_retry_after_is_obeyed(engine: ChatEngine, server: ChatStub, pauses: list[float]) -> None:
    server.once((429, {"Retry-After": "17"}, "slow down"), "0番目")
    server.once((429, {"Retry-After": formatdate(usegmt=True)}, "slow down"), "0番目")
    assert texts(engine.translate(SENTENCES[:1])) == EXPECTED[:1]
    assert pauses == [17.0, 0.0]


def test_a_sentence_that_always_fails_is_flagged_in_its_place(engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: (500, {}, "out of memory"), "4番目")
    found = engine.translate(SENTENCES)
    assert texts(found) == [*EXPECTED[:4], "", *EXPECTED[5:]]
    assert [hypothesis.flags == (Flag.FAILED,) for hypothesis in found] == [number == 4 for number in range(7)]
    failed = [lines_of(request) for request in server.requests if SENTENCES[4] in lines_of(request)]
    assert failed == [SENTENCES[3:6]] * 3 + [[SENTENCES[4]]] * 3, "three attempts together, three alone"


REFUSAL: Answer = (400, {}, {"error": {"message": "too long"}})
NONSENSE: Answer = (200, {}, "?")


@pytest.mark.parametrize("answer", [REFUSAL, completion(None), completion("Sorry.\nI cannot."), NONSENSE])
def test_refusals_and_nonsense_are_flagged(answer: Answer, engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: answer, "2番目")
    found = engine.translate(SENTENCES[:4])
    assert texts(found) == [*EXPECTED[:2], "", EXPECTED[3]]
    assert found[2].flags == (Flag.FAILED,)


def test_a_job_lists_what_failed_and_does_not_remember_it(engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: (500, {}, "out of memory"), "4番目")
    outcomes = list(BatchJob(engine).translated(enumerate(SENTENCES)))
    assert [outcome.item for outcome in outcomes] == list(range(7))
    assert [outcome.item for outcome in outcomes if outcome.failure is not None] == [4]
    assert outcomes[4].failure == "HTTP 500: out of memory"
    assert outcomes[4].hypothesis == Hypothesis("", None, (Flag.FAILED,))


def test_a_job_keeps_neighbours_together_and_several_requests_going(engine: ChatEngine, server: ChatStub) -> None:
    many = [f"{number}{'番目' * (number % 5)}の犬。" for number in range(60)]
    together = threading.Barrier(3, timeout=20)
    met: list[int] = []

    def meet(request: dict[str, Any]) -> Answer:
        if len(met) < 3:
            met.append(together.wait())
        return shouted(request)

    server.always(meet)
    outcomes = BatchJob(engine).translated((line, line) for line in many)
    assert [outcome.hypothesis.text for outcome in outcomes] == [f"EN<{line}>" for line in many]
    assert server.most_at_once == 3
    for request in server.requests:
        start = many.index(lines_of(request)[0])
        assert lines_of(request) == many[start : start + 3]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """An interrupt raises, also where the tests run in the background and would ignore it."""
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, earlier)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_job_asks_for_nothing_more(server: ChatStub) -> None:
    def busy(_: dict[str, Any]) -> Answer:
        if not interrupted.is_set():
            interrupted.set()
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return 503, {"Retry-After": "500"}, "later"

    interrupted = threading.Event()

    server.always(busy)
    engine = ChatEngine(ChatServer(server.url, "stub"), ChatSettings(lines=1, concurrency=2))
    with pytest.raises(KeyboardInterrupt):
        list(BatchJob(engine).translated(enumerate(SENTENCES)))
    assert interrupted.is_set()
    assert len(server.requests) <= 2


def test_a_hanging_server_is_given_up(server: ChatStub, pauses: list[float]) -> None:
    def hang(request: dict[str, Any]) -> Answer:
        server.waiting.wait(20)
        return shouted(request)

    server.always(hang, "1番目")
    chat = ChatServer(server.url, "stub", attempts=2, seconds=0.2, pause=pauses.append)
    found = ChatEngine(chat, ChatSettings(lines=2)).translate(SENTENCES[:3])
    assert texts(found) == [EXPECTED[0], "", EXPECTED[2]]
    assert found[1].flags == (Flag.FAILED,)


def test_a_server_that_goes_away_is_waited_for_and_ends_the_job(pauses: list[float]) -> None:
    with chat_stub() as server:
        chat = ChatServer(server.url, "stub", attempts=3, pause=pauses.append)
        ChatEngine(chat).translate(SENTENCES)
    with pytest.raises(ModelError, match=r"cannot be reached.*the same command goes on"):
        ChatEngine(chat).translate(SENTENCES)
    assert len(pauses) == 2


def test_a_server_that_was_never_there_is_not_waited_for(pauses: list[float]) -> None:
    with chat_stub() as server:
        url = server.url
    with pytest.raises(ModelError, match="cannot be reached"):
        ChatEngine(ChatServer(url, "stub", pause=pauses.append)).translate(SENTENCES)
    assert pauses == []


@pytest.mark.parametrize(("status", "remedy"), [(401, "OPENAI_API_KEY"), (404, "name of the model")])
def test_mistakes_are_told_at_once(status: int, remedy: str, engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: (status, {}, {"error": {"message": "no"}}))
    with pytest.raises(ModelError, match=remedy):
        engine.translate(SENTENCES)
    assert len(server.requests) == 1


def test_a_server_that_is_overrun_or_asks_for_too_long_ends_the_job(engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: (429, {"Retry-After": "86400"}, "quota"))
    with pytest.raises(ModelError, match=r"429.*the same command goes on"):
        engine.translate(SENTENCES)
    assert len(server.requests) == 1


def test_parameters_that_a_server_refuses_are_left_out(engine: ChatEngine, server: ChatStub) -> None:
    def strict(request: dict[str, Any]) -> Answer:
        unwanted = [name for name in ("max_tokens", "temperature") if name in request]
        return (400, {}, {"error": {"message": f"unsupported: {unwanted[0]}"}}) if unwanted else shouted(request)

    server.always(strict)
    assert texts(engine.translate(SENTENCES)) == EXPECTED
    assert len(server.requests) == 5


def test_thoughts_are_no_translation(engine: ChatEngine, server: ChatStub) -> None:
    server.always(lambda _: completion("<think>\n1. hm\n2. so\n</think>\n1. A dog runs."), "0番目")
    assert texts(engine.translate(SENTENCES[:1])) == ["A dog runs."]


def test_the_model_is_told_the_terms_that_occur(server: ChatStub, tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("犬\thound\n猫\tcat\n", encoding="utf-8")
    server.always(lambda _: completion("1. A hound runs."))
    engine = load_engine(f"openai:stub@{server.url}", glossary=read_glossary(tmp_path / "terms.tsv"))
    [found] = engine.translate(["犬が走る。"])
    assert (found.text, found.flags) == ("A hound runs.", ())
    instructions = server.requests[0]["messages"][0]["content"]
    assert "犬 → hound" in instructions
    assert "猫" not in instructions
    assert "glossary:" in engine.line
    list(BatchJob(engine).translated(enumerate([*SENTENCES * 3, "終わり。"])))
    server.requests.clear()
    texts = ["港が開く。", "犬が走る。", "猫が寝る。"]
    assert isinstance(engine, Contextual)
    assert engine.neighbours == 4
    [found] = engine.translate_in(texts, [1])
    assert found.text == "A hound runs."
    assert "港が開く。" in server.requests[0]["messages"][-1]["content"]


def test_names(server: ChatStub, monkeypatch: pytest.MonkeyPatch) -> None:
    line = load_engine(f"openai:org/some@model@{server.url.replace('//', '//user:word@')}").line
    assert line.startswith(f"org/some@model | chat at {server.url} | prompt:")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere:1234")
    assert "chat at http://elsewhere:1234/v1 " in load_engine("openai:some").line
    monkeypatch.delenv("OPENAI_BASE_URL")
    for wrong in ("openai:", "openai:some", "openai:@http://host/v1", "openai:some@http://"):
        with pytest.raises(ModelError, match="names no model and server"):
            load_engine(wrong)
    with pytest.raises(ModelError, match="--beam does not go with a model behind a server"):
        load_engine(f"openai:some@{server.url}", beam=2)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, max_size=12))
def test_what_was_numbered_is_read_back(lines: list[str]) -> None:
    assert answers_in("\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)), len(lines)) == lines
    assert answers_in("\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1)), len(lines) + 1) is None
