"""Hash chains checked by the database itself, a stretch of one tenant's things at a time."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, sql

from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.history import Flaw, HistoryAudit, HistoryPlace, HistoryStretch, ReadModelProgress
from shared.projections.projection import Projection

_TENANTS = """
    WITH RECURSIVE known AS (
        (SELECT tenant_id FROM domain.fact ORDER BY tenant_id LIMIT 1)
        UNION ALL
        SELECT (SELECT f.tenant_id FROM domain.fact f WHERE f.tenant_id > known.tenant_id ORDER BY f.tenant_id LIMIT 1)
        FROM known WHERE known.tenant_id IS NOT NULL
    )
    SELECT tenant_id FROM known WHERE tenant_id IS NOT NULL
"""
_LAST = """
    SELECT aggregate_type, aggregate_id FROM domain.aggregate
    WHERE tenant_id = %(tenant)s
        AND (%(type)s::text IS NULL OR (aggregate_type, aggregate_id) > (%(type)s, %(id)s::uuid))
    ORDER BY aggregate_type, aggregate_id OFFSET %(limit)s - 1 LIMIT 1
"""
# Facts without a thing, too: the stretch is one of keys.
_IN_STRETCH = """
    tenant_id = %(tenant)s
    AND (%(type)s::text IS NULL OR (aggregate_type, aggregate_id) > (%(type)s, %(id)s::uuid))
    AND (%(last_type)s::text IS NULL OR (aggregate_type, aggregate_id) <= (%(last_type)s, %(last_id)s::uuid))
"""
_COUNT = f"""
    SELECT (SELECT count(*) FROM domain.aggregate WHERE {_IN_STRETCH}),
           (SELECT count(*) FROM domain.fact WHERE {_IN_STRETCH})
"""  # noqa: S608 - a text of our own
_FLAWS = f"""
WITH chain AS (
    SELECT tenant_id, aggregate_type, aggregate_id, version, hash,
           sha256(coalesce(lag(hash) OVER w, ''::bytea) || convert_to(event, 'UTF8')) AS expected_hash,
           coalesce(lag(version) OVER w, 0) + 1 AS expected_version
    FROM domain.fact WHERE {_IN_STRETCH}
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
    FROM (SELECT * FROM domain.aggregate WHERE {_IN_STRETCH}) a
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
"""  # noqa: S608 - a text of our own
_PROGRESS = f"""
    SELECT count(*) FILTER (WHERE p.version IS NULL OR p.version < a.version),
           count(*) FILTER (WHERE p.version > a.version)
    FROM (SELECT * FROM domain.aggregate WHERE {_IN_STRETCH} AND aggregate_type = ANY (%(types)s)) a
    LEFT JOIN {{}} p USING (tenant_id, aggregate_type, aggregate_id)
"""  # noqa: S608 - a text of our own


class PostgresHistoryAudit:
    """Changes nothing. The operator's role sees every tenant, others the one that they are asked about."""

    def __init__(self, pool: Pool, projections: Sequence[Projection]) -> None:
        self._pool = pool
        self._projections = projections

    def tenants(self) -> Sequence[TenantId]:
        with transaction(self._pool) as connection:
            return [TenantId(row[0]) for row in connection.execute(_TENANTS).fetchall()]

    def stretch(self, tenant_id: TenantId, *, after: HistoryPlace | None, limit: int) -> HistoryStretch:
        asked: dict[str, Any] = {"tenant": tenant_id, "limit": limit} | _named("", after)
        with transaction(self._pool, tenant_id) as connection:
            row = connection.execute(_LAST, asked).fetchone()
            last = None if row is None else HistoryPlace(aggregate_type=row[0], aggregate_id=row[1])
            asked |= _named("last_", last)
            things, facts = connection.execute(_COUNT, asked).fetchone() or (0, 0)
            flaws = connection.execute(_FLAWS, asked).fetchall()
            progress = tuple(_progress(connection, each, asked) for each in self._projections)
        return HistoryStretch(
            things=things, facts=facts, flaws=tuple(Flaw(*each) for each in flaws), read_models=progress, last=last
        )


def _named(prefix: str, place: HistoryPlace | None) -> dict[str, object]:
    return {
        f"{prefix}type": place and place.aggregate_type,
        f"{prefix}id": place and place.aggregate_id,
    }


def _progress(connection: Connection[Any], projection: Projection, asked: dict[str, Any]) -> ReadModelProgress:
    statement = sql.SQL(_PROGRESS).format(sql.Identifier(projection.name, "progress"))
    row = connection.execute(statement, asked | {"types": sorted(projection.aggregate_types)}).fetchone()
    behind, ahead = row or (0, 0)
    return ReadModelProgress(name=projection.name, behind=behind, ahead=ahead)


_: type[HistoryAudit] = PostgresHistoryAudit
