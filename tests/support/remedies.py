"""Triages with a plan on its way."""

from typing import Any, Final

from shared.domain.incident.facts import IncidentResolved
from shared.domain.triage_policy.facts import TriagePolicyFact, TriagePolicyPut
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import IncidentId, triage_policy_id_for
from shared.kernel.vocabulary import IncidentSource, IncidentStatus
from shared.processes.incident_triage.investigation import Investigation
from tests.support.acting import Carries
from tests.support.facts import T0, TENANT, created, named
from tests.support.investigators import DIAGNOSIS, PLAN, PROPOSED
from tests.support.triage_world import INVESTIGATION, TriageWorld

INCIDENT: Final = IncidentId(named("i"))
POLICY_ID: Final = triage_policy_id_for(TENANT)
PROPOSAL: Final = ["IncidentTriageStarted", "PatternLookupCompleted", "TriagePhaseCompleted", "RemediationProposed"]
ASKED: Final = [*PROPOSAL, "ApprovalAwaited"]
CARRIED_OUT: Final = [*ASKED, "ApprovalReceived", "RemediationApplied", "VerificationStarted"]
MENDED: Final = [*CARRIED_OUT, "VerificationCompleted", "DocumentationRequested", "IncidentTriageCompleted"]


def opened(*before: TriagePolicyFact, **fields: Any) -> TriageWorld:
    """A plan is proposed, and all that follows by itself has happened."""
    world = TriageWorld(**{"coder": Carries()} | fields)
    world.happened(*before, created(source=IncidentSource.ALERT))
    world.deliver()
    return world


def approved(*before: TriagePolicyFact, **fields: Any) -> TriageWorld:
    world = opened(*before, **fields)
    world.answer("granted", minute=1)
    return world


def investigation(**plan: Any) -> Investigation:
    """One that comes to a plan like this."""
    proposal = PROPOSED.model_copy(update={"plan": PLAN.model_copy(update=plan)})
    return Investigation(evidence=INVESTIGATION.evidence, diagnosis=DIAGNOSIS, proposal=proposal)


def policy(**definition: Any) -> TriagePolicyPut:
    return TriagePolicyPut(
        policy_id=POLICY_ID,
        policy_version=1,
        definition=TriagePolicyDefinition(**definition),
        put_by="human:ana",
    )


def resolved() -> IncidentResolved:
    return IncidentResolved(
        incident_id=INCIDENT,
        previous=IncidentStatus.OPEN,
        summary="s",
        resolved_by="human:ana",
        resolved_at=T0,
        approval_id=None,
    )


def looks(world: TriageWorld) -> int:
    return world.names().count("TriagePhaseResumed")


def without_looks(world: TriageWorld) -> list[str]:
    return [name for name in world.names() if name != "TriagePhaseResumed"]
