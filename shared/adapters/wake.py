"""Waking by loopback datagram: one small packet with a name, lost without harm because every sleeper also sweeps."""

import contextlib
import socket
from collections import defaultdict
from itertools import chain
from threading import Event, Lock, Thread

from shared.ports.wake import NoWaker, Waker

_LONGEST_NAME = 64
_STOP = b""


def build_waker(address: str) -> Waker:
    """For ``SRE_WAKE_ADDRESS``; empty means nobody listens."""
    return UdpWaker(address) if address else NoWaker()


class UdpWaker:
    """``addresses``: every listener's host:port, with commas between; each is told everything."""

    def __init__(self, addresses: str) -> None:
        self._addresses = [_parse(address) for address in addresses.split(",")]
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def wake(self, name: str) -> None:
        # A full buffer or a missing listener is fine: the sweep finds the work.
        for address in self._addresses:
            with contextlib.suppress(OSError):
                self._socket.sendto(name.encode(), address)

    def close(self) -> None:
        self._socket.close()


class WakeListener:
    """Listens as soon as it exists; port 0 takes a free one. Every sleeper has an event of its own."""

    def __init__(self, address: str = "127.0.0.1:0", *, bound: socket.socket | None = None) -> None:
        """``bound``: a socket that somebody else bound for us, in place of the address."""
        self._socket = bound or socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        if bound is None:
            self._socket.bind(_parse(address))
        self._events: defaultdict[str, list[Event]] = defaultdict(list)
        self._lock = Lock()
        self._stopping = Event()
        self._thread = Thread(target=self._listen, name="wake-listener", daemon=True)

    @property
    def address(self) -> str:
        host, port = self._socket.getsockname()
        return f"{host}:{port}"

    def start(self) -> None:
        self._thread.start()

    def event(self, name: str) -> Event:
        """A new event that datagrams with this name set; its sleeper clears it before looking for work."""
        event = Event()
        with self._lock:
            self._events[name].append(event)
        return event

    def stop(self) -> None:
        """Wake every sleeper a last time and close."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._socket.sendto(_STOP, self._socket.getsockname())
        if self._thread.is_alive():
            self._thread.join(5)
        self._socket.close()
        with self._lock:
            for event in chain.from_iterable(self._events.values()):
                event.set()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            name = self._socket.recv(_LONGEST_NAME).decode("ascii", "replace")
            with self._lock:
                for event in self._events.get(name, ()):
                    event.set()


def _parse(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdigit():
        raise ValueError(f"a wake address is host:port, not {address!r}")
    return host, int(port)
