"""Wires what an operator's command line needs; no function uses it."""

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.history_audit import PostgresHistoryAudit
from shared.projections.registry import PROJECTIONS


def build_verifier(database_url: str) -> PostgresHistoryAudit:
    pool = connect_pool(database_url, role="sre_admin", application="sre-verify", max_size=1, statement_timeout_ms=0)
    return PostgresHistoryAudit(pool, PROJECTIONS)
