"""How a connection lives and ends: each phase has its end, so has an answer that nobody takes, and none is torn off."""

import socket
import time
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]

from shared.adapters.http.server.limits import ServerLimits
from shared.adapters.http.server.parser import Request
from shared.adapters.http.server.phases import ConnectionPhase, patience
from shared.adapters.observe import failed


class Connection(HTTPChannel):  # type: ignore[misc]
    """``requests`` are whole and wait or are worked on, one after the other; ``request`` is the one that arrives."""

    request: Request | None = None
    close_when_flushed: bool = False

    def __init__(self, server: Any, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002
        self.limits: ServerLimits = server.limits
        self.peer = str(addr[0])
        self.phase = ConnectionPhase.NEW
        self.since = time.monotonic()
        self._unsent_since: float | None = None
        self._thrown_away = 0
        super().__init__(server, sock, addr, adj, map=map)

    def readable(self) -> bool:
        if self.phase is ConnectionPhase.LINGER:
            return True
        return self.phase is not ConnectionPhase.ASKING and bool(super().readable())

    def writable(self) -> bool:
        return bool(super().writable())

    def handle_read(self) -> None:
        if self.phase is ConnectionPhase.LINGER:
            self._throw_away()
        else:
            super().handle_read()

    def handle_write(self) -> None:
        closing, self.close_when_flushed = self.close_when_flushed, False
        super().handle_write()
        if closing and self.connected:
            self.close_when_flushed = True
            if not self.total_outbufs_len:
                self._linger()

    def handle_error(self) -> None:
        failed("server.connection", peer=self.peer)
        self.handle_close()

    def handle_close(self) -> None:
        if self.connected:
            self.server.closed(self)
            if self.request is not None:
                self.request.close()
        super().handle_close()

    def enter(self, phase: ConnectionPhase) -> None:
        self.phase = phase
        self.since = time.monotonic()
        self.server.entered(self)

    def overdue(self, now: float) -> bool:
        """Is it time to end it? Looked at a few times a second."""
        if not self.total_outbufs_len:
            self._unsent_since = None
        elif self._unsent_since is None:
            self._unsent_since = now
        if self._unsent_since is not None:
            return now - self._unsent_since > self.limits.answer_s
        seconds = patience(self.phase, self.limits)
        return seconds is not None and now - self.since > seconds

    def _linger(self) -> None:
        """Closing with unread input resets the connection, and a reset hides the answer: first end only our half."""
        self.close_when_flushed = False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()
        else:
            self.enter(ConnectionPhase.LINGER)

    def _throw_away(self) -> None:
        try:
            thrown = len(self.socket.recv(self.adj.recv_bytes))
        except BlockingIOError:
            return
        except OSError:
            thrown = 0
        self._thrown_away += thrown
        if not thrown or self._thrown_away > self.limits.linger_bytes:
            self.handle_close()
