"""How much of one tenant's waits where, with the role sre_tenant_admin."""

from psycopg.rows import class_row

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.system_condition import PutAsideCount, SubscriptionLag, SystemCondition, SystemConditions

# The oldest position is the oldest fact: only what waits is looked at, however long the log is.
_RELAY = """
    SELECT (SELECT count(*) FROM domain.outbox WHERE tenant_id = %(tenant)s),
           COALESCE((
               SELECT extract(epoch FROM clock_timestamp() - f.recorded_at)
               FROM domain.outbox o JOIN domain.fact f ON f.position = o.position
               WHERE o.tenant_id = %(tenant)s ORDER BY o.position LIMIT 1), 0)::float8,
           (SELECT count(*) FROM process.outbox WHERE tenant_id = %(tenant)s),
           (SELECT count(*) FROM knowledge.waiting WHERE tenant_id = %(tenant)s),
           COALESCE((SELECT greatest(extract(epoch FROM clock_timestamp() - min(due_at)), 0)
                     FROM knowledge.waiting WHERE tenant_id = %(tenant)s), 0)::float8
"""
_LAGS = """
    SELECT subscription AS name, waiting > 0 AND oldest_age_s > 60 AS behind FROM transport.backlog()
    WHERE active OR waiting > 0
"""
_ASIDE = """
    SELECT kind, waiting FROM (
        SELECT 'dead-letter' AS kind,
               (SELECT count(*) FROM transport.dead_letter WHERE tenant_id = %(tenant)s) AS waiting
        UNION ALL SELECT 'poison', (SELECT count(*) FROM domain.poison
                                    WHERE tenant_id = %(tenant)s AND redriven_at IS NULL)
        UNION ALL SELECT 'parked', (SELECT count(*) FROM domain.parked WHERE tenant_id = %(tenant)s)
                                 + (SELECT count(*) FROM process.parked WHERE tenant_id = %(tenant)s)
        UNION ALL SELECT 'quarantine', (SELECT count(*) FROM intake.quarantine
                                        WHERE tenant_id = %(tenant)s AND status = 'waiting')
        UNION ALL SELECT 'unread', (SELECT count(*) FROM projection.unread WHERE tenant_id = %(tenant)s)
                                 + (SELECT count(*) FROM process.unreadable
                                    WHERE tenant_id = %(tenant)s AND redriven_at IS NULL)
    ) AS aside WHERE waiting > 0
"""


class PostgresSystemConditions:
    """Counts what waits of the tenant's. The queues are everybody's: of them it is only told whether they keep up."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def condition(self, tenant_id: TenantId) -> SystemCondition:
        tenant = {"tenant": tenant_id}
        with transaction(self._pool, tenant_id) as connection:
            relay = connection.execute(_RELAY, tenant).fetchone() or (0, 0.0, 0, 0, 0.0)
            lags = connection.cursor(row_factory=class_row(SubscriptionLag)).execute(_LAGS).fetchall()
            aside = connection.cursor(row_factory=class_row(PutAsideCount)).execute(_ASIDE, tenant).fetchall()
        waiting, oldest, of_workflows, embeddings, due = relay
        return SystemCondition(
            relay_waiting=waiting,
            relay_oldest_age_s=oldest,
            workflow_messages_waiting=of_workflows,
            subscriptions=tuple(lags),
            embeddings_waiting=embeddings,
            embeddings_oldest_due_s=due,
            put_aside=tuple(aside),
        )


_: type[SystemConditions] = PostgresSystemConditions
