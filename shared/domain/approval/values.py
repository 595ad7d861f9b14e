"""What a yes is bound to: the exact text of a plan, what its dry run said, and how long the yes may be given."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.kernel.canonical import sha256_hex
from shared.kernel.ids import IncidentId
from shared.kernel.value import Title, Value
from shared.kernel.vocabulary import RiskTier

#: SHA-256 in hexadecimal.
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ApproverRole(StrEnum):
    """In which role a person answers."""

    RESPONDER = "responder"
    """May say yes where the risk is not high."""
    APPROVER = "approver"
    """May say yes to anything that is not their own."""
    ADMIN = "admin"
    """As an approver."""


class ApprovalStatus(StrEnum):
    REQUESTED = "requested"
    """Somebody is asked; nobody has answered."""
    GRANTED = "granted"
    """Yes was said; it may be carried out once, until it expires."""
    REJECTED = "rejected"
    """No was said."""
    WITHDRAWN = "withdrawn"
    """The plan is no longer meant, or no longer fits; a yes that was given is void."""
    EXPIRED = "expired"
    """Its time ran out before it was carried out."""
    CONSUMED = "consumed"
    """It has been used; it is good for nothing else."""


class ApprovalDefinition(Value):
    """What somebody is asked to say yes to. It never changes: another plan is another approval."""

    title: Title
    """What would be done, in one line."""
    incident_id: IncidentId | None = None
    """The incident that it is about; absent when it is about none."""
    workflow_id: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """The workflow that waits for the answer; absent when none does."""
    execution_id: UUID | None = None
    """The execution of a runbook that waits for the answer; absent when none does."""
    plan: Annotated[str, Field(min_length=1, max_length=100_000)]
    """The plan as it would be carried out, byte for byte; usually canonical JSON."""
    dry_run: Annotated[str, Field(max_length=100_000)] | None = None
    """What a dry run of the plan answered; absent when there was none."""
    risk: RiskTier
    """What the plan may do at worst."""
    proposed_by: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """Who made the plan, as `kind:name`, when that is not who asks; neither of them may say yes."""
    valid_for_s: int = Field(default=3_600, ge=60, le=7 * 86_400)
    """Seconds from the request in which it may be granted and carried out, a minute to seven days; an hour when nobody
    says."""

    @property
    def plan_hash(self) -> str:
        return sha256_hex(self.plan)

    @property
    def dry_run_hash(self) -> str | None:
        return None if self.dry_run is None else sha256_hex(self.dry_run)
