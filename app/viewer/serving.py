"""Serving the viewer: on this machine, to this machine, and to nobody else unless the reader says so."""

import errno
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.report import stylesheet
from app.viewer.layout import build_viewer
from app.viewer.live import Given, LivePath
from app.viewer.opening import open_comparisons
from corpora.document import Document
from corpora.errors import InputError
from translate.engine import Engine

if TYPE_CHECKING:
    import gradio

__all__ = ["launch", "start"]

_LARGEST_UPLOAD = "20mb"
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "sans-serif"]
_ACCENT, _ACCENT_HOVER = "#a8321a", "#8a2410"
_MONO_FONTS = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def launch(
    paths: Sequence[Path] = (),
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    load_engine: Callable[[], Engine] | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the viewer until it is interrupted.

    Args:
        paths: Stored comparisons, or folders that hold them; none means the folders where the command writes.
        host: Address to listen on.
        port: Port to listen on; `None` or 0 takes a free one.
        open_browser: Whether to open the page in the browser.
        load_engine: Loads the engine when the first article is compared; the embedded model by default.
        announce: Told the page's address as soon as it answers; by default a line on stderr.

    Raises:
        InputError: If a path cannot be shown, or the port is taken.
    """
    comparisons = open_comparisons(paths)
    blocks = build_viewer(comparisons, live=_live_path(load_engine))
    address = start(blocks, host=host, port=port, open_browser=open_browser)
    (announce or _say)(f"viewer at {address} (stop it with Ctrl-C)")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        blocks.close(verbose=False)


def start(
    blocks: "gradio.Blocks", *, host: str = "127.0.0.1", port: int | None = None, open_browser: bool = False
) -> str:
    """Serve the page in the background and return its address; `blocks.close()` ends it.

    Raises:
        InputError: If the port is taken or the address is not this machine's.
    """
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=_bindable_port(host, port or 0),
        inbrowser=open_browser,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=_LARGEST_UPLOAD,
        theme=_theme(),
        css=stylesheet() + _frame_stylesheet(),
    )
    return str(address)


def _theme() -> "gradio.themes.Base":
    """The report's calm: grey, its one accent, and no font from elsewhere."""
    from gradio.themes import Base

    theme = Base(font=_local(_FONTS), font_mono=_local(_MONO_FONTS), primary_hue="stone", neutral_hue="stone")
    return theme.set(
        button_primary_background_fill=_ACCENT,
        button_primary_background_fill_hover=_ACCENT_HOVER,
        button_primary_background_fill_dark=_ACCENT,
        button_primary_background_fill_hover_dark=_ACCENT_HOVER,
        body_background_fill="#fdfcfa",
        body_background_fill_dark="#171614",
    )


def _local(names: Sequence[str]) -> list[Any]:
    """Fonts of the reader's system; a bare name would do, but Gradio takes some of those for Google's."""
    from gradio.themes.utils import fonts

    return [fonts.Font(name) for name in names]


@cache
def _frame_stylesheet() -> str:
    return (files("app.viewer") / "viewer.css").read_text(encoding="utf-8")


def _bindable_port(host: str, port: int) -> int:
    """Ask for the port before Gradio does: it would answer a taken one with a traceback."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # a port that closed a moment ago is free; elsewhere the option means to share it
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                f"port {port} is taken", remedy="choose another with --port, or 0 for a free one"
            ) from error
        raise InputError(f"cannot listen on {host}, port {port}", remedy="check --host and --port") from error


def _live_path(load_engine: Callable[[], Engine] | None) -> LivePath:
    from app.compare import compare_documents

    return LivePath(load_engine=load_engine or _embedded_engine, compare=compare_documents, read=_read)


def _embedded_engine() -> Engine:
    from translate import load_engine

    return load_engine()


def _read(given: Given, language: str) -> Document:
    from corpora import document_from_text, read_document

    if given.upload is not None:
        return replace(read_document(given.upload, language=language), name=given.upload.name)
    return document_from_text(given.text, name=f"pasted.{language}.txt", language=language)


def _say(line: str) -> None:
    from app.failures import say

    say(line)
