"""The cluster's API on a socket."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from local.cluster.answers import Answer, refused
from local.cluster.api import ClusterApi


class ClusterServer(ThreadingHTTPServer):
    """Serves one cluster; ``api`` may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, api: ClusterApi, port: int = 0, host: str = "127.0.0.1") -> None:
        self.api = api
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up early is none of our troubles; everything else is told as it is by default."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(api: ClusterApi) -> Iterator[ClusterServer]:
    """Serves until the block ends."""
    server = ClusterServer(api)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="cluster", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave together: apart, the second waits for the first to be acknowledged.
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: ClusterServer

    def do_GET(self) -> None:
        self._send(self.server.api.answer(self.path, self.headers.get("Authorization", "")))

    def do_POST(self) -> None:
        self.close_connection = True
        self._send(refused(HTTPStatus.METHOD_NOT_ALLOWED, "MethodNotAllowed", "this cluster is read only").answer)

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class names it
        """Says nothing: whoever wants to know asks ``api.asked``."""

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        if answer.pieces is None:
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in answer.pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")
