"""A chat-completions server on this machine that translates by shouting, and misbehaves when told to."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], object]
Fault = Callable[[dict[str, Any]], Answer | None]


def lines_of(request: dict[str, Any]) -> list[str]:
    """The numbered lines of a request."""
    asked = request["messages"][-1]["content"].partition("Translate these lines:\n")[2]
    return re.findall(r"^\d+\. (.*)$", asked, re.MULTILINE)


def completion(text: str | None, reason: str = "stop") -> Answer:
    return 200, {}, {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": reason}]}


def shouted(request: dict[str, Any]) -> Answer:
    return completion("\n".join(f"{n}. EN<{line}>" for n, line in enumerate(lines_of(request), start=1)))


class ChatStub(ThreadingHTTPServer):
    """Answers with the first fault that applies, else as it should."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults: list[Fault] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.waiting = threading.Event()
        self.most_at_once = 0
        self.at_once = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def once(self, answer: Answer, when: str = "") -> None:
        """One request with this text gets this answer."""
        left = [answer]

        def fault(request: dict[str, Any]) -> Answer | None:
            applies = any(when in line for line in lines_of(request))
            with self.lock:
                return left.pop() if left and applies else None

        self.faults.append(fault)

    def always(self, answer: Callable[[dict[str, Any]], Answer], when: str = "", *, together: bool = True) -> None:
        """Every request with this text gets this answer; not `together`: only those for several lines."""

        def fault(request: dict[str, Any]) -> Answer | None:
            lines = lines_of(request)
            return answer(request) if any(when in line for line in lines) and (together or len(lines) > 1) else None

        self.faults.append(fault)


class _Handler(BaseHTTPRequestHandler):
    server: ChatStub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._send(200, {}, {"data": [{"id": "stub"}]})

    def do_POST(self) -> None:
        server = self.server
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.requests.append(request)
            server.headers.append(dict(self.headers))
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            answer = next((found for fault in server.faults if (found := fault(request)) is not None), None)
            self._send(*(answer or shouted(request)))
        finally:
            with server.lock:
                server.at_once -= 1

    def _send(self, status: int, headers: dict[str, str], content: object) -> None:
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def chat_stub() -> Iterator[ChatStub]:
    """A running server."""
    server = ChatStub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.waiting.set()
        server.shutdown()
        server.server_close()
        thread.join()
