"""An HTTP API for tests on a real socket: paths with their answers, and what was asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Parameters = dict[str, str]
Answering = Callable[[Parameters], tuple[int, Any]]


@dataclass
class FakeApi:
    """``routes`` are answers by path, JSON or text; a path that has none is answered with 404."""

    url: str = ""
    routes: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, Parameters, str]] = field(default_factory=list)
    """Path, parameters of address or form, and the Authorization header of each request."""

    def says(self, path: str, body: Any, status: int = 200) -> None:
        self.routes[path] = lambda _parameters: (status, body)


@contextmanager
def fake_api() -> Iterator[FakeApi]:
    api = FakeApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536

        def do_GET(self) -> None:
            self.answer("")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def answer(self, form: str) -> None:
            address = urlsplit(self.path)
            parameters = dict(parse_qsl(f"{address.query}&{form}"))
            api.asked.append((address.path, parameters, self.headers.get("Authorization", "")))
            answering = api.routes.get(address.path, lambda _parameters: (404, {"error": "not found", "code": 5}))
            status, found = answering(parameters)
            body = (found if isinstance(found, str) else json.dumps(found)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class names it
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
