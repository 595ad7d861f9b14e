"""What the outside meets while the database does not start: an answer that says so, and that it should come again."""

import contextlib
import json
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from local.supervised import attach

_THREADS = 16
_HEARD_S = 2.0
_HEARD_BYTES = 1024 * 1024
_BODY = json.dumps(
    {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "code": "starting",
        "detail": "the database has not started yet; it is tried again all the time",
    }
).encode()
_ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 2\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)


def main(arguments: list[str]) -> int:
    """``waiting LISTENING_DESCRIPTOR``; until it is killed."""
    supervised = attach()
    listener = socket.socket(fileno=int(arguments[0]))
    listener.settimeout(1.0)
    free = BoundedSemaphore(_THREADS)
    with ThreadPoolExecutor(_THREADS) as pool:
        while True:
            supervised.pulse()
            if not free.acquire(timeout=1.0):
                continue
            try:
                connection, _ = listener.accept()
            except OSError:
                # Nobody came, or whoever came has left again.
                free.release()
                continue
            pool.submit(_answer, connection).add_done_callback(lambda _: free.release())


def _answer(connection: socket.socket) -> None:
    """Hears the request out, within bounds: an answer to what is still being sent would be lost on the way."""
    with connection, contextlib.suppress(OSError):
        connection.settimeout(0.2)
        _hear(connection)
        connection.sendall(_ANSWER)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)


def _hear(connection: socket.socket) -> None:
    heard, wanted = b"", _HEARD_BYTES
    deadline = time.monotonic() + _HEARD_S
    while len(heard) < wanted and time.monotonic() < deadline:
        try:
            piece = connection.recv(65536)
        except TimeoutError:
            continue
        if not piece:
            return
        heard += piece
        head, end, _ = heard.partition(b"\r\n\r\n")
        if end:
            wanted = min(_HEARD_BYTES, len(head) + len(end) + _length(head))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
