"""A hub on this machine that speaks as much of the Hugging Face protocol as its client asks for."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class FakeHub(ThreadingHTTPServer):
    """Serves `repositories[name][revision]`, each a folder; counts the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repositories: dict[str, dict[str, Path]] = {}
        self.gone = False
        self.offers: list[dict[str, Any]] = []
        self.requests = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        self.server.requests += 1
        status, headers, body = self._content(unquote(urlsplit(self.path).path))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _content(self, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            name, rest = "/".join(parts[2:4]), parts[4:]
        else:
            name, rest = "/".join(parts[:2]), parts[2:]
        if self.server.gone:
            return 502, {}, b""
        if name not in self.server.repositories:
            return 404, {"X-Error-Code": "RepoNotFound"}, b"{}"
        if rest[:1] == ["discussions"]:
            offers = self.server.offers
            return 200, {}, json.dumps({"discussions": offers, "count": len(offers), "start": 0}).encode()
        revisions = self.server.repositories[name]
        wanted = "main" if not rest else "/".join(rest[1:])
        shas = {hashlib.sha1(f"{name}{key}".encode()).hexdigest(): key for key in revisions}
        for known in [*revisions, *shas]:
            if wanted == known or wanted.startswith(f"{known}/"):
                key = shas.get(known, known)
                sha = next(number for number, named in shas.items() if named == key)
                return self._of_revision(name, revisions[key], sha, wanted.removeprefix(known).strip("/"), rest)
        return 404, {"X-Error-Code": "RevisionNotFound"}, b"{}"

    def _of_revision(
        self, name: str, folder: Path, sha: str, file: str, rest: list[str]
    ) -> tuple[int, dict[str, str], bytes]:
        files = sorted(path.name for path in folder.iterdir())
        if rest[:1] == ["tree"]:
            rows = [{"type": "file", "path": f, "size": (folder / f).stat().st_size, "oid": sha} for f in files]
            return 200, {}, json.dumps(rows).encode()
        if rest[:1] == ["resolve"]:
            if file not in files:
                return 404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": sha}, b""
            content = (folder / file).read_bytes()
            etag = hashlib.sha256(content).hexdigest()
            return 200, {"ETag": f'"{etag}"', "X-Repo-Commit": sha}, content
        info = {"id": name, "sha": sha, "siblings": [{"rfilename": file} for file in files], "tags": []}
        return 200, {"Content-Type": "application/json"}, json.dumps(info).encode()


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    """A running hub without models."""
    hub = FakeHub()
    thread = threading.Thread(target=hub.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
