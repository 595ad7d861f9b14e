"""A service that tells its requests as an exporter does, and fails when it is told to.

Its clock is moved by hand: at the next scrape it hands over what it counted since, each sample with its time, so that
Prometheus has scraped twenty minutes in a second.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

#: Two requests between two samples, which lie in the middle between two ends of windows.
_EVERY = timedelta(seconds=5)
_REQUESTS = 2


@dataclass
class Exporter:
    at: datetime
    """Up to when it has worked."""
    port: int = 0
    _counted: dict[str, int] = field(default_factory=lambda: {"200": 0, "500": 0})
    _samples: dict[str, list[str]] = field(default_factory=lambda: {"200": [], "500": []})
    _lock: Lock = field(default_factory=Lock)

    def works(self, length: timedelta, *, failing: int = 0, scraped: bool = True) -> None:
        """Answers requests for so long, ``failing`` of each two badly. What is not scraped is counted all the same."""
        with self._lock:
            until = self.at + length
            while self.at < until:
                self._counted["500"] += failing
                self._counted["200"] += _REQUESTS - failing
                told_at = round((self.at + _EVERY / 2).timestamp() * 1_000)
                for code, count in self._counted.items() if scraped else ():
                    self._samples[code].append(f'http_requests_total{{code="{code}"}} {count} {told_at}')
                self.at += _EVERY

    def page(self) -> str:
        """Everything since it began: what was scraped already is the same again, and Prometheus keeps it once."""
        with self._lock:
            lines = [line for code in sorted(self._samples) for line in self._samples[code]]
        return "\n".join(("# TYPE http_requests_total counter", *lines, ""))


@contextmanager
def exporter(begins: datetime) -> Iterator[Exporter]:
    """Serves on a port of its own until the end."""
    told = Exporter(begins)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = told.page().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        told.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
