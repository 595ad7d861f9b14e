"""Sessions of the console, by the hash of their token; whoever knows the token opens the row, nobody else sees it."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.console_sessions import ConsoleSession, ConsoleSessions, SignInOrigin
from shared.ports.credentials import Credential, Role

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
#: A use is written down this seldom: pages come in bursts.
_TOUCH_AFTER = timedelta(seconds=30)


class PostgresConsoleSessions:
    """For the role sre_console; links of this machine's launcher are made by sre_admin.

    A session ends ``idle`` after its last use, and ``longest`` after it began, whatever is done in it.
    """

    def __init__(
        self,
        pool: Pool,
        *,
        idle: timedelta = timedelta(hours=1),
        longest: timedelta = timedelta(hours=12),
        sign_in: timedelta = timedelta(minutes=10),
    ) -> None:
        self._pool = pool
        self._idle = idle
        self._longest = longest
        self._sign_in = sign_in

    def open(self, credential: Credential, origin: SignInOrigin) -> str:
        token = secrets.token_urlsafe(32)
        with self._opened(token) as connection:
            connection.execute(
                "INSERT INTO console.session"
                " (token_hash, tenant_id, key_id, subject, role, origin, csrf_secret, expires_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, clock_timestamp() + %s)",
                (
                    _hash(token),
                    credential.tenant_id,
                    credential.key_id,
                    credential.name,
                    credential.role.value,
                    origin,
                    secrets.token_bytes(32),
                    self._longest,
                ),
            )
        return token

    def find(self, token: str) -> ConsoleSession | None:
        if not _TOKEN.fullmatch(token):
            return None
        with self._opened(token) as connection:
            row = connection.execute(
                "SELECT tenant_id, key_id, subject, role, origin, csrf_secret,"
                " last_used_at < clock_timestamp() - %s FROM console.session"
                " WHERE token_hash = %s AND expires_at > clock_timestamp() AND last_used_at > clock_timestamp() - %s",
                (_TOUCH_AFTER, _hash(token), self._idle),
            ).fetchone()
            if row is not None and row[6]:
                connection.execute(
                    "UPDATE console.session SET last_used_at = clock_timestamp() WHERE token_hash = %s",
                    (_hash(token),),
                )
        if row is None:
            return None
        tenant_id, key_id, subject, role, origin, csrf_secret, _ = row
        credential = Credential(tenant_id=TenantId(tenant_id), key_id=key_id, name=subject, role=Role(role))
        return ConsoleSession(credential=credential, origin=origin, csrf_secret=bytes(csrf_secret))

    def end(self, token: str) -> None:
        with self._opened(token) as connection:
            connection.execute("DELETE FROM console.session WHERE token_hash = %s", (_hash(token),))

    def begin_sign_in(self, purpose: SignInOrigin, content: Mapping[str, Any]) -> str:
        token = secrets.token_urlsafe(32)
        with self._opened(token) as connection:
            connection.execute(
                "INSERT INTO console.sign_in (token_hash, purpose, content, expires_at)"
                " VALUES (%s, %s, %s, clock_timestamp() + %s)",
                (_hash(token), purpose, Jsonb(dict(content)), self._sign_in),
            )
        return token

    def finish_sign_in(self, purpose: SignInOrigin, token: str) -> Mapping[str, Any] | None:
        if not _TOKEN.fullmatch(token):
            return None
        with self._opened(token) as connection:
            row = connection.execute(
                "DELETE FROM console.sign_in WHERE token_hash = %s AND purpose = %s"
                " RETURNING content, expires_at > clock_timestamp()",
                (_hash(token), purpose),
            ).fetchone()
        if row is None or not row[1]:
            return None
        content: Mapping[str, Any] = row[0]
        return content

    @contextmanager
    def _opened(self, token: str) -> Iterator[Connection[TupleRow]]:
        with transaction(self._pool) as connection:
            connection.execute("SELECT set_config('app.credential_hash', %s, true)", (_hash(token).hex(),))
            yield connection


def _hash(token: str) -> bytes:
    """Tokens are 32 random bytes, so a plain hash cannot be guessed back."""
    return sha256(token.encode()).digest()


_: type[ConsoleSessions] = PostgresConsoleSessions
