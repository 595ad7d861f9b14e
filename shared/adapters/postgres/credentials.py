"""API keys, by the hash of their token; whoever knows the token opens the row, nobody else sees it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.credentials import Credential, Role

_TOKEN = re.compile(r"sre_[A-Za-z0-9_-]{20,200}")
#: A revoked key works at most this much longer.
_BELIEVED_S = 10.0
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class _Remembered:
    credential: Credential
    until: float


class PostgresCredentials:
    """Finds API keys by token with the role sre_query, and believes what it found for ten seconds."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._remembered: dict[str, _Remembered] = {}
        self._lock = Lock()

    def find(self, token: str) -> Credential | None:
        if not _TOKEN.fullmatch(token):
            return None
        token_hash = sha256(token.encode()).hexdigest()
        remembered = self._remembered.get(token_hash)
        if remembered is not None and self._monotonic() < remembered.until:
            return remembered.credential
        found = self._look_up(token_hash)
        self._remember(token_hash, found)
        return None if found is None else found.credential

    def _look_up(self, token_hash: str) -> _Remembered | None:
        with transaction(self._pool) as connection:
            connection.execute("SELECT set_config('app.credential_hash', %s, true)", (token_hash,))
            row = connection.execute(
                "SELECT tenant_id, key_id, name, role, extract(epoch FROM expires_at - clock_timestamp())::float8"
                " FROM access.api_key WHERE token_hash = decode(%s, 'hex') AND revoked_at IS NULL"
                " AND (expires_at IS NULL OR expires_at > clock_timestamp())",
                (token_hash,),
            ).fetchone()
        if row is None:
            return None
        tenant_id, key_id, name, role, expires_in = row
        credential = Credential(tenant_id=TenantId(tenant_id), key_id=key_id, name=name, role=Role(role))
        return _Remembered(credential, self._monotonic() + min(_BELIEVED_S, expires_in or _BELIEVED_S))

    def _remember(self, token_hash: str, found: _Remembered | None) -> None:
        """Remembers only what was found: tokens that somebody makes up cannot push out those that work."""
        with self._lock:
            self._remembered.pop(token_hash, None)
            if found is not None:
                if len(self._remembered) >= _REMEMBERED:
                    self._remembered.clear()
                self._remembered[token_hash] = found
