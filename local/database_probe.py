"""Does the embedded server answer? Asked without waiting and without a library: the supervisor stays small."""

import contextlib
import socket
import time
from pathlib import Path

#: A request for encryption: length and code. Whoever listens says N before anybody has to log in.
_QUESTION = bytes.fromhex("0000000804d2162f")


class DatabaseProbe:
    """Asks one question at a time. A halted server still lets clients connect (the kernel does), and says nothing."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._asked: socket.socket | None = None
        self._not_before = 0.0

    def begin(self, *, not_before: float = 0.0) -> None:
        """Ask anew, when that time (monotonic, seconds) has come."""
        self._close()
        self._not_before = not_before

    def answered(self) -> bool:
        """Says whether the question has been answered: True once for each."""
        if self._asked is None:
            self._ask()
            return False
        try:
            answer = self._asked.recv(1)
        except BlockingIOError:
            return False
        except OSError:
            answer = b""
        self._close()
        return answer in {b"N", b"S"}

    def _ask(self) -> None:
        if time.monotonic() < self._not_before:
            return
        asking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        asking.setblocking(False)
        try:
            asking.connect(self._path)
            asking.sendall(_QUESTION)
        except OSError:
            # Not there, or more wait already than the kernel lets: asked again at the next turn.
            asking.close()
        else:
            self._asked = asking

    def _close(self) -> None:
        if self._asked is not None:
            with contextlib.suppress(OSError):
                self._asked.close()
            self._asked = None
