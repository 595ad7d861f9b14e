"""What comes to an incident after it was looked into, and triages to which it comes."""

from dataclasses import replace
from typing import Any, Final

from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentStatusChanged
from shared.domain.incident.values import JoinedThrough, ServiceEdge
from shared.kernel.vocabulary import IncidentSource, IncidentStatus
from shared.processes.incident_triage.investigation import Investigation
from shared.remediation.proposal import Proposal
from tests.support.facts import T0, correlated, created
from tests.support.remedies import INCIDENT
from tests.support.triage_world import INVESTIGATION, TriageWorld

CORRELATION: Final = "process:correlation/service=checkout"
NOTHING: Final = replace(INVESTIGATION, proposal=Proposal(reason="The cause cannot be changed from here."))
ESCALATED: Final = ["IncidentTriageStarted", "PatternLookupCompleted", "TriagePhaseCompleted", "TriageEscalated"]


def of_service(service: str) -> AlertsCorrelatedToIncident:
    """An alert of a service that checkout needs."""
    edge = ServiceEdge(dependent="checkout", dependency=service)
    through = JoinedThrough(service=service, incident_service="checkout", edges=(edge,))
    fact = correlated(alerts=(service,))
    return fact.model_copy(update={"correlation": fact.correlation.model_copy(update={"through": through})})


def grouped_by(value: str) -> AlertsCorrelatedToIncident:
    """An alert that a rule groups by another value than the incident's own: of an incident that was merged."""
    fact = correlated(alerts=(value,))
    changes = {"correlation_key": f"service={value}", "matched": {"service": value}}
    return fact.model_copy(update={"correlation": fact.correlation.model_copy(update=changes)})


def open_again(by: str = CORRELATION) -> IncidentStatusChanged:
    return IncidentStatusChanged(
        incident_id=INCIDENT,
        previous=IncidentStatus.RESOLVED,
        status=IncidentStatus.INVESTIGATING,
        changed_by=by,
        changed_at=T0,
        reason="it fires again",
    )


def without_a_plan(*before: Any, **fields: Any) -> TriageWorld:
    """It was looked into, with its first alert, and a person has to go on."""
    world = TriageWorld(investigation=NOTHING, **fields)
    world.happened(*before, created(source=IncidentSource.ALERT))
    world.happened(correlated(), actor=CORRELATION)
    world.deliver()
    assert world.names() == ESCALATED
    return world


def joins(world: TriageWorld, *services: str, minute: float = 1, actor: str = CORRELATION) -> None:
    """What can be found from now on comes to a plan."""
    world.happened(*map(of_service, services), minute=minute, actor=actor)


def found(in_hand_of: str | None = None) -> Investigation:
    return replace(INVESTIGATION, in_hand_of=in_hand_of)
