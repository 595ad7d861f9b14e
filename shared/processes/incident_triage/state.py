"""A run of a triage, and the tenant's policy as this process has heard of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import IncidentId
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.process import Cause, Known, Timer

POLICY_ID: Final = "triage/policy"
#: By what the tenant's policy is found.
POLICY: Final = frozenset({"policy"})
#: The timer of a phase.
PHASE_OVER: Final = "phase-over"
#: How long a phase may take, waiting for its turn included. A plan says by itself how long it is good.
PHASE_LIMIT: Final = timedelta(minutes=10)


class Standing(StrEnum):
    UNDER_WAY = "under_way"
    #: A plan is proposed.
    WAITING = "waiting"
    ESCALATED = "escalated"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageRun:
    kind: Literal["run"] = "run"
    workflow_id: str
    incident_id: IncidentId
    run: int
    phase: TriagePhase
    standing: Standing
    facts: int
    """How many process facts it has said."""
    is_newest: bool = True
    """False once another run for the incident has begun."""
    ends_at: datetime | None
    """When the phase has taken too long; None once the run is over."""
    cause: Cause
    """The fact that began the phase."""

    @property
    def is_over(self) -> bool:
        return self.standing in (Standing.ESCALATED, Standing.CANCELLED)

    def is_at(self, phase: TriagePhase) -> bool:
        """Whether it waits for what this phase brings."""
        return self.standing is Standing.UNDER_WAY and self.phase is phase

    def said(self, number: int = 1) -> "TriageRun":
        return replace(self, facts=self.facts + number)

    def over(self, standing: Standing) -> "TriageRun":
        return replace(self, standing=standing, ends_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHeard:
    kind: Literal["policy"] = "policy"
    workflow_id: str = POLICY_ID
    version: int = 0
    definition: TriagePolicyDefinition = field(default_factory=TriagePolicyDefinition)


Triaging = Annotated[TriageRun | PolicyHeard, Field(discriminator="kind")]


def triage_workflow_id(incident_id: IncidentId, run: int) -> str:
    return f"triage/{incident_id}/{run}"


def policy_heard(known: Known[Triaging]) -> PolicyHeard:
    found = known.instance(POLICY_ID)
    return found if isinstance(found, PolicyHeard) else PolicyHeard()


def newest_run(known: Known[Triaging], incident_id: IncidentId) -> TriageRun | None:
    runs = [state for state in known.holding(f"incident:{incident_id}") if isinstance(state, TriageRun)]
    return max(runs, key=lambda run: run.run, default=None)


def associations_of(state: Triaging) -> frozenset[str]:
    if isinstance(state, PolicyHeard):
        return POLICY
    return frozenset({f"incident:{state.incident_id}"}) if state.is_newest else frozenset()


def timers_of(state: Triaging) -> Mapping[str, Timer]:
    if isinstance(state, PolicyHeard) or state.ends_at is None:
        return {}
    return {PHASE_OVER: Timer(due_at=state.ends_at, cause=state.cause)}
