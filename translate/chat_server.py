"""A server that speaks OpenAI's chat-completions protocol: vLLM, llama.cpp, Ollama, `transformers serve`, services.

Requests that a server cannot take at the moment are sent again after a while, as it asks to; one that it never takes
is `Refused`, and a server that is gone is an error that ends the job: at once if it has never been there.
"""

import contextlib
import random
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from corpora.errors import ModelError

if TYPE_CHECKING:
    import httpx

__all__ = ["ChatServer", "Refused", "Reply"]

TRY_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
MISTAKES: Final = {
    401: "check OPENAI_API_KEY",
    402: "the account has no credit",
    403: "check OPENAI_API_KEY and what it allows",
    404: "check the name of the model and the path of the URL, which mostly ends in /v1",
}
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0
PATIENCE: Final = 600.0
"""The longest that a server's own Retry-After is obeyed, in seconds."""
OPTIONAL: Final = ("max_tokens", "temperature", "seed")
"""Parameters that some servers do not take; each is left out once a server has said so."""


class Refused(Exception):  # noqa: N818  an answer, and no error of ours
    """The server does not answer this request, but it is there.

    Attributes:
        tried_often: It could not, again and again; another wording is unlikely to help.
    """

    def __init__(self, reason: str, *, tried_often: bool = False) -> None:
        super().__init__(reason)
        self.tried_often = tried_often


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, and whether it was cut off at the limit."""

    text: str
    cut_off: bool


class _Busy(Exception):  # noqa: N818
    """The server cannot answer at the moment."""

    def __init__(self, reason: str, *, wait: float | None = None, gone: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.gone = gone


class ChatServer:
    """One model on one server; safe from several threads.

    Args:
        url: Of the API, such as `http://localhost:8000/v1`.
        model: As the server calls it.
        key: Sent as a bearer token.
        attempts: How often a request is sent before it is given up.
        seconds: How long one answer may take.
        pause: Waits so many seconds between attempts; nothing waits until `stop`.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        attempts: int = 6,
        seconds: float = 180.0,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.model = model
        self._key = key
        self._attempts = attempts
        self._seconds = seconds
        self._stopped = threading.Event()
        self._pause = pause or self._stopped.wait
        self._left_out: frozenset[str] = frozenset()
        self._has_answered = False
        self._lock = threading.Lock()

    @property
    def place(self) -> str:
        """The URL without anything secret."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

    def reply(self, messages: Sequence[dict[str, str]], most_tokens: int) -> Reply:
        """The model's answer.

        Args:
            messages: The conversation so far.
            most_tokens: After so many the model is cut off.

        Raises:
            Refused: The server will not answer this request.
            ModelError: The server is gone or overrun, or it knows neither the model nor the key.
        """
        for attempt in range(self._attempts):
            if self._stopped.is_set():
                raise Refused("stopped", tried_often=True)
            try:
                return self._asked_once(messages, most_tokens)
            except _Busy as busy:
                trouble = busy
                never_there = busy.gone and not self._has_answered
                if never_there or (busy.wait or 0) > PATIENCE:
                    break
                if attempt + 1 < self._attempts:
                    self._pause(_wait(attempt) if busy.wait is None else busy.wait)
        if trouble.gone or not self._is_there():
            raise ModelError(
                f"{self.place}: {trouble}", remedy="see to the server, then the same command goes on"
            ) from trouble
        raise Refused(str(trouble), tried_often=True) from trouble

    def stop(self) -> None:
        """Ask for nothing more; a request that is on its way is waited for."""
        self._stopped.set()

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        limits = httpx.Limits(max_connections=None)
        timeout = httpx.Timeout(self._seconds, connect=10.0, pool=None)
        client = httpx.Client(headers=headers, timeout=timeout, limits=limits)
        weakref.finalize(self, client.close)
        return client

    def _asked_once(self, messages: Sequence[dict[str, str]], most_tokens: int) -> Reply:
        import httpx

        options = {"max_tokens": most_tokens, "temperature": 0, "seed": 0}
        left_out = self._left_out
        request = {
            "model": self.model,
            "messages": list(messages),
            "stream": False,
            **{name: value for name, value in options.items() if name not in left_out},
        }
        with self._lock:
            client = self._client  # made once
        try:
            response = client.post(f"{self.url}/chat/completions", json=request)
        except httpx.TimeoutException as error:
            raise _Busy(f"no answer within {self._seconds:g} seconds") from error
        except httpx.TransportError as error:
            raise _Busy(f"cannot be reached: {error}", gone=True) from error
        self._has_answered = True
        if response.status_code == 200:
            return _reply_in(response)
        reason = _reason_in(response)
        if response.status_code in TRY_AGAIN:
            raise _Busy(reason, wait=_asked_to_wait(response), gone=response.status_code == 429)
        if response.status_code in MISTAKES:
            raise ModelError(f"{self.place}: {reason}", remedy=MISTAKES[response.status_code])
        unwanted = next((name for name in OPTIONAL if name in reason and name not in left_out), None)
        if unwanted is None:
            raise Refused(reason)
        self._left_out |= {unwanted}
        return self._asked_once(messages, most_tokens)

    def _is_there(self) -> bool:
        """Whether the server answers anything at all."""
        import httpx

        try:
            self._client.get(f"{self.url}/models", timeout=10.0)
        except httpx.TransportError:
            return False
        return True


def _wait(attempt: int) -> float:
    """Seconds before the next attempt: twice as long each time, and not all requests at the same moment."""
    return min(FIRST_WAIT * 2.0**attempt, LONGEST_WAIT) * random.uniform(0.75, 1.25)


def _asked_to_wait(response: "httpx.Response") -> float | None:
    """The seconds in a Retry-After, which may be a number or a date."""
    value = response.headers.get("Retry-After", "")
    with contextlib.suppress(ValueError):
        return max(0.0, float(value))
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _reply_in(response: "httpx.Response") -> Reply:
    try:
        choice: Any = response.json()["choices"][0]
        text, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _Busy("the answer is no chat completion") from error
    if not isinstance(text, str) or not text.strip():
        raise Refused(f"the answer is empty ({reason})")
    return Reply(text, cut_off=reason == "length")


def _reason_in(response: "httpx.Response") -> str:
    """The server's own words on one line, with the status."""
    try:
        said: Any = response.json()
        said = said.get("error", said) if isinstance(said, dict) else said
        said = said.get("message", said) if isinstance(said, dict) else said
    except ValueError:
        said = response.text
    return f"HTTP {response.status_code}: {' '.join(str(said).split())[:200]}".rstrip(": ")
