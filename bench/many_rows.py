"""Views as they are after years: rows that the database makes itself, set by set, of a large tenant beside small ones."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql

from shared.kernel.ids import TenantId

LARGE: Final = TenantId(UUID("00000000-0000-4000-8000-0000000000aa"))
SMALL: Final = tuple(TenantId(UUID(int=0xBB00 + number)) for number in range(20))
#: What each of the small ones has.
_SMALL_ALERTS, _SMALL_INCIDENTS = 200, 20
_SCHEMAS = ("alert_correlation", "incident_timeline")

# Names and words as people and machines make them: 300 alerts, 120 services; each pod occurs once.
_ALERTS = """
    WITH named AS (
        SELECT g,
            (ARRAY['High', 'Low', 'No', 'Slow', 'Failed', 'Stuck', 'Lost', 'Late', 'Full', 'Unusual'])[1 + g %% 10]
                || (ARRAY['Error', 'Memory', 'Disk', 'Queue', 'Replica', 'Backup', 'Login', 'Payment', 'Export',
                    'Cache', 'Node', 'Lock', 'Index', 'Quota', 'Token'])[1 + g / 10 %% 15]
                || (ARRAY['Rate', 'Usage'])[1 + g / 150 %% 2] AS name,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] || '-' || (g / 10 %% 12) AS service,
            'pod' || to_hex(g * 2654435761 %% 4294967296) AS pod,
            now() - g * (interval '90 days' / %(alerts)s::bigint) AS starts_at,
            CASE WHEN g %% 400 = 0 THEN 'firing' WHEN g %% 307 = 0 THEN 'stale' ELSE 'resolved' END AS status,
            CASE WHEN g %% 33 = 0 THEN 'critical' WHEN g %% 5 = 0 THEN 'high' WHEN g %% 2 = 0 THEN 'medium'
                ELSE 'low' END AS severity
        FROM generate_series(1, %(alerts)s::bigint) g
    )
    INSERT INTO alert_correlation.alert (
        tenant_id, alert_id, status, name, severity, source, source_name, fingerprint, labels, annotations, episode,
        starts_at, ends_at, last_seen_at, stale_at, changed_at, version, words
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'alert', g))::uuid, status, name, severity, 'prometheus',
        'production', pod,
        jsonb_build_object('alertname', name, 'service', service, 'namespace', split_part(service, '-', 1),
            'cluster', 'eu-' || g %% 3, 'pod', pod),
        jsonb_build_object('summary', name || ' on ' || service || ' since a while'),
        1, starts_at, CASE WHEN status = 'resolved' THEN starts_at + interval '20 minutes' END, starts_at,
        CASE WHEN status = 'stale' THEN starts_at + interval '8 hours' END, starts_at, 2,
        lower(concat_ws(' ', regexp_replace(name, '(?<=[a-z])(?=[A-Z])', ' ', 'g'), name, replace(service, '-', ' '),
            'eu ' || g %% 3, pod, 'on since a while'))
    FROM named
"""

_EPISODES = """
    INSERT INTO alert_correlation.episode (tenant_id, alert_id, episode, status, severity, starts_at, ends_at, stale_at)
    SELECT tenant_id, alert_id, episode, status, severity, starts_at, ends_at, stale_at
    FROM alert_correlation.alert WHERE tenant_id = %(tenant)s::uuid
"""

_INCIDENTS = """
    WITH numbered AS (
        SELECT g, now() - (%(incidents)s::bigint - g) * (interval '90 days' / %(incidents)s::bigint) AS at,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] AS service,
            (ARRAY['answers slowly', 'answers 5xx', 'is out of memory', 'does not start', 'loses messages'])[1 + g %% 5]
                AS trouble,
            CASE WHEN g %% 500 = 0 THEN 'open' WHEN g %% 501 = 0 THEN 'mitigating' WHEN g %% 50 = 0 THEN 'resolved'
                ELSE 'closed' END AS status,
            CASE WHEN g %% 33 = 0 THEN 3 WHEN g %% 5 = 0 THEN 2 WHEN g %% 2 = 0 THEN 1 ELSE 0 END AS rank,
            'ticket' || to_hex(g * 2654435761 %% 4294967296) AS ticket
        FROM generate_series(1, %(incidents)s::bigint) g
    )
    INSERT INTO incident_timeline.incident (
        tenant_id, incident_id, number, title, description, severity, severity_rank, status, source, roles,
        affected_resources, service_ids, alert_count, correlation_key, declared_at, detected_at, impact_started_at,
        first_acknowledged_at, resolved_at, resolution_summary, reopened, created_by, changed_at, version, words
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'incident', g))::uuid, g, service || ' ' || trouble, '',
        (ARRAY['low', 'medium', 'high', 'critical'])[1 + rank], rank, status, 'alert', '{}', '[]',
        ARRAY[md5(service)::uuid], 2, 'service=' || service, at, at, at - interval '2 minutes',
        at + interval '3 minutes',
        CASE WHEN status IN ('resolved', 'closed') THEN at + interval '1 hour' END,
        CASE WHEN status IN ('resolved', 'closed') THEN 'rolled back' END, 0, 'process:test',
        at + interval '1 hour' * (g %% 30), 12,
        lower(concat_ws(' ', 'inc', g, service, trouble, 'looking into it rolled back restarted the deployment', ticket,
            'see times'))
    FROM numbered
"""

# Ten of people for each incident; the first names its ticket.
_ENTRIES = """
    INSERT INTO incident_timeline.entry (
        tenant_id, aggregate_id, aggregate_type, version, entry_id, kind, occurred_at, recorded_at, actor, text, details
    )
    SELECT tenant_id, incident_id, 'incident', v, md5(concat(incident_id, v))::uuid, 'note',
        declared_at + v * interval '4 minutes', declared_at + v * interval '4 minutes', 'human:ana',
        CASE v WHEN 1 THEN 'see ticket' || to_hex(number * 2654435761 %% 4294967296)
            ELSE 'looking into it, restarted the deployment ' || v || ' times' END, '{}'
    FROM incident_timeline.incident CROSS JOIN generate_series(1, 10) v WHERE tenant_id = %(tenant)s::uuid
"""

_ALERT_ENTRIES = """
    INSERT INTO incident_timeline.entry (
        tenant_id, aggregate_id, aggregate_type, version, entry_id, episode, kind, occurred_at, recorded_at, actor,
        text, details
    )
    SELECT DISTINCT ON (a.alert_id) a.tenant_id, a.alert_id, 'alert', 1, md5(concat(a.alert_id, 'fired'))::uuid, 1,
        'alert_fired', a.starts_at, a.starts_at, 'integration:production', a.name, '{}'::jsonb
    FROM incident_timeline.member m JOIN alert_correlation.alert a USING (tenant_id, alert_id)
    WHERE tenant_id = %(tenant)s::uuid
"""

_STATUSES = """
    INSERT INTO incident_timeline.status_change (tenant_id, incident_id, version, status, since)
    SELECT tenant_id, incident_id, v, (ARRAY['open', 'acknowledged', 'resolved'])[v],
        declared_at + v * interval '9 minutes'
    FROM incident_timeline.incident CROSS JOIN generate_series(1, 3) v WHERE tenant_id = %(tenant)s::uuid
"""

# Two alerts for each incident, that began when it did.
_MEMBERS = """
    INSERT INTO incident_timeline.member (tenant_id, incident_id, alert_id, episode, correlated_at)
    SELECT tenant_id, incident_id, md5(concat(tenant_id, 'alert',
        1 + (%(incidents)s::bigint - number) * (%(alerts)s::bigint / %(incidents)s::bigint) + v))::uuid, 1, declared_at
    FROM incident_timeline.incident CROSS JOIN generate_series(0, 1) v WHERE tenant_id = %(tenant)s::uuid
"""

_CORRELATED = """
    INSERT INTO alert_correlation.member (
        tenant_id, incident_id, alert_id, episode, rule_id, rule_version, correlated_at)
    SELECT tenant_id, incident_id, alert_id, episode, md5('rule')::uuid, 1, correlated_at
    FROM incident_timeline.member WHERE tenant_id = %(tenant)s::uuid
"""

# Of every twentieth a person said that it does not belong there.
_TAKEN_OUT = """
    INSERT INTO alert_correlation.uncorrelation (
        tenant_id, alert_id, episode, incident_id, reason, uncorrelated_by, uncorrelated_at)
    SELECT tenant_id, alert_id, episode, incident_id, 'another cause', 'human:ana', correlated_at
    FROM incident_timeline.member WHERE tenant_id = %(tenant)s::uuid AND get_byte(uuid_send(alert_id), 0) < 13
"""

_GROUPS = """
    INSERT INTO alert_correlation.incident_group (
        tenant_id, incident_id, number, title, severity, status, correlation_key, rule_id, rule_version, matched,
        first_correlated_at, last_correlated_at)
    SELECT tenant_id, incident_id, number, title, severity, status, correlation_key || number %% 500,
        md5('rule')::uuid, 1, '{}', declared_at, declared_at
    FROM incident_timeline.incident WHERE tenant_id = %(tenant)s::uuid
"""

# Every tenth went into the one before it.
_LINKS = """
    INSERT INTO incident_timeline.link (tenant_id, incident_id, linked_id, kind, linked_at)
    SELECT tenant_id, md5(concat(tenant_id, 'incident', number - 1))::uuid, incident_id, 'merged', declared_at
    FROM incident_timeline.incident WHERE tenant_id = %(tenant)s::uuid AND number %% 10 = 2
"""

_MERGES = """
    INSERT INTO alert_correlation.merge (tenant_id, incident_id, merged_id, merged_at)
    SELECT tenant_id, incident_id, linked_id, linked_at
    FROM incident_timeline.link WHERE tenant_id = %(tenant)s::uuid AND kind = 'merged'
"""

_STATEMENTS = (
    _ALERTS,
    _EPISODES,
    _INCIDENTS,
    _ENTRIES,
    _MEMBERS,
    _ALERT_ENTRIES,
    _STATUSES,
    _CORRELATED,
    _TAKEN_OUT,
    _GROUPS,
    _LINKS,
    _MERGES,
)


def fill(url: str, *, alerts: int, incidents: int) -> None:
    """The views of alerts and incidents. The login is a superuser: nothing of this goes through the writer."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute("SET work_mem = '128MB'")
        with _indexes_afterwards(connection, _SCHEMAS):
            _fill(connection, LARGE, alerts, incidents)
            for tenant in SMALL:
                _fill(connection, tenant, _SMALL_ALERTS, _SMALL_INCIDENTS)
        connection.execute("VACUUM ANALYZE")


def _fill(connection: psycopg.Connection[tuple[object, ...]], tenant: TenantId, alerts: int, incidents: int) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement.encode(), {"tenant": str(tenant), "alerts": alerts, "incidents": incidents})


@contextmanager
def _indexes_afterwards(connection: psycopg.Connection[tuple[object, ...]], schemas: Sequence[str]) -> Iterator[None]:
    """Built once over all rows, which takes a fraction of keeping them meanwhile."""
    found = connection.execute(_INDEXES, (list(schemas),)).fetchall()
    for schema, name, _definition in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(str(schema), str(name))))
    yield
    for _schema, _name, definition in found:
        connection.execute(str(definition).encode())


_INDEXES = """
    SELECT i.schemaname, i.indexname, i.indexdef FROM pg_indexes i
    WHERE i.schemaname = ANY (%s) AND NOT EXISTS (
        SELECT FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = i.schemaname AND c.conname = i.indexname
    )
"""
