"""A verification, and what this process has heard of applications, of the tenant's policy and of open incidents."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from shared.domain.change_policy.values import ChangePolicyDefinition, ChangeRule
from shared.kernel.globs import glob_matches
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import ResourceRef, Severity
from shared.processes.change_verification.look import ChangeOutcome
from shared.processes.process import Cause, Known, Timer

POLICY_ID: Final = "change/policy"
#: By what the tenant's policy is found.
POLICY: Final = frozenset({"policy"})
#: The one timer of a verification: whatever comes next.
WAKE: Final = "wake"
#: How long a look may take, waiting for its turn included.
LOOK_LIMIT: Final = timedelta(minutes=5)


class VerificationPhase(StrEnum):
    #: Until it is synchronised and healthy.
    WAITING = "waiting"
    HOLDING = "holding"
    #: The live state is being read.
    LOOKING = "looking"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRun:
    kind: Literal["run"] = "run"
    workflow_id: str
    application: ResourceRef
    revision: str
    previous: str
    severity: Severity
    hold_s: int
    deadline_at: datetime
    phase: VerificationPhase
    facts: int
    """How many process facts it has said."""
    cause: Cause
    """The message that brought it into its phase."""
    holds_until: datetime | None = None
    look_until: datetime | None = None
    expected: ChangeOutcome | None = None
    looks: int = 0
    reported: str = ""
    """The last word of Argo CD, for people."""
    extended: bool = False
    """Whether it was given a hold beyond its deadline, because only the live state said that it is well."""

    @property
    def is_over(self) -> bool:
        return self.phase is VerificationPhase.OVER

    @property
    def wakes_at(self) -> datetime | None:
        match self.phase:
            case VerificationPhase.OVER:
                return None
            case VerificationPhase.LOOKING:
                return self.look_until
            case VerificationPhase.HOLDING if self.holds_until is not None:
                return min(self.holds_until, self.deadline_at)
            case _:
                return self.deadline_at

    def said(self) -> "ChangeRun":
        return replace(self, facts=self.facts + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSeen:
    """Which revision an application had at its last word; empty once it was deleted."""

    kind: Literal["application"] = "application"
    workflow_id: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingIncident:
    """An incident that names an application."""

    kind: Literal["incident"] = "incident"
    workflow_id: str
    incident_id: IncidentId
    applications: tuple[str, ...]
    is_open: bool = True
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePolicyHeard:
    kind: Literal["policy"] = "policy"
    workflow_id: str = POLICY_ID
    version: int = 0
    definition: ChangePolicyDefinition = field(default_factory=ChangePolicyDefinition)

    def rule_for(self, application: str) -> ChangeRule | None:
        """The first that fits; None: its changes are not verified."""
        fitting = (rule for rule in self.definition.rules if glob_matches(rule.application, application))
        rule = next(fitting, None)
        return rule if rule is not None and rule.verify else None


Verifying = Annotated[ChangeRun | ApplicationSeen | NamingIncident | ChangePolicyHeard, Field(discriminator="kind")]


def key_of_application(application: ResourceRef) -> str:
    return f"{application.cluster or ''}/{application.namespace or ''}/{application.name}"


def change_workflow_id(application: ResourceRef, revision: str) -> str:
    return f"change/{key_of_application(application)}/{revision}"


def application_id(application: ResourceRef) -> str:
    return f"application/{key_of_application(application)}"


def naming_id(incident_id: IncidentId) -> str:
    return f"incident/{incident_id}"


def policy_heard(known: Known[Verifying]) -> ChangePolicyHeard:
    found = known.instance(POLICY_ID)
    return found if isinstance(found, ChangePolicyHeard) else ChangePolicyHeard()


def run_under_way(known: Known[Verifying], application: ResourceRef) -> ChangeRun | None:
    states = known.holding(f"application:{key_of_application(application)}")
    return next((state for state in states if isinstance(state, ChangeRun)), None)


def incident_open(known: Known[Verifying], application: ResourceRef) -> IncidentId | None:
    """The newest to be heard of is as good as another: all of them are about this application."""
    states = known.holding(f"named:{application.name}")
    return next((state.incident_id for state in states if isinstance(state, NamingIncident)), None)


def associations_of(state: Verifying) -> frozenset[str]:
    """A verification that is over is found by its own id only: the same change is not verified twice."""
    match state:
        case ChangePolicyHeard():
            return POLICY
        case ApplicationSeen():
            return frozenset({state.workflow_id})
        case NamingIncident():
            named = [f"named:{each}" for each in state.applications] if state.is_open else []
            return frozenset() if state.is_closed else frozenset({f"incident:{state.incident_id}", *named})
        case ChangeRun():
            active = () if state.is_over else (f"application:{key_of_application(state.application)}",)
            return frozenset({state.workflow_id, *active})


def timers_of(state: Verifying) -> Mapping[str, Timer]:
    if not isinstance(state, ChangeRun) or state.wakes_at is None:
        return {}
    return {WAKE: Timer(due_at=state.wakes_at, cause=state.cause)}
