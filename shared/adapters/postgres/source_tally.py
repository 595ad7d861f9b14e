"""What was heard of each source, counted in memory and written some seconds at a time: no request waits for a row that
all requests of its source would change.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from shared.adapters.postgres.connection import Pool, transaction
from shared.ports.intake import IntakeUnavailable, Source, SourceTally

_EVERY_S = 5.0
_WRITE = """
    INSERT INTO intake.source_tally AS t (tenant_id, source_name, last_heard_at, accepted, put_aside)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (tenant_id, source_name) DO UPDATE
    SET last_heard_at = greatest(t.last_heard_at, EXCLUDED.last_heard_at), accepted = t.accepted + EXCLUDED.accepted,
        put_aside = t.put_aside + EXCLUDED.put_aside
"""


@dataclass(slots=True)
class _Heard:
    at: datetime
    accepted: int = 0
    put_aside: int = 0
    written_at: float = float("-inf")


class PostgresSourceTally:
    """Writes with the role sre_ingest what it has counted of a source, when it hears of it again after five seconds."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._heard: dict[tuple[UUID, str], _Heard] = {}
        self._lock = Lock()

    def heard(self, source: Source, at: datetime, *, understood: bool) -> None:
        key, now = (source.tenant_id, source.name), self._monotonic()
        with self._lock:
            heard = self._heard.setdefault(key, _Heard(at))
            heard.at = max(heard.at, at)
            heard.accepted += understood
            heard.put_aside += not understood
            if now - heard.written_at < _EVERY_S:
                return
            counted = (heard.at, heard.accepted, heard.put_aside)
            heard.accepted, heard.put_aside, heard.written_at = 0, 0, now
        try:
            with transaction(self._pool, source.tenant_id, unavailable=IntakeUnavailable) as connection:
                connection.execute(_WRITE, (*key, *counted))
        except IntakeUnavailable:
            self._give_back(key, counted[1], counted[2])

    def _give_back(self, key: tuple[UUID, str], accepted: int, put_aside: int) -> None:
        """What could not be written is written with the next: a webhook does not fail for want of a number."""
        with self._lock:
            self._heard[key].accepted += accepted
            self._heard[key].put_aside += put_aside


_: type[SourceTally] = PostgresSourceTally
