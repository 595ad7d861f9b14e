"""Hash chains checked by the database itself, in one pass."""

from collections.abc import Iterator

from shared.adapters.postgres.connection import Pool
from shared.ports.history import Flaw, HistoryAudit

_FLAWS = """
WITH chain AS (
    SELECT tenant_id, aggregate_type, aggregate_id, version, hash,
           sha256(coalesce(lag(hash) OVER w, ''::bytea) || convert_to(event, 'UTF8')) AS expected_hash,
           coalesce(lag(version) OVER w, 0) + 1 AS expected_version
    FROM domain.fact
    WINDOW w AS (PARTITION BY tenant_id, aggregate_type, aggregate_id ORDER BY version)
),
broken AS (
    SELECT tenant_id, aggregate_type, aggregate_id,
           CASE WHEN version <> expected_version THEN expected_version ELSE version END AS version,
           CASE WHEN version <> expected_version THEN 'missing' ELSE 'altered' END AS kind
    FROM chain
    WHERE version <> expected_version OR hash <> expected_hash
),
heads AS (
    SELECT a.tenant_id, a.aggregate_type, a.aggregate_id, a.version,
           CASE WHEN f.version IS NULL OR f.version < a.version THEN 'truncated' ELSE 'state' END AS kind
    FROM domain.aggregate a
    LEFT JOIN LATERAL (
        SELECT version, hash FROM domain.fact f
        WHERE f.tenant_id = a.tenant_id AND f.aggregate_type = a.aggregate_type AND f.aggregate_id = a.aggregate_id
        ORDER BY version DESC LIMIT 1
    ) f ON true
    WHERE f.version IS DISTINCT FROM a.version OR f.hash IS DISTINCT FROM a.hash
)
SELECT DISTINCT ON (tenant_id, aggregate_type, aggregate_id)
       tenant_id::text, aggregate_type, aggregate_id::text, version, kind
FROM (SELECT * FROM broken UNION ALL SELECT * FROM heads) AS flaw
ORDER BY tenant_id, aggregate_type, aggregate_id, version
"""


class PostgresHistoryAudit:
    """Acts as the operator's role: it sees every tenant and changes nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def count(self) -> int:
        self._pool.open()
        with self._pool.connection() as connection:
            row = connection.execute("SELECT count(*) FROM domain.fact").fetchone()
        return int(row[0]) if row else 0

    def flaws(self) -> Iterator[Flaw]:
        self._pool.open()
        with self._pool.connection() as connection, connection.transaction(), connection.cursor("flaws") as cursor:
            cursor.execute(_FLAWS)
            for row in cursor:
                yield Flaw(*row)


_: type[HistoryAudit] = PostgresHistoryAudit
