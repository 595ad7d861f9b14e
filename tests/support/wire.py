"""HTTP as bytes on a socket, and our server behind one for as long as a test needs it."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from shared.adapters.http.server.early import Early, NothingEarly
from shared.adapters.http.server.limits import LaneLimits, ServerLimits
from shared.adapters.http.server.server import Server
from tests.support.patience import PATIENCE_S, wait_until

ONE_LANE = (LaneLimits(name="all", prefix="", threads=4),)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        """The stable name of what is wrong, of an answer that is a problem."""
        assert self.headers["content-type"] == "application/problem+json", self
        code: str = json.loads(self.body)["code"]
        return code


class Wire:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._received = b""

    def send(self, sent: bytes) -> "Wire":
        self.socket.sendall(sent)
        return self

    def trickle(self, sent: bytes) -> "Wire":
        """As far as the other side lets us."""
        try:
            self.socket.sendall(sent)
        except OSError:
            self.close()
        return self

    def answer(self) -> Answer:
        while b"\r\n\r\n" not in self._received:
            self._more()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(self._received) < length:
            self._more()
        body, self._received = self._received[:length], self._received[length:]
        return Answer(int(first.split()[1]), headers, body)

    def ended(self) -> bool:
        """Waits for the other side to end the connection; False if it says something instead."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionError:
            return True

    def close(self) -> None:
        self.socket.close()

    def __del__(self) -> None:
        if hasattr(self, "socket"):
            self.close()

    def _more(self) -> None:
        chunk = self.socket.recv(65_536)
        if not chunk:
            raise EOFError(self._received)
        self._received += chunk


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: sre", *lines, "", ""]).encode()


def post(path: str, body: bytes, *lines: str) -> bytes:
    return head("POST", path, f"Content-Length: {len(body)}", *lines) + body


def ask(port: int, sent: bytes) -> Answer:
    """On a connection of its own."""
    wire = Wire(port)
    try:
        return wire.send(sent).answer()
    finally:
        wire.close()


def until(holds: Callable[[], Any]) -> None:
    """Waits for a condition."""
    wait_until(holds)


@contextmanager
def listening(
    application: WSGIApplication,
    *,
    early: Early | None = None,
    limits: ServerLimits | None = None,
    lanes: Sequence[LaneLimits] = ONE_LANE,
    beat: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, Server]]:
    """Its port, and the server."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    server = Server(
        application, listener, early=early or NothingEarly(), limits=limits or ServerLimits(), lanes=lanes, beat=beat
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], server
    finally:
        server.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
