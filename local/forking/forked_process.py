"""A process that the fork server was asked for. It is this one's child, although another has forked it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable

from local.program import NEVER_BEGAN

_PID_BYTES = 32
_TURN_S = 0.01


class ForkedProcess:
    """`subprocess.Popen`'s words. Nothing here waits for the pid: it is None until it is told.

    ``reply``: where the fork server tells it, once the process is this one's child; nothing runs untold.
    ``late``: whether somebody who asked at that moment (of the monotonic clock) has waited long enough.
    """

    def __init__(self, reply: socket.socket, late: Callable[[float], bool]) -> None:
        self._reply = reply
        self._reply.setblocking(False)
        self._late = late
        self._asked_at = time.monotonic()
        self._pid: int | None = None
        self._code: int | None = None

    @property
    def pid(self) -> int | None:
        if self._pid is None and self._code is None:
            self._hear()
        return self._pid

    def poll(self) -> int | None:
        if self._code is None and self.pid is None and self._late(self._asked_at):
            self._withdraw()
        if self._code is None and self._pid is not None:
            ended, status = os.waitpid(self._pid, os.WNOHANG)
            if ended:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def wait(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self._pid}", timeout)
            time.sleep(_TURN_S)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, order: signal.Signals) -> None:
        if self.pid is None:
            self._withdraw()
        if self.poll() is None and self._pid is not None:
            os.kill(self._pid, order)

    def _withdraw(self) -> None:
        """From here on its pid cannot be told, so that it does not run; what was told before is heard."""
        with contextlib.suppress(OSError):
            self._reply.shutdown(socket.SHUT_RDWR)
        if self._code is None:
            self._hear()

    def _hear(self) -> None:
        try:
            told = self._reply.recv(_PID_BYTES)
        except BlockingIOError:
            return
        except OSError:
            told = b""
        self._reply.close()
        if told:
            self._pid = int(told)
        else:
            self._code = NEVER_BEGAN
