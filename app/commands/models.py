"""`taiyaku models`: the models at hand."""

from app.options import JsonOption, examples

__all__ = ["EXAMPLES", "models"]

EXAMPLES = examples("taiyaku models          what is on this machine", "taiyaku models --json   the same for programs")


def models(*, as_json: JsonOption = False) -> int:
    """List the models at hand: those that come with Taiyaku, and those of the hub that were converted here.

    Shown are what they are for, their size, their folder, and the start of their cards. A converted model can be
    deleted with its folder; it is made again when it is needed. --model takes the name of any model of the hub, listed
    here or not, a folder, or openai:MODEL@URL.
    """
    from app.model_list import cached_models, embedded_models, print_models
    from app.terminal import print_json

    found = [*embedded_models(), *cached_models()]
    if as_json:
        print_json([model.as_json() for model in found])
    else:
        print_models(found)
    return 0
