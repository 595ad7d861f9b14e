"""The embedded database, kept running without ever waiting for it: started, listened to, and started again."""

import time
from collections.abc import Callable

from local.database_probe import DatabaseProbe
from local.embedded_postgres import EmbeddedPostgres
from local.postgres_account import PostgresFailed, PostgresUnusable

_FIRST_DELAY_S = 0.1
#: The cause may be gone at any moment (a disk has room again), and then nobody shall wait for long.
_LONGEST_DELAY_S = 2.0
_SETTLED_S = 5.0
_START_S = 120.0
_PROBE_EVERY_S = 1.0


class DatabaseWatch:
    """``watch`` is called often and returns soon. What does not start is tried again for as long as it may pass."""

    def __init__(
        self,
        server: EmbeddedPostgres,
        *,
        silence_s: float,
        say: Callable[[str], None],
        probe: DatabaseProbe | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._silence_s = silence_s
        self._say = say
        self._monotonic = monotonic
        self._probe = probe or DatabaseProbe(server.socket)
        self._delay_s = _FIRST_DELAY_S
        self._retry_at = 0.0
        self._launched_at = 0.0
        self._ready_at: float | None = None
        self._heard_at = 0.0
        self._said = ""
        self._created = False
        #: When it was last known not to answer.
        self.away_at = monotonic()

    @property
    def ready(self) -> bool:
        """It takes connections and has our database."""
        return self._ready_at is not None

    @property
    def at_rest(self) -> bool:
        """It is there, and no answer of it is overdue."""
        return self.ready and self.away_at < self._heard_at

    def watch(self, *, watched_since: float = 0.0) -> None:
        """Raises PostgresUnusable when it will not start until a person has done something."""
        now = self._monotonic()
        state = self._server.state
        if state == "ended":
            self._ended(now)
        elif state == "starting":
            self._starting(now, watched_since)
        elif self._ready_at is None:
            if now >= self._retry_at:
                self._became_ready(now)
        else:
            self._listen(now, watched_since)
        if not self.ready:
            self.away_at = now

    def _ended(self, now: float) -> None:
        if self._ready_at is not None:
            if now - self._ready_at > _SETTLED_S:
                self._delay_s = _FIRST_DELAY_S
            self._say("postgres  ended and starts again")
            self._ready_at, self._retry_at = None, now
        elif self._launched_at:
            self._try_later(now, self._server.trouble())
        if now < self._retry_at:
            return
        self._launched_at = 0.0
        try:
            self._server.launch()
        except (PostgresFailed, OSError) as failed:
            self._try_later(now, failed)
        else:
            self._launched_at = self._heard_at = now

    def _starting(self, now: float, watched_since: float) -> None:
        if self._ready_at is not None:
            # Its own processes crashed, and it recovers by itself.
            self._ready_at, self._launched_at = None, now
        if now - max(self._launched_at, watched_since) > _START_S:
            self._say(f"postgres  is not ready after {_START_S:.0f} s and is killed")
            self._end(now)

    def _became_ready(self, now: float) -> None:
        if not self._created:
            try:
                self._server.create_database()
            except PostgresFailed as failed:
                self._tell(failed)
                self._retry_at = now + _LONGEST_DELAY_S
                return
            self._created = True
        if self._said:
            self._say("postgres  is back")
        self._said = ""
        self._ready_at = self._heard_at = now
        self._launched_at = 0.0
        self._probe.begin()

    def _listen(self, now: float, watched_since: float) -> None:
        if self._probe.answered():
            self._heard_at = now
            self._probe.begin(not_before=now + _PROBE_EVERY_S)
        elif now - self._heard_at > 2 * _PROBE_EVERY_S:
            self.away_at = now
        silent_s = now - max(self._heard_at, watched_since)
        if silent_s > self._silence_s:
            self._say(f"postgres  has not answered for {silent_s:.0f} s; it is killed and starts again")
            self._end(now)

    def _end(self, now: float) -> None:
        self._ready_at, self._launched_at, self._retry_at = None, 0.0, now
        try:
            self._server.kill()
        except (PostgresFailed, OSError) as failed:
            self._try_later(now, failed)

    def _try_later(self, now: float, failed: Exception) -> None:
        if isinstance(failed, PostgresUnusable):
            raise failed
        self._launched_at = 0.0
        self._tell(failed)
        self._retry_at = now + self._delay_s
        self._delay_s = min(_LONGEST_DELAY_S, self._delay_s * 2)

    def _tell(self, failed: Exception) -> None:
        """Says it once, however often it is tried."""
        if not self._said:
            self._say(f"postgres  does not start and is tried again until it does: {failed}")
        self._said = str(failed)
