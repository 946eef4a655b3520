"""Documents and streams through a fake engine: order, windows, progress, kinds."""

from collections.abc import Sequence

from corpora import document_from_text
from corpora.document import BlockKind
from translate import Hypothesis, translate_document, translate_lines


class Echo:
    """An engine that says what it was given, and how much at a time."""

    line = "echo"

    def __init__(self) -> None:
        self.calls: list[int] = []

    def translate(self, sentences: Sequence[str]) -> list[Hypothesis]:
        self.calls.append(len(sentences))
        return [Hypothesis(f"<{sentence}>", -0.5) for sentence in sentences]


def test_document_in_order_with_progress() -> None:
    sentences = [f"これは{number}番目の文です。" for number in range(40)]
    document = document_from_text("".join(sentences), name="numbers", language="ja")
    steps: list[tuple[int, int]] = []
    translation = translate_document(document, Echo(), progress=lambda done, total: steps.append((done, total)))
    assert [entry.hypothesis.text for entry in translation.sentences] == [f"<{sentence}>" for sentence in sentences]
    assert steps[-1] == (40, 40)
    assert len(steps) > 1
    assert translation.engine_line == "echo"


def test_only_the_kinds_asked_for() -> None:
    document = document_from_text("港の祭り\n\n港で祭りがあった。\n", name="kinds", language="ja")
    translation = translate_document(document, Echo(), kinds=frozenset({BlockKind.PARAGRAPH}))
    assert [entry.sentence.text for entry in translation.sentences] == ["港で祭りがあった。"]


def test_lines_stream_in_windows() -> None:
    engine = Echo()
    lines = (f"{number}行目" for number in range(1200))
    hypotheses = translate_lines(lines, engine)
    assert next(hypotheses).text == "<0行目>"
    assert engine.calls == [512], "only one window is read ahead"
    assert [hypothesis.text for hypothesis in hypotheses] == [f"<{number}行目>" for number in range(1, 1200)]
    assert engine.calls == [512, 512, 176]
