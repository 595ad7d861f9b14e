"""`prepare` as a child that is waited for without standing still, and run again while what hinders it may pass."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from local.lifeline import Lifeline
from local.program import PartProcess, PartProgram, Starter
from local.supervised import LIFELINE

#: As `prepare` says it: what hindered it may pass.
AGAIN = 75
_RETRY_S = 1.0
#: A database that halts in the middle would keep it for ever; a migration of a large table takes its time.
_LONGEST_S = 900.0
_KILLED_S = 10.0


class StartFailed(RuntimeError):  # noqa: N818 - names the condition
    """The message says which part, why, and where to read more."""


class Preparation:
    def __init__(
        self, data: Path, api_url: str, *, environment: Mapping[str, str], lifeline: Lifeline, starter: Starter
    ) -> None:
        self._program = PartProgram(
            "local.prepare",
            (str(data), api_url, str(os.getpid())),
            descriptors=(lifeline.reading,),
            environment={**environment, LIFELINE: str(lifeline.reading)},
        )
        self._starter = starter
        self._process: PartProcess | None = None
        #: Where what it complains of is read.
        self._complaints = -1
        self._began_at = 0.0
        #: Told once, however often it is tried.
        self._told = ""
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
            said = self._last_words()
            self.done = code == 0
            self._retry_at = now + _RETRY_S
            if code > 0 and code != AGAIN:
                raise StartFailed(said)
            if said and said != self._told:
                say(said)
            self._told = said
        elif now - self._began_at > _LONGEST_S:
            say(f"database  is not prepared after {_LONGEST_S:.0f} s; that is begun again")
            self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(_KILLED_S)
            self._last_words()

    @property
    def pid(self) -> int | None:
        """None also while it is asked for; 0 when nobody is there to be waited for."""
        return 0 if self._process is None else self._process.pid

    def _start(self, now: float, say: Callable[[str], None]) -> None:
        self._began_at = now
        complaints, complaining = os.pipe()
        os.set_blocking(complaints, False)
        try:
            self._process = self._starter.start(self._program, stderr=complaining)
            self._complaints = complaints
        except OSError as refused:
            os.close(complaints)
            say(f"database  cannot be prepared yet: {refused}")
            self._retry_at = now + _RETRY_S
        finally:
            os.close(complaining)

    def _last_words(self) -> str:
        """Reads what it said, after its end."""
        with os.fdopen(self._complaints, "rb") as complaints:
            said = complaints.read() or b""
        self._process = None
        return said.decode("utf-8", "replace").strip()
