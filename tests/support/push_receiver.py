"""A real HTTP server in front of endpoints: one path per subscription, headers become attributes again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from shared.ports.transport import Endpoint, InboundMessage


@contextmanager
def push_receiver(endpoints: Mapping[str, Endpoint]) -> Iterator[str]:
    """Base URL; ``{base}/{subscription}`` is where to push."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            subscription = self.path.strip("/")
            headers = {name.lower(): value for name, value in self.headers.items()}
            message = InboundMessage(
                subscription=subscription,
                ordering_key=headers.get("x-goog-ordering-key", ""),
                attributes=headers,
                data=self.rfile.read(int(headers.get("content-length", "0"))),
            )
            self.send_response(204 if endpoints[subscription].push(message) else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
