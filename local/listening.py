"""Sockets bound before anybody is started: ports are known, and a restarted part loses no connection."""

import socket
import time

_BACKLOG = 1024
_PREDECESSOR_S = 5.0


class PortInUse(RuntimeError):  # noqa: N818 - names the condition
    """Somebody else listens there; the message says how to choose another port."""


def bind_stream(host: str, port: int) -> socket.socket:
    """Waits a little: the parts of a killed predecessor need a moment to notice."""
    deadline = time.monotonic() + _PREDECESSOR_S
    while True:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted connections inherit it; without it every answer on a kept connection waits 40 ms for a delayed ACK.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listener.bind((host, port))
            listener.listen(_BACKLOG)
        except OSError as refused:
            listener.close()
            if time.monotonic() > deadline:
                raise PortInUse(
                    f"{host}:{port} cannot be used ({refused.strerror}); choose another port with --port or SRE_PORT,"
                    " 0 takes any free one"
                ) from refused
            time.sleep(0.1)
        else:
            return listener


def bind_datagram(host: str) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind((host, 0))
    return bound


def port_of(bound: socket.socket) -> int:
    port: int = bound.getsockname()[1]
    return port


def answers(host: str, port: int) -> bool:
    """Does /healthz answer, whatever it says? Without an HTTP library: the supervisor stays small."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False
