"""`taiyaku view`: the viewer in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from app.options import (
    MODEL_PANEL,
    BeamOption,
    ComputeTypeOption,
    Device,
    DeviceOption,
    EngineOption,
    GlossaryOption,
    RevisionOption,
    examples,
)

__all__ = ["EXAMPLES", "view"]

EXAMPLES = examples(
    "taiyaku view                                what is in taiyaku-out/ or taiyaku-demo/",
    "taiyaku view taiyaku-out/article            the results of one comparison",
    "taiyaku view --library news/ -m embedded -m my-model/",
    "taiyaku view --host 0.0.0.0 --password …    for others too, who need the password",
)

SERVING_PANEL = "Serving"
LIMITS_PANEL = "Limits"
_HERE = ("127.0.0.1", "localhost", "::1")


def view(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", show_default=False, help="Folders that compare or demo wrote, or their document.json."
        ),
    ] = None,
    *,
    library: Annotated[
        list[Path] | None,
        typer.Option(
            "--library",
            "-l",
            metavar="DIR",
            help="Folder of Japanese and English articles, to find out which belongs to which. Repeat for more.",
            show_default=False,
        ),
    ] = None,
    benchmark: Annotated[
        Path | None,
        typer.Option(
            "--benchmark", metavar="DIR", help="Folder that taiyaku benchmark wrote, to show.", show_default=False
        ),
    ] = None,
    keep_edits: Annotated[
        bool | None,
        typer.Option(
            "--keep-edits/--no-keep-edits",
            help="Whether edits are written down beside document.json.",
            show_default="yes, unless --host opens the viewer to others",
        ),
    ] = None,
    models: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            help="Model to choose from: a folder, a hub name, or `embedded`; the first is usual. Repeat for more.",
            show_default="the embedded model",
            rich_help_panel=MODEL_PANEL,
        ),
    ] = None,
    any_model: Annotated[
        bool,
        typer.Option(
            "--any-model",
            help="Let readers name any folder or hub name. Hub models are fetched from the network.",
            rich_help_panel=MODEL_PANEL,
        ),
    ] = False,
    engine: EngineOption = None,
    device: DeviceOption = Device.AUTO,
    beam: BeamOption = None,
    compute_type: ComputeTypeOption = None,
    revision: RevisionOption = None,
    glossary: GlossaryOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on.", rich_help_panel=SERVING_PANEL)
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            min=0,
            max=65535,
            metavar="N",
            help="Port.",
            show_default="a free one",
            rich_help_panel=SERVING_PANEL,
        ),
    ] = None,
    browser: Annotated[
        bool,
        typer.Option("--browser/--no-browser", help="Whether to open the browser.", rich_help_panel=SERVING_PANEL),
    ] = True,
    password: Annotated[
        str | None,
        typer.Option(
            "--password",
            envvar="TAIYAKU_PASSWORD",
            metavar="TEXT",
            help="Ask every visitor for it. Other users of this machine can read the option; the variable they cannot.",
            show_default=False,
            rich_help_panel=SERVING_PANEL,
        ),
    ] = None,
    mcp: Annotated[
        bool,
        typer.Option(
            "--mcp",
            help="Serve the endpoints to agents too, at /gradio_api/mcp (needs the extra \\[mcp]).",
            rich_help_panel=SERVING_PANEL,
        ),
    ] = False,
    max_upload: Annotated[
        int,
        typer.Option("--max-upload", min=1, metavar="MB", help="Largest file.", rich_help_panel=LIMITS_PANEL),
    ] = 20,
    max_minutes: Annotated[
        float,
        typer.Option(
            "--max-minutes",
            min=0.1,
            metavar="N",
            help="Longest time that an article may be translated for.",
            rich_help_panel=LIMITS_PANEL,
        ),
    ] = 30.0,
    per_user: Annotated[
        int,
        typer.Option(
            "--per-user",
            min=1,
            metavar="N",
            help="Articles that one address may have in work.",
            rich_help_panel=LIMITS_PANEL,
        ),
    ] = 2,
) -> int:
    """Read comparisons in the browser, and make, edit and judge more of them there.

    The page is served from this machine to this machine only, unless --host says otherwise. Stop it with Ctrl-C.
    Programs use the endpoints translate, align, compare and score: with gradio_client, or see /gradio_api/openapi.json.
    """
    from app.engines import engine_loader
    from app.failures import DONE, say
    from app.viewer import Limits, Offer, launch

    load = engine_loader(
        engine=engine,
        device=device,
        beam=beam,
        compute_type=compute_type,
        revision=revision,
        glossary=glossary,
        tell=say,
    )

    is_open = host not in _HERE
    if is_open and not password:
        say(f"everybody who can reach {host} can use this viewer (--password asks them for one)")
    offer = Offer(
        paths=tuple(paths or ()),
        models=tuple(None if name == "embedded" else name for name in models) if models else (None,),
        any_model=any_model,
        library=tuple(library or ()),
        benchmark=benchmark,
        keeps_edits=not is_open if keep_edits is None else keep_edits,
        limits=Limits(upload_megabytes=max_upload, minutes=max_minutes, per_user=per_user),
    )
    launch(offer, host=host, port=port, open_browser=browser, password=password or None, mcp=mcp, load_engine=load)
    return DONE
