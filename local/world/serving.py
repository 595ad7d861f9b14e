"""An API of the world on a socket."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final, Generic, Protocol, TypeVar

from local.world.requests import WorldAnswer, WorldRequest

#: Bytes of a request's body.
LONGEST_BODY: Final = 4_000_000
_HOST: Final = "127.0.0.1"


class WorldApi(Protocol):
    def answer(self, request: WorldRequest) -> WorldAnswer:
        """Gives the answer; a refusal is one, too."""


Api = TypeVar("Api", bound=WorldApi)


class WorldServer(ThreadingHTTPServer, Generic[Api]):
    """Serves one API; ``api`` may be changed while it runs."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, api: Api, listener: socket.socket | None = None) -> None:
        self.api = api
        super().__init__((_HOST, 0), _Handler, bind_and_activate=listener is None)
        if listener is not None:
            self.socket.close()
            self.socket = listener
            self.server_address = listener.getsockname()
            self.server_activate()

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up early is none of our troubles; everything else is told as it is by default."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(api: Api, listener: socket.socket | None = None) -> Iterator[WorldServer[Api]]:
    """Serves in a thread until the block ends, on any port that is free or on a socket that is bound already."""
    server = WorldServer(api, listener)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
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
    server: WorldServer[WorldApi]

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_BODY:
            self.close_connection = True
            self._send(WorldAnswer(413, b"the body is too long\n", kind="text/plain"))
            return
        request = WorldRequest(
            method=self.command,
            target=self.path,
            bearer=self.headers.get("Authorization", "").removeprefix("Bearer "),
            body=self.rfile.read(length),
            content_type=self.headers.get("Content-Type", ""),
            accept=self.headers.get("Accept", ""),
        )
        self._send(self.server.api.answer(request))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class names it
        """Says nothing: what was changed is in the audit log."""

    def _send(self, answer: WorldAnswer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.pieces is None:
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        # Whoever watches wants to know that it does, although nothing happens yet.
        self.wfile.flush()
        for piece in answer.pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
