"""`prepare` as a child that is waited for without standing still, and run again while what hinders it may pass."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from local.lifeline import Lifeline, following
from local.supervised import LIFELINE

#: As `prepare` says it: what hindered it may pass.
AGAIN = 75
_RETRY_S = 1.0
#: A database that halts in the middle would keep it for ever; a migration of a large table takes its time.
_LONGEST_S = 900.0


class StartFailed(RuntimeError):  # noqa: N818 - names the condition
    """The message says which part, why, and where to read more."""


class Preparation:
    def __init__(self, data: Path, api_url: str, *, environment: Mapping[str, str], lifeline: Lifeline) -> None:
        self._command = [sys.executable, "-P", "-m", "local.prepare", str(data), api_url, str(os.getpid())]
        self._environment = {**environment, LIFELINE: str(lifeline.reading)}
        self._lifeline = lifeline
        self._process: subprocess.Popen[str] | None = None
        self._began_at = 0.0
        #: Told once, however often it is tried.
        self._said = ""
        self._retry_at = 0.0
        self.done = False

    def watch(self, say: Callable[[str], None]) -> None:
        """Call often, while the database is there. Raises StartFailed when trying again cannot help."""
        now = time.monotonic()
        if self.done or now < self._retry_at:
            return
        if self._process is None:
            self._start(now, say)
        elif (code := self._process.poll()) is not None:
            said = self._process.communicate()[1].strip()
            self._process = None
            self.done = code == 0
            self._retry_at = now + _RETRY_S
            if code > 0 and code != AGAIN:
                raise StartFailed(said)
            if said and said != self._said:
                say(said)
            self._said = said
        elif now - self._began_at > _LONGEST_S:
            say(f"database  is not prepared after {_LONGEST_S:.0f} s; that is begun again")
            self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self, now: float, say: Callable[[str], None]) -> None:
        try:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                pass_fds=(self._lifeline.reading,),
                start_new_session=True,
                preexec_fn=following(),  # noqa: PLW1509 - calls two C functions, prepared before
            )
        except OSError as refused:
            say(f"database  cannot be prepared yet: {refused}")
            self._retry_at = now + _RETRY_S
        self._began_at = now
