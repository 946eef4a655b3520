"""The tab where an article is read, edited and taken away: the one place that everything else puts articles into.

The page itself is drawn by `app.report`; under it stands a bar of editing tools. Which sentence is chosen, the page
knows (`data-selected`), and each tool asks it in the browser before it calls us.
"""

import base64
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.editing import Place, Reword
from app.exports import export, exports_of
from app.report import render_hosted, script
from app.viewer.articles import Article, Desk, Shelved
from app.viewer.frame import line, viewer_script
from app.viewer.live import Step
from app.viewer.messages import DEFECT, problem_html, said_html, working_html
from app.viewer.tools import LABELS, Tool, chosen_place, edit_of, translated_place
from corpora.errors import InputError, TaiyakuError

if TYPE_CHECKING:
    import gradio

__all__ = ["ReadingTab"]

log = logging.getLogger(__name__)

PREFIX = "read-"
_ON_LOAD = "\ntaiyaku(element);\ntaiyakuViewer(element);\n"
_NOTHING = (
    '<div class="taiyaku hosted"><p class="scope">No article is open. Paste one, upload one, or try an example in the '
    "tab “New article”.</p></div>"
)
_CHOSEN_LINE = (
    '<div class="taiyaku-chosen"><p id="chosen-sentence">No sentence chosen: click one, or step with j and k</p>'
    '<p class="taiyaku-keys"><kbd>m</kbd> merge <kbd>s</kbd> split <kbd>x</kbd> move <kbd>u</kbd> unlink '
    "<kbd>e</kbd> edit <kbd>z</kbd> undo <kbd>Z</kbd> redo</p>"
    '<button type="button" data-tools aria-expanded="false">Edit</button></div>'
)
_CHOSEN = "(_chosen, ...rest) => [document.querySelector('#reading .taiyaku')?.dataset.selected ?? '', ...rest]"
_LINKED = "(_linked, ...rest) => [new URLSearchParams(location.hash.slice(1)).get('article') ?? '', ...rest]"
_TAKE_AWAY = "(file) => taiyakuTakeAway(file)"
_NAMES = {"ja": "Japanese", "en": "source"}

Updates = list[Any]


@dataclass(frozen=True)
class _Parts:
    """The components of the tab."""

    chooser: "gradio.Dropdown"
    format: "gradio.Dropdown"
    download: "gradio.Button"
    status: "gradio.HTML"
    cancel: "gradio.Button"
    shown: "gradio.HTML"
    tools: "gradio.Column"
    undo: "gradio.Button"
    redo: "gradio.Button"
    rewording: "gradio.Column"


class ReadingTab:
    """The tab and the ways of other tabs to put something into it.

    Attributes:
        desk: The state of the session.
        outputs: What `updates` and `progress` give values for.
        cancel: The button that stops a job.
    """

    def __init__(self, shelf: Sequence[Shelved]) -> None:
        import gradio as gr

        self._shelf = {f"stored-{position}": shelved for position, shelved in enumerate(shelf, start=1)}
        self.desk = gr.State(Desk())
        self._picked_up, self._reworded = gr.State(""), gr.State("")  # sentences that a tool is at work on
        self._chosen = gr.Textbox(visible=False)
        self._taken = gr.Textbox(visible="hidden", elem_id="taken-away", show_label=False)
        self._parts = self._build()
        parts = self._parts
        self.cancel = parts.cancel
        self.outputs: list[Any] = [
            self.desk,
            parts.chooser,
            parts.format,
            parts.download,
            parts.status,
            parts.cancel,
            parts.shown,
            parts.tools,
            parts.undo,
            parts.redo,
        ]
        self._wire()

    def _build(self) -> _Parts:
        import gradio as gr

        with gr.Row(elem_classes="taiyaku-head"):
            chooser = gr.Dropdown([], label="Article", scale=4, min_width=220, visible=False)
            form = gr.Dropdown([], label="Download as", scale=3, min_width=220, visible=False)
            download = gr.Button("Download", scale=1, min_width=110, visible=False, elem_id="download")
        with gr.Row(elem_classes="taiyaku-status"):
            status = line("reading-status")
            cancel = gr.Button("Stop", size="sm", min_width=90, visible=False, elem_id="cancel")
        shown = gr.HTML(
            _NOTHING if not self._shelf else "",
            apply_default_css=False,
            padding=False,
            js_on_load=script() + viewer_script() + _ON_LOAD,
            min_height=40,
            elem_id="reading",
        )
        with gr.Column(visible=False, elem_classes="taiyaku-tools", elem_id="tools", min_width=0) as tools:
            with gr.Column(visible=False, elem_id="rewording", min_width=0) as rewording:
                self._wording = gr.Textbox(label="Translation", lines=2, max_lines=6, elem_id="wording")
                with gr.Row():
                    self._keep = gr.Button("Keep", variant="primary", size="sm", min_width=80, elem_id="keep-wording")
                    self._leave = gr.Button("Leave as it was", size="sm", min_width=80, elem_id="leave-wording")
            self._said = line("tools-said")
            line(None, _CHOSEN_LINE)
            with gr.Row(elem_classes="taiyaku-buttons"):
                self._tools = {
                    tool: gr.Button(label, size="sm", min_width=70, elem_id=f"edit-{tool}")
                    for tool, label in LABELS.items()
                }
                self._reword = gr.Button("Edit translation", size="sm", min_width=70, elem_id="edit-reword")
                undo = gr.Button("Undo", size="sm", min_width=60, elem_id="edit-undo", interactive=False)
                redo = gr.Button("Redo", size="sm", min_width=60, elem_id="edit-redo", interactive=False)
                self._stay = gr.Button("Leave it where it is", elem_id="edit-stay")  # for Esc; unseen
        return _Parts(chooser, form, download, status, cancel, shown, tools, undo, redo, rewording)

    def _wire(self) -> None:
        parts, quiet = self._parts, {"api_visibility": "private", "show_progress": "hidden"}
        # One after the other: an edit that began before the last one had ended would begin from the desk before it.
        in_turn = {**quiet, "concurrency_id": "edit", "concurrency_limit": 1}
        told = {"show_progress": "minimal", "show_progress_on": self._said}  # the first one of an article takes seconds
        edited = [self._said, self._picked_up, parts.rewording, *self.outputs]
        at_rest = edited[:3]
        parts.chooser.input(self.choose, [parts.chooser, self.desk], self.outputs, **in_turn).then(
            None, [parts.chooser], None, js="(key) => taiyakuLink('article', key)"
        ).then(_at_rest, None, at_rest, **quiet)
        asked = [self._chosen, self._picked_up, self.desk]
        for tool, button in self._tools.items():
            button.click(self._use(tool), asked, edited, js=_CHOSEN, **in_turn | told)
        worded = [self._said, self._reworded, parts.rewording, self._wording]
        self._reword.click(self.ask_wording, [self._chosen, self.desk], worded, js=_CHOSEN, **quiet)
        self._keep.click(self.reword, [self._reworded, self._wording, self.desk], edited, **in_turn | told)
        self._stay.click(_at_rest, None, at_rest, **quiet)
        self._leave.click(_at_rest, None, at_rest, **quiet)
        for button, turn in ((parts.undo, self.undo), (parts.redo, self.redo)):
            # Twice pressed, twice done.
            button.click(turn, self.desk, edited, trigger_mode="always_last", **in_turn | told)
        parts.download.click(self.take_away, [parts.format, self.desk], [self._taken, parts.status], **quiet).then(
            None, [self._taken], None, js=_TAKE_AWAY
        )

    def open_first(self, blocks: "gradio.Blocks") -> None:
        """Have the page begin with the article that its link names, else with the first of the shelf."""
        if self._shelf:
            asked = [self._chosen, self.desk]
            blocks.load(self.open_linked, asked, self.outputs, js=_LINKED, api_visibility="private")

    # What events do

    def open_linked(self, linked: str, desk: Desk) -> Updates:
        """Open an article of the shelf by its key; the first one where there is no such key."""
        return self.choose(linked if linked in self._shelf else next(iter(self._shelf)), desk)

    def choose(self, key: str, desk: Desk) -> Updates:
        """Turn to an article of the desk, or take one from the shelf."""
        try:
            if desk.find(key) is not None:
                return self.updates(desk.turned_to(key))
            if key not in self._shelf:
                raise InputError("this article is not here any more", remedy="choose another")
            return self.updates(desk.reading(self._shelf[key].taken_down(key)))
        except TaiyakuError as error:
            return self.updates(desk, problem=error)

    def take_away(self, key: str, desk: Desk) -> list[Any]:
        """The content of a download for the browser to save: nothing of it is ever a file on the server."""
        try:
            name, content = export(desk.opened.comparison, key)
        except TaiyakuError as error:
            return ["", problem_html(error)]
        return [json.dumps({"name": name, "content": base64.b64encode(content).decode("ascii")}), ""]

    def ask_wording(self, chosen: str, desk: Desk) -> list[Any]:
        """Open the field for the translation of the chosen sentence."""
        import gradio as gr

        try:
            article, place = desk.opened, translated_place(chosen)
            text = article.comparison.aligned_japanese()[place.index].hypothesis.text
        except (TaiyakuError, IndexError) as error:
            said = error if isinstance(error, TaiyakuError) else "this sentence is not translated yet"
            return [problem_html(said), "", gr.update(visible=False), ""]
        label = f"Translation of Japanese sentence {place.index + 1}"
        return ["", _held(article, chosen), gr.update(visible=True), gr.update(value=text, label=label)]

    def reword(self, held: str, text: str, desk: Desk) -> list[Any]:
        """Keep a new wording of the sentence that the field was opened for."""
        chosen = _held_of(desk.article, held)

        def work() -> list[Any]:
            return self._after(desk, desk.opened.edited(Reword(translated_place(chosen).index, text)), chosen)

        return self._tried(work)

    def _use(self, tool: Tool) -> Callable[[str, str, Desk], list[Any]]:
        import gradio as gr

        def use(chosen: str, picked_up: str, desk: Desk) -> list[Any]:
            def work() -> list[Any]:
                article, place = desk.opened, chosen_place(chosen)
                moving = _held_of(article, picked_up)
                if tool == "move" and not moving:
                    return self._pick_up(article, place, chosen)
                if tool == "move" and chosen_place(moving) == place:
                    return [*_at_rest(), *[gr.skip() for _ in self.outputs]]
                edit = edit_of(tool, article.comparison, place, moving)
                return self._after(desk, article.edited(edit), chosen)

            return self._tried(work)

        return use

    def _pick_up(self, article: Article, place: Place, chosen: str) -> list[Any]:
        import gradio as gr

        if article.comparison.alignment is None:
            raise InputError("nothing is aligned here", remedy="compare the article with a source first")
        line = (
            f"Moving {_NAMES[place.side]} sentence {place.index + 1}: choose a sentence of the row where it belongs, "
            "then press Move again. To leave it where it is, press Esc, or Move now."
        )
        return [said_html(line), _held(article, chosen), gr.update(visible=False), *[gr.skip() for _ in self.outputs]]

    def undo(self, desk: Desk) -> list[Any]:
        """Take one edit back."""
        return self._tried(lambda: self._after(desk, desk.opened.undone(), ""))

    def redo(self, desk: Desk) -> list[Any]:
        """Do it again."""
        return self._tried(lambda: self._after(desk, desk.opened.redone(), ""))

    def _tried(self, work: Callable[[], list[Any]]) -> list[Any]:
        """What an edit gives, or a line that says why it gave nothing."""
        try:
            return work()
        except TaiyakuError as error:
            return self._unchanged(error)
        except Exception:
            log.exception("an edit in the viewer failed")
            return self._unchanged(DEFECT)

    def _after(self, desk: Desk, article: Article, chosen: str) -> list[Any]:
        import gradio as gr

        updates = self.updates(desk.reading(article), chosen=chosen)
        updates[self.outputs.index(self._parts.format)] = gr.skip()  # an edit is no reason to forget the choice
        return [*_at_rest(), *updates]

    def _unchanged(self, error: TaiyakuError | str) -> list[Any]:
        import gradio as gr

        return [problem_html(error), "", gr.skip(), *[gr.skip() for _ in self.outputs]]

    # What is shown

    def updates(
        self, desk: Desk, *, chosen: str = "", note: str = "", problem: TaiyakuError | str | None = None
    ) -> Updates:
        """Values for `outputs`: the article that is being read, at rest."""
        import gradio as gr

        article = desk.article
        status = said_html(note) if problem is None else problem_html(problem)
        if article is None:
            choosing = gr.update(choices=self._choices(desk), visible=bool(self._choices(desk)))
            gone = gr.update(visible=False)
            return [desk, choosing, gone, gone, status, gone, _NOTHING, gone, gr.skip(), gr.skip()]
        history, choices = article.history, self._choices(desk)
        formats = [(item.label, item.key) for item in exports_of(article.comparison)]
        return [
            desk,
            gr.update(choices=choices, value=article.key, visible=len(choices) > 1),
            gr.update(choices=formats, value=formats[0][1], visible=True),
            gr.update(visible=True),
            status,
            gr.update(visible=False),
            render_hosted(article.comparison, prefix=PREFIX, selected=chosen or None),
            gr.update(visible=not article.unfinished),
            gr.update(interactive=history.done > 0),
            gr.update(interactive=history.done < len(history.edits)),
        ]

    def progress(self, desk: Desk, step: Step) -> Updates:
        """Values for `outputs`: an article whose translation still streams in."""
        import gradio as gr

        gone = gr.update(visible=False)
        shown = render_hosted(step.comparison, prefix=PREFIX, pending=True)
        status = working_html(step.stage, step.done, step.total)
        return [desk, gone, gone, gone, status, gr.update(visible=True), shown, gone, gr.skip(), gr.skip()]

    def stopped(self, desk: Desk) -> Updates:
        """Values for `outputs`: what is there when the reader has stopped a job."""
        article = desk.article
        if article is None or not article.unfinished:
            return self.updates(desk)
        done = len(article.comparison.translation.sentences)
        return self.updates(desk, note=f"Stopped: {done:,} sentences are translated, and can be read and downloaded.")

    def _choices(self, desk: Desk) -> list[tuple[str, str]]:
        """The shelf and what came to it in this session, numbered, as two articles may have one name."""
        named = [(shelved.name, key) for key, shelved in self._shelf.items()]
        named += [(article.name, article.key) for article in desk.articles if article.key not in self._shelf]
        return [(f"{number}. {name}", key) for number, (name, key) in enumerate(named, start=1)]


def _at_rest() -> list[Any]:
    """Nothing said, nothing picked up, and no translation being reworded."""
    import gradio as gr

    return ["", "", gr.update(visible=False)]


def _held(article: Article, chosen: str) -> str:
    """A sentence to be remembered with its article, as another one may be turned to meanwhile."""
    return f"{article.key} {chosen}"


def _held_of(article: Article | None, held: str) -> str:
    """The sentence that was remembered, if this is its article."""
    key, _, chosen = held.partition(" ")
    return chosen if article is not None and article.key == key else ""
