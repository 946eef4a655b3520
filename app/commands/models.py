"""`taiyaku models`: the models at hand."""

from app.options import JsonOption, examples

__all__ = ["EXAMPLES", "models"]

EXAMPLES = examples("taiyaku models          what comes with Taiyaku", "taiyaku models --json   the same for programs")


def models(*, as_json: JsonOption = False) -> int:
    """List the models that come with Taiyaku: what they are for, their size, and the start of their cards.

    Any of them, a local folder or a hub name can be given to --model where a command has that option.
    """
    from app.model_list import embedded_models, print_models
    from app.terminal import print_json

    found = embedded_models()
    if as_json:
        print_json([model.as_json() for model in found])
    else:
        print_models(found)
    return 0
