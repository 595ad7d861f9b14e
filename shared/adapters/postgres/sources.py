"""Registered senders, by the hash of their token; whoever knows the token opens the row, nobody else sees it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from pydantic import ValidationError

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.failpoint import failpoint
from shared.ports.intake import IntakeUnavailable, Source, Sources, SourceSettings

#: A token that was taken away works at most this much longer.
_BELIEVED_S = 30.0
#: A new token is refused at most this much longer when somebody tried it too early.
_DOUBTED_S = 5.0
_REMEMBERED = 1024
_LONGEST_TOKEN = 512

_FIND = """
SELECT tenant_id, name, kind, environment_id, settings,
       CASE WHEN token_hash <> decode(%(hash)s, 'hex')
            THEN extract(epoch FROM previous_valid_until - clock_timestamp())::float8 END
FROM access.source
WHERE token_hash = decode(%(hash)s, 'hex')
   OR (previous_token_hash = decode(%(hash)s, 'hex') AND previous_valid_until > clock_timestamp())
"""


@dataclass(frozen=True, slots=True)
class _Remembered:
    source: Source | None
    until: float


class PostgresSources:
    """Finds sources by token with the role sre_ingest, and believes for some seconds what it found or did not find."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._known: dict[str, _Remembered] = {}
        self._unknown: dict[str, _Remembered] = {}
        self._lock = Lock()

    def find(self, token: str) -> Source | None:
        if len(token) > _LONGEST_TOKEN or not token.isascii():
            return None
        token_hash = sha256(token.encode()).hexdigest()
        remembered = self._known.get(token_hash) or self._unknown.get(token_hash)
        if remembered is None or self._monotonic() >= remembered.until:
            remembered = self._look_up(token_hash)
            self._remember(token_hash, remembered)
        return remembered.source

    def named(self, tenant_id: TenantId, name: str) -> Source | None:
        """Finds a source by its name; only the roles sre_admin and sre_tenant_admin may."""
        with transaction(self._pool, tenant_id, unavailable=IntakeUnavailable) as connection:
            row = connection.execute(
                "SELECT tenant_id, name, kind, environment_id, settings FROM access.source"
                " WHERE tenant_id = %s AND name = %s",
                (tenant_id, name),
            ).fetchone()
        return None if row is None else _source(*row)

    def _look_up(self, token_hash: str) -> _Remembered:
        failpoint("ingest.find_source")
        with transaction(self._pool, unavailable=IntakeUnavailable) as connection:
            connection.execute("SELECT set_config('app.credential_hash', %s, true)", (token_hash,))
            row = connection.execute(_FIND, {"hash": token_hash}).fetchone()
        failpoint("ingest.found_source")
        if row is None:
            return _Remembered(None, self._monotonic() + _DOUBTED_S)
        *fields, ends_in = row
        believed = _BELIEVED_S if ends_in is None else min(_BELIEVED_S, ends_in)
        return _Remembered(_source(*fields), self._monotonic() + believed)

    def _remember(self, token_hash: str, remembered: _Remembered) -> None:
        """Keeps found and unknown tokens apart: those that somebody makes up cannot push out those that work."""
        mine, other = (self._known, self._unknown) if remembered.source else (self._unknown, self._known)
        with self._lock:
            other.pop(token_hash, None)
            if len(mine) >= _REMEMBERED:
                mine.clear()
            mine[token_hash] = remembered


def _source(tenant_id: Any, name: str, kind: Any, environment_id: str | None, settings: Any) -> Source:
    try:
        understood = SourceSettings.model_validate(settings)
    except ValidationError as invalid:
        fields = ", ".join(".".join(str(part) for part in error["loc"]) for error in invalid.errors())
        raise IntakeUnavailable(f"the settings of source {name} are wrong: {fields}") from invalid
    return Source(
        tenant_id=TenantId(tenant_id), name=name, kind=kind, environment_id=environment_id, settings=understood
    )


_: type[Sources] = PostgresSources
