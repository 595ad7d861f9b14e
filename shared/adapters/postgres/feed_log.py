"""The feed's side of the log of facts: in commit order, up to where no open transaction can still write."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.adapters.cloudevents.codec import parse_rfc3339
from shared.adapters.postgres.connection import Pool, transaction
from shared.kernel.ids import TenantId
from shared.ports.feed import BEGINNING, FeedLog, Happened, Place


class PostgresFeedLog:
    """Acts as ``sre_query``; a connection is held only while it is asked."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def newest(self, tenant_id: TenantId, *, back: int = 0) -> Place:
        row = self._one(tenant_id, _NEWEST, {"back": back})
        return Place(*row) if row else BEGINNING

    def at(self, tenant_id: TenantId, position: int) -> Place | None:
        row = self._one(tenant_id, _AT, {"position": position})
        return Place(*row) if row else None

    def exists(self, tenant_id: TenantId, position: int) -> bool:
        return self._one(tenant_id, _EXISTS, {"position": position}) is not None

    def more_than(self, count: int, tenant_id: TenantId, after: Place) -> bool:
        beyond = {"count": count, "tx": after.tx, "position": after.position}
        return self._one(tenant_id, _BEYOND, beyond) is not None

    def page(
        self, tenant_id: TenantId, after: Place, *, kinds: Sequence[str] | None, limit: int
    ) -> tuple[Sequence[Happened], Place]:
        wanted = None if kinds is None else list(kinds)
        parameters = {
            "tenant": tenant_id,
            "tx": after.tx,
            "position": after.position,
            "kinds": wanted,
            "limit": limit,
        }
        with transaction(self._pool, tenant_id) as connection:
            rows = connection.execute(_PAGE, parameters).fetchall()
        found = [
            Happened(
                position=position,
                type=type_,
                aggregate_type=kind,
                aggregate_id=id_,
                version=version,
                occurred_at=_time_of(event, recorded_at),
            )
            for _tx, position, type_, kind, id_, version, recorded_at, event in rows
            if event is not None
        ]
        return found, Place(rows[-1][0], rows[-1][1]) if rows else after

    def _one(self, tenant_id: TenantId, statement: str, parameters: dict[str, Any]) -> Any:
        with transaction(self._pool, tenant_id) as connection:
            return connection.execute(statement.encode(), {"tenant": tenant_id, **parameters}).fetchone()


def _time_of(event: str, recorded_at: datetime) -> datetime:
    """An event that cannot be read happened, for all that is known, when it was recorded."""
    try:
        return parse_rfc3339(json.loads(event)["time"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return recorded_at


# Below the horizon no transaction is open any more, so no fact can still appear there. An order names its table: a bare
# ``tx`` would be the text that is selected, in which 1000 comes before 999.
_NEWEST = """
    SELECT f.tx::text, f.position FROM domain.fact f
    WHERE f.tenant_id = %(tenant)s AND f.tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY f.tx DESC, f.position DESC OFFSET %(back)s LIMIT 1
"""
_AT = """
    SELECT tx::text, position FROM domain.fact
    WHERE tenant_id = %(tenant)s AND position = %(position)s AND tx < pg_snapshot_xmin(pg_current_snapshot())
"""
_EXISTS = "SELECT 1 FROM domain.fact WHERE tenant_id = %(tenant)s AND position = %(position)s"
_BEYOND = """
    SELECT 1 FROM domain.fact f
    WHERE f.tenant_id = %(tenant)s AND (f.tx, f.position) > (%(tx)s::xid8, %(position)s::bigint)
        AND f.tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY f.tx, f.position OFFSET %(count)s LIMIT 1
"""
# Those of other kinds come without their event: the place goes past them.
_PAGE = b"""
    SELECT f.tx::text, f.position, f.type, f.aggregate_type, f.aggregate_id, f.version, f.recorded_at,
        CASE WHEN %(kinds)s::text[] IS NULL OR f.aggregate_type = ANY (%(kinds)s) THEN f.event END AS event
    FROM domain.fact f
    WHERE f.tenant_id = %(tenant)s AND (f.tx, f.position) > (%(tx)s::xid8, %(position)s::bigint)
        AND f.tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY f.tx, f.position LIMIT %(limit)s
"""

_: type[FeedLog] = PostgresFeedLog
