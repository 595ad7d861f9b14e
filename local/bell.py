"""A pause that ends early when a child has ended or a signal has come. For the main thread, which hears signals.

An Event cannot do this: a handler that sets it interrupts whoever waits for it, and may find its lock taken for ever.
"""

import contextlib
import select
import signal
import socket
import time

#: Those who end together are heard together, and whoever rings all the time gets no more than so many turns of it.
_MOMENT_S = 0.02
_MOST_BYTES = 4096


class Bell:
    """Rung by every signal for which there is a handler, and by each child that ends."""

    def __init__(self) -> None:
        self._heard, self._rung = socket.socketpair()
        self._heard.setblocking(False)
        self._rung.setblocking(False)
        # The kernel's word counts, and not how many there are: a full socket rings as well as any.
        self._before = signal.set_wakeup_fd(self._rung.fileno(), warn_on_full_buffer=False)
        self._handler_before = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def wait(self, seconds: float) -> bool:
        """Says whether it was rung meanwhile, or before and not heard yet."""
        rung, _, _ = select.select([self._heard], [], [], seconds)
        if not rung:
            return False
        time.sleep(_MOMENT_S)
        # Emptied before anybody looks for what has happened: whatever happens later rings anew.
        with contextlib.suppress(BlockingIOError):
            while self._heard.recv(_MOST_BYTES):
                pass
        return True

    def close(self) -> None:
        signal.signal(signal.SIGCHLD, self._handler_before)
        signal.set_wakeup_fd(self._before)
        self._heard.close()
        self._rung.close()
