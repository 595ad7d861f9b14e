"""What the verification of a change says of itself."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.kernel.ids import IncidentId
from shared.kernel.message import ProcessFact
from shared.kernel.vocabulary import ResourceRef
from shared.processes.change_verification.look import ChangeCommit, ChangeOutcome
from shared.remediation.outcome import VerificationCheck


class ChangeVerificationFact(ProcessFact):
    aggregate_type: ClassVar[str] = "change_verification"
    id_field: ClassVar[str] = "workflow_id"

    workflow_id: str
    """The verification: `change/<source>/<namespace>/<application>/<revision>`."""
    application: ResourceRef
    """The Argo CD application; its cluster is the registered source that speaks of it."""
    revision: str
    """What is deployed: a commit or a chart version."""


class ChangeVerificationStarted(ChangeVerificationFact):
    """A change was seen; next it has to be synchronised, become healthy and stay so."""

    previous: str
    """The revision before."""
    policy_version: int
    """The version of the tenant's policy for changes by which it began."""
    rule: str
    """The names for which its rule is."""
    hold_s: int
    """Seconds for which everything must stay well."""
    ends_at: datetime
    """When a change that is not confirmed counts as failed, in UTC."""


class ChangeReadRequested(ChangeVerificationFact):
    """What was reported decides, if the live state says the same: next Argo CD itself is asked."""

    look: int
    """Which look at this change, counted from 1."""
    expected: ChangeOutcome
    """How it ends if the live state says the same."""
    reason: Sentence
    """What was reported."""


class ChangeVerificationCompleted(ChangeVerificationFact):
    """It is decided whether the change has worked."""

    outcome: ChangeOutcome
    """How it ended."""
    reason: Sentence
    """Why, in a line."""
    checks: Annotated[tuple[VerificationCheck, ...], Field(max_length=20)] = ()
    """What the live state said; empty when it could not be read."""
    commit: ChangeCommit | None = None
    """Who changed what; null when Argo CD does not tell."""
    touched: Annotated[tuple[ResourceRef, ...], Field(max_length=50)] = ()
    """Resources that the synchronisation changed."""
    incident_id: IncidentId | None = None
    """The incident that names the change; null when none is needed."""
    joined: bool = False
    """True when that incident was open already."""

    @property
    def about_incident(self) -> UUID | None:
        return self.incident_id


class ChangeVerificationEnded(ChangeVerificationFact):
    """It is over without a result: superseded, deleted, or no longer wanted."""

    reason: Sentence
    """Why."""


CHANGE_VERIFICATION_FACTS: tuple[type[ProcessFact], ...] = (
    ChangeVerificationStarted,
    ChangeReadRequested,
    ChangeVerificationCompleted,
    ChangeVerificationEnded,
)
