"""Removing what is over its time: one function of the database per kind, which has its own floor."""

from collections.abc import Mapping

from shared.adapters.postgres.connection import Pool, transaction
from shared.ports.retention import Aged, Counted, RetentionRule, RetentionStore
from shared.ports.store import StoreUnavailable

_REMOVE: Mapping[Aged | Counted, str] = {
    "outcomes": "SELECT retention.outcomes(make_interval(days => %s), %s)",
    "dead_letters": "SELECT retention.dead_letters(make_interval(days => %s), %s)",
    "deliveries_to_nobody": "SELECT retention.deliveries_to_nobody(make_interval(days => %s), %s)",
    "unreadable": "SELECT retention.unreadable(make_interval(days => %s), %s)",
    "quarantine": "SELECT retention.quarantine(make_interval(days => %s), %s)",
    "quarantine_settled": "SELECT retention.quarantine_settled(make_interval(days => %s), %s)",
    "reconcile_requests": "SELECT retention.reconcile_requests(make_interval(days => %s), %s)",
    "workflows": "SELECT retention.workflows(make_interval(days => %s), %s)",
    "evidence": "SELECT retention.evidence(make_interval(days => %s), %s)",
    "executions": "SELECT retention.executions(make_interval(days => %s), %s)",
    "vectors": "SELECT retention.vectors(make_interval(days => %s), %s)",
    "api_keys": "SELECT retention.api_keys(make_interval(days => %s), %s)",
    "console_sessions": "SELECT retention.console_sessions(make_interval(days => %s), %s)",
    "most_dead_letters": "SELECT retention.most_dead_letters(%s, %s)",
    "most_unreadable": "SELECT retention.most_unreadable(%s, %s)",
    "most_reconcile_requests": "SELECT retention.most_reconcile_requests(%s, %s)",
}


class PostgresRetention:
    """For the roles sre_writer and sre_admin, which may call these functions and delete nothing themselves."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def remove(self, rule: RetentionRule, batch: int) -> int:
        with transaction(self._pool, unavailable=StoreUnavailable) as connection:
            row = connection.execute(_REMOVE[rule.what].encode(), (rule.limit, batch)).fetchone()
        return int(row[0]) if row else 0


_: type[RetentionStore] = PostgresRetention
