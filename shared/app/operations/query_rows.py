"""IncidentQueryService and AlertQueryService: search, history and numbers, from the projections."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.derived import given, parameters_of
from shared.app.operations.rows import READERS, Query, Reads
from shared.kernel.ids import IncidentId
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.alert_correlation.queries import (
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


def _search_incidents(reads: Reads, asked: Asked) -> Answer:
    query = IncidentSearch(**given(asked.request))
    return Answer(content=reads.incidents.search_incidents(asked.caller.tenant_id, query))


def _timeline(reads: Reads, asked: Asked) -> Answer:
    query = TimelineQuery(incident_id=IncidentId(asked.ids["incident_id"]), **given(asked.request))
    timeline = reads.incidents.get_incident_timeline(asked.caller.tenant_id, query)
    if timeline is None:
        raise not_found()
    return Answer(content=timeline)


def _metrics(reads: Reads, asked: Asked) -> Answer:
    return Answer(
        content=reads.incidents.get_mttr_metrics(asked.caller.tenant_id, MetricsQuery(**given(asked.request)))
    )


def _active_alerts(reads: Reads, asked: Asked) -> Answer:
    return Answer(content=reads.alerts.list_active_alerts(asked.caller.tenant_id, ActiveAlerts(**given(asked.request))))


def _alert_groups(reads: Reads, asked: Asked) -> Answer:
    return Answer(
        content=reads.alerts.list_alert_groups(asked.caller.tenant_id, AlertGroupsQuery(**given(asked.request)))
    )


def _search_alerts(reads: Reads, asked: Asked) -> Answer:
    search = given(asked.request)
    search["labels"] = dict(pair.split("=", 1) for pair in search["labels"])
    return Answer(content=reads.alerts.search_alerts(asked.caller.tenant_id, AlertSearch(**search)))


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
