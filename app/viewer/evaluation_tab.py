"""The tab that judges: the open article's scores and discrepancies, two models on it, and a leaderboard."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from app.viewer.articles import Desk
from app.viewer.evaluation import differences, differences_html, evaluation_html
from app.viewer.frame import line, viewer_script
from app.viewer.live import LivePath
from app.viewer.messages import problem_html, working_html
from app.viewer.reading_tab import ReadingTab
from app.viewer.users import for_user
from corpora.errors import InputError, TaiyakuError

if TYPE_CHECKING:
    import gradio

__all__ = ["EvaluationTab"]

_ON_LOAD = "\ntaiyakuRowLinks(element);\n"
_NOTHING = '<div class="taiyaku hosted"><p class="scope">No article is open.</p></div>'


class EvaluationTab:
    """The tab, built where it stands."""

    def __init__(self, live: LivePath | None, reading: ReadingTab, leaderboard: str | None) -> None:
        self._live, self._desk = live, reading.desk
        with _tabs():
            with _tab("This article"):
                self._judged = _html("", "judged")
            if live is not None:
                with _tab("Two models"):
                    self._two_models(live)
            if leaderboard is not None:
                with _tab("Leaderboard"):
                    _html(_framed(leaderboard))

    def open_with(self, tab: "gradio.Tab") -> None:
        """Judge the open article whenever the tab is turned to."""
        tab.select(self.judge, self._desk, self._judged, api_visibility="private", show_progress="hidden")

    def judge(self, desk: Desk) -> str:
        """Scores and discrepancies of the open article."""
        return _NOTHING if desk.article is None else evaluation_html(desk.article.name, desk.article.comparison)

    def _two_models(self, live: LivePath) -> None:
        import gradio as gr

        choices = live.models.choices
        with gr.Row(elem_classes="taiyaku-send"):
            second = gr.Dropdown(
                choices,
                value=choices[-1],
                label="Compare the open article’s translation with that of",
                allow_custom_value=live.models.any_allowed,
                scale=3,
                min_width=220,
            )
            start = gr.Button("Translate and compare", variant="primary", scale=2, min_width=180, elem_id="two-models")
            stop = gr.Button("Stop", scale=1, min_width=90)
        if len(choices) < 2 and not live.models.any_allowed:
            line(None, '<p class="taiyaku-hint">Only one model is at hand: name more with --model at the start.</p>')
        said, shown = line("models-said"), _html("")
        job = start.click(
            for_user(self.set_beside),
            [second, self._desk],
            [said, shown],
            api_visibility="private",
            show_progress="hidden",
            concurrency_limit=live.limits.at_once,
            concurrency_id="work",
        )
        stop.click(lambda: "", None, said, cancels=[job], api_visibility="private", show_progress="hidden")

    def set_beside(self, model: str, desk: Desk, user: str) -> Iterator[list[Any]]:
        """Translate the open article with a second model, and list where the two differ."""
        live = self._live
        try:
            if live is None:
                raise InputError("no model is at hand", remedy="start the viewer with one")
            comparison = desk.opened.comparison
            document = comparison.translation.document
            deadline = live.clock() + live.limits.minutes * 60
            with live.turns.taken_by(user):
                for translation in live.translations(document, model=model):
                    done = len(translation.sentences)
                    yield [working_html("Translating", done, len(comparison.translation.sentences)), ""]
                    if live.clock() > deadline:
                        raise InputError(f"stopped after {live.limits.minutes:g} minutes", remedy="take a faster model")
            found = differences(comparison, translation)
            lines = comparison.translation.engine_line, translation.engine_line
            first, second = (line.partition(" | ")[0] for line in lines)
            yield ["", differences_html(found, first, second)]
        except TaiyakuError as error:
            yield [problem_html(error), ""]


def _framed(page: str) -> str:
    """A page of ours in a frame of its own: it has its own style, and no way into this one."""
    return (
        f'<iframe class="taiyaku-frame" title="Leaderboard" sandbox="allow-scripts" srcdoc="{escape(page)}"></iframe>'
    )


def _html(value: str, element_id: str | None = None) -> "gradio.HTML":
    import gradio as gr

    return gr.HTML(
        value,
        padding=False,
        apply_default_css=False,
        min_height=0,
        js_on_load=viewer_script() + _ON_LOAD,
        elem_id=element_id,
    )


def _tabs() -> "gradio.Tabs":
    import gradio as gr

    return gr.Tabs()


def _tab(label: str) -> "gradio.Tab":
    import gradio as gr

    return gr.Tab(label)
