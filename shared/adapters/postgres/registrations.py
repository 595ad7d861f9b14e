"""Sources and API keys of one tenant, with the role sre_tenant_admin. Tokens are stored as their SHA-256."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.rows import class_row

from shared.adapters.postgres.audit import record_audit
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.credentials import Role
from shared.ports.registrations import (
    AlreadyRegistered,
    ApiKeyRegistration,
    NotRegistered,
    Registrations,
    SourceRegistration,
    TwoTokensLive,
    WhichToken,
)

_SOURCES = """
    SELECT s.source_id, s.name, s.kind, s.environment_id, s.created_at,
           COALESCE(s.token_issued_at, s.created_at) AS token_issued_at,
           CASE WHEN s.previous_valid_until > clock_timestamp() THEN s.previous_valid_until END AS previous_token_until,
           s.revoked_at, t.last_heard_at AS last_seen_at, COALESCE(t.accepted, 0) AS accepted,
           COALESCE(t.put_aside, 0) AS put_aside
    FROM access.source s
    LEFT JOIN intake.source_tally t ON t.tenant_id = s.tenant_id AND t.source_name = s.name
    WHERE s.tenant_id = %s ORDER BY s.name LIMIT %s
"""
_API_KEYS = """
    SELECT key_id, name, role, created_at, expires_at, revoked_at FROM access.api_key
    WHERE tenant_id = %s ORDER BY created_at DESC, key_id LIMIT %s
"""
_ROTATE = """
    UPDATE access.source
    SET token_hash = %(hash)s, token_issued_at = clock_timestamp(), revoked_at = NULL,
        previous_token_hash = CASE WHEN revoked_at IS NULL THEN token_hash END,
        previous_valid_until = CASE WHEN revoked_at IS NULL THEN clock_timestamp() + %(overlap)s END
    WHERE tenant_id = %(tenant)s AND source_id = %(id)s
    RETURNING name, COALESCE(previous_valid_until, clock_timestamp())
"""
_END_PREVIOUS = """
    UPDATE access.source SET previous_token_hash = NULL, previous_valid_until = NULL
    WHERE tenant_id = %(tenant)s AND source_id = %(id)s RETURNING name
"""
# No token has this hash: it is of nothing.
_END_ALL = """
    UPDATE access.source
    SET token_hash = %(nothing)s, previous_token_hash = NULL, previous_valid_until = NULL,
        revoked_at = COALESCE(revoked_at, clock_timestamp())
    WHERE tenant_id = %(tenant)s AND source_id = %(id)s RETURNING name
"""
_HASH_BYTES = 32


class PostgresRegistrations:
    """Writes each change in one transaction with the entry of the audit that tells of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sources(self, tenant_id: TenantId, *, limit: int) -> Sequence[SourceRegistration]:
        with transaction(self._pool, tenant_id) as connection:
            cursor = connection.cursor(row_factory=class_row(SourceRegistration))
            return cursor.execute(_SOURCES, (tenant_id, limit)).fetchall()

    def api_keys(self, tenant_id: TenantId, *, limit: int) -> Sequence[ApiKeyRegistration]:
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(_API_KEYS, (tenant_id, limit)).fetchall()
        return [
            ApiKeyRegistration(
                key_id=key_id,
                name=name,
                role=Role(role),
                created_at=created_at,
                expires_at=expires_at,
                revoked_at=revoked_at,
            )
            for key_id, name, role, created_at, expires_at, revoked_at in rows
        ]

    def register_source(
        self, tenant_id: TenantId, *, name: str, kind: str, environment_id: str | None, token_hash: bytes, by: str
    ) -> UUID:
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                "INSERT INTO access.source (tenant_id, name, kind, environment_id, token_hash, token_issued_at)"
                " VALUES (%s, %s, %s, %s, %s, clock_timestamp()) ON CONFLICT DO NOTHING RETURNING source_id",
                (tenant_id, name, kind, environment_id, token_hash),
            ).fetchone()
            if row is None:
                raise AlreadyRegistered(name)
            record_audit(connection, tenant_id, by=by, action="register-source", subject=f"{name} ({kind})")
        return UUID(str(row[0]))

    def rotate_source(
        self, tenant_id: TenantId, source_id: UUID, *, token_hash: bytes, overlap: timedelta, by: str
    ) -> datetime:
        with transaction(self._pool, tenant_id) as connection:
            live = connection.execute(
                "SELECT COALESCE(previous_valid_until > clock_timestamp(), false) FROM access.source"
                " WHERE tenant_id = %s AND source_id = %s FOR UPDATE",
                (tenant_id, source_id),
            ).fetchone()
            if live is None:
                raise NotRegistered("source")
            if live[0]:
                raise TwoTokensLive("source")
            row = connection.execute(
                _ROTATE, {"tenant": tenant_id, "id": source_id, "hash": token_hash, "overlap": overlap}
            ).fetchone()
            name, until = row or ("", None)
            record_audit(connection, tenant_id, by=by, action="rotate-token", subject=f"source {name}")
        if not isinstance(until, datetime):
            raise NotRegistered("source")
        return until

    def revoke_source_token(self, tenant_id: TenantId, source_id: UUID, *, which: WhichToken, by: str) -> None:
        statement = _END_PREVIOUS if which == "previous" else _END_ALL
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                statement, {"tenant": tenant_id, "id": source_id, "nothing": secrets.token_bytes(_HASH_BYTES)}
            ).fetchone()
            if row is None:
                raise NotRegistered("source")
            record_audit(connection, tenant_id, by=by, action="revoke-token", subject=f"source {row[0]}: {which}")

    def issue_api_key(
        self,
        tenant_id: TenantId,
        key_id: UUID,
        *,
        name: str,
        role: Role,
        token_hash: bytes,
        valid_for: timedelta | None,
        by: str,
    ) -> datetime | None:
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                "INSERT INTO access.api_key (tenant_id, key_id, name, role, token_hash, expires_at)"
                " VALUES (%s, %s, %s, %s, %s, clock_timestamp() + %s) ON CONFLICT (tenant_id, key_id) DO NOTHING"
                " RETURNING expires_at",
                (tenant_id, key_id, name, role.value, token_hash, valid_for),
            ).fetchone()
            if row is None:
                raise AlreadyRegistered(name)
            record_audit(connection, tenant_id, by=by, action="issue-key", subject=f"{key_id} {name} ({role.value})")
        expires_at = row[0]
        return expires_at if isinstance(expires_at, datetime) else None

    def revoke_api_key(self, tenant_id: TenantId, key_id: UUID, *, by: str) -> None:
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(
                "UPDATE access.api_key SET revoked_at = COALESCE(revoked_at, clock_timestamp())"
                " WHERE tenant_id = %s AND key_id = %s RETURNING name",
                (tenant_id, key_id),
            ).fetchone()
            if row is None:
                raise NotRegistered("key")
            record_audit(connection, tenant_id, by=by, action="revoke-key", subject=f"{key_id} {row[0]}")


_: type[Registrations] = PostgresRegistrations
