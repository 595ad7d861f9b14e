"""Wires what an administrator of a tenant changes beside the log of facts, with the role sre_tenant_admin."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from shared.adapters.postgres.audit import PostgresAuditTrail
from shared.adapters.postgres.calendar_feeds import PostgresCalendarFeeds
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.provision import hash_of
from shared.adapters.postgres.put_aside import PostgresPutAside
from shared.adapters.postgres.registrations import PostgresRegistrations
from shared.adapters.postgres.system_condition import PostgresSystemConditions
from shared.adapters.wake import build_waker
from shared.app.redrive_put_aside import RedrivePutAside
from shared.app.tenant_administration import TenantAdministration
from shared.bootstrap.dead_letters import unread_message
from shared.bootstrap.ingest import redrive_of
from shared.bootstrap.source_kinds import SOURCE_KINDS
from shared.bootstrap.transport import build_publisher
from shared.kernel.ids import TenantId
from shared.ports.put_aside import UnreadMessage
from shared.ports.transport import Publisher
from shared.settings import DatabaseSettings, TransportSettings, WakeSettings

ROLE = "sre_tenant_admin"
_STATEMENT_MS = 10_000
_TOKEN_BYTES = 32


def administration_pool(beside: Pool) -> Pool:
    """Connects to the same database as sre_tenant_admin, when somebody administers something for the first time."""
    return connect_pool(
        _url_of(beside), role=ROLE, application="administration", max_size=2, statement_timeout_ms=_STATEMENT_MS
    )


@dataclass(frozen=True, slots=True)
class AdministrationReads:
    """What an administrator sees."""

    put_aside: PostgresPutAside
    audit: PostgresAuditTrail
    registrations: PostgresRegistrations
    conditions: PostgresSystemConditions
    calendar_feeds: PostgresCalendarFeeds


def administration_reads(pool: Pool) -> AdministrationReads:
    """Wires what is read, over a pool of the role sre_tenant_admin."""
    return AdministrationReads(
        put_aside=PostgresPutAside(pool, build_waker(WakeSettings().wake_address)),
        audit=PostgresAuditTrail(pool),
        registrations=PostgresRegistrations(pool),
        conditions=PostgresSystemConditions(pool),
        calendar_feeds=PostgresCalendarFeeds(pool),
    )


def build_administration(pool: Pool, reads: AdministrationReads) -> TenantAdministration:
    """Wires what is changed, over a pool of the role sre_tenant_admin."""
    publisher = build_publisher(
        TransportSettings(),
        DatabaseSettings(database_url=_url_of(pool)),
        role=ROLE,
        application="administration-publish",
        statement_timeout_ms=_STATEMENT_MS,
    )
    redrive = RedrivePutAside(
        rows=reads.put_aside,
        publish=partial(_publish, publisher),
        quarantine_of=lambda tenant_id: redrive_of(pool, publisher, tenant_id),
    )
    return TenantAdministration(
        put_aside=reads.put_aside,
        redrive=redrive,
        registrations=reads.registrations,
        calendar_feeds=reads.calendar_feeds,
        setups={kind.name: kind.setup for kind in SOURCE_KINDS},
        new_token=partial(secrets.token_urlsafe, _TOKEN_BYTES),
        hash_of=hash_of,
        new_id=uuid4,
    )


def _url_of(pool: Pool) -> str:
    return pool.conninfo if isinstance(pool.conninfo, str) else pool.conninfo()


def _publish(publisher: Publisher, tenant_id: TenantId, messages: Sequence[UnreadMessage]) -> Sequence[str]:
    refusals = publisher.publish([unread_message(each.entry_id, str(tenant_id), each.body) for each in messages])
    return [each.entry_id for each, refused in zip(messages, refusals, strict=True) if refused is None]
