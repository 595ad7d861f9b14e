"""What of an installation stands in its database, for `sre doctor`: a dozen statements, each bounded and set-based."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow, class_row

from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.adapters.postgres.health import DatabaseCondition, examine
from shared.adapters.postgres.migrate import shipped
from shared.ports.checkup import (
    Checkup,
    EndingKey,
    HeardSource,
    OpenTransaction,
    QuotaUse,
    TableRows,
    WaitedLock,
)

_APPLICATION = "doctor"
_STATEMENT_MS = 10_000
#: Of each list so many are told, the worst first.
_MOST = 20

_LOCKS = """
    SELECT a.application_name AS application, COALESCE(b.application_name, '') AS by,
           extract(epoch FROM clock_timestamp() - COALESCE(a.state_change, a.query_start))::float8 AS waited_s
    FROM pg_stat_activity a
    LEFT JOIN pg_stat_activity b ON b.pid = (pg_blocking_pids(a.pid))[1]
    WHERE a.wait_event_type = 'Lock' AND a.datname = current_database()
    ORDER BY waited_s DESC NULLS LAST LIMIT %s
"""
_TRANSACTIONS = """
    SELECT application_name AS application, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS open_s
    FROM pg_stat_activity
    WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()
      AND backend_type = 'client backend'
    ORDER BY xact_start LIMIT %s
"""
_TABLES = """
    SELECT schemaname || '.' || relname AS name, n_dead_tup AS dead, n_live_tup AS live
    FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT %s
"""
_SERVER = """
    SELECT current_setting('server_version_num')::int, current_setting('max_connections')::int,
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
           (SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database())
"""
_SOURCES = """
    SELECT t.slug AS tenant, s.name,
           extract(epoch FROM clock_timestamp() - max(a.last_seen_at))::float8 AS silent_s
    FROM access.source s JOIN access.tenant t USING (tenant_id)
    LEFT JOIN alert_groups.alert a ON a.tenant_id = s.tenant_id AND a.source_name = s.name
    GROUP BY t.slug, s.name ORDER BY silent_s DESC NULLS LAST LIMIT %s
"""
_KEYS = """
    SELECT t.slug AS tenant, k.name, extract(epoch FROM k.expires_at - clock_timestamp())::float8 AS left_s
    FROM access.api_key k JOIN access.tenant t USING (tenant_id)
    WHERE k.expires_at > clock_timestamp() AND k.revoked_at IS NULL
    ORDER BY k.expires_at LIMIT %s
"""
_QUOTAS = """
    SELECT t.slug AS tenant, u.source_name AS source,
           greatest(u.bytes::float8 / %s, u.entries::float8 / %s) AS share
    FROM intake.quarantine_usage u JOIN access.tenant t USING (tenant_id)
    ORDER BY share DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Quotas:
    """What the quarantine of one source may hold."""

    bytes: int
    entries: int


def read_checkup(url: str, version: str, *, quotas: Quotas, now: Callable[[], datetime]) -> Checkup:
    """Reads an installation's database. ``now``: this machine's clock. Raises what psycopg raises when it is away."""
    with psycopg.connect(url, autocommit=True, connect_timeout=5, application_name=_APPLICATION) as connection:
        connection.execute("SELECT set_config('statement_timeout', %s, false)", (str(_STATEMENT_MS),))
        checkup = _of_server(connection, version, now)
    pool = connect_pool(url, role="sre_admin", application=_APPLICATION, max_size=1, statement_timeout_ms=_STATEMENT_MS)
    try:
        return _with_tenants(_with_queues(checkup, examine(pool)), pool, quotas)
    finally:
        pool.close()


def _of_server(connection: Connection[TupleRow], version: str, now: Callable[[], datetime]) -> Checkup:
    server, most, used, oldest = connection.execute(_SERVER).fetchone() or (0, 1, 0, 0)
    opened = connection.cursor(row_factory=class_row(OpenTransaction)).execute(_TRANSACTIONS, (_MOST,)).fetchall()
    return Checkup(
        version=version,
        server=server,
        shipped=frozenset(name for name, _sql in shipped()),
        applied=frozenset(name for (name,) in connection.execute("SELECT name FROM public.sre_migration")),
        locks=tuple(connection.cursor(row_factory=class_row(WaitedLock)).execute(_LOCKS, (_MOST,))),
        transactions=tuple(opened),
        tables=tuple(connection.cursor(row_factory=class_row(TableRows)).execute(_TABLES, (_MOST,))),
        oldest_xid=oldest,
        connections=used,
        most_connections=most,
        skew_s=_skew_s(connection, now),
    )


def _skew_s(connection: Connection[TupleRow], now: Callable[[], datetime]) -> float:
    """Compares with the middle of the round trip; what the trip could hide is taken off."""
    before = now()
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    after = now()
    if row is None:
        return 0.0
    skew_s = (row[0] - (before + (after - before) / 2)).total_seconds()
    hidden_s = (after - before).total_seconds() / 2
    return math.copysign(max(0.0, abs(skew_s) - hidden_s), skew_s)


def _with_queues(checkup: Checkup, condition: DatabaseCondition) -> Checkup:
    aside = condition.aside
    return replace(
        checkup,
        outbox_age_s=condition.outbox.oldest_age_s,
        lag_s=condition.projection_lag(),
        waiting_s={line.name: line.oldest_age_s for line in condition.lines},
        dead_letters={line.name: line.dead_letters for line in condition.lines},
        aside={
            "parked": aside.parked,
            "poison": aside.poison,
            "unread": aside.unread,
            "quarantine": aside.quarantine,
        },
        embedding_overdue_s=condition.embedding.oldest_due_s,
        timers_overdue_s={timers.workflow: timers.overdue_s for timers in condition.timers},
        silent_objectives_s={source.name: source.silent_s for source in condition.silent_sources},
    )


def _with_tenants(checkup: Checkup, pool: Pool, quotas: Quotas) -> Checkup:
    with transaction(pool) as connection:
        used = connection.cursor(row_factory=class_row(QuotaUse))
        return replace(
            checkup,
            sources=tuple(connection.cursor(row_factory=class_row(HeardSource)).execute(_SOURCES, (_MOST,))),
            keys=tuple(connection.cursor(row_factory=class_row(EndingKey)).execute(_KEYS, (_MOST,))),
            quotas=tuple(used.execute(_QUOTAS, (quotas.bytes, quotas.entries, _MOST))),
        )
