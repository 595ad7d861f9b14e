"""A part of the system in a process of its own: started, watched, started again when it dies, stopped."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_FIRST_DELAY_S = 0.2
_LONGEST_DELAY_S = 10.0
#: Whoever lived this long died of something else than its start.
_SETTLED_S = 30.0
_LAST_WORDS = 2000


class ChildProcess:
    """``python -m module`` in its own session, so that Ctrl-C reaches the supervisor only."""

    def __init__(
        self,
        name: str,
        module: str,
        *,
        arguments: tuple[str, ...] = (),
        descriptors: tuple[int, ...],
        environment: Mapping[str, str],
        log: Path | None,
        say: Callable[[str], None],
    ) -> None:
        self.name = name
        inherited = (str(descriptor) for descriptor in descriptors)
        self._command = [sys.executable, "-P", "-m", module, *arguments, *inherited]
        self._descriptors = descriptors
        self._environment = dict(environment)
        self._log = log
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._delay_s = _FIRST_DELAY_S
        self._restart_at: float | None = None

    def start(self) -> None:
        output = None if self._log is None else self._log.open("ab")
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self._environment,
                pass_fds=self._descriptors,
                start_new_session=True,
            )
        finally:
            if output is not None:
                output.close()
        self._started_at = time.monotonic()
        self._restart_at = None

    def exit_code(self) -> int | None:
        """None while it runs or is about to be started again."""
        return None if self._process is None else self._process.poll()

    def watch(self) -> None:
        """Call often: starts it again after a delay that grows while it keeps dying."""
        now = time.monotonic()
        if self._restart_at is not None:
            if now >= self._restart_at:
                self.start()
            return
        code = self.exit_code()
        if code is None:
            return
        if now - self._started_at > _SETTLED_S:
            self._delay_s = _FIRST_DELAY_S
        self._say(f"{self.name} ended ({_reason(code)}); it starts again in {self._delay_s:.1f} s{self._see()}")
        self._restart_at = now + self._delay_s
        self._delay_s = min(_LONGEST_DELAY_S, self._delay_s * 2)

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self, patience_s: float) -> None:
        """Ask, wait, and at last insist: whatever was accepted is in the database by then."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._say(f"{self.name} does not stop within {patience_s:.1f} s and is killed{self._see()}")
            self._process.kill()
            self._process.wait(10)

    def last_words(self) -> str:
        """The end of its log."""
        if self._log is None:
            return "its output stands above"
        with self._log.open("rb") as log:
            log.seek(max(0, self._log.stat().st_size - _LAST_WORDS))
            return f"{log.read().decode('utf-8', 'replace').strip()}\n(from {self._log})"

    def _see(self) -> str:
        return "" if self._log is None else f"; see {self._log}"


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
