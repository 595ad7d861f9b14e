"""Which alert episodes an incident holds, and which other incidents it points to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentCreated,
    IncidentFact,
    IncidentsLinked,
    IncidentsMerged,
)
from shared.kernel.envelope import Envelope
from shared.projections.projection import Key, ProjectionView

MERGED = "merged"
FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class IncidentMemberRow:
    incident_id: UUID
    alert_id: UUID
    episode: int
    correlated_at: datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    incident_id: UUID
    linked_id: UUID
    kind: str
    linked_at: datetime


def _member_keys(envelope: Envelope[AlertsCorrelatedToIncident]) -> Sequence[Key]:
    fact = envelope.data
    return tuple((fact.incident_id, alert.alert_id, alert.episode) for alert in fact.alerts)


def _join(key: Key, row: IncidentMemberRow | None, envelope: Envelope[Any]) -> IncidentMemberRow | None:
    return IncidentMemberRow(key[0], key[1], key[2], envelope.occurred_at) if row is None else None


def _link_keys(envelope: Envelope[IncidentFact]) -> Sequence[Key]:
    match fact := envelope.data:
        case IncidentCreated() if fact.follows is not None:
            return ((fact.incident_id, fact.follows, FOLLOWS),)
        case IncidentsLinked():
            return ((fact.incident_id, fact.linked_id, fact.kind.value),)
        case IncidentsMerged():
            return tuple((fact.incident_id, merged, MERGED) for merged in fact.merged_ids)
        case _:
            return ()


def _link(key: Key, row: LinkRow | None, envelope: Envelope[Any]) -> LinkRow | None:
    return LinkRow(key[0], key[1], key[2], envelope.occurred_at) if row is None else None


members = ProjectionView(
    table="member",
    row=IncidentMemberRow,
    key_columns=3,
    handles=frozenset({AlertsCorrelatedToIncident}),
    keys=_member_keys,
    evolve=_join,
)
links = ProjectionView(
    table="link",
    row=LinkRow,
    key_columns=3,
    handles=frozenset({IncidentCreated, IncidentsLinked, IncidentsMerged}),
    keys=_link_keys,
    evolve=_link,
)
