"""Serving the viewer: on this machine, to this machine, and to nobody else unless the reader says so.

What is served asks for nothing from elsewhere, and the browser is told to allow it nothing from elsewhere.
"""

import errno
import hmac
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.comparison import Comparison
from app.report import stylesheet
from app.viewer.frame import viewer_stylesheet
from app.viewer.layout import build_viewer
from app.viewer.library import Library
from app.viewer.limits import Limits
from app.viewer.live import LivePath, read_given
from app.viewer.models import Models
from app.viewer.opening import open_shelf
from app.viewer.theme import build_theme
from corpora.document import Document
from corpora.errors import InputError
from translate.engine import Engine
from translate.translation import Translation

if TYPE_CHECKING:
    import gradio

__all__ = ["Offer", "launch", "start"]

_MOST_SESSIONS = 200
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
"""Gradio's page needs its inline scripts and compiles its templates; nothing of another host is ever loaded."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a viewer has for its readers.

    Attributes:
        paths: Stored comparisons, or folders that hold them; none means the folders where the command writes.
        models: Names as `load_engine` takes them, `None` for the embedded one.
        any_model: Whether readers may name other models.
        library: Folders of articles to be paired.
        benchmark: A folder that `taiyaku benchmark` wrote.
        keeps_edits: Whether edits are written down beside the comparisons.
        limits: What a reader may ask for.
    """

    paths: Sequence[Path] = ()
    models: Sequence[str | None] = (None,)
    any_model: bool = False
    library: Sequence[Path] = ()
    benchmark: Path | None = None
    keeps_edits: bool = True
    limits: Limits = field(default_factory=Limits)


def launch(
    offer: Offer,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    password: str | None = None,
    mcp: bool = False,
    load_engine: Callable[[str | None], Engine] | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the viewer until it is interrupted.

    Args:
        offer: What there is to read and to work with.
        host: Address to listen on.
        port: Port to listen on; `None` or 0 takes a free one.
        open_browser: Whether to open the page in the browser.
        password: Asked of every visitor, under any name; `None` asks nobody.
        mcp: Whether agents may use the endpoints; needs the extra `[mcp]`.
        load_engine: Loads the engine of a model when somebody first uses it; `translate.load_engine` by default.
        announce: Told the page's address as soon as it answers; by default a line on stderr.

    Raises:
        InputError: If something of the offer cannot be shown, the port is taken, or the extra is missing.
    """
    if mcp:
        _check_mcp()
    shelf = open_shelf(offer.paths, keeps_edits=offer.keeps_edits)
    library = Library(tuple(offer.library)) if offer.library else None
    if library is not None:
        library.check()
    leaderboard = None if offer.benchmark is None else _leaderboard(offer.benchmark)
    models = Models(load_engine or _load_engine, offer.models, offer.any_model)
    live = LivePath(models=models, finish=_finish, read=read_given, limits=offer.limits)
    with _own_temporary_folder():
        blocks = build_viewer(shelf, live=live, library=library, leaderboard=leaderboard)
        address = start(
            blocks,
            host=host,
            port=port,
            open_browser=open_browser,
            password=password,
            mcp=mcp,
            upload_megabytes=offer.limits.upload_megabytes,
        )
        (announce or _say)(f"viewer at {address} (stop it with Ctrl-C)")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
        blocks.close(verbose=False)


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """A folder for what Gradio stores for a moment, gone with the viewer."""
    with tempfile.TemporaryDirectory(prefix="taiyaku-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get("GRADIO_TEMP_DIR")
        os.environ["GRADIO_TEMP_DIR"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["GRADIO_TEMP_DIR"]
            else:
                os.environ["GRADIO_TEMP_DIR"] = before


def start(
    blocks: "gradio.Blocks",
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    password: str | None = None,
    mcp: bool = False,
    upload_megabytes: int = 20,
) -> str:
    """Serve the page in the background and return its address; `blocks.close()` ends it.

    Raises:
        InputError: If the port is taken or the address is not this machine's.
    """
    from starlette.middleware import Middleware

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
        mcp_server=mcp,
        auth=None if password is None else _admits(password),
        auth_message="Any name will do; the password is the one that the viewer was started with.",
        max_file_size=f"{upload_megabytes}mb",
        state_session_capacity=_MOST_SESSIONS,
        app_kwargs={"middleware": [Middleware(_Guarding)]},
        theme=build_theme(),
        css=stylesheet() + viewer_stylesheet(),
    )
    return str(address)


def _admits(password: str) -> Callable[[str, str], bool]:
    def admits(_name: str, given: str) -> bool:
        return hmac.compare_digest(given.encode(), password.encode())

    return admits


class _Guarding:
    """Adds to every answer what the browser is to forbid it."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401  whatever stands behind it
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  as ASGI has them
        async def guarded(message: Any) -> None:  # noqa: ANN401
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"content-security-policy", _POLICY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


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


def _finish(translation: Translation, source: Document | None) -> Comparison:
    from app.compare import align_and_score, judged

    return judged(Comparison(translation)) if source is None else align_and_score(translation, source)


def _load_engine(model: str | None) -> Engine:
    from translate import load_engine

    return load_engine(model)


def _leaderboard(folder: Path) -> str:
    file = folder / "leaderboard.html"
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "holds no leaderboard.html", path=folder, remedy="make one with taiyaku benchmark SUITE -o FOLDER"
        ) from error


def _check_mcp() -> None:
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise InputError("the server for agents is not installed", remedy="pip install 'taiyaku[mcp]'")


def _say(line: str) -> None:
    from app.failures import say

    say(line)
