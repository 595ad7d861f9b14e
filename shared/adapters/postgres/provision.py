"""Tenants and their credentials, written by the operator. Tokens are seen here once and stored as their SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.types.json import Jsonb

from shared.adapters.postgres.audit import record_audit
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId, derive
from shared.ports.audit import OPERATOR
from shared.ports.intake import SourceSettings


class UnknownName(LookupError):  # noqa: N818 - names the condition
    """No tenant, or no source of that tenant, has this name."""


class UnusableName(ValueError):  # noqa: N818 - names the condition
    """Names of sources and keys become the actor of what they ask for, and so travel with every message."""


_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredSource:
    name: str
    kind: str
    environment_id: str | None
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredKey:
    """It is a key as an operator sees it, without the token: nobody has that but its owner."""

    key_id: UUID
    name: str
    role: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Provisioning:
    """Makes tenants, sources and keys, as the role sre_admin. ``ensure_…`` may be repeated; the rest is done once and
    stands in the tenant's audit.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def ensure_tenant(self, slug: str, name: str) -> TenantId:
        with transaction(self._pool) as connection:
            connection.execute(
                "INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, %s) ON CONFLICT (slug) DO NOTHING",
                (derive("tenant", slug), slug, name),
            )
        return self.tenant(slug)

    def tenant(self, slug: str) -> TenantId:
        with transaction(self._pool) as connection:
            row = connection.execute("SELECT tenant_id FROM access.tenant WHERE slug = %s", (slug,)).fetchone()
        if row is None:
            raise UnknownName(f"there is no tenant {slug!r}")
        return TenantId(row[0])

    def ensure_source(
        self, tenant_id: TenantId, *, name: str, kind: str, token: str, environment_id: str | None = None
    ) -> None:
        """Makes sure that there is a source with this token; another token that it had is forgotten at once."""
        with transaction(self._pool) as connection:
            self._write_source(connection, tenant_id, (name, kind, environment_id, token))

    def add_source(
        self, tenant_id: TenantId, *, name: str, kind: str, token: str, environment_id: str | None = None
    ) -> None:
        """As `ensure_source`, once."""
        with transaction(self._pool) as connection:
            self._write_source(connection, tenant_id, (name, kind, environment_id, token))
            record_audit(connection, tenant_id, by=OPERATOR, action="register-source", subject=f"{name} ({kind})")

    def _write_source(
        self, connection: Connection[Any], tenant_id: TenantId, source: tuple[str, str, str | None, str]
    ) -> None:
        name, kind, environment_id, token = source
        _usable(name)
        connection.execute(
            "INSERT INTO access.source (tenant_id, name, kind, environment_id, token_hash)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (tenant_id, name) DO UPDATE"
            " SET kind = EXCLUDED.kind, environment_id = EXCLUDED.environment_id, token_hash = EXCLUDED.token_hash,"
            " token_issued_at = CASE WHEN source.token_hash = EXCLUDED.token_hash THEN source.token_issued_at"
            " ELSE clock_timestamp() END, revoked_at = NULL",
            (tenant_id, name, kind, environment_id, hash_of(token)),
        )

    def rotate_source(self, tenant_id: TenantId, *, name: str, token: str, overlap: timedelta) -> None:
        """The old token works for ``overlap`` longer, so that no alert is refused while the sender is changed."""
        with transaction(self._pool) as connection:
            changed = connection.execute(
                "UPDATE access.source SET token_hash = %s, previous_token_hash = token_hash,"
                " previous_valid_until = clock_timestamp() + %s, token_issued_at = clock_timestamp(), revoked_at = NULL"
                " WHERE tenant_id = %s AND name = %s",
                (hash_of(token), overlap, tenant_id, name),
            ).rowcount
            if not changed:
                raise UnknownName(f"the tenant has no source {name!r}")
            record_audit(connection, tenant_id, by=OPERATOR, action="rotate-token", subject=f"source {name}")

    def configure_source(self, tenant_id: TenantId, *, name: str, settings: Mapping[str, Any]) -> None:
        """Puts these settings in place of those of the same names; the others stay. They work within half a minute.

        Raises ValueError when the source could not be read with them.
        """
        with transaction(self._pool) as connection:
            row = connection.execute(
                "UPDATE access.source SET settings = settings || %s WHERE tenant_id = %s AND name = %s"
                " RETURNING settings",
                (Jsonb(settings), tenant_id, name),
            ).fetchone()
            if row is None:
                raise UnknownName(f"the tenant has no source {name!r}")
            SourceSettings.model_validate(row[0])
            told = f"source {name}: {', '.join(sorted(settings))}"
            record_audit(connection, tenant_id, by=OPERATOR, action="configure-source", subject=told)

    def sources(self, tenant_id: TenantId) -> list[RegisteredSource]:
        with transaction(self._pool) as connection:
            rows = connection.execute(
                "SELECT name, kind, environment_id, created_at FROM access.source WHERE tenant_id = %s ORDER BY name",
                (tenant_id,),
            ).fetchall()
        return [
            RegisteredSource(name=name, kind=kind, environment_id=environment, created_at=created.isoformat())
            for name, kind, environment, created in rows
        ]

    def ensure_api_key(self, tenant_id: TenantId, *, name: str, role: str, token: str) -> UUID:
        """Makes sure that there is a key with this name and token."""
        key_id = derive(tenant_id, "api_key", name)
        with transaction(self._pool) as connection:
            self._write_api_key(connection, tenant_id, key_id, (name, role, token, None))
        return key_id

    def create_api_key(
        self, tenant_id: TenantId, *, name: str, role: str, token: str, valid_for: timedelta | None = None
    ) -> UUID:
        """Makes a further key; names need not differ. ``valid_for`` None: until it is revoked."""
        key_id = uuid4()
        with transaction(self._pool) as connection:
            self._write_api_key(connection, tenant_id, key_id, (name, role, token, valid_for))
            told = f"{key_id} {name} ({role})"
            record_audit(connection, tenant_id, by=OPERATOR, action="issue-key", subject=told)
        return key_id

    def api_keys(self, tenant_id: TenantId) -> list[RegisteredKey]:
        with transaction(self._pool) as connection:
            rows = connection.execute(
                "SELECT key_id, name, role, created_at, expires_at, revoked_at FROM access.api_key"
                " WHERE tenant_id = %s ORDER BY created_at, key_id",
                (tenant_id,),
            ).fetchall()
        names = ("key_id", "name", "role", "created_at", "expires_at", "revoked_at")
        return [RegisteredKey(**dict(zip(names, row, strict=True))) for row in rows]

    def revoke_api_key(self, tenant_id: TenantId, key_id: UUID) -> None:
        """A process that remembers the key may believe it for some seconds more. Raises UnknownName."""
        with transaction(self._pool) as connection:
            revoked = connection.execute(
                "UPDATE access.api_key SET revoked_at = coalesce(revoked_at, clock_timestamp())"
                " WHERE tenant_id = %s AND key_id = %s",
                (tenant_id, key_id),
            )
            if not revoked.rowcount:
                raise UnknownName(f"the tenant has no key {key_id}; `sre keys list` shows them")
            record_audit(connection, tenant_id, by=OPERATOR, action="revoke-key", subject=str(key_id))

    def _write_api_key(
        self,
        connection: Connection[Any],
        tenant_id: TenantId,
        key_id: UUID,
        key: tuple[str, str, str, timedelta | None],
    ) -> None:
        name, role, token, valid_for = key
        _usable(name)
        connection.execute(
            "INSERT INTO access.api_key (tenant_id, key_id, name, role, token_hash, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, clock_timestamp() + %s)"
            " ON CONFLICT (tenant_id, key_id) DO UPDATE"
            " SET role = EXCLUDED.role, token_hash = EXCLUDED.token_hash, revoked_at = NULL",
            (tenant_id, key_id, name, role, hash_of(token), valid_for),
        )


def hash_of(token: str) -> bytes:
    """Tokens are 32 random bytes, so a plain hash cannot be guessed back."""
    return sha256(token.encode()).digest()


def _usable(name: str) -> None:
    if not (0 < len(name) <= _LONGEST_NAME and name.isprintable()):
        raise UnusableName(f"a name is 1 to {_LONGEST_NAME} printable characters")
