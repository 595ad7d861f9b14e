"""AlertService and AlertQueryService: alerts by id, what fires now, groups and search."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from shared.app.operations.alert.belonging import belonging_of
from shared.app.operations.alert.view import AlertView, alert_view
from shared.app.operations.as_of import AsOfParameters, requested_instant, state_as_of
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, LabelEquals, field_values, parameters_model
from shared.app.operations.silence.suppression import active_silences, suppressions_of
from shared.kernel.vocabulary import AlertStatus
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.alert_groups.firing_periods import AlertEpisodes, AlertEpisodesQuery
from shared.projections.alert_groups.queries import (
    ActiveAlertCount,
    ActiveAlerts,
    AlertGroup,
    AlertGroupsQuery,
    AlertSearch,
    AlertSummary,
)
from shared.projections.page import Page

_QUERY_SERVICE = "AlertQueryService"
_NO_LABELS: tuple[str, ...] = ()
_LABELS = (tuple[LabelEquals, ...], _NO_LABELS)


class CountParameters(Arguments):
    """The count can be asked for as of the caller's own last write."""

    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    """A position of the log, from a command's answer: the count waits a bounded time for it. Null: no wait."""


def _alert(queries: QueryServices, request: OperationRequest) -> Answer:
    reference = Reference("alert", request.ids["alert_id"])
    if (as_of := requested_instant(request)) is not None:
        then, seen = state_as_of(queries, request, reference, as_of)
        return Answer(content=alert_view(then, suppressed_by=None).model_copy(update={"as_of": seen}))
    stored = queries.state.get(request.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    tenant_id = request.caller.tenant_id
    suppressed_by = suppressions_of(active_silences(queries, tenant_id), stored.state["labels"])
    view = alert_view(stored, suppressed_by, belonging_of(queries, tenant_id, stored))
    return Answer(content=view, version=stored.version)


def _active_alerts(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ActiveAlerts(**field_values(request.arguments))
    page = queries.alerts.list_active_alerts(request.caller.tenant_id, query)
    return Answer(content=_with_suppressions(queries, request, page, now=query.as_of is None))


def _count_active_alerts(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = CountParameters.model_validate(request.arguments)
    return Answer(content=queries.alerts.count_active_alerts(request.caller.tenant_id, wanted.min_position))


def _with_suppressions(
    queries: QueryServices, request: OperationRequest, page: Page[AlertSummary], *, now: bool
) -> Page[AlertSummary]:
    """Nobody is told less of what does not fire."""
    fires = any(alert.status is AlertStatus.FIRING for alert in page.items)
    windows = active_silences(queries, request.caller.tenant_id) if now and fires else ()
    items = tuple(
        replace(alert, suppressed_by=suppressions_of(windows, alert.labels) if now else None) for alert in page.items
    )
    return replace(page, items=items)


def _alert_groups(queries: QueryServices, request: OperationRequest) -> Answer:
    return Answer(
        content=queries.alerts.list_alert_groups(
            request.caller.tenant_id, AlertGroupsQuery(**field_values(request.arguments))
        )
    )


def _alert_episodes(queries: QueryServices, request: OperationRequest) -> Answer:
    query = AlertEpisodesQuery(**field_values(request.arguments))
    return Answer(content=queries.alerts.list_alert_episodes(request.caller.tenant_id, query))


def _search_alerts(queries: QueryServices, request: OperationRequest) -> Answer:
    search = field_values(request.arguments)
    search["labels"] = dict(pair.split("=", 1) for pair in search["labels"])
    page = queries.alerts.search_alerts(request.caller.tenant_id, AlertSearch(**search))
    return Answer(content=_with_suppressions(queries, request, page, now=search["as_of"] is None))


ALERT_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetAlert",
        service="AlertService",
        path="/v1/alerts/{alert_id}",
        roles=READERS,
        request=AsOfParameters,
        response=AlertView,
        summary="One alert as it stands now or stood at an instant",
        example={"alert_id": EXAMPLE_ID},
        answer=_alert,
    ),
    Query(
        name="ListActiveAlerts",
        service=_QUERY_SERVICE,
        path="/v1/alerts/active",
        roles=READERS,
        request=parameters_model(ActiveAlerts),
        response=Page[AlertSummary],
        summary="What fires now",
        example={"severities": ["critical"]},
        answer=_active_alerts,
    ),
    Query(
        name="CountActiveAlerts",
        service=_QUERY_SERVICE,
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
        service=_QUERY_SERVICE,
        path="/v1/alerts/groups",
        roles=READERS,
        request=parameters_model(AlertGroupsQuery),
        response=Page[AlertGroup],
        summary="Which alerts were put together, and by which rule",
        example={"limit": 20},
        answer=_alert_groups,
    ),
    Query(
        name="ListAlertEpisodes",
        service=_QUERY_SERVICE,
        path="/v1/alerts/episodes",
        roles=READERS,
        request=parameters_model(AlertEpisodesQuery),
        response=AlertEpisodes,
        summary="When these alerts fired within a stretch of time, earlier episodes included",
        example={
            "alert_ids": [EXAMPLE_ID],
            "ends_from": "2026-03-01T12:00:00Z",
            "starts_to": "2026-03-02T12:00:00Z",
        },
        answer=_alert_episodes,
    ),
    Query(
        name="SearchAlerts",
        service=_QUERY_SERVICE,
        path="/v1/alerts",
        roles=READERS,
        request=parameters_model(AlertSearch, labels=_LABELS, without_labels=_LABELS),
        response=Page[AlertSummary],
        summary="Find alerts by words, labels, status, severity and time",
        example={"labels": ["service=checkout"]},
        answer=_search_alerts,
    ),
)
