"""An incident as its domain answers it: what a caller may see of the stored state, and where it may go from here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.app.operations.view import View
from shared.domain.incident.transitions import allowed_from, needs_postmortem
from shared.domain.incident.values import AlertRef, EntryKind, IncidentRole, LinkKind
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity
from shared.ports.current_state import Stored
from shared.projections.page import AsOf
from shared.projections.service_catalog.naming import NamedService
from shared.projections.suppression import IncidentSuppression


class EntryView(View):
    """An entry of an incident's timeline is shown."""

    entry_id: UUID
    """The entry's id."""
    kind: EntryKind
    """What sort of entry it is."""
    text: str
    """What was written."""
    occurred_at: datetime
    """When it happened, in UTC, by the word of whoever wrote it."""
    supersedes: UUID | None
    """The entry that this one corrects. Null: none."""
    added_by: str
    """Who wrote it, as ``kind:name``."""


class LinkView(View):
    """An incident is related to another one."""

    linked_id: UUID
    """The other incident."""
    kind: LinkKind
    """How they are related."""


class OpenIncident(View):
    """An incident is shown in a list, without what grows: description, alerts and timeline."""

    incident_id: UUID
    """The incident's id."""
    version: int
    """How many facts the incident has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    number: int
    """The number that people say: 42 is INC-42."""
    title: str
    """One line that says what is wrong."""
    severity: Severity
    """How severe it is."""
    status: IncidentStatus
    """Where it stands."""
    source: IncidentSource
    """Who opened it: alerts, a person, an agent or an objective."""
    assignee: str | None
    """Who works on it. Null: nobody is assigned."""
    roles: dict[IncidentRole, str]
    """Role to person."""
    correlation_key: str | None
    """The rule and label values by which its alerts are one problem. Null: no rule opened it."""
    follows: UUID | None
    """The earlier incident of the same problem. Null: none."""
    created_by: str
    """Who or what opened it, as ``kind:name``."""
    declared_at: datetime
    """When it was opened, in UTC."""
    detected_at: datetime
    """When the problem was first noticed, in UTC."""
    impact_started_at: datetime
    """When users were first affected, in UTC, as far as it is known."""
    acknowledged_by: str | None
    """Who acknowledged it first. Null: nobody has."""
    acknowledged_at: datetime | None
    """When it was first acknowledged, in UTC; it never changes. Null: nobody has."""
    mitigated_at: datetime | None
    """When mitigating first began, in UTC. Null: it has not."""
    reopened: int
    """How often it was reopened."""
    flapping_since: datetime | None = None
    """Since when it is held open because its alerts clear and fire again, in UTC. Null: it is not."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""
    allowed_transitions: tuple[IncidentStatus, ...]
    """Where TransitionIncidentStatus may lead from here."""
    service_ids: tuple[UUID, ...]
    """The services of the catalog that it is about."""
    services: tuple[NamedService, ...] = ()
    """Those of ``service_ids`` that the catalog knows, deleted ones too, by their names of now."""
    suppressed_by: tuple[IncidentSuppression, ...] | None = ()
    """Silences and maintenance windows that hold for alerts that fire in it now. Null: not known of the past."""


class IncidentView(OpenIncident):
    """An incident is shown as it stands, or as it stood at an instant."""

    description: str
    """More words about it; may be empty."""
    affected_resources: tuple[ResourceRef, ...]
    """The resources that are affected."""
    alerts: tuple[AlertRef, ...]
    """The alerts that it holds, each with its episode."""
    timeline: tuple[EntryView, ...]
    """The newest entries; GetIncidentTimeline gives all of them."""
    merged_ids: tuple[UUID, ...]
    """The incidents that it has taken over."""
    merged_into: UUID | None = None
    """The incident that has taken this one over; it ended with that. Null: none."""
    links: tuple[LinkView, ...]
    """How it is related to other incidents."""
    resolved_by: str | None
    """Who or what resolved it. Null: it is not resolved."""
    resolved_at: datetime | None
    """When it was resolved, in UTC. Null: it is not."""
    resolution_summary: str | None
    """How it ended. Null: it is not resolved."""
    alerts_still_firing: int = 0
    """How many of its alerts fired when it was resolved all the same."""
    closed_at: datetime | None
    """When it was closed, in UTC. Null: it is not."""
    postmortem_required: bool
    """True when closing it takes a published postmortem about it, or a waiver."""
    postmortem_id: UUID | None = None
    """The postmortem that it was closed with. Null: none."""
    waived_by: str | None = None
    """Who waived the postmortem. Null: nobody."""
    waiver_reason: str | None = None
    """Why there is no postmortem. Null: nobody waived it."""
    as_of: AsOf | None = None
    """Of an incident as it was: the newest fact that the answer rests on. Null: the answer is about now."""


class OpenIncidents(View):
    """A page of open incidents has the highest number first."""

    items: tuple[OpenIncident, ...]
    """The incidents of this page."""
    next_cursor: str | None
    """Asks for the next page. Null: this is the last one."""


def incident_view(stored: Stored) -> IncidentView:
    """Services' names and silences are not in the state; they are added afterwards."""
    return IncidentView.model_validate({**_common_fields(stored), "postmortem_required": _needs_postmortem(stored)})


def open_incident(stored: Stored) -> OpenIncident:
    """Services' names and silences are not in the state; they are added afterwards."""
    return OpenIncident.model_validate(_common_fields(stored))


def transitions_of(stored: Stored) -> list[str]:
    """Returns the states into which the incident may go from here."""
    return list(allowed_from(IncidentStatus(stored.state["status"]), is_merged=_is_merged(stored)))


def _needs_postmortem(stored: Stored) -> bool:
    is_over = IncidentStatus(stored.state["status"]) is IncidentStatus.CLOSED
    return not is_over and needs_postmortem(Severity(stored.state["severity"]), is_merged=_is_merged(stored))


def _is_merged(stored: Stored) -> bool:
    return stored.state.get("merged_into") is not None


def _common_fields(stored: Stored) -> dict[str, Any]:
    return {
        **stored.state,
        "incident_id": stored.aggregate_id,
        "version": stored.version,
        "updated_at": stored.updated_at,
        "allowed_transitions": transitions_of(stored),
    }
