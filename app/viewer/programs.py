"""The viewer for programs: four named endpoints, for `gradio_client`, plain HTTP and, with the extra `[mcp]`, agents.

Their docstrings are their documentation: Gradio shows them in its API description and hands them to agents.
"""

from collections.abc import Callable
from typing import Any

from app.comparison import Comparison
from app.figures import scores_as_json, summarise
from app.renderings import hypothesis_row
from app.viewer.live import Given, LivePath
from app.viewer.users import user_of
from corpora.errors import InputError, TaiyakuError

__all__ = ["add_endpoints"]


def add_endpoints(live: LivePath) -> None:
    """Add the endpoints to the page that is being built."""
    import gradio as gr

    def guarded(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Turn a problem into the one line that the caller is to read."""
        try:
            return work()
        except TaiyakuError as error:
            remedy = f" ({error.remedy})" if error.remedy else ""
            raise gr.Error(f"{error.message}{remedy}", print_exception=False) from error

    def translate(  # noqa: D417  the request comes from Gradio, not from the caller
        request: gr.Request, text: str, title: str = "", model: str = ""
    ) -> dict[str, Any]:
        """Translate a Japanese article into English, sentence by sentence.

        Args:
            text: The article, plain text or a whole HTML page.
            title: Its headline, if that is not in the text.
            model: One of the models that this viewer offers; empty takes its usual one.

        Returns:
            `engine`, the line that says what translated, and `sentences`, a list of objects with `source`,
            `translation`, `score` (mean log-probability) and `flags` (why a translation deserves a second look).
        """
        return guarded(lambda: _translated(_compared(live, Given(text, title=title), Given(), model, user_of(request))))

    def align(  # noqa: D417
        request: gr.Request, japanese: str, english: str
    ) -> dict[str, Any]:
        """Align the sentences of a Japanese article with those of an English one.

        The article is translated on the way, because the translation is evidence.

        Args:
            japanese: The article, plain text or a whole HTML page.
            english: The English article.

        Returns:
            `method`, the two lists of sentences `japanese` and `english`, and `beads`: objects with `japanese` and
            `english` (0-based positions in these lists; one may be empty) and `probability` that they belong together.
        """
        return guarded(lambda: _aligned(_compared(live, Given(japanese), Given(english), "", user_of(request))))

    def compare(  # noqa: D417
        request: gr.Request, japanese: str, english: str, title: str = "", model: str = ""
    ) -> dict[str, Any]:
        """Translate a Japanese article, align it with its English source and score the translation against that.

        Args:
            japanese: The article, plain text or a whole HTML page.
            english: Its English source.
            title: The article's headline, if that is not in the text.
            model: One of the models that this viewer offers; empty takes its usual one.

        Returns:
            `summary` (counts, scores with signatures, coverage), `translation` as `translate` gives it, and
            `alignment` as `align` gives it.
        """

        def work() -> dict[str, Any]:
            given = Given(japanese, title=title), Given(english)
            comparison = _compared(live, *given, model, user_of(request))
            return {
                "summary": summarise(comparison),
                "translation": _translated(comparison),
                "alignment": _aligned(comparison),
            }

        return guarded(work)

    def score(hypotheses: list[str], references: list[str]) -> dict[str, Any]:
        """Score English translations against reference translations with BLEU, chrF2 and TER as sacrebleu counts them.

        Args:
            hypotheses: The translations, one string a segment.
            references: As many reference translations, in the same order.

        Returns:
            `scores`, a list of objects with `metric`, `value` and sacrebleu's `signature`, and `segments`.
        """
        return guarded(lambda: _scored(live, hypotheses, references))

    for endpoint in (translate, align, compare, score):
        gr.api(
            endpoint,
            api_name=endpoint.__name__,
            concurrency_limit=live.limits.at_once,
            concurrency_id="work",
        )


def _compared(live: LivePath, japanese: Given, english: Given, model: str, user: str) -> Comparison:
    *_, last = live.steps(japanese, english, model=model or None, user=user)
    if last.done < last.total:
        raise InputError(last.note.rstrip("."), remedy="send a shorter text")
    return last.comparison


def _translated(comparison: Comparison) -> dict[str, Any]:
    items = comparison.translation.sentences
    return {
        "engine": comparison.translation.engine_line,
        "sentences": [hypothesis_row(item.sentence.text, item.hypothesis) for item in items],
    }


def _aligned(comparison: Comparison) -> dict[str, Any]:
    if comparison.alignment is None:
        raise InputError("no English article", remedy="give its text")
    return {
        "method": comparison.alignment.method,
        "japanese": [item.sentence.text for item in comparison.aligned_japanese()],
        "english": [sentence.text for sentence in comparison.aligned_english()],
        "beads": [
            {
                "japanese": list(bead.source),
                "english": list(bead.target),
                "probability": None if bead.probability is None else round(bead.probability, 4),
            }
            for bead in comparison.alignment.beads
        ],
    }


def _scored(live: LivePath, hypotheses: list[str], references: list[str]) -> dict[str, Any]:
    from eval import score_corpus

    for side in (hypotheses, references):
        if not isinstance(side, list) or not all(isinstance(text, str) for text in side):
            raise InputError(
                "hypotheses and references are lists of strings", remedy="send two lists, as long as each other"
            )
    live.limits.check_length("list of translations", sum(map(len, hypotheses)), 0)
    live.limits.check_length("list of references", sum(map(len, references)), 0)
    return scores_as_json(score_corpus(hypotheses, [references]))
