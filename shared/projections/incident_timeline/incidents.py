"""One row per incident: how it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    FlappingIncidentHeld,
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentFact,
    IncidentMergedInto,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
    TriageCalledOff,
    TriageOrdered,
)
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.projections.projection import Key, ProjectionView, version_of
from shared.projections.tokens import searchable, with_tokens_of


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    incident_id: UUID
    number: int
    title: str
    description: str
    severity: str
    severity_rank: int
    status: str
    source: str
    assignee: str | None
    roles: dict[str, str]
    affected_resources: tuple[dict[str, Any], ...]
    service_ids: tuple[UUID, ...]
    alert_count: int
    correlation_key: str | None
    follows: UUID | None
    declared_at: datetime
    detected_at: datetime
    impact_started_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution_summary: str | None
    reopened: int
    created_by: str
    updated_at: datetime
    version: int
    words: str


def _keys(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.incident_id,),)


def _evolve(_key: Key, row: IncidentRow | None, envelope: Envelope[Any]) -> IncidentRow | None:
    fact = envelope.data
    version = version_of(envelope)
    if isinstance(fact, IncidentCreated):
        return _created(fact, envelope.occurred_at, version)
    if row is None:
        return None
    words = with_tokens_of(row.words, _written(fact))
    return replace(row, **_changes(row, fact), words=words, updated_at=envelope.occurred_at, version=version)


def _changes(  # noqa: C901, PLR0911 - one return per fact
    row: IncidentRow, fact: IncidentFact
) -> dict[str, Any]:
    match fact:
        case IncidentSeverityChanged():
            return {"severity": fact.severity.value, "severity_rank": fact.severity.rank}
        case IncidentAssigned():
            return {"assignee": fact.assignee}
        case IncidentRoleAssigned():
            others = {role: person for role, person in row.roles.items() if role != fact.role}
            return {"roles": others | ({fact.role.value: fact.assignee} if fact.assignee is not None else {})}
        case IncidentAcknowledged() if row.acknowledged_at is None:
            return {
                "status": fact.status.value,
                "acknowledged_at": fact.acknowledged_at,
                "acknowledged_by": fact.acknowledged_by,
            }
        case IncidentAcknowledged():
            return {"status": fact.status.value}
        case IncidentStatusChanged():
            return _moved(row, fact)
        case IncidentResolved():
            return {
                "status": IncidentStatus.RESOLVED.value,
                "resolved_at": fact.resolved_at,
                "resolution_summary": fact.summary,
            }
        case IncidentClosed():
            return {"status": IncidentStatus.CLOSED.value, "closed_at": fact.closed_at}
        case AlertsCorrelatedToIncident():
            return {"alert_count": row.alert_count + len(fact.alerts)}
        case ServicesLinkedToIncident():
            return {"service_ids": (*row.service_ids, *(link.service_id for link in fact.services))}
        case _:
            return {}


def _written(fact: IncidentFact) -> Iterable[str]:
    """What people wrote, and by what its alerts belong together."""
    match fact:
        case IncidentTimelineEntryAdded():
            return (fact.entry.text,)
        case IncidentResolved():
            return (fact.summary,)
        case IncidentAcknowledged() | IncidentClosed():
            return (fact.note or "",)
        case (
            IncidentStatusChanged()
            | IncidentSeverityChanged()
            | TriageOrdered()
            | TriageCalledOff()
            | IncidentEscalated()
        ):
            return (fact.reason or "",)
        case AlertsCorrelatedToIncident():
            return fact.correlation.matched.values()
        case _:
            return ()


def _moved(row: IncidentRow, fact: IncidentStatusChanged) -> dict[str, Any]:
    changes: dict[str, Any] = {"status": fact.status.value}
    if fact.previous is IncidentStatus.RESOLVED and fact.status is not IncidentStatus.CLOSED:
        changes |= {"resolved_at": None, "resolution_summary": None, "reopened": row.reopened + 1}
    match fact.status:
        case IncidentStatus.ACKNOWLEDGED if row.acknowledged_at is None:
            changes |= {"acknowledged_at": fact.changed_at, "acknowledged_by": fact.changed_by}
        case IncidentStatus.MITIGATING if row.mitigated_at is None:
            changes["mitigated_at"] = fact.changed_at
        case IncidentStatus.RESOLVED:
            changes["resolved_at"] = fact.changed_at
        case IncidentStatus.CLOSED:
            changes["closed_at"] = fact.changed_at
        case _:
            pass
    return changes


def _created(fact: IncidentCreated, at: datetime, version: int) -> IncidentRow:
    return IncidentRow(
        incident_id=fact.incident_id,
        number=fact.number,
        title=fact.title,
        description=fact.description,
        severity=fact.severity.value,
        severity_rank=fact.severity.rank,
        status=IncidentStatus.OPEN.value,
        source=fact.source.value,
        assignee=None,
        roles={},
        affected_resources=tuple(resource.model_dump() for resource in fact.affected_resources),
        service_ids=fact.service_ids,
        alert_count=0,
        correlation_key=fact.correlation_key,
        follows=fact.follows,
        declared_at=fact.declared_at,
        detected_at=fact.detected_at,
        impact_started_at=fact.impact_started_at,
        acknowledged_at=None,
        acknowledged_by=None,
        mitigated_at=None,
        resolved_at=None,
        closed_at=None,
        resolution_summary=None,
        reopened=0,
        created_by=fact.created_by,
        updated_at=at,
        version=version,
        words=searchable((f"INC-{fact.number}", fact.title, fact.description)),
    )


incidents = ProjectionView(
    table="incident",
    row=IncidentRow,
    key_columns=1,
    handles=frozenset(
        {
            IncidentCreated,
            IncidentSeverityChanged,
            IncidentAssigned,
            IncidentRoleAssigned,
            IncidentTimelineEntryAdded,
            IncidentAcknowledged,
            IncidentStatusChanged,
            IncidentResolved,
            IncidentClosed,
            AlertsCorrelatedToIncident,
            FlappingIncidentHeld,
            IncidentsMerged,
            IncidentMergedInto,
            IncidentsLinked,
            ServicesLinkedToIncident,
            TriageOrdered,
            TriageCalledOff,
            IncidentEscalated,
        }
    ),
    keys=_keys,
    evolve=_evolve,
)
