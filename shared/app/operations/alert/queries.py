"""Get-by-id and bounded lists, from the state as the writer left it: strongly consistent, never a search."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import Field

from shared.app.operations.alert.belonging import belonging_of
from shared.app.operations.alert.view import AlertView, alert_view
from shared.app.operations.as_of import AsOfParameters, as_it_was, instant_of
from shared.app.operations.incident.related import services_named
from shared.app.operations.incident.view import (
    IncidentView,
    OpenIncident,
    OpenIncidents,
    incident_view,
    open_incident,
)
from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import Arguments
from shared.app.operations.silence.suppression import incident_suppressions, open_windows, suppressions_of
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT

V = TypeVar("V", bound=OpenIncident)


class OpenIncidentsParameters(Arguments):
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    #: ``next_cursor`` of the page before.
    cursor: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$")] | None = None


def _incident(reads: Reads, asked: Asked) -> Answer:
    reference = Reference("incident", asked.ids["incident_id"])
    if (as_of := instant_of(asked)) is not None:
        then, seen = as_it_was(reads, asked, reference, as_of)
        (view,) = _in_company(reads, asked, [incident_view(then)], now=False)
        return Answer(content=view.model_copy(update={"as_of": seen}))
    stored = reads.state.get(asked.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    (view,) = _in_company(reads, asked, [incident_view(stored)], now=True)
    return Answer(content=view, version=stored.version)


def _open_incidents(reads: Reads, asked: Asked) -> Answer:
    wanted = OpenIncidentsParameters.model_validate(asked.request)
    below = None if wanted.cursor is None else int(wanted.cursor)
    found = reads.state.open_incidents(asked.caller.tenant_id, below_number=below, limit=wanted.limit + 1)
    items = _in_company(reads, asked, [open_incident(stored) for stored in found[: wanted.limit]], now=True)
    more = len(found) > wanted.limit
    return Answer(content=OpenIncidents(items=items, next_cursor=str(items[-1].number) if more else None))


def _in_company(reads: Reads, asked: Asked, views: Sequence[V], *, now: bool) -> tuple[V, ...]:
    tenant_id = asked.caller.tenant_id
    names = services_named(reads, tenant_id, {each for view in views for each in view.service_ids})
    silent = incident_suppressions(reads, tenant_id, [view.incident_id for view in views]) if now else {}
    return tuple(
        view.model_copy(
            update={
                "services": tuple(names[each] for each in view.service_ids if each in names),
                "suppressed_by": silent.get(view.incident_id, ()) if now else None,
            }
        )
        for view in views
    )


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


STATE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetIncident",
        service="IncidentService",
        path="/v1/incidents/{incident_id}",
        roles=READERS,
        request=AsOfParameters,
        response=IncidentView,
        summary="One incident as it stands now or stood at an instant, and where it may go",
        example={"incident_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=_incident,
    ),
    Query(
        name="ListOpenIncidents",
        service="IncidentService",
        path="/v1/incidents/open",
        roles=READERS,
        request=OpenIncidentsParameters,
        response=OpenIncidents,
        summary="Incidents that are neither resolved nor closed, newest first",
        example={"limit": 20},
        answer=_open_incidents,
    ),
    Query(
        name="GetAlert",
        service="AlertService",
        path="/v1/alerts/{alert_id}",
        roles=READERS,
        request=AsOfParameters,
        response=AlertView,
        summary="One alert as it stands now or stood at an instant",
        example={"alert_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"},
        answer=_alert,
    ),
)
