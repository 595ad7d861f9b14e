"""Who may send to a tenant and who may ask in it, as its administrators see and change it. Secrets are hashes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.credentials import Role

WhichToken = Literal["previous", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRegistration:
    """A sender of webhooks, without its token: nobody has that but its owner."""

    source_id: UUID
    """The id of the source."""
    name: str
    """What people call it; once in the tenant."""
    kind: str
    """What it is, as ``alertmanager``."""
    environment_id: str | None
    """The environment that it watches. Null: what it sends says so."""
    created_at: datetime
    """When it was registered, in UTC."""
    token_issued_at: datetime
    """When its newest token was made, in UTC."""
    previous_token_until: datetime | None
    """Until when the token before the newest one works too, in UTC. Null: one token works."""
    revoked_at: datetime | None
    """Since when no token works, in UTC. Null: it may send."""
    last_seen_at: datetime | None
    """When it last sent something with a token that works, in UTC; some seconds may be missing. Null: never so far."""
    accepted: int
    """How many of its requests were understood; some seconds may be missing."""
    put_aside: int
    """How many of its requests had something that could not be understood; some seconds may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRegistration:
    """A key for the API, without its token: nobody has that but its owner."""

    key_id: UUID
    """The id of the key."""
    name: str
    """Who or what uses it; facts name it so."""
    role: Role
    """What it may do."""
    created_at: datetime
    """When it was made, in UTC."""
    expires_at: datetime | None
    """When it ends by itself, in UTC. Null: when it is revoked."""
    revoked_at: datetime | None
    """Since when it no longer works, in UTC. Null: nobody has revoked it."""


class NotRegistered(LookupError):  # noqa: N818 - names the condition
    """The tenant has no such source or key."""


class AlreadyRegistered(ValueError):  # noqa: N818 - names the condition
    """There is a source of this name, or the key was made before; what its secret was cannot be told again."""


class TwoTokensLive(ValueError):  # noqa: N818 - names the condition
    """A rotation is under way: a further one would end a token that a sender may still use."""


class RegistrationReads(Protocol):
    def sources(self, tenant_id: TenantId, *, limit: int) -> Sequence[SourceRegistration]:
        """Gives at most ``limit`` of the tenant's sources by name."""

    def api_keys(self, tenant_id: TenantId, *, limit: int) -> Sequence[ApiKeyRegistration]:
        """Gives at most ``limit`` of the tenant's keys, the newest first."""


class Registrations(RegistrationReads, Protocol):
    """Each change is recorded with ``by``, the actor. Tokens come as their SHA-256."""

    def register_source(
        self, tenant_id: TenantId, *, name: str, kind: str, environment_id: str | None, token_hash: bytes, by: str
    ) -> UUID:
        """Makes a source and gives its id. Raises AlreadyRegistered."""

    def rotate_source(
        self, tenant_id: TenantId, source_id: UUID, *, token_hash: bytes, overlap: timedelta, by: str
    ) -> datetime:
        """Gives a source a new token, and says until when the old one works. Raises NotRegistered and TwoTokensLive."""

    def revoke_source_token(self, tenant_id: TenantId, source_id: UUID, *, which: WhichToken, by: str) -> None:
        """Ends the token before the newest, or all of them. Raises NotRegistered."""

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
        """Makes a key, and says when it ends. Raises AlreadyRegistered."""

    def revoke_api_key(self, tenant_id: TenantId, key_id: UUID, *, by: str) -> None:
        """Ends a key for good. Raises NotRegistered."""
