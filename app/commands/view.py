"""`taiyaku view`: the viewer in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import BeamOption, Device, DeviceOption, EngineOption, ModelOption, examples

__all__ = ["EXAMPLES", "view"]

EXAMPLES = examples(
    "taiyaku view                      what is in taiyaku-out/ or taiyaku-demo/",
    "taiyaku view taiyaku-out/article  the results of one comparison",
    "taiyaku view --port 8080 --no-browser",
)


def view(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", show_default=False, help="Folders that compare or demo wrote, or their document.json."
        ),
    ] = None,
    *,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="Port.", show_default="a free one"),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open the browser.")] = True,
    model: ModelOption = None,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
) -> int:
    """Show comparisons in the browser, and compare more articles there.

    The page is served from this machine to this machine only, unless --host says otherwise. Stop it with Ctrl-C.
    """
    from functools import partial

    from app.viewer import launch
    from translate import load_engine

    loader = partial(load_engine, model, engine=engine, device=device.value, beam=beam)
    launch(paths or [], host=host, port=port, open_browser=browser, load_engine=loader)
    return 0
