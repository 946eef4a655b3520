"""Whom a limit for each user counts: the address that a request comes from."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio

__all__ = ["for_user", "user_of"]


def user_of(request: "gradio.Request | None") -> str:
    """The address of a request; empty where there is none."""
    client = None if request is None else request.client
    return "" if client is None else str(client.host)


def for_user(work: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Make an event of a generator that takes, after its inputs, the user."""
    import gradio as gr

    def event(request: gr.Request, *inputs: Any) -> Iterator[Any]:  # noqa: ANN401  whatever the components hold
        yield from work(*inputs, user_of(request))

    return event
