"""AlertQueryService over the alert groups in PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.alert_groups import group_statements, past_statements, statements
from shared.adapters.postgres.projections.alert_groups.fired_statements import FIRED
from shared.adapters.postgres.projections.alert_groups.spelling import corrected_if_nothing
from shared.adapters.postgres.projections.cursors import (
    bounded,
    decode_cursor,
    encode_cursor,
    integer,
    moment,
    plain,
    uuid,
)
from shared.adapters.postgres.projections.freshness import Reading
from shared.adapters.postgres.projections.past import PastReading, TimedReads
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import AlertSource, AlertStatus, IncidentStatus, Severity
from shared.projections.alert_groups.fired import MOST_FIRED, FiredEpisode, FiredEpisodes, FiredQuery
from shared.projections.alert_groups.firing_periods import (
    MOST_ALERTS,
    MOST_EPISODES,
    AlertEpisode,
    AlertEpisodes,
    AlertEpisodesQuery,
)
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.alert_groups.queries import (
    MOST_COUNTED,
    ActiveAlertCount,
    ActiveAlerts,
    AlertGroup,
    AlertGroupsQuery,
    AlertPlace,
    AlertQueries,
    AlertSearch,
    AlertSummary,
    Holder,
)
from shared.projections.page import AsOf, InvalidQuery, Page
from shared.projections.snippet import best_match
from shared.projections.tokens import Sought, sought_by

_PLACE = (moment, uuid)
_MOST_LABELS = 100
_STILL_FIRING = frozenset({AlertStatus.FIRING, AlertStatus.ACKNOWLEDGED})
_FIRING = {"firing_only": True, "words": None, "labels": None, "from": None, "to": None}


class PostgresAlertQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = TimedReads(pool, alert_groups, wait_s=wait_s)

    def list_active_alerts(self, tenant_id: TenantId, query: ActiveAlerts) -> Page[AlertSummary]:
        limit = bounded(query.limit)
        after_at, after_id = decode_cursor("active", query.cursor, _PLACE)
        parameters = {
            "tenant": tenant_id,
            "severities": sorted(query.severities) or None,
            "without_incident": query.without_incident,
            "after_at": after_at,
            "after_id": after_id,
            "limit": limit + 1,
        }
        with self._reads.reading(tenant_id, query, past_statements.FIRING, parameters | _FIRING) as reading:
            rows = reading.rows(statements.ACTIVE, parameters)
        return _page("active", rows, limit, reading.as_of)

    def search_alerts(self, tenant_id: TenantId, query: AlertSearch) -> Page[AlertSummary]:
        typed = sought_by(query.text)
        search = _Search(tenant_id, query)
        matched = typed is not None or bool(query.labels)
        if query.as_of is not None and query.service_id is not None:
            raise InvalidQuery("alerts of a service are found as they are now; leave as_of or service_id out")
        if query.as_of is not None:
            parameters = search.parameters(typed)
            with self._reads.reading(tenant_id, query, _streams(parameters, matched=matched), parameters) as past:
                return search.page(past, statements.SEARCH_PAST, "alerts", typed)
        with self._reads.fresh.reading(tenant_id, query.min_position) as reading:
            statement = statements.SEARCH if matched else statements.LISTED
            statement = statement if query.service_id is None else statements.OF_SERVICE
            page = partial(search.page, reading, statement)
            return corrected_if_nothing(reading, tenant_id, typed, query.cursor, kind="alerts", page=page)

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
            rows = reading.rows(group_statements.GROUPS, parameters)
        more = len(rows) > limit
        return Page(
            items=tuple(_group(row) for row in rows[:limit]),
            next_cursor=encode_cursor("groups", (rows[limit - 1]["number"],)) if more else None,
            as_of=reading.as_of,
        )

    def count_active_alerts(self, tenant_id: TenantId, min_position: int | None) -> ActiveAlertCount:
        with self._reads.fresh.reading(tenant_id, min_position) as reading:
            (row,) = reading.rows(statements.COUNT_ACTIVE, {"tenant": tenant_id, "most": MOST_COUNTED})
        return ActiveAlertCount(**row, all_counted=row["firing"] < MOST_COUNTED, as_of=reading.as_of)

    def list_alert_episodes(self, tenant_id: TenantId, query: AlertEpisodesQuery) -> AlertEpisodes:
        if not 0 < len(query.alert_ids) <= MOST_ALERTS:
            raise InvalidQuery(f"name between 1 and {MOST_ALERTS} alerts")
        parameters = {
            "tenant": tenant_id,
            "alerts": sorted(query.alert_ids),
            "from": query.ends_from,
            "to": query.starts_to,
            "most": MOST_EPISODES,
        }
        with self._reads.fresh.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.EPISODES, parameters)
        items = tuple(AlertEpisode(**row | _standing(row)) for row in rows[:MOST_EPISODES])
        return AlertEpisodes(items=items, all_shown=len(rows) <= MOST_EPISODES, as_of=reading.as_of)

    def list_fired(self, tenant_id: TenantId, query: FiredQuery) -> FiredEpisodes:
        labels = {plain(name): plain(value) for name, value in query.labels.items()}
        stretch = {"since": query.since, "until": query.until, "labels": Jsonb(labels) if labels else None}
        with self._reads.fresh.reading(tenant_id, None) as reading:
            rows = reading.rows(FIRED, stretch | {"tenant": tenant_id, "most": MOST_FIRED})
        items = tuple(FiredEpisode(**row | _standing(row)) for row in rows[:MOST_FIRED])
        return FiredEpisodes(items=items, all_given=len(rows) <= MOST_FIRED, as_of=reading.as_of)

    def holder_of(self, tenant_id: TenantId, alert_id: UUID, episode: int) -> Holder | None:
        parameters = {"tenant": tenant_id, "alert": alert_id, "episode": episode}
        with self._reads.fresh.reading(tenant_id, None) as reading:
            rows = reading.rows(group_statements.HOLDER, parameters)
        return Holder(**rows[0]) if rows else None

    def firing_labels(
        self, tenant_id: TenantId, incident_ids: Sequence[UUID]
    ) -> Mapping[UUID, Sequence[Mapping[str, str]]]:
        parameters = {"tenant": tenant_id, "incidents": list(incident_ids), "most": _MOST_LABELS}
        found: dict[UUID, list[Mapping[str, str]]] = {}
        with self._reads.fresh.reading(tenant_id, None) as reading:
            for row in reading.rows(group_statements.FIRING_LABELS, parameters):
                found.setdefault(row["incident_id"], []).append(row["labels"])
        return found


@dataclass(frozen=True, slots=True)
class _Search:
    tenant_id: TenantId
    query: AlertSearch

    def parameters(self, sought: Sought | None) -> dict[str, Any]:
        query = self.query
        labels = {plain(name): plain(value) for name, value in query.labels.items()}
        return _among(query.statuses) | {
            "tenant": self.tenant_id,
            "words": sought.query if sought else None,
            "labels": Jsonb(labels) if labels else None,
            "without": [Jsonb({plain(name): plain(value)}) for name, value in _pairs(query.without_labels)] or None,
            "severities": sorted(query.severities) if len(query.severities) > 1 else None,
            "severity": next(iter(query.severities)) if len(query.severities) == 1 else None,
            "without_incident": query.without_incident,
            "service": query.service_id,
            "from": query.starts_from,
            "to": query.starts_to,
            "firing_only": bool(query.statuses) and query.statuses <= _STILL_FIRING,
        }

    def page(
        self, reading: Reading | PastReading, statement: str, kind: str, sought: Sought | None
    ) -> Page[AlertSummary]:
        limit = bounded(self.query.limit)
        after_at, after_id = decode_cursor(kind, self.query.cursor, _PLACE)
        place = {"after_at": after_at, "after_id": after_id, "limit": limit + 1}
        page = _page(kind, reading.rows(statement, self.parameters(sought) | place), limit, reading.as_of)
        return page if sought is None else replace(page, items=tuple(_hit(alert, sought) for alert in page.items))


def _streams(parameters: dict[str, Any], *, matched: bool) -> str:
    if matched:
        return past_statements.MATCHED
    return past_statements.FIRING if parameters["firing_only"] else past_statements.LISTED


def _among(statuses: frozenset[AlertStatus]) -> dict[str, Any]:
    """Acknowledged is firing and seen; with firing among the statuses it adds nothing."""
    seen_only = AlertStatus.ACKNOWLEDGED in statuses and AlertStatus.FIRING not in statuses
    stored = statuses | ({AlertStatus.FIRING} if seen_only else set())
    return {"statuses": sorted(stored) or None, "seen_only": seen_only}


def _hit(alert: AlertSummary, sought: Sought) -> AlertSummary:
    texts: list[tuple[AlertPlace, str]] = [
        ("name", alert.name),
        *(("label", f"{name}={value}") for name, value in sorted(alert.labels.items()) if name != "alertname"),
        *(("annotation", value) for _name, value in sorted(alert.annotations.items())),
    ]
    matched_in, snippet = best_match(texts, sought) or (None, ())
    return replace(alert, matched_in=matched_in, snippet=snippet)


def _page(kind: str, rows: list[dict[str, Any]], limit: int, as_of: AsOf) -> Page[AlertSummary]:
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=tuple(_summary(row) for row in rows[:limit]),
        next_cursor=encode_cursor(kind, (last["starts_at"], last["alert_id"])) if last else None,
        as_of=as_of,
    )


def _summary(row: dict[str, Any]) -> AlertSummary:
    return AlertSummary(**row | _standing(row) | {"source": AlertSource(row["source"])})


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    return {"status": AlertStatus(row["status"]), "severity": Severity(row["severity"])}


def _pairs(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    for label in labels:
        name, _, value = label.partition("=")
        yield name, value


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
