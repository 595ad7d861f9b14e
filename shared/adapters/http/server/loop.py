"""The loop: sockets that are ready, calls from other threads, and a look at the clock. Idle sockets cost nothing."""

import selectors
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from waitress import wasyncore  # type: ignore[import-untyped]

from shared.adapters.observe import failed

_SWEEP_S = 0.2
#: While nobody is connected.
_QUIET_SWEEP_S = 1.0


class Loop:
    """``sockets`` is waitress's map of descriptors to what handles them; ``pull`` wakes the loop from elsewhere."""

    def __init__(self, sockets: dict[int, Any], pull: Callable[[], None]) -> None:
        self._sockets = sockets
        self._own = len(sockets)
        self._pull = pull
        self._selector = selectors.DefaultSelector()
        self._calls: deque[Callable[[], None]] = deque()
        self._pulled = False
        self._sweep_at = 0.0

    def call_soon(self, call: Callable[[], None]) -> None:
        """Has the loop call this on its next turn; it may be asked from any thread."""
        self._calls.append(call)
        if not self._pulled:
            self._pulled = True
            self._pull()

    def turn(self, sweep: Callable[[], None]) -> None:
        """Waits for something to do, at most until the next sweep, and does it."""
        for ready, events in self._selector.select(max(0.0, self._sweep_at - time.monotonic())):
            if self._is_here(ready.fd, ready.data):
                self._handle(ready.data, events)
        self._pulled = False  # before the calls are taken: what comes later pulls again
        while self._calls:
            self._do(self._calls.popleft())
        if time.monotonic() >= self._sweep_at:
            sweep()
            self._sweep_at = time.monotonic() + _QUIET_SWEEP_S
        if len(self._sockets) > self._own:
            self._sweep_at = min(self._sweep_at, time.monotonic() + _SWEEP_S)

    def watch(self, handler: Any) -> None:
        """Notes what this handler waits for now; called whenever that may have changed."""
        descriptor: int | None = handler._fileno  # noqa: SLF001 - waitress keeps it for the whole life of a handler
        if descriptor is None or not self._is_here(descriptor, handler):
            return
        events = (selectors.EVENT_READ if handler.readable() else 0) | (
            selectors.EVENT_WRITE if handler.writable() else 0
        )
        known = self._selector.get_map().get(descriptor)
        if known is None:
            if events:
                self._selector.register(descriptor, events, handler)
        elif not events:
            self._selector.unregister(descriptor)
        elif known.events != events or known.data is not handler:
            self._selector.modify(descriptor, events, handler)

    def forget(self, descriptor: int) -> None:
        """Waits for this descriptor no longer; called before it is closed."""
        if self._selector.get_map().get(descriptor) is not None:
            self._selector.unregister(descriptor)

    def close(self) -> None:
        self._selector.close()

    def _do(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as broken:  # noqa: BLE001 - one connection's trouble must not end the others; logged
            failed("server.loop", broken)

    def _is_here(self, descriptor: int, handler: object) -> bool:
        return self._sockets.get(descriptor) is handler

    def _handle(self, handler: Any, events: int) -> None:
        if events & selectors.EVENT_READ and handler.readable():
            wasyncore.read(handler)
        if events & selectors.EVENT_WRITE and handler.writable():
            wasyncore.write(handler)
        self.watch(handler)
