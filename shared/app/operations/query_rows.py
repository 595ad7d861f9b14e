"""IncidentQueryService and AlertQueryService: search, history and numbers, from the projections."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from shared.app.operations.derived import Arguments, given, parameters_of
from shared.app.operations.incident_company import in_company
from shared.app.operations.rows import READERS, Query, Reads
from shared.app.operations.suppression import open_windows, suppressions_of
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import AlertStatus
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.alert_groups.queries import (
    ActiveAlertCount,
    ActiveAlerts,
    AlertGroup,
    AlertGroupsQuery,
    AlertSearch,
    AlertSummary,
)
from shared.projections.incident_timeline.queries import (
    IncidentSearch,
    IncidentSummary,
    IncidentTimeline,
    MetricsQuery,
    MTTRMetrics,
    TimelineQuery,
)
from shared.projections.page import Page

_INCIDENTS = "IncidentQueryService"
_ALERTS = "AlertQueryService"

#: ``team=payments``; the name ends at the first equals sign.
LabelEquals = Annotated[str, Field(pattern=r"^[^=]+=", max_length=4_000)]
_NO_LABELS: tuple[str, ...] = ()


class CountParameters(Arguments):
    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None


def _search_incidents(reads: Reads, asked: Asked) -> Answer:
    query, tenant_id = IncidentSearch(**given(asked.request)), asked.caller.tenant_id
    page = reads.incidents.search_incidents(tenant_id, query)
    items = in_company(reads, tenant_id, page.items, now=query.as_of is None)
    return Answer(content=replace(page, items=items))


def _timeline(reads: Reads, asked: Asked) -> Answer:
    query = TimelineQuery(incident_id=IncidentId(asked.ids["incident_id"]), **given(asked.request))
    timeline = reads.incidents.get_incident_timeline(asked.caller.tenant_id, query)
    if timeline is None:
        raise not_found()
    (incident,) = in_company(reads, asked.caller.tenant_id, (timeline.incident,), now=query.as_of is None)
    return Answer(content=replace(timeline, incident=incident))


def _metrics(reads: Reads, asked: Asked) -> Answer:
    return Answer(
        content=reads.incidents.get_mttr_metrics(asked.caller.tenant_id, MetricsQuery(**given(asked.request)))
    )


def _active_alerts(reads: Reads, asked: Asked) -> Answer:
    query = ActiveAlerts(**given(asked.request))
    page = reads.alerts.list_active_alerts(asked.caller.tenant_id, query)
    return Answer(content=_with_suppressions(reads, asked, page, now=query.as_of is None))


def _count_active_alerts(reads: Reads, asked: Asked) -> Answer:
    wanted = CountParameters.model_validate(asked.request)
    return Answer(content=reads.alerts.count_active_alerts(asked.caller.tenant_id, wanted.min_position))


def _with_suppressions(reads: Reads, asked: Asked, page: Page[AlertSummary], *, now: bool) -> Page[AlertSummary]:
    """Nobody is told less of what does not fire."""
    fires = any(alert.status is AlertStatus.FIRING for alert in page.items)
    windows = open_windows(reads, asked.caller.tenant_id) if now and fires else ()
    items = tuple(
        replace(alert, suppressed_by=suppressions_of(windows, alert.labels) if now else None) for alert in page.items
    )
    return replace(page, items=items)


def _alert_groups(reads: Reads, asked: Asked) -> Answer:
    return Answer(
        content=reads.alerts.list_alert_groups(asked.caller.tenant_id, AlertGroupsQuery(**given(asked.request)))
    )


def _search_alerts(reads: Reads, asked: Asked) -> Answer:
    search = given(asked.request)
    search["labels"] = dict(pair.split("=", 1) for pair in search["labels"])
    page = reads.alerts.search_alerts(asked.caller.tenant_id, AlertSearch(**search))
    return Answer(content=_with_suppressions(reads, asked, page, now=search["as_of"] is None))


QUERIES: tuple[Query, ...] = (
    Query(
        name="SearchIncidents",
        service=_INCIDENTS,
        path="/v1/incidents",
        roles=READERS,
        request=parameters_of(IncidentSearch),
        response=Page[IncidentSummary],
        summary="Find incidents by words, status, severity, service and time",
        example={"text": "checkout", "statuses": ["open"]},
        answer=_search_incidents,
    ),
    Query(
        name="GetIncidentTimeline",
        service=_INCIDENTS,
        path="/v1/incidents/{incident_id}/timeline",
        roles=READERS,
        request=parameters_of(TimelineQuery, without=frozenset({"incident_id"})),
        response=IncidentTimeline,
        summary="What happened, oldest first, alerts included",
        example={"incident_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=_timeline,
    ),
    Query(
        name="GetMTTRMetrics",
        service=_INCIDENTS,
        path="/v1/metrics/mttr",
        roles=READERS,
        request=parameters_of(MetricsQuery),
        response=MTTRMetrics,
        summary="Time to detect, acknowledge and resolve, by severity",
        example={"declared_from": "2026-03-01T00:00:00Z", "declared_to": "2026-04-01T00:00:00Z"},
        answer=_metrics,
    ),
    Query(
        name="ListActiveAlerts",
        service=_ALERTS,
        path="/v1/alerts/active",
        roles=READERS,
        request=parameters_of(ActiveAlerts),
        response=Page[AlertSummary],
        summary="What fires now",
        example={"severities": ["critical"]},
        answer=_active_alerts,
    ),
    Query(
        name="CountActiveAlerts",
        service=_ALERTS,
        path="/v1/alerts/active/count",
        roles=READERS,
        request=CountParameters,
        response=ActiveAlertCount,
        summary="How many alerts fire now, and how many of them no incident holds",
        example={},
        answer=_count_active_alerts,
    ),
    Query(
        name="ListAlertGroups",
        service=_ALERTS,
        path="/v1/alerts/groups",
        roles=READERS,
        request=parameters_of(AlertGroupsQuery),
        response=Page[AlertGroup],
        summary="Which alerts were put together, and by which rule",
        example={"limit": 20},
        answer=_alert_groups,
    ),
    Query(
        name="SearchAlerts",
        service=_ALERTS,
        path="/v1/alerts",
        roles=READERS,
        request=parameters_of(AlertSearch, labels=(tuple[LabelEquals, ...], _NO_LABELS)),
        response=Page[AlertSummary],
        summary="Find alerts by words, labels, status, severity and time",
        example={"labels": ["service=checkout"]},
        answer=_search_alerts,
    ),
)
