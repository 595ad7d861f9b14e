"""An incident as its domain answers it: what a caller may see of the stored state, and where it may go from here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.domain.incident.transitions import allowed_from, needs_postmortem
from shared.domain.incident.values import AlertRef, EntryKind, IncidentRole, LinkKind
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity
from shared.ports.current_state import Stored
from shared.projections.page import AsOf
from shared.projections.service_catalog.naming import NamedService
from shared.projections.suppression import IncidentSuppression


class View(BaseModel):
    """Only what is declared leaves the house, whatever the stored state holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EntryView(View):
    entry_id: UUID
    kind: EntryKind
    text: str
    occurred_at: datetime
    supersedes: UUID | None
    added_by: str


class LinkView(View):
    linked_id: UUID
    kind: LinkKind


class OpenIncident(View):
    incident_id: UUID
    version: int
    number: int
    title: str
    severity: Severity
    status: IncidentStatus
    source: IncidentSource
    assignee: str | None
    roles: dict[IncidentRole, str]
    correlation_key: str | None
    follows: UUID | None
    created_by: str
    declared_at: datetime
    detected_at: datetime
    impact_started_at: datetime
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    reopened: int
    updated_at: datetime
    #: Where TransitionIncidentStatus may lead from here.
    allowed_transitions: tuple[IncidentStatus, ...]
    service_ids: tuple[UUID, ...]
    #: Those of ``service_ids`` that the catalog knows, deleted ones too, by their names of now.
    services: tuple[NamedService, ...] = ()
    #: Silences and maintenance windows that hold for alerts that fire in it now. None: not known of the past.
    suppressed_by: tuple[IncidentSuppression, ...] | None = ()


class IncidentView(OpenIncident):
    description: str
    affected_resources: tuple[ResourceRef, ...]
    alerts: tuple[AlertRef, ...]
    #: The newest entries; the whole timeline is a query of its own.
    timeline: tuple[EntryView, ...]
    merged_ids: tuple[UUID, ...]
    #: The incident that has taken this one over; it ended with that.
    merged_into: UUID | None = None
    links: tuple[LinkView, ...]
    resolved_by: str | None
    resolved_at: datetime | None
    resolution_summary: str | None
    #: How many of its alerts fired when it was resolved all the same.
    alerts_still_firing: int = 0
    closed_at: datetime | None
    #: Closing it takes a published postmortem about it, or a waiver.
    postmortem_required: bool
    #: What it was closed with.
    postmortem_id: UUID | None = None
    waived_by: str | None = None
    waiver_reason: str | None = None
    #: Of an incident as it was: the newest fact that this rests on.
    as_of: AsOf | None = None


class OpenIncidents(View):
    """Highest number first; ``next_cursor`` is None at the end."""

    items: tuple[OpenIncident, ...]
    next_cursor: str | None


def incident_view(stored: Stored) -> IncidentView:
    return IncidentView.model_validate({**_shown(stored), "postmortem_required": _needs_postmortem(stored)})


def open_incident(stored: Stored) -> OpenIncident:
    return OpenIncident.model_validate(_shown(stored))


def transitions_of(stored: Stored) -> list[str]:
    return list(allowed_from(IncidentStatus(stored.state["status"]), is_merged=_is_merged(stored)))


def _needs_postmortem(stored: Stored) -> bool:
    is_over = IncidentStatus(stored.state["status"]) is IncidentStatus.CLOSED
    return not is_over and needs_postmortem(Severity(stored.state["severity"]), is_merged=_is_merged(stored))


def _is_merged(stored: Stored) -> bool:
    return stored.state.get("merged_into") is not None


def _shown(stored: Stored) -> dict[str, Any]:
    return {
        **stored.state,
        "incident_id": stored.aggregate_id,
        "version": stored.version,
        "updated_at": stored.updated_at,
        "allowed_transitions": transitions_of(stored),
    }
