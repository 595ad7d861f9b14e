"""AlertService and AlertQueryService: alerts by id, what fires now, groups and search."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from shared.app.operations.alert.belonging import belonging_of
from shared.app.operations.alert.view import AlertView, alert_view
from shared.app.operations.as_of import AsOfParameters, as_it_was, instant_of
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import Arguments, LabelEquals, given, parameters_of
from shared.app.operations.silence.suppression import open_windows, suppressions_of
from shared.kernel.vocabulary import AlertStatus
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.alert_correlation.queries import (
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


class CountParameters(Arguments):
    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None


def _alert(reads: Reads, asked: Asked) -> Answer:
    reference = Reference("alert", asked.ids["alert_id"])
    if (as_of := instant_of(asked)) is not None:
        then, seen = as_it_was(reads, asked, reference, as_of)
        return Answer(content=alert_view(then, suppressed_by=None).model_copy(update={"as_of": seen}))
    stored = reads.state.get(asked.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    tenant_id = asked.caller.tenant_id
    suppressed_by = suppressions_of(open_windows(reads, tenant_id), stored.state["labels"])
    shown = alert_view(stored, suppressed_by, belonging_of(reads, tenant_id, stored))
    return Answer(content=shown, version=stored.version)


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
        request=parameters_of(ActiveAlerts),
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
        request=parameters_of(AlertGroupsQuery),
        response=Page[AlertGroup],
        summary="Which alerts were put together, and by which rule",
        example={"limit": 20},
        answer=_alert_groups,
    ),
    Query(
        name="SearchAlerts",
        service=_QUERY_SERVICE,
        path="/v1/alerts",
        roles=READERS,
        request=parameters_of(AlertSearch, labels=(tuple[LabelEquals, ...], _NO_LABELS)),
        response=Page[AlertSummary],
        summary="Find alerts by words, labels, status, severity and time",
        example={"labels": ["service=checkout"]},
        answer=_search_alerts,
    ),
)
