"""IncidentQueryService over the incident timeline in PostgreSQL."""

import re
from collections.abc import Sequence
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections import sql_incidents
from shared.adapters.postgres.projections.cursors import (
    bounded,
    decode_cursor,
    encode_cursor,
    integer,
    moment,
    uuid,
    word,
)
from shared.adapters.postgres.projections.freshness import Reading
from shared.adapters.postgres.projections.past import PastReading, TimedReads
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.queries import (
    METRIC_DEFINITIONS,
    Distribution,
    IncidentLink,
    IncidentQueries,
    IncidentSearch,
    IncidentSummary,
    IncidentTimeline,
    MetricsQuery,
    MetricsRow,
    MTTRMetrics,
    StatusInterval,
    TimelineItem,
    TimelineQuery,
)
from shared.projections.page import Page
from shared.projections.words import prefix_query

_NUMBER = re.compile(r"(?i)\s*inc-(\d{1,18})\s*")
_SORT_KEYS = (integer, integer)
_TIMELINE_KEYS = (moment, word, uuid, integer)
_ENDED = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})
_HIDDEN = ("tenant_id", "severity_rank", "words", "sort_key")


class PostgresIncidentQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = TimedReads(pool, incident_timeline, wait_s=wait_s)

    def search_incidents(self, tenant_id: TenantId, query: IncidentSearch) -> Page[IncidentSummary]:
        limit = bounded(query.limit)
        kind = f"incidents {query.sort}"
        after_key, after_number = decode_cursor(kind, query.cursor, _SORT_KEYS)
        number = _NUMBER.fullmatch(query.text)
        parameters = {
            "tenant": tenant_id,
            "number": int(number.group(1)) if number else None,
            "words": None if number else prefix_query(query.text),
            "statuses": sorted(query.statuses) or None,
            "severities": sorted(query.severities) or None,
            "service": query.service_id,
            "from": query.declared_from,
            "to": query.declared_to,
            "sort": query.sort,
            "after_key": after_key,
            "after_number": after_number,
            "open_only": bool(query.statuses) and not query.statuses & _ENDED,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query, sql_incidents.PAST_SEARCH, parameters) as reading:
            rows = reading.rows(sql_incidents.SEARCH, parameters)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(_summary(row) for row in rows[:limit]),
            next_cursor=encode_cursor(kind, (last["sort_key"], last["number"])) if last else None,
            as_of=reading.as_of,
        )

    def get_incident_timeline(self, tenant_id: TenantId, query: TimelineQuery) -> IncidentTimeline | None:
        incident = {"tenant": tenant_id, "incident": query.incident_id}
        with self._reads.reading(tenant_id, query, sql_incidents.PAST_ONE, incident) as reading:
            found = reading.rows(sql_incidents.ONE, incident)
            if not found:
                return None
            statuses = reading.rows(sql_incidents.STATUSES, incident)
            links = reading.rows(sql_incidents.LINKS, incident)
            entries = _entries(reading, tenant_id, query)
        return IncidentTimeline(
            incident=_summary(found[0]),
            statuses=_intervals(statuses),
            links=tuple(IncidentLink(**link) for link in links),
            entries=entries,
        )

    def get_mttr_metrics(self, tenant_id: TenantId, query: MetricsQuery) -> MTTRMetrics:
        window = {"tenant": tenant_id, "from": query.declared_from, "to": query.declared_to}
        with self._reads.fresh.reading(tenant_id, query.min_position) as reading:
            measured = {row["severity"]: row for row in reading.rows(sql_incidents.METRICS, window)}
            excluded = reading.rows(sql_incidents.EXCLUDED, window)[0]
        by_severity = (None, *sorted(Severity, key=lambda severity: -severity.rank))
        return MTTRMetrics(
            definitions=METRIC_DEFINITIONS,
            rows=tuple(_metrics(severity, measured.get(severity)) for severity in by_severity),
            excluded_open=excluded["open"],
            excluded_merged=excluded["merged"],
            as_of=reading.as_of,
        )


def _entries(reading: Reading | PastReading, tenant_id: TenantId, query: TimelineQuery) -> Page[TimelineItem]:
    limit = bounded(query.limit)
    at, aggregate_type, aggregate_id, version = decode_cursor("timeline", query.cursor, _TIMELINE_KEYS)
    parameters = {
        "tenant": tenant_id,
        "incident": query.incident_id,
        "kinds": sorted(query.kinds) or None,
        "after_at": at,
        "after_type": aggregate_type,
        "after_id": aggregate_id,
        "after_version": version,
        "limit": limit + 1,
    }
    rows = reading.rows(sql_incidents.ENTRIES, parameters)
    place = ("occurred_at", "aggregate_type", "aggregate_id", "version")
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=tuple(
            TimelineItem(**{name: value for name, value in row.items() if name != "version"}) for row in rows[:limit]
        ),
        next_cursor=encode_cursor("timeline", [last[name] for name in place]) if last else None,
        as_of=reading.as_of,
    )


def _summary(row: dict[str, Any]) -> IncidentSummary:
    shown = {name: value for name, value in row.items() if name not in _HIDDEN}
    return IncidentSummary(
        **shown
        | {
            "severity": Severity(row["severity"]),
            "status": IncidentStatus(row["status"]),
            "source": IncidentSource(row["source"]),
            "affected_resources": tuple(row["affected_resources"]),
            "service_ids": tuple(row["service_ids"]),
        }
    )


def _intervals(changes: Sequence[dict[str, Any]]) -> tuple[StatusInterval, ...]:
    """Neighbours with the same status are one interval."""
    entered = [
        change for index, change in enumerate(changes) if index == 0 or changes[index - 1]["status"] != change["status"]
    ]
    ends = [*(change["since"] for change in entered[1:]), None]
    return tuple(
        StatusInterval(status=IncidentStatus(change["status"]), since=change["since"], until=until)
        for change, until in zip(entered, ends, strict=True)
    )


def _metrics(severity: Severity | None, row: dict[str, Any] | None) -> MetricsRow:
    def distribution(name: str) -> Distribution:
        if row is None or row[f"{name}_count"] == 0:
            return Distribution(count=0, p50=None, p90=None, mean=None)
        p50, p90 = row[f"{name}_percentiles"]
        return Distribution(count=row[f"{name}_count"], p50=p50, p90=p90, mean=row[f"{name}_mean"])

    return MetricsRow(
        severity=severity, mttd=distribution("mttd"), mtta=distribution("mtta"), mttr=distribution("mttr")
    )


_: type[IncidentQueries] = PostgresIncidentQueries
