"""A run of a triage, and the tenant's policy as this process has heard of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import IncidentId
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.remedy import ACTING, UNBEGUN, Remedy, RemedyStage
from shared.processes.incident_triage.retriage import Retriage
from shared.processes.process import Cause, Known, Timer
from shared.remediation.proposal import RemediationPlan

POLICY_ID: Final = "triage/policy"
#: By what the tenant's policy is found.
POLICY: Final = frozenset({"policy"})
#: By what the runs are found that a pause of automation ends.
AUTOMATED: Final = "automated"
#: The timer of a phase.
PHASE_OVER: Final = "phase-over"
#: The timer of the next look of a phase that looks more than once.
LOOK_AGAIN: Final = "look-again"
#: The timer of another look, for what has joined since the last one.
RETRIAGE: Final = "retriage"
#: What was live then cannot be read any more: history that is brought in is not looked into by itself.
LONG_AGO: Final = timedelta(days=1)
#: How long a phase may take, waiting for its turn included. A plan says by itself how long it is good.
PHASE_LIMIT: Final = timedelta(minutes=10)
WORKFLOW_TYPE: Final = "incident_triage"


class Standing(StrEnum):
    UNDER_WAY = "under_way"
    #: A plan is proposed.
    WAITING = "waiting"
    ESCALATED = "escalated"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Who resolved the incident, and what was said with it."""

    resolved_by: str
    said: str


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
    remedy: Remedy | None = None
    """The plan on its way; None before there is one, and once the run is over."""
    further: tuple[RemediationPlan, ...] = ()
    """What is proposed one after the other when the note is on its way: additions to runbooks."""

    resolution: Resolution | None = None
    """How the incident was resolved while the run was acting, or after it was over."""
    ended_as: Standing | None = None
    """How it had ended when it began to look at what a person did; None: it does not."""
    retriage: Retriage = field(default_factory=Retriage)
    """What has joined the incident, and what of it nobody has looked at."""

    @property
    def is_mended(self) -> bool:
        """Whether its plan has worked, and what happened is being written down."""
        return self.phase is TriagePhase.DOCUMENTATION

    @property
    def is_over(self) -> bool:
        return self.standing not in (Standing.UNDER_WAY, Standing.WAITING)

    def is_at(self, phase: TriagePhase) -> bool:
        """Whether it waits for what this phase brings."""
        return self.standing is Standing.UNDER_WAY and self.phase is phase and self.remedy is None

    @property
    def is_acting(self) -> bool:
        """Whether something outside may have been changed by its plan, which is not a rollback."""
        acts = self.remedy is not None and self.remedy.stage in ACTING and not self.remedy.is_rollback
        return acts or self.is_mended

    def looks_at(self, stage: RemedyStage) -> bool:
        """Whether it waits for what a look at this stage of its plan brings.

        What became of the request for a runbook is looked at where effects are.
        """
        if self.remedy is None or not self.remedy.is_looking:
            return False
        return self.remedy.stage is stage or (stage, self.remedy.stage) == (RemedyStage.EFFECT, RemedyStage.RUNBOOK)

    def said(self, number: int = 1) -> "TriageRun":
        return replace(self, facts=self.facts + number)

    def over(self, standing: Standing) -> "TriageRun":
        return replace(self, standing=standing, ends_at=None, remedy=None, further=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHeard:
    kind: Literal["policy"] = "policy"
    workflow_id: str = POLICY_ID
    version: int = 0
    definition: TriagePolicyDefinition = field(default_factory=TriagePolicyDefinition)
    is_paused: bool = False
    """Whether nothing is to be carried out."""


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
    return frozenset(_keys(state))


def _keys(run: TriageRun) -> Iterator[str]:
    if run.is_newest:
        yield f"incident:{run.incident_id}"
    remedy = run.remedy
    if remedy is None:
        return
    if remedy.stage in UNBEGUN:
        yield AUTOMATED
    if remedy.stage is RemedyStage.APPROVAL:
        yield f"approval:{remedy.approval_id}"
    if remedy.stage is RemedyStage.RUNBOOK:
        yield f"execution:{remedy.execution_id}"


def timers_of(state: Triaging) -> Mapping[str, Timer]:
    if isinstance(state, PolicyHeard):
        return {}
    if state.ends_at is None:
        return _retriage(state)
    timers = {PHASE_OVER: Timer(due_at=state.ends_at, cause=state.cause)}
    remedy = state.remedy
    if remedy is not None and remedy.next_look_at is not None and not remedy.is_looking:
        timers[LOOK_AGAIN] = Timer(due_at=remedy.next_look_at, cause=state.cause)
    return timers


def _retriage(run: TriageRun) -> Mapping[str, Timer]:
    """Of a run that is over."""
    due_at, cause = run.retriage.due_at, run.retriage.cause
    return {} if due_at is None or cause is None or not run.is_newest else {RETRIAGE: Timer(due_at=due_at, cause=cause)}
