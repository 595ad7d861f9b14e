"""An incident as its domain answers it: what a caller may see of the stored state, and where it may go from here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.kernel.vocabulary import IncidentSource, IncidentStatus, ResourceRef, Severity
from shared.ports.current_state import Stored

_TRANSITIONS: dict[IncidentStatus, tuple[IncidentStatus, ...]] = {
    IncidentStatus.OPEN: (IncidentStatus.ACKNOWLEDGED, IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.ACKNOWLEDGED: (IncidentStatus.INVESTIGATING, IncidentStatus.MITIGATING),
    IncidentStatus.INVESTIGATING: (IncidentStatus.MITIGATING,),
    IncidentStatus.MITIGATING: (IncidentStatus.INVESTIGATING, IncidentStatus.RESOLVED),
    IncidentStatus.RESOLVED: (IncidentStatus.INVESTIGATING, IncidentStatus.CLOSED),
    IncidentStatus.CLOSED: (),
}


class View(BaseModel):
    """Only what is declared leaves the house, whatever the stored state holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class IncidentView(View):
    incident_id: UUID
    version: int
    number: int
    title: str
    description: str
    severity: Severity
    status: IncidentStatus
    source: IncidentSource
    affected_resources: tuple[ResourceRef, ...]
    service_ids: tuple[UUID, ...]
    assignee: str | None
    roles: dict[str, str]
    correlation_key: str | None
    follows: UUID | None
    declared_at: datetime
    detected_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    #: Statuses that TransitionIncidentStatus, ResolveIncident or CloseIncident may lead to from here.
    allowed_transitions: tuple[IncidentStatus, ...]


class OpenIncidents(View):
    """Highest number first; ``next_cursor`` is None at the end."""

    items: tuple[IncidentView, ...]
    next_cursor: str | None


def incident_view(stored: Stored) -> IncidentView:
    ours: dict[str, Any] = {
        "incident_id": stored.aggregate_id,
        "version": stored.version,
        "updated_at": stored.updated_at,
        "allowed_transitions": transitions_of(stored),
    }
    return IncidentView.model_validate({**stored.state, **ours})


def transitions_of(stored: Stored) -> list[str]:
    return list(_TRANSITIONS[IncidentStatus(stored.state["status"])])
