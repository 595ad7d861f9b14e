"""AlertQueryService over the alert correlation in PostgreSQL."""

from typing import Any

from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections import sql_alerts
from shared.adapters.postgres.projections.cursors import (
    bounded,
    decode_cursor,
    encode_cursor,
    integer,
    moment,
    plain,
    uuid,
)
from shared.adapters.postgres.projections.past import TimedReads
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import AlertSource, AlertStatus, IncidentStatus, Severity
from shared.projections.alert_correlation.projection import alert_correlation
from shared.projections.alert_correlation.queries import (
    ActiveAlerts,
    AlertGroup,
    AlertGroupsQuery,
    AlertQueries,
    AlertSearch,
    AlertSummary,
)
from shared.projections.page import AsOf, Page
from shared.projections.words import prefix_query

_PLACE = (moment, uuid)
_STILL_FIRING = frozenset({AlertStatus.FIRING, AlertStatus.ACKNOWLEDGED})
_FIRING = {"firing_only": True, "words": None, "labels": None, "from": None, "to": None}


class PostgresAlertQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = TimedReads(pool, alert_correlation, wait_s=wait_s)

    def list_active_alerts(self, tenant_id: TenantId, query: ActiveAlerts) -> Page[AlertSummary]:
        limit = bounded(query.limit)
        after_at, after_id = decode_cursor("active", query.cursor, _PLACE)
        parameters = {
            "tenant": tenant_id,
            "severities": sorted(query.severities) or None,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query, sql_alerts.PAST, parameters | _FIRING) as reading:
            rows = reading.rows(sql_alerts.ACTIVE, parameters)
        return _page("active", rows, limit, reading.as_of)

    def search_alerts(self, tenant_id: TenantId, query: AlertSearch) -> Page[AlertSummary]:
        limit = bounded(query.limit)
        after_at, after_id = decode_cursor("alerts", query.cursor, _PLACE)
        parameters = {
            "tenant": tenant_id,
            "words": prefix_query(query.text),
            "labels": Jsonb({plain(name): plain(value) for name, value in query.labels.items()})
            if query.labels
            else None,
            "statuses": sorted(query.statuses) or None,
            "severities": sorted(query.severities) or None,
            "from": query.started_from,
            "to": query.started_to,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit + 1,
        }
        firing_only = bool(query.statuses) and query.statuses <= _STILL_FIRING
        past = parameters | {"firing_only": firing_only}
        with self._reads.reading(tenant_id, query, sql_alerts.PAST, past) as reading:
            rows = reading.rows(sql_alerts.SEARCH, parameters)
        return _page("alerts", rows, limit, reading.as_of)

    def list_alert_groups(self, tenant_id: TenantId, query: AlertGroupsQuery) -> Page[AlertGroup]:
        limit = bounded(query.limit)
        (after_number,) = decode_cursor("groups", query.cursor, (integer,))
        parameters = {
            "tenant": tenant_id,
            "open_only": query.open_only,
            "key": None if query.correlation_key is None else plain(query.correlation_key),
            "after_number": after_number,
            "limit": limit + 1,
        }
        with self._reads.fresh.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(sql_alerts.GROUPS, parameters)
        more = len(rows) > limit
        return Page(
            items=tuple(_group(row) for row in rows[:limit]),
            next_cursor=encode_cursor("groups", (rows[limit - 1]["number"],)) if more else None,
            as_of=reading.as_of,
        )


def _page(kind: str, rows: list[dict[str, Any]], limit: int, as_of: AsOf) -> Page[AlertSummary]:
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=tuple(_summary(row) for row in rows[:limit]),
        next_cursor=encode_cursor(kind, (last["starts_at"], last["alert_id"])) if last else None,
        as_of=as_of,
    )


def _summary(row: dict[str, Any]) -> AlertSummary:
    shown = {name: value for name, value in row.items() if name not in ("tenant_id", "words")}
    return AlertSummary(
        **shown
        | {
            "status": AlertStatus(row["status"]),
            "severity": Severity(row["severity"]),
            "source": AlertSource(row["source"]),
        }
    )


def _group(row: dict[str, Any]) -> AlertGroup:
    shown = {name: value for name, value in row.items() if name not in ("tenant_id", "status")}
    return AlertGroup(
        **shown
        | {
            "severity": Severity(row["severity"]),
            "incident_status": IncidentStatus(row["status"]),
            "alert_ids": tuple(row["alert_ids"]),
        }
    )


_: type[AlertQueries] = PostgresAlertQueries
