"""What intake cannot read is kept within a quota of each source."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from cli.dead_letters import DeadLetterKind
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.dead_letters import PostgresDeadLetterList
from shared.adapters.postgres.intake import PostgresQuarantine, Quota
from shared.kernel.ids import TenantId
from shared.ports.intake import QuarantinedBody
from tests.support.facts import OTHER_TENANT, TENANT

pytestmark = pytest.mark.postgres


@pytest.fixture
def sql(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def intake_pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_ingest", application="test") as pool:
        yield pool


def removed_of(database_url: str) -> dict[str, str]:
    with connect_pool(database_url, role="sre_admin", application="test") as pool:
        return {item.id: item.what for item in PostgresDeadLetterList(pool).list(kind=DeadLetterKind.REMOVED, limit=10)}


def body(source: str, size: int, at: int, tenant: TenantId = TENANT) -> QuarantinedBody:
    return QuarantinedBody(
        tenant_id=tenant,
        source_name=source,
        received_at=datetime(2026, 1, 1, 0, at, tzinfo=UTC),
        reason="",
        content_type="",
        body=bytes([at]) * size,
        size=size,
    )


def test_a_source_that_sends_rubbish_keeps_what_came_last_and_only_the_beginning_of_what_came_first(
    sql, intake_pool, database_url
):
    quarantine = PostgresQuarantine(intake_pool, Quota(bytes=100_000, entries=12))
    quarantine.keep(body("other", 60_000, 0))
    quarantine.keep(body("noisy", 50_000, 0, OTHER_TENANT))
    for at in range(20):
        quarantine.keep(body("noisy", 30_000 if at % 2 else 300, at))
    rows = sql.execute(
        "SELECT extract(minute FROM received_at)::int, octet_length(body), size FROM intake.quarantine"
        " WHERE tenant_id = %s AND source_name = 'noisy' ORDER BY 1",
        (TENANT,),
    ).fetchall()
    assert [at for at, _, _ in rows] == [*range(8, 20)]
    assert [length for _, length, _ in rows if length > 300] == [4096, 4096, 4096, 4096, 30_000, 30_000]
    assert {size for _, _, size in rows} == {300, 30_000}
    usage = sql.execute(
        "SELECT entries, bytes, cut, removed FROM intake.quarantine_usage WHERE tenant_id = %s ORDER BY source_name",
        (TENANT,),
    ).fetchall()
    assert usage == [(12, sum(length for _, length, _ in rows), 8, 8), (1, 60_000, 0, 0)]
    assert removed_of(database_url) == {
        "noisy": "of the quarantine of noisy: 8 entries, and 8 bodies but for their beginning"
    }
