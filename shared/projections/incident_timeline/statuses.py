"""One row per change of an incident's status; how long it stayed in each follows from two neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.incident.facts import (
    IncidentAcknowledged,
    IncidentClosed,
    IncidentCreated,
    IncidentFact,
    IncidentResolved,
    IncidentStatusChanged,
)
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.projections.projection import Key, ProjectionView, version_of


@dataclass(frozen=True, slots=True)
class StatusRow:
    """Two rows with the same status in succession (a second acknowledgement) are one interval."""

    incident_id: UUID
    version: int
    status: str
    since: datetime


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.incident_id, version_of(envelope)),)


def _evolve(key: Key, _row: StatusRow | None, envelope: Envelope[Any]) -> StatusRow | None:
    status, since = _entered(envelope.data)
    return StatusRow(key[0], key[1], status.value, since)


def _entered(fact: IncidentFact) -> tuple[IncidentStatus, datetime]:
    match fact:
        case IncidentCreated():
            return IncidentStatus.OPEN, fact.declared_at
        case IncidentAcknowledged():
            return fact.status, fact.acknowledged_at
        case IncidentStatusChanged():
            return fact.status, fact.changed_at
        case IncidentResolved():
            return IncidentStatus.RESOLVED, fact.resolved_at
        case IncidentClosed():
            return IncidentStatus.CLOSED, fact.closed_at
        case _:
            raise TypeError(f"{type(fact).__name__} changes no status")


status_changes = ProjectionView(
    table="status_change",
    row=StatusRow,
    key_columns=2,
    handles=frozenset({IncidentCreated, IncidentAcknowledged, IncidentStatusChanged, IncidentResolved, IncidentClosed}),
    keys=_keys,
    evolve=_evolve,
    append_only=True,
)
