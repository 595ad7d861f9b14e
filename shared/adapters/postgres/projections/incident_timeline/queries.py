"""IncidentQueryService over the incident timeline in PostgreSQL."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.alert_groups.spelling import corrected_if_nothing
from shared.adapters.postgres.projections.cursors import (
    bounded,
    decode_cursor,
    encode_cursor,
    integer,
    moment,
    uuid,
    word,
)
from shared.adapters.postgres.projections.freshness import FreshReads, Reading
from shared.adapters.postgres.projections.incident_timeline import statements
from shared.adapters.postgres.projections.incident_timeline.past_firing import with_firing_then
from shared.adapters.postgres.projections.incident_timeline.search_statements import (
    LISTED,
    SEARCH,
    SEARCH_PAST,
)
from shared.adapters.postgres.projections.past import PastReading, TimedReads
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.incident_timeline.metrics import (
    METRIC_DEFINITIONS,
    Distribution,
    MetricsQuery,
    MetricsRow,
    MTTRMetrics,
)
from shared.projections.incident_timeline.projection import incident_timeline
from shared.projections.incident_timeline.queries import (
    IncidentLink,
    IncidentPlace,
    IncidentQueries,
    IncidentSearch,
    IncidentSort,
    IncidentSummary,
    IncidentTimeline,
    StatusInterval,
    TimelineItem,
    TimelineQuery,
)
from shared.projections.page import Page
from shared.projections.snippet import best_match
from shared.projections.tokens import Sought, sought_by

_NUMBER = re.compile(r"(?i)\s*inc-(\d{1,18})\s*")
_SORT_KEYS: dict[IncidentSort, Callable[[str], Any]] = {
    "newest": integer,
    "severity": integer,
    "recently_updated": moment,
}
_TIMELINE_KEYS = (moment, word, uuid, integer)
_ENDED = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})
#: What tells why a row is found, and where in the order.
_HIDDEN = ("sort_key", "told", "fired")


class PostgresIncidentQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = TimedReads(pool, incident_timeline, wait_s=wait_s)
        alerts = FreshReads(pool, alert_groups, wait_s=wait_s)
        self._reads_with_alerts = FreshReads(pool, incident_timeline, wait_s=wait_s, beside=alerts)

    def search_incidents(self, tenant_id: TenantId, query: IncidentSearch) -> Page[IncidentSummary]:
        number = _NUMBER.fullmatch(query.text)
        typed = None if number else sought_by(query.text)
        search = _Search(tenant_id, query, int(number.group(1)) if number else None)
        if query.as_of is not None:
            with self._reads.reading(tenant_id, query, statements.PAST_STREAMS, search.parameters(typed)) as past:
                page_then = search.page(past, SEARCH_PAST[query.sort], search.kind, typed)
            return with_firing_then(self._reads, tenant_id, query, page_then)
        reads = self._reads.fresh if typed is None else self._reads_with_alerts
        with reads.reading(tenant_id, query.min_position) as reading:
            matched = typed is not None or query.service_id is not None
            page = partial(search.page, reading, (SEARCH if matched else LISTED)[query.sort])
            return corrected_if_nothing(reading, tenant_id, typed, query.cursor, kind=search.kind, page=page)

    def get_incident_timeline(self, tenant_id: TenantId, query: TimelineQuery) -> IncidentTimeline | None:
        incident = {"tenant": tenant_id, "incident": query.incident_id}
        with self._reads.reading(tenant_id, query, statements.PAST_ONE, incident) as reading:
            found = reading.rows(statements.ONE, incident)
            if not found:
                return None
            statuses = reading.rows(statements.STATUSES, incident)
            links = reading.rows(statements.LINKS, incident)
            entries = _entries(reading, tenant_id, query)
        return IncidentTimeline(
            incident=_summary(found[0]),
            statuses=_intervals(statuses),
            links=tuple(IncidentLink(**link) for link in links),
            entries=entries,
        )

    def get_mttr_metrics(self, tenant_id: TenantId, query: MetricsQuery) -> MTTRMetrics:
        window = {"tenant": tenant_id, "from": query.declared_from, "to": query.declared_to}
        window["service"] = query.service_id
        with self._reads.fresh.reading(tenant_id, query.min_position) as reading:
            measured = {row["severity"]: row for row in reading.rows(statements.METRICS, window)}
        of_all = measured[None]
        by_severity = (None, *sorted(Severity, key=lambda severity: -severity.rank))
        return MTTRMetrics(
            definitions=METRIC_DEFINITIONS,
            rows=tuple(_metrics(severity, measured.get(severity)) for severity in by_severity),
            excluded_open=of_all["excluded_open"],
            excluded_merged=of_all["excluded_merged"],
            as_of=reading.as_of,
        )


@dataclass(frozen=True, slots=True)
class _Search:
    tenant_id: TenantId
    query: IncidentSearch
    number: int | None

    @property
    def kind(self) -> str:
        return f"incidents by {self.query.sort}"

    def parameters(self, sought: Sought | None) -> dict[str, Any]:
        query = self.query
        return {
            "tenant": self.tenant_id,
            "number": self.number,
            "words": sought.query if sought else None,
            "found": list(sought.words) if sought else None,
            "statuses": sorted(query.statuses) or None,
            "ranks": sorted(severity.rank for severity in query.severities) or None,
            "service": query.service_id,
            "from": query.declared_from,
            "to": query.declared_to,
            "open_only": bool(query.statuses) and not query.statuses & _ENDED,
        }

    def page(
        self, reading: Reading | PastReading, statement: str, kind: str, sought: Sought | None
    ) -> Page[IncidentSummary]:
        limit = bounded(self.query.limit)
        after_key, after_number = decode_cursor(kind, self.query.cursor, (_SORT_KEYS[self.query.sort], integer))
        place = {"after_key": after_key, "after_number": after_number, "limit": limit + 1}
        rows = reading.rows(statement, self.parameters(sought) | place)
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(
            items=tuple(_hit(row, sought) if sought else _summary(row) for row in rows[:limit]),
            next_cursor=encode_cursor(kind, (last["sort_key"], last["number"])) if last else None,
            as_of=reading.as_of,
        )


def _hit(row: dict[str, Any], sought: Sought) -> IncidentSummary:
    texts: list[tuple[IncidentPlace, str]] = [
        ("number", f"INC-{row['number']}"),
        ("title", row["title"]),
        ("description", row["description"]),
        ("resolution", row["resolution_summary"] or ""),
        ("timeline", row["told"] or ""),
        ("correlation", row["correlation_key"] or ""),
        ("alert", row["fired"] or ""),
    ]
    matched_in, snippet = best_match(texts, sought) or (None, ())
    return replace(_summary(row), matched_in=matched_in, snippet=snippet)


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
    rows = reading.rows(statements.ENTRIES, parameters)
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
    """Neighbours with the same status are one interval; none is shorter than nothing, whoever's clock it was."""
    entered = [
        change for index, change in enumerate(changes) if index == 0 or changes[index - 1]["status"] != change["status"]
    ]
    ends = [*(change["since"] for change in entered[1:]), None]
    return tuple(
        StatusInterval(
            status=IncidentStatus(change["status"]), since=change["since"], until=until and max(until, change["since"])
        )
        for change, until in zip(entered, ends, strict=True)
    )


def _metrics(severity: Severity | None, row: dict[str, Any] | None) -> MetricsRow:
    def distribution(name: str) -> Distribution:
        left_out = 0 if row is None else row[f"{name}_left_out"]
        if row is None or row[f"{name}_count"] == 0:
            return Distribution(count=0, p50=None, p90=None, mean=None, left_out=left_out)
        p50, p90 = row[f"{name}_percentiles"]
        return Distribution(count=row[f"{name}_count"], p50=p50, p90=p90, mean=row[f"{name}_mean"], left_out=left_out)

    return MetricsRow(
        severity=severity, mttd=distribution("mttd"), mtta=distribution("mtta"), mttr=distribution("mttr")
    )


_: type[IncidentQueries] = PostgresIncidentQueries
