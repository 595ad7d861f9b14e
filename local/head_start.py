"""While the front starts it has the processors for itself, so long at most: senders wait for it and for nobody else."""

import time

from local.child_process import ChildProcess


class HeadStart:
    def __init__(self, front: ChildProcess) -> None:
        self._front = front
        self._away_since: float | None = None

    def lasts(self, seconds: float) -> bool:
        """The front does not answer yet, and has not been starting for that long."""
        now = time.monotonic()
        self._away_since = None if self._front.answers() else self._away_since or now
        return self._away_since is not None and now - self._away_since < seconds
