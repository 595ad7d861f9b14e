"""Who may see how the whole system is: whoever has a key that may read, remembered for when the database is away."""

import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from shared.adapters.observe import failed
from shared.adapters.postgres.connection import TRANSIENT, connect_pool
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.ports.credentials import Role
from shared.settings import DatabaseSettings

#: While the database is away, a key that it knew is still known.
_KNOWN_S = 600.0
_KNOWN = 100


class Readers:
    """``may_read`` asks the database."""

    def __init__(self, may_read: Callable[[str], bool], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._may_read = may_read
        self._monotonic = monotonic
        self._known: dict[bytes, float] = {}

    def knows(self, token: str, *, ask: bool = True) -> bool:
        """Says whether the token may read. ``ask``: the database, which answers."""
        name, now = sha256(token.encode()).digest(), self._monotonic()
        if not ask:
            return self._known.get(name, 0.0) > now
        try:
            may_read = self._may_read(token)
        except TRANSIENT as away:
            failed("readers.key", away)
            return self._known.get(name, 0.0) > now
        self._known.pop(name, None)
        if may_read:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[name] = now + _KNOWN_S
        return may_read


@lru_cache(maxsize=1)
def build_readers() -> Readers:
    """Once per process: whoever asks shares the one connection that looks keys up."""
    url = DatabaseSettings().database_url
    keys = connect_pool(url, role="sre_query", application="reader-keys", max_size=1, statement_timeout_ms=1000)
    credentials = PostgresCredentials(keys)

    def may_read(token: str) -> bool:
        found = credentials.find(token)
        return found is not None and found.role is not Role.INTEGRATION

    return Readers(may_read)
