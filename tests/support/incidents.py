"""One incident and what may be asked of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.incident.decide import incident
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentCreated,
    IncidentResolved,
    IncidentStatusChanged,
)
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    CloseIncident,
    CorrelateAlertsToIncident,
    CreateIncident,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.values import AlertRef, Correlation
from shared.kernel.decider import Named, PublicState
from shared.kernel.ids import AlertId, IncidentId, PostmortemId, RuleId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from tests.support.given import ANA, NOON, Given

INCIDENT = IncidentId(UUID("00000000-0000-4000-8000-0000000000c1"))
OTHER = IncidentId(UUID("00000000-0000-4000-8000-0000000000c2"))
BEN = "human:ben"
PROCESS = "process:alert_correlation"
AGENT = "agent:sre"
BY_RULE = Correlation(rule_id=RuleId(UUID(int=5)), rule_version=3, correlation_key="service=checkout")

given = Given(incident)
acknowledge = AcknowledgeIncident(incident_id=INCIDENT)
resolve = ResolveIncident(incident_id=INCIDENT, summary="rolled back")
close = CloseIncident(incident_id=INCIDENT)
POSTMORTEM = PostmortemId(UUID("00000000-0000-4000-8000-0000000000d1"))
WAIVER = "a known fault, told in the one before"
waive = CloseIncident(incident_id=INCIDENT, waive_postmortem=WAIVER)


def create(**changes: Any) -> CreateIncident:
    return CreateIncident.model_validate(
        {"incident_id": INCIDENT, "title": "checkout fails", "severity": Severity.HIGH} | changes
    )


def created(**changes: Any) -> IncidentCreated:
    fact = {
        "incident_id": INCIDENT,
        "number": 42,
        "title": "checkout fails",
        "description": "",
        "severity": Severity.HIGH,
        "source": IncidentSource.MANUAL,
        "affected_resources": (),
        "service_ids": (),
        "created_by": ANA,
        "declared_at": NOON,
        "detected_at": NOON,
        "impact_started_at": NOON,
        "correlation_key": None,
        "follows": None,
    }
    return IncidentCreated.model_validate(fact | changes)


CREATED = created()


def move_to(status: IncidentStatus, reason: str | None = None, **more: Any) -> TransitionIncidentStatus:
    return TransitionIncidentStatus(incident_id=INCIDENT, status=status, reason=reason, **more)


def acknowledged(
    by: str = ANA, *, at: datetime = NOON, status: IncidentStatus = IncidentStatus.ACKNOWLEDGED
) -> IncidentAcknowledged:
    return IncidentAcknowledged(incident_id=INCIDENT, acknowledged_by=by, acknowledged_at=at, status=status, note=None)


def moved(
    previous: IncidentStatus, status: IncidentStatus, *, at: datetime = NOON, reason: str | None = None
) -> IncidentStatusChanged:
    return IncidentStatusChanged(
        incident_id=INCIDENT, previous=previous, status=status, changed_by=ANA, changed_at=at, reason=reason
    )


def resolved(
    previous: IncidentStatus = IncidentStatus.OPEN,
    *,
    at: datetime = NOON,
    by: str = ANA,
    summary: str = "rolled back",
    approval_id: UUID | None = None,
    alerts_still_firing: int = 0,
) -> IncidentResolved:
    return IncidentResolved(
        incident_id=INCIDENT,
        previous=previous,
        summary=summary,
        resolved_by=by,
        resolved_at=at,
        approval_id=approval_id,
        alerts_still_firing=alerts_still_firing,
    )


def closed(*, at: datetime = NOON, note: str | None = None, **gate: Any) -> IncidentClosed:
    return IncidentClosed(incident_id=INCIDENT, closed_by=ANA, closed_at=at, note=note, **gate)


def published(about: IncidentId = INCIDENT, status: str = "published") -> dict[Named, PublicState]:
    return {("postmortem", str(POSTMORTEM)): {"status": status, "incident_id": str(about)}}


def alert_public_state(
    ref: AlertRef, status: str = "firing", *, episode: int | None = None, uncorrelated_from: str = ""
) -> dict[Named, PublicState]:
    said = {
        "status": status,
        "episode": str(episode or ref.episode),
        "uncorrelated_from": uncorrelated_from,
    }
    return {("alert", str(ref.alert_id)): said}


def incident_public_state(
    incident_id: IncidentId = OTHER, status: str = "open", *, merged_into: str = "", took_over: str = ""
) -> dict[Named, PublicState]:
    said = {"status": status, "merged_into": merged_into, "took_over": took_over}
    return {("incident", str(incident_id)): said}


def episode(alert: int, number: int = 1) -> AlertRef:
    return AlertRef(alert_id=AlertId(UUID(int=alert)), episode=number)


def correlate(*alerts: AlertRef) -> CorrelateAlertsToIncident:
    return CorrelateAlertsToIncident(incident_id=INCIDENT, alerts=alerts, correlation=BY_RULE)


def correlated(*alerts: AlertRef) -> AlertsCorrelatedToIncident:
    return AlertsCorrelatedToIncident(incident_id=INCIDENT, alerts=alerts, correlation=BY_RULE)


#: The shortest lawful past that ends in each status.
PAST_OF = {
    IncidentStatus.OPEN: (CREATED,),
    IncidentStatus.ACKNOWLEDGED: (CREATED, acknowledged()),
    IncidentStatus.INVESTIGATING: (CREATED, moved(IncidentStatus.OPEN, IncidentStatus.INVESTIGATING)),
    IncidentStatus.MITIGATING: (CREATED, moved(IncidentStatus.OPEN, IncidentStatus.MITIGATING)),
    IncidentStatus.RESOLVED: (CREATED, resolved()),
    IncidentStatus.CLOSED: (CREATED, resolved(), closed()),
}


def given_status(status: IncidentStatus) -> Given:
    return given.facts(*PAST_OF[status])
