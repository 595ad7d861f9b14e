"""Which alert episodes a rule put together to which incident, and which were taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.alert.facts import AlertUncorrelated
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentCreated,
    IncidentResolved,
    IncidentSeverityChanged,
    IncidentsMerged,
    IncidentStatusChanged,
)
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.projections.projection import Key, ProjectionView


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """The rule is the one that joined alerts last."""

    incident_id: UUID
    number: int
    title: str
    severity: str
    status: str
    correlation_key: str | None
    rule_id: UUID | None = None
    rule_version: int | None = None
    matched: dict[str, str]
    first_correlated_at: datetime | None = None
    last_correlated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GroupMemberRow:
    incident_id: UUID
    alert_id: UUID
    episode: int
    rule_id: UUID
    rule_version: int
    correlated_at: datetime


@dataclass(frozen=True, slots=True)
class UncorrelationRow:
    alert_id: UUID
    episode: int
    incident_id: UUID
    reason: str
    uncorrelated_by: str
    uncorrelated_at: datetime


@dataclass(frozen=True, slots=True)
class MergeRow:
    incident_id: UUID
    merged_id: UUID
    merged_at: datetime


def _incident_key(envelope: Envelope[Any]) -> Sequence[Key]:
    return ((envelope.data.incident_id,),)


def _group(_key: Key, row: GroupRow | None, envelope: Envelope[Any]) -> GroupRow | None:
    fact = envelope.data
    if isinstance(fact, IncidentCreated):
        return GroupRow(
            incident_id=fact.incident_id,
            number=fact.number,
            title=fact.title,
            severity=fact.severity.value,
            status=IncidentStatus.OPEN.value,
            correlation_key=fact.correlation_key,
            matched={},
        )
    return None if row is None else replace(row, **_changes(row, envelope))


def _changes(row: GroupRow, envelope: Envelope[Any]) -> dict[str, Any]:
    match fact := envelope.data:
        case IncidentSeverityChanged():
            return {"severity": fact.severity.value}
        case IncidentAcknowledged() | IncidentStatusChanged():
            return {"status": fact.status.value}
        case IncidentResolved():
            return {"status": IncidentStatus.RESOLVED.value}
        case IncidentClosed():
            return {"status": IncidentStatus.CLOSED.value}
        case AlertsCorrelatedToIncident(correlation=why):
            return {
                "correlation_key": why.correlation_key,
                "rule_id": why.rule_id,
                "rule_version": why.rule_version,
                "matched": why.matched,
                "first_correlated_at": row.first_correlated_at or envelope.occurred_at,
                "last_correlated_at": envelope.occurred_at,
            }
        case _:
            return {}


def _member_keys(envelope: Envelope[AlertsCorrelatedToIncident]) -> Sequence[Key]:
    fact = envelope.data
    return tuple((fact.incident_id, alert.alert_id, alert.episode) for alert in fact.alerts)


def _join(
    key: Key, row: GroupMemberRow | None, envelope: Envelope[AlertsCorrelatedToIncident]
) -> GroupMemberRow | None:
    if row is not None:
        return None
    why = envelope.data.correlation
    return GroupMemberRow(key[0], key[1], key[2], why.rule_id, why.rule_version, envelope.occurred_at)


def _uncorrelation_keys(envelope: Envelope[AlertUncorrelated]) -> Sequence[Key]:
    fact = envelope.data
    return ((fact.alert_id, fact.episode, fact.incident_id),)


def _leave(key: Key, _row: UncorrelationRow | None, envelope: Envelope[AlertUncorrelated]) -> UncorrelationRow | None:
    fact = envelope.data
    return UncorrelationRow(key[0], key[1], key[2], fact.reason, fact.uncorrelated_by, envelope.occurred_at)


def _merge_keys(envelope: Envelope[IncidentsMerged]) -> Sequence[Key]:
    return tuple((envelope.data.incident_id, merged) for merged in envelope.data.merged_ids)


def _merge(key: Key, row: MergeRow | None, envelope: Envelope[IncidentsMerged]) -> MergeRow | None:
    return MergeRow(key[0], key[1], envelope.occurred_at) if row is None else None


groups = ProjectionView(
    table="incident_group",
    row=GroupRow,
    key_columns=1,
    handles=frozenset(
        {
            IncidentCreated,
            IncidentSeverityChanged,
            IncidentAcknowledged,
            IncidentStatusChanged,
            IncidentResolved,
            IncidentClosed,
            AlertsCorrelatedToIncident,
        }
    ),
    keys=_incident_key,
    evolve=_group,
)
members = ProjectionView(
    table="member",
    row=GroupMemberRow,
    key_columns=3,
    handles=frozenset({AlertsCorrelatedToIncident}),
    keys=_member_keys,
    evolve=_join,
)
uncorrelations = ProjectionView(
    table="uncorrelation",
    row=UncorrelationRow,
    key_columns=3,
    handles=frozenset({AlertUncorrelated}),
    keys=_uncorrelation_keys,
    evolve=_leave,
)
merges = ProjectionView(
    table="merge",
    row=MergeRow,
    key_columns=2,
    handles=frozenset({IncidentsMerged}),
    keys=_merge_keys,
    evolve=_merge,
)
